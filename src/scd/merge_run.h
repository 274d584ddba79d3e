/*
 * merge_run.h
 *	  A merge while it runs.
 */
#ifndef ACCORD_SCD_MERGE_RUN_H
#define ACCORD_SCD_MERGE_RUN_H

#include "postgres.h"

#include "support/compat.h"

#include "scd/found.h"
#include "scd/merge_prepare.h"
#include "scd/merge_time.h"
#include "scd/tally.h"
#include "utils/snapshot.h"

/* what the change table holds; in the order of accord_merge_count_sql */
typedef struct AccordChanges
{
	int64		inserted;
	int64		reopened;
	int64		versioned;
	int64		overwritten;
	int64		fixed;
	int64		unchanged;		/* by value, where the hash was not known */
	int64		late;
	int64		missing;
	int64		missing_late;
	int64		ends;			/* open versions that end */
	int64		begins;			/* versions that begin */
	int64		timeless;		/* of these, without a time */
	int64		endless;		/* of these, not before open versions end */
	int64		conflicts;		/* keys with a version that ends later */
	int64		fixed_differ;	/* rows in which a fixed column differs */
	int64		here;			/* versions that begin, and are there already */
	int64		overwrites;		/* keys in which values are overwritten */
	int64		in_place;		/* open versions written in place */
} AccordChanges;

typedef struct AccordMergeRun
{
	const AccordMergeArguments *arguments;
	AccordDimension *dimension;
	AccordMerge *merge;
	AccordFeedTime time;
	AccordTally tally;
	AccordFound *found;			/* what differs */
	AccordChanges changes;
	Snapshot	snapshot;		/* under which the feed is read */
	bool		walked;			/* rather than joined */
	bool		open_counted;	/* are the next two known? */
	int64		open_rows;
	int64		open_alive;		/* without deletion versions */
	int64		replaced;
	int			step;
	int			steps;
	const struct AccordMergeRun *outer; /* a merge that runs around this one */
} AccordMergeRun;

/* what all statements of a merge get: $1 the time, $2 the number of the tally */
#define ACCORD_MERGE_PARAMETERS 2
extern void accord_merge_parameters(const AccordMergeRun *run, Oid *types, Datum *values);

/* Compares the feed with the open versions. */
extern AccordFound *accord_merge_compare(AccordMergeRun *run);

/* NULL in a key: 23502 */
extern void accord_merge_check_keys(const AccordMergeRun *run);

/* sequence_by does not decide: 21000 */
extern void accord_merge_check_ties(const AccordMergeRun *run);

/* so many keys are in the feed more than once, with so many rows too many: 21000 */
pg_noreturn extern void accord_merge_duplicates(const AccordMergeRun *run, int64 keys, int64 rows);

/* keys have more than one open version: 21000 */
pg_noreturn extern void accord_merge_open_twice(const AccordMergeRun *run);

/* no rows, and every version would end: 55000 */
extern void accord_merge_check_empty(const AccordMergeRun *run);

/* versions without a time (23502), or with one that does not fit those that are there (55000) */
extern void accord_merge_check_times(const AccordMergeRun *run);

/* fixed columns, max_change: 55000 */
extern void accord_merge_check_changes(const AccordMergeRun *run);

/* says what a feed that replaces the last one cannot undo */
extern void accord_merge_report_overwritten(const AccordMergeRun *run);

/* a step that wrote more or fewer rows than the feed asks for: 55000 */
pg_noreturn extern void accord_merge_written_otherwise(const AccordMergeRun *run, const char *purpose, int64 written,
													   int64 expected);

#endif							/* ACCORD_SCD_MERGE_RUN_H */
