/*
 * verify_statement.c
 *	  The statement of verify.
 *
 * Text only, made of the dimension; nothing runs here.  It reads the table
 * once and sorts it once: each problem is a condition on a version and on
 * what came before it in the history of its key.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"

#include "scd/clauses.h"
#include "scd/verify_statement.h"
#include "scd/interval.h"
#include "support/sqltext.h"

/* A time of the dimension as accord.feed holds it: a timestamp. */
static char *
as_feed_time(const AccordDimension *dimension, const char *time)
{
	if (dimension->time_type == TIMESTAMPTZOID)
		return psprintf("pg_catalog.timezone('UTC', %s)", time);
	return psprintf("CAST(%s AS pg_catalog.timestamp)", time);
}

/* And back. */
static char *
from_feed_time(const AccordDimension *dimension, const char *time)
{
	if (dimension->time_type == TIMESTAMPTZOID)
		return psprintf("pg_catalog.timezone('UTC', %s)", time);
	return psprintf("CAST(%s AS %s)", time, accord_sql_type(dimension->time_type, -1));
}

/* The hash of t over the columns of these names. */
static char *
hash_of(const AccordDimension *dimension, const List *names)
{
	StringInfoData sql;
	List	   *expressions = NIL;
	ListCell   *cell;

	initStringInfo(&sql);
	foreach(cell, names)
		expressions = lappend(expressions, accord_interval_column("t", lfirst(cell)));
	accord_clause_hash(&sql, dimension->sha256, expressions);
	return sql.data;
}

static List *
hashed_columns(const AccordDimension *dimension)
{
	List	   *names = NIL;
	ListCell   *cell;

	foreach(cell, dimension->columns)
	{
		AccordColumn *column = lfirst(cell);

		if (accord_column_is_hashed(column))
			names = lappend(names, column->name);
	}
	return names;
}

/*
 * Can a hash over these columns be made again?  Not if one is gone, nor if
 * one is overwritten by now, in versions that have ended too.  No columns say
 * that one was, but is no longer.
 */
static bool
can_tell(const AccordDimension *dimension, const List *names)
{
	ListCell   *cell;

	if (names == NIL)
		return false;
	foreach(cell, names)
	{
		const AccordColumn *column = accord_dimension_column(dimension, lfirst(cell));

		if (get_attnum(dimension->relid, lfirst(cell)) == InvalidAttrNumber ||
			(column != NULL && column->policy == ACCORD_POLICY_OVERWRITE))
			return false;
	}
	return true;
}

/*
 * Is the hash of t wrong?
 *	 (<hash> <> <hash of today's columns>
 *	  AND (<is open> OR <hash> <> <hash of a list of before> AND ...)) IS TRUE
 *
 * The hash of an open version is over today's columns, or a merge would take
 * each row for changed.  One that has ended may be older, and where its
 * columns are not what they were nobody can tell.
 */
static char *
hash_is_wrong(const AccordDimension *dimension)
{
	char	   *hash = accord_interval_column("t", dimension->row_hash);
	StringInfoData sql;
	ListCell   *cell;

	initStringInfo(&sql);
	appendStringInfoChar(&sql, '(');
	appendStringInfo(&sql, "%s OPERATOR(pg_catalog.<>) '" ACCORD_HASH_WAITS "'", hash);
	appendStringInfo(&sql, " AND %s OPERATOR(pg_catalog.<>) %s", hash, hash_of(dimension, hashed_columns(dimension)));
	if (dimension->hashed_before != NULL)
	{
		appendStringInfo(&sql, " AND (%s OR true", accord_interval_is_open(dimension));
		foreach(cell, accord_dimension_hashed_before(dimension))
		{
			List	   *names = lfirst(cell);

			if (can_tell(dimension, names))
				appendStringInfo(&sql, " AND %s OPERATOR(pg_catalog.<>) %s", hash, hash_of(dimension, names));
			else
				appendStringInfoString(&sql, " AND false");
		}
		appendStringInfoChar(&sql, ')');
	}
	appendStringInfoString(&sql, ") IS TRUE");
	return sql.data;
}

/* t.<key> AS k1, t.<key> AS k2, ... if alias is t; otherwise <alias>.k1, <alias>.k2, ... */
static char *
keys_of(const AccordDimension *dimension, const char *alias)
{
	StringInfoData sql;
	bool		first = true;

	initStringInfo(&sql);
	for (int i = 0; i < dimension->keys; i++)
	{
		const AccordColumn *key = list_nth(dimension->columns, i);

		accord_sql_separator(&sql, &first, ", ");
		if (strcmp(alias, "t") == 0)
			appendStringInfo(&sql, "%s AS k%d", accord_interval_column(alias, key->name), i + 1);
		else
			appendStringInfo(&sql, "%s.k%d", alias, i + 1);
	}
	return sql.data;
}

