/*
 * format_datetime.c
 *	  Formats of RFC 3339: date-time, date, time, duration.
 *
 * No postgres.h: see format.c.  PostgreSQL's own input accepts far more
 * spellings and depends on settings.
 */
#include "jsonschema/format_text.h"

#define DATE_LEN		10		/* 2026-01-31 */
#define TIME_LEN		8		/* 23:59:59 */
#define OFFSET_LEN		6		/* +01:00 */
#define MINUTES_OF_DAY	(24 * 60)
#define NOT_A_NUMBER	100		/* more than any two digits */

/* The number that two digits write, or NOT_A_NUMBER. */
static inline unsigned
two_digits(const char *s)
{
	unsigned	tens = (unsigned char) s[0] - (unsigned) '0';
	unsigned	ones = (unsigned char) s[1] - (unsigned) '0';

	return (tens <= 9 && ones <= 9) ? tens * 10 + ones : NOT_A_NUMBER;
}

static bool
is_leap_year(unsigned century, unsigned year_of_century)
{
	unsigned	year = year_of_century == 0 ? century : year_of_century;

	return year % 4 == 0;
}

static unsigned
days_of_month(unsigned month, bool leap_year)
{
	static const unsigned char days[] =
	{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

	return month == 2 && leap_year ? 29 : days[month - 1];
}

/* full-date, of the DATE_LEN bytes at s */
static inline bool
is_full_date(const char *s)
{
	unsigned	century = two_digits(s);
	unsigned	year = two_digits(s + 2);
	unsigned	month = two_digits(s + 5);
	unsigned	day = two_digits(s + 8);

	if (s[4] != '-' || s[7] != '-' ||
		century == NOT_A_NUMBER || year == NOT_A_NUMBER ||
		month < 1 || month > 12 || day < 1)
		return false;
	return day <= 28 || day <= days_of_month(month, is_leap_year(century, year));
}

/*
 * time-offset, which must fill all len bytes.  Sets *minutes to what is to be
 * subtracted to get UTC, from 0 to less than a day.
 */
static inline bool
read_offset(const char *s, size_t len, unsigned *minutes)
{
	unsigned	hour;
	unsigned	minute;

	*minutes = 0;
	if (len == 1)
		return s[0] == 'Z' || s[0] == 'z';
	if (len != OFFSET_LEN || (s[0] != '+' && s[0] != '-') || s[3] != ':')
		return false;

	hour = two_digits(s + 1);
	minute = two_digits(s + 4);
	if (hour > 23 || minute > 59)
		return false;
	*minutes = hour * 60 + minute;
	if (s[0] == '-')
		*minutes = MINUTES_OF_DAY - *minutes;
	return true;
}

/* full-time.  The 61st second is one of the last minute of a day in UTC. */
static inline bool
is_full_time(const char *s, size_t len)
{
	unsigned	hour;
	unsigned	minute;
	unsigned	second;
	unsigned	offset;
	size_t		i = TIME_LEN;

	if (len <= TIME_LEN || s[2] != ':' || s[5] != ':')
		return false;
	hour = two_digits(s);
	minute = two_digits(s + 3);
	second = two_digits(s + 6);
	if (hour > 23 || minute > 59 || second > 60)
		return false;

	if (s[i] == '.')
	{
		size_t		digits = accord_char_span(s + i + 1, len - i - 1,
											  ACCORD_CHAR_DIGIT);

		if (digits == 0)
			return false;
		i += 1 + digits;
	}
	if (!read_offset(s + i, len - i, &offset))
		return false;
	return second < 60 ||
		(hour * 60 + minute + MINUTES_OF_DAY - offset) % MINUTES_OF_DAY ==
		MINUTES_OF_DAY - 1;
}

bool
accord_format_date(const char *s, size_t len)
{
	return len == DATE_LEN && is_full_date(s);
}

bool
accord_format_time(const char *s, size_t len)
{
	return is_full_time(s, len);
}

bool
accord_format_date_time(const char *s, size_t len)
{
	return len > DATE_LEN + 1 &&
		(s[DATE_LEN] == 'T' || s[DATE_LEN] == 't') &&
		is_full_date(s) &&
		is_full_time(s + DATE_LEN + 1, len - DATE_LEN - 1);
}

/*
 * The longest run of elements "<digits><unit>" whose units follow each other
 * in the given string without a gap; returns its length.
 */
static size_t
duration_span(const char *s, size_t len, const char *units)
{
	size_t		used = 0;
	bool		started = false;

	while (*units != '\0')
	{
		size_t		digits = accord_char_span(s + used, len - used,
											  ACCORD_CHAR_DIGIT);

		if (digits > 0 && used + digits < len && s[used + digits] == *units)
		{
			used += digits + 1;
			started = true;
		}
		else if (started)
			break;
		units++;
	}
	return used;
}

/*
 * RFC 3339, appendix A: units without a gap ("P1Y2D" has one) and no fraction.
 * In capitals, as ISO 8601 has them.
 */
bool
accord_format_duration(const char *s, size_t len)
{
	size_t		used;

	if (len < 2 || s[0] != 'P')
		return false;
	s++;
	len--;
	if (duration_span(s, len, "W") == len)
		return true;

	used = duration_span(s, len, "YMD");
	if (used == len)
		return true;
	if (s[used] != 'T' || used + 1 == len)
		return false;
	used++;
	return duration_span(s + used, len - used, "HMS") == len - used;
}
