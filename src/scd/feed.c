/*
 * feed.c
 *	  What a merge takes its rows from.
 *
 * An ordinary table is read where it is: its rows can be fetched again by
 * their ctid, under the same snapshot.  Whatever else (a view, a query, a
 * partitioned or foreign table) is evaluated once, into a temporary table.
 */
#include "postgres.h"

#include "access/genam.h"
#include "access/htup_details.h"
#include "access/relation.h"
#include "catalog/namespace.h"
#include "catalog/pg_am.h"
#include "catalog/pg_class.h"
#include "catalog/pg_collation.h"
#include "catalog/pg_index.h"
#include "catalog/pg_inherits.h"
#include "catalog/pg_statistic.h"
#include "catalog/pg_type.h"
#include "executor/spi.h"
#include "nodes/parsenodes.h"
#include "parser/parser.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/plancache.h"
#include "utils/rel.h"
#include "utils/syscache.h"
#include "utils/typcache.h"

#include "scd/canonical.h"
#include "scd/feed.h"
#include "support/compat.h"
#include "support/sqltext.h"

/* correlation of place and value of rows in order; a single one of a sample that lies elsewhere takes away more */
#define IN_ORDER 0.99999f

/* The attribute of that name, or NULL. */
static Form_pg_attribute
find_attribute(TupleDesc descriptor, const char *name)
{
	for (int i = 0; i < descriptor->natts; i++)
	{
		Form_pg_attribute attribute = TupleDescAttr(descriptor, i);

		if (!attribute->attisdropped && strcmp(NameStr(attribute->attname), name) == 0)
			return attribute;
	}
	return NULL;
}

static bool
is_any_of(Oid type, Oid a, Oid b, Oid c)
{
	return type == a || type == b || type == c;
}

/*
 * May values of a type go into a column of another one?  Where row_hash holds
 * equal ones to be equal, and nothing is cut.
 */
static bool
fits(Oid source, Oid column)
{
	if (source == column)
		return true;
	if (is_any_of(source, INT2OID, INT4OID, INT8OID))
		return is_any_of(column, INT2OID, INT4OID, INT8OID);
	return is_any_of(source, TEXTOID, VARCHAROID, NAMEOID) && is_any_of(column, TEXTOID, VARCHAROID, InvalidOid);
}

/* A type whose assignment raises an error where its values would be cut. */
static bool
refuses_to_cut(Oid type)
{
	return is_any_of(type, VARCHAROID, BPCHAROID, InvalidOid);
}

pg_noreturn static void
missing_column(const AccordMerge *merge, const char *name)
{
	ereport(ERROR,
			(errcode(ERRCODE_UNDEFINED_COLUMN),
			 errmsg("the source has no column \"%s\"", name),
			 errdetail("Dimension \"%s\" takes it from there.", merge->dimension->name),
			 errhint("Give the source that column, or take it out with accord.alter_dimension.")));
}

pg_noreturn static void
other_type(const AccordMerge *merge, const AccordColumn *column, Form_pg_attribute attribute)
{
	ereport(ERROR,
			(errcode(ERRCODE_DATATYPE_MISMATCH),
			 errmsg("column \"%s\" of the source is of type %s", column->name,
					format_type_with_typemod(attribute->atttypid, attribute->atttypmod)),
			 errdetail("In dimension \"%s\" it is of type %s.", merge->dimension->name,
					   format_type_with_typemod(column->type, column->typmod)),
			 errhint("Cast it in the source, or change the type of the dimension's column.")));
}

static char *
collation_text(Oid collation)
{
	HeapTuple	tuple = SearchSysCache1(COLLOID, ObjectIdGetDatum(collation));
	Form_pg_collation form;
	char	   *result;

	if (!HeapTupleIsValid(tuple))
		elog(ERROR, "cache lookup failed for collation %u", collation);
	form = (Form_pg_collation) GETSTRUCT(tuple);
	result = quote_qualified_identifier(get_namespace_name(form->collnamespace), NameStr(form->collname));
	ReleaseSysCache(tuple);
	return result;
}

