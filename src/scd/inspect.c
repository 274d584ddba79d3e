/*
 * inspect.c
 *	  Are the versions of a table such that merges can go on with them?
 *
 * Each problem is a query that lists its versions, which is shown to the
 * user; those that a version has by itself are counted in one scan.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "utils/builtins.h"

#include "scd/clauses.h"
#include "scd/inspect.h"
#include "support/spi.h"
#include "support/sqltext.h"

/* appends the condition under which a version, d, has the problem */
typedef void (*Condition) (StringInfo sql, const AccordDimension *dimension);

/* builds the query that lists the versions */
typedef char *(*Listing) (const AccordDimension *dimension);

/* a problem that a version has by itself, or that it has with others */
typedef struct Problem
{
	Condition	condition;
	Listing		listing;
	const char *one;			/* said of one version */
	const char *many;			/* said of more */
} Problem;

static const char *
name_of(const char *name)
{
	return psprintf("d.%s", quote_identifier(name));
}

/* valid_to says that the version is open, whatever is_current says. */
static void
end_is_open(StringInfo sql, const AccordDimension *dimension)
{
	AccordDimension by_end = *dimension;

	by_end.is_current = NULL;
	accord_clause_open(sql, &by_end, "d");
}

/* The moment at which a version is over. */
static const char *
end_of(const AccordDimension *dimension)
{
	const char *end = name_of(dimension->valid_to);

	return dimension->end_inclusive ? psprintf("(%s OPERATOR(pg_catalog.+) 1)", end) : end;
}

static void
key_is_null(StringInfo sql, const AccordDimension *dimension)
{
	bool		first = true;

	for (int i = 0; i < dimension->keys; i++)
	{
		const AccordColumn *key = list_nth(dimension->columns, i);

		accord_sql_separator(sql, &first, " OR ");
		appendStringInfo(sql, "%s IS NULL", name_of(key->name));
	}
}

static void
begin_is_null(StringInfo sql, const AccordDimension *dimension)
{
	appendStringInfo(sql, "%s IS NULL", name_of(dimension->valid_from));
}

static void
end_is_unknown(StringInfo sql, const AccordDimension *dimension)
{
	if (dimension->open_end == ACCORD_OPEN_NULL)
		appendStringInfoString(sql, "false");
	else
		appendStringInfo(sql, "%s IS NULL", name_of(dimension->valid_to));
}

static void
is_empty(StringInfo sql, const AccordDimension *dimension)
{
	appendStringInfo(sql, "%s OPERATOR(pg_catalog.>=) %s", name_of(dimension->valid_from), end_of(dimension));
}

static void
is_future(StringInfo sql, const AccordDimension *dimension)
{
	StringInfoData now;

	initStringInfo(&now);
	accord_clause_time(&now, dimension, TIMESTAMPTZOID, "pg_catalog.clock_timestamp()");
	appendStringInfo(sql, "%s OPERATOR(pg_catalog.>) %s OR NOT COALESCE(", name_of(dimension->valid_from), now.data);
	end_is_open(sql, dimension);
	appendStringInfo(sql, ", true) AND %s OPERATOR(pg_catalog.>) %s", end_of(dimension), now.data);
}

static void
marks_disagree(StringInfo sql, const AccordDimension *dimension)
{
	if (dimension->is_current == NULL)
	{
		appendStringInfoString(sql, "false");
		return;
	}
	appendStringInfo(sql, "COALESCE(%s, false) OPERATOR(pg_catalog.<>) COALESCE(", name_of(dimension->is_current));
	end_is_open(sql, dimension);
	appendStringInfoString(sql, ", false)");
}

static void
hash_is_foreign(StringInfo sql, const AccordDimension *dimension)
{
	accord_clause_open(sql, dimension, "d");
	appendStringInfo(sql, " AND %s OPERATOR(pg_catalog.<>) '" ACCORD_HASH_WAITS "' AND %s OPERATOR(pg_catalog.<>) ",
					 name_of(dimension->row_hash), name_of(dimension->row_hash));
	accord_clause_row_hash(sql, dimension, "d", accord_column_is_hashed);
}

