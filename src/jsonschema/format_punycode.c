/*
 * format_punycode.c
 *	  Punycode (RFC 3492): the ASCII form of a label in Unicode, without "xn--".
 *
 * No postgres.h: see format.c.
 */
#include "jsonschema/format_idna.h"

#include <string.h>

/* RFC 3492, section 5 */
#define PUNYCODE_BASE	36
#define PUNYCODE_TMIN	1
#define PUNYCODE_TMAX	26
#define PUNYCODE_SKEW	38
#define PUNYCODE_DAMP	700
#define PUNYCODE_BIAS	72
#define PUNYCODE_FIRST	0x80

#define CODE_POINT_MAX	0x10FFFF

/* The bias after a delta of this size (RFC 3492, section 6.1). */
static uint32_t
punycode_adapt(uint32_t delta, uint32_t count, bool first)
{
	uint32_t	k = 0;

	delta = first ? delta / PUNYCODE_DAMP : delta / 2;
	delta += delta / count;
	while (delta > ((PUNYCODE_BASE - PUNYCODE_TMIN) * PUNYCODE_TMAX) / 2)
	{
		delta /= PUNYCODE_BASE - PUNYCODE_TMIN;
		k += PUNYCODE_BASE;
	}
	return k + (PUNYCODE_BASE - PUNYCODE_TMIN + 1) * delta / (delta + PUNYCODE_SKEW);
}

/* From which digit on a number goes on after position k. */
static uint32_t
punycode_threshold(uint32_t k, uint32_t bias)
{
	if (k <= bias + PUNYCODE_TMIN)
		return PUNYCODE_TMIN;
	if (k >= bias + PUNYCODE_TMAX)
		return PUNYCODE_TMAX;
	return k - bias;
}

/*
 * Reads a number of variable length and adds it to *value; returns the bytes
 * read, 0 when it does not end or does not fit.
 */
static size_t
punycode_number(const char *s, size_t len, uint32_t bias, uint32_t *value)
{
	uint64_t	sum = *value;
	uint64_t	weight = 1;
	uint32_t	k = PUNYCODE_BASE;

	for (size_t i = 0; i < len; i++, k += PUNYCODE_BASE)
	{
		uint32_t	c = (unsigned char) accord_lower_ascii(s[i]);
		uint32_t	digit = c <= '9' ? c - '0' + 26 : c - 'a';
		uint32_t	threshold = punycode_threshold(k, bias);

		sum += digit * weight;
		if (sum > INT32_MAX)
			return 0;
		if (digit < threshold)
		{
			*value = (uint32_t) sum;
			return i + 1;
		}
		weight *= PUNYCODE_BASE - threshold;
		if (weight > INT32_MAX)
			return 0;
	}
	return 0;
}

/*
 * RFC 3492, section 6.2; at least one character must be beyond ASCII.  What is
 * not the shortest spelling is left to be found by encoding the label again.
 */
bool
accord_punycode_decode(const char *s, size_t len, AccordLabel *label)
{
	size_t		i = len;
	uint32_t	character = PUNYCODE_FIRST;
	uint32_t	bias = PUNYCODE_BIAS;
	uint32_t	at = 0;

	label->len = 0;
	while (i > 0 && s[i - 1] != '-')
		i--;
	if (i == len || len > ACCORD_LABEL_MAX)
		return false;
	for (size_t plain = 0; plain + 1 < i; plain++)
		label->chars[label->len++] = (unsigned char) accord_lower_ascii(s[plain]);

	while (i < len)
	{
		uint32_t	start = at;
		uint32_t	count = (uint32_t) label->len + 1;
		size_t		n = punycode_number(s + i, len - i, bias, &at);

		if (n == 0)
			return false;
		i += n;
		bias = punycode_adapt(at - start, count, start == 0);
		if (at / count > CODE_POINT_MAX - character)
			return false;
		character += at / count;
		at %= count;
		memmove(label->chars + at + 1, label->chars + at,
				(label->len - at) * sizeof(uint32_t));
		label->chars[at++] = character;
		label->len++;
	}
	return true;
}

/* Writes a number of variable length; returns its bytes, 0 without room. */
static size_t
punycode_write(uint32_t value, uint32_t bias, char *out, size_t room)
{
	static const char digits[] = "abcdefghijklmnopqrstuvwxyz0123456789";
	uint32_t	k = PUNYCODE_BASE;

	for (size_t i = 0; i < room; i++, k += PUNYCODE_BASE)
	{
		uint32_t	threshold = punycode_threshold(k, bias);
		uint32_t	step = PUNYCODE_BASE - threshold;

		if (value < threshold)
		{
			out[i] = digits[value];
			return i + 1;
		}
		out[i] = digits[threshold + (value - threshold) % step];
		value = (value - threshold) / step;
	}
	return 0;
}

/* The smallest of the characters that are not below this one. */
static uint32_t
next_character(const AccordLabel *label, uint32_t from)
{
	uint32_t	next = CODE_POINT_MAX;

	for (size_t i = 0; i < label->len; i++)
	{
		if (label->chars[i] >= from && label->chars[i] < next)
			next = label->chars[i];
	}
	return next;
}

/* Writes the characters of ASCII and what parts them from the numbers. */
static size_t
write_plain(const AccordLabel *label, char *out, size_t room)
{
	size_t		used = 0;

	for (size_t i = 0; i < label->len && used < room; i++)
	{
		if (label->chars[i] < PUNYCODE_FIRST)
			out[used++] = (char) label->chars[i];
	}
	if (used > 0 && used < room)
		out[used++] = '-';
	return used;
}

/* RFC 3492, section 6.3; no delta can overflow in a label of this length. */
size_t
accord_punycode_encode(const AccordLabel *label, char *out, size_t room)
{
	size_t		used = write_plain(label, out, room);
	uint32_t	plain = (uint32_t) (used > 0 ? used - 1 : 0);
	uint32_t	count = plain;
	uint32_t	character = PUNYCODE_FIRST;
	uint32_t	bias = PUNYCODE_BIAS;
	uint32_t	delta = 0;

	while (count < label->len)
	{
		uint32_t	next = next_character(label, character);

		delta += (next - character) * (count + 1);
		for (size_t i = 0; i < label->len; i++)
		{
			size_t		n;

			if (label->chars[i] < next)
				delta++;
			if (label->chars[i] != next)
				continue;
			n = punycode_write(delta, bias, out + used, room - used);
			if (n == 0)
				return 0;
			used += n;
			bias = punycode_adapt(delta, count + 1, count == plain);
			delta = 0;
			count++;
		}
		delta++;
		character = next + 1;
	}
	return used;
}
