/*
 * server.c
 *	  Memory contexts, errors, interrupts, hash tables and lists of the
 *	  stand-in for the server.
 *
 * What comes from libpgcommon (the JSON parser, StringInfo, psprintf) calls
 * palloc too and gets ours: the linker takes the definition it meets first.
 */
#include "server.h"

#include <setjmp.h>

#include "common/jsonapi.h"
#include "fmgr.h"
#include "lib/stringinfo.h"
#include "mb/pg_wchar.h"
#include "miscadmin.h"
#include "nodes/pg_list.h"
#include "utils/builtins.h"
#include "utils/hsearch.h"
#include "utils/memutils.h"

/* as deep as the stack may get, with room for the sanitizers' frames */
#define STACK_LIMIT (4 * 1024 * 1024)

#define HASH_BUCKETS 64

typedef struct Chunk
{
	struct FuzzContext *context;
	struct Chunk *next;
	struct Chunk *previous;
	Size		size;
} Chunk;

/* A MemoryContext points to it. */
typedef struct FuzzContext
{
	MemoryContextData header;
	struct FuzzContext *parent;
	struct FuzzContext *child;	/* the first one */
	struct FuzzContext *sibling;
	Chunk	   *chunks;
	MemoryContextCallback *callbacks;
} FuzzContext;

StaticAssertDecl(sizeof(Chunk) % MAXIMUM_ALIGNOF == 0, "chunks are aligned");

MemoryContext CurrentMemoryContext = NULL;
MemoryContext TopMemoryContext = NULL;
sigjmp_buf *PG_exception_stack = NULL;
ErrorContextCallback *error_context_stack = NULL;
volatile sig_atomic_t InterruptPending = false;
volatile sig_atomic_t QueryCancelPending = false;
volatile sig_atomic_t ProcDiePending = false;
volatile uint32 InterruptHoldoffCount = 0;
volatile uint32 QueryCancelHoldoffCount = 0;
volatile uint32 CritSectionCount = 0;

static int	raised;				/* SQLSTATE */
static char raised_message[200];
static char *stack_base;
static int	looks_for_cancel;

/* Memory contexts */

MemoryContext
AllocSetContextCreateInternal(MemoryContext parent, const char *name, Size min, Size initial, Size max)
{
	FuzzContext *context = calloc(1, sizeof(FuzzContext));

	(void) min, (void) initial, (void) max;
	FUZZ_CHECK(context != NULL);
	context->header.name = name;
	context->parent = (FuzzContext *) parent;
	if (parent)
	{
		context->sibling = context->parent->child;
		context->parent->child = context;
	}
	return (MemoryContext) context;
}

void
MemoryContextDelete(MemoryContext c)
{
	FuzzContext *context = (FuzzContext *) c;
	FuzzContext **link;

	while (context->child)
		MemoryContextDelete((MemoryContext) context->child);
	for (MemoryContextCallback *callback = context->callbacks; callback; callback = callback->next)
		callback->func(callback->arg);
	while (context->chunks)
		pfree(context->chunks + 1);
	if (context->parent)
	{
		for (link = &context->parent->child; *link != context; link = &(*link)->sibling)
			;
		*link = context->sibling;
	}
	free(context);
}

void
MemoryContextRegisterResetCallback(MemoryContext c, MemoryContextCallback *callback)
{
	FuzzContext *context = (FuzzContext *) c;

	callback->next = context->callbacks;
	context->callbacks = callback;
}

void *
MemoryContextAllocHuge(MemoryContext c, Size size)
{
	FuzzContext *context = (FuzzContext *) c;
	Chunk	   *chunk = malloc(sizeof(Chunk) + size);

	FUZZ_CHECK(chunk != NULL);
	chunk->context = context;
	chunk->size = size;
	chunk->previous = NULL;
	chunk->next = context->chunks;
	if (chunk->next)
		chunk->next->previous = chunk;
	context->chunks = chunk;
	return chunk + 1;
}

void *
MemoryContextAlloc(MemoryContext context, Size size)
{
	FUZZ_CHECK(AllocSizeIsValid(size));
	return MemoryContextAllocHuge(context, size);
}

void *
MemoryContextAllocZero(MemoryContext context, Size size)
{
	return memset(MemoryContextAlloc(context, size), 0, size);
}

void *
MemoryContextAllocExtended(MemoryContext context, Size size, int flags)
{
	void	   *pointer = MemoryContextAllocHuge(context, size);

	return flags & MCXT_ALLOC_ZERO ? memset(pointer, 0, size) : pointer;
}

