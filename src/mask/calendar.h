/*
 * calendar.h
 *	  Weeks, months, years and so on that a day or a moment lies in.
 *
 * Days and microseconds are counted from 2000-01-01, as PostgreSQL does; the
 * calendar is the Gregorian one for all time, year 0 is 1 BC.
 */
#ifndef ACCORD_MASK_CALENDAR_H
#define ACCORD_MASK_CALENDAR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A unit of one kind: the others are 0. */
typedef struct AccordCalendarUnit
{
	const char *name;
	int64_t		microseconds;
	int			days;
	int			months;
	int			origin;			/* one day, or one month since year 0, that a
								 * unit begins with */
} AccordCalendarUnit;

/* The units from short to long; those of less than a day come first. */
extern const AccordCalendarUnit accord_calendar_units[];
extern const size_t accord_calendar_unit_count;

/* The unit of that name, or NULL. */
extern const AccordCalendarUnit *accord_calendar_unit(const char *name, size_t len);

/* The days or microseconds from which and to which, exclusive, the unit lasts. */
typedef struct AccordCalendarSpan
{
	int64_t		from;
	int64_t		to;
} AccordCalendarSpan;

/* For units of days and longer. */
extern AccordCalendarSpan accord_calendar_days(const AccordCalendarUnit *unit, int64_t day);

/* Ends that int64 cannot hold are INT64_MIN and INT64_MAX. */
extern AccordCalendarSpan accord_calendar_microseconds(const AccordCalendarUnit *unit, int64_t moment);

extern int64_t accord_calendar_day(int64_t year, int month, int day);
extern void accord_calendar_date(int64_t day, int64_t *year, int *month, int *day_of_month);

#endif							/* ACCORD_MASK_CALENDAR_H */
