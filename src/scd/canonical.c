/*
 * canonical.c
 *	  Types resolved to what writes their values.
 *
 * Row types change while a call site lives (ALTER TABLE), and an anonymous
 * record may be another one with each value: the fields are resolved anew when
 * the definition's identifier in the type cache is another one.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "mb/pg_wchar.h"
#include "miscadmin.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"

#include "scd/canonical.h"

static void
check_collation(Oid collation, const AccordPlace *place)
{
	if (OidIsValid(collation) && !get_collation_isdeterministic(collation))
		accord_canonical_refuse_collation(collation, place);
}

static AccordType *
make_type(AccordTag tag, AccordEncode encode, AccordType *element)
{
	AccordType *made = palloc0_object(AccordType);

	made->tag = tag;
	made->encode = encode;
	made->element = element;
	made->converts = GetDatabaseEncoding() != PG_UTF8 && GetDatabaseEncoding() != PG_SQL_ASCII;
	return made;
}

static AccordType *
resolve_range(Oid type, const AccordPlace *place)
{
	TypeCacheEntry *range = lookup_type_cache(type, TYPECACHE_RANGE_INFO);
	AccordType *made;

	/* a range has no collation but its type's: there is nothing to pin */
	if (OidIsValid(range->rng_collation) && !get_collation_isdeterministic(range->rng_collation))
		accord_canonical_refuse(type, place);
	made = make_type(ACCORD_TAG_RANGE, accord_canonical_range,
					 accord_canonical_resolve(range->rngelemtype->type_id, InvalidOid, place));
	made->range = range;
	return made;
}

static AccordType *
resolve_multirange(Oid type, const AccordPlace *place)
{
	TypeCacheEntry *multirange = lookup_type_cache(type, TYPECACHE_MULTIRANGE_INFO);

	return make_type(ACCORD_TAG_MULTIRANGE, accord_canonical_multirange,
					 resolve_range(multirange->rngtype->type_id, place));
}

static AccordType *
resolve_composite(Oid type, const AccordPlace *place)
{
	AccordType *made = make_type(ACCORD_TAG_ROW, accord_canonical_composite, NULL);

	made->row = accord_canonical_row(place);
	if (type != RECORDOID)
		accord_canonical_row_fields(made->row, type, -1);
	return made;
}

static AccordType *
resolve_base(Oid type, Oid collation, const AccordPlace *place)
{
	const AccordScalar *scalar = accord_canonical_scalar(type);
	Oid			element;

	if (scalar != NULL)
	{
		if (scalar->tag == ACCORD_TAG_TEXT || scalar->tag == ACCORD_TAG_BPCHAR)
			check_collation(collation, place);
		return make_type(scalar->tag, scalar->encode, NULL);
	}
	element = get_element_type(type);
	if (OidIsValid(element))
		return make_type(ACCORD_TAG_ARRAY, accord_canonical_array,
						 accord_canonical_resolve(element, collation, place));
	switch (get_typtype(type))
	{
		case TYPTYPE_ENUM:
			return make_type(ACCORD_TAG_ENUM, accord_canonical_enum, NULL);
		case TYPTYPE_RANGE:
			return resolve_range(type, place);
		case TYPTYPE_MULTIRANGE:
			return resolve_multirange(type, place);
		case TYPTYPE_COMPOSITE:
			return resolve_composite(type, place);
	}
	if (type == RECORDOID)
		return resolve_composite(type, place);
	accord_canonical_refuse(type, place);
}

AccordType *
accord_canonical_resolve(Oid type, Oid collation, const AccordPlace *place)
{
	AccordType *made;

	check_stack_depth();
	made = resolve_base(getBaseType(type), collation, place);
	get_typlenbyvalalign(type, &made->len, &made->by_value, &made->align);
	return made;
}

AccordRow *
accord_canonical_row(const AccordPlace *place)
{
	AccordRow  *row = palloc0_object(AccordRow);

	row->context = AllocSetContextCreate(CurrentMemoryContext, "accord row fields",
										 ALLOCSET_SMALL_SIZES);
	row->place = *place;
	if (place->name != NULL)
		row->place.name = pstrdup(place->name);
	return row;
}

static void
resolve_fields(AccordRow *row)
{
	int			natts = row->tupdesc->natts;

	row->fields = palloc0_array(AccordType *, natts);
	row->values = palloc_array(Datum, natts);
	row->nulls = palloc_array(bool, natts);
	row->nfields = 0;
	for (int i = 0; i < natts; i++)
	{
		Form_pg_attribute attribute = TupleDescAttr(row->tupdesc, i);
		AccordPlace place = {
			.function = row->place.function,
			.row = &row->place,
			.name = NameStr(attribute->attname),
			.type = attribute->atttypid
		};

		if (attribute->attisdropped)
			continue;
		place.position = ++row->nfields;
		row->fields[i] = accord_canonical_resolve(attribute->atttypid,
												  attribute->attcollation, &place);
	}
}

void
accord_canonical_row_fields(AccordRow *row, Oid type, int32 typmod)
{
	TupleDesc	tupdesc;
	MemoryContext caller;

	if (row->identifier != 0 && row->identifier == assign_record_type_identifier(type, typmod))
		return;

	/* looked up first: that is what gives an anonymous record its identifier */
	tupdesc = lookup_rowtype_tupdesc(type, typmod);
	row->identifier = 0;
	MemoryContextReset(row->context);
	caller = MemoryContextSwitchTo(row->context);
	row->tupdesc = CreateTupleDescCopyConstr(tupdesc);
	ReleaseTupleDesc(tupdesc);
	resolve_fields(row);
	MemoryContextSwitchTo(caller);
	row->identifier = assign_record_type_identifier(type, typmod);
}
