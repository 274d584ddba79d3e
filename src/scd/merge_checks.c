/*
 * merge_checks.c
 *	  What is wrong with a feed, said before anything is written.
 *
 * Errors count rows and say which query lists them.  Values of keys are not
 * shown: errors go to the server log.
 */
#include "postgres.h"

#include "utils/builtins.h"
#include "utils/fmgrprotos.h"

#include "scd/merge_run.h"

/* The feed as a user would name it in a query of their own. */
static const char *
feed_for_users(const AccordMergeRun *run)
{
	return run->merge->feed_name != NULL ? run->merge->feed_name : "(<query>) AS s";
}

/* The key as the dimension compares it. */
static char *
key_list(const AccordMerge *merge)
{
	StringInfoData keys;

	initStringInfo(&keys);
	for (int i = 0; i < merge->dimension->keys; i++)
	{
		const AccordFeedColumn *key = list_nth(merge->feed_columns, i);

		appendStringInfo(&keys, "%s%s", i > 0 ? ", " : "", quote_identifier(key->column->name));
		if (key->collation != NULL)
			appendStringInfo(&keys, " COLLATE %s", key->collation);
	}
	return keys.data;
}

void
accord_merge_check_keys(const AccordMergeRun *run)
{
	StringInfoData condition;

	if (run->tally.null_keys == 0)
		return;
	initStringInfo(&condition);
	for (int i = 0; i < run->dimension->keys; i++)
		appendStringInfo(&condition, "%s%s IS NULL", i > 0 ? " OR " : "",
						 quote_identifier(((AccordColumn *) list_nth(run->dimension->columns, i))->name));
	ereport(ERROR,
			(errcode(ERRCODE_NOT_NULL_VIOLATION),
			 errmsg("the feed of dimension \"%s\" has NULL in its key", run->dimension->name),
			 errdetail("Rows with NULL: " INT64_FORMAT ".", run->tally.null_keys),
			 errhint("They are listed by: SELECT * FROM %s WHERE %s", feed_for_users(run), condition.data)));
}

void
accord_merge_check_ties(const AccordMergeRun *run)
{
	if (run->tally.ties == 0)
		return;
	ereport(ERROR,
			(errcode(ERRCODE_CARDINALITY_VIOLATION),
			 errmsg("\"%s\" does not decide which row of a key is the last", run->merge->sequence_by),
			 errdetail("Rows of the feed of dimension \"%s\" that differ from another one of their key, equal in \"%s\": "
					   INT64_FORMAT ".", run->dimension->name, run->merge->sequence_by, run->tally.ties),
			 errhint("Name a column in sequence_by that is unique for each key.")));
}

void
accord_merge_duplicates(const AccordMergeRun *run, int64 keys, int64 rows)
{
	char	   *list = key_list(run->merge);

	ereport(ERROR,
			(errcode(ERRCODE_CARDINALITY_VIOLATION),
			 errmsg("the feed of dimension \"%s\" has keys more than once", run->dimension->name),
			 errdetail("Such keys: " INT64_FORMAT "; rows too many: " INT64_FORMAT ".", keys, rows),
			 errhint("They are listed by: SELECT %s, count(*) FROM %s GROUP BY %s HAVING count(*) > 1."
					 " sequence_by names a column that decides which row is the last.",
					 list, feed_for_users(run), list)));
}

void
accord_merge_open_twice(const AccordMergeRun *run)
{
	ereport(ERROR,
			(errcode(ERRCODE_CARDINALITY_VIOLATION),
			 errmsg("dimension \"%s\" has keys with more than one open version", run->dimension->name),
			 errhint("accord.verify lists them.")));
}

void
accord_merge_check_empty(const AccordMergeRun *run)
{
	if (run->tally.rows > 0 || !run->merge->full || run->merge->deletes == ACCORD_DELETES_IGNORE ||
		run->arguments->allow_empty)
		return;
	ereport(ERROR,
			(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
			 errmsg("the full feed of dimension \"%s\" is empty", run->dimension->name),
			 errdetail("Every open version would end."),
			 errhint("If that is meant, merge it with allow_empty => true.")));
}

