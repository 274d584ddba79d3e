/*
 * seen.h
 *	  Which members or items of one instance have been evaluated.
 *
 * Only schemas with "unevaluatedProperties" or "unevaluatedItems" that cannot
 * be decided beforehand pay for it: elsewhere there is none.
 */
#ifndef ACCORD_JSONSCHEMA_SEEN_H
#define ACCORD_JSONSCHEMA_SEEN_H

#include "postgres.h"

#include "utils/memutils.h"

#define ACCORD_SEEN_WORD_BITS 64
#define ACCORD_SEEN_FEW_WORDS 4 /* are kept inline */

typedef struct AccordSeen
{
	uint32		nwords;
	uint64	   *words;
	uint64		few[ACCORD_SEEN_FEW_WORDS];
} AccordSeen;

/* None of n children has been seen. */
static inline void
accord_seen_init(AccordSeen *seen, uint32 n)
{
	seen->nwords = n / ACCORD_SEEN_WORD_BITS + 1;
	seen->words = seen->few;
	if (seen->nwords > ACCORD_SEEN_FEW_WORDS)
		seen->words = MemoryContextAllocHuge(CurrentMemoryContext,
											 sizeof(uint64) * (Size) seen->nwords);
	memset(seen->words, 0, sizeof(uint64) * (Size) seen->nwords);
}

static inline void
accord_seen_free(AccordSeen *seen)
{
	if (seen->words != seen->few)
		pfree(seen->words);
}

static inline void
accord_seen_add(AccordSeen *seen, uint32 place)
{
	seen->words[place / ACCORD_SEEN_WORD_BITS] |=
		UINT64CONST(1) << (place % ACCORD_SEEN_WORD_BITS);
}

static inline bool
accord_seen_has(const AccordSeen *seen, uint32 place)
{
	return (seen->words[place / ACCORD_SEEN_WORD_BITS] >>
			(place % ACCORD_SEEN_WORD_BITS)) & 1;
}

static inline void
accord_seen_add_all(AccordSeen *seen)
{
	memset(seen->words, 0xFF, sizeof(uint64) * (Size) seen->nwords);
}

/* Adds what another one of the same instance has seen. */
static inline void
accord_seen_merge(AccordSeen *seen, const AccordSeen *other)
{
	for (uint32 i = 0; i < seen->nwords; i++)
		seen->words[i] |= other->words[i];
}

#endif							/* ACCORD_JSONSCHEMA_SEEN_H */
