/*
 * merge_sql.c
 *	  accord.merge_sql: the statements of a merge, to be read.
 *
 * They are made by the same code from the same description; nothing is run,
 * and no lock is taken.
 */
#include "postgres.h"

#include "access/table.h"
#include "executor/spi.h"
#include "funcapi.h"
#include "utils/builtins.h"
#include "utils/rel.h"

#include "scd/merge_prepare.h"
#include "scd/merge_time.h"
#include "support/compat.h"

typedef struct Listing
{
	ReturnSetInfo *result;
	int			step;
} Listing;

static void
list_statement(Listing *listing, const char *purpose, char *statement)
{
	Datum		values[3];
	bool		nulls[3] = {false};

	if (statement == NULL)
		return;
	values[0] = Int32GetDatum(++listing->step);
	values[1] = CStringGetTextDatum(purpose);
	values[2] = CStringGetTextDatum(statement);
	tuplestore_putvalues(listing->result->setResult, listing->result->setDesc, values, nulls);
}

static void
list_join(Listing *listing, const AccordMerge *merge, bool counted)
{
	list_statement(listing, "compare: a join", accord_merge_join_sql(merge));
	if (merge->feed_is_unique || merge->sequence_by != NULL)
		return;
	if (merge->full && !counted)
		list_statement(listing, "count open versions", accord_merge_open_rows_sql(merge));
	list_statement(listing, "look for duplicates", merge->full ? accord_merge_found_duplicates_sql(merge) :
				   accord_merge_feed_duplicates_sql(merge));
}

/* A merge walks, if that is possible and worth its cost, or joins. */
static void
list_compare(Listing *listing, const AccordMerge *merge, bool counted)
{
	bool		as_it_lies = accord_merge_walks_as_it_lies(merge);
	bool		by_key = accord_merge_walks_by_key(merge);

	if (as_it_lies || by_key)
		list_statement(listing, "compare: the open versions", accord_merge_open_sql(merge));
	if (as_it_lies)
		list_statement(listing, "compare: does the feed lie by key", accord_merge_feed_keys_sql(merge));
	if (as_it_lies)
		list_statement(listing, "compare: the feed as it lies", accord_merge_feed_sql(merge, false));
	if (by_key)
		list_statement(listing, "compare: the feed by key", accord_merge_feed_sql(merge, true));
	list_join(listing, merge, counted);
}

static void
list_merge(Listing *listing, const AccordMerge *merge, bool counts_share)
{
	list_statement(listing, "lock",
				   psprintf("UPDATE accord.dimension SET feeds = feeds\n"
							"WHERE dimension_schema OPERATOR(pg_catalog.=) %s AND dimension_name OPERATOR(pg_catalog.=) %s",
							quote_literal_cstr(merge->dimension->schema), quote_literal_cstr(merge->dimension->name)));
	if (merge->query != NULL)
		list_statement(listing, "read", accord_merge_store_sql(merge));
	if (counts_share)
		list_statement(listing, "count open versions", accord_merge_open_rows_sql(merge));
	list_compare(listing, merge, counts_share);
	list_statement(listing, "collect", accord_merge_change_sql(merge));
	list_statement(listing, "count", accord_merge_count_sql(merge));
	list_statement(listing, "remove", accord_merge_remove_sql(merge));
	list_statement(listing, "reopen", accord_merge_reopen_sql(merge));
	list_statement(listing, "close", accord_merge_close_sql(merge));
	list_statement(listing, "replace", accord_merge_replace_sql(merge));
	list_statement(listing, "overwrite", accord_merge_overwrite_sql(merge));
	list_statement(listing, "write in place", accord_merge_in_place_sql(merge));
	list_statement(listing, "open", accord_merge_insert_sql(merge));
	list_statement(listing, "write current values", accord_merge_current_sql(merge));
}

/*
 * accord.merge_sql(dimension, source, query, at, mode, deletes, sequence_by,
 *					max_change, allow_empty)
 */
PG_FUNCTION_INFO_V1(accord_merge_sql);
Datum
accord_merge_sql(PG_FUNCTION_ARGS)
{
	AccordMergeArguments arguments;
	AccordDimension *dimension;
	AccordFeedTime time;
	Listing		listing = {.result = (ReturnSetInfo *) fcinfo->resultinfo};
	Relation	relation;

	accord_merge_read_arguments(fcinfo, &arguments);
	accord_merge_check_rights(&arguments);
	InitMaterializedSRF(fcinfo, 0);
	if (SPI_connect() != SPI_OK_CONNECT)
		elog(ERROR, "SPI_connect failed");
	dimension = accord_dimension_find(arguments.dimension, false);
	relation = table_open(arguments.dimension, AccessShareLock);
	accord_dimension_resolve(dimension, relation);
	time = accord_feed_time(dimension, arguments.has_at ? &arguments.at : NULL);
	list_merge(&listing, accord_merge_prepare(&arguments, dimension, time.replaces), arguments.max_change != NULL);
	table_close(relation, NoLock);
	if (SPI_finish() != SPI_OK_FINISH)
		elog(ERROR, "SPI_finish failed");
	return (Datum) 0;
}
