/*
 * jsonb_value.h
 *	  Values of a jsonb document, looked at where they lie.
 *
 * No iterator, no copy, no palloc: an AccordValue points into the container.
 * Positions follow from the JEntry array (utils/jsonb.h): an entry holds a
 * length or, every JB_OFFSET_STRIDE entries, an end offset.
 */
#ifndef ACCORD_SUPPORT_JSONB_VALUE_H
#define ACCORD_SUPPORT_JSONB_VALUE_H

#include "postgres.h"

#include "utils/jsonb.h"

#include "support/compat.h"

/* The first five are the type field of a JEntry, shifted down. */
typedef enum AccordKind
{
	ACCORD_STRING,
	ACCORD_NUMBER,
	ACCORD_FALSE,
	ACCORD_TRUE,
	ACCORD_NULL,
	ACCORD_ARRAY,
	ACCORD_OBJECT
} AccordKind;

#define ACCORD_KIND_SHIFT 28	/* of JENTRY_TYPEMASK */

StaticAssertDecl(JENTRY_ISSTRING >> ACCORD_KIND_SHIFT == ACCORD_STRING &&
				 JENTRY_ISNUMERIC >> ACCORD_KIND_SHIFT == ACCORD_NUMBER &&
				 JENTRY_ISBOOL_FALSE >> ACCORD_KIND_SHIFT == ACCORD_FALSE &&
				 JENTRY_ISBOOL_TRUE >> ACCORD_KIND_SHIFT == ACCORD_TRUE &&
				 JENTRY_ISNULL >> ACCORD_KIND_SHIFT == ACCORD_NULL &&
				 JENTRY_ISCONTAINER >> ACCORD_KIND_SHIFT == ACCORD_ARRAY,
				 "accord reads the kind of a value from its JEntry");

typedef struct AccordValue
{
	AccordKind	kind;
	uint32		len;			/* bytes; of a string exactly */
	const char *data;			/* string bytes, a Numeric, a JsonbContainer */
} AccordValue;

/* A cursor over the children of an array or the members of an object. */
typedef struct AccordCursor
{
	const JEntry *entry;		/* the next child */
	const char *base;			/* where the data of the container begins */
	uint32		offset;			/* of the next child, before alignment */
} AccordCursor;

static inline const JsonbContainer *
accord_value_container(const AccordValue *value)
{
	return (const JsonbContainer *) value->data;
}

/* Number of elements or members of a container. */
static inline uint32
accord_value_count(const AccordValue *value)
{
	return JsonContainerSize(accord_value_container(value));
}

/* The child the cursor stands on; the cursor moves on. */
static inline void
accord_cursor_next(AccordCursor *cursor, AccordValue *child)
{
	JEntry		entry = *cursor->entry++;
	uint32		start = cursor->offset;
	uint32		end;

	if (JBE_HAS_OFF(entry))
		end = JBE_OFFLENFLD(entry);
	else
		end = start + JBE_OFFLENFLD(entry);
	cursor->offset = end;

	child->kind = (entry & JENTRY_TYPEMASK) >> ACCORD_KIND_SHIFT;
	if (child->kind == ACCORD_STRING)
	{
		child->data = cursor->base + start;
		child->len = end - start;
		return;
	}
	child->data = cursor->base + INTALIGN(start);
	child->len = end - start;
	if (child->kind == ACCORD_ARRAY &&
		JsonContainerIsObject((const JsonbContainer *) child->data))
		child->kind = ACCORD_OBJECT;
}

/* Stands on the first element. */
static inline void
accord_array_cursor(const AccordValue *array, AccordCursor *cursor)
{
	const JsonbContainer *container = accord_value_container(array);

	cursor->entry = container->children;
	cursor->base = (const char *) &container->children[JsonContainerSize(container)];
	cursor->offset = 0;
}

/*
 * Two cursors: the keys stand first, sorted by length and bytes, then their
 * values in the same order.
 */
static inline void
accord_object_cursors(const AccordValue *object, AccordCursor *keys,
					  AccordCursor *values)
{
	const JsonbContainer *container = accord_value_container(object);
	uint32		n = JsonContainerSize(container);

	keys->entry = container->children;
	keys->base = (const char *) &container->children[2 * n];
	keys->offset = 0;
	values->entry = container->children + n;
	values->base = keys->base;
	values->offset = n > 0 ? getJsonbOffset(container, n) : 0;
}

/* Are these bytes equal?  Most keys are short: a call would cost more than this. */
static inline bool
accord_key_equal(const char *a, uint32 a_len, const char *b, uint32 b_len)
{
	uint32		i = 0;

	if (a_len != b_len)
		return false;
	for (; i + sizeof(uint64) <= a_len; i += sizeof(uint64))
	{
		uint64		x;
		uint64		y;

		memcpy(&x, a + i, sizeof(x));
		memcpy(&y, b + i, sizeof(y));
		if (x != y)
			return false;
	}
	for (; i < a_len; i++)
		if (a[i] != b[i])
			return false;
	return true;
}

/* The order of keys in jsonb. */
static inline int
accord_key_compare(const char *a, uint32 a_len, const char *b, uint32 b_len)
{
	if (a_len != b_len)
		return a_len < b_len ? -1 : 1;
	return memcmp(a, b, a_len);
}

/* The value of a whole document, which must not be toasted. */
static inline void
accord_value_root(const Jsonb *doc, AccordValue *value)
{
	const JsonbContainer *container = &doc->root;

	value->kind = JsonContainerIsObject(container) ? ACCORD_OBJECT : ACCORD_ARRAY;
	value->data = (const char *) container;
	value->len = VARSIZE(doc) - VARHDRSZ;
	if (JsonContainerIsScalar(container))
	{
		AccordCursor cursor;

		/* a scalar is kept as an array of one */
		accord_array_cursor(value, &cursor);
		accord_cursor_next(&cursor, value);
	}
}

#endif							/* ACCORD_SUPPORT_JSONB_VALUE_H */
