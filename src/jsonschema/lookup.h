/*
 * lookup.h
 *	  A table of entries, looked into by hash.
 *
 * The entries are sorted by bucket, and in a bucket by value: a hash narrows
 * the binary search instead of replacing it, so that entries which share a
 * bucket, whoever made them so, cost no more than they would without a hash.
 */
#ifndef ACCORD_JSONSCHEMA_LOOKUP_H
#define ACCORD_JSONSCHEMA_LOOKUP_H

#include "postgres.h"

typedef struct AccordLookup
{
	uint32		mask;			/* a power of two, the buckets, less one */
	const uint32 *starts;		/* of each bucket, and the end; or NULL */
} AccordLookup;

typedef uint32 (*AccordLookupHash) (const void *entry);
typedef int (*AccordLookupCompare) (const void *a, const void *b);

/* Narrows the range of entries to those that may have this hash. */
static inline void
accord_lookup_narrow(const AccordLookup *lookup, uint32 hash, int *low, int *high)
{
	const uint32 *start = &lookup->starts[hash & lookup->mask];

	*low = (int) start[0];
	*high = (int) start[1];
}

/*
 * Sorts n entries of a size, drops all but one of those that are equal, and
 * returns how many are left.  Fewer than min entries get no buckets, which
 * else live in the given context; with buckets the time is linear.
 */
extern int	accord_lookup_build(AccordLookup *lookup, MemoryContext context,
								void *entries, int n, Size size, int min,
								AccordLookupHash hash, AccordLookupCompare compare);

#endif							/* ACCORD_JSONSCHEMA_LOOKUP_H */
