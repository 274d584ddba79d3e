/*
 * noise.c
 *	  noise: a value moved by a random distance, always the same for a value.
 *
 * What is drawn depends on the domain's key, the value and the scale.  The
 * scale, because the same distance in two scales would give the value away.
 * Equal values are moved alike, whatever their type: the message has their
 * canonical text.
 */
#include "postgres.h"

#include <math.h>

#include "common/int.h"
#include "common/shortest_dec.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/date.h"
#include "utils/float.h"
#include "utils/numeric.h"
#include "utils/timestamp.h"

#include "mask/noise_draw.h"
#include "mask/site.h"
#include "support/compat.h"

/* of a value or a scale as text */
#define SHORT_TEXT 64

enum
{
	ARG_VALUE,
	ARG_DOMAIN,
	ARG_SCALE
};



pg_noreturn static void
refuse_scale(void)
{
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("argument \"%s\" must be more than 0, and not too large", "scale"),
			 errdetail("It is the longest distance that a value is moved by.")));
}

pg_noreturn static void
refuse_result(void)
{
	ereport(ERROR,
			(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
			 errmsg("a value with noise is out of range")));
}

static void
add_text(StringInfo message, const char *value)
{
	uint8		len[sizeof(uint32)];

	(void) accord_put_uint32(len, strlen(value));
	appendBinaryStringInfo(message, (const char *) len, sizeof(len));
	appendStringInfoString(message, value);
}

/*
 * What is drawn for a call: prefix of the domain, kind, scale and value.  Kinds
 * keep days and numbers apart.
 */
static AccordDraw
begin_draw(FunctionCallInfo fcinfo, const char *kind, const char *scale, const char *value)
{
	AccordSite *site = accord_site_of(fcinfo);
	AccordDraw	draw = {0};
	StringInfoData message;

	accord_site_name(site, PG_GETARG_TEXT_PP(ARG_DOMAIN), NULL);
	initStringInfo(&message);
	appendBinaryStringInfo(&message, (const char *) site->prefix, site->prefix_len);
	add_text(&message, kind);
	add_text(&message, scale);
	add_text(&message, value);
	draw.message = message.data;
	draw.len = message.len;
	draw.hmac = accord_keys_hmac(accord_site_key(site, ACCORD_RIGHT_TOKEN, ACCORD_KEY_CURRENT, GetUserId()),
								 ACCORD_PURPOSE_NOISE);
	return draw;
}

static int64
draw_whole(AccordDraw draw, int64 scale)
{
	int64		number;

	if (!accord_draw_whole(&draw, scale, &number))
		elog(ERROR, "could not compute an HMAC");
	return number;
}

/* A distance for whole numbers, as many as there are in the scale. */
static int64
distance(FunctionCallInfo fcinfo, const char *kind, int64 value, int64 scale)
{
	char		value_text[SHORT_TEXT];
	char		scale_text[SHORT_TEXT];

	if (scale < 1 || scale > ACCORD_NOISE_SCALE_MAX)
		refuse_scale();
	snprintf(value_text, sizeof(value_text), INT64_FORMAT, value);
	snprintf(scale_text, sizeof(scale_text), INT64_FORMAT, scale);
	return draw_whole(begin_draw(fcinfo, kind, scale_text, value_text), scale);
}

PG_FUNCTION_INFO_V1(accord_noise_integer);
Datum
accord_noise_integer(PG_FUNCTION_ARGS)
{
	int32		value = PG_GETARG_INT32(ARG_VALUE);
	int64		result = value + distance(fcinfo, "number", value, PG_GETARG_INT32(ARG_SCALE));

	if (result < PG_INT32_MIN || result > PG_INT32_MAX)
		refuse_result();
	PG_RETURN_INT32((int32) result);
}

PG_FUNCTION_INFO_V1(accord_noise_bigint);
Datum
accord_noise_bigint(PG_FUNCTION_ARGS)
{
	int64		value = PG_GETARG_INT64(ARG_VALUE);
	int64		result;

	if (pg_add_s64_overflow(value, distance(fcinfo, "number", value, PG_GETARG_INT64(ARG_SCALE)), &result))
		refuse_result();
	PG_RETURN_INT64(result);
}

/* number / 10^decimals */
static Datum
numeric_of(int64 number, int decimals)
{
	return DirectFunctionCall2(numeric_mul, NumericGetDatum(int64_to_numeric(number)),
							   DirectFunctionCall3(numeric_in, CStringGetDatum(psprintf("1e-%d", decimals)),
												   ObjectIdGetDatum(InvalidOid), Int32GetDatum(-1)));
}

