/*
 * clauses.c
 *	  Pieces of SQL about a dimension; pure text, nothing is run.
 *
 * All operators are qualified: IN, BETWEEN, IS DISTINCT FROM and CASE x WHEN
 * look theirs up in search_path and are not used.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "utils/builtins.h"

#include "scd/clauses.h"
#include "support/sqltext.h"

/* PostgreSQL's FUNC_MAX_ARGS; a build with fewer would be a surprise */
#define MAX_HASH_ARGUMENTS 100

bool
accord_column_is_key(const AccordColumn *column)
{
	return column->policy == ACCORD_POLICY_KEY;
}

bool
accord_column_is_versioned(const AccordColumn *column)
{
	return column->policy == ACCORD_POLICY_VERSION || column->policy == ACCORD_POLICY_CURRENT;
}

/* The constant of an open end; NULL has none. */
static const char *
open_end_constant(const AccordDimension *dimension)
{
	bool		infinite = dimension->open_end == ACCORD_OPEN_INFINITY;

	switch (dimension->time_type)
	{
		case DATEOID:
			return infinite ? "'infinity'::pg_catalog.date" : "'9999-12-31'::pg_catalog.date";
		case TIMESTAMPOID:
			return infinite ? "'infinity'::pg_catalog.timestamp" : "'9999-12-31 00:00:00'::pg_catalog.timestamp";
		default:
			return infinite ? "'infinity'::pg_catalog.timestamptz" : "'9999-12-31 00:00:00+00'::pg_catalog.timestamptz";
	}
}

void
accord_clause_open_end(StringInfo sql, const AccordDimension *dimension)
{
	appendStringInfoString(sql, dimension->open_end == ACCORD_OPEN_NULL ? "NULL" : open_end_constant(dimension));
}

void
accord_clause_open(StringInfo sql, const AccordDimension *dimension, const char *alias)
{
	if (dimension->is_current != NULL)
	{
		accord_sql_column(sql, alias, dimension->is_current);
		return;
	}
	accord_sql_column(sql, alias, dimension->valid_to);
	if (dimension->open_end == ACCORD_OPEN_NULL)
		appendStringInfoString(sql, " IS NULL");
	else
		appendStringInfo(sql, " OPERATOR(pg_catalog.=) %s", open_end_constant(dimension));
}

void
accord_clause_close(StringInfo sql, const AccordDimension *dimension, const char *opens)
{
	/* all OPERATOR()s bind alike */
	if (dimension->end_inclusive)
		appendStringInfo(sql, "(%s OPERATOR(pg_catalog.-) 1)", opens);
	else
		appendStringInfoString(sql, opens);
}

void
accord_clause_deleted(StringInfo sql, const AccordDimension *dimension, const char *alias)
{
	if (dimension->is_deleted == NULL)
	{
		appendStringInfoString(sql, "false");
		return;
	}
	appendStringInfoString(sql, "COALESCE(");
	accord_sql_column(sql, alias, dimension->is_deleted);
	appendStringInfoString(sql, dimension->deleted_is_text ? "::pg_catalog.text OPERATOR(pg_catalog.=) 'True', false)" : ", false)");
}

bool
accord_columns_wait(const AccordDimension *dimension)
{
	ListCell   *cell;

	foreach(cell, dimension->columns)
		if (((const AccordColumn *) lfirst(cell))->filled)
		return true;
	return false;
}

void
accord_clause_waits(StringInfo sql, const AccordDimension *dimension, const char *alias)
{
	accord_sql_column(sql, alias, dimension->row_hash);
	appendStringInfoString(sql, " OPERATOR(pg_catalog.=) '" ACCORD_HASH_WAITS "'::pg_catalog.uuid");
}

void
accord_clause_same_key(StringInfo sql, const AccordDimension *dimension, const char *left, const char *right)
{
	bool		first = true;

	for (int i = 0; i < dimension->keys; i++)
	{
		const AccordColumn *key = list_nth(dimension->columns, i);
		const char *name = quote_identifier(key->name);

		accord_sql_separator(sql, &first, " AND ");
		accord_sql_equal(sql, key->type, psprintf("%s.%s", left, name), psprintf("%s.%s", right, name));
	}
}

void
accord_clause_keys(StringInfo sql, const AccordDimension *dimension, const char *alias)
{
	bool		first = true;

	for (int i = 0; i < dimension->keys; i++)
	{
		const AccordColumn *key = list_nth(dimension->columns, i);

		accord_sql_separator(sql, &first, ", ");
		if (alias != NULL)
			accord_sql_column(sql, alias, key->name);
		else
			accord_sql_name(sql, key->name);
	}
}

void
accord_clause_hash(StringInfo sql, bool sha256, List *expressions)
{
	bool		first = true;
	bool		record = list_length(expressions) > MAX_HASH_ARGUMENTS;
	ListCell   *cell;

	if (expressions == NIL)
	{
		appendStringInfoString(sql, "'00000000-0000-0000-0000-000000000000'::pg_catalog.uuid");
		return;
	}
	appendStringInfo(sql, "accord.%s_hash%s(%s", record ? "record" : "row", sha256 ? "_sha256" : "", record ? "ROW(" : "");
	foreach(cell, expressions)
	{
		accord_sql_separator(sql, &first, ", ");
		appendStringInfoString(sql, lfirst(cell));
	}
	appendStringInfoString(sql, record ? "))" : ")");
}

List *
accord_columns_that(const AccordDimension *dimension, AccordColumnFilter filter)
{
	List	   *result = NIL;
	ListCell   *cell;

	foreach(cell, dimension->columns)
		if (filter(lfirst(cell)))
		result = lappend(result, lfirst(cell));
	return result;
}

void
accord_clause_row_hash(StringInfo sql, const AccordDimension *dimension, const char *alias, AccordColumnFilter filter)
{
	List	   *expressions = NIL;
	ListCell   *cell;

	foreach(cell, accord_columns_that(dimension, filter))
	{
		const AccordColumn *column = lfirst(cell);

		expressions = lappend(expressions, psprintf("%s.%s", alias, quote_identifier(column->name)));
	}
	accord_clause_hash(sql, dimension->sha256, expressions);
}

void
accord_clause_time(StringInfo sql, const AccordDimension *dimension, Oid type, const char *expression)
{
	const char *target = format_type_extended(dimension->time_type, -1, FORMAT_TYPE_FORCE_QUALIFY);
	bool		crosses = (type == TIMESTAMPTZOID) != (dimension->time_type == TIMESTAMPTZOID);

	if (type == dimension->time_type)
		appendStringInfoString(sql, expression);
	else if (!crosses)
		appendStringInfo(sql, "(%s)::%s", expression, target);
	else
		appendStringInfo(sql, "pg_catalog.timezone(%s, (%s)%s)::%s", quote_literal_cstr(dimension->timezone),
						 expression, type == DATEOID ? "::pg_catalog.timestamp" : "", target);
}
