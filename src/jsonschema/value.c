/*
 * value.c
 *	  Look-ups and comparison of jsonb values in place.
 *
 * Comparison recurses as deep as the document is nested, and a comparison may
 * be one of many in a sort: it checks the stack and for interrupts itself.
 */
#include "postgres.h"

#include "common/hashfn.h"
#include "miscadmin.h"

#include "support/compat.h"

#include "jsonschema/number.h"
#include "jsonschema/value.h"

/* what counts of a large value for its hash */
#define HASHED_BYTES 256		/* of a string */
#define HASHED_VALUES 64		/* in an array or object, at any depth */

int
accord_object_find(const AccordValue *object, const char *key, uint32 len)
{
	const JsonbContainer *container = accord_value_container(object);
	uint32		n = JsonContainerSize(container);
	const char *base = (const char *) &container->children[2 * n];
	uint32		low = 0;
	uint32		high = n;

	while (low < high)
	{
		uint32		middle = low + (high - low) / 2;
		int			order = accord_key_compare(key, len,
											   base + getJsonbOffset(container, middle),
											   getJsonbLength(container, middle));

		if (order == 0)
			return middle;
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return -1;
}

void
accord_object_value(const AccordValue *object, uint32 place, AccordValue *value)
{
	const JsonbContainer *container = accord_value_container(object);
	uint32		n = JsonContainerSize(container);
	AccordCursor cursor;

	cursor.entry = container->children + n + place;
	cursor.base = (const char *) &container->children[2 * n];
	cursor.offset = getJsonbOffset(container, n + place);
	accord_cursor_next(&cursor, value);
}

static int
compare_numbers(const AccordValue *a, const AccordValue *b)
{
	AccordNumber left;
	AccordNumber right;

	accord_number_read(a->data, &left);
	accord_number_read(b->data, &right);
	return accord_number_compare(&left, &right);
}

static int
compare_arrays(const AccordValue *a, const AccordValue *b)
{
	uint32		n = accord_value_count(a);
	AccordCursor left;
	AccordCursor right;

	if (n != accord_value_count(b))
		return n < accord_value_count(b) ? -1 : 1;
	accord_array_cursor(a, &left);
	accord_array_cursor(b, &right);
	while (n-- > 0)
	{
		AccordValue x;
		AccordValue y;
		int			order;

		accord_cursor_next(&left, &x);
		accord_cursor_next(&right, &y);
		order = accord_value_compare(&x, &y);
		if (order != 0)
			return order;
	}
	return 0;
}

static int
compare_objects(const AccordValue *a, const AccordValue *b)
{
	uint32		n = accord_value_count(a);
	AccordCursor left_keys;
	AccordCursor left;
	AccordCursor right_keys;
	AccordCursor right;

	if (n != accord_value_count(b))
		return n < accord_value_count(b) ? -1 : 1;
	accord_object_cursors(a, &left_keys, &left);
	accord_object_cursors(b, &right_keys, &right);
	while (n-- > 0)
	{
		AccordValue x;
		AccordValue y;
		int			order;

		accord_cursor_next(&left_keys, &x);
		accord_cursor_next(&right_keys, &y);
		order = accord_key_compare(x.data, x.len, y.data, y.len);
		if (order != 0)
			return order;
		accord_cursor_next(&left, &x);
		accord_cursor_next(&right, &y);
		order = accord_value_compare(&x, &y);
		if (order != 0)
			return order;
	}
	return 0;
}

int
accord_value_compare(const AccordValue *a, const AccordValue *b)
{
	if (a->kind != b->kind)
		return a->kind < b->kind ? -1 : 1;
	switch (a->kind)
	{
		case ACCORD_STRING:
			return accord_key_compare(a->data, a->len, b->data, b->len);
		case ACCORD_NUMBER:
			return compare_numbers(a, b);
		case ACCORD_ARRAY:
		case ACCORD_OBJECT:
			check_stack_depth();
			CHECK_FOR_INTERRUPTS();
			return a->kind == ACCORD_ARRAY ? compare_arrays(a, b) : compare_objects(a, b);
		default:
			return 0;			/* false, true and null are one value each */
	}
}

uint32
accord_string_hash(const char *data, uint32 len)
{
	return hash_bytes((const unsigned char *) data, (int) Min(len, HASHED_BYTES)) + len;
}

/* The budget is the number of values that may still be looked at. */
static uint32
hash_value(const AccordValue *value, int *budget)
{
	bool		of_object = value->kind == ACCORD_OBJECT;
	AccordNumber number;
	AccordCursor keys;
	AccordCursor values;
	AccordValue child;
	uint32		hash;

	if (value->kind == ACCORD_STRING)
		return accord_string_hash(value->data, value->len);
	if (value->kind == ACCORD_NUMBER)
	{
		accord_number_read(value->data, &number);
		return accord_number_hash(&number);
	}
	if (value->kind != ACCORD_ARRAY && !of_object)
		return value->kind;
	check_stack_depth();
	hash = hash_combine(value->kind, accord_value_count(value));
	if (of_object)
		accord_object_cursors(value, &keys, &values);
	else
	{
		accord_array_cursor(value, &values);
		keys = values;			/* unused */
	}
	for (uint32 n = accord_value_count(value); n > 0 && *budget > 0; n--)
	{
		(*budget)--;
		if (of_object)
		{
			accord_cursor_next(&keys, &child);
			hash = hash_combine(hash, accord_string_hash(child.data, child.len));
		}
		accord_cursor_next(&values, &child);
		hash = hash_combine(hash, hash_value(&child, budget));
	}
	return hash;
}

uint32
accord_value_hash(const AccordValue *value)
{
	int			budget = HASHED_VALUES;

	return hash_value(value, &budget);
}