static AccordFeedColumn *
feed_column(const AccordMerge *merge, const AccordColumn *column, TupleDesc descriptor)
{
	AccordFeedColumn *result = palloc0(sizeof(AccordFeedColumn));
	Form_pg_attribute attribute = find_attribute(descriptor, column->name);

	if (attribute == NULL)
		missing_column(merge, column->name);
	if (!fits(attribute->atttypid, column->type))
		other_type(merge, column, attribute);
	result->column = column;
	if (refuses_to_cut(column->type))
	{
		if (attribute->atttypid != column->type)
			result->cast = accord_sql_type(column->type, -1);
	}
	else if (attribute->atttypid != column->type)
		result->cast = accord_sql_type(column->type, column->typmod);
	else if (column->typmod != -1 && attribute->atttypmod != column->typmod)
	{
		/* an expression has no modifier: it is rounded as INSERT does */
		if (attribute->atttypmod != -1)
			other_type(merge, column, attribute);
		result->cast = accord_sql_type(column->type, column->typmod);
	}
	if (column->policy == ACCORD_POLICY_KEY && OidIsValid(column->collation) &&
		attribute->attcollation != column->collation)
		result->collation = collation_text(column->collation);
	result->hashable = column->policy != ACCORD_POLICY_CARRY ||
		(accord_canonical_scalar(column->type) != NULL &&
		 (!OidIsValid(column->collation) || get_collation_isdeterministic(column->collation)));
	return result;
}

/* Columns that nobody asked for are said, once, and left alone. */
static void
report_new_columns(const AccordMerge *merge, TupleDesc descriptor)
{
	StringInfoData names;
	bool		first = true;

	initStringInfo(&names);
	for (int i = 0; i < descriptor->natts; i++)
	{
		Form_pg_attribute attribute = TupleDescAttr(descriptor, i);
		const char *name = NameStr(attribute->attname);

		if (attribute->attisdropped || accord_dimension_column(merge->dimension, name) != NULL ||
			(merge->sequence_by != NULL && strcmp(merge->sequence_by, name) == 0) ||
			(merge->dimension->valid_from_column != NULL && strcmp(merge->dimension->valid_from_column, name) == 0))
			continue;
		accord_sql_separator(&names, &first, ", ");
		appendStringInfo(&names, "\"%s\"", name);
	}
	if (!first)
		ereport(NOTICE,
				(errmsg("the source has columns that dimension \"%s\" does not: %s", merge->dimension->name, names.data),
				 errhint("accord.alter_dimension(..., add_columns => ...) takes them in.")));
}

/* The column that a name given by the user stands for. */
static Form_pg_attribute
needed_attribute(TupleDesc descriptor, const char *name, const char *what)
{
	Form_pg_attribute attribute = find_attribute(descriptor, name);

	if (attribute == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_UNDEFINED_COLUMN),
				 errmsg("the source has no column \"%s\"", name),
				 errdetail("It is named by %s.", what)));
	return attribute;
}

static void
check_sortable(Form_pg_attribute attribute)
{
	if (!accord_sql_is_sortable(attribute->atttypid))
		ereport(ERROR,
				(errcode(ERRCODE_UNDEFINED_FUNCTION),
				 errmsg("column \"%s\" of type %s cannot decide which row is the last", NameStr(attribute->attname),
						format_type_be(attribute->atttypid)),
				 errdetail("The type has no default btree operator class."),
				 errhint("Name another column in sequence_by, or cast this one in the source.")));
}

static void
add_stored_column(AccordMerge *merge, const char *name)
{
	ListCell   *cell;

	foreach(cell, merge->stored_columns)
		if (strcmp(lfirst(cell), name) == 0)
		return;
	merge->stored_columns = lappend(merge->stored_columns, pstrdup(name));
}

