/*
 * history_of_statement.c
 *	  The statement of history_of.
 */
#include "postgres.h"

#include "scd/clauses.h"
#include "scd/verify_statement.h"
#include "scd/interval.h"
#include "support/sqltext.h"

/* t.<key> = $1 AND t.<key> = $2 AND ... */
static char *
key_is_given(const AccordDimension *dimension)
{
	StringInfoData sql;
	bool		first = true;

	initStringInfo(&sql);
	for (int i = 0; i < dimension->keys; i++)
	{
		const AccordColumn *key = list_nth(dimension->columns, i);

		accord_sql_separator(&sql, &first, " AND ");
		accord_sql_equal(&sql, key->type, accord_interval_column("t", key->name), psprintf("$%d", i + 1));
	}
	return sql.data;
}

/* what one element of an array says of a column of t */
typedef void (*ElementFunction) (StringInfo sql, const AccordColumn *column);

static void
append_name(StringInfo sql, const AccordColumn *column)
{
	accord_sql_literal(sql, column->name);
}

static void
append_shown(StringInfo sql, const AccordColumn *column)
{
	appendStringInfo(sql, "pg_catalog.to_jsonb(%s)", accord_interval_column("t", column->name));
}

/* What two values that a merge takes for equal have in common; carried columns may be of any type. */
static void
append_identity(StringInfo sql, const AccordColumn *column)
{
	const char *value = accord_interval_column("t", column->name);

	if (accord_column_is_hashed(column))
		appendStringInfo(sql, "CAST(accord.row_hash(%s) AS pg_catalog.text)", value);
	else
		appendStringInfo(sql, "COALESCE(CAST(pg_catalog.to_jsonb(%s) AS pg_catalog.text), '')", value);
}

/* CAST(ARRAY[<element>, ...] AS <type>), an element for each column outside the key */
static char *
columns_as_array(const AccordDimension *dimension, ElementFunction append, const char *type)
{
	StringInfoData sql;
	bool		first = true;

	initStringInfo(&sql);
	appendStringInfoString(&sql, "CAST(ARRAY[");
	for (int i = dimension->keys; i < list_length(dimension->columns); i++)
	{
		accord_sql_separator(&sql, &first, ", ");
		append(&sql, list_nth(dimension->columns, i));
	}
	appendStringInfo(&sql, "] AS pg_catalog.%s[])", type);
	return sql.data;
}

/*
 * What differs between a version and the one before it:
 *	 (SELECT COALESCE(jsonb_object_agg(d.name, jsonb_build_array(d.old, d.new)), '{}')
 *	  FROM ROWS FROM (unnest(<names>), unnest(v.shown_before), unnest(v.shown), ...)
 *	  AS d (name, old, new, was, is) WHERE d.was <> d.is)
 */
static char *
difference(const AccordDimension *dimension)
{
	return psprintf("(SELECT COALESCE(pg_catalog.jsonb_object_agg(d.name, pg_catalog.jsonb_build_array(d.old, d.new)), '{}') "
					"FROM ROWS FROM (pg_catalog.unnest(%s), pg_catalog.unnest(v.shown_before), pg_catalog.unnest(v.shown), "
					"pg_catalog.unnest(v.identity_before), pg_catalog.unnest(v.identity)) "
					"AS d (name, old, new, was, is_now) WHERE d.was OPERATOR(pg_catalog.<>) d.is_now)",
					columns_as_array(dimension, append_name, "text"));
}

/*
 * The versions of one key, each beside what the one before it held.  Values
 * go through arrays: columns for both would be twice those that a table may
 * have.
 */
static void
append_versions(StringInfo sql, const AccordDimension *dimension)
{
	appendStringInfo(sql, "SELECT u.*, pg_catalog.lag(u.e) OVER w AS ended_before, pg_catalog.lag(u.deleted) OVER w AS deleted_before, "
					 "pg_catalog.lag(u.shown) OVER w AS shown_before, pg_catalog.lag(u.identity) OVER w AS identity_before, "
					 "pg_catalog.lead(u.f) OVER w AS next FROM (SELECT %s AS f, %s AS e, %s AS until, %s AS open, ",
					 accord_interval_column("t", dimension->valid_from), accord_interval_end(dimension),
					 accord_interval_column("t", dimension->valid_to), accord_interval_is_open(dimension));
	accord_clause_deleted(sql, dimension, "t");
	appendStringInfo(sql, " AS deleted, %s AS shown, %s AS identity FROM ",
					 columns_as_array(dimension, append_shown, "jsonb"),
					 columns_as_array(dimension, append_identity, "text"));
	accord_sql_relation(sql, dimension->schema, dimension->name);
	appendStringInfo(sql, " AS t WHERE %s) AS u WINDOW w AS (ORDER BY u.f, u.e)", key_is_given(dimension));
}

/*
 *	 SELECT h.valid_from, h.valid_to, h.change, h.changed
 *	 FROM (<versions of the key>) AS v, (VALUES (<the version>), (<the time without one after it>)) AS h
 */
char *
accord_history_of_statement(const AccordDimension *dimension)
{
	StringInfoData sql;

	initStringInfo(&sql);
	appendStringInfoString(&sql, "SELECT CAST(h.f AS pg_catalog.text), CAST(h.until AS pg_catalog.text), h.change, h.changed FROM (");
	append_versions(&sql, dimension);
	appendStringInfo(&sql, ") AS v CROSS JOIN LATERAL (VALUES (v.f, v.until, "
					 "CASE WHEN v.ended_before IS NULL THEN 'inserted' WHEN v.deleted THEN 'recorded' "
					 "WHEN v.deleted_before OR v.ended_before OPERATOR(pg_catalog.<) v.f THEN 'reopened' "
					 "ELSE 'versioned' END, "
					 "CASE WHEN v.ended_before IS NOT NULL THEN %s END, 1, true), "
					 "(v.e, COALESCE(%s, %s), 'closed', NULL, 2, "
					 "NOT v.open AND (v.next OPERATOR(pg_catalog.>) v.e) IS NOT FALSE)) "
					 "AS h (f, until, change, changed, part, there) WHERE h.there ORDER BY v.f, v.e, h.part",
					 difference(dimension), accord_interval_written(dimension, "v.next"), accord_interval_open_end(dimension));
	return sql.data;
}
