/*
 * merge_time.c
 *	  The time of a feed.
 *
 * Times are compared as the dimension holds them: at the end of daylight
 * saving time a later instant is an earlier local time, and a version would
 * end before it began.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "fmgr.h"
#include "utils/builtins.h"
#include "utils/date.h"
#include "utils/datetime.h"
#include "utils/fmgrprotos.h"
#include "utils/timestamp.h"

#include "scd/merge_time.h"

static Timestamp
local_time(const AccordDimension *dimension, TimestampTz at)
{
	Datum		zone;
	Timestamp	local;

	if (dimension->time_type == TIMESTAMPTZOID)
		return at;
	zone = CStringGetTextDatum(dimension->timezone);
	local = DatumGetTimestamp(DirectFunctionCall2(timestamptz_zone, zone, TimestampTzGetDatum(at)));
	if (dimension->time_type == DATEOID)
		local -= ((local % USECS_PER_DAY) + USECS_PER_DAY) % USECS_PER_DAY;
	return local;
}

/* An instant at which it is that time in the dimension. */
static TimestampTz
instant(const AccordDimension *dimension, Timestamp local)
{
	if (dimension->time_type == TIMESTAMPTZOID)
		return local;
	return DatumGetTimestampTz(DirectFunctionCall2(timestamp_zone, CStringGetTextDatum(dimension->timezone),
												   TimestampGetDatum(local)));
}

static Datum
time_value(const AccordDimension *dimension, Timestamp local)
{
	if (dimension->time_type == DATEOID)
		return DirectFunctionCall1(timestamp_date, TimestampGetDatum(local));
	return TimestampGetDatum(local);
}

/*
 * Is it the time of the last feed?  Of a day, any instant is.  An hour that
 * comes twice is not: it is another time that the dimension cannot tell from
 * the first.
 */
static bool
is_last_feed(const AccordDimension *dimension, const AccordFeedTime *time)
{
	return dimension->feeds > 0 && time->valid_from == dimension->last_valid_from &&
		(dimension->time_type == DATEOID || time->at == dimension->last_at);
}

static void
check_order(const AccordDimension *dimension, const AccordFeedTime *time)
{
	char	   *last;

	if (!dimension->has_last || time->valid_from > dimension->last_valid_from || time->replaces)
		return;
	last = DatumGetCString(DirectFunctionCall1(timestamp_out, TimestampGetDatum(dimension->last_valid_from)));
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("the time of the feed is not later than what dimension \"%s\" holds", dimension->name),
			 errdetail("It holds versions up to %s (%s).", last,
					   dimension->time_type == TIMESTAMPTZOID ? "UTC" : dimension->timezone),
			 errhint("Merge feeds in the order of their times. The time of the last feed itself replaces that feed.")));
}

/* An open end that is a time of its own: nothing begins there. */
static void
check_end(const AccordDimension *dimension, Timestamp local)
{
	Timestamp	end = (Timestamp) (date2j(9999, 12, 31) - POSTGRES_EPOCH_JDATE) * USECS_PER_DAY;

	if (dimension->open_end == ACCORD_OPEN_FAR && local >= end)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("the time of the feed is not before the end of open versions"),
				 errdetail("In dimension \"%s\" these end at %s.", dimension->name, accord_open_end_name(dimension->open_end))));
}

AccordFeedTime
accord_feed_time(const AccordDimension *dimension, const TimestampTz *at)
{
	int64		unit = dimension->time_type == DATEOID ? USECS_PER_DAY : 1;
	AccordFeedTime result;

	result.at = at != NULL ? *at : GetCurrentTimestamp();
	if (TIMESTAMP_NOT_FINITE(result.at))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("the time of a feed cannot be infinite")));
	result.valid_from = local_time(dimension, result.at);
	if (at == NULL && dimension->has_last && result.valid_from < dimension->last_valid_from + unit)
	{
		result.valid_from = dimension->last_valid_from + unit;
		result.at = instant(dimension, result.valid_from);
	}
	if (!IS_VALID_TIMESTAMP(result.valid_from))
		ereport(ERROR,
				(errcode(ERRCODE_DATETIME_VALUE_OUT_OF_RANGE),
				 errmsg("no time is left after the last feed of dimension \"%s\"", dimension->name)));
	result.replaces = at != NULL && is_last_feed(dimension, &result);
	check_order(dimension, &result);
	check_end(dimension, result.valid_from);
	result.value = time_value(dimension, result.valid_from);
	return result;
}
