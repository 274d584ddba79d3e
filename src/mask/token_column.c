/*
 * token_column.c
 *	  token_column, drop_token_column: who owns a table sets up what is kept.
 */
#include "postgres.h"

#include "access/relation.h"
#include "access/xact.h"
#include "catalog/partition.h"
#include "catalog/pg_class.h"
#include "executor/spi.h"
#include "miscadmin.h"
#include "utils/acl.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"

#include "mask/token_keep.h"
#include "support/compat.h"
#include "support/event.h"
#include "support/spi.h"
#include "support/sqltext.h"

static void
check_owner(Oid relid)
{
	char	   *name = get_rel_name(relid);

	if (name == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_UNDEFINED_TABLE),
				 errmsg("there is no table with OID %u", relid)));
	if (!accord_is_owner(RelationRelationId, relid, GetUserId()))
		aclcheck_error(ACLCHECK_NOT_OWNER, get_relkind_objtype(get_rel_relkind(relid)), name);
}

static void
check_table(Relation relation)
{
	if (relation->rd_rel->relkind != RELKIND_RELATION && relation->rd_rel->relkind != RELKIND_PARTITIONED_TABLE)
		ereport(ERROR,
				(errcode(ERRCODE_WRONG_OBJECT_TYPE),
				 errmsg("\"%s\" is not a table", RelationGetRelationName(relation))));
	if (relation->rd_rel->relpersistence == RELPERSISTENCE_TEMP)
		ereport(ERROR,
				(errcode(ERRCODE_WRONG_OBJECT_TYPE),
				 errmsg("table \"%s\" is temporary", RelationGetRelationName(relation)),
				 errhint("Call accord.token() in the statement that fills it.")));
}

/* BEFORE triggers cannot move a row to another partition. */
static void
check_target(Relation relation, const AccordTokenColumn *column, AttrNumber target)
{
	Bitmapset  *attributes = bms_make_singleton(target - FirstLowInvalidHeapAttributeNumber);
	bool		by_expression;

	if (strcmp(column->source, column->target) == 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("column \"%s\" cannot hold tokens of itself", column->target)));
	if (has_partition_attrs(relation, attributes, &by_expression))
		ereport(ERROR,
				(errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
				 errmsg("column \"%s\" is in the partition key, which cannot be a token", column->target)));
	if (TupleDescAttr(RelationGetDescr(relation), target - 1)->attidentity != '\0')
		ereport(ERROR,
				(errcode(ERRCODE_WRONG_OBJECT_TYPE),
				 errmsg("column \"%s\" is an identity column", column->target)));
}

/* What one trigger writes is no value for the next: in a circle, values would be lost. */
static void
check_chain(const AccordTokenColumn *column, Oid relid)
{
	ListCell   *cell;

	foreach(cell, accord_token_registry_find(relid))
	{
		const AccordTokenColumn *other = lfirst(cell);

		if (strcmp(other->source, column->target) == 0 || strcmp(other->target, column->source) == 0)
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("column \"%s\" cannot hold tokens of column \"%s\"", column->target, column->source),
					 errdetail("Column \"%s\" holds tokens of column \"%s\".", other->target, other->source)));
	}
}

/* ALTER TABLE <table> ADD COLUMN <target> text */
static void
add_target(const AccordTokenColumn *column)
{
	StringInfoData sql;

	initStringInfo(&sql);
	appendStringInfoString(&sql, "ALTER TABLE ");
	accord_sql_relation(&sql, column->schema, column->relation);
	appendStringInfo(&sql, " ADD COLUMN %s pg_catalog.text", quote_identifier(column->target));
	accord_spi_utility(sql.data);
}

/*
 * CREATE TRIGGER <trigger> BEFORE INSERT OR UPDATE ON <table> FOR EACH ROW
 *   EXECUTE FUNCTION accord.keep_tokens()
 */
