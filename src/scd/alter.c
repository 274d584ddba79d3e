/*
 * alter.c
 *	  alter_dimension and drop_dimension: what is registered, changed and
 *	  forgotten.
 *
 * The registration is locked first, as by a merge.  Where other columns are
 * compared than before, open versions get new hashes, and the list of columns
 * that the older hashes were made over is kept.  Where a column is added, open
 * versions are marked in place of their hash: the first feed fills the column.
 */
#include "postgres.h"

#include "access/relation.h"
#include "catalog/namespace.h"
#include "executor/spi.h"
#include "miscadmin.h"
#include "utils/acl.h"
#include "utils/builtins.h"
#include "utils/guc.h"
#include "utils/lsyscache.h"
#include "utils/rel.h"

#include "scd/arguments.h"
#include "scd/as_of.h"
#include "scd/clauses.h"
#include "scd/columns.h"
#include "scd/ddl.h"
#include "scd/missing.h"
#include "scd/registry.h"
#include "support/compat.h"
#include "support/spi.h"
#include "support/sqltext.h"

/* what is asked of a call */
typedef struct Alteration
{
	List	   *policies;
	AccordOptions options;
	List	   *add;
	List	   *drop;
} Alteration;

/* Locked; the caller must own it. */
static AccordDimension *
lock_own(Oid relid)
{
	if (get_rel_name(relid) == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_UNDEFINED_TABLE),
				 errmsg("there is no table with OID %u", relid)));
	if (!accord_is_owner(RelationRelationId, relid, GetUserId()))
		aclcheck_error(ACLCHECK_NOT_OWNER, OBJECT_TABLE, get_rel_name(relid));
	return accord_dimension_lock(relid);
}

/* Takes columns out of what was registered, even if the table has lost them. */
static void
drop_columns(AccordDimension *dimension, const Alteration *alteration)
{
	ListCell   *cell;

	foreach(cell, alteration->drop)
	{
		if (accord_name_is_in(dimension->key_names, lfirst(cell)))
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("column \"%s\" is part of the key of dimension \"%s\"", (char *) lfirst(cell), dimension->name),
					 errhint("A dimension with another key is another dimension: make it with accord.create_dimension.")));
		if (!accord_dimension_forget_column(dimension, lfirst(cell)))
			ereport(ERROR,
					(errcode(ERRCODE_UNDEFINED_COLUMN),
					 errmsg("dimension \"%s\" has no column \"%s\" from its source", dimension->name, (char *) lfirst(cell)),
					 errhint("The column policies of table accord.dimension lists them.")));
	}
}

/* The columns of hashes made so far, in their order; those that are gone come last. */
static List *
hashed_names(const AccordDimension *dimension, Relation relation)
{
	TupleDesc	descriptor = RelationGetDescr(relation);
	List	   *names = NIL;
	List	   *gone = NIL;

	for (int i = 0; i < descriptor->natts; i++)
	{
		Form_pg_attribute attribute = TupleDescAttr(descriptor, i);

		if (!attribute->attisdropped && accord_dimension_was_hashed(dimension, NameStr(attribute->attname)))
			names = lappend(names, pstrdup(NameStr(attribute->attname)));
	}
	for (int i = 0; i + 1 < list_length(dimension->policy_names); i += 2)
	{
		char	   *name = list_nth(dimension->policy_names, i);

		if (accord_dimension_was_hashed(dimension, name) && !accord_name_is_in(names, name))
			gone = lappend(gone, name);
	}
	return list_concat(names, gone);
}

/*
 * The columns of which the value of today will be kept from now on, beside a
 * companion that is there already: what it holds is of the past.
 */
