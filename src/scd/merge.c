/*
 * merge.c
 *	  accord.merge: a feed into a dimension.
 *
 * First the row of the registry is locked, then nothing is locked that
 * another merge could hold: two merges of a dimension follow one another, and
 * the time of a feed is taken when its turn has come.  Then the feed is read
 * (statements_read.c, statements_change.c), under one snapshot; what it says
 * is checked; and only then the dimension is written (statements_write.c).
 * Everything is text that merge_sql shows, run with the rights of the caller.
 */
#include "postgres.h"

#include "access/htup_details.h"
#include "access/table.h"
#include "catalog/pg_type.h"
#include "executor/spi.h"
#include "funcapi.h"
#include "miscadmin.h"
#include "pgstat.h"
#include "tcop/tcopprot.h"
#include "utils/backend_status.h"
#include "utils/builtins.h"
#include "utils/guc.h"
#include "utils/rel.h"
#include "utils/snapmgr.h"
#include "utils/timestamp.h"

#include "scd/merge_run.h"
#include "support/compat.h"
#include "support/owner.h"

/* Shows the step in pg_stat_activity. */
static void
report_step(AccordMergeRun *run, const char *purpose)
{
	char		activity[NAMEDATALEN * 2 + 64];

	run->step++;
	snprintf(activity, sizeof(activity), "accord.merge %s: %d of %d, %s", run->dimension->name,
			 run->step, Max(run->steps, run->step), purpose);
	pgstat_report_activity(STATE_RUNNING, activity);
}

void
accord_merge_parameters(const AccordMergeRun *run, Oid *types, Datum *values)
{
	types[0] = run->dimension->time_type;
	values[0] = run->time.value;
	types[1] = INT8OID;
	values[1] = Int64GetDatum(run->tally.number);
}

/* Runs a statement; the number of its rows. */
static uint64
execute(AccordMergeRun *run, const char *sql, Snapshot snapshot)
{
	Oid			types[ACCORD_MERGE_PARAMETERS];
	Datum		values[ACCORD_MERGE_PARAMETERS];
	SPIPlanPtr	plan;
	int			result;

	accord_merge_parameters(run, types, values);
	plan = SPI_prepare(sql, ACCORD_MERGE_PARAMETERS, types);
	if (plan == NULL)
		elog(ERROR, "SPI_prepare failed: %s", SPI_result_code_string(SPI_result));
	result = SPI_execute_snapshot(plan, values, NULL, snapshot, InvalidSnapshot, false, true, 0);
	if (result < 0)
		elog(ERROR, "SPI_execute_snapshot failed: %s", SPI_result_code_string(result));
	SPI_freeplan(plan);
	return SPI_processed;
}

static int64
result_int64(int column)
{
	bool		isnull;

	return DatumGetInt64(SPI_getbinval(SPI_tuptable->vals[0], SPI_tuptable->tupdesc, column, &isnull));
}

/* Settings for all statements of the merge, until the end of the nest level. */
static int
set_options(const AccordDimension *dimension)
{
	int			level = NewGUCNestLevel();

	if (dimension->scd_id != NULL)
		(void) set_config_option("datestyle", "ISO", PGC_USERSET, PGC_S_SESSION, GUC_ACTION_SAVE, true, 0, false);
	return level;
}

static void
count_open(AccordMergeRun *run)
{
	if (run->open_counted)
		return;
	(void) execute(run, accord_merge_open_rows_sql(run->merge), run->snapshot);
	run->open_rows = result_int64(1);
	run->open_alive = result_int64(2);
	run->open_counted = true;
}

/* Has the dimension any row at all? */
static void
look_at_dimension(AccordMergeRun *run)
{
	AccordMerge *merge = run->merge;

	(void) execute(run, psprintf("SELECT 1 FROM %s LIMIT 1",
								 quote_qualified_identifier(run->dimension->schema, run->dimension->name)),
				   run->snapshot);
	merge->is_empty = SPI_processed == 0;
	if (run->arguments->max_change != NULL)
		count_open(run);
}

/*
 * Each key once?  In a walk it shows at once.  In a full join it shows in the
 * numbers: rows that met an open version are as many as open versions that
 * were met.
 */
static bool
may_have_duplicates(AccordMergeRun *run)
{
	const AccordMerge *merge = run->merge;
	const AccordTally *tally = &run->tally;

	if (run->walked)
		return tally->repeated > 0;
	if (merge->feed_is_unique || merge->sequence_by != NULL)
		return false;
	if (!merge->full)
		return true;
	count_open(run);
	if (tally->matched != run->open_rows - tally->missing)
		return true;
	if (tally->unmatched == 0)
		return false;
	(void) execute(run, accord_merge_found_duplicates_sql(merge), run->snapshot);
	return result_int64(1) > 0;
}

