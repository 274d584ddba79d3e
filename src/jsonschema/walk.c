/*
 * walk.c
 *	  The walk of a document along a program: verdict and report are one walk.
 *
 * Without a report the walk ends at the first violation and allocates nothing.
 * With one it goes on, and notes its way on two paths.  Each check stands here
 * once for both, so they cannot disagree: a failed check calls violated(),
 * which says whether to go on.
 */
#include "postgres.h"

#include "miscadmin.h"
#include "port.h"

#include "jsonschema/walk.h"

/* up to so many items, uniqueItems compares each pair */
#define FEW_ITEMS 16

/* up to so many strings, an enum is searched from its start */
#define FEW_STRINGS 8

/* no character of any server encoding is longer */
#define MAX_CHARACTER_BYTES 4

typedef struct Walk
{
	AccordReport *report;		/* NULL: only the verdict is wanted */
	bool		stop;			/* end at the next violation */
} Walk;

static bool walk_schema(Walk *walk, const AccordSchema *schema, const AccordValue *value);

/* A check failed: true when the walk ends with it. */
static pg_noinline bool
violated(Walk *walk, const AccordSchema *schema, AccordKeywordId keyword,
		 const AccordValue *value, const AccordDetail *detail)
{
	if (walk->report)
		walk->stop = accord_report_add(walk->report, schema, keyword, value, detail);
	return walk->stop;
}

/* In a function with a variable ok: end the walk, or remember and go on. */
#define VIOLATION(keyword, ...) \
	do { \
		if (violated(walk, schema, (keyword), value, \
					 &(AccordDetail) {__VA_ARGS__})) \
			return false; \
		ok = false; \
	} while (0)

#define MUST_PASS(passed) \
	do { \
		if (unlikely(!(passed))) \
		{ \
			if (walk->stop) \
				return false; \
			ok = false; \
		} \
	} while (0)

/* The verdict of a schema, whose violations are nobody's. */
static bool
passes(Walk *walk, const AccordSchema *schema, const AccordValue *value)
{
	Walk		quiet = {.report = NULL,.stop = true};

	return walk_schema(&quiet, schema, value);
}

/* Applies a schema under a keyword; place is its index there, or -1. */
static inline bool
walk_under(Walk *walk, AccordKeywordId keyword, int place,
		   const AccordSchema *schema, const AccordValue *value)
{
	AccordPath *path;
	int			length;
	bool		ok;

	if (likely(walk->report == NULL))
		return walk_schema(walk, schema, value);
	path = &walk->report->schema;
	length = path->length;
	accord_report_keyword(path, keyword);
	if (place >= 0)
		accord_report_step(path, NULL, 0, place);
	ok = walk_schema(walk, schema, value);
	path->length = length;
	return ok;
}

/* The same for an item of an array; place is that of its schema, or -1. */
static inline bool
walk_item(Walk *walk, AccordKeywordId keyword, int place, uint32 item,
		  const AccordSchema *schema, const AccordValue *value)
{
	bool		ok;

	if (likely(walk->report == NULL))
		return walk_schema(walk, schema, value);
	accord_report_step(&walk->report->instance, NULL, 0, item);
	ok = walk_under(walk, keyword, place, schema, value);
	walk->report->instance.length--;
	return ok;
}

/*
 * The same for a member of an object; name is what the keyword calls its
 * schema, if it has a name there.
 */
static inline bool
walk_member(Walk *walk, AccordKeywordId keyword, const AccordText *name,
			const AccordValue *key, uint32 place,
			const AccordSchema *schema, const AccordValue *value)
{
	AccordPath *path;
	int			length;
	bool		ok;

	if (likely(walk->report == NULL))
		return walk_schema(walk, schema, value);
	accord_report_step(&walk->report->instance, key->data, key->len, place);
	if (name)
	{
		path = &walk->report->schema;
		length = path->length;
		accord_report_keyword(path, keyword);
		accord_report_step(path, name->data, name->len, 0);
		ok = walk_schema(walk, schema, value);
		path->length = length;
	}
	else
		ok = walk_under(walk, keyword, -1, schema, value);
	walk->report->instance.length--;
	return ok;
}