static List *
change_policies(AccordDimension *dimension, const List *policies, const List *added)
{
	List	   *stale = NIL;
	ListCell   *cell;

	accord_policies_check(policies, dimension);
	foreach(cell, policies)
	{
		const AccordPolicyChoice *choice = lfirst(cell);
		AccordColumn *column = accord_dimension_column(dimension, choice->column);
		bool		was_current = column->policy == ACCORD_POLICY_CURRENT && !accord_name_is_in(added, column->name);

		column->policy = choice->policy;
		column->companion = accord_companion_name(column->name, column->policy);
		if (column->companion != NULL && accord_dimension_column(dimension, column->companion) != NULL)
			ereport(ERROR,
					(errcode(ERRCODE_DUPLICATE_COLUMN),
					 errmsg("policy \"%s\" of column \"%s\" needs a column \"%s\", which comes from the source",
							accord_policy_name(column->policy), column->name, column->companion),
					 errhint("Choose another policy, or take that column out of the dimension.")));
		if (column->policy == ACCORD_POLICY_CURRENT && !was_current &&
			get_attnum(dimension->relid, column->companion) != InvalidAttrNumber)
			stale = lappend(stale, column);
	}
	return stale;
}

/* The registered source, to look up a column. */
static Relation
open_source(const AccordDimension *dimension, const char *column)
{
	Oid			source = InvalidOid;

	if (dimension->source_name != NULL)
		source = get_relname_relid(dimension->source_name, get_namespace_oid(dimension->source_schema, true));
	if (!OidIsValid(source))
		ereport(ERROR,
				(errcode(ERRCODE_UNDEFINED_COLUMN),
				 errmsg("neither dimension \"%s\" nor a source of it has a column \"%s\"", dimension->name, column),
				 errhint("Add the column to the table of the dimension first.")));
	return relation_open(source, AccessShareLock);
}

/* ALTER TABLE ... ADD COLUMN as the source has it. */
static void
add_to_table(const AccordDimension *dimension, const char *name)
{
	Relation	source = open_source(dimension, name);
	Form_pg_attribute attribute = accord_find_attribute(source, name);
	AccordColumn column = {0};

	if (attribute == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_UNDEFINED_COLUMN),
				 errmsg("neither dimension \"%s\" nor its source \"%s\" has a column \"%s\"", dimension->name,
						dimension->source_name, name),
				 errhint("Add it to the source, or to the table of the dimension, first.")));
	column.type = attribute->atttypid;
	column.typmod = attribute->atttypmod;
	column.collation = attribute->attcollation;
	relation_close(source, NoLock);
	accord_spi_utility(accord_ddl_add_column(dimension, name, accord_ddl_type(&column)));
}

static bool
is_of_history(const AccordDimension *dimension, const char *name)
{
	const char *const ours[] = {dimension->valid_from, dimension->valid_to, dimension->is_current,
		dimension->row_hash, dimension->is_deleted, dimension->surrogate_key, dimension->scd_id,
	dimension->updated_at};
	ListCell   *cell;

	for (size_t i = 0; i < lengthof(ours); i++)
		if (ours[i] != NULL && strcmp(ours[i], name) == 0)
			return true;
	foreach(cell, dimension->columns)
	{
		const AccordColumn *column = lfirst(cell);

		if (column->companion != NULL && strcmp(column->companion, name) == 0)
			return true;
	}
	return false;
}

/*
 * Columns that are new wait for the first feed.  Any that waited before wait
 * no longer: in a version that has had its feed since, a change must not be
 * taken for it.
 */
static void
add_columns(AccordDimension *dimension, const Alteration *alteration)
{
	Relation	relation;
	ListCell   *cell;

	foreach(cell, alteration->add)
	{
		char	   *name = lfirst(cell);

		if (accord_dimension_column(dimension, name) != NULL || is_of_history(dimension, name))
			ereport(ERROR,
					(errcode(ERRCODE_DUPLICATE_COLUMN),
					 errmsg("dimension \"%s\" has column \"%s\" already", dimension->name, name),
					 errhint("Its policy is changed with the argument policies.")));
		/* a system column is none */
		if (!AttrNumberIsForUserDefinedAttr(get_attnum(dimension->relid, name)))
			add_to_table(dimension, name);
	}
	if (alteration->add == NIL)
		return;
	relation = relation_open(dimension->relid, AccessShareLock);
	foreach(cell, alteration->add)
		accord_columns_add(dimension, relation, lfirst(cell), alteration->policies);
	relation_close(relation, NoLock);
}

