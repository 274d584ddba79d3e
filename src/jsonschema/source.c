/*
 * source.c
 *	  Reads schema text with PostgreSQL's JSON parser and semantic actions.
 *
 * A scalar's action runs when the lexer stands on the next token already, so
 * the start of each value is noted by the action that precedes it: the field's
 * or the element's.  On PostgreSQL 15 an action cannot stop the parser: after
 * a first error the others do nothing, and the parser's own stack check ends
 * what nests too deeply.
 */
#include "postgres.h"

#include "lib/stringinfo.h"
#include "mb/pg_wchar.h"
#include "miscadmin.h"
#include "support/compat.h"
#include "support/errors.h"

#include "jsonschema/pointer.h"
#include "jsonschema/source.h"
#include "jsonschema/textmap.h"
#include "jsonschema/value.h"

/* up to so many members, duplicates are looked for by comparing each pair */
#define FEW_MEMBERS 8

/* up to so many members, one is looked for from the first on */
#define FEW_MEMBERS_TO_SEARCH 32

typedef struct Reader
{
	AccordSource *source;
	AccordSchemaError *error;
	JsonLexContext *lex;
	AccordJson *open;			/* the container being filled */
	AccordJson *last;			/* its last child so far */
	AccordJson *next;			/* announced by its field or element */
	int			depth;
} Reader;

static inline int
here(Reader *reader)
{
	const char *token = reader->lex->token_start;

	return token ? token - reader->source->data : 0;	/* none at the end */
}

static inline int
behind(Reader *reader)
{
	return reader->lex->prev_token_terminator - reader->source->data;
}

static inline bool
failed(Reader *reader)
{
	return reader->error->sqlerrcode != 0;
}

static AccordJson *
announce(Reader *reader)
{
	AccordJson *node = palloc0(sizeof(AccordJson));

	node->offset = here(reader);
	node->parent = reader->open;
	if (node->parent)
		node->index = node->parent->nchildren;
	reader->next = node;
	return node;
}

/* Puts the announced node into its place. */
static AccordJson *
place(Reader *reader, AccordJsonKind kind)
{
	AccordJson *node = reader->next;

	node->kind = kind;
	if (reader->open == NULL)
		reader->source->root = node;
	else
	{
		if (reader->last)
			reader->last->next = node;
		else
			reader->open->first = node;
		reader->open->nchildren++;
	}
	reader->last = node;
	return node;
}

static void
refuse(Reader *reader, int sqlerrcode, AccordJson *node, int offset,
	   char *message, const char *hint)
{
	AccordSchemaError *error = reader->error;

	error->sqlerrcode = sqlerrcode;
	error->message = message;
	error->hint = hint;
	error->pointer = accord_source_pointer(node);
	accord_source_position(reader->source, offset, &error->line, &error->column);
}

static void
container_start(Reader *reader, AccordJsonKind kind)
{
	AccordJson *node;

	if (failed(reader))
		return;
	node = place(reader, kind);
	if (++reader->depth > ACCORD_MAX_SCHEMA_DEPTH)
	{
		AccordSchemaError *error = reader->error;

		/* a pointer of a thousand steps teaches nobody */
		error->sqlerrcode = ACCORD_ERRCODE_LIMIT;
		error->message = psprintf("JSON schema is nested more than %d levels deep",
								  ACCORD_MAX_SCHEMA_DEPTH);
		accord_source_position(reader->source, node->offset,
							   &error->line, &error->column);
		return;
	}
	reader->open = node;
	reader->last = NULL;
}

static void
container_end(Reader *reader)
{
	AccordJson *node = reader->open;

	node->end = behind(reader);
	reader->depth--;
	reader->open = node->parent;
	reader->last = node;
}

static int
compare_members(const void *a, const void *b)
{
	const AccordJson *left = *(AccordJson *const *) a;
	const AccordJson *right = *(AccordJson *const *) b;
	int			order = accord_key_compare(left->key, left->key_len,
										   right->key, right->key_len);

	return order != 0 ? order : left->index - right->index;
}

static bool
is_same_key(const AccordJson *a, const AccordJson *b)
{
	return accord_key_compare(a->key, a->key_len, b->key, b->key_len) == 0;
}

