/*
 * token_fill.c
 *	  fill_token_column: tokens for the rows that are there already.
 *	  token_versions: which versions of the key a column's tokens are of.
 *
 * The table is walked by its pages once, some at a time, each time in a
 * transaction of its own.  The rows without a token, or with one of another
 * version, are updated to what they are, and the trigger does the rest: so
 * whoever fills needs no right on the domain, and without the trigger nothing
 * changes.
 */
#include "postgres.h"

#include "access/relation.h"
#include "catalog/pg_inherits.h"
#include "catalog/pg_type.h"
#include "executor/spi.h"
#include "funcapi.h"
#include "miscadmin.h"
#include "storage/bufmgr.h"
#include "storage/lmgr.h"
#include "utils/acl.h"
#include "utils/builtins.h"
#include "utils/guc.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"
#include "utils/snapmgr.h"

#include "mask/token_keep.h"
#include "support/compat.h"
#include "support/spi.h"
#include "support/sqltext.h"

/* rows of a page, where statistics do not say */
#define ROWS_OF_A_PAGE 100

/* a walk through the pages of a table */
typedef struct Walk
{
	Oid			relid;
	const char *target;
	BlockNumber next;			/* page to begin with */
	BlockNumber end;
	BlockNumber pages;			/* of a batch */
} Walk;

/* accord.token_version(d.<target>), whatever kind of text it is */
static void
append_version(StringInfo sql, const char *target, bool as_uuid)
{
	appendStringInfo(sql, "accord.token_version(d.%s::pg_catalog.%s)", quote_identifier(target), as_uuid ? "uuid" : "text");
}

/*
 * UPDATE <table> AS d SET <target> = d.<target> WHERE d.ctid >= <page> AND
 *   d.ctid < <page> AND d.<source> IS NOT NULL AND
 *   COALESCE(accord.token_version(d.<target>), 0) <> <version>
 */
static char *
batch_sql(const AccordTokenColumn *column, bool as_uuid, const Walk *walk)
{
	const char *target = quote_identifier(column->target);
	StringInfoData sql;

	initStringInfo(&sql);
	appendStringInfoString(&sql, "UPDATE ");
	accord_sql_relation(&sql, column->schema, column->relation);
	appendStringInfo(&sql, " AS d SET %s = d.%s WHERE d.ctid OPERATOR(pg_catalog.>=) '(%u,0)'::pg_catalog.tid"
					 " AND d.ctid OPERATOR(pg_catalog.<) '(%u,0)'::pg_catalog.tid",
					 target, target, walk->next, walk->next + walk->pages);
	appendStringInfo(&sql, " AND d.%s IS NOT NULL AND COALESCE(", quote_identifier(column->source));
	append_version(&sql, column->target, as_uuid);
	appendStringInfo(&sql, ", 0) OPERATOR(pg_catalog.<>) %d", accord_keys_newest(column->domain));
	return sql.data;
}

/* The registration is read again for each batch: it may have been changed. */
static void
run_batch(const Walk *walk)
{
	Relation	relation = relation_open(walk->relid, RowExclusiveLock);
	AccordTokenColumn *column = accord_token_registry_target(walk->relid, walk->target);
	int			level = NewGUCNestLevel();

	if (column == NULL || !accord_token_is_kept(relation))
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("no trigger keeps the tokens of column \"%s\" of table \"%s\"", walk->target,
						RelationGetRelationName(relation)),
				 errhint("Set it up with accord.token_column(), and see that trigger \"%s\" is enabled.",
						 ACCORD_TOKEN_TRIGGER)));
	(void) set_config_option("row_security", "off", PGC_USERSET, PGC_S_SESSION, GUC_ACTION_SAVE, true, 0, false);
	accord_token_refill = true;
	PG_TRY();
	{
		accord_spi_utility(batch_sql(column, accord_token_place(relation, column).as_uuid, walk));
	}
	PG_FINALLY();
	{
		accord_token_refill = false;
	}
	PG_END_TRY();
	AtEOXact_GUC(true, level);
	relation_close(relation, NoLock);
}

/* Pages of the longest partition, and rows of a page if statistics know them. */
static void
begin_walk(Walk *walk, int32 batch)
{
	double		rows = 0;
	double		pages = 0;
	ListCell   *cell;

	LockRelationOid(walk->relid, AccessShareLock);
	foreach(cell, find_all_inheritors(walk->relid, AccessShareLock, NULL))
	{
		Relation	relation = relation_open(lfirst_oid(cell), NoLock);

		if (RELKIND_HAS_STORAGE(relation->rd_rel->relkind))
			walk->end = Max(walk->end, RelationGetNumberOfBlocks(relation));
		if (relation->rd_rel->reltuples > 0 && relation->rd_rel->relpages > 0)
		{
			rows += relation->rd_rel->reltuples;
			pages += relation->rd_rel->relpages;
		}
		relation_close(relation, NoLock);
	}
	if (rows == 0)
	{
		rows = ROWS_OF_A_PAGE;
		pages = 1;
	}
	walk->pages = (BlockNumber) Min(MaxBlockNumber, Max(1, batch * pages / rows));
}

