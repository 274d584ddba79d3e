/*
 * statements_change.c
 *	  The statement of a merge that says what is to be done, and the one that
 *	  counts it.
 *
 * A row of the change table is a key with the values that the version which
 * opens for it will have, and flags: does the open version end, does one
 * begin, which columns are written into versions that exist.  What can only
 * be told by comparing values is looked up in the last version of the key
 * ("b"), which is fetched where a policy or a version without a hash asks for
 * it and otherwise for keys that are not open only.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "utils/builtins.h"

#include "scd/statements_internal.h"
#include "support/sqltext.h"

/* Do the chosen columns of the feed differ from the last version's? */
static void
append_differs(StringInfo sql, const AccordMerge *merge, AccordColumnFilter filter, bool with_filled)
{
	List	   *old = NIL;
	List	   *new = NIL;
	ListCell   *cell;

	foreach(cell, merge->feed_columns)
	{
		const AccordFeedColumn *column = lfirst(cell);

		if (!filter(column->column) || (column->column->filled && !with_filled))
			continue;
		old = lappend(old, psprintf("b.%s", quote_identifier(column->column->name)));
		new = lappend(new, accord_merge_feed_expression(column));
	}
	if (old == NIL)
	{
		appendStringInfoString(sql, "false");
		return;
	}
	accord_clause_hash(sql, merge->dimension->sha256, new);
	appendStringInfoString(sql, " OPERATOR(pg_catalog.<>) ");
	accord_clause_hash(sql, merge->dimension->sha256, old);
}

/* The same; of a version that waits, without the columns that it waits for. */
static void
append_differs_since(StringInfo sql, const AccordMerge *merge, AccordColumnFilter filter)
{
	if (!accord_merge_has(merge, accord_column_is_filled))
	{
		append_differs(sql, merge, filter, true);
		return;
	}
	appendStringInfoString(sql, "CASE WHEN ");
	accord_clause_waits(sql, merge->dimension, "b");
	appendStringInfoString(sql, " THEN ");
	append_differs(sql, merge, filter, false);
	appendStringInfoString(sql, " ELSE ");
	append_differs(sql, merge, filter, true);
	appendStringInfoString(sql, " END");
}

/* Was the key ever seen?  Only with the last version at hand. */
static void
append_known(StringInfo sql, const AccordMerge *merge)
{
	if (merge->is_empty)
		appendStringInfoString(sql, "false");
	else
		appendStringInfo(sql, "b.%s IS NOT NULL", quote_identifier(merge->dimension->valid_from));
}

/* The time at which the version of a row begins, in the type of valid_from. */
static void
append_opens(StringInfo sql, const AccordMerge *merge)
{
	const AccordDimension *dimension = merge->dimension;
	bool		is_date = dimension->time_type == DATEOID;
	StringInfoData own;

	if (dimension->valid_from_column == NULL)
	{
		appendStringInfoString(sql, "$1");
		return;
	}
	initStringInfo(&own);
	accord_clause_time(&own, dimension, merge->opens_type,
					   psprintf("s.%s", quote_identifier(dimension->valid_from_column)));
	accord_merge_append(merge, sql, "CASE WHEN NOT f.@in THEN $1 WHEN %s IS NULL THEN NULL", own.data);
	if (!merge->is_empty)
	{
		appendStringInfoString(sql, "\n\t\t\tWHEN ");
		accord_clause_deleted(sql, dimension, "b");
		accord_merge_append(merge, sql, " AND f.@open THEN GREATEST(%s, b.%s OPERATOR(pg_catalog.+) %s)", own.data,
							quote_identifier(dimension->valid_from), is_date ? "1" : "'1 microsecond'::pg_catalog.interval");
		accord_merge_append(merge, sql, "\n\t\t\tWHEN NOT f.@open THEN GREATEST(%s, b.%s%s)", own.data,
							quote_identifier(dimension->valid_to), dimension->end_inclusive ? " OPERATOR(pg_catalog.+) 1" : "");
	}
	appendStringInfo(sql, " ELSE %s END", own.data);
}

