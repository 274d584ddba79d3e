/*
 * statements_read.c
 *	  The statements of a merge that read: what differs, and what is to be
 *	  done about it.
 *
 * The whole feed meets the open versions by their keys, in a join or as two
 * statements in the order of the key, and reads no more of these than an index
 * on the key holds: the result has the place of a row (ctid) and its hash.
 * "change" fetches the rows that differ, and only those, and says for each
 * what it means.  All run with one snapshot, and nothing is written to the
 * dimension before they have ended.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "utils/builtins.h"

#include "scd/statements_internal.h"
#include "support/sqltext.h"

void
accord_merge_append(const AccordMerge *merge, StringInfo sql, const char *format,...)
{
	StringInfoData expanded;

	initStringInfo(&expanded);
	for (const char *c = format; *c != '\0'; c++)
	{
		if (*c == '@')
			appendStringInfoString(&expanded, merge->prefix);
		else
			appendStringInfoChar(&expanded, *c);
	}
	for (;;)
	{
		va_list		args;
		int			needed;

		va_start(args, format);
		needed = appendStringInfoVA(sql, expanded.data, args);
		va_end(args);
		if (needed == 0)
			break;
		enlargeStringInfo(sql, needed);
	}
	pfree(expanded.data);
}

bool
accord_column_is_overwritten(const AccordColumn *column)
{
	return column->policy == ACCORD_POLICY_OVERWRITE;
}

bool
accord_column_is_fixed(const AccordColumn *column)
{
	return column->policy == ACCORD_POLICY_FIXED;
}

bool
accord_column_is_previous(const AccordColumn *column)
{
	return column->policy == ACCORD_POLICY_PREVIOUS;
}

bool
accord_column_is_current(const AccordColumn *column)
{
	return column->policy == ACCORD_POLICY_CURRENT;
}

bool
accord_column_is_filled(const AccordColumn *column)
{
	return column->filled && column->policy != ACCORD_POLICY_OVERWRITE;
}

/* compared in its own right: no hash covers it */
static bool
is_other(const AccordColumn *column)
{
	return accord_column_is_overwritten(column) || accord_column_is_fixed(column);
}

bool
accord_merge_has(const AccordMerge *merge, AccordColumnFilter filter)
{
	return accord_columns_that(merge->dimension, filter) != NIL;
}

bool
accord_merge_is_detailed(const AccordMerge *merge)
{
	return merge->has_unknown || merge->dimension->valid_from_column != NULL || merge->dimension->is_deleted != NULL ||
		accord_merge_has(merge, is_other) || accord_merge_has(merge, accord_column_is_previous);
}

bool
accord_merge_has_other(const AccordMerge *merge)
{
	return accord_merge_has(merge, is_other);
}

static bool
may_walk(const AccordMerge *merge)
{
	return merge->full && merge->sequence_by == NULL;
}

bool
accord_merge_walks_as_it_lies(const AccordMerge *merge)
{
	return may_walk(merge) && !merge->feed_is_ordered && !merge->feed_is_shuffled && merge->open_is_unique;
}

bool
accord_merge_walks_by_key(const AccordMerge *merge)
{
	return may_walk(merge) && merge->feed_is_ordered;
}

bool
accord_merge_joins_fully(const AccordMerge *merge)
{
	if (!merge->full)
		return false;
	return merge->deletes != ACCORD_DELETES_IGNORE || !(merge->feed_is_unique || merge->sequence_by != NULL);
}

char *
accord_merge_feed_expression(const AccordFeedColumn *column)
{
	StringInfoData sql;

	initStringInfo(&sql);
	accord_sql_column(&sql, "s", column->column->name);
	if (column->cast != NULL)
		appendStringInfo(&sql, "::%s", column->cast);
	if (column->collation != NULL)
		appendStringInfo(&sql, " COLLATE %s", column->collation);
	return sql.data;
}

static List *
feed_expressions(const AccordMerge *merge, AccordColumnFilter filter)
{
	List	   *result = NIL;
	ListCell   *cell;

	foreach(cell, merge->feed_columns)
	{
		const AccordFeedColumn *column = lfirst(cell);

		if (filter(column->column))
			result = lappend(result, accord_merge_feed_expression(column));
	}
	return result;
}

