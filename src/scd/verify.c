/*
 * verify.c
 *	  verify and history_of: looking at what a dimension holds.
 *
 * Each runs one statement with the caller's rights, into a tuplestore that
 * goes to disk when it grows.  What the catalogs tell is found without one.
 */
#include "postgres.h"

#include "access/genam.h"
#include "access/relation.h"
#include "access/sysattr.h"
#include "catalog/pg_index.h"
#include "catalog/pg_type.h"
#include "executor/spi.h"
#include "executor/tstoreReceiver.h"
#include "funcapi.h"
#include "nodes/params.h"
#include "optimizer/optimizer.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/guc.h"
#include "utils/lsyscache.h"
#include "utils/partcache.h"
#include "utils/rel.h"
#include "utils/timestamp.h"

#include "scd/clauses.h"
#include "scd/verify_statement.h"
#include "support/compat.h"

#define PROBLEM_COLUMNS 4

static void
set_locally(const char *name, const char *value)
{
	(void) set_config_option(name, value, PGC_USERSET, PGC_S_SESSION, GUC_ACTION_SAVE, true, 0, false);
}

/*
 * Runs the statement for the rows that the function returns.  Its names are
 * all qualified; search_path is pinned for the functions that it calls.
 */
static void
run_statement(ReturnSetInfo *result, const char *sql, ParamListInfo params, bool refuse_row_security)
{
	DestReceiver *receiver = CreateDestReceiver(DestTuplestore);
	SPIExecuteOptions options = {.params = params,.read_only = true,.must_return_tuples = true,.dest = receiver};
	int			level = NewGUCNestLevel();

	SetTuplestoreDestReceiverParams(receiver, result->setResult, GetMemoryChunkContext(result->setResult),
									false, NULL, NULL);
	set_locally("search_path", "pg_catalog, pg_temp");
	set_locally("jit", "off");
	if (refuse_row_security)
		set_locally("row_security", "off");
	if (SPI_execute_extended(sql, &options) != SPI_OK_SELECT)
		elog(ERROR, "a statement on a dimension returned no rows");
	AtEOXact_GUC(true, level);
	receiver->rDestroy(receiver);
}

static void
set_param(ParamListInfo params, int i, Oid type, Datum value, bool isnull)
{
	params->params[i] = (ParamExternData)
	{
		.value = value,.isnull = isnull,.pflags = PARAM_FLAG_CONST,.ptype = type
	};
}

/* A problem that is not one of a version. */
static void
put_problem(ReturnSetInfo *result, const char *problem, const char *detail)
{
	Datum		values[PROBLEM_COLUMNS] = {CStringGetTextDatum(problem), 0, 0, CStringGetTextDatum(detail)};
	bool		nulls[PROBLEM_COLUMNS] = {false, true, true, false};

	tuplestore_putvalues(result->setResult, result->setDesc, values, nulls);
}

/* All columns that the registration names. */
static List *
registered_names(const AccordDimension *dimension)
{
	char	   *const ours[] = {dimension->valid_from, dimension->valid_to, dimension->is_current, dimension->row_hash,
	dimension->is_deleted, dimension->surrogate_key, dimension->scd_id, dimension->updated_at};
	List	   *names = list_copy(dimension->key_names);

	for (int i = 0; i + 1 < list_length(dimension->policy_names); i += 2)
	{
		char	   *name = list_nth(dimension->policy_names, i);
		char	   *companion = accord_companion_name(name,
													  accord_policy_by_name(list_nth(dimension->policy_names, i + 1)));

		names = lappend(names, name);
		if (companion != NULL)
			names = lappend(names, companion);
	}
	for (int i = 0; i < (int) lengthof(ours); i++)
		if (ours[i] != NULL)
			names = lappend(names, ours[i]);
	return names;
}