/* pg_catalog.jsonb_build_object('<key>', r.k1, ...) */
static char *
key_object(const AccordDimension *dimension)
{
	StringInfoData sql;
	bool		first = true;

	initStringInfo(&sql);
	appendStringInfoString(&sql, "pg_catalog.jsonb_build_object(");
	for (int i = 0; i < dimension->keys; i++)
	{
		const AccordColumn *key = list_nth(dimension->columns, i);

		accord_sql_separator(&sql, &first, ", ");
		accord_sql_literal(&sql, key->name);
		appendStringInfo(&sql, ", r.k%d", i + 1);
	}
	appendStringInfoChar(&sql, ')');
	return sql.data;
}

/* Is a key column of t NULL? */
static char *
null_in_key(const AccordDimension *dimension)
{
	StringInfoData sql;
	bool		first = true;

	initStringInfo(&sql);
	appendStringInfoString(&sql, "pg_catalog.num_nulls(");
	for (int i = 0; i < dimension->keys; i++)
	{
		const AccordColumn *key = list_nth(dimension->columns, i);

		accord_sql_separator(&sql, &first, ", ");
		accord_sql_column(&sql, "t", key->name);
	}
	appendStringInfoString(&sql, ") OPERATOR(pg_catalog.>) 0");
	return sql.data;
}

/* Does is_current of t disagree with valid_to? */
static char *
flag_is_wrong(const AccordDimension *dimension)
{
	char	   *open = accord_interval_is_open(dimension);
	char	   *flag;

	if (dimension->is_current == NULL)
		return "false";
	flag = accord_interval_column("t", dimension->is_current);
	return psprintf("CASE WHEN %s THEN %s IS NOT TRUE ELSE %s IS NOT FALSE END", open, flag, flag);
}

/*
 * Does the version w begin or end after the last feed?  Where versions begin
 * at a time of the source, that may be so.
 */
static char *
is_future(const AccordDimension *dimension)
{
	if (dimension->valid_from_column != NULL)
		return "false";
	return psprintf("(%s OPERATOR(pg_catalog.>) $3 OR NOT w.open AND %s OPERATOR(pg_catalog.>) $3) IS TRUE",
					as_feed_time(dimension, "w.f"), as_feed_time(dimension, "w.e"));
}

/*
 * One row for each version:
 *	 SELECT t.<key> AS k1, ..., <begin> AS f, <end> AS e, <is open> AS open, ...
 *	 FROM <dimension> AS t OFFSET 0
 *
 * OFFSET 0 keeps the planner from carrying the hashed columns through the
 * sort that follows, instead of one boolean.
 */
static void
append_versions(StringInfo sql, const AccordDimension *dimension)
{
	appendStringInfo(sql, "SELECT %s, %s AS f, %s AS e, %s AS until, %s AS open, %s AS null_key, %s AS flag_wrong, "
					 "%s AS hash_wrong FROM ",
					 keys_of(dimension, "t"), accord_interval_column("t", dimension->valid_from), accord_interval_end(dimension),
					 accord_interval_column("t", dimension->valid_to), accord_interval_is_open(dimension), null_in_key(dimension),
					 flag_is_wrong(dimension), hash_is_wrong(dimension));
	accord_sql_relation(sql, dimension->schema, dimension->name);
	appendStringInfoString(sql, " AS t OFFSET 0");
}

/*
 * The same with what came before in the history of its key: the latest end,
 * and the begin of an open version.  Empty intervals and NULL keys are
 * problems of their own and make no others.
 */
static void
append_neighbours(StringInfo sql, const AccordDimension *dimension)
{
	appendStringInfoString(sql, "SELECT v.*, "
						   "pg_catalog.max(v.e) FILTER (WHERE v.usable AND NOT v.open) OVER earlier AS ended_before, "
						   "pg_catalog.max(v.f) FILTER (WHERE v.usable AND v.open) OVER earlier AS open_before "
						   "FROM (SELECT u.*, (u.e OPERATOR(pg_catalog.>) u.f) IS NOT TRUE AS empty, "
						   "(u.e OPERATOR(pg_catalog.>) u.f) IS TRUE AND NOT u.null_key AS usable FROM (");
	append_versions(sql, dimension);
	appendStringInfo(sql, ") AS u) AS v WINDOW earlier AS (PARTITION BY %s ORDER BY v.f, v.e "
					 "ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)",
					 keys_of(dimension, "v"));
}

/*
 * Is there a gap before the version w that no feed made?  Only the last feed
 * of a time counts: what it replaced left nothing.  Of what was there before
 * the first feed, in a table that was adopted, nobody can tell.
 *	 w.<end before> < w.<begin> AND w.<end before> >= <first feed>
 *	 AND NOT (w.<end before> = ANY (<feeds that closed versions>))
 */