/* What the version that begins holds in a column. */
static void
append_value(StringInfo sql, const AccordMerge *merge, const AccordFeedColumn *column)
{
	const char *name = quote_identifier(column->column->name);
	const char *source = accord_merge_feed_expression(column);
	bool		recorded = merge->deletes == ACCORD_DELETES_RECORD && !merge->is_empty;

	if (accord_column_is_fixed(column->column) && !merge->is_empty)
	{
		appendStringInfoString(sql, "CASE WHEN ");
		append_known(sql, merge);
		if (column->column->filled)
		{
			accord_merge_append(merge, sql, " AND (NOT f.@in OR (");
			accord_clause_waits(sql, merge->dimension, "b");
			appendStringInfoString(sql, ") IS NOT TRUE)");
		}
		appendStringInfo(sql, " THEN b.%s ELSE %s END", name, source);
	}
	else if (recorded)
		accord_merge_append(merge, sql, "CASE WHEN f.@in THEN %s ELSE b.%s END", source, name);
	else
		appendStringInfoString(sql, source);
	appendStringInfo(sql, " AS %s", name);
}

/* <column>_previous of the version that begins, or of the open one in place. */
static void
append_previous_value(StringInfo sql, const AccordMerge *merge, const AccordFeedColumn *column)
{
	const char *name = quote_identifier(column->column->name);
	const char *companion = quote_identifier(column->column->companion);

	if (merge->is_empty)
		appendStringInfo(sql, "NULL::%s", accord_sql_type(column->column->type, column->column->typmod));
	else
	{
		const char *hash = merge->dimension->sha256 ? "row_hash_sha256" : "row_hash";

		accord_merge_append(merge, sql, "CASE WHEN f.@in AND ");
		if (column->column->filled)
		{
			appendStringInfoChar(sql, '(');
			accord_clause_waits(sql, merge->dimension, "b");
			appendStringInfoString(sql, ") IS NOT TRUE AND ");
		}
		append_known(sql, merge);
		appendStringInfo(sql, " AND accord.%s(%s) OPERATOR(pg_catalog.<>) accord.%s(b.%s) THEN b.%s ELSE b.%s END",
						 hash, accord_merge_feed_expression(column), hash, name, name, companion);
	}
	appendStringInfo(sql, " AS %s", companion);
}

static void
append_values(StringInfo sql, const AccordMerge *merge)
{
	ListCell   *cell;

	foreach(cell, merge->feed_columns)
	{
		const AccordFeedColumn *column = lfirst(cell);

		appendStringInfoString(sql, ",\n\t\t");
		if (accord_column_is_key(column->column))
			appendStringInfo(sql, "f.%s", quote_identifier(column->column->name));
		else
			append_value(sql, merge, column);
		if (accord_column_is_previous(column->column))
		{
			appendStringInfoString(sql, ",\n\t\t");
			append_previous_value(sql, merge, column);
		}
	}
}

/* A flag of the innermost query: <name> := <known and in the feed> AND <differs>. */
static void
append_difference_flag(StringInfo sql, const AccordMerge *merge, const char *name, AccordColumnFilter filter, bool since)
{
	accord_merge_append(merge, sql, ",\n\t\tf.@in AND ");
	append_known(sql, merge);
	appendStringInfoString(sql, " AND ");
	if (merge->is_empty || !accord_merge_has(merge, filter))
		appendStringInfoString(sql, "false");
	else if (since)
		append_differs_since(sql, merge, filter);
	else
		append_differs(sql, merge, filter, true);
	accord_merge_append(merge, sql, " AS @");
	appendStringInfoString(sql, name);
}

/* Of a row whose key is open: does it differ where versions are made? */
static void
append_versioned_flag(StringInfo sql, const AccordMerge *merge)
{
	accord_merge_append(merge, sql, ",\n\t\tf.@in AND f.@open");
	if (accord_merge_is_detailed(merge) && !merge->is_empty)
	{
		appendStringInfoString(sql, " AND NOT ");
		accord_clause_deleted(sql, merge->dimension, "b");
		appendStringInfoString(sql, " AND ");
		append_differs_since(sql, merge, accord_column_is_versioned);
	}
	accord_merge_append(merge, sql, " AS @versioned");
}

