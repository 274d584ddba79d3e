/*
 * generalize.c
 *	  Numbers as ranges: 37 in steps of 10 is [30,40).
 *
 * The ranges are multiples of the step, whatever the value: they cannot tell
 * where in its range it lies.  An end that the type cannot hold is left open.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "common/int.h"
#include "fmgr.h"
#include "utils/fmgrprotos.h"
#include "utils/numeric.h"

#include "support/compat.h"

#include "mask/bucket.h"

Datum
accord_bucket_range(FunctionCallInfo fcinfo, Oid type, AccordBucket bucket)
{
	RangeBound	lower = {.val = bucket.from,.infinite = bucket.from_open,.inclusive = !bucket.from_open,.lower = true};
	RangeBound	upper = {.val = bucket.to,.infinite = bucket.to_open};

	PG_RETURN_RANGE_P(accord_make_range(range_get_typcache(fcinfo, type), &lower, &upper, false, NULL));
}

static void
refuse_step(void)
{
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("step must be a finite number greater than zero")));
}

/* Where the step begins that the value lies in, and how far that is. */
static int64
remainder_of(int64 value, int64 step)
{
	int64		rest;

	if (step <= 0)
		refuse_step();
	rest = value % step;
	return rest < 0 ? rest + step : rest;
}

PG_FUNCTION_INFO_V1(accord_generalize_integer);
Datum
accord_generalize_integer(PG_FUNCTION_ARGS)
{
	int32		value = PG_GETARG_INT32(0);
	int32		step = PG_GETARG_INT32(1);
	int64		from = value - remainder_of(value, step);
	int64		to = from + step;
	AccordBucket bucket = {0};

	bucket.from_open = from < PG_INT32_MIN;
	bucket.to_open = to > PG_INT32_MAX;
	bucket.from = Int32GetDatum((int32) from);
	bucket.to = Int32GetDatum((int32) to);
	return accord_bucket_range(fcinfo, INT4RANGEOID, bucket);
}

PG_FUNCTION_INFO_V1(accord_generalize_bigint);
Datum
accord_generalize_bigint(PG_FUNCTION_ARGS)
{
	int64		value = PG_GETARG_INT64(0);
	int64		step = PG_GETARG_INT64(1);
	int64		rest = remainder_of(value, step);
	AccordBucket bucket = {0};
	int64		from;
	int64		to;

	bucket.from_open = pg_sub_s64_overflow(value, rest, &from);
	bucket.to_open = pg_add_s64_overflow(value, step - rest, &to);
	bucket.from = Int64GetDatum(from);
	bucket.to = Int64GetDatum(to);
	return accord_bucket_range(fcinfo, INT8RANGEOID, bucket);
}

/*
 * What comes out of value + rest or value - rest, shown without the decimals of
 * the value; open if numeric has no such number.
 */
static Datum
end_of_range(Numeric (*function) (Numeric, Numeric, bool *), Datum value, Datum rest, bool *open)
{
	Numeric		end;

	*open = false;
	end = function(DatumGetNumeric(value), DatumGetNumeric(rest), open);
	return *open ? (Datum) 0 : DirectFunctionCall1(numeric_trim_scale, NumericGetDatum(end));
}

PG_FUNCTION_INFO_V1(accord_generalize_numeric);
Datum
accord_generalize_numeric(PG_FUNCTION_ARGS)
{
	Datum		value = PG_GETARG_DATUM(0);
	Datum		step = PG_GETARG_DATUM(1);
	Datum		zero = NumericGetDatum(int64_to_numeric(0));
	Datum		rest;
	AccordBucket bucket = {.from_open = true,.to_open = true};

	if (numeric_is_nan(DatumGetNumeric(step)) || numeric_is_inf(DatumGetNumeric(step)) ||
		!DatumGetBool(DirectFunctionCall2(numeric_gt, step, zero)))
		refuse_step();
	if (numeric_is_nan(DatumGetNumeric(value)) || numeric_is_inf(DatumGetNumeric(value)))
		return accord_bucket_range(fcinfo, NUMRANGEOID, bucket);
	rest = DirectFunctionCall2(numeric_mod, value, step);
	if (DatumGetBool(DirectFunctionCall2(numeric_lt, rest, zero)))
		rest = DirectFunctionCall2(numeric_add, rest, step);
	bucket.from = end_of_range(numeric_sub_opt_error, value, rest, &bucket.from_open);
	rest = DirectFunctionCall2(numeric_sub, step, rest);
	bucket.to = end_of_range(numeric_add_opt_error, value, rest, &bucket.to_open);
	return accord_bucket_range(fcinfo, NUMRANGEOID, bucket);
}
