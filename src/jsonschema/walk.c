/*
 * walk.c
 *	  The walk of a document along a program: verdict and report are one walk.
 *
 * Without a report the walk ends at the first violation and allocates nothing.
 * With one it goes on, and notes its way on two paths.  Each check stands once
 * for both, so they cannot disagree: a failed check calls
 * accord_walk_violated(), which says whether to go on.
 */
#include "postgres.h"

#include "mb/pg_wchar.h"
#include "miscadmin.h"

#include "jsonschema/walk.h"
#include "jsonschema/walker.h"

/* no character of any server encoding is longer */
#define MAX_CHARACTER_BYTES 4

pg_noinline bool
accord_walk_violated(AccordWalk *walk, const AccordSchema *schema, AccordKeywordId keyword,
					 const AccordValue *value, const AccordDetail *detail)
{
	if (walk->report)
		walk->stop = accord_report_add(walk->report, schema, keyword, value, detail);
	return walk->stop;
}

bool
accord_walk_passes(const AccordWalk *walk, const AccordSchema *schema,
				   const AccordValue *value, AccordSeen *seen)
{
	AccordWalk	quiet = *walk;

	quiet.report = NULL;
	quiet.stop = true;
	return accord_walk_schema(&quiet, schema, value, seen);
}

static inline bool
has_string(const AccordValues *values, const AccordValue *value)
{
	int			low;
	int			high;

	if (values->string_lookup.starts == NULL)
	{
		/* few: from the first on */
		for (int i = 0; i < values->nstrings; i++)
			if (accord_key_equal(values->strings[i].data, values->strings[i].len,
								 value->data, value->len))
				return true;
		return false;
	}
	accord_lookup_narrow(&values->string_lookup, accord_string_hash(value->data, value->len),
						 &low, &high);
	while (low < high)
	{
		int			middle = (low + high) / 2;
		int			order = accord_key_compare(value->data, value->len,
											   values->strings[middle].data,
											   values->strings[middle].len);

		if (order == 0)
			return true;
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return false;
}

static bool
has_other(const AccordValues *values, const AccordValue *value)
{
	int			low = 0;
	int			high = values->nothers;

	if (values->other_lookup.starts)
		accord_lookup_narrow(&values->other_lookup, accord_value_hash(value), &low, &high);
	while (low < high)
	{
		int			middle = (low + high) / 2;
		int			order = accord_value_compare(value, &values->others[middle]);

		if (order == 0)
			return true;
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return false;
}

/* Is it one of the values of "enum" or "const"? */
static inline bool
has_value(const AccordValues *values, const AccordValue *value)
{
	switch (value->kind)
	{
		case ACCORD_STRING:
			return has_string(values, value);
		case ACCORD_NUMBER:
		case ACCORD_ARRAY:
		case ACCORD_OBJECT:
			return has_other(values, value);
		default:
			return (values->kinds & ACCORD_KIND_BIT(value->kind)) != 0;
	}
}

/* The kind alone is wrong: for "type", "enum", "const", or any of them. */
static pg_noinline bool
walk_wrong_kind(AccordWalk *walk, const AccordSchema *schema, const AccordValue *value)
{
	uint8		bit = ACCORD_KIND_BIT(value->kind);
	const AccordValues *values;
	bool		ok = true;

	if (schema->type_kinds == 0)
		ACCORD_VIOLATION(ACCORD_KW_NONE);
	else if (!(schema->type_kinds & bit))
		ACCORD_VIOLATION(ACCORD_KW_TYPE);
	for (values = schema->values; values; values = values->next)
		if (!(values->kinds & bit))
			ACCORD_VIOLATION(values->keyword);
	return ok;
}

static pg_noinline bool
walk_values(AccordWalk *walk, const AccordSchema *schema, const AccordValue *value)
{
	const AccordValues *values = schema->values;
	bool		ok = true;

	do
		if (!has_value(values, value))
			ACCORD_VIOLATION(values->keyword);
	while ((values = values->next) != NULL);
	return ok;
}

static pg_noinline bool
walk_number(AccordWalk *walk, const AccordSchema *schema, const AccordValue *value)
{
	const AccordNumberRules *rules = schema->number;
	const AccordBound *bound;
	AccordNumber number;
	bool		ok = true;

	accord_number_read(value->data, &number);
	if (rules->integer_only &&
		(!accord_number_is_integer(&number) || (rules->no_fraction && number.scale > 0)))
		ACCORD_VIOLATION(ACCORD_KW_TYPE);
	if ((bound = accord_bound(rules, ACCORD_BOUND_MINIMUM)) != NULL &&
		accord_number_compare(&number, &bound->number) < 0)
		ACCORD_VIOLATION(ACCORD_KW_MINIMUM);
	if ((bound = accord_bound(rules, ACCORD_BOUND_MAXIMUM)) != NULL &&
		accord_number_compare(&number, &bound->number) > 0)
		ACCORD_VIOLATION(ACCORD_KW_MAXIMUM);
	if ((bound = accord_bound(rules, ACCORD_BOUND_EXCLUSIVE_MINIMUM)) != NULL &&
		accord_number_compare(&number, &bound->number) <= 0)
		ACCORD_VIOLATION(ACCORD_KW_EXCLUSIVE_MINIMUM);
	if ((bound = accord_bound(rules, ACCORD_BOUND_EXCLUSIVE_MAXIMUM)) != NULL &&
		accord_number_compare(&number, &bound->number) >= 0)
		ACCORD_VIOLATION(ACCORD_KW_EXCLUSIVE_MAXIMUM);
	if ((bound = accord_bound(rules, ACCORD_BOUND_MULTIPLE_OF)) != NULL &&
		!accord_number_is_multiple(value->data, &number, bound->numeric, &bound->number))
		ACCORD_VIOLATION(ACCORD_KW_MULTIPLE_OF);
	return ok;
}

/* Bytes decide most lengths; characters are counted only in between. */
static inline bool
is_too_short(const AccordValue *value, uint32 min)
{
	if ((uint64) min * MAX_CHARACTER_BYTES <= value->len || min <= (value->len > 0))
		return false;
	return value->len < min || accord_text_length(value->data, value->len) < min;
}

static inline bool
is_too_long(const AccordValue *value, uint32 max)
{
	return value->len > max && accord_text_length(value->data, value->len) > max;
}

/* "pattern" and "format", which see UTF-8; NULL has no format and matches no pattern. */
static inline bool
walk_text(AccordWalk *walk, const AccordSchema *schema, const AccordValue *value,
		  const char *utf8, uint32 len)
{
	const AccordStringRules *rules = schema->string;
	bool		ok = true;

	if (rules->pattern && !(utf8 && accord_pattern_matches(rules->pattern, utf8, len)))
		ACCORD_VIOLATION(ACCORD_KW_PATTERN);
	if (rules->format && !(utf8 && rules->format->check(utf8, len)))
		ACCORD_VIOLATION(ACCORD_KW_FORMAT);
	return ok;
}

/* The same of text in the encoding of the server. */
static pg_noinline bool
walk_converted(AccordWalk *walk, const AccordSchema *schema, const AccordValue *value)
{
	AccordText	utf8;
	bool		ok;

	if (!accord_text_utf8(value->data, value->len, &utf8))
		return walk_text(walk, schema, value, NULL, 0);
	ok = walk_text(walk, schema, value, utf8.data, utf8.len);
	accord_text_free(&utf8, value->data);
	return ok;
}

static pg_noinline bool
walk_string(AccordWalk *walk, const AccordSchema *schema, const AccordValue *value)
{
	const AccordStringRules *rules = schema->string;
	bool		ok = true;

	if (is_too_short(value, rules->min_length))
		ACCORD_VIOLATION(ACCORD_KW_MIN_LENGTH);
	if (is_too_long(value, rules->max_length))
		ACCORD_VIOLATION(ACCORD_KW_MAX_LENGTH);
	if (likely(walk->utf8))
		ACCORD_MUST_PASS(walk_text(walk, schema, value, value->data, value->len));
	else
		ACCORD_MUST_PASS(walk_converted(walk, schema, value));
	return ok;
}

/* The keywords of a schema but those for what is not evaluated. */
static inline bool
walk_rules(AccordWalk *walk, const AccordSchema *schema, const AccordValue *value,
		   AccordSeen *seen)
{
	bool		ok = true;

	if (unlikely(!(schema->allowed & ACCORD_KIND_BIT(value->kind))))
		ACCORD_MUST_PASS(walk_wrong_kind(walk, schema, value));
	else if (schema->values)
		ACCORD_MUST_PASS(walk_values(walk, schema, value));
	switch (value->kind)
	{
		case ACCORD_STRING:
			if (schema->string)
				ACCORD_MUST_PASS(walk_string(walk, schema, value));
			break;
		case ACCORD_NUMBER:
			if (schema->number)
				ACCORD_MUST_PASS(walk_number(walk, schema, value));
			break;
		case ACCORD_ARRAY:
			if (schema->array)
				ACCORD_MUST_PASS(accord_walk_array(walk, schema, value, seen));
			break;
		case ACCORD_OBJECT:
			if (schema->object)
				ACCORD_MUST_PASS(accord_walk_object(walk, schema, value, seen));
			break;
		default:
			break;
	}
	if (schema->in_place)
		ACCORD_MUST_PASS(accord_walk_in_place(walk, schema, value, seen));
	return ok;
}

/* Notes what the schema evaluates, then applies the keyword for the rest. */
static pg_noinline bool
walk_tracked(AccordWalk *walk, const AccordSchema *schema, const AccordValue *value,
			 AccordSeen *outer)
{
	bool		of_array = value->kind == ACCORD_ARRAY && schema->array && schema->array->rest.unevaluated;
	bool		of_object = value->kind == ACCORD_OBJECT && schema->object && schema->object->rest.unevaluated;
	AccordSeen	seen;
	bool		ok = true;

	if (!of_array && !of_object)
		return walk_rules(walk, schema, value, outer);
	accord_seen_init(&seen, accord_value_count(value));
	if (!walk_rules(walk, schema, value, &seen))
		ok = false;
	if (ok || !walk->stop)
	{
		if (!(of_array ? accord_walk_unevaluated_items(walk, schema, value, &seen)
			  : accord_walk_unevaluated_members(walk, schema, value, &seen)))
			ok = false;
	}
	accord_seen_free(&seen);
	if (outer)
		accord_seen_add_all(outer);
	return ok;
}

/* Enters another resource: dynamic references will ask for it. */
static pg_noinline bool
walk_resource(AccordWalk *walk, const AccordSchema *schema, const AccordValue *value,
			  AccordSeen *seen)
{
	AccordScope scope = {.resource = schema->resource,.outer = walk->scope};
	int			outer = walk->resource;
	bool		ok;

	walk->resource = schema->resource;
	walk->scope = &scope;
	ok = accord_walk_schema(walk, schema, value, seen);
	walk->scope = scope.outer;
	walk->resource = outer;
	return ok;
}

bool
accord_walk_schema(AccordWalk *walk, const AccordSchema *schema, const AccordValue *value,
				   AccordSeen *seen)
{
	if (unlikely(schema->resource != walk->resource))
		return walk_resource(walk, schema, value, seen);
	if (unlikely(schema->tracks))
		return walk_tracked(walk, schema, value, seen);
	return walk_rules(walk, schema, value, seen);
}

bool
accord_walk(const AccordProgram *program, const Jsonb *doc)
{
	AccordWalk	walk = {.report = NULL,.stop = true,.utf8 = GetDatabaseEncoding() == PG_UTF8};
	AccordValue value;

	accord_value_root(doc, &value);
	return accord_walk_schema(&walk, program->root, &value, NULL);
}

bool
accord_walk_report(AccordReport *report, const Jsonb *doc)
{
	AccordWalk	walk = {.report = report,.stop = false,.utf8 = GetDatabaseEncoding() == PG_UTF8};
	AccordValue value;

	accord_value_root(doc, &value);
	return accord_walk_schema(&walk, report->program->root, &value, NULL);
}