/* SELECT <key>, <valid_from>, <valid_to> */
static void
select_version(StringInfo sql, const AccordDimension *dimension)
{
	appendStringInfoString(sql, "SELECT ");
	accord_clause_keys(sql, dimension, "d");
	appendStringInfo(sql, ", %s", name_of(dimension->valid_from));
	appendStringInfo(sql, ", %s", name_of(dimension->valid_to));
}

static void
from_table(StringInfo sql, const AccordDimension *dimension)
{
	appendStringInfoString(sql, " FROM ");
	accord_sql_relation(sql, dimension->schema, dimension->name);
	appendStringInfoString(sql, " AS d");
}

/* A name that no column has that is read here. */
static const char *
free_name(const AccordDimension *dimension)
{
	char	   *name = pstrdup("earlier_end");

	while (accord_dimension_column(dimension, name) != NULL || strcmp(name, dimension->valid_from) == 0 ||
		   strcmp(name, dimension->valid_to) == 0)
		name = psprintf("%s_", name);
	return name;
}

/* Versions that begin before all earlier ones of their key have ended. */
static char *
list_overlaps(const AccordDimension *dimension)
{
	const char *earlier = free_name(dimension);
	const char *from = name_of(dimension->valid_from);
	const char *infinity = psprintf("'infinity'::%s", accord_sql_type(dimension->time_type, -1));
	StringInfoData sql;

	initStringInfo(&sql);
	select_version(&sql, dimension);
	appendStringInfoString(&sql, " FROM (");
	select_version(&sql, dimension);
	appendStringInfo(&sql, ", pg_catalog.max(COALESCE(%s, %s)) OVER (PARTITION BY ", end_of(dimension), infinity);
	accord_clause_keys(&sql, dimension, "d");
	appendStringInfo(&sql, " ORDER BY %s, %s ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS %s", from,
					 name_of(dimension->valid_to), earlier);
	from_table(&sql, dimension);
	appendStringInfo(&sql, ") AS d WHERE d.%s OPERATOR(pg_catalog.>) %s", earlier, from);
	return sql.data;
}

/* Keys that are open twice. */
static char *
list_open_twice(const AccordDimension *dimension)
{
	StringInfoData sql;

	initStringInfo(&sql);
	appendStringInfoString(&sql, "SELECT ");
	accord_clause_keys(&sql, dimension, "d");
	from_table(&sql, dimension);
	appendStringInfoString(&sql, " WHERE ");
	accord_clause_open(&sql, dimension, "d");
	appendStringInfoString(&sql, " GROUP BY ");
	accord_clause_keys(&sql, dimension, "d");
	appendStringInfoString(&sql, " HAVING pg_catalog.count(*) OPERATOR(pg_catalog.>) 1");
	return sql.data;
}

static const Problem problems[] = {
	{key_is_null, NULL, "version has NULL in its key", "versions have NULL in their key"},
	{begin_is_null, NULL, "version has no beginning", "versions have no beginning"},
	{end_is_unknown, NULL, "version has NULL for an end, which is not the open end", "versions have NULL for an end, which is not the open end"},
	{is_empty, NULL, "version does not end after it begins", "versions do not end after they begin"},
	{is_future, NULL, "version begins or ends in the future", "versions begin or end in the future"},
	{marks_disagree, NULL, "version is open by its mark or by its end, and not by both", "versions are open by their mark or by their end, and not by both"},
	{NULL, list_overlaps, "version begins before an earlier one of its key has ended", "versions begin before an earlier one of their key has ended"},
	{NULL, list_open_twice, "key has more than one open version", "keys have more than one open version"},
	{hash_is_foreign, NULL,
		"open version has a hash that accord would not have made: name another column with option \"row_hash\", or make it NULL",
	"open versions have hashes that accord would not have made: name another column with option \"row_hash\", or make them NULL"},
};

/* the last of them is of the hash */
#define PROBLEMS (lengthof(problems))

static char *
listing_of(const Problem *problem, const AccordDimension *dimension)
{
	StringInfoData sql;

	if (problem->listing != NULL)
		return problem->listing(dimension);
	initStringInfo(&sql);
	select_version(&sql, dimension);
	from_table(&sql, dimension);
	appendStringInfoString(&sql, " WHERE ");
	problem->condition(&sql, dimension);
	return sql.data;
}

