/*
 * source.h
 *	  Schema text as a tree that remembers where everything stands.
 *
 * jsonb forgets positions, number spelling and duplicate keys; a schema's
 * author needs all three.  The tree lives in the memory context that was
 * current when it was read, and points into nothing else.
 */
#ifndef ACCORD_JSONSCHEMA_SOURCE_H
#define ACCORD_JSONSCHEMA_SOURCE_H

#include "postgres.h"

/*
 * Deeper text is refused as a schema.  A fixed number, which fits a
 * max_stack_depth of 500 kB: what one server accepted another one restores.
 */
#define ACCORD_MAX_SCHEMA_DEPTH 1000

typedef enum AccordJsonKind
{
	ACCORD_JSON_NULL,
	ACCORD_JSON_FALSE,
	ACCORD_JSON_TRUE,
	ACCORD_JSON_NUMBER,
	ACCORD_JSON_STRING,
	ACCORD_JSON_ARRAY,
	ACCORD_JSON_OBJECT
} AccordJsonKind;

struct AccordResource;
struct AccordSchema;

typedef struct AccordJson
{
	AccordJsonKind kind;
	int			offset;			/* first byte, from the start of the text */
	int			end;			/* the byte after the last */
	const char *string;			/* string: de-escaped; number: as written */
	int			len;
	const char *key;			/* in an object: its name, else NULL */
	int			key_len;
	int			index;			/* place in its parent, from 0 */
	int			nchildren;
	struct AccordJson *parent;
	struct AccordJson *first;	/* first child */
	struct AccordJson *next;	/* next sibling */

	void	   *members;		/* children by name, once looked for */

	/* set by compile */
	struct AccordSchema *schema;	/* what this became, if it is a schema */
	struct AccordResource *resource;	/* set where a resource begins */
} AccordJson;

typedef struct AccordSource
{
	const char *data;			/* the caller's text, not copied */
	int			len;
	AccordJson *root;
	bool		has_unevaluated;	/* a key begins like that */
} AccordSource;

/* Why schema text was refused.  Strings are palloc'd or static. */
typedef struct AccordSchemaError
{
	int			sqlerrcode;		/* 0 as long as there is none */
	const char *message;
	const char *syntax;			/* the parser's own sentence, or NULL */
	const char *pointer;		/* JSON Pointer, or NULL if unknown */
	const char *hint;			/* or NULL */
	int			line;			/* from 1; 0 where there is no position */
	int			column;			/* from 1, in characters */
} AccordSchemaError;

/* Reads text in the server encoding; NULL, with error filled, if refused. */
extern AccordSource *accord_source_read(const char *text, int len,
										AccordSchemaError *error);

/* The child of an object by its name, or NULL; of other values too. */
extern AccordJson *accord_source_member(AccordJson *object,
										const char *key, int key_len);

/*
 * Do two values say the same?  Numbers must be spelled alike, members may stand
 * in any order.  The members called but, if not NULL, do not count; of the two
 * values themselves, not of those inside.
 */
extern bool accord_source_is_equal(AccordJson *a, AccordJson *b, const char *but);

/* The JSON Pointer of a node (RFC 6901), palloc'd. */
extern char *accord_source_pointer(const AccordJson *node);

/* Line and column of a byte offset. */
extern void accord_source_position(const AccordSource *source, int offset,
								   int *line, int *column);

#endif							/* ACCORD_JSONSCHEMA_SOURCE_H */
