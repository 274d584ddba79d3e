/*
 * format_idna.h
 *	  What the files of IDNA share: labels, and what Unicode says of their
 *	  characters.
 *
 * Private to format_idna*.c and format_punycode.c.
 */
#ifndef ACCORD_JSONSCHEMA_FORMAT_IDNA_H
#define ACCORD_JSONSCHEMA_FORMAT_IDNA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define ACCORD_LABEL_MAX	63	/* RFC 1035, section 2.3.4 */

/*
 * A label in Unicode.  Each of its characters takes at least one byte in the
 * ASCII form, so that no valid one is longer.
 */
typedef struct AccordLabel
{
	uint32_t	chars[ACCORD_LABEL_MAX];
	size_t		len;
} AccordLabel;

/* Bidi_Class, as bits; the rules do not tell apart what is NEUTRAL here */
typedef enum AccordBidi
{
	ACCORD_BIDI_L = 0x01,
	ACCORD_BIDI_R = 0x02,
	ACCORD_BIDI_AL = 0x04,
	ACCORD_BIDI_AN = 0x08,
	ACCORD_BIDI_EN = 0x10,
	ACCORD_BIDI_NSM = 0x20,
	ACCORD_BIDI_NEUTRAL = 0x40	/* ES, CS, ET, ON or BN */
} AccordBidi;

/* Joining_Type; C, which takes part in no rule, is U here */
typedef enum AccordJoining
{
	ACCORD_JOINING_U,
	ACCORD_JOINING_D,
	ACCORD_JOINING_L,
	ACCORD_JOINING_R,
	ACCORD_JOINING_T
} AccordJoining;

/* the scripts that a rule names */
typedef enum AccordScript
{
	ACCORD_SCRIPT_OTHER,
	ACCORD_SCRIPT_GREEK,
	ACCORD_SCRIPT_HEBREW,
	ACCORD_SCRIPT_KANA_HAN		/* Hiragana, Katakana or Han */
} AccordScript;

/* What is known of a character that may stand in a label. */
typedef struct AccordIdnaChar
{
	bool		has_rule;		/* CONTEXTJ or CONTEXTO */
	bool		is_mark;		/* General_Category Mn, Mc or Me */
	uint8_t		combining_class;	/* Canonical_Combining_Class */
	uint8_t		bidi;			/* AccordBidi */
	uint8_t		joining;		/* AccordJoining */
	uint8_t		script;			/* AccordScript */
} AccordIdnaChar;

static inline char
accord_lower_ascii(char c)
{
	return c >= 'A' && c <= 'Z' ? (char) (c - 'A' + 'a') : c;
}

/* NULL when no label may have the character: DISALLOWED or UNASSIGNED. */
extern const AccordIdnaChar *accord_idna_char(uint32_t character);

/* Of a label all of whose characters are known: is it in normal form C? */
extern bool accord_idna_is_nfc(const AccordLabel *label);

/* Does the contextual rule of the character at this place allow it? */
extern bool accord_idna_fits_context(const AccordLabel *label, size_t at);

/*
 * Has the label, all of whose characters are known, one that is written from
 * right to left?
 */
extern bool accord_idna_is_rtl(const AccordLabel *label);

/* May such a label be part of a name that has such a character? */
extern bool accord_idna_fits_bidi(const AccordLabel *label);

/*
 * Punycode (RFC 3492), without the prefix.  Decoding takes letters, digits and
 * hyphens; encoding returns the length, 0 when it does not fit into the room.
 */
extern bool accord_punycode_decode(const char *s, size_t len, AccordLabel *label);
extern size_t accord_punycode_encode(const AccordLabel *label, char *out, size_t room);

#endif							/* ACCORD_JSONSCHEMA_FORMAT_IDNA_H */
