/*
 * merge_time.h
 *	  The time of a feed.
 */
#ifndef ACCORD_SCD_MERGE_TIME_H
#define ACCORD_SCD_MERGE_TIME_H

#include "postgres.h"

#include "scd/dimension.h"

typedef struct AccordFeedTime
{
	TimestampTz at;				/* the instant */
	Timestamp	valid_from;		/* as the dimension holds it; for timestamptz
								 * in UTC */
	Datum		value;			/* the same in the type of valid_from */
	bool		replaces;		/* it is the time of the last feed */
} AccordFeedTime;

/*
 * The time given, or the clock's if "at" is NULL: then at least one unit of
 * valid_from's type after the last feed.  Raises 22023 for a time before the
 * last feed's, or one that is no finite time.
 */
extern AccordFeedTime accord_feed_time(const AccordDimension *dimension, const TimestampTz *at);

#endif							/* ACCORD_SCD_MERGE_TIME_H */
