/*
 * textmap.h
 *	  A hash table from text to pointer, for the time of a compilation.
 */
#ifndef ACCORD_JSONSCHEMA_TEXTMAP_H
#define ACCORD_JSONSCHEMA_TEXTMAP_H

#include "postgres.h"

#include "utils/hsearch.h"

/* An empty map in the current memory context. */
extern HTAB *accord_textmap_create(void);

/*
 * The place of the pointer kept for a text: NULL there if it is new.  The
 * text is not copied and must live as long as the map.
 */
extern void **accord_textmap_place(HTAB *map, const char *text, uint32 len);

#endif							/* ACCORD_JSONSCHEMA_TEXTMAP_H */
