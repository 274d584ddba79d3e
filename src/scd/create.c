/*
 * create.c
 *	  create_dimension: a history table like a source, registered.
 *
 * Everything that can be wrong is looked for before the first statement; the
 * statements run with the caller's rights, only the registration is written
 * as accord's owner.
 */
#include "postgres.h"

#include "access/relation.h"
#include "catalog/namespace.h"
#include "catalog/pg_am.h"
#include "catalog/pg_type.h"
#include "commands/defrem.h"
#include "executor/spi.h"
#include "miscadmin.h"
#include "utils/acl.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/rel.h"
#include "utils/varlena.h"

#include "scd/arguments.h"
#include "scd/as_of.h"
#include "scd/columns.h"
#include "scd/ddl.h"
#include "scd/options.h"
#include "scd/partition.h"
#include "scd/registry.h"
#include "support/compat.h"
#include "support/spi.h"

/* Where the table goes: as CREATE TABLE reads a name. */
static void
choose_place(AccordDimension *dimension, text *name)
{
	RangeVar   *range = makeRangeVarFromNameList(textToQualifiedNameList(name));
	Oid			schema = RangeVarGetCreationNamespace(range);

	if (isAnyTempNamespace(schema))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_TABLE_DEFINITION),
				 errmsg("dimension \"%s\" cannot be a temporary table", range->relname),
				 errhint("Name a schema that stays.")));
	dimension->schema = get_namespace_name(schema);
	dimension->name = range->relname;
	if (OidIsValid(get_relname_relid(dimension->name, schema)))
		ereport(ERROR,
				(errcode(ERRCODE_DUPLICATE_TABLE),
				 errmsg("relation \"%s\" already exists", dimension->name),
				 errhint("A table that holds a history already is registered with accord.adopt_dimension.")));
}

/* Opens it for the transaction; what LIKE asks for is asked for here. */
static Relation
open_source(AccordDimension *dimension, Oid relid)
{
	Relation	source = relation_open(relid, AccessShareLock);
	char		kind = source->rd_rel->relkind;

	if (kind != RELKIND_RELATION && kind != RELKIND_VIEW && kind != RELKIND_MATVIEW &&
		kind != RELKIND_FOREIGN_TABLE && kind != RELKIND_PARTITIONED_TABLE)
		ereport(ERROR,
				(errcode(ERRCODE_WRONG_OBJECT_TYPE),
				 errmsg("\"%s\" is neither a table nor a view", RelationGetRelationName(source)),
				 errhint("The source of a dimension is a table, a view or a foreign table.")));
	if (pg_class_aclcheck(relid, GetUserId(), ACL_SELECT) != ACLCHECK_OK &&
		pg_attribute_aclcheck_all(relid, GetUserId(), ACL_SELECT, ACLMASK_ALL) != ACLCHECK_OK)
		aclcheck_error(ACLCHECK_NO_PRIV, get_relkind_objtype(kind), RelationGetRelationName(source));
	accord_columns_set_source(dimension, source);
	return source;
}

static void
choose_defaults(AccordDimension *dimension)
{
	dimension->valid_from = "valid_from";
	dimension->valid_to = "valid_to";
	dimension->is_current = "is_current";
	dimension->row_hash = "row_hash";
	dimension->timezone = "UTC";
	dimension->open_end = ACCORD_OPEN_INFINITY;
	dimension->time_type = TIMESTAMPTZOID;
}

static void
choose_time(AccordDimension *dimension, const AccordOptions *options)
{
	if (options->type != NULL && strcmp(options->type, "timestamp") == 0)
		dimension->time_type = TIMESTAMPOID;
	if (options->type != NULL && strcmp(options->type, "date") == 0)
		dimension->time_type = DATEOID;
	accord_dimension_check_time(dimension);
}

static AccordSurrogate
choose_surrogate(AccordDimension *dimension, const AccordOptions *options)
{
	if (options->surrogate_key == NULL)
	{
		if (options->surrogate_key_column != NULL)
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("option \"surrogate_key_column\" is without \"surrogate_key\""),
					 errhint("Say what the column holds: set \"surrogate_key\" to \"uuid\" or \"identity\".")));
		return ACCORD_SURROGATE_NONE;
	}
	if (dimension->surrogate_key == NULL)
		dimension->surrogate_key = makeObjectName(dimension->name, NULL, "sk");
	return strcmp(options->surrogate_key, "uuid") == 0 ? ACCORD_SURROGATE_UUID : ACCORD_SURROGATE_IDENTITY;
}

/* Takes a name for the table, or says which option gives it another one. */
static List *
claim_name(List *taken, const char *name, const char *hint)
{
	if (name == NULL)
		return taken;
	if (accord_name_is_in(taken, name))
		ereport(ERROR,
				(errcode(ERRCODE_DUPLICATE_COLUMN),
				 errmsg("the dimension would have column \"%s\" twice", name),
				 errhint("%s", hint)));
	return lappend(taken, unconstify(char *, name));
}

static const char *
option_hint(const char *option)
{
	return psprintf("Give the column of the history another name with option \"%s\".", option);
}

