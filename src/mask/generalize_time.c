/*
 * generalize_time.c
 *	  Dates and moments as ranges, and as the first day of their year or month.
 *
 * A timestamptz is taken in UTC: by the session's time zone the same value
 * would have two masks, and comparing them would tell more than either.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "datatype/timestamp.h"
#include "fmgr.h"
#include "lib/stringinfo.h"
#include "utils/builtins.h"
#include "utils/date.h"
#include "utils/timestamp.h"

#include "support/compat.h"
#include "support/text.h"

#include "mask/apply.h"
#include "mask/bucket.h"
#include "mask/calendar.h"
#include "mask/form.h"

#define FIRST_DATE ((DateADT) (DATETIME_MIN_JULIAN - POSTGRES_EPOCH_JDATE))
#define END_DATE ((DateADT) (DATE_END_JULIAN - POSTGRES_EPOCH_JDATE))
#define NAME_SHOWN_BYTES 40		/* of an unknown unit, in the error */

typedef bool (*UnitFits) (const AccordCalendarUnit *unit);

static bool
fits_moment(const AccordCalendarUnit *unit)
{
	(void) unit;
	return true;
}

/* a date as a range of one day would be the date */
static bool
fits_date(const AccordCalendarUnit *unit)
{
	return unit->days > 1 || unit->months > 0;
}

static bool
fits_mask(const AccordCalendarUnit *unit)
{
	return unit->months > 0;
}

static void
refuse_unit(const char *name, int len, UnitFits fits)
{
	StringInfoData shown;
	StringInfoData units;

	initStringInfo(&shown);
	accord_text_append(&shown, name, len, NAME_SHOWN_BYTES);
	initStringInfo(&units);
	for (size_t i = 0; i < accord_calendar_unit_count; i++)
		if (fits(&accord_calendar_units[i]))
			appendStringInfo(&units, "%s%s", units.len > 0 ? ", " : "", accord_calendar_units[i].name);
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("no unit \"%s\" here", shown.data),
			 errhint("Units are %s.", units.data)));
}

static const AccordCalendarUnit *
unit_argument(FunctionCallInfo fcinfo, UnitFits fits)
{
	text	   *name = PG_GETARG_TEXT_PP(1);
	const AccordCalendarUnit *unit = accord_calendar_unit(VARDATA_ANY(name), VARSIZE_ANY_EXHDR(name));

	if (unit == NULL || !fits(unit))
		refuse_unit(VARDATA_ANY(name), VARSIZE_ANY_EXHDR(name), fits);
	return unit;
}

PG_FUNCTION_INFO_V1(accord_generalize_date);
Datum
accord_generalize_date(PG_FUNCTION_ARGS)
{
	DateADT		date = PG_GETARG_DATEADT(0);
	const AccordCalendarUnit *unit = unit_argument(fcinfo, fits_date);
	AccordBucket bucket = {.from_open = true,.to_open = true};

	if (!DATE_NOT_FINITE(date))
	{
		AccordCalendarSpan span = accord_calendar_days(unit, date);

		bucket.from_open = span.from < FIRST_DATE;
		bucket.to_open = span.to >= END_DATE;
		bucket.from = DateADTGetDatum((DateADT) span.from);
		bucket.to = DateADTGetDatum((DateADT) span.to);
	}
	return accord_bucket_range(fcinfo, DATERANGEOID, bucket);
}

static Datum
generalize_moment(FunctionCallInfo fcinfo, Oid type)
{
	Timestamp	moment = PG_GETARG_TIMESTAMP(0);
	const AccordCalendarUnit *unit = unit_argument(fcinfo, fits_moment);
	AccordBucket bucket = {.from_open = true,.to_open = true};

	if (!TIMESTAMP_NOT_FINITE(moment))
	{
		AccordCalendarSpan span = accord_calendar_microseconds(unit, moment);

		bucket.from_open = span.from < MIN_TIMESTAMP;
		bucket.to_open = span.to >= END_TIMESTAMP;
		bucket.from = TimestampGetDatum(span.from);
		bucket.to = TimestampGetDatum(span.to);
	}
	return accord_bucket_range(fcinfo, type, bucket);
}

PG_FUNCTION_INFO_V1(accord_generalize_timestamp);
Datum
accord_generalize_timestamp(PG_FUNCTION_ARGS)
{
	return generalize_moment(fcinfo, TSRANGEOID);
}

PG_FUNCTION_INFO_V1(accord_generalize_timestamptz);
Datum
accord_generalize_timestamptz(PG_FUNCTION_ARGS)
{
	return generalize_moment(fcinfo, TSTZRANGEOID);
}

PG_FUNCTION_INFO_V1(accord_mask_date);
Datum
accord_mask_date(PG_FUNCTION_ARGS)
{
	DateADT		date = PG_GETARG_DATEADT(0);
	const AccordCalendarUnit *unit = unit_argument(fcinfo, fits_mask);

	if (DATE_NOT_FINITE(date))
		PG_RETURN_DATEADT(date);
	PG_RETURN_DATEADT((DateADT) Max(accord_calendar_days(unit, date).from, FIRST_DATE));
}

/* timestamp and timestamptz, which are the same microseconds */
PG_FUNCTION_INFO_V1(accord_mask_timestamp);
Datum
accord_mask_timestamp(PG_FUNCTION_ARGS)
{
	Timestamp	moment = PG_GETARG_TIMESTAMP(0);
	const AccordCalendarUnit *unit = unit_argument(fcinfo, fits_mask);

	if (TIMESTAMP_NOT_FINITE(moment))
		PG_RETURN_TIMESTAMP(moment);
	PG_RETURN_TIMESTAMP(Max(accord_calendar_microseconds(unit, moment).from, MIN_TIMESTAMP));
}

/* Dates are ASCII in every encoding. */
PG_FUNCTION_INFO_V1(accord_mask_date_text);
Datum
accord_mask_date_text(PG_FUNCTION_ARGS)
{
	text	   *value = PG_GETARG_TEXT_PP(0);
	const AccordCalendarUnit *unit = unit_argument(fcinfo, fits_mask);
	char		masked[ACCORD_MASK_ROOM];
	size_t		len = accord_mask_form_date(VARDATA_ANY(value), VARSIZE_ANY_EXHDR(value), unit, masked);

	PG_RETURN_TEXT_P(cstring_to_text_with_len(masked, (int) len));
}