/* Reports the columns that are gone; true if there are any. */
static bool
report_missing_columns(ReturnSetInfo *result, const AccordDimension *dimension)
{
	bool		found = false;
	ListCell   *cell;

	foreach(cell, registered_names(dimension))
	{
		const char *name = lfirst(cell);

		if (get_attnum(dimension->relid, name) != InvalidAttrNumber)
			continue;
		put_problem(result, "column is missing", psprintf("The dimension is registered with column %s.",
														  quote_identifier(name)));
		found = true;
	}
	return found;
}

/* The numbers of the columns of the key. */
static Bitmapset *
key_numbers(const AccordDimension *dimension)
{
	Bitmapset  *numbers = NULL;

	for (int i = 0; i < dimension->keys; i++)
		numbers = bms_add_member(numbers, ((AccordColumn *) list_nth(dimension->columns, i))->number);
	return numbers;
}

/* A unique index of a partitioned table must contain its partition key. */
static bool
may_be_unique(Relation relation, const Bitmapset *columns)
{
	PartitionKey key;

	if (relation->rd_rel->relkind != RELKIND_PARTITIONED_TABLE)
		return true;
	key = RelationGetPartitionKey(relation);
	for (int i = 0; i < key->partnatts; i++)
		if (!bms_is_member(key->partattrs[i], columns))
			return false;
	return true;
}

/* Is it a valid unique index on these columns, of the rows that "of" tells, or of all if that is 0? */
static bool
index_is(Oid index, const Bitmapset *columns, AttrNumber of)
{
	Relation	relation = index_open(index, AccessShareLock);
	Form_pg_index form = relation->rd_index;
	Bitmapset  *keys = NULL;
	Bitmapset  *condition = NULL;
	bool		result;

	for (int i = 0; i < form->indnkeyatts; i++)
		keys = bms_add_member(keys, form->indkey.values[i]);
	pull_varattnos((Node *) RelationGetIndexPredicate(relation), 1, &condition);
	result = form->indisunique && form->indisvalid && bms_equal(keys, columns) &&
		(of == 0 ? condition == NULL : bms_equal(condition, bms_make_singleton(of - FirstLowInvalidHeapAttributeNumber)));
	index_close(relation, AccessShareLock);
	return result;
}

static bool
has_index(Relation relation, const Bitmapset *columns, AttrNumber of)
{
	ListCell   *cell;

	foreach(cell, RelationGetIndexList(relation))
		if (index_is(lfirst_oid(cell), columns, of))
		return true;
	return false;
}

/* The two indexes that keep two merges, or anyone, from breaking a history. */
static void
report_missing_indexes(ReturnSetInfo *result, const AccordDimension *dimension, Relation relation)
{
	const char *open = dimension->is_current ? dimension->is_current : dimension->valid_to;
	Bitmapset  *columns = key_numbers(dimension);
	StringInfoData keys;

	initStringInfo(&keys);
	accord_clause_keys(&keys, dimension, NULL);
	if (may_be_unique(relation, columns) && !has_index(relation, columns, get_attnum(dimension->relid, open)))
		put_problem(result, "index is missing",
					psprintf("There is no unique index on (%s) of the open versions.", keys.data));
	columns = bms_add_member(columns, get_attnum(dimension->relid, dimension->valid_from));
	if (may_be_unique(relation, columns) && !has_index(relation, columns, 0))
		put_problem(result, "index is missing",
					psprintf("There is no unique index on (%s, %s).", keys.data, quote_identifier(dimension->valid_from)));
}

static void
report_versions(ReturnSetInfo *result, const AccordDimension *dimension)
{
	ParamListInfo params = makeParamList(3);

	set_param(params, 0, TEXTOID, CStringGetTextDatum(dimension->schema), false);
	set_param(params, 1, TEXTOID, CStringGetTextDatum(dimension->name), false);
	set_param(params, 2, TIMESTAMPOID, TimestampGetDatum(dimension->last_valid_from), !dimension->has_last);
	run_statement(result, accord_verify_statement(dimension), params, true);
}

