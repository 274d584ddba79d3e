/*
 * statements_internal.h
 *	  What the two halves of the statements share.
 */
#ifndef ACCORD_SCD_STATEMENTS_INTERNAL_H
#define ACCORD_SCD_STATEMENTS_INTERNAL_H

#include "postgres.h"

#include "lib/stringinfo.h"
#include "scd/clauses.h"
#include "scd/statements.h"

/*
 * Formats like appendStringInfo, with the prefix of our own columns in place
 * of each '@': they are names that no column of the dimension begins with.
 */
extern void accord_merge_append(const AccordMerge *merge, StringInfo sql, const char *format,...)
			pg_attribute_printf(3, 4);

/* s.column, in the type and the collation that the dimension has */
extern char *accord_merge_feed_expression(const AccordFeedColumn *column);

/*
 * The hash of a version, or the mark that it waits; NULL for that of a version
 * which a replaced feed closed, if it may be over the columns of then.
 */
extern void accord_merge_append_hash(StringInfo sql, const AccordMerge *merge, const char *alias);

extern bool accord_column_is_overwritten(const AccordColumn *column);
extern bool accord_column_is_fixed(const AccordColumn *column);
extern bool accord_column_is_previous(const AccordColumn *column);
extern bool accord_column_is_current(const AccordColumn *column);
extern bool accord_column_is_filled(const AccordColumn *column);

/* <dimension> AS d */
extern void accord_merge_append_target(StringInfo sql, const AccordMerge *merge);

/* SET valid_to, is_current; of an open version where closes is NULL */
extern void accord_merge_append_set_end(StringInfo sql, const AccordMerge *merge, const char *closes);

/* column = c.column, ... for the chosen ones; then no longer first */
extern void accord_merge_append_set_columns(StringInfo sql, const AccordMerge *merge, AccordColumnFilter filter,
											bool *first);

/* the mark of a deletion version */
extern void accord_merge_append_deleted_value(StringInfo sql, const AccordMerge *merge);

extern bool accord_merge_has(const AccordMerge *merge, AccordColumnFilter filter);

#endif							/* ACCORD_SCD_STATEMENTS_INTERNAL_H */
