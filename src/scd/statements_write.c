/*
 * statements_write.c
 *	  The statements of a merge that write the dimension, in the order in
 *	  which they run.
 *
 * They read nothing but the change table and the dimension: what the feed
 * said is settled before the first of them runs.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "utils/builtins.h"

#include "scd/statements_internal.h"
#include "support/sqltext.h"

void
accord_merge_append_target(StringInfo sql, const AccordMerge *merge)
{
	appendStringInfo(sql, "%s AS d", quote_qualified_identifier(merge->dimension->schema, merge->dimension->name));
}

/* SET valid_to = ..., is_current = ... */
void
accord_merge_append_set_end(StringInfo sql, const AccordMerge *merge, const char *closes)
{
	const AccordDimension *dimension = merge->dimension;

	appendStringInfo(sql, "\nSET %s = ", quote_identifier(dimension->valid_to));
	if (closes != NULL)
		accord_clause_close(sql, dimension, closes);
	else
		accord_clause_open_end(sql, dimension);
	if (dimension->is_current != NULL)
		appendStringInfo(sql, ", %s = %s", quote_identifier(dimension->is_current), closes != NULL ? "false" : "true");
}

/*
 * UPDATE <dimension> AS d SET valid_to = c.opens, is_current = false
 * FROM <change> AS c
 * WHERE c.ends AND <same key> AND <d is open> AND d.valid_from < c.opens
 */
char *
accord_merge_close_sql(const AccordMerge *merge)
{
	const AccordDimension *dimension = merge->dimension;
	StringInfoData opens;
	StringInfoData sql;

	initStringInfo(&opens);
	accord_merge_append(merge, &opens, "c.@opens");
	initStringInfo(&sql);
	appendStringInfoString(&sql, "UPDATE ");
	accord_merge_append_target(&sql, merge);
	accord_merge_append_set_end(&sql, merge, opens.data);
	appendStringInfo(&sql, "\nFROM %s AS c\nWHERE ", merge->change);
	accord_merge_append(merge, &sql, "c.@ends AND ");
	accord_clause_same_key(&sql, dimension, "d", "c");
	appendStringInfoString(&sql, " AND ");
	accord_clause_open(&sql, dimension, "d");
	appendStringInfo(&sql, " AND d.%s OPERATOR(pg_catalog.<) %s", quote_identifier(dimension->valid_from), opens.data);
	return sql.data;
}

/* SET column = c.column, ... for the chosen ones; then no longer first */
void
accord_merge_append_set_columns(StringInfo sql, const AccordMerge *merge, AccordColumnFilter filter, bool *first)
{
	ListCell   *cell;

	foreach(cell, accord_columns_that(merge->dimension, filter))
	{
		const char *name = quote_identifier(((AccordColumn *) lfirst(cell))->name);

		accord_sql_separator(sql, first, ", ");
		appendStringInfo(sql, "%s = c.%s", name, name);
	}
}

/* Type 1: the columns of all versions of a key. */
char *
accord_merge_overwrite_sql(const AccordMerge *merge)
{
	const AccordDimension *dimension = merge->dimension;
	bool		first = true;
	StringInfoData sql;

	if (merge->is_empty || !accord_merge_has(merge, accord_column_is_overwritten))
		return NULL;
	initStringInfo(&sql);
	appendStringInfoString(&sql, "UPDATE ");
	accord_merge_append_target(&sql, merge);
	appendStringInfoString(&sql, "\nSET ");
	accord_merge_append_set_columns(&sql, merge, accord_column_is_overwritten, &first);
	appendStringInfo(&sql, "\nFROM %s AS c\nWHERE ", merge->change);
	accord_merge_append(merge, &sql, "c.@overwrites AND ");
	accord_clause_same_key(&sql, dimension, "d", "c");
	appendStringInfoString(&sql, "\n\tAND ");
	accord_clause_row_hash(&sql, dimension, "d", accord_column_is_overwritten);
	appendStringInfoString(&sql, " OPERATOR(pg_catalog.<>) ");
	accord_clause_row_hash(&sql, dimension, "c", accord_column_is_overwritten);
	return sql.data;
}

static bool
is_only_filled(const AccordColumn *column)
{
	return accord_column_is_filled(column) && !accord_column_is_previous(column);
}

