/*
 * found.h
 *	  What a merge has found out about its feed: the rows that are to be
 *	  looked at closely, and the counts of all.
 */
#ifndef ACCORD_SCD_FOUND_H
#define ACCORD_SCD_FOUND_H

#include "postgres.h"

#include "utils/tuplestore.h"

#include "scd/statements.h"
#include "scd/tally.h"

typedef struct AccordFound
{
	AccordTally *tally;
	bool		keep_missing;	/* are open versions without a row wanted? */
	int			keys;
	TupleDesc	descriptor;		/* in the feed, open, row, hash, <keys> */
	Tuplestorestate *rows;
	Datum	   *values;			/* room for a row of it */
	bool	   *nulls;
} AccordFound;

/* a row of the feed beside the open version of its key, or one of the two alone */
typedef struct AccordPair
{
	const Datum *keys;
	const bool *key_nulls;
	bool		in_feed;
	bool		is_open;
	Datum		row;			/* its ctid */
	const Datum *feed_hash;		/* NULL for NULL, as the next three */
	const Datum *feed_other;
	const Datum *open_hash;
	const Datum *open_other;
	bool		is_deleted;		/* is the version one that marks a deletion? */
} AccordPair;

static inline bool
accord_pair_has_null_key(const AccordPair *pair, int keys)
{
	for (int i = 0; i < keys; i++)
		if (pair->key_nulls[i])
			return true;
	return false;
}

/* An empty one; lives in the current memory context, spills at work_mem. */
extern AccordFound *accord_found_begin(const AccordMerge *merge, AccordTally *tally);

/* Counts a pair, and keeps it unless nothing is to be done. */
extern void accord_found_add(AccordFound *found, const AccordPair *pair);

/*
 * From here to accord_found_end the statements of this SPI connection find
 * the rows under their name.
 */
extern void accord_found_show(AccordFound *found);
extern void accord_found_end(AccordFound *found);

#endif							/* ACCORD_SCD_FOUND_H */