/* What the versions there say about the time of the feed. */
static void
append_time_flags(StringInfo sql, const AccordMerge *merge)
{
	const AccordDimension *dimension = merge->dimension;
	const char *from = quote_identifier(dimension->valid_from);
	const char *to = quote_identifier(dimension->valid_to);

	if (merge->is_empty)
	{
		accord_merge_append(merge, sql, ",\n\t\tfalse AS @conflict, false AS @not_later");
		return;
	}
	accord_merge_append(merge, sql, ",\n\t\tf.@in AND NOT f.@open AND b.%s OPERATOR(pg_catalog.%s) ", to, dimension->end_inclusive ? ">=" : ">");
	append_opens(sql, merge);
	accord_merge_append(merge, sql, " AS @conflict");
	if (dimension->valid_from_column == NULL)
		accord_merge_append(merge, sql, ",\n\t\tfalse AS @not_later");
	else
	{
		accord_merge_append(merge, sql, ",\n\t\tf.@open AND b.%s OPERATOR(pg_catalog.>=) ", from);
		append_opens(sql, merge);
		accord_merge_append(merge, sql, " AS @not_later");
	}
}

static void
append_flags(StringInfo sql, const AccordMerge *merge)
{
	const AccordDimension *dimension = merge->dimension;
	bool		detailed = accord_merge_is_detailed(merge) && !merge->is_empty;

	accord_merge_append(merge, sql, "f.@in, f.@open, ");
	append_opens(sql, merge);
	accord_merge_append(merge, sql, " AS @opens,\n\t\t");
	if (merge->deletes == ACCORD_DELETES_RECORD && detailed)
	{
		accord_merge_append(merge, sql, "COALESCE(f.@hash, ");
		accord_merge_append_hash(sql, merge, "b");
		accord_merge_append(merge, sql, ") AS @hash");
	}
	else
		accord_merge_append(merge, sql, "f.@hash");
	appendStringInfoString(sql, ",\n\t\t");
	append_known(sql, merge);
	accord_merge_append(merge, sql, " AS @known");
	append_versioned_flag(sql, merge);
	if (detailed)
	{
		accord_merge_append(merge, sql, ",\n\t\tf.@open AND ");
		accord_clause_deleted(sql, dimension, "b");
		accord_merge_append(merge, sql, " AS @deleted, f.@open AND COALESCE(");
		accord_clause_waits(sql, dimension, "b");
		accord_merge_append(merge, sql, ", true) AS @unknown");
	}
	else
		accord_merge_append(merge, sql, ",\n\t\tfalse AS @deleted, false AS @unknown");
	append_difference_flag(sql, merge, "overwrites", accord_column_is_overwritten, false);
	append_difference_flag(sql, merge, "previous", accord_column_is_previous, true);
	append_difference_flag(sql, merge, "fixed", accord_column_is_fixed, true);
	append_time_flags(sql, merge);
	if (merge->replace && merge->is_empty)
		accord_merge_append(merge, sql, ",\n\t\tfalse AS @here");
	else if (merge->replace)
		accord_merge_append(merge, sql, ",\n\t\tv.%s IS NOT NULL AS @here", quote_identifier(dimension->valid_from));
}

/*
 * LEFT JOIN LATERAL (SELECT p.* FROM <dimension> AS p
 *		WHERE <same key> ORDER BY p.valid_from DESC LIMIT 1) AS b ON true
 */