/* , column = CASE WHEN <d waits> THEN c.column ELSE d.column END, ... for columns that were added */
static void
append_set_filled(StringInfo sql, const AccordMerge *merge, bool *first)
{
	ListCell   *cell;

	foreach(cell, accord_columns_that(merge->dimension, is_only_filled))
	{
		const char *name = quote_identifier(((AccordColumn *) lfirst(cell))->name);

		accord_sql_separator(sql, first, ", ");
		appendStringInfo(sql, "%s = CASE WHEN ", name);
		accord_clause_waits(sql, merge->dimension, "d");
		appendStringInfo(sql, " THEN c.%s ELSE d.%s END", name, name);
	}
}

/* Type 3, and versions whose hash was not known: the open version of a key. */
char *
accord_merge_in_place_sql(const AccordMerge *merge)
{
	const AccordDimension *dimension = merge->dimension;
	const char *hash = quote_identifier(dimension->row_hash);
	bool		first = true;
	ListCell   *cell;
	StringInfoData sql;

	if (merge->is_empty || !accord_merge_is_detailed(merge))
		return NULL;
	initStringInfo(&sql);
	appendStringInfoString(&sql, "UPDATE ");
	accord_merge_append_target(&sql, merge);
	appendStringInfoString(&sql, "\nSET ");
	accord_merge_append_set_columns(&sql, merge, accord_column_is_previous, &first);
	foreach(cell, accord_columns_that(dimension, accord_column_is_previous))
	{
		const char *name = quote_identifier(((AccordColumn *) lfirst(cell))->companion);

		appendStringInfo(&sql, ", %s = c.%s", name, name);
	}
	append_set_filled(&sql, merge, &first);
	accord_sql_separator(&sql, &first, ", ");
	accord_merge_append(merge, &sql, "%s = c.@hash", hash);
	appendStringInfo(&sql, "\nFROM %s AS c\nWHERE ", merge->change);
	accord_merge_append(merge, &sql, "c.@in_place AND ");
	accord_clause_same_key(&sql, dimension, "d", "c");
	appendStringInfoString(&sql, " AND ");
	accord_clause_open(&sql, dimension, "d");
	return sql.data;
}

/* The mark of a deletion version. */
void
accord_merge_append_deleted_value(StringInfo sql, const AccordMerge *merge)
{
	if (merge->dimension->deleted_is_text)
		accord_merge_append(merge, sql, "CASE WHEN c.@kind OPERATOR(pg_catalog.=) 'm' THEN 'True' ELSE 'False' END");
	else
		accord_merge_append(merge, sql, "c.@kind OPERATOR(pg_catalog.=) 'm'");
}

/* dbt's identifier of a version: a hash of the key and of when it begins. */
static void
append_scd_id(StringInfo sql, const AccordMerge *merge)
{
	appendStringInfoString(sql, "pg_catalog.md5(");
	for (int i = 0; i < merge->dimension->keys; i++)
	{
		const AccordColumn *key = list_nth(merge->dimension->columns, i);

		appendStringInfo(sql, "COALESCE(c.%s::pg_catalog.\"varchar\"::pg_catalog.text, '') OPERATOR(pg_catalog.||) '|' OPERATOR(pg_catalog.||) ",
						 quote_identifier(key->name));
	}
	accord_merge_append(merge, sql, "COALESCE(c.@opens::pg_catalog.\"varchar\"::pg_catalog.text, ''))");
}

/* The names of what INSERT fills in, and the expressions; one list each. */
static void
append_insert_columns(StringInfo names, StringInfo values, const AccordMerge *merge)
{
	ListCell   *cell;
	bool		first = true;

	foreach(cell, merge->dimension->columns)
	{
		const AccordColumn *column = lfirst(cell);
		const char *name = quote_identifier(column->name);

		accord_sql_separator(values, &first, ", ");
		appendStringInfo(names, "%s, ", name);
		appendStringInfo(values, "c.%s", name);
		if (column->companion == NULL)
			continue;
		appendStringInfo(names, "%s, ", quote_identifier(column->companion));
		appendStringInfo(values, ", c.%s", accord_column_is_previous(column) ? quote_identifier(column->companion) : name);
	}
}

