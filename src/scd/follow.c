/*
 * follow.c
 *	  Registrations follow the names of what they name.
 *
 * Three event triggers.  Before a rename the registration gets the new names
 * (support/event.c).  After it, the text of as_of is written anew and companion
 * columns are renamed too.  What is dropped is forgotten.
 *
 * They run for every command of their kind, of every user, and in a restore:
 * where no dimension is registered they cost one look at the size of a table.
 */
#include "postgres.h"

#include "catalog/namespace.h"
#include "catalog/pg_type.h"
#include "executor/spi.h"
#include "nodes/parsenodes.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"

#include "scd/as_of.h"
#include "scd/dimension.h"
#include "scd/rename.h"
#include "support/compat.h"
#include "support/event.h"
#include "support/spi.h"
#include "support/sqltext.h"

static const AccordRegistry dimension_registry = {
	.table = "dimension",
	.rename_relation = accord_rename_relation,
	.rename_column = accord_rename_column,
	.rename_schema = accord_rename_schema,
};

/* Old companions of a column that was renamed get their new name. */
static void
rename_companion(Oid relid, const RenameStmt *rename)
{
	AccordPolicy policy;
	char	   *old;
	char	   *schema;
	char	   *name;
	StringInfoData sql;

	if (!accord_dimension_policy(relid, rename->newname, &policy) || !accord_event_names(relid, &schema, &name))
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

PG_FUNCTION_INFO_V1(accord_follow_before);
Datum
accord_follow_before(PG_FUNCTION_ARGS)
{
	accord_event_before_rename(accord_event_command(fcinfo), &dimension_registry);
	PG_RETURN_NULL();
}

PG_FUNCTION_INFO_V1(accord_follow_after);
Datum
accord_follow_after(PG_FUNCTION_ARGS)
{
	Node	   *command = accord_event_command(fcinfo);

	if ((!IsA(command, RenameStmt) && !IsA(command, AlterObjectSchemaStmt)) ||
		accord_event_is_idle(dimension_registry.table))
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
	(void) accord_event_command(fcinfo);
	if (accord_event_is_idle(dimension_registry.table))
		PG_RETURN_NULL();
	SPI_connect();
	accord_rename_forget_dropped();
	SPI_finish();
	PG_RETURN_NULL();
}