void *
palloc(Size size)
{
	return MemoryContextAlloc(CurrentMemoryContext, size);
}

void *
palloc0(Size size)
{
	return MemoryContextAllocZero(CurrentMemoryContext, size);
}

void *
palloc_extended(Size size, int flags)
{
	return MemoryContextAllocExtended(CurrentMemoryContext, size, flags);
}

void
pfree(void *pointer)
{
	Chunk	   *chunk = (Chunk *) pointer - 1;

	if (chunk->previous)
		chunk->previous->next = chunk->next;
	else
		chunk->context->chunks = chunk->next;
	if (chunk->next)
		chunk->next->previous = chunk->previous;
	free(chunk);
}

/* Always moves, so that a pointer to the old place is found. */
void *
repalloc(void *pointer, Size size)
{
	Chunk	   *chunk = (Chunk *) pointer - 1;
	void	   *moved = MemoryContextAllocHuge((MemoryContext) chunk->context, size);

	memcpy(moved, pointer, Min(size, chunk->size));
	pfree(pointer);
	return moved;
}

void *
repalloc_huge(void *pointer, Size size)
{
	return repalloc(pointer, size);
}

char *
pnstrdup(const char *in, Size len)
{
	char	   *copy;

	len = strnlen(in, len);
	copy = palloc(len + 1);
	memcpy(copy, in, len);
	copy[len] = '\0';
	return copy;
}

char *
pstrdup(const char *in)
{
	return pnstrdup(in, strlen(in));
}

/* Errors and interrupts */

bool
errstart(int elevel, const char *domain)
{
	(void) domain;
	raised = ERRCODE_INTERNAL_ERROR;
	raised_message[0] = '\0';
	return elevel >= ERROR;
}

bool
errstart_cold(int elevel, const char *domain)
{
	return errstart(elevel, domain);
}

int
errcode(int sqlerrcode)
{
	raised = sqlerrcode;
	return 0;
}

/* What is formatted for an error is read, and the primary message kept. */
static int
format_part(const char *format, va_list args, char *out, int room)
{
	int			len = vsnprintf(out, room, format, args);

	FUZZ_CHECK(len >= 0);
	return 0;
}

#define ERROR_PART(name, room, out) \
int \
name(const char *format,...) \
{ \
	char		scratch[1024]; \
	va_list		args; \
	va_start(args, format); \
	(void) scratch; \
	format_part(format, args, out, room); \
	va_end(args); \
	return 0; \
}

ERROR_PART(errmsg, sizeof(raised_message), raised_message)
ERROR_PART(errmsg_internal, sizeof(raised_message), raised_message)
ERROR_PART(errdetail, sizeof(scratch), scratch)
ERROR_PART(errdetail_internal, sizeof(scratch), scratch)
ERROR_PART(errhint, sizeof(scratch), scratch)

void
errfinish(const char *filename, int lineno, const char *funcname)
{
	(void) filename, (void) lineno, (void) funcname;
	FUZZ_CHECK(PG_exception_stack != NULL);
	siglongjmp(*PG_exception_stack, 1);
}

void
check_stack_depth(void)
{
	char		here;

	if (labs(stack_base - &here) > STACK_LIMIT)
		ereport(ERROR,
				(errcode(ERRCODE_STATEMENT_TOO_COMPLEX),
				 errmsg("stack depth limit exceeded")));
}

void
ProcessInterrupts(void)
{
	if (--looks_for_cancel <= 0)
		ereport(ERROR,
				(errcode(ERRCODE_QUERY_CANCELED),
				 errmsg("canceling statement due to user request")));
}

void
fuzz_cancel(void)
{
	looks_for_cancel = 2;
	InterruptPending = QueryCancelPending = true;
}

/* Does the error say that there is no verdict, rather than that we are wrong? */
static bool
is_limit(int sqlerrcode)
{
	return sqlerrcode == ERRCODE_STATEMENT_TOO_COMPLEX ||
		sqlerrcode == ERRCODE_QUERY_CANCELED ||
		sqlerrcode == ERRCODE_FEATURE_NOT_SUPPORTED;
}

void
fuzz_run(void (*work) (void *arg), void *arg)
{
	sigjmp_buf	stack;
	char		here;

	stack_base = &here;
	InterruptPending = QueryCancelPending = false;
	TopMemoryContext = AllocSetContextCreateInternal(NULL, "fuzz", 0, 0, 0);
	CurrentMemoryContext = TopMemoryContext;
	PG_exception_stack = &stack;
	if (sigsetjmp(stack, 0) == 0)
		work(arg);
	else if (!is_limit(raised))
	{
		fprintf(stderr, "raised: %s: %s\n", unpack_sql_state(raised), raised_message);
		abort();
	}
	PG_exception_stack = NULL;
	MemoryContextDelete(TopMemoryContext);
	CurrentMemoryContext = TopMemoryContext = NULL;
}

