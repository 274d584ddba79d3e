/*
 * flat.h
 *	  A varlena as the encoders want it: neither toasted nor unaligned.
 *
 * A short value is copied to the caller's stack, so that nothing is allocated
 * for what a row mostly holds; what was detoasted is freed at once, since a
 * row may have many large columns.
 */
#ifndef ACCORD_SCD_FLAT_H
#define ACCORD_SCD_FLAT_H

#include "postgres.h"

#include "access/detoast.h"

#include "support/compat.h"

typedef union AccordShort
{
	double		align;
	int64		also_align;
	char		data[VARHDRSZ + VARATT_SHORT_MAX];
} AccordShort;

/* The value with a header of four bytes, aligned. */
static inline void *
accord_flat_aligned(Datum value, AccordShort *copy)
{
	struct varlena *datum = (struct varlena *) DatumGetPointer(value);

	if (likely(VARATT_IS_4B_U(datum)))
		return datum;
	/* a pointer to what lies outside has a short header too */
	if (VARATT_IS_SHORT(datum) && !VARATT_IS_EXTERNAL(datum))
	{
		Size		len = VARSIZE_SHORT(datum) - VARHDRSZ_SHORT;

		SET_VARSIZE(copy->data, len + VARHDRSZ);
		memcpy(copy->data + VARHDRSZ, VARDATA_SHORT(datum), len);
		return copy->data;
	}
	return detoast_attr(datum);
}

/* The value with whatever header it has: for VARDATA_ANY. */
static inline struct varlena *
accord_flat_packed(Datum value)
{
	struct varlena *datum = (struct varlena *) DatumGetPointer(value);

	if (unlikely(VARATT_IS_COMPRESSED(datum) || VARATT_IS_EXTERNAL(datum)))
		return detoast_attr(datum);
	return datum;
}

/* Gives back what was detoasted. */
static inline void
accord_flat_free(void *flat, Datum value, const AccordShort *copy)
{
	if (flat != DatumGetPointer(value) && flat != (const void *) copy)
		pfree(flat);
}

#endif							/* ACCORD_SCD_FLAT_H */
