/*
 * cache.c
 *	  Compiled programs of this backend, least recently used first out.
 *
 * fn_extra is cold in every statement, so what makes a one-row INSERT cheap is
 * this cache.  A look-up first compares with the program used last, then goes
 * by CRC-32C (in hardware on most machines) and compares the whole text.  The
 * bytes of all programs, JIT code included, stay below accord.schema_cache;
 * one program may exceed it alone.  A program that is held while it is evicted
 * goes when the last holder does, and is not counted until then.
 */
#include "postgres.h"

#include "lib/ilist.h"
#include "port/pg_crc32c.h"
#include "utils/hsearch.h"
#include "utils/memutils.h"

#include "jsonschema/cache.h"
#include "support/guc.h"

#define INITIAL_ENTRIES 64

typedef struct CacheKey
{
	pg_crc32c	checksum;
	uint32		len;
} CacheKey;

/* A program's place; it lives in the program's own context. */
typedef struct Entry
{
	AccordProgram *program;
	CacheKey	key;
	dlist_node	recent;			/* in the list by last use */
	struct Entry *same_key;		/* other text with this key */
	Size		bytes;			/* when it was measured last */
	int			holders;
	bool		evicted;
} Entry;

typedef struct Slot
{
	CacheKey	key;
	Entry	   *first;
} Slot;

/* Ties a hold to a memory context. */
typedef struct Hold
{
	Entry	   *entry;
	MemoryContextCallback callback;
} Hold;

static MemoryContext cache_context = NULL;
static HTAB *slots = NULL;
static dlist_head by_use = DLIST_STATIC_INIT(by_use);	/* latest first */
static Size total_bytes = 0;

static CacheKey
key_of(const char *source, int len)
{
	CacheKey	key;

	memset(&key, 0, sizeof(key));
	INIT_CRC32C(key.checksum);
	COMP_CRC32C(key.checksum, source, len);
	FIN_CRC32C(key.checksum);
	key.len = len;
	return key;
}

static inline bool
is_of(const Entry *entry, const char *source, int len)
{
	return entry->program->source_len == len &&
		memcmp(entry->program->source, source, len) == 0;
}

/* Programs grow after they are compiled: JIT code is made at the first match. */
static void
measure(Entry *entry)
{
	Size		bytes = MemoryContextMemAllocated(entry->program->context, true) +
		entry->program->external;

	total_bytes += bytes - entry->bytes;
	entry->bytes = bytes;
}

static void
create_cache(void)
{
	HASHCTL		control = {
		.keysize = sizeof(CacheKey),
		.entrysize = sizeof(Slot),
	};

	cache_context = AllocSetContextCreate(CacheMemoryContext ? CacheMemoryContext : TopMemoryContext,
										  "accord schema cache",
										  ALLOCSET_DEFAULT_SIZES);
	control.hcxt = cache_context;
	slots = hash_create("accord schema cache", INITIAL_ENTRIES, &control,
						HASH_ELEM | HASH_BLOBS | HASH_CONTEXT);
}

static Entry *
find(CacheKey key, const char *source, int len)
{
	Slot	   *slot = hash_search(slots, &key, HASH_FIND, NULL);

	for (Entry *entry = slot ? slot->first : NULL; entry; entry = entry->same_key)
		if (is_of(entry, source, len))
			return entry;
	return NULL;
}

/* The entry lives in its program's context: one delete frees both. */
static void
release(Entry *entry)
{
	MemoryContextDelete(entry->program->context);
}

static void
evict(Entry *entry)
{
	Slot	   *slot = hash_search(slots, &entry->key, HASH_FIND, NULL);
	Entry	  **link = &slot->first;

	while (*link != entry)
		link = &(*link)->same_key;
	*link = entry->same_key;
	if (slot->first == NULL)
		hash_search(slots, &entry->key, HASH_REMOVE, NULL);
	dlist_delete(&entry->recent);
	total_bytes -= entry->bytes;
	entry->evicted = true;
	if (entry->holders == 0)
		release(entry);
}

/* Evicts the least recently used until the rest fits, or only one is left. */
static void
shrink(void)
{
	Size		limit = (Size) accord_schema_cache * 1024;

	while (total_bytes > limit && dlist_has_next(&by_use, dlist_head_node(&by_use)))
		evict(dlist_tail_element(Entry, recent, &by_use));
}

static Entry *
insert(AccordProgram *program, CacheKey key)
{
	Entry	   *entry = MemoryContextAllocZero(program->context, sizeof(Entry));
	Slot	   *slot;
	bool		found;

	entry->program = program;
	entry->key = key;
	slot = hash_search(slots, &key, HASH_ENTER, &found);
	if (!found)
		slot->first = NULL;
	entry->same_key = slot->first;
	slot->first = entry;
	dlist_push_head(&by_use, &entry->recent);
	MemoryContextSetParent(program->context, cache_context);
	program->cache_entry = entry;
	return entry;
}

AccordProgram *
accord_cache_get(const char *source, int len, AccordSchemaError *error)
{
	Entry	   *last = dlist_is_empty(&by_use) ? NULL : dlist_head_element(Entry, recent, &by_use);
	AccordProgram *program;
	CacheKey	key;
	Entry	   *entry;

	if (last && is_of(last, source, len))
		return last->program;
	if (slots == NULL)
		create_cache();
	key = key_of(source, len);
	entry = find(key, source, len);
	if (entry)
		dlist_move_head(&by_use, &entry->recent);
	else
	{
		program = accord_program_compile(source, len, error);
		if (program == NULL)
			return NULL;
		entry = insert(program, key);
		measure(entry);
	}
	if (last)
		measure(last);
	shrink();
	return entry->program;
}

static void
let_go(void *arg)
{
	Entry	   *entry = ((Hold *) arg)->entry;

	if (--entry->holders == 0 && entry->evicted)
		release(entry);
}

void
accord_cache_hold(AccordProgram *program, MemoryContext context)
{
	Hold	   *hold = MemoryContextAlloc(context, sizeof(Hold));

	hold->entry = program->cache_entry;
	hold->entry->holders++;
	hold->callback.func = let_go;
	hold->callback.arg = hold;
	MemoryContextRegisterResetCallback(context, &hold->callback);
}
