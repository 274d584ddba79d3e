/*
 * constant.c
 *	  Masks that keep the type of a column and nothing else: 0 and the nil UUID.
 */
#include "postgres.h"

#include "fmgr.h"
#include "utils/numeric.h"
#include "utils/uuid.h"

#include "support/compat.h"

PG_FUNCTION_INFO_V1(accord_mask_integer);
Datum
accord_mask_integer(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT32(0);
}

PG_FUNCTION_INFO_V1(accord_mask_bigint);
Datum
accord_mask_bigint(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT64(0);
}

PG_FUNCTION_INFO_V1(accord_mask_double);
Datum
accord_mask_double(PG_FUNCTION_ARGS)
{
	PG_RETURN_FLOAT8(0);
}

PG_FUNCTION_INFO_V1(accord_mask_numeric);
Datum
accord_mask_numeric(PG_FUNCTION_ARGS)
{
	PG_RETURN_NUMERIC(int64_to_numeric(0));
}

PG_FUNCTION_INFO_V1(accord_mask_uuid);
Datum
accord_mask_uuid(PG_FUNCTION_ARGS)
{
	PG_RETURN_UUID_P(palloc0(sizeof(pg_uuid_t)));
}
