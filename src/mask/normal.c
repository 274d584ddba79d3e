/*
 * normal.c
 *	  What a domain does to a value before its token is made.
 *
 * Letters become small one by one, as UnicodeData.txt has them, whatever
 * stands beside them and without composing: more would not stay the same when
 * Unicode grows.
 */
#include "postgres.h"

#include "mb/pg_wchar.h"

#include "mask/keys.h"
#include "mask/normal.h"
#include "mask/normal_table.h"

static pg_wchar
to_lower(pg_wchar c)
{
	int			low = 0;
	int			high = lengthof(normal_lower) - 1;

	while (low <= high)
	{
		int			middle = (low + high) / 2;
		const NormalRange *range = &normal_lower[middle];

		if (c < range->first)
			high = middle - 1;
		else if (c > range->last)
			low = middle + 1;
		else
			return (c - range->first) % range->step == 0 ? c + range->distance : c;
	}
	return c;
}

/* The digit as ASCII, or 0 for what is none. */
static pg_wchar
to_digit(pg_wchar c)
{
	/* one that became ASCII when it became small, such as the Kelvin sign */
	if (c < 0x80)
		return 0;
	for (int i = 0; i < (int) lengthof(normal_zeros) && normal_zeros[i] <= c; i++)
		if (c - normal_zeros[i] <= 9)
			return '0' + (c - normal_zeros[i]);
	return 0;
}

/* The characters with the property White_Space; there will be no others. */
static bool
is_space(pg_wchar c)
{
	return (c >= 0x09 && c <= 0x0D) || c == ' ' || c == 0x85 || c == 0xA0 || c == 0x1680 ||
		(c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000;
}

static pg_wchar
character_at(const char *p)
{
	return utf8_to_unicode((const unsigned char *) p);
}

static int
bytes_at(const char *p)
{
	return pg_utf_mblen((const unsigned char *) p);
}

static const char *
skip_spaces(const char *p, const char *end)
{
	while (p < end && is_space(character_at(p)))
		p += bytes_at(p);
	return p;
}

/* Where the white space at the end begins. */
static const char *
before_spaces(const char *p, const char *end)
{
	while (end > p)
	{
		const char *last = end - 1;

		while (last > p && ((unsigned char) *last & 0xC0) == 0x80)
			last--;
		if (!is_space(character_at(last)))
			break;
		end = last;
	}
	return end;
}

/* A character that is not ASCII, as the steps leave it. */
static char *
append(int steps, pg_wchar c, char *out)
{
	if (steps & ACCORD_NORMALISE_LOWER)
		c = to_lower(c);
	if (steps & ACCORD_NORMALISE_DIGITS)
		c = to_digit(c);
	if (c == 0)
		return out;
	(void) unicode_to_utf8(c, (unsigned char *) out);
	return out + bytes_at(out);
}

/* The same for ASCII, which most values are. */
static inline char *
append_ascii(int steps, char c, char *out)
{
	if (steps & ACCORD_NORMALISE_LOWER)
		c = c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c;
	*out = c;
	return out + (!(steps & ACCORD_NORMALISE_DIGITS) || (c >= '0' && c <= '9'));
}

size_t
accord_normal_apply(int steps, const char *utf8, size_t len, char *out)
{
	const char *p = utf8;
	const char *end = utf8 + len;
	char	   *next = out;

	if (steps & ACCORD_NORMALISE_TRIM)
	{
		p = skip_spaces(p, end);
		end = before_spaces(p, end);
	}
	while (p < end)
	{
		if ((unsigned char) *p < 0x80)
			next = append_ascii(steps, *p++, next);
		else
		{
			next = append(steps, character_at(p), next);
			p += bytes_at(p);
		}
	}
	return next - out;
}