/* The first member, in the order of the text, whose key stood before. */
static AccordJson *
find_duplicate(AccordJson *object)
{
	AccordJson **members;
	AccordJson *found = NULL;
	int			n = 0;

	if (object->nchildren <= FEW_MEMBERS)
	{
		for (AccordJson *a = object->first; a; a = a->next)
			for (AccordJson *b = object->first; b != a; b = b->next)
				if (is_same_key(a, b))
					return a;
		return NULL;
	}

	members = palloc(sizeof(AccordJson *) * object->nchildren);
	for (AccordJson *a = object->first; a; a = a->next)
		members[n++] = a;
	qsort(members, n, sizeof(AccordJson *), compare_members);
	for (int i = 1; i < n; i++)
		if (is_same_key(members[i - 1], members[i]) &&
			(found == NULL || members[i]->index < found->index))
			found = members[i];
	pfree(members);
	return found;
}

/* Where the key of a member begins: before its value, colon and blanks. */
static int
key_offset(const AccordSource *source, const AccordJson *member)
{
	const char *p = source->data + member->offset - 1;

	while (*p != ':')
		p--;
	while (*p != '"')
		p--;
	for (p--;; p--)
	{
		int			escapes = 0;

		if (*p != '"')
			continue;
		while (p[-1 - escapes] == '\\')
			escapes++;
		if (escapes % 2 == 0)
			return p - source->data;
	}
}

static AccordJsonActionResult
object_start(void *state)
{
	Reader	   *reader = state;

	container_start(reader, ACCORD_JSON_OBJECT);
	ACCORD_JSON_ACTION_END(failed(reader));
}

static AccordJsonActionResult
object_end(void *state)
{
	Reader	   *reader = state;
	AccordJson *object = reader->open;
	AccordJson *duplicate;

	if (failed(reader))
		ACCORD_JSON_ACTION_END(failed(reader));
	container_end(reader);
	duplicate = find_duplicate(object);
	if (duplicate)
		refuse(reader, ACCORD_ERRCODE_DUPLICATE_KEY, duplicate,
			   key_offset(reader->source, duplicate),
			   psprintf("invalid JSON schema: duplicate key \"%s\"", duplicate->key),
			   "Each key may stand once in an object; the earlier one would be lost.");
	ACCORD_JSON_ACTION_END(failed(reader));
}

static AccordJsonActionResult
array_start(void *state)
{
	Reader	   *reader = state;

	container_start(reader, ACCORD_JSON_ARRAY);
	ACCORD_JSON_ACTION_END(failed(reader));
}

static AccordJsonActionResult
array_end(void *state)
{
	Reader	   *reader = state;

	if (!failed(reader))
		container_end(reader);
	ACCORD_JSON_ACTION_END(failed(reader));
}

static AccordJsonActionResult
field_start(void *state, char *name, bool isnull pg_attribute_unused())
{
	Reader	   *reader = state;
	AccordJson *node;

	if (failed(reader))
		ACCORD_JSON_ACTION_END(failed(reader));
	node = announce(reader);
	node->key = name;
	node->key_len = strlen(name);
	if (strncmp(name, "unevaluated", strlen("unevaluated")) == 0)
		reader->source->has_unevaluated = true;
	ACCORD_JSON_ACTION_END(failed(reader));
}

static AccordJsonActionResult
element_start(void *state, bool isnull pg_attribute_unused())
{
	Reader	   *reader = state;

	if (!failed(reader))
		announce(reader);
	ACCORD_JSON_ACTION_END(failed(reader));
}

static AccordJsonActionResult
scalar(void *state, char *token, JsonTokenType type)
{
	Reader	   *reader = state;
	AccordJson *node;
	AccordJsonKind kind;

	if (failed(reader))
		ACCORD_JSON_ACTION_END(failed(reader));
	switch (type)
	{
		case JSON_TOKEN_STRING:
			kind = ACCORD_JSON_STRING;
			break;
		case JSON_TOKEN_NUMBER:
			kind = ACCORD_JSON_NUMBER;
			break;
		case JSON_TOKEN_TRUE:
			kind = ACCORD_JSON_TRUE;
			break;
		case JSON_TOKEN_FALSE:
			kind = ACCORD_JSON_FALSE;
			break;
		default:
			kind = ACCORD_JSON_NULL;
			break;
	}
	node = place(reader, kind);
	node->end = behind(reader);
	node->string = token;
	node->len = strlen(token);
	ACCORD_JSON_ACTION_END(failed(reader));
}

