/*
 * compile.c
 *	  From schema text to a program: the driver of the compiler.
 *
 * A schema object is read once: its members are sorted into a table by
 * keyword, each value is checked for its shape, and then each block of rules
 * is made from the keywords it needs.  References are resolved when the whole
 * text has been seen, since they may point forward; a target that stands under
 * an unknown keyword is compiled only then.
 */
#include "postgres.h"

#include "miscadmin.h"
#include "utils/memutils.h"

#include "support/errors.h"

#include "jsonschema/compiler.h"
#include "jsonschema/textmap.h"

#define INITIAL_SCHEMAS 64

/* bytes of the pieces that accord_keep() hands out of */
#define MIN_ROOM 1024
#define MAX_ROOM (64 * 1024)

/* of most processors; elsewhere an alignment like any other */
#define CACHE_LINE 64

bool
accord_refuse(AccordCompiler *compiler, int sqlerrcode, const AccordJson *node,
			  const char *hint, const char *message,...)
{
	AccordSchemaError *error = compiler->error;
	StringInfoData out;

	if (accord_refused(compiler))
		return false;
	initStringInfo(&out);
	for (;;)
	{
		va_list		args;
		int			needed;

		va_start(args, message);
		needed = appendStringInfoVA(&out, message, args);
		va_end(args);
		if (needed == 0)
			break;
		enlargeStringInfo(&out, needed);
	}
	error->sqlerrcode = sqlerrcode;
	error->message = out.data;
	error->hint = hint;
	error->pointer = accord_source_pointer(node);
	accord_source_position(compiler->sources[0], node->offset,
						   &error->line, &error->column);
	return false;
}

/* Room for size bytes, aligned; what is large has a piece of its own. */
static void *
find_room(AccordCompiler *compiler, Size size, Size alignment)
{
	Size		padding = TYPEALIGN(alignment, (uintptr_t) compiler->room) - (uintptr_t) compiler->room;

	if (padding + size > compiler->room_left)
	{
		if (size > MAX_ROOM / 4)
			return accord_keep_aside(compiler, size, 1);
		do
			compiler->room_size = Min(Max(compiler->room_size * 2, MIN_ROOM), MAX_ROOM);
		while (compiler->room_size < size + alignment);
		compiler->room_left = compiler->room_size;
		compiler->room = accord_keep_aside(compiler, compiler->room_size, 1);
		padding = TYPEALIGN(alignment, (uintptr_t) compiler->room) - (uintptr_t) compiler->room;
	}
	compiler->room += padding + size;
	compiler->room_left -= padding + size;
	return compiler->room - size;
}

void *
accord_keep(AccordCompiler *compiler, Size size, Size n)
{
	return find_room(compiler, MAXALIGN(mul_size(size, Max(n, 1))), MAXIMUM_ALIGNOF);
}

AccordText
accord_keep_text(AccordCompiler *compiler, const char *text, uint32 len)
{
	AccordText	copy;
	char	   *data = accord_keep(compiler, 1, (Size) len + 1);

	memcpy(data, text, len);
	copy.data = data;
	copy.len = len;
	return copy;
}

const char *
accord_keep_string(AccordCompiler *compiler, const char *text, uint32 len)
{
	return memcpy(accord_keep_aside(compiler, 1, (Size) len + 1), text, len);
}

const char *
accord_keep_shown(AccordCompiler *compiler, const char *s, uint32 len)
{
	StringInfoData out;
	const char *kept;

	initStringInfo(&out);
	accord_text_append(&out, s, len, ACCORD_SHOWN_BYTES);
	kept = accord_keep_string(compiler, out.data, out.len);
	pfree(out.data);
	return kept;
}

static AccordSchema *
new_schema(AccordCompiler *compiler, AccordJson *node)
{
	AccordSchema *schema = find_room(compiler, sizeof(AccordSchema), CACHE_LINE);

	schema->allowed = ACCORD_ALL_KINDS;
	schema->type_kinds = ACCORD_ALL_KINDS;
	schema->document = compiler->resource->document;
	schema->offset = node->offset;
	schema->resource = compiler->resource->number;
	node->schema = schema;

	if (compiler->nschemas == compiler->max_schemas)
	{
		compiler->max_schemas *= 2;
		compiler->schemas = repalloc_huge(compiler->schemas,
										  sizeof(AccordSchema *) * (Size) compiler->max_schemas);
	}
	compiler->schemas[compiler->nschemas++] = schema;
	return schema;
}

AccordJson *
accord_keyword_member(AccordCompiler *compiler, AccordJson *node, AccordKeywordId keyword)
{
	const AccordDialect *dialect = compiler->resource->dialect;
	const char *name = accord_keyword_name(keyword);

	if (accord_keyword_find(name, strlen(name), dialect->draft, dialect->vocabularies) == NULL)
		return NULL;
	return accord_member(node, name);
}