/*
 * SELECT FROM <dimension> AS d WHERE <is open> AND <waits> IS NOT TRUE LIMIT 1
 *
 * Has any open version had a feed since columns were added, for all we know?
 */
static bool
any_was_fed(const AccordDimension *dimension)
{
	StringInfoData sql;

	initStringInfo(&sql);
	appendStringInfoString(&sql, "SELECT FROM ");
	accord_sql_relation(&sql, dimension->schema, dimension->name);
	appendStringInfoString(&sql, " AS d WHERE ");
	accord_clause_open(&sql, dimension, "d");
	appendStringInfoString(&sql, " AND (");
	accord_clause_waits(&sql, dimension, "d");
	appendStringInfoString(&sql, ") IS NOT TRUE LIMIT 1");
	if (SPI_execute(sql.data, false, 1) != SPI_OK_SELECT)
		elog(ERROR, "could not look for versions that have had a feed");
	return SPI_processed > 0;
}

/* Makes the added columns the ones that wait; is any of them? */
static bool
wait_for_added(AccordDimension *dimension, const List *added)
{
	List	   *waiting = NIL;
	bool		others_wait;
	ListCell   *cell;

	foreach(cell, dimension->columns)
	{
		AccordColumn *column = lfirst(cell);

		if (accord_name_is_in(added, column->name) && column->policy != ACCORD_POLICY_OVERWRITE)
			waiting = lappend(waiting, column);
	}
	if (waiting == NIL)
		return false;
	others_wait = accord_columns_wait(dimension) && !any_was_fed(dimension);
	foreach(cell, dimension->columns)
	{
		AccordColumn *column = lfirst(cell);

		column->filled = list_member_ptr(waiting, column) || (others_wait && column->filled);
	}
	return true;
}

/*
 * UPDATE <dimension> AS d SET <row_hash> = <hash> WHERE <is open> AND
 *   <row_hash> IS NOT NULL [AND NOT <waits>]
 */
static void
renew_hashes(const AccordDimension *dimension)
{
	const char *hash = quote_identifier(dimension->row_hash);
	StringInfoData sql;

	initStringInfo(&sql);
	appendStringInfoString(&sql, "UPDATE ");
	accord_sql_relation(&sql, dimension->schema, dimension->name);
	appendStringInfo(&sql, " AS d SET %s = ", hash);
	accord_clause_row_hash(&sql, dimension, "d", accord_column_is_hashed);
	appendStringInfoString(&sql, " WHERE ");
	accord_clause_open(&sql, dimension, "d");
	appendStringInfo(&sql, " AND d.%s IS NOT NULL", hash);
	if (accord_columns_wait(dimension))
	{
		appendStringInfoString(&sql, " AND NOT ");
		accord_clause_waits(&sql, dimension, "d");
	}
	accord_spi_utility(sql.data);
}

/* UPDATE <dimension> AS d SET <row_hash> = <mark> WHERE <is open> AND <waits> IS NOT TRUE */
static void
mark_waiting(const AccordDimension *dimension)
{
	StringInfoData sql;

	initStringInfo(&sql);
	appendStringInfoString(&sql, "UPDATE ");
	accord_sql_relation(&sql, dimension->schema, dimension->name);
	appendStringInfo(&sql, " AS d SET %s = '" ACCORD_HASH_WAITS "' WHERE ", quote_identifier(dimension->row_hash));
	accord_clause_open(&sql, dimension, "d");
	appendStringInfoString(&sql, " AND (");
	accord_clause_waits(&sql, dimension, "d");
	appendStringInfoString(&sql, ") IS NOT TRUE");
	accord_spi_utility(sql.data);
}

