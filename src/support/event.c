/*
 * event.c
 *	  Registrations by name, and what changes names.
 *
 * A registration gets the new names before the command runs: the old ones are
 * still there to be looked up, and if the command fails, it is rolled back
 * with it.  Whatever is not understood is left to the command to refuse.
 *
 * It is looked for twice.  First without a lock on the table, since a merge
 * locks its registration before its table, and so must a rename.  Then with
 * the lock that the command will take anyway: whoever registers a table keeps
 * a lock on it, and on its schema, until the registration is committed.
 */
#include "postgres.h"

#include "access/table.h"
#include "access/transam.h"
#include "catalog/namespace.h"
#include "catalog/objectaddress.h"
#include "catalog/pg_class.h"
#include "catalog/pg_inherits.h"
#include "catalog/pg_namespace.h"
#include "commands/event_trigger.h"
#include "commands/extension.h"
#include "executor/spi.h"
#include "miscadmin.h"
#include "nodes/parsenodes.h"
#include "storage/bufmgr.h"
#include "storage/lmgr.h"
#include "utils/lsyscache.h"

#include "support/compat.h"
#include "support/event.h"

Node *
accord_event_command(FunctionCallInfo fcinfo)
{
	if (!CALLED_AS_EVENT_TRIGGER(fcinfo))
		ereport(ERROR,
				(errcode(ERRCODE_E_R_I_E_EVENT_TRIGGER_PROTOCOL_VIOLATED),
				 errmsg("this function is for an event trigger of accord"),
				 errhint("It is not to be called.")));
	return ((EventTriggerData *) fcinfo->context)->parsetree;
}

/* By the size of the table: event triggers are called for every command of every user. */
bool
accord_event_is_idle(const char *table)
{
	Oid			schema = get_namespace_oid("accord", true);
	Oid			relid = OidIsValid(schema) ? get_relname_relid(table, schema) : InvalidOid;
	Relation	relation;
	BlockNumber blocks;

	if (creating_extension || !OidIsValid(relid))
		return true;
	relation = table_open(relid, AccessShareLock);
	blocks = RelationGetNumberOfBlocks(relation);
	table_close(relation, AccessShareLock);
	return blocks == 0;
}

bool
accord_event_names(Oid relid, char **schema, char **name)
{
	*name = get_rel_name(relid);
	*schema = *name != NULL ? get_namespace_name(get_rel_namespace(relid)) : NULL;
	return *schema != NULL;
}

/* Is it a relation of some user, of a kind that can be registered? */
static bool
has_registered_kind(Oid relid)
{
	switch (get_rel_relkind(relid))
	{
		case RELKIND_RELATION:
		case RELKIND_PARTITIONED_TABLE:
		case RELKIND_VIEW:
		case RELKIND_MATVIEW:
		case RELKIND_FOREIGN_TABLE:
			return relid >= FirstNormalObjectId;
		default:
			return false;
	}
}

/* The relation that the command changes the name or the schema of, or a column of. */
static const RangeVar *
named_relation(const Node *command)
{
	const RenameStmt *rename = (const RenameStmt *) command;

	if (IsA(command, AlterObjectSchemaStmt))
		return ((const AlterObjectSchemaStmt *) command)->relation;
	switch (rename->renameType)
	{
		case OBJECT_COLUMN:
		case OBJECT_TABLE:
		case OBJECT_VIEW:
		case OBJECT_MATVIEW:
		case OBJECT_FOREIGN_TABLE:
		case OBJECT_INDEX:		/* ALTER INDEX renames tables too */
			return rename->relation;
		default:
			return NULL;
	}
}

/* The relation or schema that the command is about, if the user may change it. */
static ObjectAddress
find_target(const Node *command)
{
	const RenameStmt *rename = (const RenameStmt *) command;
	ObjectAddress target = InvalidObjectAddress;

	if (IsA(command, RenameStmt) && rename->renameType == OBJECT_SCHEMA)
		ObjectAddressSet(target, NamespaceRelationId, get_namespace_oid(rename->subname, true));
	else if (named_relation(command) != NULL)
	{
		ObjectAddressSet(target, RelationRelationId, RangeVarGetRelid(named_relation(command), NoLock, true));
		if (!has_registered_kind(target.objectId))
			return InvalidObjectAddress;
	}
	if (!OidIsValid(target.objectId) || !accord_is_owner(target.classId, target.objectId, GetUserId()))
		return InvalidObjectAddress;
	return target;
}

static void
follow_relation(Oid relid, const AccordRegistry *registry, const char *new_schema, const char *new_name)
{
	char	   *schema;
	char	   *name;

	if (accord_event_names(relid, &schema, &name))
		registry->rename_relation(schema, name, new_schema ? new_schema : schema, new_name ? new_name : name);
}

/* A column, in what inherits it too. */
static void
follow_column(Oid relid, const AccordRegistry *registry, const char *column, const char *new_column)
{
	ListCell   *cell;
	char	   *schema;
	char	   *name;

	foreach(cell, find_all_inheritors(relid, NoLock, NULL))
		if (accord_event_names(lfirst_oid(cell), &schema, &name))
		registry->rename_column(schema, name, column, new_column);
}

/* Tells who keeps names, if there is anything to tell. */
static void
follow(const Node *command, const AccordRegistry *registry)
{
	const RenameStmt *rename = (const RenameStmt *) command;
	ObjectAddress target = accord_event_is_idle(registry->table) ? InvalidObjectAddress : find_target(command);

	if (!OidIsValid(target.objectId))
		return;
	SPI_connect();
	if (IsA(command, AlterObjectSchemaStmt))
	{
		const char *new_schema = ((const AlterObjectSchemaStmt *) command)->newschema;

		if (OidIsValid(get_namespace_oid(new_schema, true)))
			follow_relation(target.objectId, registry, new_schema, NULL);
	}
	else if (rename->renameType == OBJECT_SCHEMA)
		registry->rename_schema(rename->subname, rename->newname);
	else if (rename->renameType == OBJECT_COLUMN)
		follow_column(target.objectId, registry, rename->subname, rename->newname);
	else
		follow_relation(target.objectId, registry, NULL, rename->newname);
	SPI_finish();
}

static void
lock_target(const Node *command, ObjectAddress target)
{
	if (target.classId == NamespaceRelationId)
	{
		LockDatabaseObject(target.classId, target.objectId, 0, AccessExclusiveLock);
		return;
	}
	LockRelationOid(target.objectId, AccessExclusiveLock);
	if (IsA(command, RenameStmt) && ((const RenameStmt *) command)->renameType == OBJECT_COLUMN)
		(void) find_all_inheritors(target.objectId, AccessExclusiveLock, NULL);
}

/*
 * Takes the lock that the command will take on the relation, or one on the
 * schema, which ALTER SCHEMA does not take.  After the wait the name may be
 * that of another one.
 */
static void
lock_named(const Node *command)
{
	ObjectAddress target = find_target(command);
	Oid			locked = InvalidOid;

	while (OidIsValid(target.objectId) && target.objectId != locked)
	{
		lock_target(command, target);
		locked = target.objectId;
		target = find_target(command);
	}
}

void
accord_event_before_rename(const Node *command, const AccordRegistry *registry)
{
	if (creating_extension || (!IsA(command, RenameStmt) && !IsA(command, AlterObjectSchemaStmt)))
		return;
	follow(command, registry);
	lock_named(command);
	follow(command, registry);
}

void
accord_event_hold_names(Relation relation)
{
	LockDatabaseObject(NamespaceRelationId, RelationGetNamespace(relation), 0, AccessShareLock);
}
