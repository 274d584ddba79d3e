/*
 * message.c
 *	  What a violated keyword expected, in words.
 *
 * A message may quote the schema, never the document: not its values and not
 * its property names.  Each reads as the end of "<path>: <keyword>: ...".
 */
#include "postgres.h"

#include "jsonschema/report.h"

/* What a message is about. */
typedef struct Violated
{
	const AccordSchema *schema;
	const AccordValue *value;
	const AccordDetail *detail;
} Violated;

/* A writer, or a text that needs none. */
typedef struct Message
{
	void		(*write) (StringInfo out, const Violated *violated);
	const char *text;
} Message;

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
	appendStringInfo(out, "must be %s %s", relation, bound->spelling);
}

static void
append_name(StringInfo out, const AccordText *name)
{
	appendStringInfoChar(out, '"');
	accord_text_append(out, name->data, name->len, ACCORD_SHOWN_BYTES);
	appendStringInfoChar(out, '"');
}

static void
write_type(StringInfo out, const Violated *violated)
{
	bool		integer = violated->schema->number && violated->schema->number->integer_only;
	const char *separator = "must be ";

	for (int i = 0; i < ACCORD_TYPE_NAMES; i++)
	{
		bool		is_number = accord_type_names[i].kinds == ACCORD_KIND_BIT(ACCORD_NUMBER);

		if (!(violated->schema->type_kinds & accord_type_names[i].kinds))
			continue;
		appendStringInfo(out, "%s%s", separator,
						 is_number && integer ? "integer" : accord_type_names[i].name);
		separator = " or ";
	}
	for (int i = 0; i < ACCORD_TYPE_NAMES; i++)
		if (accord_type_names[i].kinds & ACCORD_KIND_BIT(violated->value->kind))
			appendStringInfo(out, ", not %s", accord_type_names[i].name);
}

static const AccordValues *
values_of(const AccordSchema *schema, AccordKeywordId keyword)
{
	const AccordValues *values = schema->values;

	while (values->keyword != keyword)
		values = values->next;
	return values;
}

static void
write_enum(StringInfo out, const Violated *violated)
{
	const AccordValues *values = values_of(violated->schema, ACCORD_KW_ENUM);

	if (values->count == 0)
		appendStringInfoString(out, "no value is allowed");
	else
		appendStringInfo(out, "must be %s%s", values->count > 1 ? "one of " : "", values->expected);
}

static void
write_const(StringInfo out, const Violated *violated)
{
	appendStringInfo(out, "must be %s", values_of(violated->schema, ACCORD_KW_CONST)->expected);
}

static void
write_minimum(StringInfo out, const Violated *violated)
{
	append_bound(out, "at least", &violated->schema->number->bounds[ACCORD_BOUND_MINIMUM]);
}

static void
write_maximum(StringInfo out, const Violated *violated)
{
	append_bound(out, "at most", &violated->schema->number->bounds[ACCORD_BOUND_MAXIMUM]);
}

static void
write_exclusive_minimum(StringInfo out, const Violated *violated)
{
	append_bound(out, "greater than", &violated->schema->number->bounds[ACCORD_BOUND_EXCLUSIVE_MINIMUM]);
}

static void
write_exclusive_maximum(StringInfo out, const Violated *violated)
{
	append_bound(out, "less than", &violated->schema->number->bounds[ACCORD_BOUND_EXCLUSIVE_MAXIMUM]);
}

static void
write_multiple_of(StringInfo out, const Violated *violated)
{
	append_bound(out, "a multiple of", &violated->schema->number->bounds[ACCORD_BOUND_MULTIPLE_OF]);
}

static void
write_min_length(StringInfo out, const Violated *violated)
{
	append_count(out, "at least", violated->schema->string->min_length, "character", "characters");
}

static void
write_max_length(StringInfo out, const Violated *violated)
{
	append_count(out, "at most", violated->schema->string->max_length, "character", "characters");
}

static void
write_pattern(StringInfo out, const Violated *violated)
{
	appendStringInfo(out, "must match the pattern %s", violated->schema->string->pattern_text);
}

static void
write_format(StringInfo out, const Violated *violated)
{
	appendStringInfo(out, "must be %s", violated->schema->string->format->expected);
}

static void
write_min_items(StringInfo out, const Violated *violated)
{
	append_count(out, "at least", violated->schema->array->min_items, "item", "items");
	appendStringInfo(out, ", has " INT64_FORMAT, violated->detail->first);
}

static void
write_max_items(StringInfo out, const Violated *violated)
{
	append_count(out, "at most", violated->schema->array->max_items, "item", "items");
	appendStringInfo(out, ", has " INT64_FORMAT, violated->detail->first);
}

static void
write_unique_items(StringInfo out, const Violated *violated)
{
	appendStringInfo(out, "items " INT64_FORMAT " and " INT64_FORMAT " are equal",
					 violated->detail->first, violated->detail->second);
}

static void
write_min_contains(StringInfo out, const Violated *violated)
{
	append_count(out, "at least", violated->schema->array->min_contains,
				 "item that satisfies \"contains\"", "items that satisfy \"contains\"");
	appendStringInfo(out, ", has " INT64_FORMAT, violated->detail->first);
}