/* The scale in units of its last decimal. */
static int64
whole_scale(Datum scale, int decimals)
{
	Datum		unit = DirectFunctionCall3(numeric_in, CStringGetDatum(psprintf("1e%d", decimals)),
										   ObjectIdGetDatum(InvalidOid), Int32GetDatum(-1));
	Datum		whole = DirectFunctionCall2(numeric_mul, scale, unit);

	if (DatumGetBool(DirectFunctionCall2(numeric_lt, whole, NumericGetDatum(int64_to_numeric(1)))) ||
		DatumGetBool(DirectFunctionCall2(numeric_gt, whole, NumericGetDatum(int64_to_numeric(ACCORD_NOISE_SCALE_MAX)))))
		refuse_scale();
	return DatumGetInt64(DirectFunctionCall1(numeric_int8, whole));
}

/*
 * The result has the decimals of the scale.  If the value kept more of them,
 * they would be nearly as good as the value to whoever looks for it.
 */
PG_FUNCTION_INFO_V1(accord_noise_numeric);
Datum
accord_noise_numeric(PG_FUNCTION_ARGS)
{
	Numeric		value = PG_GETARG_NUMERIC(ARG_VALUE);
	Numeric		scale = PG_GETARG_NUMERIC(ARG_SCALE);
	int			decimals;
	int64		units;
	int64		moved;
	Datum		rounded;

	if (numeric_is_nan(value) || numeric_is_inf(value))
		PG_RETURN_NUMERIC(value);
	if (numeric_is_nan(scale) || numeric_is_inf(scale))
		refuse_scale();
	decimals = DatumGetInt32(DirectFunctionCall1(numeric_scale, NumericGetDatum(scale)));
	units = whole_scale(NumericGetDatum(scale), decimals);
	moved = draw_whole(begin_draw(fcinfo, "number", DatumGetCString(DirectFunctionCall1(numeric_out, NumericGetDatum(scale))),
								  numeric_normalize(value)), units);
	rounded = DirectFunctionCall2(numeric_round, NumericGetDatum(value), Int32GetDatum(decimals));
	return DirectFunctionCall2(numeric_add, rounded, numeric_of(moved, decimals));
}

PG_FUNCTION_INFO_V1(accord_noise_float);
Datum
accord_noise_float(PG_FUNCTION_ARGS)
{
	float8		value = PG_GETARG_FLOAT8(ARG_VALUE);
	float8		scale = PG_GETARG_FLOAT8(ARG_SCALE);
	char		value_text[SHORT_TEXT];
	char		scale_text[SHORT_TEXT];
	AccordDraw	draw;
	double		fraction;

	if (isnan(value) || isinf(value))
		PG_RETURN_FLOAT8(value);
	if (!(scale > 0) || isinf(scale))
		refuse_scale();
	/* -0 is equal to 0 */
	value_text[double_to_shortest_decimal_bufn(value == 0 ? 0 : value, value_text)] = '\0';
	scale_text[double_to_shortest_decimal_bufn(scale, scale_text)] = '\0';
	draw = begin_draw(fcinfo, "float", scale_text, value_text);
	if (!accord_draw_fraction(&draw, &fraction))
		elog(ERROR, "could not compute an HMAC");
	value += scale * fraction;
	if (isinf(value))
		refuse_result();
	PG_RETURN_FLOAT8(value);
}

PG_FUNCTION_INFO_V1(accord_noise_date);
Datum
accord_noise_date(PG_FUNCTION_ARGS)
{
	DateADT		value = PG_GETARG_DATEADT(ARG_VALUE);
	int64		result;

	if (DATE_NOT_FINITE(value))
		PG_RETURN_DATEADT(value);
	result = value + distance(fcinfo, "days", value, PG_GETARG_INT32(ARG_SCALE));
	if (result < PG_INT32_MIN || result > PG_INT32_MAX || !IS_VALID_DATE((DateADT) result))
		refuse_result();
	PG_RETURN_DATEADT((DateADT) result);
}

/* An interval without months, as a month has no length; a day has 24 hours. */
static int64
microseconds(const Interval *interval)
{
	int64		days;
	int64		all;

	if (interval->month != 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("argument \"%s\" must be in days and parts of days", "scale"),
				 errhint("Months and years differ in length.")));
	if (pg_mul_s64_overflow(interval->day, USECS_PER_DAY, &days) || pg_add_s64_overflow(days, interval->time, &all))
		refuse_scale();
	return all;
}

/* Both kinds of timestamps, in microseconds. */
PG_FUNCTION_INFO_V1(accord_noise_timestamp);
Datum
accord_noise_timestamp(PG_FUNCTION_ARGS)
{
	Timestamp	value = PG_GETARG_TIMESTAMP(ARG_VALUE);
	int64		result;

	if (TIMESTAMP_NOT_FINITE(value))
		PG_RETURN_TIMESTAMP(value);
	if (pg_add_s64_overflow(value, distance(fcinfo, "microseconds", value, microseconds(PG_GETARG_INTERVAL_P(ARG_SCALE))),
							&result) || !IS_VALID_TIMESTAMP(result))
		refuse_result();
	PG_RETURN_TIMESTAMP(result);
}