static void
add_trigger(const AccordTokenColumn *column)
{
	StringInfoData sql;

	initStringInfo(&sql);
	appendStringInfo(&sql, "CREATE TRIGGER %s BEFORE INSERT OR UPDATE ON ", ACCORD_TOKEN_TRIGGER);
	accord_sql_relation(&sql, column->schema, column->relation);
	appendStringInfoString(&sql, " FOR EACH ROW EXECUTE FUNCTION accord.keep_tokens()");
	accord_spi_utility(sql.data);
}

/* DROP TRIGGER <trigger> ON <table> */
void
accord_token_remove_trigger(const char *schema, const char *relation)
{
	StringInfoData sql;

	initStringInfo(&sql);
	appendStringInfo(&sql, "DROP TRIGGER %s ON ", ACCORD_TOKEN_TRIGGER);
	accord_sql_relation(&sql, schema, relation);
	accord_spi_utility(sql.data);
}

/*
 * The table with the lock that a trigger needs, and the registration's names
 * for it.  Whose it is is looked at before the lock too: nobody should wait
 * for somebody who may not have it.
 */
static Relation
open_table(Oid relid, AccordTokenColumn *column)
{
	Relation	relation;

	check_owner(relid);
	relation = relation_open(relid, ShareRowExclusiveLock);
	check_owner(relid);
	check_table(relation);
	accord_event_hold_names(relation);
	column->owner = GetUserNameFromId(relation->rd_rel->relowner, false);
	column->schema = get_namespace_name(RelationGetNamespace(relation));
	column->relation = pstrdup(RelationGetRelationName(relation));
	return relation;
}

static void
set_up(Oid relid, AccordTokenColumn *column)
{
	Relation	relation = open_table(relid, column);
	AttrNumber	target = get_attnum(relid, column->target);
	bool		is_watched;

	(void) accord_keys_current(column->domain, ACCORD_RIGHT_TOKEN);
	check_chain(column, relid);
	if (target == InvalidAttrNumber)
	{
		relation_close(relation, NoLock);
		add_target(column);
		CommandCounterIncrement();
		relation = relation_open(relid, NoLock);
	}
	check_target(relation, column, accord_token_place(relation, column).target);
	is_watched = accord_token_has_trigger(relation);
	relation_close(relation, NoLock);
	accord_token_registry_insert(column);
	if (!is_watched)
		add_trigger(column);
}

PG_FUNCTION_INFO_V1(accord_token_column);
Datum
accord_token_column(PG_FUNCTION_ARGS)
{
	AccordTokenColumn column;

	column.source = text_to_cstring(PG_GETARG_TEXT_PP(1));
	column.target = text_to_cstring(PG_GETARG_TEXT_PP(2));
	column.domain = text_to_cstring(PG_GETARG_TEXT_PP(3));
	column.role = GetUserNameFromId(GetUserId(), false);
	SPI_connect();
	set_up(PG_GETARG_OID(0), &column);
	SPI_finish();
	PG_RETURN_VOID();
}

static void
take_down(Oid relid, AccordTokenColumn *column)
{
	Relation	relation = open_table(relid, column);
	bool		is_watched = accord_token_has_trigger(relation);

	relation_close(relation, NoLock);
	if (accord_token_registry_target(relid, column->target) == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_UNDEFINED_OBJECT),
				 errmsg("column \"%s\" of table \"%s\" is not registered as a token column",
						column->target, column->relation)));
	accord_token_registry_delete(column->schema, column->relation, column->target);
	CommandCounterIncrement();
	if (is_watched && accord_token_registry_find(relid) == NIL)
		accord_token_remove_trigger(column->schema, column->relation);
}

PG_FUNCTION_INFO_V1(accord_drop_token_column);
Datum
accord_drop_token_column(PG_FUNCTION_ARGS)
{
	AccordTokenColumn column = {.target = text_to_cstring(PG_GETARG_TEXT_PP(1))};

	SPI_connect();
	take_down(PG_GETARG_OID(0), &column);
	SPI_finish();
	PG_RETURN_VOID();
}
