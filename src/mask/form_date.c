/*
 * form_date.c
 *	  Masks dates as text: 1983-08-06 becomes 1983-08-01 or 1983-01-01, say.
 *
 * The form is that of ISO 8601 and RFC 3339, of which a time is left out.
 */
#include "mask/form.h"

#include <stdbool.h>
#include <stdio.h>

#include "mask/calendar.h"

#define DATE_BYTES 10			/* YYYY-MM-DD */
#define TIME_BYTES 6			/* Thh:mm, and more */
#define FIRST_YEAR 1			/* a date has no sign: nothing before it */

/* Are the characters digits where the form has 9, and those of the form elsewhere? */
static bool
matches(const char *s, const char *form)
{
	for (; *form != '\0'; s++, form++)
		if (*form == '9' ? *s < '0' || *s > '9' : *s != *form)
			return false;
	return true;
}

static int
two_digits(const char *s)
{
	return (s[0] - '0') * 10 + s[1] - '0';
}

/* Nothing, or what looks like the time behind a date; it is not shown. */
static bool
is_time(const char *s, size_t len)
{
	if (len == 0)
		return true;
	if (len < TIME_BYTES || (!matches(s, "T99:99") && !matches(s, "t99:99") && !matches(s, " 99:99")))
		return false;
	for (size_t i = TIME_BYTES; i < len; i++)
		if (s[i] == '\0' || strchr("0123456789:.,+-Zz ", s[i]) == NULL)
			return false;
	return true;
}

/* Reads the day; false if there is no such. */
static bool
read_date(const char *s, size_t len, int64_t *day)
{
	int64_t		year;
	int			month;
	int			day_of_month;
	int			written;

	if (len < DATE_BYTES || len > ACCORD_MASK_LONGEST || !matches(s, "9999-99-99") || !is_time(s + DATE_BYTES, len - DATE_BYTES))
		return false;
	month = two_digits(s + 5);
	written = two_digits(s + 8);
	if (month < 1 || month > 12 || written < 1)
		return false;
	*day = accord_calendar_day(two_digits(s) * 100 + two_digits(s + 2), month, written);
	accord_calendar_date(*day, &year, &month, &day_of_month);
	return day_of_month == written && year >= FIRST_YEAR;
}

size_t
accord_mask_form_date(const char *s, size_t len, const AccordCalendarUnit *unit, char *out)
{
	int64_t		day;
	int64_t		year;
	int			month;
	int			day_of_month;

	if (!read_date(s, len, &day))
		return accord_mask_form_text(s, len, out);
	day = accord_calendar_days(unit, day).from;
	accord_calendar_date(day, &year, &month, &day_of_month);
	if (year < FIRST_YEAR)
		return accord_mask_form_text(s, len, out);
	return snprintf(out, ACCORD_MASK_ROOM, "%04d-%02d-%02d", (int) year, month, day_of_month);
}

size_t
accord_mask_form_month(const char *s, size_t len, char *out)
{
	return accord_mask_form_date(s, len, accord_calendar_unit("month", strlen("month")), out);
}

size_t
accord_mask_form_year(const char *s, size_t len, char *out)
{
	return accord_mask_form_date(s, len, accord_calendar_unit("year", strlen("year")), out);
}
