/*
 * canonical.h
 *	  From a type to the function that writes its values in canonical form.
 *
 * A type is resolved once per call site, its elements and fields with it: an
 * unsupported one is refused there, whatever the values are.  Only an
 * anonymous record says with each value what it holds.
 */
#ifndef ACCORD_SCD_CANONICAL_H
#define ACCORD_SCD_CANONICAL_H

#include "postgres.h"

#include "access/htup.h"
#include "access/tupdesc.h"
#include "fmgr.h"
#include "utils/typcache.h"

#include "support/compat.h"

#include "scd/form.h"

/*
 * Where a type was met, for errors.  A place is part of another one where the
 * column is a field of a row.
 */
typedef struct AccordPlace
{
	const char *function;		/* as the user calls it */
	const struct AccordPlace *row;	/* that it is a field of, or NULL */
	int			position;		/* of the column, from 1; 0 is the row itself */
	const char *name;			/* of the column, or NULL */
	Oid			type;			/* of the column */
	const char *remedy;			/* instead of a cast, a sentence; or NULL */
} AccordPlace;

typedef struct AccordType AccordType;

/* Writes a value that is not NULL. */
typedef void (*AccordEncode) (AccordDigest *digest, Datum value, AccordType *type);

/* The fields of a row, as of the last value seen. */
typedef struct AccordRow
{
	MemoryContext context;		/* holds what is below */
	AccordPlace place;
	uint64		identifier;		/* of the row type's definition; 0 for none */
	TupleDesc	tupdesc;
	int			nfields;		/* without dropped ones */
	AccordType **fields;		/* by attribute; NULL for dropped ones */
	Datum	   *values;
	bool	   *nulls;
} AccordRow;

struct AccordType
{
	AccordEncode encode;
	AccordTag	tag;
	bool		converts;		/* must text be turned into UTF-8? */
	AccordType *element;		/* of an array, a range, a multirange */
	int16		len;			/* as an element of an array */
	bool		by_value;
	char		align;
	TypeCacheEntry *range;		/* of a range */
	AccordRow  *row;			/* of a row */
};

/* How the values of a base type are written. */
typedef struct AccordScalar
{
	Oid			type;
	AccordTag	tag;
	AccordEncode encode;
} AccordScalar;

static inline void
accord_canonical_value(AccordDigest *digest, Datum value, bool is_null, AccordType *type)
{
	if (is_null)
		accord_form_null(digest);
	else
		type->encode(digest, value, type);
}

/*
 * A type with all it is made of, in the current memory context.  Raises an
 * error if it has no canonical form.
 */
extern AccordType *accord_canonical_resolve(Oid type, Oid collation, const AccordPlace *place);

/* Base types, or NULL. */
extern const AccordScalar *accord_canonical_scalar(Oid type);

/* A row whose fields are resolved when a value is seen, in the current memory context. */
extern AccordRow *accord_canonical_row(const AccordPlace *place);

/* Sees to the fields of a row type. */
extern void accord_canonical_row_fields(AccordRow *row, Oid type, int32 typmod);

/* Writes a row; the header must not be toasted. */
extern void accord_canonical_write_row(AccordDigest *digest, HeapTupleHeader header,
									   AccordRow *row);

/* Writes text in the server encoding. */
extern void accord_canonical_text(AccordDigest *digest, AccordTag tag, const char *s,
								  uint32 len, bool converts);

/* Writes a numeric that is not toasted. */
extern void accord_canonical_numeric(AccordDigest *digest, const char *numeric);

/* Writes the tags of a type and of what it is made of. */
extern void accord_canonical_signature(AccordDigest *digest, const AccordType *type);

extern void accord_canonical_array(AccordDigest *digest, Datum value, AccordType *type);
extern void accord_canonical_range(AccordDigest *digest, Datum value, AccordType *type);
extern void accord_canonical_multirange(AccordDigest *digest, Datum value, AccordType *type);
extern void accord_canonical_composite(AccordDigest *digest, Datum value, AccordType *type);
extern void accord_canonical_enum(AccordDigest *digest, Datum value, AccordType *type);
extern void accord_canonical_jsonb(AccordDigest *digest, Datum value, AccordType *type);

/* Raises the error for a type without canonical form. */
pg_noreturn extern void accord_canonical_refuse(Oid type, const AccordPlace *place);

/* Raises the error for a collation under which different texts may be equal. */
pg_noreturn extern void accord_canonical_refuse_collation(Oid collation,
														  const AccordPlace *place);

#endif							/* ACCORD_SCD_CANONICAL_H */
