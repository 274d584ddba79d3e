/*
 * uri.h
 *	  URI references: splitting and resolving (RFC 3986, section 5).
 *
 * Pure C: no PostgreSQL header, no allocation, no error.
 */
#ifndef ACCORD_JSONSCHEMA_URI_H
#define ACCORD_JSONSCHEMA_URI_H

#include <stdbool.h>
#include <stddef.h>

/* The parts of a URI reference; a part that is absent has a NULL start. */
typedef struct AccordUri
{
	const char *scheme;
	size_t		scheme_len;
	const char *authority;
	size_t		authority_len;
	const char *path;			/* never NULL, may be empty */
	size_t		path_len;
	const char *query;
	size_t		query_len;
	const char *fragment;		/* without the '#' */
	size_t		fragment_len;
} AccordUri;

/*
 * Splits a reference at its delimiters; any text has a split.  What stands
 * before a colon but is no name of a scheme ("1:b") belongs to the path.
 */
extern void accord_uri_split(const char *s, size_t len, AccordUri *uri);

/*
 * Resolves a reference against a base and writes the result, without its
 * fragment, to out.  out must have room for base_len + ref_len + 2 bytes;
 * returns the bytes written (no terminating NUL).  The result is normalised
 * (section 6.2.2): dot segments are removed, scheme and host lower-cased,
 * escapes left only where they are needed, with capital digits.  An empty base leaves the reference as it
 * is (normalised; ".." at the start of a relative path stays).  Resolving a
 * result once more changes nothing.
 *
 * A base without a hierarchical path ("urn:x:y") takes only references that
 * are empty, a fragment, or have a scheme of their own: others replace its
 * path, as section 5.2.3 says.
 */
extern size_t accord_uri_resolve(const char *base, size_t base_len,
								 const char *ref, size_t ref_len, char *out);

/*
 * Decodes %XX of a fragment into out (room for len bytes); returns the bytes
 * written, or -1 when an escape is malformed.
 */
extern long accord_uri_decode(const char *s, size_t len, char *out);

#endif							/* ACCORD_JSONSCHEMA_URI_H */
