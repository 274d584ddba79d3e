/*
 * message.c
 *	  What a violated keyword expected, in words.
 *
 * A message may quote the schema, never the document: not its values and not
 * its property names.  Each reads as the end of "<path>: <keyword>: ...".
 */
#include "postgres.h"

#include "fmgr.h"
#include "utils/fmgrprotos.h"

#include "jsonschema/report.h"

typedef void (*MessageWriter) (StringInfo out, const AccordSchema *schema,
							   const AccordValue *value, const AccordDetail *detail);

static const struct
{
	const char *name;
	uint8		kinds;
}			types[] = {
	{"null", ACCORD_KIND_BIT(ACCORD_NULL)},
	{"boolean", ACCORD_KIND_BIT(ACCORD_FALSE) | ACCORD_KIND_BIT(ACCORD_TRUE)},
	{"object", ACCORD_KIND_BIT(ACCORD_OBJECT)},
	{"array", ACCORD_KIND_BIT(ACCORD_ARRAY)},
	{"number", ACCORD_KIND_BIT(ACCORD_NUMBER)},
	{"string", ACCORD_KIND_BIT(ACCORD_STRING)},
};

static void
append_count(StringInfo out, const char *relation, uint32 count, const char *singular,
			 const char *plural)
{
	appendStringInfo(out, "must have %s %u %s", relation, count,
					 count == 1 ? singular : plural);
}

static void
append_bound(StringInfo out, const char *relation, const AccordBound *bound)
{
	appendStringInfo(out, "must be %s %s", relation,
					 DatumGetCString(DirectFunctionCall1(numeric_out, PointerGetDatum(bound->numeric))));
}

static void
write_type(StringInfo out, const AccordSchema *schema, const AccordValue *value,
		   const AccordDetail *detail)
{
	bool		integer = schema->number && schema->number->integer_only;
	const char *separator = "must be ";

	for (int i = 0; i < lengthof(types); i++)
	{
		bool		is_number = types[i].kinds == ACCORD_KIND_BIT(ACCORD_NUMBER);

		if (!(schema->type_kinds & types[i].kinds))
			continue;
		appendStringInfo(out, "%s%s", separator,
						 is_number && integer ? "integer" : types[i].name);
		separator = " or ";
	}
	for (int i = 0; i < lengthof(types); i++)
		if (types[i].kinds & ACCORD_KIND_BIT(value->kind))
			appendStringInfo(out, ", not %s", types[i].name);
}

static void
write_enum(StringInfo out, const AccordSchema *schema, const AccordValue *value,
		   const AccordDetail *detail)
{
	if (schema->enumeration->count == 0)
		appendStringInfoString(out, "no value is allowed");
	else
		appendStringInfo(out, "must be %s%s",
						 schema->enumeration->count > 1 ? "one of " : "",
						 schema->enumeration->expected);
}

static void
write_const(StringInfo out, const AccordSchema *schema, const AccordValue *value,
			const AccordDetail *detail)
{
	appendStringInfo(out, "must be %s", schema->constant->expected);
}

static void
write_minimum(StringInfo out, const AccordSchema *schema, const AccordValue *value,
			  const AccordDetail *detail)
{
	append_bound(out, "at least", &schema->number->minimum);
}

static void
write_maximum(StringInfo out, const AccordSchema *schema, const AccordValue *value,
			  const AccordDetail *detail)
{
	append_bound(out, "at most", &schema->number->maximum);
}

static void
write_exclusive_minimum(StringInfo out, const AccordSchema *schema, const AccordValue *value,
						const AccordDetail *detail)
{
	append_bound(out, "greater than", &schema->number->exclusive_minimum);
}

static void
write_exclusive_maximum(StringInfo out, const AccordSchema *schema, const AccordValue *value,
						const AccordDetail *detail)
{
	append_bound(out, "less than", &schema->number->exclusive_maximum);
}

static void
write_multiple_of(StringInfo out, const AccordSchema *schema, const AccordValue *value,
				  const AccordDetail *detail)
{
	append_bound(out, "a multiple of", &schema->number->multiple_of);
}

static void
write_min_length(StringInfo out, const AccordSchema *schema, const AccordValue *value,
				 const AccordDetail *detail)
{
	append_count(out, "at least", schema->string->min_length, "character", "characters");
}

static void
write_max_length(StringInfo out, const AccordSchema *schema, const AccordValue *value,
				 const AccordDetail *detail)
{
	append_count(out, "at most", schema->string->max_length, "character", "characters");
}

static void
write_pattern(StringInfo out, const AccordSchema *schema, const AccordValue *value,
			  const AccordDetail *detail)
{
	appendStringInfo(out, "must match the pattern %s", schema->string->pattern_text);
}

static void
write_format(StringInfo out, const AccordSchema *schema, const AccordValue *value,
			 const AccordDetail *detail)
{
	appendStringInfo(out, "must be %s", schema->string->format->expected);
}

static void
write_min_items(StringInfo out, const AccordSchema *schema, const AccordValue *value,
				const AccordDetail *detail)
{
	append_count(out, "at least", schema->array->min_items, "item", "items");
	appendStringInfo(out, ", has " INT64_FORMAT, detail->first);
}

static void
write_max_items(StringInfo out, const AccordSchema *schema, const AccordValue *value,
				const AccordDetail *detail)
{
	append_count(out, "at most", schema->array->max_items, "item", "items");
	appendStringInfo(out, ", has " INT64_FORMAT, detail->first);
}

static void
write_unique_items(StringInfo out, const AccordSchema *schema, const AccordValue *value,
				   const AccordDetail *detail)
{
	appendStringInfo(out, "items " INT64_FORMAT " and " INT64_FORMAT " are equal",
					 detail->first, detail->second);
}