static void
append_feed_hash(StringInfo sql, const AccordMerge *merge, AccordColumnFilter filter)
{
	accord_clause_hash(sql, merge->dimension->sha256, feed_expressions(merge, filter));
}

/* s.key AS key, ..., in the types of the dimension */
static void
append_feed_keys(StringInfo sql, const AccordMerge *merge, bool named)
{
	bool		first = true;

	for (int i = 0; i < merge->dimension->keys; i++)
	{
		const AccordFeedColumn *key = list_nth(merge->feed_columns, i);

		accord_sql_separator(sql, &first, ", ");
		appendStringInfoString(sql, accord_merge_feed_expression(key));
		if (named)
			appendStringInfo(sql, " AS %s", quote_identifier(key->column->name));
	}
}

/*
 * CREATE TABLE <feed> AS SELECT s.<column>, ... FROM (<query>) AS s
 *
 * The line end is for a query that ends with a comment.
 */
char *
accord_merge_store_sql(const AccordMerge *merge)
{
	StringInfoData sql;
	bool		first = true;
	ListCell   *cell;

	initStringInfo(&sql);
	appendStringInfo(&sql, "CREATE TEMPORARY TABLE %s ON COMMIT DROP AS\nSELECT ", merge->feed);
	foreach(cell, merge->stored_columns)
	{
		accord_sql_separator(&sql, &first, ", ");
		accord_sql_column(&sql, "s", lfirst(cell));
	}
	appendStringInfo(&sql, "\nFROM (%s\n) AS s", merge->query);
	return sql.data;
}

/*
 * The versions that the feed meets: the open ones.  Where it replaces the
 * last feed, those that were open before that one.
 */
static void
append_is_met(StringInfo sql, const AccordMerge *merge)
{
	const AccordDimension *dimension = merge->dimension;

	if (!merge->replace)
	{
		accord_clause_open(sql, dimension, "d");
		return;
	}
	appendStringInfo(sql, "d.%s OPERATOR(pg_catalog.<) $1 AND (", quote_identifier(dimension->valid_from));
	accord_clause_open(sql, dimension, "d");
	appendStringInfo(sql, " OR d.%s OPERATOR(pg_catalog.=) ", quote_identifier(dimension->valid_to));
	accord_clause_close(sql, dimension, "$1");
	appendStringInfoChar(sql, ')');
}

/*
 * SELECT count(*), count(*) FILTER (WHERE NOT <deleted>) FROM <dimension> AS d WHERE <open>
 */
char *
accord_merge_open_rows_sql(const AccordMerge *merge)
{
	const AccordDimension *dimension = merge->dimension;
	StringInfoData sql;

	initStringInfo(&sql);
	appendStringInfoString(&sql, "SELECT pg_catalog.count(*), pg_catalog.count(*) FILTER (WHERE NOT ");
	accord_clause_deleted(&sql, dimension, "d");
	appendStringInfo(&sql, ")\nFROM %s AS d\nWHERE ", quote_qualified_identifier(dimension->schema, dimension->name));
	append_is_met(&sql, merge);
	return sql.data;
}

/*
 * SELECT count(*), sum(n) - count(*)
 * FROM (SELECT count(*) AS n FROM <feed> AS s GROUP BY <key> HAVING count(*) > 1) AS k
 */
static char *
duplicates_sql(const char *relation, const char *keys, const char *condition)
{
	return psprintf("SELECT pg_catalog.count(*), COALESCE(pg_catalog.sum(k.n), 0)::pg_catalog.int8 OPERATOR(pg_catalog.-) pg_catalog.count(*)\n"
					"FROM (SELECT pg_catalog.count(*) AS n FROM %s AS s%s GROUP BY %s HAVING pg_catalog.count(*) OPERATOR(pg_catalog.>) 1) AS k",
					relation, condition, keys);
}

char *
accord_merge_feed_rows_sql(const AccordMerge *merge)
{
	return psprintf("SELECT pg_catalog.count(*) FROM %s AS s", merge->feed);
}

char *
accord_merge_feed_duplicates_sql(const AccordMerge *merge)
{
	StringInfoData keys;

	initStringInfo(&keys);
	append_feed_keys(&keys, merge, false);
	return duplicates_sql(merge->feed, keys.data, "");
}

