/*
 * format_idna_rules.c
 *	  The rules of IDNA on the characters that stand together in a label: those
 *	  on context (RFC 5892) and on right-to-left text (RFC 5893).
 *
 * No postgres.h: see format.c.
 */
#include "jsonschema/format_idna.h"

#define CLASS_VIRAMA	9		/* a Canonical_Combining_Class */

#define BIDI_FROM_RIGHT (ACCORD_BIDI_R | ACCORD_BIDI_AL | ACCORD_BIDI_AN)
#define BIDI_NUMBERS	(ACCORD_BIDI_EN | ACCORD_BIDI_AN)

/* The AccordIdnaChar of each character of the label is known. */
static const AccordIdnaChar *
char_at(const AccordLabel *label, size_t at)
{
	return accord_idna_char(label->chars[at]);
}

/*
 * Contextual rules of RFC 5892, appendix A: may the character stand at this
 * place of the label?
 */
typedef bool (*ContextRule) (const AccordLabel *label, size_t at);

static bool
after_virama(const AccordLabel *label, size_t at)
{
	return at > 0 && char_at(label, at - 1)->combining_class == CLASS_VIRAMA;
}

/* A.1: also between letters that join, whatever is transparent to that */
static bool
zero_width_non_joiner(const AccordLabel *label, size_t at)
{
	size_t		before = at;
	size_t		after = at + 1;
	AccordJoining joining;

	if (after_virama(label, at))
		return true;

	while (before > 0 && char_at(label, before - 1)->joining == ACCORD_JOINING_T)
		before--;
	while (after < label->len && char_at(label, after)->joining == ACCORD_JOINING_T)
		after++;
	if (before == 0 || after == label->len)
		return false;

	joining = char_at(label, before - 1)->joining;
	if (joining != ACCORD_JOINING_L && joining != ACCORD_JOINING_D)
		return false;
	joining = char_at(label, after)->joining;
	return joining == ACCORD_JOINING_R || joining == ACCORD_JOINING_D;
}

/* A.3: Catalan */
static bool
between_l(const AccordLabel *label, size_t at)
{
	return at > 0 && label->chars[at - 1] == 'l' &&
		at + 1 < label->len && label->chars[at + 1] == 'l';
}

static bool
before_greek(const AccordLabel *label, size_t at)
{
	return at + 1 < label->len &&
		char_at(label, at + 1)->script == ACCORD_SCRIPT_GREEK;
}

static bool
after_hebrew(const AccordLabel *label, size_t at)
{
	return at > 0 && char_at(label, at - 1)->script == ACCORD_SCRIPT_HEBREW;
}

/* A.7; the dot itself belongs to no script */
static bool
among_kana_or_han(const AccordLabel *label, size_t at)
{
	(void) at;
	for (size_t i = 0; i < label->len; i++)
	{
		if (char_at(label, i)->script == ACCORD_SCRIPT_KANA_HAN)
			return true;
	}
	return false;
}

typedef struct RuledRange
{
	uint32_t	first;
	uint32_t	last;
	ContextRule rule;
} RuledRange;

/*
 * Of A.8 and A.9, on Arabic-Indic digits and extended ones, nothing is left to
 * do: the former are AN and the latter EN, which RFC 5893 lets nobody mix.
 */
static const RuledRange context_rules[] = {
	{0x00B7, 0x00B7, between_l},
	{0x0375, 0x0375, before_greek},
	{0x05F3, 0x05F4, after_hebrew},
	{0x200C, 0x200C, zero_width_non_joiner},
	{0x200D, 0x200D, after_virama},
	{0x30FB, 0x30FB, among_kana_or_han},
};

bool
accord_idna_fits_context(const AccordLabel *label, size_t at)
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
accord_idna_is_rtl(const AccordLabel *label)
{
	for (size_t i = 0; i < label->len; i++)
	{
		if (char_at(label, i)->bidi & BIDI_FROM_RIGHT)
			return true;
	}
	return false;
}

/* RFC 5893, section 2; the numbers are those of its conditions */
bool
accord_idna_fits_bidi(const AccordLabel *label)
{
	unsigned	first = char_at(label, 0)->bidi;
	unsigned	last = 0;		/* before the non-spacing marks at the end */
	unsigned	all = 0;

	for (size_t i = 0; i < label->len; i++)
	{
		unsigned	bidi = char_at(label, i)->bidi;

		all |= bidi;
		if (bidi != ACCORD_BIDI_NSM)
			last = bidi;
	}

	if (first == ACCORD_BIDI_L) /* 1, 5, 6 */
		return !(all & BIDI_FROM_RIGHT) &&
			(last & (ACCORD_BIDI_L | ACCORD_BIDI_EN));
	return (first & (ACCORD_BIDI_R | ACCORD_BIDI_AL)) &&	/* 1 */
		!(all & ACCORD_BIDI_L) &&	/* 2 */
		(last & (BIDI_FROM_RIGHT | ACCORD_BIDI_EN)) &&	/* 3 */
		(all & BIDI_NUMBERS) != BIDI_NUMBERS;	/* 4 */
}
