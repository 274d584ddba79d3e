/*
 * canonical_container.c
 *	  The canonical form of what is made of other values: arrays, ranges,
 *	  multiranges, rows; and of enums, which are their labels.
 */
#include "postgres.h"

#include "access/htup_details.h"
#include "access/tupmacs.h"
#include "catalog/pg_enum.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/multirangetypes.h"
#include "utils/rangetypes.h"
#include "utils/syscache.h"

#include "scd/canonical.h"
#include "scd/flat.h"

void
accord_canonical_signature(AccordDigest *digest, const AccordType *type)
{
	for (; type != NULL; type = type->element)
		accord_form_byte(digest, type->tag);
}

static void
encode_elements(AccordDigest *digest, ArrayType *array, int n, AccordType *element)
{
	const char *data = ARR_DATA_PTR(array);
	bits8	   *nulls = ARR_NULLBITMAP(array);

	for (int i = 0; i < n; i++)
	{
		if (nulls != NULL && att_isnull(i, nulls))
		{
			accord_form_null(digest);
			continue;
		}
		element->encode(digest, fetch_att(data, element->by_value, element->len), element);
		data = att_addlength_pointer(data, element->len, data);
		data = (const char *) att_align_nominal(data, element->align);
	}
}

void
accord_canonical_array(AccordDigest *digest, Datum value, AccordType *type)
{
	AccordShort copy;
	ArrayType  *array = accord_flat_aligned(value, &copy);
	int			ndim = ARR_NDIM(array);

	check_stack_depth();
	CHECK_FOR_INTERRUPTS();
	accord_canonical_signature(digest, type);
	accord_form_count(digest, ndim);
	for (int i = 0; i < ndim; i++)
	{
		accord_form_count(digest, ARR_DIMS(array)[i]);
		accord_form_count(digest, (uint32) ARR_LBOUND(array)[i]);
	}
	encode_elements(digest, array, ArrayGetNItems(ndim, ARR_DIMS(array)), type->element);
	accord_flat_free(array, value, &copy);
}

static void
encode_bounds(AccordDigest *digest, AccordType *type, const RangeBound *lower,
			  const RangeBound *upper)
{
	accord_form_byte(digest,
					 (lower->infinite ? ACCORD_RANGE_FORM_LOWER_INFINITE :
					  lower->inclusive ? ACCORD_RANGE_FORM_LOWER_INCLUSIVE : 0) |
					 (upper->infinite ? ACCORD_RANGE_FORM_UPPER_INFINITE :
					  upper->inclusive ? ACCORD_RANGE_FORM_UPPER_INCLUSIVE : 0));
	if (!lower->infinite)
		type->element->encode(digest, lower->val, type->element);
	if (!upper->infinite)
		type->element->encode(digest, upper->val, type->element);
}

void
accord_canonical_range(AccordDigest *digest, Datum value, AccordType *type)
{
	AccordShort copy;
	RangeType  *range = accord_flat_aligned(value, &copy);
	RangeBound	lower;
	RangeBound	upper;
	bool		empty;

	check_stack_depth();
	range_deserialize(type->range, range, &lower, &upper, &empty);
	accord_canonical_signature(digest, type);
	if (empty)
		accord_form_byte(digest, ACCORD_RANGE_FORM_EMPTY);
	else
		encode_bounds(digest, type, &lower, &upper);
	accord_flat_free(range, value, &copy);
}

void
accord_canonical_multirange(AccordDigest *digest, Datum value, AccordType *type)
{
	AccordShort copy;
	MultirangeType *multirange = accord_flat_aligned(value, &copy);
	AccordType *range = type->element;

	check_stack_depth();
	CHECK_FOR_INTERRUPTS();
	accord_canonical_signature(digest, type);
	accord_form_count(digest, multirange->rangeCount);
	for (uint32 i = 0; i < multirange->rangeCount; i++)
	{
		RangeBound	lower;
		RangeBound	upper;

		multirange_get_bounds(range->range, multirange, i, &lower, &upper);
		accord_canonical_signature(digest, range);
		encode_bounds(digest, range, &lower, &upper);
	}
	accord_flat_free(multirange, value, &copy);
}

void
accord_canonical_write_row(AccordDigest *digest, HeapTupleHeader header, AccordRow *row)
{
	HeapTupleData tuple;

	check_stack_depth();
	accord_canonical_row_fields(row, HeapTupleHeaderGetTypeId(header),
								HeapTupleHeaderGetTypMod(header));
	tuple.t_len = HeapTupleHeaderGetDatumLength(header);
	ItemPointerSetInvalid(&tuple.t_self);
	tuple.t_tableOid = InvalidOid;
	tuple.t_data = header;
	heap_deform_tuple(&tuple, row->tupdesc, row->values, row->nulls);

	accord_form_32(digest, ACCORD_TAG_ROW, row->nfields);
	for (int i = 0; i < row->tupdesc->natts; i++)
		if (row->fields[i] != NULL)
			accord_canonical_value(digest, row->values[i], row->nulls[i], row->fields[i]);
}

void
accord_canonical_composite(AccordDigest *digest, Datum value, AccordType *type)
{
	AccordShort copy;
	HeapTupleHeader header = accord_flat_aligned(value, &copy);

	accord_canonical_write_row(digest, header, type->row);
	accord_flat_free(header, value, &copy);
}

void
accord_canonical_enum(AccordDigest *digest, Datum value, AccordType *type)
{
	HeapTuple	tuple = SearchSysCache1(ENUMOID, value);
	const char *label;

	if (!HeapTupleIsValid(tuple))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_BINARY_REPRESENTATION),
				 errmsg("invalid internal value for enum: %u", DatumGetObjectId(value))));
	label = NameStr(((Form_pg_enum) GETSTRUCT(tuple))->enumlabel);
	accord_canonical_text(digest, type->tag, label, strlen(label), type->converts);
	ReleaseSysCache(tuple);
}
