/*
 * lookup.c
 *	  Builds tables that are looked into by hash.
 */
#include "postgres.h"

#include "port/pg_bitutils.h"

#include "jsonschema/lookup.h"

/* Sorts entries and drops repeated ones; how many are left. */
static int
sort_unique(char *entries, int n, Size size, AccordLookupCompare compare)
{
	int			kept = 0;

	if (n > 1)
		qsort(entries, n, size, compare);
	for (int i = 0; i < n; i++)
	{
		if (kept > 0 && compare(entries + (kept - 1) * size, entries + i * size) == 0)
			continue;
		if (kept != i)
			memcpy(entries + kept * size, entries + i * size, size);
		kept++;
	}
	return kept;
}

/*
 * Moves the entries into the order of their buckets: starts[b + 1] ends up as
 * the place behind bucket b, and starts[0] as 0.
 */
static void
scatter(uint32 *starts, uint32 mask, char *entries, int n, Size size, AccordLookupHash hash)
{
	uint32	   *buckets = palloc_extended(sizeof(uint32) * (Size) n, MCXT_ALLOC_HUGE);
	char	   *copy = palloc_extended(size * (Size) n, MCXT_ALLOC_HUGE);
	uint32		sum = 0;

	memcpy(copy, entries, size * (Size) n);
	for (int i = 0; i < n; i++)
	{
		buckets[i] = hash(entries + i * size) & mask;
		starts[buckets[i] + 1]++;
	}
	/* for a while each start stands one place to the right */
	for (uint32 b = 0; b <= mask; b++)
	{
		uint32		count = starts[b + 1];

		starts[b + 1] = sum;
		sum += count;
	}
	for (int i = 0; i < n; i++)
		memcpy(entries + starts[buckets[i] + 1]++ * size, copy + i * size, size);
	pfree(copy);
	pfree(buckets);
}

int
accord_lookup_build(AccordLookup *lookup, MemoryContext context, void *entries, int n,
					Size size, int min, AccordLookupHash hash, AccordLookupCompare compare)
{
	uint32		nbuckets;
	uint32	   *starts;
	int			kept = 0;
	uint32		from = 0;

	lookup->starts = NULL;
	if (n < min)
		return sort_unique(entries, n, size, compare);
	nbuckets = pg_nextpower2_32(n);
	lookup->mask = nbuckets - 1;
	starts = MemoryContextAllocExtended(context, sizeof(uint32) * ((Size) nbuckets + 1),
										MCXT_ALLOC_HUGE | MCXT_ALLOC_ZERO);
	scatter(starts, lookup->mask, entries, n, size, hash);
	for (uint32 b = 0; b < nbuckets; b++)
	{
		uint32		end = starts[b + 1];
		int			left = sort_unique((char *) entries + from * size, end - from, size, compare);

		if (kept != (int) from)
			memmove((char *) entries + kept * size, (char *) entries + from * size, left * size);
		starts[b] = kept;
		kept += left;
		from = end;
	}
	starts[nbuckets] = kept;
	lookup->starts = starts;
	return kept;
}
