/*
 * merge_prepare.c
 *	  From the arguments of a merge to everything that its statements depend
 *	  on.
 */
#include "postgres.h"

#include "access/table.h"
#include "catalog/namespace.h"
#include "catalog/objectaddress.h"
#include "miscadmin.h"
#include "utils/acl.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/rel.h"
#include "utils/timestamp.h"

#include "scd/feed.h"
#include "scd/merge_prepare.h"
#include "scd/missing.h"

/* the arguments by number */
enum
{
	ARGUMENT_DIMENSION,
	ARGUMENT_SOURCE,
	ARGUMENT_QUERY,
	ARGUMENT_AT,
	ARGUMENT_MODE,
	ARGUMENT_DELETES,
	ARGUMENT_SEQUENCE_BY,
	ARGUMENT_MAX_CHANGE,
	ARGUMENT_ALLOW_EMPTY,
};

static const char *const mode_names[] = {"full", "delta", NULL};

static const char *const delete_names[] = {
	[ACCORD_DELETES_IGNORE] = "ignore",
	[ACCORD_DELETES_CLOSE] = "close",
	[ACCORD_DELETES_RECORD] = "record",
	NULL
};

static char *
text_argument(FunctionCallInfo fcinfo, int number)
{
	return PG_ARGISNULL(number) ? NULL : text_to_cstring(PG_GETARG_TEXT_PP(number));
}

/* The place of an argument's word in a list that ends with NULL. */
static int
word_argument(FunctionCallInfo fcinfo, int number, const char *name, const char *const *words)
{
	char	   *word = text_argument(fcinfo, number);
	StringInfoData list;

	initStringInfo(&list);
	for (int i = 0; words[i] != NULL; i++)
	{
		if (word != NULL && strcmp(words[i], word) == 0)
			return i;
		appendStringInfo(&list, "%s%s", i > 0 ? ", " : "", words[i]);
	}
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("invalid value for \"%s\": \"%s\"", name, word == NULL ? "NULL" : word),
			 errhint("It is one of: %s.", list.data)));
}

static void
read_max_change(FunctionCallInfo fcinfo, AccordMergeArguments *arguments)
{
	double		share;

	if (PG_ARGISNULL(ARGUMENT_MAX_CHANGE))
		return;
	arguments->max_change = PG_GETARG_NUMERIC(ARGUMENT_MAX_CHANGE);
	share = DatumGetFloat8(DirectFunctionCall1(numeric_float8, NumericGetDatum(arguments->max_change)));
	if (!(share >= 0 && share <= 1))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("\"max_change\" is a share between 0 and 1"),
				 errhint("0.2 refuses a feed that would change or end more than 20 of 100 open versions.")));
}

static void
check_combination(const AccordMergeArguments *arguments)
{
	if (OidIsValid(arguments->source) && arguments->query != NULL)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("both \"source\" and \"query\" are given"),
				 errhint("A feed comes from one of them.")));
	if (!arguments->full && arguments->deletes != ACCORD_DELETES_IGNORE)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("a delta feed cannot say which keys are gone"),
				 errdetail("\"deletes\" is \"%s\", and a key missing from a delta is only unchanged.",
						   delete_names[arguments->deletes]),
				 errhint("Merge a full feed, or leave \"deletes\" at ignore.")));
	if (arguments->source == arguments->dimension)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("a dimension cannot be merged into itself")));
}

void
accord_merge_read_arguments(FunctionCallInfo fcinfo, AccordMergeArguments *arguments)
{
	memset(arguments, 0, sizeof(*arguments));
	if (PG_ARGISNULL(ARGUMENT_DIMENSION))
		ereport(ERROR,
				(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
				 errmsg("\"dimension\" must not be NULL")));
	arguments->dimension = PG_GETARG_OID(ARGUMENT_DIMENSION);
	arguments->source = PG_ARGISNULL(ARGUMENT_SOURCE) ? InvalidOid : PG_GETARG_OID(ARGUMENT_SOURCE);
	arguments->query = text_argument(fcinfo, ARGUMENT_QUERY);
	arguments->has_at = !PG_ARGISNULL(ARGUMENT_AT);
	if (arguments->has_at)
		arguments->at = PG_GETARG_TIMESTAMPTZ(ARGUMENT_AT);
	arguments->full = word_argument(fcinfo, ARGUMENT_MODE, "mode", mode_names) == 0;
	arguments->deletes = word_argument(fcinfo, ARGUMENT_DELETES, "deletes", delete_names);
	arguments->sequence_by = text_argument(fcinfo, ARGUMENT_SEQUENCE_BY);
	read_max_change(fcinfo, arguments);
	arguments->allow_empty = !PG_ARGISNULL(ARGUMENT_ALLOW_EMPTY) && PG_GETARG_BOOL(ARGUMENT_ALLOW_EMPTY);
	check_combination(arguments);
}

