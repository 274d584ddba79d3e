/*
 * statements_replace.c
 *	  The statements of a merge that replaces the last feed: what that feed
 *	  did and the new one does not is undone.
 *
 * A version that both open is changed in place: it keeps its surrogate key,
 * and what refers to it.
 */
#include "postgres.h"

#include "utils/builtins.h"

#include "scd/statements_internal.h"
#include "support/sqltext.h"

/* NOT EXISTS (SELECT FROM <change> AS c WHERE <flag> AND <same key>) */
static void
append_exists(StringInfo sql, const AccordMerge *merge, const char *flag)
{
	appendStringInfo(sql, "NOT EXISTS (SELECT FROM %s AS c WHERE c.", merge->change);
	accord_merge_append(merge, sql, "@");
	appendStringInfo(sql, "%s AND ", flag);
	accord_clause_same_key(sql, merge->dimension, "c", "d");
	appendStringInfoChar(sql, ')');
}

static void
append_where_removed(StringInfo sql, const AccordMerge *merge)
{
	appendStringInfo(sql, "\nWHERE d.%s OPERATOR(pg_catalog.=) $1 AND ", quote_identifier(merge->dimension->valid_from));
	append_exists(sql, merge, "begins");
}

/* Versions that it opened, and that the new one does not. */
char *
accord_merge_remove_sql(const AccordMerge *merge)
{
	StringInfoData sql;

	if (!merge->replace)
		return NULL;
	initStringInfo(&sql);
	appendStringInfoString(&sql, "DELETE FROM ");
	accord_merge_append_target(&sql, merge);
	append_where_removed(&sql, merge);
	return sql.data;
}

static void
append_where_reopened(StringInfo sql, const AccordMerge *merge)
{
	const AccordDimension *dimension = merge->dimension;

	appendStringInfo(sql, "\nWHERE d.%s OPERATOR(pg_catalog.=) ", quote_identifier(dimension->valid_to));
	accord_clause_close(sql, dimension, "$1");
	appendStringInfo(sql, " AND d.%s OPERATOR(pg_catalog.<) $1 AND ", quote_identifier(dimension->valid_from));
	append_exists(sql, merge, "ends");
}

/* Versions that it closed, and that the new one does not. */
char *
accord_merge_reopen_sql(const AccordMerge *merge)
{
	const AccordDimension *dimension = merge->dimension;
	StringInfoData sql;

	if (!merge->replace)
		return NULL;
	initStringInfo(&sql);
	appendStringInfoString(&sql, "UPDATE ");
	accord_merge_append_target(&sql, merge);
	accord_merge_append_set_end(&sql, merge, NULL);
	/* it may be over the columns of then */
	if (strcmp(dimension->hashed_before, "[]") != 0)
	{
		appendStringInfo(&sql, ", %s = CASE WHEN ", quote_identifier(dimension->row_hash));
		accord_clause_waits(&sql, dimension, "d");
		appendStringInfo(&sql, " THEN d.%s END", quote_identifier(dimension->row_hash));
	}
	append_where_reopened(&sql, merge);
	return sql.data;
}

/* alias.column, ... of what a feed brings, as text where row_hash has no form for it */
static void
append_whole(StringInfo sql, const AccordMerge *merge, const char *alias)
{
	List	   *expressions = NIL;
	ListCell   *cell;

	foreach(cell, merge->feed_columns)
	{
		const AccordFeedColumn *column = lfirst(cell);
		char	   *expression = psprintf("%s.%s", alias, quote_identifier(column->column->name));

		if (!accord_column_is_key(column->column))
			expressions = lappend(expressions, column->hashable ? expression : psprintf("%s::pg_catalog.text", expression));
		if (accord_column_is_previous(column->column))
			expressions = lappend(expressions, psprintf("%s.%s", alias, quote_identifier(column->column->companion)));
	}
	accord_clause_hash(sql, merge->dimension->sha256, expressions);
}

