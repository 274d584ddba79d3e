/*
 * pattern_simple.h
 *	  Regular expressions that need no backtracking, matched byte by byte.
 *
 * Pure C: no PostgreSQL header, no allocation, no error.
 */
#ifndef ACCORD_JSONSCHEMA_PATTERN_SIMPLE_H
#define ACCORD_JSONSCHEMA_PATTERN_SIMPLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define ACCORD_SIMPLE_ATOMS		32	/* the longest sequence */
#define ACCORD_SIMPLE_TEXT		32	/* bytes of a literal */

/* Which characters beyond ASCII a set has. */
typedef enum AccordSimpleWide
{
	ACCORD_SIMPLE_NONE,
	ACCORD_SIMPLE_ALL,
	ACCORD_SIMPLE_NO_LINE_ENDS, /* all but U+2028 and U+2029, as a dot */
	ACCORD_SIMPLE_SPACES,		/* those of \s */
	ACCORD_SIMPLE_NO_SPACES		/* those of \S */
} AccordSimpleWide;

typedef enum AccordSimpleKind
{
	ACCORD_SIMPLE_LITERAL,		/* bytes, once */
	ACCORD_SIMPLE_BYTES,		/* min to max bytes out of set */
	ACCORD_SIMPLE_CHARS			/* min to max characters, set and wide */
} AccordSimpleKind;

typedef struct AccordSimpleAtom
{
	uint8_t		kind;
	uint8_t		wide;
	uint8_t		len;			/* of bytes */
	uint32_t	min;
	uint32_t	max;			/* UINT32_MAX: no bound */
	union
	{
		uint64_t	set[4];		/* one bit for each byte value */
		char		bytes[ACCORD_SIMPLE_TEXT];
	};
} AccordSimpleAtom;

typedef enum AccordSimpleSearch
{
	ACCORD_SIMPLE_SEQUENCE,		/* the atoms, from the start of the string */
	ACCORD_SIMPLE_CONTAINS,		/* the one atom, anywhere */
	ACCORD_SIMPLE_SUFFIX		/* the one literal, at the end */
} AccordSimpleSearch;

typedef struct AccordSimple
{
	uint8_t		search;
	bool		to_end;			/* a sequence must reach the end */
	int			atoms;
	AccordSimpleAtom atom[ACCORD_SIMPLE_ATOMS]; /* may be cut to atoms */
} AccordSimple;

/*
 * Compiles a valid pattern; false when it is not one of those that this
 * matcher decides exactly as the specification says.
 */
extern bool accord_simple_compile(AccordSimple *simple, const char *pattern,
								  size_t len);

/* Does it match len bytes of valid UTF-8? */
extern bool accord_simple_matches(const AccordSimple *simple, const char *s,
								  size_t len);

#endif							/* ACCORD_JSONSCHEMA_PATTERN_SIMPLE_H */