static void
append_last_version(StringInfo sql, const AccordMerge *merge)
{
	const AccordDimension *dimension = merge->dimension;
	const char *relation = quote_qualified_identifier(dimension->schema, dimension->name);
	const char *from = quote_identifier(dimension->valid_from);

	if (merge->is_empty)
		return;
	appendStringInfo(sql, "\n\tLEFT JOIN LATERAL (SELECT p.* FROM %s AS p\n\t\tWHERE ", relation);
	accord_clause_same_key(sql, dimension, "p", "f");
	if (!accord_merge_is_detailed(merge))
		accord_merge_append(merge, sql, " AND NOT f.@open");
	if (merge->replace)
		appendStringInfo(sql, " AND p.%s OPERATOR(pg_catalog.<) $1", from);
	appendStringInfo(sql, "\n\t\tORDER BY p.%s DESC LIMIT 1) AS b ON true", from);
	if (merge->replace)
	{
		appendStringInfo(sql, "\n\tLEFT JOIN %s AS v ON v.%s OPERATOR(pg_catalog.=) $1 AND ", relation, from);
		accord_clause_same_key(sql, dimension, "v", "f");
	}
}

/* The outcome of a key, from the flags of "y". */
static void
append_outcome(StringInfo sql, const AccordMerge *merge)
{
	const char *records = merge->deletes == ACCORD_DELETES_RECORD ? "true" : "false";

	accord_merge_append(merge, sql,
						"SELECT CASE WHEN NOT y.@in THEN CASE WHEN y.@late THEN 'x' ELSE 'm' END\n"
						"\t\tWHEN NOT y.@open THEN CASE WHEN y.@known THEN 'r' ELSE 'i' END\n"
						"\t\tWHEN y.@deleted THEN 'r' WHEN y.@late THEN 'l' WHEN y.@versioned THEN 'v'\n"
						"\t\tWHEN y.@overwrites OR y.@previous THEN 'o' WHEN y.@fixed THEN 'f' ELSE 'u' END::pg_catalog.\"char\" AS @kind,\n"
						"\ty.@open AND NOT y.@late AND (NOT y.@in OR y.@deleted OR y.@versioned) AS @ends,\n"
						"\tNOT y.@late AND CASE WHEN y.@in THEN NOT y.@open OR y.@deleted OR y.@versioned ELSE %s END AS @begins,\n"
						"\ty.@opens, y.@hash, y.@conflict", records);
	if (accord_merge_has(merge, accord_column_is_overwritten))
		accord_merge_append(merge, sql, ", y.@overwrites AND NOT y.@late AS @overwrites");
	if (accord_merge_is_detailed(merge))
		accord_merge_append(merge, sql, ",\n\ty.@in AND y.@open AND NOT (y.@late OR y.@deleted OR y.@versioned)"
							" AND (y.@previous OR y.@unknown) AS @in_place");
	if (accord_merge_has(merge, accord_column_is_fixed))
		accord_merge_append(merge, sql, ", y.@fixed");
	if (merge->replace)
		accord_merge_append(merge, sql, ", y.@here");
}

/* , y.column, ... with the companions of type 3 */
static void
append_outcome_values(StringInfo sql, const AccordMerge *merge)
{
	ListCell   *cell;

	foreach(cell, merge->dimension->columns)
	{
		const AccordColumn *column = lfirst(cell);

		appendStringInfo(sql, ", y.%s", quote_identifier(column->name));
		if (accord_column_is_previous(column))
			appendStringInfo(sql, ", y.%s", quote_identifier(column->companion));
	}
}

/*
 * CREATE TABLE <change> AS
 * SELECT <outcome>, <values>
 * FROM (SELECT x.*, <late> FROM (
 *		SELECT <flags>, <values>
 *		FROM <found> AS f LEFT JOIN <feed> AS s ON s.ctid = f.row
 *			<last version>) AS x) AS y
 */
