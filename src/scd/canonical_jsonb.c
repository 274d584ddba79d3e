/*
 * canonical_jsonb.c
 *	  The canonical form of jsonb, walked where it lies.
 *
 * Members come in the order of their keys in UTF-8: by length, then by bytes.
 * That is how jsonb keeps them where the server encoding is UTF8; in others
 * the lengths differ, and they are sorted.
 */
#include "postgres.h"

#include "miscadmin.h"

#include "support/jsonb_value.h"
#include "support/text.h"

#include "scd/canonical.h"
#include "scd/flat.h"

/* A member of an object whose keys have to be sorted. */
typedef struct Member
{
	AccordText	utf8;
	AccordValue key;
	AccordValue value;
} Member;

static void encode_value(AccordDigest *digest, const AccordValue *value, bool converts);

static void
encode_array(AccordDigest *digest, const AccordValue *array, bool converts)
{
	uint32		n = accord_value_count(array);
	AccordCursor cursor;

	accord_form_32(digest, ACCORD_TAG_JSON_ARRAY, n);
	accord_array_cursor(array, &cursor);
	while (n-- > 0)
	{
		AccordValue child;

		accord_cursor_next(&cursor, &child);
		encode_value(digest, &child, converts);
	}
}

static int
compare_members(const void *a, const void *b)
{
	const AccordText *left = &((const Member *) a)->utf8;
	const AccordText *right = &((const Member *) b)->utf8;

	return accord_key_compare(left->data, left->len, right->data, right->len);
}

static void
encode_sorted(AccordDigest *digest, AccordCursor *keys, AccordCursor *values, uint32 n)
{
	Member	   *members = palloc_array(Member, n);

	for (uint32 i = 0; i < n; i++)
	{
		accord_cursor_next(keys, &members[i].key);
		accord_cursor_next(values, &members[i].value);
		/* one that cannot be converted raises its error below */
		(void) accord_text_utf8(members[i].key.data, members[i].key.len, &members[i].utf8);
	}
	qsort(members, n, sizeof(Member), compare_members);
	for (uint32 i = 0; i < n; i++)
	{
		accord_canonical_text(digest, ACCORD_TAG_TEXT, members[i].key.data,
							  members[i].key.len, true);
		encode_value(digest, &members[i].value, true);
		accord_text_free(&members[i].utf8, members[i].key.data);
	}
	pfree(members);
}

static void
encode_object(AccordDigest *digest, const AccordValue *object, bool converts)
{
	uint32		n = accord_value_count(object);
	AccordCursor keys;
	AccordCursor values;

	accord_form_32(digest, ACCORD_TAG_JSON_OBJECT, n);
	accord_object_cursors(object, &keys, &values);
	if (converts)
	{
		encode_sorted(digest, &keys, &values, n);
		return;
	}
	while (n-- > 0)
	{
		AccordValue child;

		accord_cursor_next(&keys, &child);
		accord_form_bytes(digest, ACCORD_TAG_TEXT, child.data, child.len);
		accord_cursor_next(&values, &child);
		encode_value(digest, &child, false);
	}
}

static void
encode_value(AccordDigest *digest, const AccordValue *value, bool converts)
{
	switch (value->kind)
	{
		case ACCORD_NULL:
			accord_form_null(digest);
			break;
		case ACCORD_FALSE:
		case ACCORD_TRUE:
			accord_form_8(digest, ACCORD_TAG_BOOL, value->kind == ACCORD_TRUE ? 1 : 0);
			break;
		case ACCORD_STRING:
			accord_canonical_text(digest, ACCORD_TAG_TEXT, value->data, value->len, converts);
			break;
		case ACCORD_NUMBER:
			accord_canonical_numeric(digest, value->data);
			break;
		case ACCORD_ARRAY:
		case ACCORD_OBJECT:
			check_stack_depth();
			CHECK_FOR_INTERRUPTS();
			if (value->kind == ACCORD_ARRAY)
				encode_array(digest, value, converts);
			else
				encode_object(digest, value, converts);
			break;
	}
}

void
accord_canonical_jsonb(AccordDigest *digest, Datum value, AccordType *type)
{
	AccordShort copy;
	Jsonb	   *document = accord_flat_aligned(value, &copy);
	AccordValue root;

	accord_form_byte(digest, type->tag);
	accord_value_root(document, &root);
	encode_value(digest, &root, type->converts);
	accord_flat_free(document, value, &copy);
}
