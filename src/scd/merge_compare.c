/*
 * merge_compare.c
 *	  The feed of a merge beside the open versions of the dimension.
 *
 * PostgreSQL can join the two by their key.  But whole feeds mostly come in its
 * order: from an index, or because their rows lie like that, as in a table
 * that was loaded from a sorted file or copied from one with a primary key.
 * Then they are walked side by side here: two narrow queries, read in batches,
 * cost less than a join of them, and keys that are there twice lie next to
 * each other.  Where no index promises it, the keys alone are read first, to
 * see whether they lie in order: much cheaper than a join, and than a walk
 * that meets at its end the one row that was updated.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "utils/builtins.h"
#include "utils/guc.h"
#include "utils/memutils.h"
#include "utils/sortsupport.h"
#include "utils/typcache.h"

#include "scd/found.h"
#include "scd/merge_run.h"
#include "scd/stream.h"

/* what a join costs, measured, to what the planner reckons for it */
#define JOIN_COST 2

/* where a statement has its columns, after those of the key; -1 for one that it lacks */
typedef struct Places
{
	int			row;
	int			feed_hash;
	int			feed_other;
	int			is_open;
	int			open_hash;
	int			open_other;
	int			is_deleted;
} Places;

static void
place(int *places, int *next, bool wanted)
{
	*places = wanted ? (*next)++ : -1;
}

static Places
places_of(const AccordMerge *merge, bool feed, bool open)
{
	bool		other = accord_merge_has_other(merge);
	int			next = merge->dimension->keys;
	Places		places;

	place(&places.row, &next, feed);
	place(&places.feed_hash, &next, feed);
	place(&places.is_open, &next, feed && open);
	place(&places.open_hash, &next, open);
	place(&places.feed_other, &next, feed && other);
	place(&places.open_other, &next, open && other);
	place(&places.is_deleted, &next, open && merge->dimension->is_deleted != NULL);
	return places;
}

static void
expect(const AccordStream *stream, int place, Oid type)
{
	if (place >= 0)
		accord_stream_expect(stream, place, type);
}

static void
expect_places(const AccordStream *stream, const AccordMerge *merge, const Places *places)
{
	for (int i = 0; i < merge->dimension->keys; i++)
		accord_stream_expect(stream, i, ((const AccordColumn *) list_nth(merge->dimension->columns, i))->type);
	expect(stream, places->row, TIDOID);
	expect(stream, places->feed_hash, UUIDOID);
	expect(stream, places->feed_other, UUIDOID);
	expect(stream, places->is_open, BOOLOID);
	expect(stream, places->open_hash, UUIDOID);
	expect(stream, places->open_other, UUIDOID);
	expect(stream, places->is_deleted, BOOLOID);
}

/* A value of the row, or NULL. */
static inline const Datum *
field(const AccordStreamRow *row, int place)
{
	return place < 0 || row->nulls[place] ? NULL : &row->values[place];
}

static inline void
set_keys(AccordPair *pair, const AccordStreamRow *row)
{
	pair->keys = row->values;
	pair->key_nulls = row->nulls;
}

static inline void
set_feed(AccordPair *pair, const Places *places, const AccordStreamRow *row)
{
	pair->feed_hash = field(row, places->feed_hash);
	pair->in_feed = pair->feed_hash != NULL;
	pair->row = row->values[places->row];
	pair->feed_other = field(row, places->feed_other);
}

static inline void
set_open(AccordPair *pair, const Places *places, const AccordStreamRow *row)
{
	const Datum *is_deleted = field(row, places->is_deleted);

	pair->is_open = true;
	pair->open_hash = field(row, places->open_hash);
	pair->open_other = field(row, places->open_other);
	pair->is_deleted = is_deleted != NULL && DatumGetBool(*is_deleted);
}

static AccordStreamPlan
plan(const AccordMergeRun *run, const char *sql)
{
	Oid			types[ACCORD_MERGE_PARAMETERS];
	Datum		values[ACCORD_MERGE_PARAMETERS];
	ParamListInfo parameters = makeParamList(ACCORD_MERGE_PARAMETERS);

	accord_merge_parameters(run, types, values);
	for (int i = 0; i < ACCORD_MERGE_PARAMETERS; i++)
		parameters->params[i] = (ParamExternData)
	{
		.value = values[i],.pflags = PARAM_FLAG_CONST,.ptype = types[i]
	};
	return accord_stream_plan(sql, parameters);
}

