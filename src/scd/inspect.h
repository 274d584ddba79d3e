/*
 * inspect.h
 *	  Are the versions of a table such that merges can go on with them?
 */
#ifndef ACCORD_SCD_INSPECT_H
#define ACCORD_SCD_INSPECT_H

#include "postgres.h"

#include "scd/dimension.h"

/*
 * What valid_to holds in open versions, as far as its values tell; "otherwise"
 * if no version is open.
 */
extern AccordOpenEnd accord_inspect_open_end(const AccordDimension *dimension, AccordOpenEnd otherwise);

/*
 * 55000 with counts, and with queries that list them, if there are versions
 * that a merge could not go on with.  Else the greatest time in them becomes
 * that of the last feed.  The hashes are looked at if the table has them.
 */
extern void accord_inspect_versions(AccordDimension *dimension, bool has_hash);

#endif							/* ACCORD_SCD_INSPECT_H */
