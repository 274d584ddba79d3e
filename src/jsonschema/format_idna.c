/*
 * format_idna.c
 *	  The ASCII form of internationalised labels, "xn--...": Punycode
 *	  (RFC 3492) and the rules for what may be written in it.
 *
 * No postgres.h: see format.c.  Of the rules of RFC 5891, section 5.4, those
 * on hyphens, leading marks, exceptions and context are here.  Not yet: the
 * derived property of each character (RFC 5892, section 3) and right-to-left
 * text (RFC 5893), so that a label with, say, a symbol in it still passes.
 */
#include "jsonschema/format_text.h"

#include <string.h>

#include "jsonschema/format_idna_table.h"

#define PREFIX_LEN		4		/* xn-- */
#define LABEL_MAX		63

/* RFC 3492, section 5 */
#define PUNYCODE_BASE	36
#define PUNYCODE_TMIN	1
#define PUNYCODE_TMAX	26
#define PUNYCODE_SKEW	38
#define PUNYCODE_DAMP	700
#define PUNYCODE_BIAS	72
#define PUNYCODE_FIRST	0x80

#define CODE_POINT_MAX	0x10FFFF

/* A label in Unicode; each character takes at least one byte of Punycode. */
typedef struct Label
{
	uint32_t	chars[LABEL_MAX];
	size_t		len;
} Label;

/* A set of characters, as ranges in ascending order. */
typedef struct CharSet
{
	const IdnaRange *ranges;
	size_t		count;
} CharSet;

#define CHAR_SET(ranges) {ranges, sizeof(ranges) / sizeof((ranges)[0])}

static const CharSet marks = CHAR_SET(idna_marks);
static const CharSet viramas = CHAR_SET(idna_viramas);
static const CharSet join_next = CHAR_SET(idna_join_next);
static const CharSet join_previous = CHAR_SET(idna_join_previous);
static const CharSet greek = CHAR_SET(idna_greek);
static const CharSet hebrew = CHAR_SET(idna_hebrew);
static const CharSet kana_han = CHAR_SET(idna_kana_han);

/* RFC 5892, section 2.6, and what can never be part of a name */
static const IdnaRange disallowed_ranges[] = {
	{0x0080, 0x009F}, {0x0640, 0x0640}, {0x07FA, 0x07FA}, {0x302E, 0x302F},
	{0x3031, 0x3035}, {0x303B, 0x303B}, {0xD800, 0xDFFF},
};
static const CharSet disallowed = CHAR_SET(disallowed_ranges);

static const IdnaRange arabic_digit_ranges[] = {{0x0660, 0x0669}};
static const CharSet arabic_digits = CHAR_SET(arabic_digit_ranges);

static const IdnaRange extended_digit_ranges[] = {{0x06F0, 0x06F9}};
static const CharSet extended_digits = CHAR_SET(extended_digit_ranges);

static bool
is_in(const CharSet *set, uint32_t character)
{
	size_t		low = 0;
	size_t		high = set->count;

	while (low < high)
	{
		size_t		middle = (low + high) / 2;

		if (character > set->ranges[middle].last)
			low = middle + 1;
		else
			high = middle;
	}
	return low < set->count && character >= set->ranges[low].first;
}

static bool
holds_any(const Label *label, const CharSet *set)
{
	for (size_t i = 0; i < label->len; i++)
	{
		if (is_in(set, label->chars[i]))
			return true;
	}
	return false;
}

static uint32_t
lower_ascii(char c)
{
	return c >= 'A' && c <= 'Z' ? (uint32_t) (c - 'A' + 'a') : (unsigned char) c;
}

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
		uint32_t	c = lower_ascii(s[i]);
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
 * Decodes Punycode (RFC 3492, section 6.2) of letters, digits and hyphens; at
 * least one character must be beyond ASCII.
 */
