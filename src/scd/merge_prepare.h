/*
 * merge_prepare.h
 *	  A merge as its caller asks for it.
 */
#ifndef ACCORD_SCD_MERGE_PREPARE_H
#define ACCORD_SCD_MERGE_PREPARE_H

#include "postgres.h"

#include "fmgr.h"
#include "scd/statements.h"
#include "utils/numeric.h"

/* the arguments of accord.merge and accord.merge_sql */
typedef struct AccordMergeArguments
{
	Oid			dimension;
	Oid			source;			/* or InvalidOid */
	char	   *query;			/* or NULL */
	bool		has_at;
	TimestampTz at;
	bool		full;
	AccordDeletes deletes;
	char	   *sequence_by;	/* or NULL */
	Numeric		max_change;		/* or NULL */
	bool		allow_empty;
	bool		dry_run;
} AccordMergeArguments;

/* Reads and checks them, 22023; dry_run is the caller's. */
extern void accord_merge_read_arguments(FunctionCallInfo fcinfo, AccordMergeArguments *arguments);

/* Before any lock: may the caller read the source and write the dimension?  42501 */
extern void accord_merge_check_rights(const AccordMergeArguments *arguments);

/*
 * Everything that the statements depend on, of a dimension that is locked (or
 * found) and resolved.  Within SPI_connect.
 */
extern AccordMerge *accord_merge_prepare(const AccordMergeArguments *arguments, AccordDimension *dimension, bool replace);

#endif							/* ACCORD_SCD_MERGE_PREPARE_H */
