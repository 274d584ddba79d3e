/*
 * bundle.h
 *	  What the files of bundle() share; nobody else includes it.
 */
#ifndef ACCORD_JSONSCHEMA_BUNDLE_H
#define ACCORD_JSONSCHEMA_BUNDLE_H

#include "postgres.h"

#include "jsonschema/compiler.h"

/* A schema that goes into another one. */
typedef struct AccordPart
{
	const char *uri;			/* normalised */
	char	   *text;
	AccordSource *source;
} AccordPart;

/* The identifier of a schema, by the name its draft gives it; or NULL. */
extern AccordJson *accord_bundle_id(AccordJson *root, const AccordDialect *outer,
									const char **keyword);

/*
 * The schema with the parts inside.  Of those with a needless identifier, as
 * many are left out as the list has it.
 */
extern char *accord_bundle_text(const AccordSource *schema, const AccordPart *parts, int nparts,
								List *needless);

#endif							/* ACCORD_JSONSCHEMA_BUNDLE_H */