static void
syntax_error(Reader *reader, JsonParseErrorType code)
{
	JsonLexContext *lex = reader->lex;
	AccordSchemaError *error = reader->error;

	/* at the end of the text there is no token */
	const char *at = lex->token_start ? lex->token_start : lex->token_terminator;

	error->sqlerrcode = ACCORD_ERRCODE_INVALID_SCHEMA;
	if (code == JSON_UNICODE_CODE_POINT_ZERO || code == JSON_UNICODE_HIGH_ESCAPE ||
		code == JSON_UNICODE_UNTRANSLATABLE)
		error->sqlerrcode = ERRCODE_UNTRANSLATABLE_CHARACTER;
	error->message = "invalid JSON schema: the text is not JSON";
	error->syntax = json_errdetail(code, lex);
	accord_source_position(reader->source, at - reader->source->data,
						   &error->line, &error->column);
}

AccordSource *
accord_source_read(const char *text, int len, AccordSchemaError *error)
{
	AccordSource *source = palloc0(sizeof(AccordSource));
	Reader		reader = {.source = source,.error = error};
	JsonSemAction actions = {
		.semstate = &reader,
		.object_start = object_start,
		.object_end = object_end,
		.array_start = array_start,
		.array_end = array_end,
		.object_field_start = field_start,
		.array_element_start = element_start,
		.scalar = scalar,
	};
	JsonParseErrorType result;

	source->data = text;

	source->len = len;
	reader.lex = accord_json_lex_context(text, len, GetDatabaseEncoding());
	reader.lex->token_start = reader.lex->input;
	announce(&reader);
	reader.next->offset = strspn(text, " \t\r\n");

	result = pg_parse_json(reader.lex, &actions);
	if (failed(&reader))
		return NULL;
	if (result != JSON_SUCCESS)
	{
		syntax_error(&reader, result);
		return NULL;
	}
	return source;
}

/* References may look into an object as often as it has members. */
static void
index_members(AccordJson *object)
{
	object->members = accord_textmap_create();
	for (AccordJson *member = object->first; member; member = member->next)
		*accord_textmap_place(object->members, member->key, member->key_len) = member;
}

AccordJson *
accord_source_member(AccordJson *object, const char *key, int key_len)
{
	if (object->kind != ACCORD_JSON_OBJECT)
		return NULL;
	if (object->nchildren > FEW_MEMBERS_TO_SEARCH)
	{
		if (object->members == NULL)
			index_members(object);
		return *accord_textmap_place(object->members, key, key_len);
	}
	for (AccordJson *member = object->first; member; member = member->next)
		if (accord_key_compare(member->key, member->key_len, key, key_len) == 0)
			return member;
	return NULL;
}

static bool
has_equal_members(AccordJson *a, AccordJson *b, const char *but)
{
	int			unequal = a->nchildren - b->nchildren;

	if (but && accord_source_member(a, but, strlen(but)))
		unequal--;
	if (but && accord_source_member(b, but, strlen(but)))
		unequal++;
	if (unequal != 0)
		return false;
	for (AccordJson *member = a->first; member; member = member->next)
	{
		AccordJson *other;

		if (but && strcmp(member->key, but) == 0)
			continue;
		other = accord_source_member(b, member->key, member->key_len);
		if (other == NULL || !accord_source_is_equal(member, other, NULL))
			return false;
	}
	return true;
}

bool
accord_source_is_equal(AccordJson *a, AccordJson *b, const char *but)
{
	check_stack_depth();
	CHECK_FOR_INTERRUPTS();

	if (a->kind != b->kind)
		return false;
	if (a->kind == ACCORD_JSON_OBJECT)
		return has_equal_members(a, b, but);
	if (a->kind == ACCORD_JSON_ARRAY)
	{
		if (a->nchildren != b->nchildren)
			return false;
		for (a = a->first, b = b->first; a; a = a->next, b = b->next)
			if (!accord_source_is_equal(a, b, NULL))
				return false;
		return true;
	}
	return a->len == b->len && (a->len == 0 || memcmp(a->string, b->string, a->len) == 0);
}

static void
append_pointer(StringInfo out, const AccordJson *node)
{
	if (node->parent == NULL)
		return;
	append_pointer(out, node->parent);
	if (node->key)
		accord_pointer_append(out, node->key, node->key_len);
	else
		appendStringInfo(out, "/%d", node->index);
}

char *
accord_source_pointer(const AccordJson *node)
{
	StringInfoData out;

	initStringInfo(&out);
	append_pointer(&out, node);
	return out.data;
}

void
accord_source_position(const AccordSource *source, int offset,
					   int *line, int *column)
{
	const char *end = source->data + offset;
	const char *start = source->data;

	*line = 1;
	for (const char *p = source->data; p < end; p++)
		if (*p == '\n')
		{
			(*line)++;
			start = p + 1;
		}
	*column = pg_mbstrlen_with_len(start, end - start) + 1;
}
