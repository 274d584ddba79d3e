/*
 * cache.h
 *	  Compiled programs of this backend.
 */
#ifndef ACCORD_JSONSCHEMA_CACHE_H
#define ACCORD_JSONSCHEMA_CACHE_H

#include "postgres.h"

#include "jsonschema/program.h"

/*
 * The program of a source text, compiled or found.  It stays until the next
 * call, longer if it is held.  NULL, with error filled, if the text is refused.
 */
extern AccordProgram *accord_cache_get(const char *source, int len,
									   AccordSchemaError *error);

/* Keeps a program until a memory context is reset or deleted. */
extern void accord_cache_hold(AccordProgram *program, MemoryContext context);

#endif							/* ACCORD_JSONSCHEMA_CACHE_H */
