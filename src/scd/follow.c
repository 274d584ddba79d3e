/*
 * follow.c
 *	  Registrations follow the names of what they name.
 *
 * Three event triggers.  Before a rename the registration gets the new names:
 * then its lock is taken before the table's, as a merge does it, and the old
 * names are still there to be looked up; if the rename fails, the registration
 * is rolled back with it.  After it, the text of as_of is written anew and
 * companion columns are renamed too.  What is dropped is forgotten.
 *
 * They run for every command of their kind, of every user, and in a restore:
 * where no dimension is registered they cost one look at the size of a table.
 * Whatever is not understood is left to the command to refuse.
 */
#include "postgres.h"

#include "access/relation.h"
#include "catalog/namespace.h"
#include "catalog/pg_class.h"
#include "catalog/pg_inherits.h"
#include "catalog/pg_type.h"
#include "commands/event_trigger.h"
#include "commands/extension.h"
#include "executor/spi.h"
#include "miscadmin.h"
#include "nodes/parsenodes.h"
#include "storage/bufmgr.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/rel.h"

#include "scd/as_of.h"
#include "scd/dimension.h"
#include "scd/rename.h"
#include "support/compat.h"
#include "support/spi.h"
#include "support/sqltext.h"

/* Is there anything to do at all? */
static bool
is_idle(void)
{
	Oid			schema = get_namespace_oid("accord", true);
	Oid			registry = OidIsValid(schema) ? get_relname_relid("dimension", schema) : InvalidOid;
	Relation	relation;
	BlockNumber blocks;

	if (creating_extension || !OidIsValid(registry))
		return true;
	relation = relation_open(registry, AccessShareLock);
	blocks = RelationGetNumberOfBlocks(relation);
	relation_close(relation, NoLock);
	return blocks == 0;
}

/* The relation that a command is about, if the user may change it. */
static Oid
find_own_relation(const RangeVar *range)
{
	Oid			relid = range != NULL ? RangeVarGetRelid(range, NoLock, true) : InvalidOid;

	if (!OidIsValid(relid) || !accord_is_owner(RelationRelationId, relid, GetUserId()))
		return InvalidOid;
	return relid;
}

/* Its names; false if somebody dropped it just now, which the command will say. */
static bool
names_of(Oid relid, char **schema, char **name)
{
	*name = get_rel_name(relid);
	*schema = *name != NULL ? get_namespace_name(get_rel_namespace(relid)) : NULL;
	return *schema != NULL;
}

static void
rename_relation(Oid relid, const char *new_schema, const char *new_name)
{
	char	   *schema;
	char	   *name;

	if (names_of(relid, &schema, &name))
		accord_rename_relation(schema, name, new_schema ? new_schema : schema, new_name ? new_name : name);
}

/* A column, in what inherits it too. */
static void
rename_column(Oid relid, const char *column, const char *new_column)
{
	ListCell   *cell;
	char	   *schema;
	char	   *name;

	foreach(cell, find_all_inheritors(relid, NoLock, NULL))
		if (names_of(lfirst_oid(cell), &schema, &name))
		accord_rename_column(schema, name, column, new_column);
}

static void
before_rename(const RenameStmt *rename)
{
	Oid			relid;

	if (rename->renameType == OBJECT_SCHEMA)
	{
		Oid			schema = get_namespace_oid(rename->subname, true);

		if (OidIsValid(schema) && accord_is_owner(NamespaceRelationId, schema, GetUserId()))
			accord_rename_schema(rename->subname, rename->newname);
		return;
	}
	relid = find_own_relation(rename->relation);
	if (!OidIsValid(relid))
		return;
	if (rename->renameType == OBJECT_COLUMN)
		rename_column(relid, rename->subname, rename->newname);
	else if (rename->renameType == OBJECT_TABLE || rename->renameType == OBJECT_VIEW ||
			 rename->renameType == OBJECT_MATVIEW || rename->renameType == OBJECT_FOREIGN_TABLE ||
			 rename->renameType == OBJECT_INDEX)
		rename_relation(relid, NULL, rename->newname);
}

static void
before_move(const AlterObjectSchemaStmt *move)
{
	Oid			relid = find_own_relation(move->relation);

	if (OidIsValid(relid) && OidIsValid(get_namespace_oid(move->newschema, true)))
		rename_relation(relid, move->newschema, NULL);
}

/* Old companions of a column that was renamed get their new name. */
static void
rename_companion(Oid relid, const RenameStmt *rename)
{
	AccordPolicy policy;
	char	   *old;
	char	   *schema;
	char	   *name;
	StringInfoData sql;

	if (!accord_dimension_policy(relid, rename->newname, &policy) || !names_of(relid, &schema, &name))
		return;
	old = accord_companion_name(rename->subname, policy);
	if (old == NULL || get_attnum(relid, old) == InvalidAttrNumber)
		return;
	initStringInfo(&sql);
	appendStringInfoString(&sql, "ALTER TABLE ");
	accord_sql_relation(&sql, schema, name);
	appendStringInfo(&sql, " RENAME COLUMN %s TO ", quote_identifier(old));
	appendStringInfoString(&sql, quote_identifier(accord_companion_name(rename->newname, policy)));
	accord_spi_utility(sql.data);
}