static void
describe_columns(AccordMerge *merge, TupleDesc descriptor)
{
	const AccordDimension *dimension = merge->dimension;
	ListCell   *cell;

	foreach(cell, dimension->columns)
	{
		const AccordColumn *column = lfirst(cell);

		merge->feed_columns = lappend(merge->feed_columns, feed_column(merge, column, descriptor));
		add_stored_column(merge, column->name);
	}
	if (merge->sequence_by != NULL)
	{
		check_sortable(needed_attribute(descriptor, merge->sequence_by, "sequence_by"));
		add_stored_column(merge, merge->sequence_by);
	}
	if (dimension->valid_from_column != NULL)
	{
		Form_pg_attribute attribute = needed_attribute(descriptor, dimension->valid_from_column,
													   "the option valid_from_column");

		merge->opens_type = getBaseType(attribute->atttypid);
		if (merge->opens_type != TIMESTAMPTZOID && merge->opens_type != TIMESTAMPOID && merge->opens_type != DATEOID)
			ereport(ERROR,
					(errcode(ERRCODE_DATATYPE_MISMATCH),
					 errmsg("column \"%s\" of the source is of type %s", dimension->valid_from_column,
							format_type_be(attribute->atttypid)),
					 errhint("Versions begin at its values: it must be timestamp with time zone, timestamp or date.")));
		add_stored_column(merge, dimension->valid_from_column);
	}
	report_new_columns(merge, descriptor);
}

/* Is the index column the n-th of the key, compared as the dimension compares it? */
static bool
is_key_column(const AccordMerge *merge, Relation relation, Relation index, int place, int n)
{
	const AccordFeedColumn *column = list_nth(merge->feed_columns, n);
	TypeCacheEntry *entry = lookup_type_cache(column->column->type, TYPECACHE_BTREE_OPFAMILY);
	AttrNumber	number = index->rd_index->indkey.values[place];

	return number > 0 && column->cast == NULL && column->collation == NULL &&
		strcmp(NameStr(TupleDescAttr(RelationGetDescr(relation), number - 1)->attname), column->column->name) == 0 &&
		index->rd_opfamily[place] == entry->btree_opf &&
		index->rd_indcollation[place] == column->column->collation;
}

static bool
key_is_not_null(const AccordMerge *merge, Relation relation)
{
	for (int i = 0; i < merge->dimension->keys; i++)
	{
		const AccordFeedColumn *column = list_nth(merge->feed_columns, i);

		if (!accord_holds_no_null(RelationGetDescr(relation),
								  find_attribute(RelationGetDescr(relation), column->column->name)))
			return false;
	}
	return true;
}

/* Read forward, or else backward, as a whole? */
static bool
ascends(Relation index, int place)
{
	int			option = index->rd_indoption[place];

	return option == index->rd_indoption[0] && (option == 0 || option == (INDOPTION_DESC | INDOPTION_NULLS_FIRST));
}

/* What an index says about the keys of the feed. */
static void
read_index(AccordMerge *merge, Relation relation, Relation index)
{
	int			keys = merge->dimension->keys;
	Form_pg_index form = index->rd_index;
	int			covered = 0;
	int			in_order = 0;

	if (!form->indisvalid || !form->indisready || index->rd_rel->relam != BTREE_AM_OID ||
		RelationGetIndexPredicate(index) != NIL)
		return;
	for (int n = 0; n < keys; n++)
	{
		for (int place = 0; place < form->indnkeyatts; place++)
			if (is_key_column(merge, relation, index, place, n))
			{
				covered++;
				in_order += place == n && ascends(index, place);
				break;
			}
	}
	if (in_order == keys)
		merge->feed_is_ordered = true;
	if (form->indisunique && form->indimmediate && covered == form->indnkeyatts && key_is_not_null(merge, relation))
		merge->feed_is_unique = true;
}

static void
read_indexes(AccordMerge *merge, Relation relation)
{
	List	   *indexes = RelationGetIndexList(relation);
	ListCell   *cell;

	foreach(cell, indexes)
	{
		Relation	index = index_open(lfirst_oid(cell), AccessShareLock);

		read_index(merge, relation, index);
		index_close(index, AccessShareLock);
	}
}

/*
 * Do the rows lie in another order than that of their key?  Without statistics
 * that is not known.
 */
static bool
is_shuffled(const AccordMerge *merge, Relation relation)
{
	const AccordFeedColumn *key = linitial(merge->feed_columns);
	Form_pg_attribute attribute = find_attribute(RelationGetDescr(relation), key->column->name);
	HeapTuple	tuple = SearchSysCache3(STATRELATTINH, ObjectIdGetDatum(RelationGetRelid(relation)),
										Int16GetDatum(attribute->attnum), BoolGetDatum(false));
	AttStatsSlot slot;
	bool		result = false;

	if (!HeapTupleIsValid(tuple))
		return false;
	if (get_attstatsslot(&slot, tuple, STATISTIC_KIND_CORRELATION, InvalidOid, ATTSTATSSLOT_NUMBERS))
	{
		result = slot.numbers[0] < IN_ORDER;
		free_attstatsslot(&slot);
	}
	ReleaseSysCache(tuple);
	return result;
}