/* Where the user's text says what dialect it is in. */
static void
keep_dialect(AccordCompiler *compiler, const AccordJson *name)
{
	AccordProgram *program = compiler->program;

	if (compiler->resource->document > 0)
		return;
	if (program->dialects == NULL)
		program->dialects = accord_keep_aside(compiler, sizeof(int), 1);
	else if ((program->ndialects & (program->ndialects - 1)) == 0)
		program->dialects = repalloc_huge(program->dialects,
										  sizeof(int) * 2 * (Size) program->ndialects);
	program->dialects[program->ndialects++] = name->offset;
}

/* Sorts the members of a schema object by keyword and checks their shapes. */
static bool
collect_members(AccordCompiler *compiler, AccordJson *node, AccordMembers members)
{
	const AccordDialect *dialect = compiler->resource->dialect;
	bool		only_ref = dialect->draft <= ACCORD_DRAFT_7 && accord_member(node, "$ref");

	for (AccordJson *member = node->first; member; member = member->next)
	{
		const AccordKeyword *keyword;

		keyword = accord_keyword_find(member->key, member->key_len,
									  dialect->draft, dialect->vocabularies);
		if (keyword == NULL)
			continue;

		/*
		 * Until draft 7 what stands beside a reference is ignored; but other
		 * references may point into the definitions there.
		 */
		if (only_ref && keyword->id != ACCORD_KW_REF &&
			keyword->id != ACCORD_KW_DEFINITIONS && keyword->id != ACCORD_KW_SCHEMA)
			continue;
		if (!accord_check_shape(compiler, keyword, member))
			return false;
		if (keyword->id == ACCORD_KW_SCHEMA)
			keep_dialect(compiler, member);
		members[keyword->id] = member;
	}
	return true;
}

static bool
compile_map(AccordCompiler *compiler, AccordJson *map)
{
	if (map)
		for (AccordJson *member = map->first; member; member = member->next)
			if (!accord_compile_schema(compiler, member))
				return false;
	return true;
}

/* Schemas that apply to nothing here, but must be schemas all the same. */
static bool
compile_definitions(AccordCompiler *compiler, AccordMembers members)
{
	AccordJson *content = members[ACCORD_KW_CONTENT_SCHEMA];

	return compile_map(compiler, members[ACCORD_KW_DEFS]) &&
		compile_map(compiler, members[ACCORD_KW_DEFINITIONS]) &&
		(content == NULL || accord_compile_schema(compiler, content) != NULL);
}

static bool
compile_values(AccordCompiler *compiler, AccordSchema *schema, AccordMembers members)
{
	static const struct
	{
		AccordKeywordId keyword;
		AccordValues *(*compile) (AccordCompiler *compiler, AccordJson *node);
	}			sets[] = {
		{ACCORD_KW_CONST, accord_compile_const},
		{ACCORD_KW_ENUM, accord_compile_enum},
	};

	for (size_t i = 0; i < lengthof(sets); i++)
	{
		AccordJson *node = members[sets[i].keyword];
		AccordValues *values = node ? sets[i].compile(compiler, node) : NULL;

		if (node == NULL)
			continue;
		if (values == NULL)
			return false;
		values->keyword = sets[i].keyword;
		values->next = schema->values;
		schema->values = values;
		schema->allowed &= values->kinds;
	}
	return true;
}

static bool
compile_members(AccordCompiler *compiler, AccordSchema *schema, AccordMembers members)
{
	if (!accord_compile_type(compiler, schema, members) ||
		!compile_values(compiler, schema, members) ||
		!accord_compile_number(compiler, schema, members) ||
		!accord_compile_string(compiler, schema, members) ||
		!accord_compile_array(compiler, schema, members) ||
		!accord_compile_object(compiler, schema, members) ||
		!accord_compile_applicators(compiler, schema, members) ||
		!compile_definitions(compiler, members))
		return false;
	schema->anything = schema->allowed == ACCORD_ALL_KINDS &&
		!schema->values && !schema->number &&
		!schema->string && !schema->array && !schema->object && !schema->in_place;
	return true;
}

static bool
compile_object_schema(AccordCompiler *compiler, AccordJson *node)
{
	AccordResource *outer = compiler->resource;
	AccordJson **members = palloc0(sizeof(AccordMembers));
	bool		ok;

	ok = accord_open_resource(compiler, node) &&
		collect_members(compiler, node, members) &&
		compile_members(compiler, new_schema(compiler, node), members);
	compiler->resource = outer;
	pfree(members);
	return ok;
}

