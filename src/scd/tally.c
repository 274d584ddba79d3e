/*
 * tally.c
 *	  What a merge counts while its feed is read.
 *
 * Rows that sequence_by sets aside must not take part in the join, and are
 * counted: a function in a WHERE clause does both.
 *
 * The statement names its tally by a number and not by a pointer: anybody may
 * call the function, and whoever does so outside a merge gets an error.
 */
#include "postgres.h"

#include "fmgr.h"

#include "scd/tally.h"
#include "support/compat.h"

static AccordTally *running = NULL;
static int64 last_number = 0;

void
accord_tally_begin(AccordTally *tally)
{
	tally->number = ++last_number;
	tally->outer = running;
	running = tally;
}

void
accord_tally_end(AccordTally *tally)
{
	running = tally->outer;
}

static AccordTally *
tally_of(int64 number)
{
	if (running == NULL || running->number != number)
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("there is no merge with that number"),
				 errhint("Only the statements of accord.merge call this function.")));
	return running;
}

/*
 * accord.merge_duplicate(merge, place, rank, same)
 *
 * A row of the feed by its place among those of its key, the latest first;
 * rank is 1 for all that are as late as the first, same says whether it
 * equals the first.
 */
PG_FUNCTION_INFO_V1(accord_merge_duplicate);
Datum
accord_merge_duplicate(PG_FUNCTION_ARGS)
{
	AccordTally *tally = tally_of(PG_GETARG_INT64(0));

	if (PG_GETARG_INT64(1) == 1)
		PG_RETURN_BOOL(true);
	if (PG_GETARG_INT64(2) == 1 && !PG_GETARG_BOOL(3))
		tally->ties++;
	else
		tally->duplicates++;
	PG_RETURN_BOOL(false);
}
