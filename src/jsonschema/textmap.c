/*
 * textmap.c
 *	  A hash table from text to pointer, on PostgreSQL's dynahash.
 */
#include "postgres.h"

#include "common/hashfn.h"

#include "jsonschema/textmap.h"

#define INITIAL_ENTRIES 32

typedef struct TextKey
{
	const char *data;
	uint32		len;
} TextKey;

typedef struct TextEntry
{
	TextKey		key;
	void	   *value;
} TextEntry;

static uint32
hash_text(const void *key, Size keysize pg_attribute_unused())
{
	const TextKey *k = key;

	return hash_bytes((const unsigned char *) k->data, k->len);
}

static int
match_text(const void *a, const void *b, Size keysize pg_attribute_unused())
{
	const TextKey *left = a;
	const TextKey *right = b;

	return left->len != right->len || memcmp(left->data, right->data, left->len) != 0;
}

HTAB *
accord_textmap_create(void)
{
	HASHCTL		control = {
		.keysize = sizeof(TextKey),
		.entrysize = sizeof(TextEntry),
		.hash = hash_text,
		.match = match_text,
		.hcxt = CurrentMemoryContext,
	};

	return hash_create("accord text map", INITIAL_ENTRIES, &control,
					   HASH_ELEM | HASH_FUNCTION | HASH_COMPARE | HASH_CONTEXT);
}

void	  **
accord_textmap_place(HTAB *map, const char *text, uint32 len)
{
	TextKey		key;
	TextEntry  *entry;
	bool		found;

	memset(&key, 0, sizeof(key));
	key.data = text;

	key.len = len;
	entry = hash_search(map, &key, HASH_ENTER, &found);
	if (!found)
		entry->value = NULL;
	return &entry->value;
}