static void
check_options(const AccordDimension *dimension, const AccordOptions *options)
{
	if (options->is_deleted != NULL && dimension->is_deleted != NULL &&
		strcmp(options->is_deleted, dimension->is_deleted) != 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("dimension \"%s\" marks deletion versions in column \"%s\"", dimension->name, dimension->is_deleted),
				 errhint("The option \"is_deleted\" can be set where there is none; a column is renamed with ALTER TABLE.")));
	if (options->is_deleted != NULL && dimension->is_deleted == NULL && is_of_history(dimension, options->is_deleted))
		ereport(ERROR,
				(errcode(ERRCODE_DUPLICATE_COLUMN),
				 errmsg("column \"%s\" of dimension \"%s\" has another purpose", options->is_deleted, dimension->name),
				 errhint("Name another one with option \"is_deleted\".")));
	if (options->is_deleted != NULL && accord_dimension_column(dimension, options->is_deleted) != NULL)
		ereport(ERROR,
				(errcode(ERRCODE_DUPLICATE_COLUMN),
				 errmsg("column \"%s\" of dimension \"%s\" comes from its source", options->is_deleted, dimension->name),
				 errhint("Name another one with option \"is_deleted\".")));
}

static void
check_opens(const AccordDimension *dimension, const AccordOptions *options)
{
	Oid			oid = InvalidOid;
	Relation	source;

	if (options->valid_from_column == NULL || dimension->source_name == NULL)
		return;
	oid = get_relname_relid(dimension->source_name, get_namespace_oid(dimension->source_schema, true));
	if (!OidIsValid(oid))
		return;
	source = relation_open(oid, AccessShareLock);
	accord_columns_check_opens(dimension, source);
	relation_close(source, NoLock);
}

/* Runs what the table lacks by now. */
static void
add_missing(AccordDimension *dimension)
{
	Relation	relation = relation_open(dimension->relid, AccessShareLock);
	List	   *statements = accord_missing_statements(dimension, relation);
	List	   *replaced = accord_missing_replaced(dimension, relation);
	ListCell   *cell;

	relation_close(relation, NoLock);
	foreach(cell, statements)
		accord_spi_utility(lfirst(cell));
	foreach(cell, replaced)
		accord_spi_utility(lfirst(cell));
	relation = relation_open(dimension->relid, AccessShareLock);
	accord_dimension_renumber(dimension, relation);
	relation_close(relation, NoLock);
}

static bool
same_names(const List *a, const List *b)
{
	if (list_length(a) != list_length(b))
		return false;
	for (int i = 0; i < list_length(a); i++)
		if (strcmp(list_nth(a, i), list_nth(b, i)) != 0)
			return false;
	return true;
}

static List *
hashed_now(const AccordDimension *dimension)
{
	List	   *names = NIL;
	ListCell   *cell;

	foreach(cell, accord_columns_that(dimension, accord_column_is_hashed))
		names = lappend(names, ((AccordColumn *) lfirst(cell))->name);
	return names;
}

/*
 * Does a column come back that older hashes were made over?  It may have been
 * overwritten meanwhile, or gone, in ended versions too.
 */
static bool
any_comes_back(const AccordDimension *dimension, const List *before, const List *now)
{
	ListCell   *list;
	ListCell   *cell;

	foreach(list, accord_dimension_hashed_before(dimension))
	{
		foreach(cell, lfirst(list))
			if (accord_name_is_in(now, lfirst(cell)) && !accord_name_is_in(before, lfirst(cell)))
			return true;
	}
	return false;
}

/* The columns that are overwritten, as registered: also those that the table has lost. */
static List *
overwritten_names(const AccordDimension *dimension)
{
	List	   *names = NIL;

	for (int i = 0; i + 1 < list_length(dimension->policy_names); i += 2)
		if (accord_policy_by_name(list_nth(dimension->policy_names, i + 1)) == ACCORD_POLICY_OVERWRITE)
			names = lappend(names, list_nth(dimension->policy_names, i));
	return names;
}

