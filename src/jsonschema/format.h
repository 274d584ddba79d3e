/*
 * format.h
 *	  The values of the keyword "format": checkers over UTF-8 text.
 *
 * Pure C: no PostgreSQL header, no allocation, no error, no locale.
 */
#ifndef ACCORD_JSONSCHEMA_FORMAT_H
#define ACCORD_JSONSCHEMA_FORMAT_H

#include <stdbool.h>
#include <stddef.h>

/* True when the len bytes of UTF-8 at s have the format. */
typedef bool (*AccordFormatCheck) (const char *s, size_t len);

typedef struct AccordFormat
{
	const char *name;			/* as in the schema, "date-time" */
	AccordFormatCheck check;
	const char *expected;		/* for messages: "an RFC 3339 date and time" */
} AccordFormat;

/* The format of that name, or NULL when it is not one that accord knows. */
extern const AccordFormat *accord_format_find(const char *name, size_t len);

#endif							/* ACCORD_JSONSCHEMA_FORMAT_H */
