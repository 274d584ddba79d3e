/*
 * tally.c
 *	  What a merge counts while its feed is read.
 *
 * One pass over the join must give the rows that differ and the numbers of
 * those that do not.  Two functions in the join's WHERE clause do both: they
 * count each row and say whether it is kept.
 *
 * The statement names its tally by a number and not by a pointer: anybody may
 * call the functions, and whoever does so outside a merge gets an error.
 */
#include "postgres.h"

#include "fmgr.h"
#include "utils/uuid.h"

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

/* two hashes that may be NULL */
static bool
same_hash(FunctionCallInfo fcinfo, int left, int right)
{
	if (PG_ARGISNULL(left) || PG_ARGISNULL(right))
		return PG_ARGISNULL(left) && PG_ARGISNULL(right);
	return memcmp(PG_GETARG_UUID_P(left)->data, PG_GETARG_UUID_P(right)->data, UUID_LEN) == 0;
}

/*
 * accord.merge_row(merge, null_key, feed_hash, feed_other, is_open,
 *					open_hash, open_other, is_deleted)
 *
 * A row of the feed beside the open version of its key; feed_hash is NULL
 * where there is no row, is_open is false where there is no version.
 */
PG_FUNCTION_INFO_V1(accord_merge_row);
Datum
accord_merge_row(PG_FUNCTION_ARGS)
{
	AccordTally *tally = tally_of(PG_ARGISNULL(0) ? 0 : PG_GETARG_INT64(0));
	bool		is_open = !PG_ARGISNULL(4) && PG_GETARG_BOOL(4);
	bool		is_deleted = !PG_ARGISNULL(7) && PG_GETARG_BOOL(7);

	if (PG_ARGISNULL(2))
	{
		tally->missing++;
		PG_RETURN_BOOL(tally->keep_missing && !is_deleted);
	}
	tally->rows++;
	if (!PG_ARGISNULL(1) && PG_GETARG_BOOL(1))
		tally->null_keys++;
	if (!is_open)
	{
		tally->unmatched++;
		PG_RETURN_BOOL(true);
	}
	tally->matched++;
	if (PG_ARGISNULL(5))
	{
		tally->unknown++;
		PG_RETURN_BOOL(true);
	}
	if (is_deleted || !same_hash(fcinfo, 2, 5) || !same_hash(fcinfo, 3, 6))
		PG_RETURN_BOOL(true);
	tally->unchanged++;
	PG_RETURN_BOOL(false);
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