/* The greatest time in the versions, as text and as an instant. */
static void
append_last_time(StringInfo sql, const AccordDimension *dimension)
{
	StringInfoData last;

	initStringInfo(&last);
	appendStringInfo(&last, "pg_catalog.max(GREATEST(%s, CASE WHEN NOT COALESCE(", name_of(dimension->valid_from));
	end_is_open(&last, dimension);
	appendStringInfo(&last, ", true) THEN %s END))", end_of(dimension));
	if (dimension->time_type == TIMESTAMPTZOID)
		appendStringInfo(sql, ", %s, pg_catalog.timezone('UTC', %s)", last.data, last.data);
	else
		appendStringInfo(sql, ", pg_catalog.timezone(%s, %s::pg_catalog.timestamp), %s::pg_catalog.timestamp",
						 quote_literal_cstr(dimension->timezone), last.data, last.data);
}

/* One scan: problems that a version has by itself, and the last time. */
static void
count_in_one_scan(AccordDimension *dimension, int64 *counts, size_t n)
{
	StringInfoData sql;
	bool		first = true;
	int			column = 0;

	initStringInfo(&sql);
	appendStringInfoString(&sql, "SELECT ");
	for (size_t i = 0; i < n; i++)
	{
		if (problems[i].condition == NULL)
			continue;
		accord_sql_separator(&sql, &first, ", ");
		appendStringInfoString(&sql, "pg_catalog.count(*) FILTER (WHERE ");
		problems[i].condition(&sql, dimension);
		appendStringInfoChar(&sql, ')');
	}
	append_last_time(&sql, dimension);
	from_table(&sql, dimension);
	accord_spi_row(sql.data);
	for (size_t i = 0; i < n; i++)
		if (problems[i].condition != NULL)
			counts[i] = accord_spi_int64(++column);
	dimension->has_last = accord_spi_timestamp(++column, &dimension->last_at);
	if (dimension->has_last)
		(void) accord_spi_timestamp(++column, &dimension->last_valid_from);
}

void
accord_inspect_versions(AccordDimension *dimension, bool has_hash)
{
	int64		counts[PROBLEMS] = {0};
	size_t		n = has_hash ? PROBLEMS : PROBLEMS - 1;
	StringInfoData detail;
	StringInfoData hint;

	count_in_one_scan(dimension, counts, n);
	initStringInfo(&detail);
	initStringInfo(&hint);
	for (size_t i = 0; i < n; i++)
	{
		char	   *listing = listing_of(&problems[i], dimension);

		if (problems[i].listing != NULL)
		{
			accord_spi_row(psprintf("SELECT pg_catalog.count(*) FROM (%s) AS l", listing));
			counts[i] = accord_spi_int64(1);
		}
		if (counts[i] == 0)
			continue;
		appendStringInfo(&detail, "%s" INT64_FORMAT " %s.", detail.len > 0 ? "\n" : "", counts[i],
						 counts[i] == 1 ? problems[i].one : problems[i].many);
		appendStringInfo(&hint, "\n%s;", listing);
	}
	if (detail.len > 0)
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("the versions of \"%s\" are no history that merges could go on with", dimension->name),
				 errdetail_internal("%s", detail.data),
				 errhint("Mend them first. These queries list them:%s", hint.data)));
}

AccordOpenEnd
accord_inspect_open_end(const AccordDimension *dimension, AccordOpenEnd otherwise)
{
	StringInfoData sql;

	initStringInfo(&sql);
	appendStringInfoString(&sql, "SELECT ");
	for (int i = ACCORD_OPEN_INFINITY; i <= ACCORD_OPEN_FAR; i++)
	{
		AccordDimension candidate = *dimension;

		candidate.open_end = i;
		appendStringInfoString(&sql, i == ACCORD_OPEN_INFINITY ? "pg_catalog.bool_or(" : ", pg_catalog.bool_or(");
		end_is_open(&sql, &candidate);
		appendStringInfoChar(&sql, ')');
	}
	from_table(&sql, dimension);
	accord_spi_row(sql.data);
	for (int i = ACCORD_OPEN_INFINITY; i <= ACCORD_OPEN_FAR; i++)
		if (accord_spi_true(i + 1))
			return i;
	return otherwise;
}