static void
append_insert_ours(StringInfo names, StringInfo values, const AccordMerge *merge)
{
	const AccordDimension *dimension = merge->dimension;

	appendStringInfo(names, "%s, %s", quote_identifier(dimension->valid_from), quote_identifier(dimension->valid_to));
	accord_merge_append(merge, values, ", c.@opens, ");
	accord_clause_open_end(values, dimension);
	if (dimension->is_current != NULL)
	{
		appendStringInfo(names, ", %s", quote_identifier(dimension->is_current));
		appendStringInfoString(values, ", true");
	}
	appendStringInfo(names, ", %s", quote_identifier(dimension->row_hash));
	accord_merge_append(merge, values, ", c.@hash");
	if (dimension->is_deleted != NULL)
	{
		appendStringInfo(names, ", %s", quote_identifier(dimension->is_deleted));
		appendStringInfoString(values, ", ");
		accord_merge_append_deleted_value(values, merge);
	}
	if (dimension->scd_id != NULL)
	{
		appendStringInfo(names, ", %s", quote_identifier(dimension->scd_id));
		appendStringInfoString(values, ", ");
		append_scd_id(values, merge);
	}
	if (dimension->updated_at != NULL)
	{
		appendStringInfo(names, ", %s", quote_identifier(dimension->updated_at));
		accord_merge_append(merge, values, ", c.@opens");
	}
}

/*
 * INSERT INTO <dimension> (<columns>, valid_from, valid_to, is_current, row_hash)
 * SELECT c.<columns>, c.opens, <open end>, true, c.hash FROM <change> AS c WHERE c.begins
 */
char *
accord_merge_insert_sql(const AccordMerge *merge)
{
	StringInfoData names;
	StringInfoData values;
	StringInfoData sql;

	initStringInfo(&names);
	initStringInfo(&values);
	initStringInfo(&sql);
	append_insert_columns(&names, &values, merge);
	append_insert_ours(&names, &values, merge);
	appendStringInfo(&sql, "INSERT INTO %s (%s)\nSELECT %s\nFROM %s AS c\nWHERE ",
					 quote_qualified_identifier(merge->dimension->schema, merge->dimension->name), names.data, values.data,
					 merge->change);
	accord_merge_append(merge, &sql, merge->replace ? "c.@begins AND NOT c.@here" : "c.@begins");
	return sql.data;
}

/* FROM (SELECT DISTINCT ON (<key>) * FROM <dimension> ORDER BY <key>, valid_from DESC) AS c WHERE */
static void
append_last_versions(StringInfo sql, const AccordMerge *merge)
{
	const AccordDimension *dimension = merge->dimension;

	appendStringInfoString(sql, "\nFROM (SELECT DISTINCT ON (");
	accord_clause_keys(sql, dimension, "p");
	appendStringInfo(sql, ") p.* FROM %s AS p ORDER BY ", quote_qualified_identifier(dimension->schema, dimension->name));
	accord_clause_keys(sql, dimension, "p");
	appendStringInfo(sql, ", p.%s DESC) AS c\nWHERE ", quote_identifier(dimension->valid_from));
}

/*
 * Type 6: the value of today in all versions of a key.  Where a feed is
 * replaced, also those of keys that it leaves alone are set back.
 */
char *
accord_merge_current_sql(const AccordMerge *merge)
{
	const AccordDimension *dimension = merge->dimension;
	List	   *columns = accord_columns_that(dimension, accord_column_is_current);
	const char *relation = quote_qualified_identifier(dimension->schema, dimension->name);
	List	   *companions = NIL;
	List	   *values = NIL;
	bool		first = true;
	ListCell   *cell;
	StringInfoData sql;

	if (merge->is_empty || columns == NIL)
		return NULL;
	initStringInfo(&sql);
	appendStringInfo(&sql, "UPDATE %s AS d\nSET ", relation);
	foreach(cell, columns)
	{
		const AccordColumn *column = lfirst(cell);
		const char *companion = quote_identifier(column->companion);
		const char *name = quote_identifier(column->name);

		accord_sql_separator(&sql, &first, ", ");
		appendStringInfo(&sql, "%s = c.%s", companion, name);
		companions = lappend(companions, psprintf("d.%s", companion));
		values = lappend(values, psprintf("c.%s", name));
	}
	if (merge->replace)
		append_last_versions(&sql, merge);
	else
	{
		appendStringInfo(&sql, "\nFROM %s AS c\nWHERE ", merge->change);
		accord_merge_append(merge, &sql, accord_merge_is_detailed(merge) ? "(c.@begins OR c.@in_place)" : "c.@begins");
		appendStringInfoString(&sql, " AND ");
	}
	accord_clause_same_key(&sql, dimension, "d", "c");
	appendStringInfoString(&sql, "\n\tAND ");
	accord_clause_hash(&sql, dimension->sha256, companions);
	appendStringInfoString(&sql, " OPERATOR(pg_catalog.<>) ");
	accord_clause_hash(&sql, dimension->sha256, values);
	return sql.data;
}