/* Registrations whose table is gone: no regclass leads to them. */
static void
report_missing_tables(ReturnSetInfo *result)
{
	run_statement(result,
				  "SELECT CAST('table is missing' AS pg_catalog.text), CAST(NULL AS pg_catalog.jsonb), "
				  "CAST(NULL AS pg_catalog.text), pg_catalog.concat(pg_catalog.quote_ident(d.dimension_schema), '.', "
				  "pg_catalog.quote_ident(d.dimension_name), ' is registered, and there is no such table.') "
				  "FROM accord.dimension AS d WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_class AS c "
				  "JOIN pg_catalog.pg_namespace AS n ON n.oid OPERATOR(pg_catalog.=) c.relnamespace "
				  "WHERE n.nspname OPERATOR(pg_catalog.=) d.dimension_schema "
				  "AND c.relname OPERATOR(pg_catalog.=) d.dimension_name) "
				  "ORDER BY d.dimension_schema, d.dimension_name",
				  NULL, false);
}

/* The relation, whatever the number given for it: 12345::regclass is taken by PostgreSQL even if nothing has it. */
static Relation
open_dimension(Oid relid)
{
	Relation	relation = try_relation_open(relid, AccessShareLock);

	if (relation == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_UNDEFINED_TABLE),
				 errmsg("relation with OID %u does not exist", relid),
				 errhint("verify(NULL) lists dimensions whose table is gone.")));
	return relation;
}

/*
 * verify(dimension): a row for each problem, none if the dimension is
 * healthy.  For NULL: registrations without a table.
 */
PG_FUNCTION_INFO_V1(accord_verify);
Datum
accord_verify(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;
	AccordDimension *dimension;
	Relation	relation;

	InitMaterializedSRF(fcinfo, 0);
	SPI_connect();
	if (PG_ARGISNULL(0))
		report_missing_tables(result);
	else
	{
		relation = open_dimension(PG_GETARG_OID(0));
		dimension = accord_dimension_find(RelationGetRelid(relation), false);
		if (!report_missing_columns(result, dimension))
		{
			accord_dimension_resolve(dimension, relation);
			report_missing_indexes(result, dimension, relation);
			report_versions(result, dimension);
		}
		relation_close(relation, NoLock);
	}
	SPI_finish();
	return (Datum) 0;
}

/* Key values given as text, as parameters of the types of the key's columns. */
static ParamListInfo
key_params(const AccordDimension *dimension, ArrayType *key)
{
	ParamListInfo params;
	Datum	   *values;
	bool	   *nulls;
	int			count;

	deconstruct_array(key, TEXTOID, -1, false, TYPALIGN_INT, &values, &nulls, &count);
	if (count != dimension->keys)
	{
		StringInfoData names;

		initStringInfo(&names);
		accord_clause_keys(&names, dimension, NULL);
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("wrong number of values for the key of dimension \"%s\"", dimension->name),
				 errdetail("The key is (%s).", names.data),
				 errhint("Give one value for each of its columns, in this order.")));
	}
	params = makeParamList(count);
	for (int i = 0; i < count; i++)
	{
		const AccordColumn *column = list_nth(dimension->columns, i);
		Oid			input;
		Oid			argument;

		if (nulls[i])
			ereport(ERROR,
					(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
					 errmsg("a key of dimension \"%s\" is never NULL", dimension->name)));
		getTypeInputInfo(column->type, &input, &argument);
		set_param(params, i, column->type,
				  OidInputFunctionCall(input, TextDatumGetCString(values[i]), argument, -1), false);
	}
	return params;
}

/* history_of(dimension, key...): the versions of one key, and what changed from each to the next. */
PG_FUNCTION_INFO_V1(accord_history_of);
Datum
accord_history_of(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;
	AccordDimension *dimension;
	Relation	relation;

	InitMaterializedSRF(fcinfo, 0);
	SPI_connect();
	relation = open_dimension(PG_GETARG_OID(0));
	dimension = accord_dimension_find(RelationGetRelid(relation), false);
	accord_dimension_resolve(dimension, relation);
	run_statement(result, accord_history_of_statement(dimension), key_params(dimension, PG_GETARG_ARRAYTYPE_P(1)), false);
	relation_close(relation, NoLock);
	SPI_finish();
	return (Datum) 0;
}
