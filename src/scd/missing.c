/*
 * missing.c
 *	  What a table lacks to be a dimension, as the statements that add it.
 *
 * An index that exists counts whatever its name is and however its predicate
 * was written: PostgreSQL itself is asked whether one implies the other.
 */
#include "postgres.h"

#include "access/genam.h"
#include "access/relation.h"
#include "catalog/pg_am.h"
#include "catalog/pg_type.h"
#include "nodes/makefuncs.h"
#include "optimizer/optimizer.h"
#include "parser/parse_clause.h"
#include "parser/parse_collate.h"
#include "parser/parse_relation.h"
#include "parser/parser.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/partcache.h"
#include "utils/rel.h"

#include "scd/clauses.h"
#include "scd/columns.h"
#include "scd/ddl.h"
#include "scd/missing.h"
#include "support/sqltext.h"

/* an index to be looked for */
typedef struct WantedIndex
{
	const AccordDimension *dimension;
	bool		unique;
	const char *last_column;	/* after the key, or NULL */
	List	   *predicate;		/* implicitly AND-ed */
	List	   *included;		/* of char * */
} WantedIndex;

/*
 * Is the column there?  Then it has one of two types; else the definition is
 * what is missing.
 */
static List *
want_column(List *statements, const AccordDimension *dimension, Relation relation, const char *name, Oid type,
			Oid other_type, const char *definition)
{
	Form_pg_attribute attribute = accord_find_attribute(relation, name);

	if (attribute == NULL)
		return lappend(statements, accord_ddl_add_column(dimension, name, definition));
	if (attribute->atttypid != type && attribute->atttypid != other_type)
		ereport(ERROR,
				(errcode(ERRCODE_DATATYPE_MISMATCH),
				 errmsg("column \"%s\" of \"%s\" is of type %s", name, RelationGetRelationName(relation),
						format_type_be(attribute->atttypid)),
				 errhint("It must be %s. Name another column with the options.", format_type_be(type)),
				 errtablecol(relation, attribute->attnum)));
	return statements;
}

/*
 * UPDATE <dimension> AS d SET <companion> = l.<column> FROM (SELECT DISTINCT
 *   ON (<key>) * FROM <dimension> ORDER BY <key>, <valid_from> DESC) AS l
 *   WHERE <same key>
 */
char *
accord_missing_current(const AccordDimension *dimension, const AccordColumn *column)
{
	StringInfoData sql;
	StringInfoData keys;

	initStringInfo(&keys);
	accord_clause_keys(&keys, dimension, NULL);
	initStringInfo(&sql);
	appendStringInfoString(&sql, "UPDATE ");
	accord_sql_relation(&sql, dimension->schema, dimension->name);
	appendStringInfo(&sql, " AS d SET %s = ", quote_identifier(column->companion));
	accord_sql_column(&sql, "l", column->name);
	appendStringInfo(&sql, " FROM (SELECT DISTINCT ON (%s) * FROM ", keys.data);
	accord_sql_relation(&sql, dimension->schema, dimension->name);
	appendStringInfo(&sql, " ORDER BY %s, %s DESC) AS l WHERE ", keys.data, quote_identifier(dimension->valid_from));
	accord_clause_same_key(&sql, dimension, "d", "l");
	return sql.data;
}

static List *
want_companion(List *statements, const AccordDimension *dimension, Relation relation, const AccordColumn *column)
{
	if (accord_find_attribute(relation, column->companion) != NULL)
		return want_column(statements, dimension, relation, column->companion, column->type, column->type, NULL);
	statements = lappend(statements, accord_ddl_add_column(dimension, column->companion, accord_ddl_type(column)));
	if (column->policy == ACCORD_POLICY_CURRENT)
		statements = lappend(statements, accord_missing_current(dimension, column));
	return statements;
}

static List *
missing_columns(const AccordDimension *dimension, Relation relation)
{
	List	   *statements = NIL;
	ListCell   *cell;

	statements = want_column(statements, dimension, relation, dimension->row_hash, UUIDOID, UUIDOID, "pg_catalog.uuid");
	if (dimension->is_deleted != NULL)
		statements = want_column(statements, dimension, relation, dimension->is_deleted, BOOLOID, TEXTOID,
								 "pg_catalog.bool NOT NULL DEFAULT false");
	foreach(cell, dimension->columns)
	{
		const AccordColumn *column = lfirst(cell);

		if (column->companion != NULL)
			statements = want_companion(statements, dimension, relation, column);
	}
	return statements;
}

/* The condition as an index holds its predicate. */
static List *
parse_predicate(Relation relation, const char *condition)
{
	List	   *parsed = raw_parser(psprintf("SELECT WHERE %s", condition), RAW_PARSE_DEFAULT);
	SelectStmt *select = (SelectStmt *) linitial_node(RawStmt, parsed)->stmt;
	ParseState *state = make_parsestate(NULL);
	ParseNamespaceItem *item = addRangeTableEntryForRelation(state, relation, AccessShareLock, NULL, false, true);
	Node	   *expression;

	addNSItemToQuery(state, item, false, true, true);
	expression = transformWhereClause(state, select->whereClause, EXPR_KIND_INDEX_PREDICATE, "WHERE");
	assign_expr_collations(state, expression);
	expression = eval_const_expressions(NULL, expression);
	expression = (Node *) canonicalize_qual((Expr *) expression, false);
	free_parsestate(state);
	return make_ands_implicit((Expr *) expression);
}

