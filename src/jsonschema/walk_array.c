/*
 * walk_array.c
 *	  The walk through an array.
 */
#include "postgres.h"

#include "miscadmin.h"

#include "jsonschema/walker.h"

/* up to so many items, uniqueItems compares each pair */
#define FEW_ITEMS 16


/* Applies a schema to an item; place is that of the schema, or -1. */
static inline bool
walk_item(AccordWalk *walk, AccordKeywordId keyword, int place, uint32 item,
		  const AccordSchema *schema, const AccordValue *value)
{
	bool		ok;

	if (likely(walk->report == NULL))
		return accord_walk_schema(walk, schema, value, NULL);
	accord_report_step(&walk->report->instance, NULL, 0, item);
	ok = accord_walk_under(walk, keyword, NULL, place, schema, value, NULL);
	walk->report->instance.length--;
	return ok;
}

static int
compare_values(const void *a, const void *b)
{
	CHECK_FOR_INTERRUPTS();
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
		CHECK_FOR_INTERRUPTS();
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

static pg_noinline bool
walk_unique(AccordWalk *walk, const AccordSchema *schema, const AccordValue *value)
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
	(void) accord_walk_violated(walk, schema, ACCORD_KW_UNIQUE_ITEMS, value, &detail);
	return false;
}

static pg_noinline bool
walk_contains(AccordWalk *walk, const AccordSchema *schema, const AccordValue *value,
			  AccordSeen *seen)
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
		CHECK_FOR_INTERRUPTS();
		accord_cursor_next(&cursor, &item);
		if (accord_walk_passes(walk, rules->contains, &item, NULL))
		{
			found++;
			if (seen && rules->contains_evaluates)
				accord_seen_add(seen, i);
		}
		if (seen == NULL &&
			(found > rules->max_contains ||
			 (found >= rules->min_contains && rules->max_contains == ACCORD_NO_LIMIT)))
			break;
	}
	if (found < rules->min_contains)
		ACCORD_VIOLATION(rules->min_contains == 1 ? ACCORD_KW_CONTAINS : ACCORD_KW_MIN_CONTAINS,
						 .first = found);
	if (found > rules->max_contains)
		ACCORD_VIOLATION(ACCORD_KW_MAX_CONTAINS);
	return ok;
}

bool
accord_walk_array(AccordWalk *walk, const AccordSchema *schema, const AccordValue *value,
				  AccordSeen *seen)
{
	const AccordArrayRules *rules = schema->array;
	uint32		n = accord_value_count(value);
	uint32		last = rules->rest.schema ? n : Min(n, rules->nprefix);
	AccordCursor cursor;
	AccordValue item;
	bool		ok = true;

	check_stack_depth();
	CHECK_FOR_INTERRUPTS();

	if (n < rules->min_items)
		ACCORD_VIOLATION(ACCORD_KW_MIN_ITEMS,.first = n);
	if (n > rules->max_items)
		ACCORD_VIOLATION(ACCORD_KW_MAX_ITEMS,.first = n);
	accord_array_cursor(value, &cursor);
	for (uint32 i = 0; i < last; i++)
	{
		accord_cursor_next(&cursor, &item);
		if (seen)
			accord_seen_add(seen, i);
		if (i < rules->nprefix)
			ACCORD_MUST_PASS(walk_item(walk, rules->prefix_keyword, i, i, rules->prefix[i], &item));
		else
			ACCORD_MUST_PASS(walk_item(walk, rules->rest.keyword, -1, i, rules->rest.schema, &item));
		if (i % ACCORD_WALK_INTERVAL == ACCORD_WALK_INTERVAL - 1)
			CHECK_FOR_INTERRUPTS();
	}
	if (seen && rules->rest.given)
		accord_seen_add_all(seen);
	if (rules->contains)
		ACCORD_MUST_PASS(walk_contains(walk, schema, value, seen));
	if (rules->unique && n > 1)
		ACCORD_MUST_PASS(walk_unique(walk, schema, value));
	return ok;
}

bool
accord_walk_unevaluated_items(AccordWalk *walk, const AccordSchema *schema,
							  const AccordValue *value, const AccordSeen *seen)
{
	uint32		n = accord_value_count(value);
	AccordCursor cursor;
	AccordValue item;
	bool		ok = true;

	accord_array_cursor(value, &cursor);
	for (uint32 i = 0; i < n; i++)
	{
		CHECK_FOR_INTERRUPTS();
		accord_cursor_next(&cursor, &item);
		if (!accord_seen_has(seen, i))
			ACCORD_MUST_PASS(walk_item(walk, ACCORD_KW_UNEVALUATED_ITEMS, -1, i,
									   schema->array->rest.unevaluated, &item));
	}
	return ok;
}