static void
write_contains(StringInfo out, const AccordSchema *schema, const AccordValue *value,
			   const AccordDetail *detail)
{
	appendStringInfoString(out, "no item satisfies the schema");
}

static void
write_min_contains(StringInfo out, const AccordSchema *schema, const AccordValue *value,
				   const AccordDetail *detail)
{
	append_count(out, "at least", schema->array->min_contains,
				 "item that satisfies \"contains\"", "items that satisfy \"contains\"");
	appendStringInfo(out, ", has " INT64_FORMAT, detail->first);
}

static void
write_max_contains(StringInfo out, const AccordSchema *schema, const AccordValue *value,
				   const AccordDetail *detail)
{
	append_count(out, "at most", schema->array->max_contains,
				 "item that satisfies \"contains\"", "items that satisfy \"contains\"");
}

static void
write_min_properties(StringInfo out, const AccordSchema *schema, const AccordValue *value,
					 const AccordDetail *detail)
{
	append_count(out, "at least", schema->object->min_properties, "property", "properties");
	appendStringInfo(out, ", has " INT64_FORMAT, detail->first);
}

static void
write_max_properties(StringInfo out, const AccordSchema *schema, const AccordValue *value,
					 const AccordDetail *detail)
{
	append_count(out, "at most", schema->object->max_properties, "property", "properties");
	appendStringInfo(out, ", has " INT64_FORMAT, detail->first);
}

static void
write_required(StringInfo out, const AccordSchema *schema, const AccordValue *value,
			   const AccordDetail *detail)
{
	appendStringInfo(out, "property \"%s\" is missing", detail->name->data);
	if (detail->trigger)
		appendStringInfo(out, ", which \"%s\" requires", detail->trigger->data);
}

static void
write_any_of(StringInfo out, const AccordSchema *schema, const AccordValue *value,
			 const AccordDetail *detail)
{
	appendStringInfo(out, "must satisfy at least one of %d schemas, satisfies none",
					 schema->in_place->any_of.count);
}

static void
write_one_of(StringInfo out, const AccordSchema *schema, const AccordValue *value,
			 const AccordDetail *detail)
{
	appendStringInfo(out, "must satisfy exactly one of %d schemas, satisfies ",
					 schema->in_place->one_of.count);
	if (detail->first < 0)
		appendStringInfoString(out, "none");
	else
		appendStringInfo(out, INT64_FORMAT " and " INT64_FORMAT,
						 detail->first, detail->second);
}

static void
write_not(StringInfo out, const AccordSchema *schema, const AccordValue *value,
		  const AccordDetail *detail)
{
	appendStringInfoString(out, "must not satisfy the schema");
}

static const MessageWriter writers[ACCORD_KW_NONE] = {
	[ACCORD_KW_TYPE] = write_type,
	[ACCORD_KW_ENUM] = write_enum,
	[ACCORD_KW_CONST] = write_const,
	[ACCORD_KW_MINIMUM] = write_minimum,
	[ACCORD_KW_MAXIMUM] = write_maximum,
	[ACCORD_KW_EXCLUSIVE_MINIMUM] = write_exclusive_minimum,
	[ACCORD_KW_EXCLUSIVE_MAXIMUM] = write_exclusive_maximum,
	[ACCORD_KW_MULTIPLE_OF] = write_multiple_of,
	[ACCORD_KW_MIN_LENGTH] = write_min_length,
	[ACCORD_KW_MAX_LENGTH] = write_max_length,
	[ACCORD_KW_PATTERN] = write_pattern,
	[ACCORD_KW_FORMAT] = write_format,
	[ACCORD_KW_MIN_ITEMS] = write_min_items,
	[ACCORD_KW_MAX_ITEMS] = write_max_items,
	[ACCORD_KW_UNIQUE_ITEMS] = write_unique_items,
	[ACCORD_KW_CONTAINS] = write_contains,
	[ACCORD_KW_MIN_CONTAINS] = write_min_contains,
	[ACCORD_KW_MAX_CONTAINS] = write_max_contains,
	[ACCORD_KW_MIN_PROPERTIES] = write_min_properties,
	[ACCORD_KW_MAX_PROPERTIES] = write_max_properties,
	[ACCORD_KW_REQUIRED] = write_required,
	[ACCORD_KW_DEPENDENT_REQUIRED] = write_required,
	[ACCORD_KW_DEPENDENCIES] = write_required,
	[ACCORD_KW_ANY_OF] = write_any_of,
	[ACCORD_KW_ONE_OF] = write_one_of,
	[ACCORD_KW_NOT] = write_not,
};

/* A schema that is false: the keyword it stands under says what is not allowed. */
const char *
accord_message_false(AccordKeywordId keyword)
{
	switch (keyword)
	{
		case ACCORD_KW_ADDITIONAL_PROPERTIES:
		case ACCORD_KW_PATTERN_PROPERTIES:
		case ACCORD_KW_PROPERTIES:
		case ACCORD_KW_PROPERTY_NAMES:
			return "the property is not allowed";
		case ACCORD_KW_ADDITIONAL_ITEMS:
		case ACCORD_KW_ITEMS:
		case ACCORD_KW_PREFIX_ITEMS:
			return "the item is not allowed";
		default:
			return "no value is allowed";
	}
}

char *
accord_message(const AccordSchema *schema, AccordKeywordId keyword,
			   const AccordValue *value, const AccordDetail *detail)
{
	StringInfoData out;

	initStringInfo(&out);
	writers[keyword] (&out, schema, value, detail);
	return out.data;
}
