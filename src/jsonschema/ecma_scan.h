/*
 * ecma_scan.h
 *	  What the parts of the ECMA-262 scanner share.
 */
#ifndef ACCORD_JSONSCHEMA_ECMA_SCAN_H
#define ACCORD_JSONSCHEMA_ECMA_SCAN_H

#include "jsonschema/ecma.h"

#include <string.h>

static inline bool
is_digit(int c)
{
	return c >= '0' && c <= '9';
}

static inline bool
is_letter(int c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* The byte at pos, or -1 behind the end. */
static inline int
byte_at(const AccordEcma *ecma, size_t pos)
{
	return pos < ecma->len ? (unsigned char) ecma->pattern[pos] : -1;
}

/* Does the text s stand at pos? */
static inline bool
stands(const AccordEcma *ecma, size_t pos, const char *s)
{
	size_t		len = strlen(s);

	return ecma->len - pos >= len && memcmp(ecma->pattern + pos, s, len) == 0;
}

/* Notes why the pattern is refused, and where; returns false. */
static inline bool
fail(AccordEcma *ecma, size_t pos, const char *reason)
{
	ecma->reason = reason;
	ecma->pos = pos;
	return false;
}

/* Reads one character, which must be well-formed UTF-8. */
extern bool accord_ecma_read_char(AccordEcma *ecma, uint32_t *cp);

/* Reads an escape that stands for one character, behind its backslash. */
extern bool accord_ecma_read_escape(AccordEcma *ecma, uint32_t *cp);

/* Translates the text between the braces of \p{...} into the token. */
extern bool accord_ecma_property(const char *name, AccordEcmaToken *token);

/* Does PCRE2 know the script that the token names? */
extern bool accord_ecma_script_known(const AccordEcmaToken *token);

#endif							/* ACCORD_JSONSCHEMA_ECMA_SCAN_H */