static void
join(const AccordMergeRun *run, AccordFound *found, const AccordStreamPlan *joined)
{
	AccordStream *stream = accord_stream_open(joined, run->snapshot);
	Places		places = places_of(run->merge, true, true);
	AccordStreamRow row;

	expect_places(stream, run->merge, &places);
	while (accord_stream_next(stream, &row))
	{
		AccordPair	pair;

		set_keys(&pair, &row);
		set_feed(&pair, &places, &row);
		set_open(&pair, &places, &row);
		pair.is_open = DatumGetBool(row.values[places.is_open]);
		accord_found_add(found, &pair);
	}
	accord_stream_close(stream);
}

/* one of the two that are walked */
typedef struct Side
{
	AccordStream *stream;
	Places		places;
	AccordStreamRow row;
	bool		here;			/* is there a row? */
	bool		promised;		/* is it an error if they are not in order? */
	bool		disordered;		/* they were not: no more rows */
} Side;

typedef struct Walk
{
	const AccordMerge *merge;
	AccordTally *tally;
	AccordFound *found;
	SortSupport order;			/* of each column of the key */
	MemoryContext scratch;		/* what comparing leaves behind */
	Side		feed;
	Side		open;
	bool		met;			/* was the key of the open version in the
								 * feed? */
} Walk;

static SortSupport
key_order(const AccordDimension *dimension)
{
	SortSupport order = palloc0_array(SortSupportData, dimension->keys);

	for (int i = 0; i < dimension->keys; i++)
	{
		const AccordColumn *key = list_nth(dimension->columns, i);

		order[i].ssup_cxt = CurrentMemoryContext;
		order[i].ssup_collation = key->collation;
		PrepareSortSupportFromOrderingOp(lookup_type_cache(key->type, TYPECACHE_LT_OPR)->lt_opr, &order[i]);
	}
	return order;
}

/* NULLs are last, and equal to each other. */
static inline int
compare_keys(const Walk *walk, const AccordStreamRow *a, const AccordStreamRow *b)
{
	MemoryContext caller = MemoryContextSwitchTo(walk->scratch);
	int			result = 0;

	for (int i = 0; i < walk->merge->dimension->keys && result == 0; i++)
		result = ApplySortComparator(a->values[i], a->nulls[i], b->values[i], b->nulls[i], &walk->order[i]);
	MemoryContextSwitchTo(caller);
	return result;
}

pg_noreturn static void
out_of_order(const Walk *walk, const Side *side)
{
	const AccordDimension *dimension = walk->merge->dimension;
	bool		is_feed = side == &walk->feed;

	ereport(ERROR,
			(errcode(ERRCODE_INDEX_CORRUPTED),
			 is_feed ? errmsg("the feed of dimension \"%s\" does not come in the order of its key", dimension->name)
			 : errmsg("the open versions of dimension \"%s\" do not come in the order of their key", dimension->name),
			 errdetail("An index on the key has another order than its values have now."),
			 errhint("REINDEX TABLE %s: an upgrade of the operating system that brings other collations leaves indexes like that.",
					 is_feed ? walk->merge->feed : quote_qualified_identifier(dimension->schema, dimension->name))));
}

/* The next row of a side; is its key that of the row before? */
static bool
advance(Walk *walk, Side *side)
{
	AccordStreamRow before = side->row;
	int			result;

	MemoryContextReset(walk->scratch);
	side->here = accord_stream_next(side->stream, &side->row);
	if (!side->here || before.values == NULL)
		return false;
	result = compare_keys(walk, &before, &side->row);
	if (result > 0)
	{
		if (side->promised)
			out_of_order(walk, side);
		side->disordered = true;
		side->here = false;
	}
	return result == 0;
}

/* Leaves an open version behind. */
static void
pass_open(Walk *walk)
{
	bool		met = walk->met;

	if (!met)
	{
		AccordPair	pair = {.in_feed = false};

		set_keys(&pair, &walk->open.row);
		set_open(&pair, &walk->open.places, &walk->open.row);
		accord_found_add(walk->found, &pair);
	}
	walk->met = advance(walk, &walk->open) && met;
	walk->tally->open_twice += walk->met;
}

/* A row of the feed with the open version of its key; that one spells the key. */
static void
meet(Walk *walk)
{
	AccordPair	pair = {.is_open = false};
	int			result = -1;

	while (walk->open.here && (result = compare_keys(walk, &walk->open.row, &walk->feed.row)) < 0)
		pass_open(walk);
	set_keys(&pair, &walk->feed.row);
	set_feed(&pair, &walk->feed.places, &walk->feed.row);
	if (walk->open.here && result == 0 && !accord_pair_has_null_key(&pair, walk->found->keys))
	{
		set_keys(&pair, &walk->open.row);
		set_open(&pair, &walk->open.places, &walk->open.row);
		walk->met = true;
	}
	accord_found_add(walk->found, &pair);
}