static inline bool
has_string(const AccordValues *values, const AccordValue *value)
{
	int			low = 0;
	int			high = values->nstrings;

	if (values->nstrings <= FEW_STRINGS)
	{
		for (int i = 0; i < values->nstrings; i++)
			if (values->strings[i].len == value->len &&
				memcmp(values->strings[i].data, value->data, value->len) == 0)
				return true;
		return false;
	}
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
static bool
walk_wrong_kind(Walk *walk, const AccordSchema *schema, const AccordValue *value)
{
	uint8		bit = ACCORD_KIND_BIT(value->kind);
	bool		ok = true;

	if (schema->type_kinds == 0)
		VIOLATION(ACCORD_KW_NONE);
	else if (!(schema->type_kinds & bit))
		VIOLATION(ACCORD_KW_TYPE);
	if (schema->enumeration && !(schema->enumeration->kinds & bit))
		VIOLATION(ACCORD_KW_ENUM);
	if (schema->constant && !(schema->constant->kinds & bit))
		VIOLATION(ACCORD_KW_CONST);
	return ok;
}

static bool
walk_values(Walk *walk, const AccordSchema *schema, const AccordValue *value)
{
	bool		ok = true;

	if (schema->enumeration && !has_value(schema->enumeration, value))
		VIOLATION(ACCORD_KW_ENUM);
	if (schema->constant && !has_value(schema->constant, value))
		VIOLATION(ACCORD_KW_CONST);
	return ok;
}

static bool
walk_number(Walk *walk, const AccordSchema *schema, const AccordValue *value)
{
	const AccordNumberRules *rules = schema->number;
	AccordNumber number;
	bool		ok = true;

	accord_number_read(value->data, &number);
	if (rules->integer_only && !accord_number_is_integer(&number))
		VIOLATION(ACCORD_KW_TYPE);
	if (rules->minimum.numeric &&
		accord_number_compare(&number, &rules->minimum.number) < 0)
		VIOLATION(ACCORD_KW_MINIMUM);
	if (rules->maximum.numeric &&
		accord_number_compare(&number, &rules->maximum.number) > 0)
		VIOLATION(ACCORD_KW_MAXIMUM);
	if (rules->exclusive_minimum.numeric &&
		accord_number_compare(&number, &rules->exclusive_minimum.number) <= 0)
		VIOLATION(ACCORD_KW_EXCLUSIVE_MINIMUM);
	if (rules->exclusive_maximum.numeric &&
		accord_number_compare(&number, &rules->exclusive_maximum.number) >= 0)
		VIOLATION(ACCORD_KW_EXCLUSIVE_MAXIMUM);
	if (rules->multiple_of.numeric &&
		!accord_number_is_multiple(value->data, &number, rules->multiple_of.numeric,
								   &rules->multiple_of.number))
		VIOLATION(ACCORD_KW_MULTIPLE_OF);
	return ok;
}

/* Text that is not UTF-8 has no format and matches no pattern. */
static bool
has_format(const AccordFormat *format, const AccordValue *value)
{
	AccordText	utf8;

	return accord_text_utf8(value->data, value->len, &utf8) &&
		format->check(utf8.data, utf8.len);
}

static bool
matches(AccordPattern *pattern, const AccordValue *value)
{
	AccordText	utf8;

	return accord_text_utf8(value->data, value->len, &utf8) &&
		accord_pattern_matches(pattern, utf8.data, utf8.len);
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

static bool
walk_string(Walk *walk, const AccordSchema *schema, const AccordValue *value)
{
	const AccordStringRules *rules = schema->string;
	bool		ok = true;

	if (is_too_short(value, rules->min_length))
		VIOLATION(ACCORD_KW_MIN_LENGTH);
	if (is_too_long(value, rules->max_length))
		VIOLATION(ACCORD_KW_MAX_LENGTH);
	if (rules->pattern && !matches(rules->pattern, value))
		VIOLATION(ACCORD_KW_PATTERN);
	if (rules->format && !has_format(rules->format, value))
		VIOLATION(ACCORD_KW_FORMAT);
	return ok;
}

static int
compare_values(const void *a, const void *b)
{
	return accord_value_compare(a, b);
}

/* The first two equal items, in any order; false if all are different. */
static bool
find_equal_items(AccordValue *items, uint32 n, AccordValue *found)
{
	if (n <= FEW_ITEMS)
	{
		for (uint32 i = 1; i < n; i++)
			for (uint32 j = 0; j < i; j++)
				if (items[i].kind == items[j].kind &&
					accord_value_compare(&items[i], &items[j]) == 0)
				{
					*found = items[i];
					return true;
				}
		return false;
	}
	qsort(items, n, sizeof(AccordValue), compare_values);
	for (uint32 i = 1; i < n; i++)
		if (accord_value_compare(&items[i - 1], &items[i]) == 0)
		{
			*found = items[i];
			return true;
		}
	return false;
}

static void
read_items(const AccordValue *array, uint32 n, AccordValue *items)
{
	AccordCursor cursor;

	accord_array_cursor(array, &cursor);
	for (uint32 i = 0; i < n; i++)
		accord_cursor_next(&cursor, &items[i]);
}

/* Where in the array a value stands first, and where again. */
static void
find_places(const AccordValue *array, const AccordValue *twin, AccordDetail *detail)
{
	AccordCursor cursor;
	AccordValue item;

	detail->first = -1;
	accord_array_cursor(array, &cursor);
	for (uint32 i = 0; i < accord_value_count(array); i++)
	{
		accord_cursor_next(&cursor, &item);
		if (accord_value_compare(&item, twin) != 0)
			continue;
		if (detail->first >= 0)
		{
			detail->second = i;
			return;
		}
		detail->first = i;
	}
}

static bool
walk_unique(Walk *walk, const AccordSchema *schema, const AccordValue *value)
{
	uint32		n = accord_value_count(value);
	AccordValue few[FEW_ITEMS];
	AccordValue *items = few;
	AccordValue twin;
	AccordDetail detail = {0};
	bool		found;

	if (n > FEW_ITEMS)
		items = MemoryContextAllocHuge(CurrentMemoryContext, sizeof(AccordValue) * (Size) n);
	read_items(value, n, items);
	found = find_equal_items(items, n, &twin);
	if (items != few)
		pfree(items);
	if (!found)
		return true;
	if (walk->report)
		find_places(value, &twin, &detail);
	(void) violated(walk, schema, ACCORD_KW_UNIQUE_ITEMS, value, &detail);
	return false;
}

static bool
walk_contains(Walk *walk, const AccordSchema *schema, const AccordValue *value)
{
	const AccordArrayRules *rules = schema->array;
	uint32		n = accord_value_count(value);
	uint32		found = 0;
	AccordCursor cursor;
	AccordValue item;
	bool		ok = true;

	accord_array_cursor(value, &cursor);
	for (uint32 i = 0; i < n; i++)
	{
		accord_cursor_next(&cursor, &item);
		if (passes(walk, rules->contains, &item))
			found++;
		if (found > rules->max_contains ||
			(found >= rules->min_contains && rules->max_contains == ACCORD_NO_LIMIT))
			break;
	}
	if (found < rules->min_contains)
		VIOLATION(rules->min_contains == 1 ? ACCORD_KW_CONTAINS : ACCORD_KW_MIN_CONTAINS,
				  .first = found);
	if (found > rules->max_contains)
		VIOLATION(ACCORD_KW_MAX_CONTAINS);
	return ok;
}

static bool
walk_array(Walk *walk, const AccordSchema *schema, const AccordValue *value)
{
	const AccordArrayRules *rules = schema->array;
	uint32		n = accord_value_count(value);
	uint32		last = rules->rest ? n : Min(n, rules->nprefix);
	AccordCursor cursor;
	AccordValue item;
	bool		ok = true;

	check_stack_depth();
	CHECK_FOR_INTERRUPTS();

	if (n < rules->min_items)
		VIOLATION(ACCORD_KW_MIN_ITEMS,.first = n);
	if (n > rules->max_items)
		VIOLATION(ACCORD_KW_MAX_ITEMS,.first = n);
	accord_array_cursor(value, &cursor);
	for (uint32 i = 0; i < last; i++)
	{
		accord_cursor_next(&cursor, &item);
		if (i < rules->nprefix)
			MUST_PASS(walk_item(walk, rules->prefix_keyword, i, i, rules->prefix[i], &item));
		else
			MUST_PASS(walk_item(walk, rules->rest_keyword, -1, i, rules->rest, &item));
		if (i % 1024 == 1023)
			CHECK_FOR_INTERRUPTS();
	}
	if (rules->contains)
		MUST_PASS(walk_contains(walk, schema, value));
	if (rules->unique && n > 1)
		MUST_PASS(walk_unique(walk, schema, value));
	return ok;
}

/* A member whose name is not in "properties", or has no schema there. */
static bool
walk_other_member(Walk *walk, const AccordSchema *schema, const AccordValue *key,
				  uint32 place, bool declared, const AccordValue *value)
{
	const AccordObjectRules *rules = schema->object;
	bool		matched = declared;
	bool		ok = true;

	for (int i = 0; i < rules->npatterns; i++)
	{
		const AccordPatternProperty *entry = &rules->patterns[i];

		if (!matches(entry->pattern, key))
			continue;
		matched = true;
		MUST_PASS(walk_member(walk, ACCORD_KW_PATTERN_PROPERTIES, &entry->text,
							  key, place, entry->schema, value));
	}
	if (!matched && rules->additional)
		MUST_PASS(walk_member(walk, ACCORD_KW_ADDITIONAL_PROPERTIES, NULL,
							  key, place, rules->additional, value));
	if (rules->names)
		MUST_PASS(walk_member(walk, ACCORD_KW_PROPERTY_NAMES, NULL,
							  key, place, rules->names, key));
	return ok;
}

/*
 * Merges the keys of the object with the names the schema speaks of: both are
 * sorted by length and bytes.
 */
static bool
walk_members(Walk *walk, const AccordSchema *schema, const AccordValue *value)
{
	const AccordObjectRules *rules = schema->object;
	const AccordProperty *next = rules->properties;
	const AccordProperty *end = next + rules->nproperties;
	bool		others = rules->additional || rules->npatterns > 0 || rules->names;
	uint32		n = accord_value_count(value);
	AccordCursor keys;
	AccordCursor values;
	bool		ok = true;

	accord_object_cursors(value, &keys, &values);
	for (uint32 i = 0; i < n; i++)
	{
		const AccordProperty *match = NULL;
		AccordValue key;
		AccordValue member;

		accord_cursor_next(&keys, &key);
		accord_cursor_next(&values, &member);
		for (; next < end; next++)
		{
			int			order = accord_key_compare(next->name.data, next->name.len,
												   key.data, key.len);

			if (order > 0)
				break;
			if (order == 0)
			{
				match = next++;
				break;
			}
			if (next->required)
				VIOLATION(ACCORD_KW_REQUIRED,.name = &next->name);
		}
		if (match && match->schema)
			MUST_PASS(walk_member(walk, ACCORD_KW_PROPERTIES, &match->name,
								  &key, i, match->schema, &member));
		if (others)
			MUST_PASS(walk_other_member(walk, schema, &key, i,
										match && match->declared, &member));
		else if (next == end)
			break;
		if (i % 1024 == 1023)
			CHECK_FOR_INTERRUPTS();
	}
	for (; next < end; next++)
		if (next->required)
			VIOLATION(ACCORD_KW_REQUIRED,.name = &next->name);
	return ok;
}

static bool
walk_dependency(Walk *walk, const AccordSchema *schema, const AccordDependency *dependency,
				const AccordValue *value)
{
	AccordPath *path;
	int			length;
	bool		ok = true;

	for (int i = 0; i < dependency->nrequired; i++)
		if (accord_object_find(value, dependency->required[i].data,
							   dependency->required[i].len) < 0)
			VIOLATION(dependency->keyword,.name = &dependency->required[i],
					  .trigger = &dependency->trigger);
	if (dependency->schema == NULL)
		return ok;
	if (walk->report == NULL)
		return walk_schema(walk, dependency->schema, value);
	path = &walk->report->schema;
	length = path->length;
	accord_report_keyword(path, dependency->keyword);
	accord_report_step(path, dependency->trigger.data, dependency->trigger.len, 0);
	ok = walk_schema(walk, dependency->schema, value);
	path->length = length;
	return ok;
}

static bool
walk_object(Walk *walk, const AccordSchema *schema, const AccordValue *value)
{
	const AccordObjectRules *rules = schema->object;
	uint32		n = accord_value_count(value);
	bool		ok = true;

	check_stack_depth();
	CHECK_FOR_INTERRUPTS();

	if (n < rules->min_properties)
		VIOLATION(ACCORD_KW_MIN_PROPERTIES,.first = n);
	if (n > rules->max_properties)
		VIOLATION(ACCORD_KW_MAX_PROPERTIES,.first = n);
	MUST_PASS(walk_members(walk, schema, value));
	for (int i = 0; i < rules->ndependencies; i++)
	{
		const AccordDependency *dependency = &rules->dependencies[i];

		if (accord_object_find(value, dependency->trigger.data, dependency->trigger.len) >= 0)
			MUST_PASS(walk_dependency(walk, schema, dependency, value));
	}
	return ok;
}

static bool
walk_any_of(Walk *walk, const AccordSchema *schema, const AccordValue *value)
{
	const AccordBranches *branches = &schema->in_place->any_of;

	for (int i = 0; i < branches->count; i++)
		if (passes(walk, branches->schemas[i], value))
			return true;
	if (violated(walk, schema, ACCORD_KW_ANY_OF, value, &(AccordDetail) {0}))
		return false;
	for (int i = 0; i < branches->count; i++)
		if (!walk_under(walk, ACCORD_KW_ANY_OF, i, branches->schemas[i], value) && walk->stop)
			return false;
	return false;
}

static bool
walk_one_of(Walk *walk, const AccordSchema *schema, const AccordValue *value)
{
	const AccordBranches *branches = &schema->in_place->one_of;
	AccordDetail detail = {.first = -1,.second = -1};

	for (int i = 0; i < branches->count && detail.second < 0; i++)
	{
		if (!passes(walk, branches->schemas[i], value))
			continue;
		if (detail.first < 0)
			detail.first = i;
		else
			detail.second = i;
	}
	if (detail.first >= 0 && detail.second < 0)
		return true;
	if (violated(walk, schema, ACCORD_KW_ONE_OF, value, &detail) || detail.first >= 0)
		return false;
	for (int i = 0; i < branches->count; i++)
		if (!walk_under(walk, ACCORD_KW_ONE_OF, i, branches->schemas[i], value) && walk->stop)
			return false;
	return false;
}

static bool
walk_condition(Walk *walk, const AccordApplicators *rules, const AccordValue *value)
{
	if (rules->then_schema == NULL && rules->else_schema == NULL)
		return true;
	if (passes(walk, rules->condition, value))
		return rules->then_schema == NULL ||
			walk_under(walk, ACCORD_KW_THEN, -1, rules->then_schema, value);
	return rules->else_schema == NULL ||
		walk_under(walk, ACCORD_KW_ELSE, -1, rules->else_schema, value);
}

static bool
walk_in_place(Walk *walk, const AccordSchema *schema, const AccordValue *value)
{
	const AccordApplicators *rules = schema->in_place;
	bool		ok = true;

	check_stack_depth();
	CHECK_FOR_INTERRUPTS();

	if (rules->ref)
		MUST_PASS(walk_under(walk, ACCORD_KW_REF, -1, rules->ref, value));
	for (int i = 0; i < rules->all_of.count; i++)
		MUST_PASS(walk_under(walk, ACCORD_KW_ALL_OF, i, rules->all_of.schemas[i], value));
	if (rules->any_of.count > 0)
		MUST_PASS(walk_any_of(walk, schema, value));
	if (rules->one_of.count > 0)
		MUST_PASS(walk_one_of(walk, schema, value));
	if (rules->not && passes(walk, rules->not, value))
		VIOLATION(ACCORD_KW_NOT);
	if (rules->condition)
		MUST_PASS(walk_condition(walk, rules, value));
	return ok;
}

static bool
walk_schema(Walk *walk, const AccordSchema *schema, const AccordValue *value)
{
	bool		ok = true;

	if (unlikely(!(schema->allowed & ACCORD_KIND_BIT(value->kind))))
		MUST_PASS(walk_wrong_kind(walk, schema, value));
	else if (schema->enumeration || schema->constant)
		MUST_PASS(walk_values(walk, schema, value));
	switch (value->kind)
	{
		case ACCORD_STRING:
			if (schema->string)
				MUST_PASS(walk_string(walk, schema, value));
			break;
		case ACCORD_NUMBER:
			if (schema->number)
				MUST_PASS(walk_number(walk, schema, value));
			break;
		case ACCORD_ARRAY:
			if (schema->array)
				MUST_PASS(walk_array(walk, schema, value));
			break;
		case ACCORD_OBJECT:
			if (schema->object)
				MUST_PASS(walk_object(walk, schema, value));
			break;
		default:
			break;
	}
	if (schema->in_place)
		MUST_PASS(walk_in_place(walk, schema, value));
	return ok;
}

bool
accord_walk(const AccordProgram *program, const Jsonb *doc)
{
	Walk		walk = {.report = NULL,.stop = true};
	AccordValue value;

	accord_value_root(doc, &value);
	return walk_schema(&walk, program->root, &value);
}

bool
accord_walk_report(AccordReport *report, const Jsonb *doc)
{
	Walk		walk = {.report = report,.stop = false};
	AccordValue value;

	accord_value_root(doc, &value);
	return walk_schema(&walk, report->program->root, &value);
}