/*
 * Writes as_of anew if the relation is a dimension.  Only what its text needs
 * is looked up: a dimension that has lost other columns is no reason to fail.
 */
static void
follow_relation(Oid relid)
{
	AccordDimension *dimension = accord_dimension_find(relid, true);

	if (dimension == NULL || get_attnum(relid, dimension->valid_from) == InvalidAttrNumber ||
		get_attnum(relid, dimension->valid_to) == InvalidAttrNumber)
		return;
	dimension->time_type = get_atttype(relid, get_attnum(relid, dimension->valid_from));
	if (dimension->is_deleted != NULL)
	{
		AttrNumber	mark = get_attnum(relid, dimension->is_deleted);

		if (mark == InvalidAttrNumber)
			return;
		dimension->deleted_is_text = get_atttype(relid, mark) != BOOLOID;
	}
	accord_as_of_follow(dimension);
}

static void
after_schema_rename(const char *schema)
{
	List	   *names = accord_rename_dimensions_of(schema);
	Oid			oid = get_namespace_oid(schema, false);
	ListCell   *cell;

	foreach(cell, names)
	{
		Oid			relid = get_relname_relid(lfirst(cell), oid);

		if (OidIsValid(relid))
			follow_relation(relid);
	}
}

/* The relations that the command changed. */
static List *
changed_relations(void)
{
	List	   *relations = NIL;

	if (SPI_execute("SELECT DISTINCT c.objid FROM pg_catalog.pg_event_trigger_ddl_commands() AS c "
					"WHERE c.classid OPERATOR(pg_catalog.=) 'pg_catalog.pg_class'::pg_catalog.regclass",
					false, 0) != SPI_OK_SELECT)
		elog(ERROR, "the commands of an event trigger could not be read");
	for (uint64 i = 0; i < SPI_processed; i++)
	{
		bool		isnull;

		relations = lappend_oid(relations, DatumGetObjectId(SPI_getbinval(SPI_tuptable->vals[i], SPI_tuptable->tupdesc,
																		  1, &isnull)));
	}
	return relations;
}

static void
after_change(Node *command)
{
	ListCell   *cell;

	if (IsA(command, RenameStmt) && ((RenameStmt *) command)->renameType == OBJECT_SCHEMA)
	{
		after_schema_rename(((RenameStmt *) command)->newname);
		return;
	}
	if (!IsA(command, RenameStmt) && !IsA(command, AlterObjectSchemaStmt))
		return;
	foreach(cell, changed_relations())
	{
		if (IsA(command, RenameStmt) && ((RenameStmt *) command)->renameType == OBJECT_COLUMN)
			rename_companion(lfirst_oid(cell), (RenameStmt *) command);
		follow_relation(lfirst_oid(cell));
	}
}

static Node *
command_of(FunctionCallInfo fcinfo)
{
	if (!CALLED_AS_EVENT_TRIGGER(fcinfo))
		ereport(ERROR,
				(errcode(ERRCODE_E_R_I_E_EVENT_TRIGGER_PROTOCOL_VIOLATED),
				 errmsg("this function is for an event trigger of accord"),
				 errhint("It is not to be called.")));
	return ((EventTriggerData *) fcinfo->context)->parsetree;
}

PG_FUNCTION_INFO_V1(accord_follow_before);
Datum
accord_follow_before(PG_FUNCTION_ARGS)
{
	Node	   *command = command_of(fcinfo);

	if ((!IsA(command, RenameStmt) && !IsA(command, AlterObjectSchemaStmt)) || is_idle())
		PG_RETURN_NULL();
	SPI_connect();
	if (IsA(command, RenameStmt))
		before_rename((RenameStmt *) command);
	else
		before_move((AlterObjectSchemaStmt *) command);
	SPI_finish();
	PG_RETURN_NULL();
}

PG_FUNCTION_INFO_V1(accord_follow_after);
Datum
accord_follow_after(PG_FUNCTION_ARGS)
{
	Node	   *command = command_of(fcinfo);

	if ((!IsA(command, RenameStmt) && !IsA(command, AlterObjectSchemaStmt)) || is_idle())
		PG_RETURN_NULL();
	SPI_connect();
	after_change(command);
	SPI_finish();
	PG_RETURN_NULL();
}

PG_FUNCTION_INFO_V1(accord_follow_drop);
Datum
accord_follow_drop(PG_FUNCTION_ARGS)
{
	(void) command_of(fcinfo);
	if (is_idle())
		PG_RETURN_NULL();
	SPI_connect();
	accord_rename_forget_dropped();
	SPI_finish();
	PG_RETURN_NULL();
}