char *
accord_merge_change_sql(const AccordMerge *merge)
{
	StringInfoData sql;

	initStringInfo(&sql);
	appendStringInfo(&sql, "CREATE TEMPORARY TABLE %s ON COMMIT DROP AS\n", merge->change);
	append_outcome(&sql, merge);
	append_outcome_values(&sql, merge);
	accord_merge_append(merge, &sql, "\nFROM (SELECT x.*, COALESCE(x.@not_later AND NOT x.@deleted"
						" AND (NOT x.@in OR x.@versioned OR x.@overwrites OR x.@previous), false) AS @late\nFROM (\n\tSELECT ");
	append_flags(&sql, merge);
	append_values(&sql, merge);
	accord_merge_append(merge, &sql, "\n\tFROM %s AS f\n\tLEFT JOIN %s AS s ON s.ctid OPERATOR(pg_catalog.=) f.@row", ACCORD_FOUND, merge->feed);
	append_last_version(&sql, merge);
	appendStringInfoString(&sql, "\n) AS x) AS y");
	return sql.data;
}

/* Versions that would begin where open ones end: a row's own time may be infinite. */
static void
append_count_endless(StringInfo sql, const AccordMerge *merge)
{
	if (merge->dimension->valid_from_column == NULL)
	{
		appendStringInfoString(sql, "0::pg_catalog.int8, ");
		return;
	}
	accord_merge_append(merge, sql, "pg_catalog.count(*) FILTER (WHERE c.@begins AND c.@opens OPERATOR(pg_catalog.>=) ");
	if (merge->dimension->open_end == ACCORD_OPEN_NULL)
		appendStringInfoString(sql, "'infinity'");
	else
		accord_clause_open_end(sql, merge->dimension);
	appendStringInfoString(sql, "), ");
}

/*
 * SELECT count(*) FILTER (WHERE kind = ...), ... FROM <change> AS c
 *
 * The order is that of AccordChanges in merge.c.
 */
char *
accord_merge_count_sql(const AccordMerge *merge)
{
	static const char kinds[] = {ACCORD_KIND_INSERTED, ACCORD_KIND_REOPENED, ACCORD_KIND_VERSIONED,
		ACCORD_KIND_OVERWRITTEN, ACCORD_KIND_FIXED, ACCORD_KIND_UNCHANGED, ACCORD_KIND_LATE,
	ACCORD_KIND_MISSING, ACCORD_KIND_MISSING_LATE};
	StringInfoData sql;

	initStringInfo(&sql);
	appendStringInfoString(&sql, "SELECT ");
	for (int i = 0; i < (int) lengthof(kinds); i++)
		accord_merge_append(merge, &sql, "pg_catalog.count(*) FILTER (WHERE c.@kind OPERATOR(pg_catalog.=) '%c'),\n\t", kinds[i]);
	accord_merge_append(merge, &sql, "pg_catalog.count(*) FILTER (WHERE c.@ends), pg_catalog.count(*) FILTER (WHERE c.@begins),\n\t"
						"pg_catalog.count(*) FILTER (WHERE c.@begins AND c.@opens IS NULL), ");
	append_count_endless(&sql, merge);
	accord_merge_append(merge, &sql, "pg_catalog.count(*) FILTER (WHERE c.@conflict),\n\t");
	accord_merge_append(merge, &sql, accord_merge_has(merge, accord_column_is_fixed) ? "pg_catalog.count(*) FILTER (WHERE c.@fixed)" : "0::pg_catalog.int8");
	accord_merge_append(merge, &sql, merge->replace ? ", pg_catalog.count(*) FILTER (WHERE c.@begins AND c.@here)" : ", 0::pg_catalog.int8");
	accord_merge_append(merge, &sql, accord_merge_has(merge, accord_column_is_overwritten) ?
						",\n\tpg_catalog.count(*) FILTER (WHERE c.@overwrites OR c.@kind OPERATOR(pg_catalog.=) 'o')" :
						",\n\tpg_catalog.count(*) FILTER (WHERE c.@kind OPERATOR(pg_catalog.=) 'o')");
	accord_merge_append(merge, &sql, accord_merge_is_detailed(merge) ? ", pg_catalog.count(*) FILTER (WHERE c.@in_place)" : ", 0::pg_catalog.int8");
	appendStringInfo(&sql, "\nFROM %s AS c", merge->change);
	return sql.data;
}
