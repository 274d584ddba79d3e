/*
 * stream.c
 *	  The rows of a query, in turn, read in batches.
 *
 * A portal is asked for a batch at a time, and gives its rows to a receiver
 * that copies them: values of a fixed length into an array, others into a
 * memory context.  There are two batches, filled in turn, so that the row
 * before the first of a batch is still there.
 */
#include "postgres.h"

#include "executor/spi.h"
#include "executor/tuptable.h"
#include "tcop/dest.h"
#include "tcop/pquery.h"
#include "utils/datum.h"
#include "utils/memutils.h"
#include "utils/portal.h"
#include "utils/snapmgr.h"

#include "scd/stream.h"

#define BATCH_ROWS 512

typedef struct Batch
{
	Datum	   *values;			/* BATCH_ROWS times the columns */
	bool	   *nulls;
	char	   *fixed;			/* BATCH_ROWS times what values of a fixed
								 * length need */
	MemoryContext context;		/* of values of other lengths */
	int			rows;
} Batch;

struct AccordStream
{
	DestReceiver receiver;		/* must be first */
	Portal		portal;
	TupleDesc	descriptor;
	int			columns;
	Size	   *places;			/* of a value of a fixed length in a row's
								 * part of the array */
	Size		fixed_size;		/* of that part */
	Batch		batches[2];
	Batch	   *batch;			/* the one that is read */
	int			next;			/* row of it */
	bool		ended;
};

static inline Datum
copy_value(AccordStream *stream, Batch *batch, int column, Datum value)
{
	Form_pg_attribute attribute = TupleDescAttr(stream->descriptor, column);
	char	   *copy;

	if (attribute->attbyval)
		return value;
	if (attribute->attlen < 0)
		return datumCopy(value, false, attribute->attlen);
	copy = batch->fixed + batch->rows * stream->fixed_size + stream->places[column];
	memcpy(copy, DatumGetPointer(value), attribute->attlen);
	return PointerGetDatum(copy);
}

static bool
receive(TupleTableSlot *slot, DestReceiver *self)
{
	AccordStream *stream = (AccordStream *) self;
	Batch	   *batch = stream->batch;
	Datum	   *values = batch->values + batch->rows * stream->columns;
	bool	   *nulls = batch->nulls + batch->rows * stream->columns;
	MemoryContext caller = MemoryContextSwitchTo(batch->context);

	slot_getallattrs(slot);
	for (int i = 0; i < stream->columns; i++)
	{
		nulls[i] = slot->tts_isnull[i];
		values[i] = nulls[i] ? (Datum) 0 : copy_value(stream, batch, i, slot->tts_values[i]);
	}
	batch->rows++;
	MemoryContextSwitchTo(caller);
	return true;
}

static void
startup(DestReceiver *self, int operation, TupleDesc descriptor)
{
}

static void
shutdown_or_destroy(DestReceiver *self)
{
}

static void
init_batches(AccordStream *stream)
{
	stream->columns = stream->descriptor->natts;
	stream->places = palloc_array(Size, stream->columns);
	for (int i = 0; i < stream->columns; i++)
	{
		Form_pg_attribute attribute = TupleDescAttr(stream->descriptor, i);

		stream->places[i] = stream->fixed_size;
		if (!attribute->attbyval && attribute->attlen > 0)
			stream->fixed_size += MAXALIGN(attribute->attlen);
	}
	for (int i = 0; i < 2; i++)
	{
		Batch	   *batch = &stream->batches[i];

		batch->values = palloc_array(Datum, BATCH_ROWS * stream->columns);
		batch->nulls = palloc_array(bool, BATCH_ROWS * stream->columns);
		batch->fixed = palloc(BATCH_ROWS * stream->fixed_size);
		batch->context = AllocSetContextCreate(CurrentMemoryContext, "accord stream", ALLOCSET_DEFAULT_SIZES);
	}
}

AccordStream *
accord_stream_open(const char *sql, int parameters, Oid *types, Datum *values, Snapshot snapshot)
{
	AccordStream *stream = palloc0_object(AccordStream);
	SPIPlanPtr	plan = SPI_prepare_cursor(sql, parameters, types, CURSOR_OPT_NO_SCROLL);

	if (plan == NULL)
		elog(ERROR, "SPI_prepare_cursor failed: %s", SPI_result_code_string(SPI_result));
	PushActiveSnapshot(snapshot);
	stream->portal = SPI_cursor_open(NULL, plan, values, NULL, true);
	PopActiveSnapshot();
	SPI_freeplan(plan);
	stream->receiver.receiveSlot = receive;
	stream->receiver.rStartup = startup;
	stream->receiver.rShutdown = shutdown_or_destroy;
	stream->receiver.rDestroy = shutdown_or_destroy;
	stream->receiver.mydest = DestNone;
	stream->descriptor = stream->portal->tupDesc;
	stream->batch = &stream->batches[0];
	init_batches(stream);
	return stream;
}

/* Fills the batch that is not the one read last. */
static void
read_batch(AccordStream *stream)
{
	stream->batch = stream->batch == &stream->batches[0] ? &stream->batches[1] : &stream->batches[0];
	stream->batch->rows = 0;
	stream->next = 0;
	MemoryContextReset(stream->batch->context);
	(void) PortalRunFetch(stream->portal, FETCH_FORWARD, BATCH_ROWS, &stream->receiver);
	stream->ended = stream->batch->rows < BATCH_ROWS;
}

bool
accord_stream_next(AccordStream *stream, AccordStreamRow *row)
{
	if (stream->next == stream->batch->rows)
	{
		if (stream->ended)
			return false;
		read_batch(stream);
		if (stream->batch->rows == 0)
			return false;
	}
	row->values = stream->batch->values + stream->next * stream->columns;
	row->nulls = stream->batch->nulls + stream->next * stream->columns;
	stream->next++;
	return true;
}

void
accord_stream_close(AccordStream *stream)
{
	SPI_cursor_close(stream->portal);
}
