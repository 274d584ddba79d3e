/*
 * pattern.h
 *	  Regular expressions of schemas: ECMA-262 text, matched by PCRE2 or, when
 *	  simple, by a matcher of our own.
 */
#ifndef ACCORD_JSONSCHEMA_PATTERN_H
#define ACCORD_JSONSCHEMA_PATTERN_H

#include "postgres.h"

typedef struct AccordPattern AccordPattern;

/* Why a pattern was refused; the text is static or palloc'd. */
typedef struct AccordPatternError
{
	const char *reason;			/* "missing closing parenthesis" */
	int			offset;			/* in bytes of the pattern */
} AccordPatternError;

/*
 * Compiles len bytes of UTF-8.  Everything the pattern holds lives in the
 * current memory context, which releases it when it is reset or deleted (a
 * reset callback frees what PCRE2 holds outside).  external, if not NULL,
 * must live as long: bytes held outside memory contexts (JIT code, made at
 * the first match that wants it) are added to it.  Returns NULL and fills
 * error when the pattern is not valid.
 */
extern AccordPattern *accord_pattern_compile(const char *pattern, int len,
											 Size *external,
											 AccordPatternError *error);

/*
 * Does the pattern match somewhere in len bytes of valid UTF-8?  Raises
 * 54001 (statement_too_complex) when a limit is reached: an undecided match
 * is no verdict.  Honours query cancel.
 */
extern bool accord_pattern_matches(AccordPattern *pattern, const char *s,
								   int len);

#endif							/* ACCORD_JSONSCHEMA_PATTERN_H */
