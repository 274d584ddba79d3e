/*
 * calendar.c
 *	  Weeks, months, years and so on that a day or a moment lies in.
 */
#include "mask/calendar.h"

#include <string.h>

#define MICROSECONDS_A_DAY INT64_C(86400000000)
#define DAYS_IN_400_YEARS 146097
#define DAYS_IN_100_YEARS 36524
#define DAYS_IN_4_YEARS 1461
#define DAYS_A_YEAR 365
#define MONTHS_A_YEAR 12

/* from 0000-03-01, where a year of months in a row of 31, 30 ... begins */
#define DAYS_TO_2000_01_01 730425

const AccordCalendarUnit accord_calendar_units[] = {
	{.name = "minute",.microseconds = INT64_C(60000000)},
	{.name = "hour",.microseconds = INT64_C(3600000000)},
	{.name = "day",.days = 1},
	{.name = "week",.days = 7,.origin = 2}, /* 2000-01-03 was a Monday */
	{.name = "month",.months = 1},
	{.name = "quarter",.months = 3},
	{.name = "year",.months = MONTHS_A_YEAR},
	{.name = "decade",.months = 10 * MONTHS_A_YEAR},
	/* the first century begins with year 1 */
	{.name = "century",.months = 100 * MONTHS_A_YEAR,.origin = MONTHS_A_YEAR},
};
const size_t accord_calendar_unit_count = sizeof(accord_calendar_units) / sizeof(accord_calendar_units[0]);

const AccordCalendarUnit *
accord_calendar_unit(const char *name, size_t len)
{
	for (size_t i = 0; i < accord_calendar_unit_count; i++)
		if (strlen(accord_calendar_units[i].name) == len && memcmp(accord_calendar_units[i].name, name, len) == 0)
			return &accord_calendar_units[i];
	return NULL;
}

static int64_t
floor_divide(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

/* The multiple of unit beyond origin that a lies in or on. */
static int64_t
floor_to(int64_t a, int64_t unit, int64_t origin)
{
	return floor_divide(a - origin, unit) * unit + origin;
}

/* Years begin in March, so that leap days end them. */
int64_t
accord_calendar_day(int64_t year, int month, int day)
{
	int64_t		y = month > 2 ? year : year - 1;
	int			m = month > 2 ? month - 3 : month + 9;
	int64_t		era = floor_divide(y, 400);
	int64_t		year_of_era = y - era * 400;
	int64_t		day_of_year = (153 * m + 2) / 5 + day - 1;

	return era * DAYS_IN_400_YEARS + year_of_era * DAYS_A_YEAR + year_of_era / 4 - year_of_era / 100 +
		day_of_year - DAYS_TO_2000_01_01;
}

void
accord_calendar_date(int64_t day, int64_t *year, int *month, int *day_of_month)
{
	int64_t		days = day + DAYS_TO_2000_01_01;
	int64_t		era = floor_divide(days, DAYS_IN_400_YEARS);
	int64_t		day_of_era = days - era * DAYS_IN_400_YEARS;
	int64_t		year_of_era = (day_of_era - day_of_era / (DAYS_IN_4_YEARS - 1) + day_of_era / DAYS_IN_100_YEARS -
							   day_of_era / (DAYS_IN_400_YEARS - 1)) / DAYS_A_YEAR;
	int			day_of_year = (int) (day_of_era - (DAYS_A_YEAR * year_of_era + year_of_era / 4 - year_of_era / 100));
	int			m = (5 * day_of_year + 2) / 153;

	*day_of_month = day_of_year - (153 * m + 2) / 5 + 1;
	*month = m < 10 ? m + 3 : m - 9;
	*year = year_of_era + era * 400 + (*month <= 2);
}

/* The day on which a month begins, of those since year 0. */
static int64_t
day_of_month_number(int64_t months)
{
	int64_t		year = floor_divide(months, MONTHS_A_YEAR);

	return accord_calendar_day(year, (int) (months - year * MONTHS_A_YEAR) + 1, 1);
}

AccordCalendarSpan
accord_calendar_days(const AccordCalendarUnit *unit, int64_t day)
{
	AccordCalendarSpan span;
	int64_t		year;
	int			month;
	int			day_of_month;

	if (unit->days > 0)
	{
		span.from = floor_to(day, unit->days, unit->origin);
		span.to = span.from + unit->days;
		return span;
	}
	accord_calendar_date(day, &year, &month, &day_of_month);
	span.from = floor_to(year * MONTHS_A_YEAR + month - 1, unit->months, unit->origin);
	span.to = day_of_month_number(span.from + unit->months);
	span.from = day_of_month_number(span.from);
	return span;
}

static int64_t
days_to_microseconds(int64_t days)
{
	int64_t		result;

	if (__builtin_mul_overflow(days, MICROSECONDS_A_DAY, &result))
		return days < 0 ? INT64_MIN : INT64_MAX;
	return result;
}

AccordCalendarSpan
accord_calendar_microseconds(const AccordCalendarUnit *unit, int64_t moment)
{
	AccordCalendarSpan span;

	if (unit->microseconds > 0)
	{
		int64_t		number = floor_divide(moment, unit->microseconds);

		if (__builtin_mul_overflow(number, unit->microseconds, &span.from))
			span.from = INT64_MIN;
		if (__builtin_mul_overflow(number + 1, unit->microseconds, &span.to))
			span.to = INT64_MAX;
		return span;
	}
	span = accord_calendar_days(unit, floor_divide(moment, MICROSECONDS_A_DAY));
	span.from = days_to_microseconds(span.from);
	span.to = days_to_microseconds(span.to);
	return span;
}