/* One batch, with a snapshot: a procedure that has committed has none. */
static void
step(Walk *walk, MemoryContext memory)
{
	MemoryContext caller = MemoryContextSwitchTo(memory);

	CHECK_FOR_INTERRUPTS();
	PushActiveSnapshot(GetTransactionSnapshot());
	run_batch(walk);
	PopActiveSnapshot();
	walk->next += walk->pages;
	MemoryContextSwitchTo(caller);
	MemoryContextReset(memory);
}

/* Before any lock that others would wait for. */
static void
check_rights(Oid relid)
{
	AclResult	result = pg_class_aclcheck(relid, GetUserId(), ACL_UPDATE);

	if (result != ACLCHECK_OK)
		aclcheck_error(result, OBJECT_TABLE, get_rel_name(relid));
}

static void
fill(Walk *walk, int32 batch, bool atomic)
{
	MemoryContext memory = AllocSetContextCreate(CurrentMemoryContext, "accord fill tokens", ALLOCSET_DEFAULT_SIZES);

	check_rights(walk->relid);
	begin_walk(walk, batch);
	do
	{
		step(walk, memory);
		if (!atomic)
			SPI_commit();
	} while (walk->next < walk->end);
}

PG_FUNCTION_INFO_V1(accord_fill_token_column);
Datum
accord_fill_token_column(PG_FUNCTION_ARGS)
{
	bool		atomic = fcinfo->context == NULL || !IsA(fcinfo->context, CallContext) ||
		((CallContext *) fcinfo->context)->atomic;
	Walk		walk = {0};

	for (int i = 0; i < PG_NARGS(); i++)
		if (PG_ARGISNULL(i))
			ereport(ERROR,
					(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
					 errmsg("no argument of %s must be NULL", "fill_token_column()")));
	if (PG_GETARG_INT32(2) < 1)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("argument \"batch\" must be at least 1"),
				 errhint("It is the number of rows of a transaction, more or less.")));
	walk.relid = PG_GETARG_OID(0);
	walk.target = text_to_cstring(PG_GETARG_TEXT_PP(1));
	SPI_connect_ext(atomic ? 0 : SPI_OPT_NONATOMIC);
	fill(&walk, PG_GETARG_INT32(2), atomic);
	SPI_finish();
	PG_RETURN_VOID();
}

/*
 * SELECT accord.token_version(d.<column>), count(*) FROM <relation> AS d
 *   GROUP BY 1 ORDER BY 1
 */
static char *
versions_sql(Oid relid, const char *column)
{
	AttrNumber	number = get_attnum(relid, column);
	StringInfoData sql;

	if (number == InvalidAttrNumber)
		ereport(ERROR,
				(errcode(ERRCODE_UNDEFINED_COLUMN),
				 errmsg("column \"%s\" of table \"%s\" does not exist", column, get_rel_name(relid))));
	initStringInfo(&sql);
	appendStringInfoString(&sql, "SELECT ");
	append_version(&sql, column, get_atttype(relid, number) == UUIDOID);
	appendStringInfoString(&sql, ", pg_catalog.count(*) FROM ");
	accord_sql_relation(&sql, get_namespace_name(get_rel_namespace(relid)), get_rel_name(relid));
	appendStringInfoString(&sql, " AS d GROUP BY 1 ORDER BY 1");
	return sql.data;
}

PG_FUNCTION_INFO_V1(accord_token_versions);
Datum
accord_token_versions(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;
	Oid			relid = PG_GETARG_OID(0);

	if (get_rel_name(relid) == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_UNDEFINED_TABLE),
				 errmsg("relation with OID %u does not exist", relid)));
	InitMaterializedSRF(fcinfo, 0);
	SPI_connect();
	if (SPI_execute(versions_sql(relid, text_to_cstring(PG_GETARG_TEXT_PP(1))), true, 0) != SPI_OK_SELECT)
		elog(ERROR, "the versions of tokens could not be counted");
	for (uint64 i = 0; i < SPI_processed; i++)
	{
		Datum		values[2];
		bool		nulls[2];

		for (int j = 0; j < (int) lengthof(values); j++)
			values[j] = SPI_getbinval(SPI_tuptable->vals[i], SPI_tuptable->tupdesc, j + 1, &nulls[j]);
		tuplestore_putvalues(result->setResult, result->setDesc, values, nulls);
	}
	SPI_finish();
	PG_RETURN_NULL();
}