static bool
is_ordinary_table(Relation relation)
{
	return relation->rd_rel->relkind == RELKIND_RELATION && relation->rd_rel->relam == HEAP_TABLE_AM_OID &&
		!has_subclass(RelationGetRelid(relation)) && !relation->rd_rel->relrowsecurity;
}

static void
describe_relation(AccordMerge *merge, Oid relid)
{
	Relation	relation = relation_open(relid, AccessShareLock);
	Oid			schema = RelationGetNamespace(relation);
	char	   *name = quote_qualified_identifier(isTempNamespace(schema) ? "pg_temp" : get_namespace_name(schema),
												  RelationGetRelationName(relation));

	switch (relation->rd_rel->relkind)
	{
		case RELKIND_RELATION:
		case RELKIND_VIEW:
		case RELKIND_MATVIEW:
		case RELKIND_FOREIGN_TABLE:
		case RELKIND_PARTITIONED_TABLE:
			break;
		default:
			ereport(ERROR,
					(errcode(ERRCODE_WRONG_OBJECT_TYPE),
					 errmsg("\"%s\" is neither a table nor a view", RelationGetRelationName(relation))));
	}
	merge->feed_name = name;
	describe_columns(merge, RelationGetDescr(relation));
	if (is_ordinary_table(relation))
	{
		merge->feed = name;
		read_indexes(merge, relation);
		merge->feed_is_shuffled = is_shuffled(merge, relation);
	}
	else
		merge->query = psprintf("SELECT * FROM %s", name);
	relation_close(relation, NoLock);
}

/* Errors in the query have their place in it, and not in the statement around. */
static void
show_query(void *query)
{
	int			position = geterrposition();

	if (position <= 0)
		return;
	errposition(0);
	internalerrposition(position);
	internalerrquery(query);
}

static List *
parse_query(const char *query)
{
	ErrorContextCallback callback = {
		.previous = error_context_stack,
		.callback = show_query,
		.arg = unconstify(char *, query),
	};
	List	   *statements;

	error_context_stack = &callback;
	statements = raw_parser(query, RAW_PARSE_DEFAULT);
	error_context_stack = callback.previous;
	return statements;
}

/* One statement, a SELECT: nothing else has a place in FROM (...). */
static void
check_query(const char *query)
{
	List	   *statements = parse_query(query);
	SelectStmt *statement = list_length(statements) == 1 ? (SelectStmt *) linitial_node(RawStmt, statements)->stmt : NULL;

	if (statement == NULL || !IsA(statement, SelectStmt) || statement->intoClause != NULL)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("\"query\" is not a SELECT"),
				 errhint("Give one SELECT, VALUES or WITH ... SELECT statement whose columns are those of the dimension.")));
}

/* The text up to a final semicolon, which has no place in FROM (...) either. */
static char *
without_semicolon(const char *query)
{
	RawStmt    *statement = linitial_node(RawStmt, raw_parser(query, RAW_PARSE_DEFAULT));

	if (statement->stmt_len == 0)
		return pstrdup(query);
	return pnstrdup(query + statement->stmt_location, statement->stmt_len);
}

static void
describe_query(AccordMerge *merge, const char *query)
{
	SPIPlanPtr	plan;

	check_query(query);
	merge->query = without_semicolon(query);
	plan = SPI_prepare(psprintf("SELECT * FROM (%s\n) AS s", merge->query), 0, NULL);
	if (plan == NULL)
		elog(ERROR, "SPI_prepare failed: %s", SPI_result_code_string(SPI_result));
	describe_columns(merge, ((CachedPlanSource *) linitial(SPI_plan_get_plan_sources(plan)))->resultDesc);
	SPI_freeplan(plan);
}

void
accord_feed_describe(AccordMerge *merge, Oid relid, const char *query)
{
	if (query != NULL)
		describe_query(merge, query);
	else
		describe_relation(merge, relid);
}
