/*
 * canonical_refuse.c
 *	  Errors for types without a canonical form: which column, and what to
 *	  cast it to.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "lib/stringinfo.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"

#include "support/errors.h"

#include "scd/canonical.h"

/* Casts that keep more than one to text. */
static const struct
{
	Oid			type;
	const char *cast;
}			casts[] = {
	{JSONOID, "jsonb"},
};

/* What the column's type, the type in question or an array of it, should be instead. */
static const char *
suggested_type(Oid type, const AccordPlace *place)
{
	Oid			column = getBaseType(place->type);
	Oid			element = get_element_type(column);
	bool		is_array = OidIsValid(element) && getBaseType(element) == type;

	if (column == type || is_array)
		for (size_t i = 0; i < lengthof(casts); i++)
			if (casts[i].type == type)
				return is_array ? psprintf("%s[]", casts[i].cast) : casts[i].cast;
	return is_array ? "text[]" : "text";
}

/* The column as SQL, to be completed by a cast; nothing if it has no name. */
static void
append_expression(StringInfo out, const AccordPlace *place)
{
	if (place->row == NULL || place->row->position == 0)
		appendStringInfoString(out, quote_identifier(place->name));
	else
	{
		appendStringInfoChar(out, '(');
		append_expression(out, place->row);
		appendStringInfo(out, ").%s", quote_identifier(place->name));
	}
}

/* Is every name known, and is no field one of rows in an array? */
static bool
has_expression(const AccordPlace *place)
{
	if (place->name == NULL)
		return false;
	if (place->row == NULL || place->row->position == 0)
		return true;
	return type_is_rowtype(place->row->type) && has_expression(place->row);
}

static void
append_detail(StringInfo out, const AccordPlace *place)
{
	if (place->row == NULL || place->row->position == 0)
	{
		appendStringInfo(out, "Column %d", place->position);
		if (place->name != NULL)
			appendStringInfo(out, " (\"%s\")", place->name);
	}
	else
	{
		append_detail(out, place->row);
		appendStringInfo(out, ", field \"%s\"", place->name);
	}
}

static const char *
detail_of(const AccordPlace *place)
{
	StringInfoData out;

	initStringInfo(&out);
	append_detail(&out, place);
	return out.data;
}

/* "payload::jsonb", or NULL */
static const char *
example_of(const AccordPlace *place, const char *suffix)
{
	StringInfoData out;

	if (!has_expression(place))
		return NULL;
	initStringInfo(&out);
	append_expression(&out, place);
	appendStringInfoString(&out, suffix);
	return out.data;
}

/* What else can be done about the column, to be appended to a sentence. */
static const char *
remedy_of(const AccordPlace *place)
{
	while (place->row != NULL)
		place = place->row;
	return place->remedy != NULL ? psprintf(" %s", place->remedy) : "";
}

void
accord_canonical_refuse(Oid type, const AccordPlace *place)
{
	const char *cast = suggested_type(type, place);
	const char *example = example_of(place, psprintf("::%s", cast));

	ereport(ERROR,
			(errcode(ACCORD_ERRCODE_UNSUPPORTED),
			 errmsg("%s has no canonical form for type %s", place->function, format_type_be(type)),
			 errdetail("%s.", detail_of(place)),
			 example
			 ? errhint("Cast it, for example %s.%s", example, remedy_of(place))
			 : errhint("Cast it, for example to %s.%s", cast, remedy_of(place))));
}

void
accord_canonical_refuse_collation(Oid collation, const AccordPlace *place)
{
	const char *example = example_of(place, " COLLATE \"C\"");

	ereport(ERROR,
			(errcode(ACCORD_ERRCODE_UNSUPPORTED),
			 errmsg("%s has no canonical form for text under a non-deterministic collation", place->function),
			 errdetail("%s has collation \"%s\".", detail_of(place), get_collation_name(collation)),
			 example
			 ? errhint("Pin it, for example %s.%s", example, remedy_of(place))
			 : errhint("Pin it with COLLATE \"C\".%s", remedy_of(place))));
}