char *
accord_merge_found_duplicates_sql(const AccordMerge *merge)
{
	StringInfoData keys;
	StringInfoData condition;

	initStringInfo(&keys);
	accord_clause_keys(&keys, merge->dimension, "s");
	initStringInfo(&condition);
	accord_merge_append(merge, &condition, " WHERE NOT s.@open");
	return duplicates_sql(ACCORD_FOUND, keys.data, condition.data);
}

/* All that two rows of one key may differ in; a column without a canonical form as text. */
static void
append_tie_hash(StringInfo sql, const AccordMerge *merge)
{
	List	   *expressions = NIL;
	ListCell   *cell;

	foreach(cell, merge->feed_columns)
	{
		const AccordFeedColumn *column = lfirst(cell);
		char	   *expression = accord_merge_feed_expression(column);

		if (!accord_column_is_key(column->column))
			expressions = lappend(expressions, column->hashable ? expression : psprintf("(%s)::pg_catalog.text", expression));
	}
	accord_clause_hash(sql, merge->dimension->sha256, expressions);
}

/* The columns by which sequence_by chooses: , <place>, <rank>, <same> */
static void
append_places(StringInfo sql, const AccordMerge *merge)
{
	StringInfoData tie;

	initStringInfo(&tie);
	append_tie_hash(&tie, merge);
	accord_merge_append(merge, sql, ",\n\t\tpg_catalog.row_number() OVER w AS @place, pg_catalog.rank() OVER w AS @rank,\n\t\t");
	accord_merge_append(merge, sql, "%s OPERATOR(pg_catalog.=) pg_catalog.first_value(%s) OVER w AS @same", tie.data, tie.data);
	pfree(tie.data);
}

/*
 * SELECT <key>, s.ctid AS row, <hash> AS hash, <hash of others> AS other
 * FROM <feed> AS s
 */
static void
append_feed(StringInfo sql, const AccordMerge *merge)
{
	appendStringInfoString(sql, "SELECT ");
	append_feed_keys(sql, merge, true);
	accord_merge_append(merge, sql, ", s.ctid AS @row,\n\t\t");
	append_feed_hash(sql, merge, accord_column_is_hashed);
	accord_merge_append(merge, sql, " AS @hash");
	if (accord_merge_has_other(merge))
	{
		appendStringInfoString(sql, ",\n\t\t");
		append_feed_hash(sql, merge, is_other);
		accord_merge_append(merge, sql, " AS @other");
	}
	if (merge->sequence_by != NULL)
		append_places(sql, merge);
	appendStringInfo(sql, "\n\tFROM %s AS s", merge->feed);
	if (merge->sequence_by != NULL)
	{
		appendStringInfoString(sql, "\n\tWINDOW w AS (PARTITION BY ");
		append_feed_keys(sql, merge, false);
		appendStringInfo(sql, " ORDER BY s.%s DESC NULLS LAST)", quote_identifier(merge->sequence_by));
	}
}

/*
 * Did the join find a version?  Unlike IS NOT NULL, and without an operator
 * either, this asks of a row whether it is there and not whether its fields
 * are.
 */
static void
append_is_open(StringInfo sql, const AccordMerge *merge)
{
	const AccordColumn *key = linitial(merge->dimension->columns);

	appendStringInfo(sql, "d.%s IS DISTINCT FROM NULL", quote_identifier(key->name));
}

void
accord_merge_append_hash(StringInfo sql, const AccordMerge *merge, const char *alias)
{
	if (!merge->replace || strcmp(merge->dimension->hashed_before, "[]") == 0)
	{
		accord_sql_column(sql, alias, merge->dimension->row_hash);
		return;
	}
	appendStringInfoString(sql, "CASE WHEN ");
	accord_clause_open(sql, merge->dimension, alias);
	appendStringInfoString(sql, " OR ");
	accord_clause_waits(sql, merge->dimension, alias);
	appendStringInfoString(sql, " THEN ");
	accord_sql_column(sql, alias, merge->dimension->row_hash);
	appendStringInfoString(sql, " END");
}

/*
 * SELECT <key>, <hash> AS hash, <hash of others> AS other, <deleted> AS deleted
 * FROM <dimension> AS d WHERE <met>
 */