static bool
punycode_decode(const char *s, size_t len, Label *label)
{
	size_t		i = len;
	uint32_t	character = PUNYCODE_FIRST;
	uint32_t	bias = PUNYCODE_BIAS;
	uint32_t	at = 0;

	label->len = 0;
	while (i > 0 && s[i - 1] != '-')
		i--;
	for (size_t plain = 0; plain + 1 < i; plain++)
		label->chars[label->len++] = lower_ascii(s[plain]);
	if (i == len || i == 1)
		return false;

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

/*
 * Contextual rules of RFC 5892, appendix A: may the character stand at this
 * place of the label?
 */
typedef bool (*ContextRule) (const Label *label, size_t at);

static bool
after_virama(const Label *label, size_t at)
{
	return at > 0 && is_in(&viramas, label->chars[at - 1]);
}

/* A.1: also between letters that join, whatever marks are between them */
static bool
zero_width_non_joiner(const Label *label, size_t at)
{
	size_t		before = at;
	size_t		after = at + 1;

	if (after_virama(label, at))
		return true;
	while (before > 0 && is_in(&marks, label->chars[before - 1]))
		before--;
	while (after < label->len && is_in(&marks, label->chars[after]))
		after++;
	return before > 0 && is_in(&join_next, label->chars[before - 1]) &&
		after < label->len && is_in(&join_previous, label->chars[after]);
}

/* A.3: Catalan */
static bool
between_l(const Label *label, size_t at)
{
	return at > 0 && label->chars[at - 1] == 'l' &&
		at + 1 < label->len && label->chars[at + 1] == 'l';
}

static bool
before_greek(const Label *label, size_t at)
{
	return at + 1 < label->len && is_in(&greek, label->chars[at + 1]);
}

static bool
after_hebrew(const Label *label, size_t at)
{
	return at > 0 && is_in(&hebrew, label->chars[at - 1]);
}

/* A.7; the dot itself belongs to no script */
static bool
among_kana_or_han(const Label *label, size_t at)
{
	(void) at;
	return holds_any(label, &kana_han);
}

static bool
without_extended_digits(const Label *label, size_t at)
{
	(void) at;
	return !holds_any(label, &extended_digits);
}

static bool
without_arabic_digits(const Label *label, size_t at)
{
	(void) at;
	return !holds_any(label, &arabic_digits);
}

typedef struct RuledRange
{
	uint32_t	first;
	uint32_t	last;
	ContextRule rule;
} RuledRange;

static const RuledRange context_rules[] = {
	{0x00B7, 0x00B7, between_l},
	{0x0375, 0x0375, before_greek},
	{0x05F3, 0x05F4, after_hebrew},
	{0x0660, 0x0669, without_extended_digits},
	{0x06F0, 0x06F9, without_arabic_digits},
	{0x200C, 0x200C, zero_width_non_joiner},
	{0x200D, 0x200D, after_virama},
	{0x30FB, 0x30FB, among_kana_or_han},
};

static bool
fits_context(const Label *label, size_t at)
{
	uint32_t	character = label->chars[at];

	for (size_t i = 0; i < sizeof(context_rules) / sizeof(context_rules[0]); i++)
	{
		if (character >= context_rules[i].first &&
			character <= context_rules[i].last)
			return context_rules[i].rule(label, at);
	}
	return true;
}

bool
accord_idna_is_a_label(const char *s, size_t len)
{
	Label		label;

	if (len <= PREFIX_LEN || len > LABEL_MAX ||
		lower_ascii(s[0]) != 'x' || lower_ascii(s[1]) != 'n' ||
		s[2] != '-' || s[3] != '-' ||
		!punycode_decode(s + PREFIX_LEN, len - PREFIX_LEN, &label))
		return false;

	if (label.chars[0] == '-' || label.chars[label.len - 1] == '-' ||
		(label.len >= 4 && label.chars[2] == '-' && label.chars[3] == '-') ||
		is_in(&marks, label.chars[0]))
		return false;
	for (size_t i = 0; i < label.len; i++)
	{
		if (is_in(&disallowed, label.chars[i]) || !fits_context(&label, i))
			return false;
	}
	return true;
}
