/*
 * pointer.h
 *	  JSON Pointers (RFC 6901).
 */
#ifndef ACCORD_JSONSCHEMA_POINTER_H
#define ACCORD_JSONSCHEMA_POINTER_H

#include "postgres.h"

#include "lib/stringinfo.h"

/* Appends "/" and the token, with ~ and / escaped. */
static inline void
accord_pointer_append(StringInfo out, const char *token, int len)
{
	appendStringInfoChar(out, '/');
	for (int i = 0; i < len; i++)
	{
		if (token[i] == '~')
			appendStringInfoString(out, "~0");
		else if (token[i] == '/')
			appendStringInfoString(out, "~1");
		else
			appendStringInfoChar(out, token[i]);
	}
}

#endif							/* ACCORD_JSONSCHEMA_POINTER_H */