static bool
is_not_key(const AccordColumn *column)
{
	return !accord_column_is_key(column);
}

static void
append_where_replaced(StringInfo sql, const AccordMerge *merge)
{
	const AccordDimension *dimension = merge->dimension;

	accord_merge_append(merge, sql, "\nWHERE c.@begins AND c.@here AND d.%s OPERATOR(pg_catalog.=) $1 AND ",
						quote_identifier(dimension->valid_from));
	accord_clause_same_key(sql, dimension, "d", "c");
	appendStringInfoString(sql, "\n\tAND (");
	append_whole(sql, merge, "d");
	appendStringInfoString(sql, " OPERATOR(pg_catalog.<>) ");
	append_whole(sql, merge, "c");
	if (dimension->is_deleted != NULL)
	{
		appendStringInfoString(sql, " OR ");
		accord_clause_deleted(sql, dimension, "d");
		accord_merge_append(merge, sql, " OPERATOR(pg_catalog.<>) (c.@kind OPERATOR(pg_catalog.=) 'm')");
	}
	if (accord_merge_has(merge, accord_column_is_filled))
	{
		appendStringInfoString(sql, " OR COALESCE(");
		accord_clause_waits(sql, dimension, "d");
		appendStringInfoString(sql, ", false)");
	}
	appendStringInfoChar(sql, ')');
}

/* Versions that it opened, and that the new one opens with other values. */
char *
accord_merge_replace_sql(const AccordMerge *merge)
{
	const AccordDimension *dimension = merge->dimension;
	bool		first = true;
	ListCell   *cell;
	StringInfoData sql;

	if (!merge->replace)
		return NULL;
	initStringInfo(&sql);
	appendStringInfoString(&sql, "UPDATE ");
	accord_merge_append_target(&sql, merge);
	appendStringInfoString(&sql, "\nSET ");
	accord_merge_append_set_columns(&sql, merge, is_not_key, &first);
	foreach(cell, dimension->columns)
	{
		const AccordColumn *column = lfirst(cell);

		if (column->companion == NULL)
			continue;
		appendStringInfo(&sql, ", %s = c.%s", quote_identifier(column->companion),
						 quote_identifier(accord_column_is_previous(column) ? column->companion : column->name));
	}
	if (dimension->is_deleted != NULL)
	{
		accord_sql_separator(&sql, &first, ", ");
		appendStringInfo(&sql, "%s = ", quote_identifier(dimension->is_deleted));
		accord_merge_append_deleted_value(&sql, merge);
	}
	accord_sql_separator(&sql, &first, ", ");
	accord_merge_append(merge, &sql, "%s = c.@hash\nFROM %s AS c", quote_identifier(dimension->row_hash), merge->change);
	append_where_replaced(&sql, merge);
	return sql.data;
}

/* SELECT count(*) FROM <dimension> AS d <where>, in parentheses */
static void
append_count(StringInfo sql, const AccordMerge *merge, const char *also,
			 void (*append_where) (StringInfo sql, const AccordMerge *merge))
{
	appendStringInfoString(sql, "(SELECT pg_catalog.count(*) FROM ");
	accord_merge_append_target(sql, merge);
	appendStringInfoString(sql, also);
	append_where(sql, merge);
	appendStringInfoChar(sql, ')');
}

/* How many rows the three would write: for a dry run. */
char *
accord_merge_count_replaced_sql(const AccordMerge *merge)
{
	StringInfoData sql;

	initStringInfo(&sql);
	appendStringInfoString(&sql, "SELECT ");
	append_count(&sql, merge, "", append_where_removed);
	appendStringInfoString(&sql, " OPERATOR(pg_catalog.+) ");
	append_count(&sql, merge, "", append_where_reopened);
	appendStringInfoString(&sql, " OPERATOR(pg_catalog.+) ");
	append_count(&sql, merge, psprintf(", %s AS c", merge->change), append_where_replaced);
	return sql.data;
}