void
accord_merge_check_times(const AccordMergeRun *run)
{
	const AccordDimension *dimension = run->dimension;

	if (run->changes.timeless > 0)
		ereport(ERROR,
				(errcode(ERRCODE_NOT_NULL_VIOLATION),
				 errmsg("the feed of dimension \"%s\" has NULL in \"%s\"", dimension->name, dimension->valid_from_column),
				 errdetail("Versions begin at its value. Rows with NULL: " INT64_FORMAT ".", run->changes.timeless),
				 errhint("They are listed by: SELECT * FROM %s WHERE %s IS NULL", feed_for_users(run),
						 quote_identifier(dimension->valid_from_column))));
	if (run->changes.endless > 0)
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("the feed of dimension \"%s\" has times in \"%s\" that are not before the end of open versions",
						dimension->name, dimension->valid_from_column),
				 errdetail("Versions begin at its value. Rows with such a time: " INT64_FORMAT ".", run->changes.endless),
				 errhint("They are listed by: SELECT * FROM %s WHERE %s >= '%s'", feed_for_users(run),
						 quote_identifier(dimension->valid_from_column),
						 dimension->open_end == ACCORD_OPEN_FAR ? "9999-12-31" : "infinity")));
	if (run->changes.conflicts > 0)
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("dimension \"%s\" has versions that end after the time of the feed", dimension->name),
				 errdetail("Keys with such a version: " INT64_FORMAT ".", run->changes.conflicts),
				 errhint("Merge the feed with a later time; accord.verify says whether the history is sound.")));
	if (run->changes.late + run->changes.missing_late > 0 && !dimension->skip_late)
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("the feed of dimension \"%s\" is late", dimension->name),
				 errdetail("Rows that differ from the open version of their key and are not later than it (column \"%s\"): "
						   INT64_FORMAT "; missing keys whose version begins later than the feed: " INT64_FORMAT ".",
						   dimension->valid_from_column, run->changes.late, run->changes.missing_late),
				 errhint("Leave them out of the feed, or give the dimension the option late => skip.")));
}

/* Is it more than that share of all?  In decimals: 29 of 100 is no more than 0.29. */
static bool
exceeds(int64 part, Numeric share, int64 all)
{
	Datum		limit = DirectFunctionCall2(numeric_mul, NumericGetDatum(share), NumericGetDatum(int64_to_numeric(all)));

	return DatumGetBool(DirectFunctionCall2(numeric_gt, NumericGetDatum(int64_to_numeric(part)), limit));
}

void
accord_merge_check_changes(const AccordMergeRun *run)
{
	const AccordChanges *changes = &run->changes;
	int64		changing = changes->versioned + changes->overwritten + changes->missing;

	if (changes->fixed_differ > 0 && run->dimension->refuse_fixed)
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("the feed of dimension \"%s\" changes fixed columns", run->dimension->name),
				 errdetail("Rows that do: " INT64_FORMAT ".", changes->fixed_differ),
				 errhint("Correct the source, or keep the old values with the option fixed => keep.")));
	if (run->arguments->max_change != NULL && exceeds(changing, run->arguments->max_change, run->open_alive))
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("the feed of dimension \"%s\" changes more than max_change allows", run->dimension->name),
				 errdetail("It would change or end " INT64_FORMAT " of " INT64_FORMAT " open versions; max_change is %s.",
						   changing, run->open_alive,
						   numeric_normalize(run->arguments->max_change)),
				 errhint("If that is meant, merge it with a greater max_change.")));
}

/* What the replaced feed wrote into older versions stays there. */
void
accord_merge_report_overwritten(const AccordMergeRun *run)
{
	if (!run->merge->replace || run->dimension->last_overwritten == 0)
		return;
	ereport(NOTICE,
			(errmsg("values that the replaced feed had overwritten in dimension \"%s\" are not restored", run->dimension->name),
			 errdetail("Keys that it overwrote, and feeds of the same time before it: " INT64_FORMAT ".", run->dimension->last_overwritten)));
}

void
accord_merge_written_otherwise(const AccordMergeRun *run, const char *purpose, int64 written, int64 expected)
{
	ereport(ERROR,
			(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
			 errmsg("merge could not write all of dimension \"%s\"", run->dimension->name),
			 errdetail("Step \"%s\" wrote " INT64_FORMAT " rows where " INT64_FORMAT " were due: versions begin at or after the time"
					   " of the feed, a trigger kept rows back, or another program wrote to the table.",
					   purpose, written, expected),
			 errhint("Nothing was changed. accord.verify lists versions that do not fit together.")));
}
