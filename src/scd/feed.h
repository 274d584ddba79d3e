/*
 * feed.h
 *	  What a merge takes its rows from.
 */
#ifndef ACCORD_SCD_FEED_H
#define ACCORD_SCD_FEED_H

#include "postgres.h"

#include "scd/statements.h"

/*
 * Fills in the feed of a merge, whose dimension and arguments are known
 * already, from a relation or a query (of which exactly one is given).  Runs
 * nothing.  To be called within SPI_connect.
 *
 * Raises 42703 for a column that is missing, 42804 for one of another type,
 * 22023 for a query that is none; reports columns that the dimension does not
 * have.
 */
extern void accord_feed_describe(AccordMerge *merge, Oid relid, const char *query);

#endif							/* ACCORD_SCD_FEED_H */
