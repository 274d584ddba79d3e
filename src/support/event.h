/*
 * event.h
 *	  Event triggers of those who register things by name.
 */
#ifndef ACCORD_SUPPORT_EVENT_H
#define ACCORD_SUPPORT_EVENT_H

#include "postgres.h"

#include "fmgr.h"
#include "nodes/nodes.h"
#include "utils/rel.h"

/*
 * A table of accord that holds names, and what is done there before one
 * changes.  The functions are called within SPI_connect, twice for a change:
 * what the first call has renamed is not to be found by the second.
 */
typedef struct AccordRegistry
{
	const char *table;
	void		(*rename_relation) (const char *schema, const char *name, const char *new_schema, const char *new_name);
	void		(*rename_column) (const char *schema, const char *name, const char *column, const char *new_column);
	void		(*rename_schema) (const char *schema, const char *new_schema);
} AccordRegistry;

/* The command that an event trigger is called for; an error if it is called otherwise. */
extern Node *accord_event_command(FunctionCallInfo fcinfo);

/* Is there nothing to do, since that table is empty or the extension is being made? */
extern bool accord_event_is_idle(const char *table);

/* In an event trigger ddl_command_start: has followed what the command is about to rename or to move. */
extern void accord_event_before_rename(const Node *command, const AccordRegistry *registry);

/* From now until the transaction ends a relation, which is open, keeps its name and that of its schema. */
extern void accord_event_hold_names(Relation relation);

/* These names; false if somebody dropped it just now. */
extern bool accord_event_names(Oid relid, char **schema, char **name);

#endif							/* ACCORD_SUPPORT_EVENT_H */
