/*
 * grapheme.h
 *	  Characters as a reader sees them: extended grapheme clusters (UAX #29),
 *	  and what kind of characters they are.
 *
 * Text is valid UTF-8.  Pure C and PCRE2, whose \X knows the clusters.
 */
#ifndef ACCORD_MASK_GRAPHEME_H
#define ACCORD_MASK_GRAPHEME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * A cluster may be as long as someone cares to make it, and marks on a letter
 * can hold a message: one with more bytes than this is not shown.
 */
#define ACCORD_GRAPHEME_SHOWN_BYTES 64

/* Bytes of the cluster that len > 0 bytes begin with. */
extern size_t accord_grapheme_next(const char *s, size_t len);

/*
 * May the cluster be shown?  Not if it is no character by itself: controls,
 * format characters such as those that turn the direction of text, blanks
 * other than the ASCII one, marks without a letter.  Nor if there is anything
 * of this kind in it, or marks that are letters: they could hold a message.
 */
extern bool accord_grapheme_is_visible(const char *s, size_t len);

/* Does a reader miss the cluster when it is hidden?  Not if it is a blank. */
static inline bool
accord_grapheme_is_missed(const char *s, size_t len)
{
	return s[0] != ' ' && accord_grapheme_is_visible(s, len);
}

typedef enum AccordCharacters
{
	ACCORD_CHARACTERS_DOMAIN,	/* labels of letters, marks, digits and
								 * hyphens; in the last one is a letter */
	ACCORD_CHARACTERS_NAME,		/* all may stand in a name of a person */
	ACCORD_CHARACTERS_LETTER,	/* a letter that is no filler is among them */
	ACCORD_CHARACTERS_INITIAL	/* the first is a letter that is no name by
								 * itself, as an ideograph is */
} AccordCharacters;

/* Is the text of that kind?  False as well where PCRE2 cannot tell. */
extern bool accord_grapheme_is(AccordCharacters kind, const char *s, size_t len);

/* Decodes the code point that len > 0 bytes begin with; returns its bytes. */
extern size_t accord_grapheme_decode(const char *s, size_t len, uint32_t *code);

static inline bool
accord_grapheme_is_ascii(const char *s, size_t len)
{
	unsigned char seen = 0;

	for (size_t i = 0; i < len; i++)
		seen |= (unsigned char) s[i];
	return seen < 0x80;
}

#endif							/* ACCORD_MASK_GRAPHEME_H */