AccordSchema *
accord_compile_schema(AccordCompiler *compiler, AccordJson *node)
{
	check_stack_depth();
	CHECK_FOR_INTERRUPTS();

	if (node->schema)
		return node->schema;
	switch (node->kind)
	{
		case ACCORD_JSON_TRUE:
			new_schema(compiler, node)->anything = true;
			break;
		case ACCORD_JSON_FALSE:
			new_schema(compiler, node)->allowed = 0;
			node->schema->type_kinds = 0;
			break;
		case ACCORD_JSON_OBJECT:
			if (!compile_object_schema(compiler, node))
				return NULL;
			break;
		default:
			accord_refuse(compiler, ACCORD_ERRCODE_INVALID_SCHEMA, node, NULL,
						  "invalid JSON schema: a schema must be an object or a boolean");
			return NULL;
	}
	return node->schema;
}

static bool
compile_root(AccordCompiler *compiler, AccordProgram *program)
{
	AccordJson *root = compiler->sources[0]->root;
	const AccordDialect *dialect = accord_root_dialect(compiler, root);

	if (dialect == NULL)
		return false;
	program->asserts_formats = dialect->asserts_formats;
	accord_open_root(compiler, root, dialect);
	program->root = accord_compile_schema(compiler, root);
	if (program->root == NULL || !accord_resolve_references(compiler) ||
		!accord_refuse_loops(compiler))
		return false;
	accord_find_discriminators(compiler);
	return true;
}

static void
compiler_init(AccordCompiler *compiler, AccordProgram *program, AccordSchemaError *error)
{
	memset(compiler, 0, sizeof(*compiler));
	compiler->program = program;
	compiler->error = error;
	compiler->identifiers = accord_textmap_create();
	compiler->targets = accord_textmap_create();
	compiler->patterns = accord_textmap_create();
	compiler->dynamic_anchors = accord_textmap_create();
	compiler->max_schemas = INITIAL_SCHEMAS;
	compiler->schemas = palloc(sizeof(AccordSchema *) * INITIAL_SCHEMAS);
}

static AccordProgram *
new_program(const char *source, int len)
{
	MemoryContext context = AllocSetContextCreate(CurrentMemoryContext,
												  "accord schema program",
												  ALLOCSET_SMALL_SIZES);
	AccordProgram *program = MemoryContextAllocZero(context, sizeof(AccordProgram));
	char	   *copy = MemoryContextAlloc(context, (Size) len + 1);

	memcpy(copy, source, len);
	copy[len] = '\0';
	program->context = context;
	program->source = copy;
	program->source_len = len;
	return program;
}

/* Copies an error out of the compiler's scratch memory. */
static void
copy_error(const AccordSchemaError *found, AccordSchemaError *error)
{
	*error = *found;
	error->message = pstrdup(found->message);
	error->pointer = found->pointer ? pstrdup(found->pointer) : NULL;
	error->syntax = found->syntax ? pstrdup(found->syntax) : NULL;
	error->hint = found->hint ? pstrdup(found->hint) : NULL;
}

/* Compiles; with missing, what stands elsewhere is noted instead of refused. */
static AccordProgram *
compile(const char *source, int len, const char *base, const AccordDialect *outer,
		List **missing, AccordSchemaError *error)
{
	MemoryContext caller = CurrentMemoryContext;
	AccordProgram *program = new_program(source, len);
	MemoryContext scratch = AllocSetContextCreate(caller, "accord schema compiler",
												  ALLOCSET_DEFAULT_SIZES);
	AccordSchemaError found = {0};
	AccordCompiler compiler;
	List	   *noted = NIL;
	bool		ok;

	MemoryContextSwitchTo(scratch);
	compiler_init(&compiler, program, &found);
	compiler.base = base;
	compiler.outer = outer;
	compiler.missing = missing ? &noted : NULL;
	compiler.sources[0] = accord_source_read(program->source, len, &found);
	ok = compiler.sources[0] != NULL && compile_root(&compiler, program);
	MemoryContextSwitchTo(caller);

	if (!ok)
	{
		copy_error(&found, error);
		MemoryContextDelete(program->context);
		program = NULL;
	}
	else if (missing)
	{
		ListCell   *cell;

		foreach(cell, noted)
			* missing = lappend(*missing, pstrdup(lfirst(cell)));
	}
	MemoryContextDelete(scratch);
	return program;
}

AccordProgram *
accord_program_compile(const char *source, int len, AccordSchemaError *error)
{
	return compile(source, len, NULL, NULL, NULL, error);
}

bool
accord_program_missing(const char *source, int len, const char *base,
					   const AccordDialect *outer, List **uris, AccordSchemaError *error)
{
	AccordProgram *program = compile(source, len, base, outer, uris, error);

	if (program == NULL)
		return false;
	MemoryContextDelete(program->context);
	return true;
}

const AccordBase *
accord_program_base(const AccordProgram *program, int document, int offset)
{
	const AccordBase *found = NULL;

	/* an "$id" of the root comes after the default */
	for (int i = 0; i < program->nbases; i++)
		if (program->bases[i].document == document && program->bases[i].offset == offset)
			found = &program->bases[i];
	return found;
}
