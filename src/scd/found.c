/*
 * found.c
 *	  What a merge has found out about its feed.
 *
 * Nearly all rows of a feed equal the open version of their key: they are
 * counted and leave no trace.  The others are kept in a tuplestore that the
 * next statements read by a name, as a trigger reads its transition table.
 */
#include "postgres.h"

#include "access/tupdesc.h"
#include "catalog/pg_type.h"
#include "executor/spi.h"
#include "miscadmin.h"
#include "utils/queryenvironment.h"
#include "utils/uuid.h"

#include "scd/found.h"

/* the columns before those of the key */
enum
{
	FOUND_IN,					/* is there a row in the feed? */
	FOUND_OPEN,					/* is there an open version? */
	FOUND_ROW,					/* ctid of the row */
	FOUND_HASH,
	FOUND_KEYS,
};

static void
describe(const AccordMerge *merge, AccordFound *found, int number, const char *name, Oid type)
{
	TupleDescInitEntry(found->descriptor, number + 1, psprintf("%s%s", merge->prefix, name), type, -1, 0);
}

AccordFound *
accord_found_begin(const AccordMerge *merge, AccordTally *tally)
{
	AccordFound *found = palloc0_object(AccordFound);
	const AccordDimension *dimension = merge->dimension;

	found->tally = tally;
	found->keep_missing = merge->deletes != ACCORD_DELETES_IGNORE;
	found->keys = dimension->keys;
	found->descriptor = CreateTemplateTupleDesc(FOUND_KEYS + dimension->keys);
	describe(merge, found, FOUND_IN, "in", BOOLOID);
	describe(merge, found, FOUND_OPEN, "open", BOOLOID);
	describe(merge, found, FOUND_ROW, "row", TIDOID);
	describe(merge, found, FOUND_HASH, "hash", UUIDOID);
	for (int i = 0; i < dimension->keys; i++)
	{
		const AccordColumn *key = list_nth(dimension->columns, i);

		/*
		 * no modifier: a key of the feed is cut or padded, or refused, when
		 * it is written
		 */
		TupleDescInitEntry(found->descriptor, FOUND_KEYS + i + 1, key->name, key->type, -1, 0);
		TupleDescInitEntryCollation(found->descriptor, FOUND_KEYS + i + 1, key->collation);
	}
	found->values = palloc0_array(Datum, FOUND_KEYS + dimension->keys);
	found->nulls = palloc0_array(bool, FOUND_KEYS + dimension->keys);
	found->rows = tuplestore_begin_heap(false, false, work_mem);
	return found;
}

/* Is the hash not known, or the mark of ACCORD_HASH_WAITS in its place? */
static inline bool
is_no_hash(const Datum *hash)
{
	static const pg_uuid_t waits = {{
			0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff
	}};

	return hash == NULL || memcmp(DatumGetUUIDP(*hash)->data, waits.data, UUID_LEN) == 0;
}

/* two hashes that may be NULL */
static inline bool
same_hash(const Datum *a, const Datum *b)
{
	if (a == NULL || b == NULL)
		return a == b;
	return memcmp(DatumGetUUIDP(*a)->data, DatumGetUUIDP(*b)->data, UUID_LEN) == 0;
}

/* Counts the pair; is there anything to be done about it? */
static inline bool
count(AccordFound *found, const AccordPair *pair)
{
	AccordTally *tally = found->tally;

	if (!pair->in_feed)
	{
		tally->missing++;
		return found->keep_missing && !pair->is_deleted;
	}
	tally->rows++;
	if (!pair->is_open)
	{
		tally->unmatched++;
		tally->null_keys += accord_pair_has_null_key(pair, found->keys);
		return true;
	}
	tally->matched++;
	if (is_no_hash(pair->open_hash))
	{
		tally->unknown++;
		return true;
	}
	if (pair->is_deleted || !same_hash(pair->feed_hash, pair->open_hash) || !same_hash(pair->feed_other, pair->open_other))
		return true;
	tally->unchanged++;
	return false;
}

static void
keep(AccordFound *found, const AccordPair *pair)
{
	Datum	   *values = found->values;
	bool	   *nulls = found->nulls;

	values[FOUND_IN] = BoolGetDatum(pair->in_feed);
	values[FOUND_OPEN] = BoolGetDatum(pair->is_open);
	values[FOUND_ROW] = pair->row;
	nulls[FOUND_ROW] = !pair->in_feed;
	values[FOUND_HASH] = pair->in_feed ? *pair->feed_hash : (Datum) 0;
	nulls[FOUND_HASH] = !pair->in_feed;
	for (int i = 0; i < found->keys; i++)
	{
		values[FOUND_KEYS + i] = pair->keys[i];
		nulls[FOUND_KEYS + i] = pair->key_nulls[i];
	}
	tuplestore_putvalues(found->rows, found->descriptor, values, nulls);
}

void
accord_found_add(AccordFound *found, const AccordPair *pair)
{
	if (count(found, pair))
		keep(found, pair);
}

void
accord_found_show(AccordFound *found)
{
	EphemeralNamedRelation relation = palloc0_object(EphemeralNamedRelationData);
	int			result;

	relation->md.name = pstrdup(ACCORD_FOUND);
	relation->md.reliddesc = InvalidOid;
	relation->md.tupdesc = found->descriptor;
	relation->md.enrtype = ENR_NAMED_TUPLESTORE;
	relation->md.enrtuples = tuplestore_tuple_count(found->rows);
	relation->reldata = found->rows;
	result = SPI_register_relation(relation);
	if (result != SPI_OK_REL_REGISTER)
		elog(ERROR, "SPI_register_relation failed: %s", SPI_result_code_string(result));
}

void
accord_found_end(AccordFound *found)
{
	int			result = SPI_unregister_relation(ACCORD_FOUND);

	if (result != SPI_OK_REL_UNREGISTER)
		elog(ERROR, "SPI_unregister_relation failed: %s", SPI_result_code_string(result));
	tuplestore_end(found->rows);
}
