/*
 * arguments.c
 *	  The arguments that the SQL functions about dimensions share.
 */
#include "postgres.h"

#include "scd/arguments.h"
#include "scd/columns.h"

void
accord_argument_required(FunctionCallInfo fcinfo, int number, const char *name)
{
	if (PG_ARGISNULL(number))
		ereport(ERROR,
				(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
				 errmsg("argument \"%s\" must not be NULL", name)));
}

List *
accord_argument_names(FunctionCallInfo fcinfo, int number, const char *name)
{
	return PG_ARGISNULL(number) ? NIL : accord_names_read(PG_GETARG_ARRAYTYPE_P(number), name);
}

List *
accord_argument_policies(FunctionCallInfo fcinfo, int number)
{
	return PG_ARGISNULL(number) ? NIL : accord_policies_read(PG_GETARG_JSONB_P(number));
}

void
accord_argument_options(FunctionCallInfo fcinfo, int number, AccordOptionUse use, AccordOptions *options)
{
	if (PG_ARGISNULL(number))
		memset(options, 0, sizeof(*options));
	else
		accord_options_read(PG_GETARG_JSONB_P(number), use, options);
}