static void
begin_side(Walk *walk, Side *side, const AccordMergeRun *run, const AccordStreamPlan *statement)
{
	side->stream = accord_stream_open(statement, run->snapshot);
	side->places = places_of(walk->merge, side == &walk->feed, side == &walk->open);
	expect_places(side->stream, walk->merge, &side->places);
}

static void
walk_both(Walk *walk)
{
	(void) advance(walk, &walk->open);
	for (bool again = advance(walk, &walk->feed); walk->feed.here; again = advance(walk, &walk->feed))
	{
		walk->tally->repeated += again;
		if (!again && walk->met)
			pass_open(walk);
		meet(walk);
	}
	/* the one that was met last may be there twice */
	while (walk->open.here && (walk->met || walk->found->keep_missing))
		pass_open(walk);
}

static void
begin_walk(Walk *walk, AccordMergeRun *run, AccordFound *found)
{
	*walk = (Walk)
	{
		.merge = run->merge,.tally = &run->tally,.found = found
	};
	walk->order = key_order(run->dimension);
	walk->scratch = AllocSetContextCreate(CurrentMemoryContext, "accord walk", ALLOCSET_SMALL_SIZES);
}

/*
 * Does the feed lie in the order of its key?  Another scan under the snapshot
 * gives its rows as this one does.
 */
static bool
lies_in_order(AccordMergeRun *run)
{
	AccordStreamPlan keys = plan(run, accord_merge_feed_keys_sql(run->merge));
	Walk		walk;

	begin_walk(&walk, run, NULL);
	walk.feed.stream = accord_stream_open(&keys, run->snapshot);
	for (int i = 0; i < run->dimension->keys; i++)
		accord_stream_expect(walk.feed.stream, i, ((const AccordColumn *) list_nth(run->dimension->columns, i))->type);
	do
		(void) advance(&walk, &walk.feed);
	while (walk.feed.here);
	accord_stream_close(walk.feed.stream);
	MemoryContextDelete(walk.scratch);
	return !walk.feed.disordered;
}

static void
walk_through(AccordMergeRun *run, AccordFound *found, const AccordStreamPlan *feed, const AccordStreamPlan *open)
{
	Walk		walk;

	begin_walk(&walk, run, found);
	walk.feed.promised = true;
	walk.open.promised = true;
	begin_side(&walk, &walk.feed, run, feed);
	begin_side(&walk, &walk.open, run, open);
	walk_both(&walk);
	accord_stream_close(walk.open.stream);
	accord_stream_close(walk.feed.stream);
	MemoryContextDelete(walk.scratch);
}

/*
 * Is a walk worth it?  Not where a few rows are to be looked up in a large
 * dimension.  The planner thinks too well of its hash joins, though.
 */
static bool
try_to_walk(AccordMergeRun *run, AccordFound *found, const AccordStreamPlan *joined)
{
	bool		by_key = accord_merge_walks_by_key(run->merge);
	AccordStreamPlan feed = plan(run, accord_merge_feed_sql(run->merge, by_key));
	AccordStreamPlan open = plan(run, accord_merge_open_sql(run->merge));

	if (accord_stream_cost(&feed) + accord_stream_cost(&open) > JOIN_COST * accord_stream_cost(joined))
		return false;
	if (!by_key && !lies_in_order(run))
		return false;
	walk_through(run, found, &feed, &open);
	return true;
}

static void
compare(AccordMergeRun *run, AccordFound *found)
{
	AccordStreamPlan joined = plan(run, accord_merge_join_sql(run->merge));

	run->walked = (accord_merge_walks_by_key(run->merge) || accord_merge_walks_as_it_lies(run->merge)) &&
		try_to_walk(run, found, &joined);
	if (!run->walked)
		join(run, found, &joined);
}

AccordFound *
accord_merge_compare(AccordMergeRun *run)
{
	AccordFound *found = accord_found_begin(run->merge, &run->tally);
	int			level = NewGUCNestLevel();

	/* a scan of a large table may begin in its middle otherwise */
	(void) set_config_option("synchronize_seqscans", "off", PGC_USERSET, PGC_S_SESSION, GUC_ACTION_SAVE, true, 0, false);
	accord_tally_begin(&run->tally);
	PG_TRY();
	{
		compare(run, found);
	}
	PG_FINALLY();
	{
		accord_tally_end(&run->tally);
	}
	PG_END_TRY();
	AtEOXact_GUC(true, level);
	return found;
}