/* Is a column overwritten no longer that older hashes were made over?  Nothing else would say that it was. */
static bool
any_was_overwritten(const AccordDimension *dimension, const List *before)
{
	ListCell   *list;
	ListCell   *cell;

	foreach(list, accord_dimension_hashed_before(dimension))
	{
		foreach(cell, lfirst(list))
		{
			const AccordColumn *column = accord_dimension_column(dimension, lfirst(cell));

			if (accord_name_is_in(before, lfirst(cell)) && (column == NULL || column->policy != ACCORD_POLICY_OVERWRITE))
				return true;
		}
	}
	return false;
}

/* Writes down what is needed to judge hashes of ended versions. */
static void
keep_hashed(const AccordDimension *dimension, const List *before, const List *now, const List *overwritten)
{
	if (!same_names(before, now))
		accord_registry_hashed_before(dimension, before);
	if (any_comes_back(dimension, before, now) || any_was_overwritten(dimension, overwritten))
		accord_registry_hashed_before(dimension, NIL);
}

static void
alter_dimension(Oid relid, const Alteration *alteration)
{
	AccordDimension *dimension = lock_own(relid);
	Relation	relation = relation_open(relid, AccessShareLock);
	List	   *before = hashed_names(dimension, relation);
	List	   *overwritten = overwritten_names(dimension);
	List	   *now;
	List	   *stale;
	ListCell   *cell;
	bool		waits;

	drop_columns(dimension, alteration);
	accord_dimension_resolve(dimension, relation);
	relation_close(relation, NoLock);
	check_options(dimension, &alteration->options);
	accord_options_apply(&alteration->options, dimension);
	check_opens(dimension, &alteration->options);
	add_columns(dimension, alteration);
	stale = change_policies(dimension, alteration->policies, alteration->add);
	accord_columns_check_hash(dimension);
	accord_columns_check_previous(dimension);
	add_missing(dimension);
	foreach(cell, stale)
		accord_spi_utility(accord_missing_current(dimension, lfirst(cell)));

	waits = wait_for_added(dimension, alteration->add);
	now = hashed_now(dimension);
	if (waits)
		mark_waiting(dimension);
	else if (!same_names(before, now))
		renew_hashes(dimension);
	accord_registry_update(dimension);
	keep_hashed(dimension, before, now, overwritten);
	accord_as_of_create(dimension);
	if (alteration->options.current_view)
		accord_current_replace(dimension);
}

PG_FUNCTION_INFO_V1(accord_alter_dimension);
Datum
accord_alter_dimension(PG_FUNCTION_ARGS)
{
	Alteration	alteration;
	int			level = NewGUCNestLevel();

	accord_argument_required(fcinfo, 0, "dimension");
	alteration.policies = accord_argument_policies(fcinfo, 1);
	accord_argument_options(fcinfo, 2, ACCORD_OPTION_ALTER, &alteration.options);
	alteration.add = accord_argument_names(fcinfo, 3, "add_columns");
	alteration.drop = accord_argument_names(fcinfo, 4, "drop_columns");
	(void) set_config_option("row_security", "off", PGC_USERSET, PGC_S_SESSION, GUC_ACTION_SAVE, true, 0, false);
	SPI_connect();
	alter_dimension(PG_GETARG_OID(0), &alteration);
	SPI_finish();
	AtEOXact_GUC(true, level);
	PG_RETURN_VOID();
}

PG_FUNCTION_INFO_V1(accord_drop_dimension);
Datum
accord_drop_dimension(PG_FUNCTION_ARGS)
{
	AccordDimension *dimension;

	accord_argument_required(fcinfo, 0, "dimension");
	SPI_connect();
	dimension = lock_own(PG_GETARG_OID(0));
	accord_as_of_drop(dimension);
	(void) accord_registry_delete(dimension->schema, dimension->name);
	SPI_finish();
	PG_RETURN_VOID();
}
