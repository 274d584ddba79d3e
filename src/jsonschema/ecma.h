/*
 * ecma.h
 *	  The syntax of ECMA-262 regular expressions: scanning, checking, and
 *	  translating to PCRE2.
 *
 * Pure C plus PCRE2: no PostgreSQL header, no allocation of its own, no error.
 */
#ifndef ACCORD_JSONSCHEMA_ECMA_H
#define ACCORD_JSONSCHEMA_ECMA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define ACCORD_ECMA_MAX_LEN		65536	/* bytes of a pattern */
#define ACCORD_ECMA_MAX_DEPTH	250 /* groups in groups, as PCRE2 has it */
#define ACCORD_ECMA_MAX_NAMES	100 /* named groups */
#define ACCORD_ECMA_MAX_REPEAT	65535	/* number in a quantifier, as PCRE2 */
#define ACCORD_ECMA_MAX_CHAR	0x10FFFF
#define ACCORD_ECMA_SURROGATE_FIRST	0xD800	/* halves of pairs: no characters */
#define ACCORD_ECMA_SURROGATE_LAST	0xDFFF
#define ACCORD_ECMA_INFINITE	UINT32_MAX	/* no upper bound */

typedef enum AccordEcmaKind
{
	ACCORD_ECMA_END,			/* of the pattern */
	ACCORD_ECMA_ERROR,			/* not valid: reason and pos of the scanner */
	ACCORD_ECMA_CHAR,			/* lo is the code point */
	ACCORD_ECMA_DOT,
	ACCORD_ECMA_SET,			/* \d \D \s \S \w \W: letter; also in classes */
	ACCORD_ECMA_PROPERTY,		/* \p{...}: property; also in classes */
	ACCORD_ECMA_CLASS,			/* [ or [^: negated */
	ACCORD_ECMA_RANGE,			/* in a class: lo to hi */
	ACCORD_ECMA_CLASS_END,
	ACCORD_ECMA_OPEN,			/* of a group: text is how it begins */
	ACCORD_ECMA_CLOSE,
	ACCORD_ECMA_OR,
	ACCORD_ECMA_BOL,			/* ^ */
	ACCORD_ECMA_EOL,			/* $ */
	ACCORD_ECMA_BOUNDARY,		/* \b \B: letter */
	ACCORD_ECMA_BACKREF,		/* number */
	ACCORD_ECMA_REPEAT			/* of what stands before: min, max, lazy */
} AccordEcmaKind;

typedef struct AccordEcmaToken
{
	AccordEcmaKind kind;
	uint32_t	lo;
	uint32_t	hi;
	char		letter;
	bool		negated;
	bool		lazy;
	bool		script;			/* the property names a script */
	uint32_t	min;
	uint32_t	max;			/* ACCORD_ECMA_INFINITE: no bound */
	uint32_t	number;
	const char *text;
	char		property[64];	/* as PCRE2 writes it */
} AccordEcmaToken;

/* A name of a group: where it stands in the pattern, and the group's number. */
typedef struct AccordEcmaName
{
	uint32_t	start;
	uint32_t	len;
	uint32_t	number;
} AccordEcmaName;

typedef struct AccordEcma
{
	const char *pattern;
	size_t		len;
	size_t		pos;			/* next byte to read; where an error is */
	size_t		start;			/* first byte of the last token */
	const char *reason;			/* NULL, or why the pattern is refused */
	bool		backrefs;		/* there are back-references */
	bool		in_class;
	bool		repeatable;		/* a quantifier may follow */
	uint32_t	groups;			/* capturing groups in all */
	int			singles;		/* members of a class that begin no range */
	int			names;
	int			depth;
	bool		assertion[ACCORD_ECMA_MAX_DEPTH];	/* open groups that look
													 * around */
	AccordEcmaName name[ACCORD_ECMA_MAX_NAMES];
} AccordEcma;

/* Begins to scan len bytes, which must stay where they are. */
extern void accord_ecma_begin(AccordEcma *ecma, const char *pattern,
							  size_t len);

/* Reads the next token; after END or ERROR it returns the same again. */
extern AccordEcmaKind accord_ecma_next(AccordEcma *ecma,
									   AccordEcmaToken *token);

/* True when len bytes are a regular expression of ECMA-262. */
extern bool accord_ecma_is_valid(const char *pattern, size_t len);

/*
 * Writes the pattern in PCRE2's syntax, at most room bytes of it, and returns
 * the bytes that it takes; -1 with ecma->reason and ecma->pos when it is not
 * valid.  Nothing is written where room is 0, and no NUL is added.
 */
extern long accord_ecma_translate(AccordEcma *ecma, const char *pattern,
								  size_t len, char *out, size_t room);

/* The place in the pattern that a place in its translation came from. */
extern size_t accord_ecma_source(const char *pattern, size_t len,
								 size_t translated);

#endif							/* ACCORD_JSONSCHEMA_ECMA_H */