static char *
is_gap(const AccordDimension *dimension)
{
	const char *feeds = "FROM accord.feed AS d WHERE d.dimension_schema OPERATOR(pg_catalog.=) $1 "
		"AND d.dimension_name OPERATOR(pg_catalog.=) $2";
	char	   *end = as_feed_time(dimension, "w.ended_before");

	return psprintf("(w.usable AND w.open_before IS NULL AND w.ended_before OPERATOR(pg_catalog.<) w.f "
					"AND %s OPERATOR(pg_catalog.>=) COALESCE((SELECT pg_catalog.min(d.valid_from) %s), $3, '-infinity') "
					"AND NOT %s OPERATOR(pg_catalog.=) ANY (SELECT c.valid_from FROM "
					"(SELECT DISTINCT ON (d.valid_from) d.valid_from, d.closed %s ORDER BY d.valid_from, d.feed DESC) AS c "
					"WHERE c.closed OPERATOR(pg_catalog.>) 0)) IS TRUE",
					end, feeds, end, feeds);
}

/* a problem that a version can have */
typedef struct Problem
{
	const char *name;
	const char *found;			/* condition on r */
	const char *at;				/* the begin of the version that is named */
	const char *detail;
} Problem;

static const Problem problems[] = {
	{"NULL in key", "r.null_key", "r.f",
	"'No feed can find it again.'"},
	{"empty interval", "r.empty", "r.f",
		"CASE WHEN r.f IS NULL THEN 'It has no begin.' WHEN r.until IS NULL THEN 'It has no end.' "
	"ELSE pg_catalog.concat('It ends at ', r.until, ', which leaves it no time.') END"},
	{"two open versions", "r.usable AND r.open AND r.open_before IS NOT NULL", "r.f",
	"pg_catalog.concat('The version that begins at ', r.open_before, ' is open too.')"},
	{"open version is not the last", "r.usable AND NOT r.open AND r.open_before IS NOT NULL", "r.open_before",
	"pg_catalog.concat('A version that begins at ', r.f, ' comes after it.')"},
	{"overlap", "r.usable AND r.ended_before OPERATOR(pg_catalog.>) r.f", "r.f",
	"pg_catalog.concat('A version that begins earlier ends at ', r.until_before, ' only.')"},
	{"gap", "r.gap", "r.f",
	"pg_catalog.concat('The version before it ends at ', r.until_before, ', and no feed closed it then.')"},
	{"future version", "r.future", "r.f",
	"pg_catalog.concat('It begins or ends after the last feed, which was at ', r.last_feed, '.')"},
	{"is_current is wrong", "r.flag_wrong", "r.f",
	"CASE WHEN r.open THEN 'The version is open.' ELSE 'The version has ended.' END"},
	{"wrong hash", "r.hash_wrong", "r.f",
	"'It is not the hash of the values of this version.'"},
};

/* (VALUES ('<problem>', <condition>, <begin>, <detail>), ...) AS p (...) */
static void
append_problems(StringInfo sql)
{
	bool		first = true;

	appendStringInfoString(sql, "(VALUES ");
	for (int i = 0; i < (int) lengthof(problems); i++)
	{
		accord_sql_separator(sql, &first, ", ");
		appendStringInfo(sql, "('%s', %s, %s, %s)", problems[i].name, problems[i].found, problems[i].at,
						 problems[i].detail);
	}
	appendStringInfoString(sql, ") AS p (problem, found, at, detail)");
}

/*
 * One scan, one sort:
 *	 SELECT p.problem, <key>, p.at, p.detail
 *	 FROM (<versions and what came before>) AS r, (<problems>) AS p
 *	 WHERE <r has any> AND p.found
 *	 ORDER BY <key>, r.f, p.problem
 */
char *
accord_verify_statement(const AccordDimension *dimension)
{
	StringInfoData sql;

	initStringInfo(&sql);
	appendStringInfo(&sql, "SELECT p.problem, %s, CAST(p.at AS pg_catalog.text), p.detail "
					 "FROM (SELECT w.*, %s AS until_before, %s AS last_feed, %s AS future, %s AS gap FROM (",
					 key_object(dimension), accord_interval_written(dimension, "w.ended_before"),
					 from_feed_time(dimension, "$3"), is_future(dimension), is_gap(dimension));
	append_neighbours(&sql, dimension);
	appendStringInfoString(&sql, ") AS w) AS r CROSS JOIN LATERAL ");
	append_problems(&sql);
	appendStringInfo(&sql, " WHERE (r.null_key OR r.empty OR r.flag_wrong OR r.hash_wrong OR r.future OR r.gap "
					 "OR r.open_before IS NOT NULL OR r.ended_before OPERATOR(pg_catalog.>) r.f) AND p.found "
					 "ORDER BY %s, r.f, p.problem COLLATE pg_catalog.\"C\"",
					 keys_of(dimension, "r"));
	return sql.data;
}