static void
check_duplicates(AccordMergeRun *run)
{
	if (!may_have_duplicates(run))
		return;
	(void) execute(run, accord_merge_feed_duplicates_sql(run->merge), run->snapshot);
	if (run->walked || result_int64(1) > 0)
		accord_merge_duplicates(run, result_int64(1), result_int64(2));
	if (run->merge->full)
		accord_merge_open_twice(run);
}

/*
 * Each key open once?  Where no index proves it, a row that met two versions
 * counted twice.
 */
static void
check_open_versions(AccordMergeRun *run)
{
	const AccordTally *tally = &run->tally;

	if (tally->open_twice > 0)
		accord_merge_open_twice(run);
	if (run->merge->open_is_unique || run->walked)
		return;
	(void) execute(run, accord_merge_feed_rows_sql(run->merge), run->snapshot);
	if (tally->rows + tally->duplicates + tally->ties != result_int64(1))
		accord_merge_open_twice(run);
}

static void
collect(AccordMergeRun *run)
{
	int64	   *counts = (int64 *) &run->changes;

	(void) execute(run, accord_merge_change_sql(run->merge), run->snapshot);
	(void) execute(run, accord_merge_count_sql(run->merge), NULL);
	for (int i = 0; i < (int) (sizeof(AccordChanges) / sizeof(int64)); i++)
		counts[i] = result_int64(i + 1);
}

/* a statement that writes the dimension */
typedef struct WriteStep
{
	const char *purpose;
	char	   *(*sql) (const AccordMerge *merge);
	bool		replaces;		/* its rows count as replaced */
} WriteStep;

static const WriteStep write_steps[] = {
	{"remove", accord_merge_remove_sql, true},
	{"reopen", accord_merge_reopen_sql, true},
	{"close", accord_merge_close_sql, false},
	{"replace", accord_merge_replace_sql, true},
	{"overwrite", accord_merge_overwrite_sql, false},
	{"write in place", accord_merge_in_place_sql, false},
	{"open", accord_merge_insert_sql, false},
	{"write current values", accord_merge_current_sql, false},
};

/* How many rows a step must write, or -1. */
static int64
expected_rows(const AccordMergeRun *run, const WriteStep *step)
{
	if (step->sql == accord_merge_close_sql && !run->merge->replace)
		return run->changes.ends;
	if (step->sql == accord_merge_insert_sql)
		return run->changes.begins - run->changes.here;
	if (step->sql == accord_merge_in_place_sql && !run->merge->replace)
		return run->changes.in_place;
	return -1;
}

/* Is there anything to do for the step?  Its statement would find nothing. */
static bool
is_idle(const AccordMergeRun *run, const WriteStep *step)
{
	if (expected_rows(run, step) == 0)
		return true;
	if (run->merge->replace)
		return false;
	return run->changes.begins + run->changes.ends + run->changes.in_place + run->changes.overwritten == 0;
}

static void
write_dimension(AccordMergeRun *run)
{
	char	   *statements[lengthof(write_steps)];

	for (int i = 0; i < (int) lengthof(write_steps); i++)
	{
		statements[i] = is_idle(run, &write_steps[i]) ? NULL : write_steps[i].sql(run->merge);
		run->steps += statements[i] != NULL;
	}
	for (int i = 0; i < (int) lengthof(write_steps); i++)
	{
		int64		expected = expected_rows(run, &write_steps[i]);
		int64		written;

		if (statements[i] == NULL)
			continue;
		report_step(run, write_steps[i].purpose);
		written = execute(run, statements[i], InvalidSnapshot);
		if (expected >= 0 && written != expected)
			accord_merge_written_otherwise(run, write_steps[i].purpose, written, expected);
		if (write_steps[i].replaces)
			run->replaced += written;
	}
}

/* what accord.merge returns, and the feed keeps */
typedef struct AccordMergeResult
{
	int64		inserted;
	int64		versioned;
	int64		overwritten;
	int64		reopened;
	int64		unchanged;
	int64		fixed_kept;
	int64		late;
	int64		duplicates;
	int64		closed;
	int64		recorded;
	int64		replaced;
} AccordMergeResult;

#define RESULT_COUNTS ((int) (sizeof(AccordMergeResult) / sizeof(int64)))