char *
unpack_sql_state(int sql_state)
{
	static char text[6];

	for (int i = 0; i < 5; i++)
	{
		text[		i] = PGUNSIXBIT(sql_state);

		sql_state >>= 6;
	}
	return text;
}

/* Text */

int
GetDatabaseEncoding(void)
{
	return PG_UTF8;
}

int
pg_database_encoding_max_length(void)
{
	return pg_encoding_max_length(PG_UTF8);
}

bool
pg_verify_mbstr(int encoding, const char *s, int len, bool noError)
{
	(void) noError;
	return pg_encoding_verifymbstr(encoding, s, len) == len;
}

int
pg_mbstrlen_with_len(const char *s, int limit)
{
	int			n = 0;

	for (const char *end = s + limit; s < end && *s; s += pg_utf_mblen((const unsigned char *) s))
		n++;
	return n;
}

int
pg_encoding_mbcliplen(int encoding, const char *s, int len, int limit)
{
	int			clipped = 0;

	(void) encoding;
	while (clipped < len && s[clipped])
	{
		int			size = pg_utf_mblen((const unsigned char *) s + clipped);

		if (clipped + size > limit)
			break;
		clipped += size;
	}
	return clipped;
}

int
pg_mbcliplen(const char *s, int len, int limit)
{
	return pg_encoding_mbcliplen(PG_UTF8, s, len, limit);
}

/* of other encodings, which this database has not */
Oid
FindDefaultConversionProc(int32 from, int32 to)
{
	(void) from, (void) to;
	return InvalidOid;
}

int
pg_do_encoding_conversion_buf(Oid proc, int from, int to, unsigned char *in, int len,
							  unsigned char *out, int room, bool noError)
{
	(void) proc, (void) from, (void) to, (void) in, (void) len, (void) out, (void) room, (void) noError;
	abort();
}

bool
fuzz_is_server_text(const FuzzText *text)
{
	return memchr(text->data, '\0', text->len) == NULL &&
		pg_encoding_verifymbstr(PG_UTF8, text->data, text->len) == (int) text->len;
}

/* Lists and hash tables */

List *
lappend(List *list, void *datum)
{
	if (list == NIL)
	{
		list = palloc0(sizeof(List));
		list->type = T_List;
	}
	if (list->length == list->max_length)
	{
		ListCell   *cells = palloc(sizeof(ListCell) * (list->length * 2 + 1));

		if (list->length > 0)
			memcpy(cells, list->elements, sizeof(ListCell) * list->length);
		list->elements = cells;
		list->max_length = list->length * 2 + 1;
	}
	lfirst(&list->elements[list->length++]) = datum;
	return list;
}

typedef struct Entry
{
	struct Entry *next;
	uint32		hash;
} Entry;

struct HTAB
{
	HASHCTL		control;
	Entry	   *buckets[HASH_BUCKETS];
};

HTAB *
hash_create(const char *name, long size, const HASHCTL *control, int flags)
{
	HTAB	   *table = MemoryContextAllocZero(control->hcxt, sizeof(HTAB));

	(void) name, (void) size;
	FUZZ_CHECK(flags == (HASH_ELEM | HASH_FUNCTION | HASH_COMPARE | HASH_CONTEXT));
	table->control = *control;
	return table;
}

void *
hash_search(HTAB *table, const void *key, HASHACTION action, bool *found)
{
	const HASHCTL *control = &table->control;
	uint32		hash = control->hash(key, control->keysize);
	Entry	  **bucket = &table->buckets[hash % HASH_BUCKETS];
	Entry	   *entry;

	FUZZ_CHECK(action == HASH_ENTER && found != NULL);
	for (entry = *bucket; entry; entry = entry->next)
		if (entry->hash == hash && control->match(entry + 1, key, control->keysize) == 0)
			break;
	*found = entry != NULL;
	if (!*found)
	{
		entry = MemoryContextAlloc(control->hcxt, sizeof(Entry) + control->entrysize);
		entry->hash = hash;
		entry->next = *bucket;
		*bucket = entry;
		memcpy(entry + 1, key, control->keysize);
	}
	return entry + 1;
}
