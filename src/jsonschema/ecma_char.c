/*
 * ecma_char.c
 *	  Reading one character of a pattern: UTF-8, or an escape that stands for
 *	  a character.
 */
#include "jsonschema/ecma_scan.h"

#define SURROGATE_LOW		0xDC00	/* first of the second halves */

bool
accord_ecma_read_char(AccordEcma *ecma, uint32_t *cp)
{
	static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
	int			c = byte_at(ecma, ecma->pos);
	int			size = c < 0x80 ? 1 : c < 0xC0 ? 0 : c < 0xE0 ? 2 :
		c < 0xF0 ? 3 : c < 0xF8 ? 4 : 0;

	*cp = size <= 1 ? c : c & (0x7F >> size);
	for (int i = 1; i < size; i++)
	{
		int			next = byte_at(ecma, ecma->pos + i);

		if (next == -1 || (next & 0xC0) != 0x80)
			size = 0;
		*cp = *cp << 6 | (next & 0x3F);
	}
	if (size == 0 || *cp < least[size] || *cp > ACCORD_ECMA_MAX_CHAR ||
		(*cp >= ACCORD_ECMA_SURROGATE_FIRST && *cp <= ACCORD_ECMA_SURROGATE_LAST))
		return fail(ecma, ecma->pos, "invalid UTF-8");
	ecma->pos += size;
	return true;
}

/* Reads between min and max hexadecimal digits. */
static bool
read_hex(AccordEcma *ecma, int min, int max, uint32_t *value)
{
	int			n;

	*value = 0;
	for (n = 0; n < max; n++)
	{
		int			c = byte_at(ecma, ecma->pos);

		if (is_digit(c))
			c -= '0';
		else if (is_letter(c) && (c | 0x20) <= 'f')
			c = (c | 0x20) - 'a' + 10;
		else
			break;
		*value = *value << 4 | c;
		ecma->pos++;
	}
	return n >= min;
}

/* Reads what follows \u: four digits, a pair of surrogates, or {digits}. */
static bool
read_unicode_escape(AccordEcma *ecma, uint32_t *cp)
{
	uint32_t	low;
	size_t		after;

	if (byte_at(ecma, ecma->pos) == '{')
	{
		ecma->pos++;
		while (byte_at(ecma, ecma->pos) == '0' &&
			   byte_at(ecma, ecma->pos + 1) != '}')
			ecma->pos++;
		if (!read_hex(ecma, 1, 6, cp) || *cp > ACCORD_ECMA_MAX_CHAR ||
			byte_at(ecma, ecma->pos) != '}')
			return fail(ecma, ecma->start, "malformed \\u escape");
		ecma->pos++;
		return true;
	}
	if (!read_hex(ecma, 4, 4, cp))
		return fail(ecma, ecma->start, "malformed \\u escape");
	after = ecma->pos;
	if (*cp >= ACCORD_ECMA_SURROGATE_FIRST && *cp < SURROGATE_LOW &&
		stands(ecma, after, "\\u"))
	{
		ecma->pos += 2;
		if (read_hex(ecma, 4, 4, &low) && low >= SURROGATE_LOW &&
			low <= ACCORD_ECMA_SURROGATE_LAST)
			*cp = 0x10000 + ((*cp - ACCORD_ECMA_SURROGATE_FIRST) << 10) +
				(low - SURROGATE_LOW);
		else
			ecma->pos = after;
	}
	return true;
}

bool
accord_ecma_read_escape(AccordEcma *ecma, uint32_t *cp)
{
	static const char letters[] = "tnvfr";
	static const char controls[] = "\t\n\v\f\r";
	int			c = byte_at(ecma, ecma->pos);
	const char *found = c > 0 ? strchr(letters, c) : NULL;

	if (c == -1)
		return fail(ecma, ecma->start, "backslash at the end of the pattern");
	ecma->pos++;
	if (found != NULL)
		*cp = controls[found - letters];
	else if (c == 'u')
		return read_unicode_escape(ecma, cp);
	else if (c == 'x')
	{
		if (!read_hex(ecma, 2, 2, cp))
			return fail(ecma, ecma->start, "malformed \\x escape");
	}
	else if (c == 'c')
	{
		c = byte_at(ecma, ecma->pos++);
		if (!is_letter(c))
			return fail(ecma, ecma->start, "malformed \\c escape");
		*cp = c & 0x1F;
	}
	else if (c == '0' && !is_digit(byte_at(ecma, ecma->pos)))
		*cp = 0;
	else if (c < 0x20 || c >= 0x7F || is_letter(c) || is_digit(c))
		return fail(ecma, ecma->start, "unknown escape");
	else
		*cp = c;
	return true;
}