static AccordMergeResult
sum_up(const AccordMergeRun *run)
{
	const AccordChanges *changes = &run->changes;
	bool		records = run->merge->deletes == ACCORD_DELETES_RECORD;

	return (AccordMergeResult)
	{
		.inserted = changes->inserted,
			.versioned = changes->versioned,
			.overwritten = changes->overwritten,
			.reopened = changes->reopened,
			.unchanged = run->tally.unchanged + changes->unchanged,
			.fixed_kept = changes->fixed,
			.late = changes->late,
			.duplicates = run->tally.duplicates,
			.closed = records ? 0 : changes->missing,
			.recorded = records ? changes->missing : 0,
			.replaced = run->replaced,
	};
}

/*
 * The time that the next feed must pass.  What feeds replaced by one another
 * overwrote adds up: none of it comes back.
 */
static void
register_time(const AccordMergeRun *run)
{
	Oid			types[5] = {TEXTOID, TEXTOID, TIMESTAMPTZOID, TIMESTAMPOID, INT8OID};
	Datum		values[5];

	values[0] = CStringGetTextDatum(run->dimension->schema);
	values[1] = CStringGetTextDatum(run->dimension->name);
	values[2] = TimestampTzGetDatum(run->time.at);
	values[3] = TimestampGetDatum(run->time.valid_from);
	values[4] = Int64GetDatum(run->changes.overwrites + (run->merge->replace ? run->dimension->last_overwritten : 0));
	accord_owner_execute("UPDATE accord.dimension SET last_at = $3, last_valid_from = $4, last_overwritten = $5,"
						 " feeds = feeds OPERATOR(pg_catalog.+) 1"
						 " WHERE dimension_schema OPERATOR(pg_catalog.=) $1 AND dimension_name OPERATOR(pg_catalog.=) $2",
						 5, types, values, NULL, SPI_OK_UPDATE);
}

/* The feed in the log; and its time. */
static void
register_feed(const AccordMergeRun *run, const AccordMergeResult *result)
{
	Oid			types[8 + RESULT_COUNTS] = {TEXTOID, TEXTOID, TIMESTAMPTZOID, TIMESTAMPOID, TEXTOID, TEXTOID, TEXTOID, TEXTOID};
	Datum		values[8 + RESULT_COUNTS];
	char		nulls[8 + RESULT_COUNTS];
	const char *run_name = GetConfigOption("accord.run", true, false);
	static const char *const deletes[] = {"ignore", "close", "record"};

	memset(nulls, ' ', sizeof(nulls));
	values[0] = CStringGetTextDatum(run->dimension->schema);
	values[1] = CStringGetTextDatum(run->dimension->name);
	values[2] = TimestampTzGetDatum(run->time.at);
	values[3] = TimestampGetDatum(run->time.valid_from);
	values[4] = CStringGetTextDatum(run->merge->full ? "full" : "delta");
	values[5] = CStringGetTextDatum(deletes[run->merge->deletes]);
	values[6] = CStringGetTextDatum(GetUserNameFromId(GetUserId(), false));
	values[7] = CStringGetTextDatum(run_name == NULL ? "" : run_name);
	nulls[7] = run_name == NULL || run_name[0] == '\0' ? 'n' : ' ';
	for (int i = 0; i < RESULT_COUNTS; i++)
	{
		types[8 + i] = INT8OID;
		values[8 + i] = Int64GetDatum(((const int64 *) result)[i]);
	}
	register_time(run);
	accord_owner_execute("INSERT INTO accord.feed (dimension_schema, dimension_name, at, valid_from, mode, deletes, merged_by, run,"
						 " inserted, versioned, overwritten, reopened, unchanged, fixed_kept, late, duplicates, closed, recorded, replaced)"
						 " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)",
						 8 + RESULT_COUNTS, types, values, nulls, SPI_OK_INSERT);
}

static void
drop_transient(AccordMergeRun *run)
{
	(void) execute(run, psprintf("DROP TABLE %s%s%s", run->merge->change,
								 run->merge->query != NULL ? ", " : "", run->merge->query != NULL ? run->merge->feed : ""),
				   InvalidSnapshot);
}

/*
 * Reads the feed beside the dimension.  Row security gives an error rather
 * than a history of the rows that the caller may see; triggers that run when
 * the dimension is written have the setting of the session again.
 */
