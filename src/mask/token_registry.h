/*
 * token_registry.h
 *	  Which columns hold tokens of which, by name: accord.token_registration.
 */
#ifndef ACCORD_MASK_TOKEN_REGISTRY_H
#define ACCORD_MASK_TOKEN_REGISTRY_H

#include "postgres.h"

#include "nodes/pg_list.h"

typedef struct AccordTokenColumn
{
	char	   *schema;
	char	   *relation;
	char	   *source;
	char	   *target;			/* holds the token of source */
	char	   *domain;
	char	   *role;			/* whose right on the domain counts */
	char	   *owner;			/* of the table, when it was set up */
	Oid			relid;			/* the table that has that name now */
} AccordTokenColumn;

/*
 * The columns (AccordTokenColumn) of a table, and of the partitioned tables
 * that it is a part of.  Needs no right on the registry.
 */
extern List *accord_token_registry_find(Oid relid);

/* The one that has that target, of the table itself; NULL if there is none. */
extern AccordTokenColumn *accord_token_registry_target(Oid relid, const char *target);

/*
 * Writing it, as its owner and within SPI_connect.  Who may do so must have
 * been checked.  NULL stands for any target, or any column.
 */
extern void accord_token_registry_insert(const AccordTokenColumn *column);
extern void accord_token_registry_delete(const char *schema, const char *relation, const char *target);
extern void accord_token_registry_forget_column(const char *schema, const char *relation, const char *column);
extern void accord_token_registry_rename(const char *schema, const char *relation,
										 const char *new_schema, const char *new_relation);
extern void accord_token_registry_rename_column(const char *schema, const char *relation,
												const char *column, const char *new_column);
extern void accord_token_registry_rename_schema(const char *schema, const char *new_schema);

#endif							/* ACCORD_MASK_TOKEN_REGISTRY_H */