/* The names of all columns that the table will have. */
static List *
claim_names(const AccordDimension *dimension)
{
	List	   *names = NIL;
	ListCell   *cell;

	foreach(cell, dimension->columns)
		names = lappend(names, ((AccordColumn *) lfirst(cell))->name);
	foreach(cell, dimension->columns)
	{
		const AccordColumn *column = lfirst(cell);

		names = claim_name(names, column->companion,
						   psprintf("Policy \"%s\" of column \"%s\" makes it. Name the column of the source otherwise in a view, "
									"or choose another policy.", accord_policy_name(column->policy), column->name));
	}
	names = claim_name(names, dimension->valid_from, option_hint("valid_from"));
	names = claim_name(names, dimension->valid_to, option_hint("valid_to"));
	names = claim_name(names, dimension->is_current, option_hint("is_current"));
	names = claim_name(names, dimension->is_deleted, option_hint("is_deleted"));
	names = claim_name(names, dimension->row_hash, option_hint("row_hash"));
	return claim_name(names, dimension->surrogate_key, option_hint("surrogate_key_column"));
}

static void
choose_partitions(AccordTable *table, const char *partition_by, const List *names)
{
	ListCell   *cell;

	if (partition_by == NULL)
		return;
	accord_partition_read(partition_by, &table->partition_method, &table->partition_columns);
	foreach(cell, table->partition_columns)
		if (!accord_name_is_in(names, lfirst(cell)))
		ereport(ERROR,
				(errcode(ERRCODE_UNDEFINED_COLUMN),
				 errmsg("option \"partition_by\" names \"%s\", which is no column of the dimension",
						(char *) lfirst(cell)),
				 errhint("Names are folded to lower case unless they are in double quotes.")));
}

static void
check_exclusion(const AccordDimension *dimension)
{
	for (int i = 0; i < dimension->keys; i++)
	{
		const AccordColumn *key = list_nth(dimension->columns, i);

		if (!OidIsValid(GetDefaultOpClass(key->type, GIST_AM_OID)))
			ereport(ERROR,
					(errcode(ERRCODE_UNDEFINED_OBJECT),
					 errmsg("an exclusion constraint cannot compare key column \"%s\" of type %s", key->name,
							format_type_be(key->type)),
					 errhint("CREATE EXTENSION btree_gist knows the usual types; else leave out option \"exclude_overlap\".")));
	}
}

/* Makes the table and its indexes. */
static void
make_table(AccordDimension *dimension, const AccordTable *table, bool exclude_overlap)
{
	bool		unique = accord_table_key_is_unique(table);

	accord_spi_utility(accord_ddl_table(table));
	dimension->relid = get_relname_relid(dimension->name, get_namespace_oid(dimension->schema, false));
	accord_spi_utility(accord_ddl_open_index(dimension, unique));
	if (!accord_table_versions_are_unique(table))
		accord_spi_utility(accord_ddl_version_index(dimension, false));
	if (exclude_overlap)
		accord_spi_utility(accord_ddl_exclude_overlap(dimension));
	if (!unique)
		ereport(NOTICE,
				(errmsg("no unique index keeps one open version per key of dimension \"%s\"", dimension->name),
				 errdetail("Its partition key has columns outside the natural key. Merges keep to it, by their lock; others must see to it themselves.")));
}

static Oid
create_dimension(text *name, Oid source_oid, const List *key, const List *policies, const AccordOptions *options)
{
	AccordDimension *dimension = palloc0_object(AccordDimension);
	AccordTable table = {.dimension = dimension};
	Relation	source;

	choose_defaults(dimension);
	choose_place(dimension, name);
	source = open_source(dimension, source_oid);
	accord_options_apply(options, dimension);
	choose_time(dimension, options);
	accord_columns_choose(dimension, source, key, policies, NIL);
	accord_columns_check_hash(dimension);
	accord_columns_check_previous(dimension);
	accord_columns_check_opens(dimension, source);
	relation_close(source, NoLock);
	table.surrogate = choose_surrogate(dimension, options);
	choose_partitions(&table, options->partition_by, claim_names(dimension));
	if (options->exclude_overlap)
		check_exclusion(dimension);

	make_table(dimension, &table, options->exclude_overlap);
	accord_as_of_create(dimension);
	if (options->current_view)
		accord_current_create(dimension);
	accord_registry_insert(dimension);
	return dimension->relid;
}

PG_FUNCTION_INFO_V1(accord_create_dimension);
Datum
accord_create_dimension(PG_FUNCTION_ARGS)
{
	text	   *name = (accord_argument_required(fcinfo, 0, "dimension"), PG_GETARG_TEXT_PP(0));
	Oid			source = (accord_argument_required(fcinfo, 1, "source"), PG_GETARG_OID(1));
	List	   *key = accord_argument_names(fcinfo, 2, "key");
	List	   *policies = accord_argument_policies(fcinfo, 3);
	AccordOptions options;
	Oid			result;

	accord_argument_options(fcinfo, 4, ACCORD_OPTION_CREATE, &options);
	SPI_connect();
	result = create_dimension(name, source, key, policies, &options);
	SPI_finish();
	PG_RETURN_OID(result);
}