static void
check_right(Oid relation, AclMode mode)
{
	AclResult	result;

	if (get_rel_name(relation) == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_UNDEFINED_TABLE),
				 errmsg("relation with OID %u does not exist", relation)));
	result = pg_class_aclcheck(relation, GetUserId(), mode);
	if (result == ACLCHECK_NO_PRIV && mode == ACL_SELECT)
		result = pg_attribute_aclcheck_all(relation, GetUserId(), mode, ACLMASK_ANY);
	if (result != ACLCHECK_OK)
		aclcheck_error(result, get_relkind_objtype(get_rel_relkind(relation)), get_rel_name(relation));
}

void
accord_merge_check_rights(const AccordMergeArguments *arguments)
{
	check_right(arguments->dimension, ACL_SELECT);
	check_right(arguments->dimension, ACL_INSERT);
	check_right(arguments->dimension, ACL_UPDATE);
	if (OidIsValid(arguments->source))
		check_right(arguments->source, ACL_SELECT);
}

static bool
prefix_is_free(const AccordDimension *dimension, const char *prefix)
{
	size_t		length = strlen(prefix);
	ListCell   *cell;

	foreach(cell, dimension->columns)
	{
		const AccordColumn *column = lfirst(cell);

		if (strncmp(column->name, prefix, length) == 0 ||
			(column->companion != NULL && strncmp(column->companion, prefix, length) == 0))
			return false;
	}
	return true;
}

/* "accord_", or with a number where a column of the dimension begins like that; short, for what follows it. */
static char *
free_prefix(const AccordDimension *dimension)
{
	char	   *prefix = "accord_";

	for (int i = 1; !prefix_is_free(dimension, prefix); i++)
		prefix = psprintf("accord%d_", i);
	return prefix;
}

/* A name that no temporary table of the session has. */
static char *
transient_name(const char *purpose)
{
	for (int i = 1;; i++)
	{
		char	   *name = psprintf("accord_%s_%d", purpose, i);
		Oid			schema = LookupExplicitNamespace("pg_temp", true);

		if (!OidIsValid(schema) || !OidIsValid(get_relname_relid(name, schema)))
			return psprintf("pg_temp.%s", name);
	}
}

/* The relation that a merge without a source takes. */
static Oid
registered_source(const AccordDimension *dimension)
{
	Oid			result = InvalidOid;

	if (dimension->source_name == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("dimension \"%s\" is registered without a source", dimension->name),
				 errhint("Give \"source\" or \"query\".")));
	if (OidIsValid(get_namespace_oid(dimension->source_schema, true)))
		result = get_relname_relid(dimension->source_name, get_namespace_oid(dimension->source_schema, true));
	if (!OidIsValid(result))
		ereport(ERROR,
				(errcode(ERRCODE_UNDEFINED_TABLE),
				 errmsg("the source of dimension \"%s\" is gone", dimension->name),
				 errdetail("It is registered as %s.",
						   quote_qualified_identifier(dimension->source_schema, dimension->source_name)),
				 errhint("Give \"source\" or \"query\".")));
	return result;
}

static void
check_replacement(const AccordDimension *dimension)
{
	if (dimension->valid_from_column != NULL)
		ereport(ERROR,
				(errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
				 errmsg("the last feed of dimension \"%s\" cannot be replaced", dimension->name),
				 errdetail("Its versions begin at column \"%s\" and not at the time of the feed.",
						   dimension->valid_from_column),
				 errhint("Merge the feed with a later time.")));
	if (pg_class_aclcheck(dimension->relid, GetUserId(), ACL_DELETE) != ACLCHECK_OK)
		aclcheck_error(ACLCHECK_NO_PRIV, get_relkind_objtype(get_rel_relkind(dimension->relid)), dimension->name);
}

static void
read_dimension(AccordMerge *merge)
{
	Relation	relation = table_open(merge->dimension->relid, AccessShareLock);

	merge->open_is_unique = accord_open_is_unique(merge->dimension, relation);
	table_close(relation, NoLock);
}

AccordMerge *
accord_merge_prepare(const AccordMergeArguments *arguments, AccordDimension *dimension, bool replace)
{
	AccordMerge *merge = palloc0(sizeof(AccordMerge));
	Oid			source = arguments->source;

	merge->dimension = dimension;
	merge->full = arguments->full;
	merge->deletes = arguments->deletes;
	merge->sequence_by = arguments->sequence_by;
	merge->replace = replace;
	merge->prefix = free_prefix(dimension);
	merge->change = transient_name("change");
	if (replace)
		check_replacement(dimension);
	if (arguments->deletes == ACCORD_DELETES_RECORD && dimension->is_deleted == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("dimension \"%s\" has no column that marks a deletion", dimension->name),
				 errhint("Give it one with the option is_deleted, or merge with deletes => 'close'.")));
	if (!OidIsValid(source) && arguments->query == NULL)
	{
		source = registered_source(dimension);
		check_right(source, ACL_SELECT);
	}
	read_dimension(merge);
	accord_feed_describe(merge, source, arguments->query);
	if (merge->query != NULL)
		merge->feed = transient_name("feed");
	return merge;
}
