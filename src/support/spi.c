/*
 * spi.c
 *	  Statements that are run with the caller's rights.
 */
#include "postgres.h"

#include "executor/spi.h"

#include "support/spi.h"

void
accord_spi_utility(const char *sql)
{
	int			result = SPI_execute(sql, false, 0);

	if (result != SPI_OK_UTILITY && result != SPI_OK_UPDATE)
		elog(ERROR, "a statement without a result returned %s", SPI_result_code_string(result));
}

void
accord_spi_row(const char *sql)
{
	int			result = SPI_execute(sql, false, 0);

	if (result != SPI_OK_SELECT || SPI_processed != 1)
		elog(ERROR, "a query of one row returned %s", SPI_result_code_string(result));
}

static Datum
column_of_row(int column, bool *isnull)
{
	return SPI_getbinval(SPI_tuptable->vals[0], SPI_tuptable->tupdesc, column, isnull);
}

char *
accord_spi_text(int column)
{
	return SPI_getvalue(SPI_tuptable->vals[0], SPI_tuptable->tupdesc, column);
}

int64
accord_spi_int64(int column)
{
	bool		isnull;
	Datum		value = column_of_row(column, &isnull);

	return isnull ? 0 : DatumGetInt64(value);
}

bool
accord_spi_true(int column)
{
	bool		isnull;
	Datum		value = column_of_row(column, &isnull);

	return !isnull && DatumGetBool(value);
}

bool
accord_spi_timestamp(int column, int64 *value)
{
	bool		isnull;
	Datum		datum = column_of_row(column, &isnull);

	if (!isnull)
		*value = DatumGetInt64(datum);
	return !isnull;
}