static void
append_open_versions(StringInfo sql, const AccordMerge *merge)
{
	const AccordDimension *dimension = merge->dimension;

	appendStringInfoString(sql, "SELECT ");
	accord_clause_keys(sql, dimension, "d");
	appendStringInfoString(sql, ", ");
	accord_merge_append_hash(sql, merge, "d");
	accord_merge_append(merge, sql, " AS @hash");
	if (accord_merge_has_other(merge))
	{
		appendStringInfoString(sql, ",\n\t\t");
		accord_clause_row_hash(sql, dimension, "d", is_other);
		accord_merge_append(merge, sql, " AS @other");
	}
	if (dimension->is_deleted != NULL)
	{
		appendStringInfoString(sql, ", ");
		accord_clause_deleted(sql, dimension, "d");
		accord_merge_append(merge, sql, " AS @deleted");
	}
	appendStringInfo(sql, "\n\tFROM %s AS d\n\tWHERE ", quote_qualified_identifier(dimension->schema, dimension->name));
	append_is_met(sql, merge);
}

/* <feed> [ORDER BY <key>] */
char *
accord_merge_feed_sql(const AccordMerge *merge, bool by_key)
{
	StringInfoData sql;

	initStringInfo(&sql);
	append_feed(&sql, merge);
	if (by_key)
	{
		appendStringInfoString(&sql, "\n\tORDER BY ");
		append_feed_keys(&sql, merge, false);
	}
	return sql.data;
}

/*
 * SELECT <key>, s.ctid FROM <feed> AS s
 *
 * With the ctid no index alone can answer it, and it comes as the rows lie.
 */
char *
accord_merge_feed_keys_sql(const AccordMerge *merge)
{
	StringInfoData sql;

	initStringInfo(&sql);
	appendStringInfoString(&sql, "SELECT ");
	append_feed_keys(&sql, merge, true);
	accord_merge_append(merge, &sql, ", s.ctid AS @row FROM %s AS s", merge->feed);
	return sql.data;
}

/* <open versions> ORDER BY <key> */
char *
accord_merge_open_sql(const AccordMerge *merge)
{
	StringInfoData sql;

	initStringInfo(&sql);
	append_open_versions(&sql, merge);
	appendStringInfoString(&sql, "\n\tORDER BY ");
	accord_clause_keys(&sql, merge->dimension, "d");
	return sql.data;
}

/* The key of a joined row: as an open version spells it, if there is one. */
static void
append_joined_keys(StringInfo sql, const AccordMerge *merge)
{
	bool		first = true;

	for (int i = 0; i < merge->dimension->keys; i++)
	{
		const char *name = quote_identifier(((AccordColumn *) list_nth(merge->dimension->columns, i))->name);

		accord_sql_separator(sql, &first, ", ");
		appendStringInfo(sql, "COALESCE(d.%s, s.%s) AS %s", name, name, name);
	}
}

/*
 * SELECT <key>, s.row, s.hash, <open>, d.hash AS met, s.other, d.other AS met_other, d.deleted
 * FROM (<feed>) AS s
 *	FULL JOIN (<open versions>) AS d ON <same key>
 */
char *
accord_merge_join_sql(const AccordMerge *merge)
{
	const AccordDimension *dimension = merge->dimension;
	StringInfoData sql;

	initStringInfo(&sql);
	appendStringInfoString(&sql, "SELECT ");
	append_joined_keys(&sql, merge);
	accord_merge_append(merge, &sql, ", s.@row, s.@hash, ");
	append_is_open(&sql, merge);
	accord_merge_append(merge, &sql, " AS @open, d.@hash AS @met");
	if (accord_merge_has_other(merge))
		accord_merge_append(merge, &sql, ", s.@other, d.@other AS @met_other");
	if (dimension->is_deleted != NULL)
		accord_merge_append(merge, &sql, ", d.@deleted");
	appendStringInfoString(&sql, "\nFROM (");
	if (merge->sequence_by != NULL)
		appendStringInfoString(&sql, "SELECT r.* FROM (");
	append_feed(&sql, merge);
	if (merge->sequence_by != NULL)
		accord_merge_append(merge, &sql, "\n\t) AS r WHERE accord.merge_duplicate($2, r.@place, r.@rank, r.@same)");
	appendStringInfo(&sql, "\n) AS s\n%s JOIN (", accord_merge_joins_fully(merge) ? "FULL" : "LEFT");
	append_open_versions(&sql, merge);
	appendStringInfoString(&sql, "\n) AS d ON ");
	accord_clause_same_key(&sql, dimension, "d", "s");
	return sql.data;
}