static const char *
index_column(Relation index, int i)
{
	AttrNumber	number = index->rd_index->indkey.values[i];

	return number == 0 ? NULL : get_attname(index->rd_index->indrelid, number, false);
}

/* The key in any order, and then the last column; each by the operators and the collation of merges. */
static bool
index_has_key(Relation index, const WantedIndex *wanted)
{
	int			keys = wanted->dimension->keys;
	List	   *names = NIL;

	if (index->rd_index->indnkeyatts != keys + (wanted->last_column != NULL ? 1 : 0))
		return false;
	for (int i = 0; i < index->rd_index->indnkeyatts; i++)
	{
		const char *name = index_column(index, i);
		Oid			type;
		int32		typmod;
		Oid			collation;

		if (name == NULL)
			return false;
		get_atttypetypmodcoll(index->rd_index->indrelid, index->rd_index->indkey.values[i], &type, &typmod, &collation);
		if (index->rd_opfamily[i] != accord_sql_sort_family(type) || index->rd_indcollation[i] != collation)
			return false;
		names = lappend(names, unconstify(char *, name));
	}
	for (int i = 0; i < keys; i++)
		if (!accord_name_is_in(names, ((AccordColumn *) list_nth(wanted->dimension->columns, i))->name))
			return false;
	return wanted->last_column == NULL || strcmp(llast(names), wanted->last_column) == 0;
}

static bool
index_includes(Relation index, const WantedIndex *wanted)
{
	List	   *names = NIL;
	ListCell   *cell;

	for (int i = index->rd_index->indnkeyatts; i < index->rd_index->indnatts; i++)
		names = lappend(names, unconstify(char *, index_column(index, i)));
	foreach(cell, wanted->included)
		if (!accord_name_is_in(names, lfirst(cell)))
		return false;
	return true;
}

static bool
index_is_wanted(Relation index, const WantedIndex *wanted)
{
	List	   *predicate = RelationGetIndexPredicate(index);

	return index->rd_rel->relam == BTREE_AM_OID && index->rd_index->indisvalid &&
		(index->rd_index->indisunique || !wanted->unique) &&
		index_has_key(index, wanted) && index_includes(index, wanted) &&
		predicate_implied_by(predicate, wanted->predicate, false) &&
		predicate_implied_by(wanted->predicate, predicate, false);
}

static Oid
find_index(Relation relation, const WantedIndex *wanted)
{
	Oid			found = InvalidOid;
	ListCell   *cell;

	foreach(cell, RelationGetIndexList(relation))
	{
		Relation	index = index_open(lfirst_oid(cell), AccessShareLock);

		if (index_is_wanted(index, wanted))
			found = RelationGetRelid(index);
		index_close(index, NoLock);
	}
	return found;
}

/* An expression is in no index: it counts as a column that is none. */
static List *
partition_columns(Relation relation)
{
	PartitionKey key = RelationGetPartitionKey(relation);
	List	   *names = NIL;

	if (key == NULL)
		return NIL;
	for (int i = 0; i < key->partnatts; i++)
		names = lappend(names, key->partattrs[i] == 0 ? pstrdup("") :
						get_attname(RelationGetRelid(relation), key->partattrs[i], false));
	return names;
}

/* The index that merges read. */
static WantedIndex
want_open_index(const AccordDimension *dimension, Relation relation)
{
	AccordTable table = {.dimension = dimension,.partition_columns = partition_columns(relation)};
	WantedIndex wanted = {.dimension = dimension,.unique = accord_table_key_is_unique(&table)};
	StringInfoData condition;

	initStringInfo(&condition);
	accord_clause_open(&condition, dimension, quote_identifier(dimension->name));
	wanted.predicate = parse_predicate(relation, condition.data);
	wanted.included = list_make1(dimension->row_hash);
	if (dimension->is_deleted != NULL)
		wanted.included = lappend(wanted.included, dimension->is_deleted);
	return wanted;
}

static WantedIndex
want_version_index(const AccordDimension *dimension, Relation relation)
{
	AccordTable table = {.dimension = dimension,.partition_columns = partition_columns(relation)};
	WantedIndex wanted = {.dimension = dimension,.unique = accord_table_versions_are_unique(&table)};

	wanted.last_column = dimension->valid_from;
	return wanted;
}

List *
accord_missing_statements(const AccordDimension *dimension, Relation relation)
{
	List	   *statements = missing_columns(dimension, relation);
	WantedIndex open = want_open_index(dimension, relation);
	WantedIndex version = want_version_index(dimension, relation);

	if (!OidIsValid(find_index(relation, &open)))
		statements = lappend(statements, accord_ddl_open_index(dimension, open.unique));
	if (!OidIsValid(find_index(relation, &version)))
		statements = lappend(statements, accord_ddl_version_index(dimension, version.unique));
	return statements;
}

List *
accord_missing_replaced(const AccordDimension *dimension, Relation relation)
{
	WantedIndex open = want_open_index(dimension, relation);
	Oid			narrower;

	if (OidIsValid(find_index(relation, &open)))
		return NIL;
	open.included = list_make1(dimension->row_hash);
	narrower = find_index(relation, &open);
	if (!OidIsValid(narrower))
		return NIL;
	return list_make1(psprintf("DROP INDEX %s", quote_qualified_identifier(get_namespace_name(get_rel_namespace(narrower)),
																		   get_rel_name(narrower))));
}

bool
accord_open_is_unique(const AccordDimension *dimension, Relation relation)
{
	WantedIndex open = want_open_index(dimension, relation);

	open.unique = true;
	open.included = NIL;
	return OidIsValid(find_index(relation, &open));
}
