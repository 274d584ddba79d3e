/*
 * bucket.h
 *	  The range that a generalised value lies in.
 */
#ifndef ACCORD_MASK_BUCKET_H
#define ACCORD_MASK_BUCKET_H

#include "postgres.h"

#include "fmgr.h"
#include "utils/rangetypes.h"

typedef struct AccordBucket
{
	Datum		from;			/* inclusive */
	Datum		to;				/* exclusive */
	bool		from_open;		/* no lower bound */
	bool		to_open;		/* no upper bound */
} AccordBucket;

/* As a range of the type, which must be the one the function returns. */
extern Datum accord_bucket_range(FunctionCallInfo fcinfo, Oid type, AccordBucket bucket);

#endif							/* ACCORD_MASK_BUCKET_H */