static void
write_max_contains(StringInfo out, const Violated *violated)
{
	append_count(out, "at most", violated->schema->array->max_contains,
				 "item that satisfies \"contains\"", "items that satisfy \"contains\"");
}

static void
write_min_properties(StringInfo out, const Violated *violated)
{
	append_count(out, "at least", violated->schema->object->min_properties, "property", "properties");
	appendStringInfo(out, ", has " INT64_FORMAT, violated->detail->first);
}

static void
write_max_properties(StringInfo out, const Violated *violated)
{
	append_count(out, "at most", violated->schema->object->max_properties, "property", "properties");
	appendStringInfo(out, ", has " INT64_FORMAT, violated->detail->first);
}

static void
write_required(StringInfo out, const Violated *violated)
{
	appendStringInfoString(out, "property ");
	append_name(out, violated->detail->name);
	appendStringInfoString(out, " is missing");
	if (violated->detail->trigger)
	{
		appendStringInfoString(out, ", which ");
		append_name(out, violated->detail->trigger);
		appendStringInfoString(out, " requires");
	}
}

static void
write_any_of(StringInfo out, const Violated *violated)
{
	appendStringInfo(out, "must satisfy at least one of %d schemas, satisfies none",
					 violated->schema->in_place->any_of.count);
}

static void
write_one_of(StringInfo out, const Violated *violated)
{
	appendStringInfo(out, "must satisfy exactly one of %d schemas, satisfies ",
					 violated->schema->in_place->one_of.count);
	if (violated->detail->first < 0)
		appendStringInfoString(out, "none");
	else
		appendStringInfo(out, "those at " INT64_FORMAT " and " INT64_FORMAT,
						 violated->detail->first, violated->detail->second);
}

static const Message messages[ACCORD_KW_NONE] = {
	[ACCORD_KW_TYPE] = {.write = write_type},
	[ACCORD_KW_ENUM] = {.write = write_enum},
	[ACCORD_KW_CONST] = {.write = write_const},
	[ACCORD_KW_MINIMUM] = {.write = write_minimum},
	[ACCORD_KW_MAXIMUM] = {.write = write_maximum},
	[ACCORD_KW_EXCLUSIVE_MINIMUM] = {.write = write_exclusive_minimum},
	[ACCORD_KW_EXCLUSIVE_MAXIMUM] = {.write = write_exclusive_maximum},
	[ACCORD_KW_MULTIPLE_OF] = {.write = write_multiple_of},
	[ACCORD_KW_MIN_LENGTH] = {.write = write_min_length},
	[ACCORD_KW_MAX_LENGTH] = {.write = write_max_length},
	[ACCORD_KW_PATTERN] = {.write = write_pattern},
	[ACCORD_KW_FORMAT] = {.write = write_format},
	[ACCORD_KW_MIN_ITEMS] = {.write = write_min_items},
	[ACCORD_KW_MAX_ITEMS] = {.write = write_max_items},
	[ACCORD_KW_UNIQUE_ITEMS] = {.write = write_unique_items},
	[ACCORD_KW_CONTAINS] = {.text = "no item satisfies the schema"},
	[ACCORD_KW_MIN_CONTAINS] = {.write = write_min_contains},
	[ACCORD_KW_MAX_CONTAINS] = {.write = write_max_contains},
	[ACCORD_KW_MIN_PROPERTIES] = {.write = write_min_properties},
	[ACCORD_KW_MAX_PROPERTIES] = {.write = write_max_properties},
	[ACCORD_KW_REQUIRED] = {.write = write_required},
	[ACCORD_KW_DEPENDENT_REQUIRED] = {.write = write_required},
	[ACCORD_KW_DEPENDENCIES] = {.write = write_required},
	[ACCORD_KW_ANY_OF] = {.write = write_any_of},
	[ACCORD_KW_ONE_OF] = {.write = write_one_of},
	[ACCORD_KW_NOT] = {.text = "must not satisfy the schema"},
};

/* A schema that is false: the keyword it stands under says what is not allowed. */
const char *
accord_message_false(AccordKeywordId keyword)
{
	switch (keyword)
	{
		case ACCORD_KW_ADDITIONAL_PROPERTIES:
		case ACCORD_KW_UNEVALUATED_PROPERTIES:
		case ACCORD_KW_PATTERN_PROPERTIES:
		case ACCORD_KW_PROPERTIES:
		case ACCORD_KW_PROPERTY_NAMES:
			return "the property is not allowed";
		case ACCORD_KW_ADDITIONAL_ITEMS:
		case ACCORD_KW_UNEVALUATED_ITEMS:
		case ACCORD_KW_ITEMS:
		case ACCORD_KW_PREFIX_ITEMS:
			return "the item is not allowed";
		default:
			return "no value is allowed";
	}
}

const char *
accord_message(const AccordSchema *schema, AccordKeywordId keyword,
			   const AccordValue *value, const AccordDetail *detail)
{
	Violated	violated = {.schema = schema,.value = value,.detail = detail};
	StringInfoData out;

	if (messages[keyword].text)
		return messages[keyword].text;
	initStringInfo(&out);
	messages[keyword].write(&out, &violated);
	return out.data;
}