static void
read_feed(AccordMergeRun *run)
{
	int			level = NewGUCNestLevel();

	(void) set_config_option("row_security", "off", PGC_USERSET, PGC_S_SESSION, GUC_ACTION_SAVE, true, 0, false);
	if (run->merge->query != NULL)
	{
		report_step(run, "read");
		(void) execute(run, accord_merge_store_sql(run->merge), InvalidSnapshot);
	}
	run->snapshot = RegisterSnapshot(GetTransactionSnapshot());
	report_step(run, "compare");
	look_at_dimension(run);
	run->found = accord_merge_compare(run);
	accord_found_show(run->found);
	run->merge->has_unknown = run->tally.unknown > 0;
	accord_merge_check_keys(run);
	accord_merge_check_ties(run);
	check_duplicates(run);
	check_open_versions(run);
	accord_merge_check_empty(run);
	report_step(run, "collect");
	collect(run);
	accord_found_end(run->found);
	UnregisterSnapshot(run->snapshot);
	AtEOXact_GUC(true, level);
}

/* Reads the feed, says what is wrong with it, writes what it says. */
static AccordMergeResult
run_merge(AccordMergeRun *run)
{
	AccordMergeResult result;

	run->steps = 2 + (run->merge->query != NULL);
	read_feed(run);
	accord_merge_check_times(run);
	accord_merge_check_changes(run);
	accord_merge_report_overwritten(run);
	if (!run->arguments->dry_run)
		write_dimension(run);
	else if (run->merge->replace)
	{
		(void) execute(run, accord_merge_count_replaced_sql(run->merge), InvalidSnapshot);
		run->replaced = result_int64(1);
	}
	drop_transient(run);
	result = sum_up(run);
	if (!run->arguments->dry_run)
		register_feed(run, &result);
	return result;
}

/* the innermost merge that runs: its query, or a trigger of its target, may call another */
static const AccordMergeRun *running = NULL;

/* The lock of a dimension does not hold back the session that has it. */
static void
check_not_running(Oid dimension)
{
	for (const AccordMergeRun *run = running; run != NULL; run = run->outer)
		if (run->arguments->dimension == dimension)
			ereport(ERROR,
					(errcode(ERRCODE_OBJECT_IN_USE),
					 errmsg("dimension \"%s\" is being merged by a statement around this one", run->dimension->name),
					 errhint("Neither the query of a feed nor a trigger of the dimension can merge the same dimension.")));
}

static AccordMergeResult
merge(AccordMergeRun *run)
{
	const AccordMergeArguments *arguments = run->arguments;
	AccordMergeResult result;
	Relation	relation;
	int			level;

	if (SPI_connect() != SPI_OK_CONNECT)
		elog(ERROR, "SPI_connect failed");
	run->dimension = accord_dimension_lock(arguments->dimension);
	relation = table_open(arguments->dimension, RowExclusiveLock);
	accord_dimension_resolve(run->dimension, relation);
	level = set_options(run->dimension);
	run->time = accord_feed_time(run->dimension, arguments->has_at ? &arguments->at : NULL);
	run->merge = accord_merge_prepare(arguments, run->dimension, run->time.replaces);
	result = run_merge(run);
	AtEOXact_GUC(true, level);
	table_close(relation, NoLock);
	if (SPI_finish() != SPI_OK_FINISH)
		elog(ERROR, "SPI_finish failed");
	pgstat_report_activity(STATE_RUNNING, debug_query_string);
	return result;
}

static AccordMergeResult
merge_apart(const AccordMergeArguments *arguments)
{
	AccordMergeRun run = {.arguments = arguments,.outer = running};
	AccordMergeResult result;

	accord_merge_check_rights(arguments);
	check_not_running(arguments->dimension);
	running = &run;
	PG_TRY();
	{
		result = merge(&run);
	}
	PG_FINALLY();
	{
		running = run.outer;
	}
	PG_END_TRY();
	return result;
}

/*
 * accord.merge(dimension, source, query, at, mode, deletes, sequence_by,
 *				max_change, allow_empty, dry_run)
 */
PG_FUNCTION_INFO_V1(accord_merge);
Datum
accord_merge(PG_FUNCTION_ARGS)
{
	AccordMergeArguments arguments;
	AccordMergeResult result;
	TupleDesc	descriptor;
	Datum		values[RESULT_COUNTS];
	bool		nulls[RESULT_COUNTS] = {false};

	accord_merge_read_arguments(fcinfo, &arguments);
	arguments.dry_run = !PG_ARGISNULL(9) && PG_GETARG_BOOL(9);
	if (get_call_result_type(fcinfo, NULL, &descriptor) != TYPEFUNC_COMPOSITE)
		elog(ERROR, "return type must be a row type");
	result = merge_apart(&arguments);
	for (int i = 0; i < RESULT_COUNTS; i++)
		values[i] = Int64GetDatum(((const int64 *) &result)[i]);
	PG_RETURN_DATUM(HeapTupleGetDatum(heap_form_tuple(BlessTupleDesc(descriptor), values, nulls)));
}
