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
#include "utils/snapshot.h"

typedef struct AccordStream AccordStream;

/* a row: valid until two more have been read */
typedef struct AccordStreamRow
{
	const Datum *values;
	const bool *nulls;
} AccordStreamRow;

/*
 * Begins to read a SELECT under that snapshot.  To be called within
 * SPI_connect; the stream lives in the current memory context.
 */
extern AccordStream *accord_stream_open(const char *sql, int parameters, Oid *types, Datum *values, Snapshot snapshot);

/* The next row; false after the last one. */
extern bool accord_stream_next(AccordStream *stream, AccordStreamRow *row);

extern void accord_stream_close(AccordStream *stream);

#endif							/* ACCORD_SCD_STREAM_H */
