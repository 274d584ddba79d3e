/*
 * stream.h
 *	  The rows of a query, in turn, read in batches.
 *
 * Two streams are read side by side, as a merge join reads its sides.  A
 * batch at a time: what a row costs is mostly code and data that are not in
 * the processor's caches, and then only the first row of a batch pays.
 */
#ifndef ACCORD_SCD_STREAM_H
#define ACCORD_SCD_STREAM_H

#include "postgres.h"

#include "nodes/params.h"
#include "nodes/plannodes.h"
#include "utils/snapshot.h"

typedef struct AccordStream AccordStream;

/* a row: valid until two more have been read */
typedef struct AccordStreamRow
{
	const Datum *values;
	const bool *nulls;
} AccordStreamRow;

/* a SELECT, planned for these parameters; nothing is run */
typedef struct AccordStreamPlan
{
	const char *sql;
	ParamListInfo parameters;
	PlannedStmt *statement;
} AccordStreamPlan;

extern AccordStreamPlan accord_stream_plan(const char *sql, ParamListInfo parameters);

/* what the planner reckons for all of its rows */
extern double accord_stream_cost(const AccordStreamPlan *plan);

/* Begins to read under that snapshot; the stream lives in the current memory context, and needs the plan. */
extern AccordStream *accord_stream_open(const AccordStreamPlan *plan, Snapshot snapshot);

/*
 * 42804 unless a column is of that type, or a domain over it: the tables may
 * have changed since the statement was written.
 */
extern void accord_stream_expect(const AccordStream *stream, int column, Oid type);

/* The next row; false after the last one. */
extern bool accord_stream_next(AccordStream *stream, AccordStreamRow *row);

/* May be called before the last row. */
extern void accord_stream_close(AccordStream *stream);

#endif							/* ACCORD_SCD_STREAM_H */
