/*
 * stream.c
 *	  The rows of a query, in turn, read in batches.
 *
 * The executor is asked for a batch at a time, and gives its rows to a receiver
 * that copies them: values of a fixed length into an array, others into a
 * memory context.  There are two batches, filled in turn, so that the row
 * before the first of a batch is still there.
 *
 * No portal: those have names, and whatever function of a user runs meanwhile
 * could move or close them.
 */
#include "postgres.h"

#include "executor/executor.h"
#include "executor/tuptable.h"
#include "tcop/dest.h"
#include "tcop/tcopprot.h"
#include "utils/builtins.h"
#include "utils/datum.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"
#include "utils/snapmgr.h"

#include "scd/stream.h"
#include "support/compat.h"

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
	const AccordStreamPlan *plan;
	QueryDesc  *query;
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
	(void) self;
	(void) operation;
	(void) descriptor;
}

static void
shutdown_or_destroy(DestReceiver *self)
{
	(void) self;
}

/* Errors say which statement was run, or where in it they are, as those of SPI do. */
static void
show_statement(void *sql)
{
	int			position = geterrposition();

	if (position > 0)
	{
		errposition(0);
		internalerrposition(position);
		internalerrquery(sql);
	}
	else
		errcontext("SQL statement \"%s\"", (const char *) sql);
}

static ErrorContextCallback
context_of(const AccordStreamPlan *plan)
{
	return (ErrorContextCallback)
	{
		.previous = error_context_stack,.callback = show_statement,.arg = unconstify(char *, plan->sql)
	};
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

AccordStreamPlan
accord_stream_plan(const char *sql, ParamListInfo parameters)
{
	AccordStreamPlan plan = {.sql = sql,.parameters = parameters};
	Oid		   *types = palloc_array(Oid, parameters->numParams);
	ErrorContextCallback context = context_of(&plan);
	List	   *queries;

	error_context_stack = &context;
	for (int i = 0; i < parameters->numParams; i++)
		types[i] = parameters->params[i].ptype;
	queries = pg_analyze_and_rewrite_fixedparams(linitial_node(RawStmt, pg_parse_query(sql)), sql, types,
												 parameters->numParams, NULL);
	plan.statement = pg_plan_query(linitial_node(Query, queries), sql, 0, parameters);
	error_context_stack = context.previous;
	return plan;
}

double
accord_stream_cost(const AccordStreamPlan *plan)
{
	return plan->statement->planTree->total_cost;
}

AccordStream *
accord_stream_open(const AccordStreamPlan *plan, Snapshot snapshot)
{
	AccordStream *stream = palloc0_object(AccordStream);
	ErrorContextCallback context = context_of(plan);

	error_context_stack = &context;
	stream->plan = plan;
	stream->receiver.receiveSlot = receive;
	stream->receiver.rStartup = startup;
	stream->receiver.rShutdown = shutdown_or_destroy;
	stream->receiver.rDestroy = shutdown_or_destroy;
	stream->receiver.mydest = DestNone;
	PushActiveSnapshot(snapshot);
	stream->query = CreateQueryDesc(plan->statement, plan->sql, snapshot, InvalidSnapshot, &stream->receiver,
									plan->parameters, NULL, 0);
	ExecutorStart(stream->query, 0);
	PopActiveSnapshot();
	error_context_stack = context.previous;
	stream->descriptor = stream->query->tupDesc;
	stream->batch = &stream->batches[0];
	init_batches(stream);
	return stream;
}

void
accord_stream_expect(const AccordStream *stream, int column, Oid type)
{
	Oid			is = TupleDescAttr(stream->descriptor, column)->atttypid;

	if (getBaseType(is) != getBaseType(type))
		ereport(ERROR,
				(errcode(ERRCODE_DATATYPE_MISMATCH),
				 errmsg("column %d of a statement is of type %s and not of type %s", column + 1,
						format_type_be(is), format_type_be(type)),
				 errdetail("A table was changed while the statement was planned."),
				 errhint("Try again."),
				 errcontext("SQL statement \"%s\"", stream->plan->sql)));
}

/* Fills the batch that is not the one read last. */
static void
read_batch(AccordStream *stream)
{
	ErrorContextCallback context = context_of(stream->plan);

	error_context_stack = &context;
	stream->batch = stream->batch == &stream->batches[0] ? &stream->batches[1] : &stream->batches[0];
	stream->batch->rows = 0;
	stream->next = 0;
	MemoryContextReset(stream->batch->context);
	PushActiveSnapshot(stream->query->snapshot);
	accord_executor_run(stream->query, ForwardScanDirection, BATCH_ROWS);
	PopActiveSnapshot();
	error_context_stack = context.previous;
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
	ExecutorFinish(stream->query);
	ExecutorEnd(stream->query);
	FreeQueryDesc(stream->query);
	for (int i = 0; i < 2; i++)
		MemoryContextDelete(stream->batches[i].context);
}
