/*
 * format_idna_unicode.c
 *	  What IDNA asks of Unicode: properties of characters, and whether a label
 *	  is in normal form C.
 *
 * No postgres.h: see format.c.
 *
 * Normalization is exact, but only for characters that a label may have: none
 * of them changes when it is normalized alone, and Hangul syllables need no
 * thought, because the letters that they are composed of are DISALLOWED.
 */
#include "jsonschema/format_idna.h"
#include "jsonschema/format_idna_table.h"

#define DECOMPOSITION_MAX	3	/* characters that one can consist of */

/* A label whose composites may have been taken apart. */
typedef struct Decomposed
{
	uint32_t	chars[ACCORD_LABEL_MAX * DECOMPOSITION_MAX];
	size_t		len;
} Decomposed;

const AccordIdnaChar *
accord_idna_char(uint32_t character)
{
	size_t		low = 0;
	size_t		high = sizeof(idna_ranges) / sizeof(idna_ranges[0]);

	while (low < high)
	{
		size_t		middle = (low + high) / 2;
		const IdnaRange *range = &idna_ranges[middle];

		if (character > range->last)
			low = middle + 1;
		else if (character < range->first)
			high = middle;
		else if ((character - range->first) % range->step == 0)
			return &idna_kinds[range->kind];
		else
			return NULL;
	}
	return NULL;
}

/* NULL when the character is not composed of others. */
static const IdnaComposite *
composite_of(uint32_t character)
{
	size_t		low = 0;
	size_t		high = sizeof(idna_composites) / sizeof(idna_composites[0]);

	while (low < high)
	{
		size_t		middle = (low + high) / 2;

		if (character > idna_composites[middle].composite)
			low = middle + 1;
		else if (character < idna_composites[middle].composite)
			high = middle;
		else
			return &idna_composites[middle];
	}
	return NULL;
}

/* What the two compose, or 0.  Only marks get here: a search is fast enough. */
static uint32_t
compose(uint32_t first, uint32_t second)
{
	for (size_t i = 0; i < sizeof(idna_composites) / sizeof(idna_composites[0]); i++)
	{
		if (idna_composites[i].second == second && idna_composites[i].first == first)
			return idna_composites[i].composite;
	}
	return 0;
}

static uint8_t
class_of(uint32_t character)
{
	return accord_idna_char(character)->combining_class;
}

/* Adds a character, and puts it into the canonical order of its marks. */
static void
add_in_order(Decomposed *parts, uint32_t character)
{
	uint8_t		class = class_of(character);
	size_t		at = parts->len++;

	for (; class > 0 && at > 0 && class_of(parts->chars[at - 1]) > class; at--)
		parts->chars[at] = parts->chars[at - 1];
	parts->chars[at] = character;
}

static void
decompose(const AccordLabel *label, Decomposed *parts)
{
	parts->len = 0;
	for (size_t i = 0; i < label->len; i++)
	{
		uint32_t	marks[DECOMPOSITION_MAX];
		size_t		n = 0;
		uint32_t	base = label->chars[i];
		const IdnaComposite *composite;

		/* only the first of two can be composed itself */
		while ((composite = composite_of(base)) != NULL)
		{
			marks[n++] = composite->second;
			base = composite->first;
		}
		add_in_order(parts, base);
		while (n > 0)
			add_in_order(parts, marks[--n]);
	}
}

/* Composes what is in canonical order; a label begins with no mark. */
static void
recompose(Decomposed *parts)
{
	size_t		starter = 0;
	size_t		len = 0;

	for (size_t i = 0; i < parts->len; i++)
	{
		uint32_t	character = parts->chars[i];
		uint8_t		class = class_of(character);
		uint32_t	composite = 0;

		/* what has the same class, or none, stands in the way */
		if (len > 0 && (len == starter + 1 || class_of(parts->chars[len - 1]) < class))
			composite = compose(parts->chars[starter], character);
		if (composite != 0)
		{
			parts->chars[starter] = composite;
			continue;
		}
		if (class == 0)
			starter = len;
		parts->chars[len++] = character;
	}
	parts->len = len;
}

bool
accord_idna_is_nfc(const AccordLabel *label)
{
	Decomposed	parts;
	size_t		marks = 0;

	/* nothing else is ever moved or composed */
	for (size_t i = 0; i < label->len; i++)
		marks += accord_idna_char(label->chars[i])->is_mark;
	if (marks == 0)
		return true;

	decompose(label, &parts);
	recompose(&parts);
	if (parts.len != label->len)
		return false;
	for (size_t i = 0; i < parts.len; i++)
	{
		if (parts.chars[i] != label->chars[i])
			return false;
	}
	return true;
}
