/*
 * tally.h
 *	  What a merge counts while its feed is read.
 */
#ifndef ACCORD_SCD_TALLY_H
#define ACCORD_SCD_TALLY_H

#include "postgres.h"

typedef struct AccordTally
{
	int64		number;			/* as the statement names it */

	int64		rows;			/* of the feed, without duplicates dropped */
	int64		null_keys;
	int64		unmatched;		/* rows whose key is not open */
	int64		matched;		/* rows whose key is open; each counts */
	int64		unchanged;
	int64		unknown;		/* matched versions without a hash */
	int64		missing;		/* open versions without a row */
	int64		repeated;		/* rows with the key of the row before; walked
								 * only */
	int64		open_twice;		/* versions met with the key of the one
								 * before; likewise */
	int64		duplicates;		/* dropped: another row came later */
	int64		ties;			/* rows as late as the latest, and different */
	struct AccordTally *outer;	/* of a merge that runs around this one */
} AccordTally;

/*
 * Between the two, accord.merge_duplicate() counts into the tally.  On error
 * accord_tally_end must be called as well.
 */
extern void accord_tally_begin(AccordTally *tally);
extern void accord_tally_end(AccordTally *tally);

#endif							/* ACCORD_SCD_TALLY_H */
