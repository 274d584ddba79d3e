/*
 * interval.c
 *	  When a version begins and ends, whatever its columns are.
 */
#include "postgres.h"

#include "catalog/pg_type.h"

#include "scd/clauses.h"
#include "scd/interval.h"
#include "support/sqltext.h"

char *
accord_interval_column(const char *alias, const char *name)
{
	StringInfoData sql;

	initStringInfo(&sql);
	accord_sql_column(&sql, alias, name);
	return sql.data;
}

char *
accord_interval_open_end(const AccordDimension *dimension)
{
	StringInfoData sql;

	initStringInfo(&sql);
	accord_clause_open_end(&sql, dimension);
	return sql.data;
}

char *
accord_interval_is_open(const AccordDimension *dimension)
{
	char	   *end = accord_interval_column("t", dimension->valid_to);

	if (dimension->open_end == ACCORD_OPEN_NULL)
		return psprintf("(%s IS NULL)", end);
	return psprintf("(%s OPERATOR(pg_catalog.=) %s) IS TRUE", end, accord_interval_open_end(dimension));
}

char *
accord_interval_end(const AccordDimension *dimension)
{
	char	   *end = accord_interval_column("t", dimension->valid_to);

	if (dimension->end_inclusive)
		end = psprintf("%s OPERATOR(pg_catalog.+) 1", end);
	if (dimension->open_end == ACCORD_OPEN_INFINITY)
		return end;
	return psprintf("CASE WHEN %s THEN CAST('infinity' AS %s) ELSE %s END", accord_interval_is_open(dimension),
					accord_sql_type(dimension->time_type, -1), end);
}

const char *
accord_interval_written(const AccordDimension *dimension, const char *end)
{
	return dimension->end_inclusive ? psprintf("%s OPERATOR(pg_catalog.-) 1", end) : end;
}
