/*
 * jsonschema.h
 *	  The type jsonschema: the public header of this folder.
 */
#ifndef ACCORD_JSONSCHEMA_JSONSCHEMA_H
#define ACCORD_JSONSCHEMA_JSONSCHEMA_H

#include "postgres.h"

#include "nodes/nodes.h"
#include "support/compat.h"

#include "jsonschema/source.h"

/*
 * On disk: a version and the source text as it was given.  Nothing compiled,
 * so that a value outlives every change of the compiler.  Readers accept all
 * versions there have been.
 */
typedef struct AccordJsonschema
{
	int32		vl_len_;		/* varlena header, do not touch directly */
	uint8		version;
	char		source[FLEXIBLE_ARRAY_MEMBER];	/* server encoding, no NUL */
} AccordJsonschema;

#define ACCORD_JSONSCHEMA_VERSION 1
#define ACCORD_JSONSCHEMA_HEADER offsetof(AccordJsonschema, source)

/*
 * The source text of a detoasted value, and its length; an error for a
 * version that this library does not know.
 */
extern const char *accord_jsonschema_source(const AccordJsonschema *schema, int *len);

/* The program of a value, as accord_cache_get() gives it; an error if refused. */
struct AccordProgram;
extern struct AccordProgram *accord_jsonschema_program(Datum value);

/* A value of the type from source text, which is checked. */
extern Datum accord_jsonschema_make(const char *source, int len, Node *escontext);

/* Raises, or saves, the error of a schema that was refused. */
extern void accord_jsonschema_refuse(const AccordSchemaError *error, Node *escontext);

#endif							/* ACCORD_JSONSCHEMA_JSONSCHEMA_H */
