/*
 * compiler.h
 *	  What the files of the compiler share; nobody else includes it.
 *
 * Errors are not raised: the first one is recorded, functions that may fail
 * return false or NULL, and everyone above returns as well.  Scratch memory is
 * the current context; what the program keeps comes from accord_keep().
 */
#ifndef ACCORD_JSONSCHEMA_COMPILER_H
#define ACCORD_JSONSCHEMA_COMPILER_H

#include "postgres.h"

#include "nodes/pg_list.h"
#include "utils/hsearch.h"

#include "jsonschema/program.h"
#include "jsonschema/source.h"

/*
 * What a schema without an absolute "$id" is relative to (RFC 3986, 5.1.4):
 * hierarchical, so that "../common.json" has a meaning.
 */
#define ACCORD_DEFAULT_BASE "accord:/schema"

/*
 * A draft, and whether "format" is an assertion under it.  Without any
 * vocabulary it is one that is not known yet: nothing under it is read.
 */
typedef struct AccordDialect
{
	const char *uri;			/* of its meta-schema, without fragment */
	AccordDraft draft;
	int			vocabularies;	/* AccordVocabulary, or'ed */
	bool		asserts_formats;
} AccordDialect;

/* A schema with a base URI of its own: a root, or one with an "$id". */
typedef struct AccordResource
{
	const char *uri;			/* absolute, no fragment */
	int			uri_len;
	const AccordDialect *dialect;
	int			document;
	int			number;			/* from 1 */
} AccordResource;

/* Schemas that a reference of this name may mean, in different resources. */
typedef struct AccordDynamicAnchor
{
	AccordJson *node;
	AccordResource *resource;
	struct AccordDynamicAnchor *next;
} AccordDynamicAnchor;

/* A "$ref" whose target is looked up when all of the text has been seen. */
typedef struct AccordReference
{
	AccordKeywordId keyword;	/* $ref, $dynamicRef or $recursiveRef */
	AccordSchema *schema;
	AccordJson *value;
	AccordResource *resource;
	AccordText	fragment;		/* decoded */
	AccordJson *target;			/* once resolved */
	struct AccordReference *next;
} AccordReference;

typedef struct AccordCompiler
{
	AccordProgram *program;
	AccordSchemaError *error;
	AccordSource *sources[ACCORD_MAX_DOCUMENTS];
	AccordResource *resource;	/* around the node being compiled */
	bool		stray;			/* it stands where no schema is expected */
	const char *base;			/* URI of the text, or the default */
	const AccordDialect *outer; /* of a root that names none; or NULL */
	List	  **missing;		/* NULL: a reference to elsewhere is refused */
	HTAB	   *identifiers;	/* "uri" and "uri#anchor" to AccordJson */
	HTAB	   *targets;		/* resolved references to AccordJson */
	HTAB	   *patterns;		/* pattern text to AccordPattern */
	HTAB	   *metaschemas;	/* of the text, by URI: of dialect.c */
	HTAB	   *dynamic_anchors;	/* name to AccordDynamicAnchor */
	bool		has_dynamic;	/* a reference has several candidates */
	int			nresources;
	AccordReference *references;	/* not yet resolved */
	AccordReference *resolved;
	char	   *room;			/* what is left of the piece that accord_keep
								 * hands out of */
	Size		room_left;
	Size		room_size;		/* of the whole piece */
	AccordSchema **schemas;		/* all of them */
	int			nschemas;
	int			max_schemas;
} AccordCompiler;

/* The keywords of one schema object, by id; NULL where it lacks one. */
typedef AccordJson *AccordMembers[ACCORD_KW_NONE];

/* Records an error at a node; always false. */
extern bool accord_refuse(AccordCompiler *compiler, int sqlerrcode,
						  const AccordJson *node, const char *hint,
						  const char *message,...) pg_attribute_printf(5, 6);

static inline bool
accord_refused(const AccordCompiler *compiler)
{
	return compiler->error->sqlerrcode != 0;
}

/*
 * Zeroed memory that lives with the program; n elements of a size.  What a
 * walk reads comes from here, side by side in the order of compilation: a walk
 * between other work finds little of a program in the processor's caches, and
 * pays for each line of them.
 */
extern void *accord_keep(AccordCompiler *compiler, Size size, Size n);

/* The same for what a walk does not read; repalloc may make it larger. */
static inline void *
accord_keep_aside(AccordCompiler *compiler, Size size, Size n)
{
	return MemoryContextAllocZero(compiler->program->context, mul_size(size, Max(n, 1)));
}

/* A copy of text that lives with the program, NUL-terminated. */
extern AccordText accord_keep_text(AccordCompiler *compiler, const char *text,
								   uint32 len);

/* A copy of text that no walk reads, NUL-terminated too. */
extern const char *accord_keep_string(AccordCompiler *compiler, const char *text, uint32 len);

/* The same of what a message shows of the text. */
extern const char *accord_keep_shown(AccordCompiler *compiler, const char *s, uint32 len);

/* The member of that name, or NULL. */
static inline AccordJson *
accord_member(AccordJson *node, const char *name)
{
	return accord_source_member(node, name, strlen(name));
}

/* compile.c: the member of a keyword, if the dialect at hand knows it */
extern AccordJson *accord_keyword_member(AccordCompiler *compiler, AccordJson *node,
										 AccordKeywordId keyword);

/* compile.c: the schema at a node, compiled once; NULL if refused */
extern AccordSchema *accord_compile_schema(AccordCompiler *compiler, AccordJson *node);

/* shape.c: is the value of a keyword of the shape that it must have? */
extern bool accord_check_shape(AccordCompiler *compiler, const AccordKeyword *keyword,
							   const AccordJson *value);

/* rules.c: the blocks of a schema, from its keywords */
extern bool accord_compile_type(AccordCompiler *compiler, AccordSchema *schema,
								AccordMembers members);
extern bool accord_compile_number(AccordCompiler *compiler, AccordSchema *schema,
								  AccordMembers members);
extern bool accord_compile_string(AccordCompiler *compiler, AccordSchema *schema,
								  AccordMembers members);
extern bool accord_compile_array(AccordCompiler *compiler, AccordSchema *schema,
								 AccordMembers members);

/* rules_object.c */
extern bool accord_compile_object(AccordCompiler *compiler, AccordSchema *schema,
								  AccordMembers members);
extern bool accord_compile_applicators(AccordCompiler *compiler, AccordSchema *schema,
									   AccordMembers members);

/* A compiled schema, or NULL where there is none or every instance passes. */
extern bool accord_compile_optional(AccordCompiler *compiler, AccordJson *node,
									AccordSchema **result);

/*
 * rules.c: an "unevaluated..." keyword.  Where the schema itself tells what is
 * evaluated, it is about the rest; else, tracked, the walk finds out.
 */
extern bool accord_compile_unevaluated(AccordCompiler *compiler, AccordSchema *schema,
									   AccordRest *rest, AccordKeywordId keyword,
									   AccordJson *node, bool tracked);

/* Does it have a keyword that applies other schemas to the same instance? */
extern bool accord_applies_in_place(AccordMembers members);

/* What a document can reach at most stands for all larger counts. */
extern uint32 accord_read_count(const AccordJson *node, uint32 absent);

extern bool accord_compile_pattern(AccordCompiler *compiler, const AccordJson *node,
								   const char *text, int len,
								   AccordPattern **pattern);

/* values.c: the values of "enum" (an array) or "const" (any value) */
extern AccordValues *accord_compile_enum(AccordCompiler *compiler, AccordJson *array);
extern AccordValues *accord_compile_const(AccordCompiler *compiler, AccordJson *value);

/* Notes a URI that is not in the text; false if that is an error. */
extern bool accord_note_missing(AccordCompiler *compiler, const char *uri, int len);

/* identify.c: the identifiers of a schema object; a new resource, if it is one */
extern bool accord_open_resource(AccordCompiler *compiler, AccordJson *node);

/* identify.c: the resource that the root of the user's text opens */
extern void accord_open_root(AccordCompiler *compiler, AccordJson *root,
							 const AccordDialect *dialect);

/* identify.c: the resource in which a node stands */
extern AccordResource *accord_resource_around(const AccordJson *node);

/* refs.c: references */
extern void accord_refer(AccordCompiler *compiler, AccordSchema *schema,
						 AccordKeywordId keyword, AccordJson *value);
extern bool accord_resolve_references(AccordCompiler *compiler);

/* dialect.c: the dialect that "$schema" names, or of a root; NULL if refused */
extern const AccordDialect *accord_find_dialect(AccordCompiler *compiler,
												const AccordJson *name);
extern const AccordDialect *accord_root_dialect(AccordCompiler *compiler,
												AccordJson *root);

/*
 * A URI in its normal form (RFC 3986, 6.2.2) without an empty fragment, palloc'd;
 * NULL where it has a fragment that says something.
 */
extern char *accord_normal_uri(const char *uri, int len);

/* The standard dialect of that name, or NULL. */
extern const AccordDialect *accord_standard_dialect(const char *uri);

/* One that is not known: what has it is not read. */
extern const AccordDialect accord_unread_dialect;

/* Do they give every schema the same meaning? */
static inline bool
accord_same_dialect(const AccordDialect *a, const AccordDialect *b)
{
	return a->draft == b->draft && a->vocabularies == b->vocabularies &&
		a->asserts_formats == b->asserts_formats;
}

/*
 * What can be said of a schema's dialect by itself: the standard one that it
 * names, the default for one of its own, else that of the one around it.
 */
extern const AccordDialect *accord_dialect_of(AccordJson *node, const AccordDialect *outer);

/* dynamic.c */
extern void accord_add_dynamic_anchor(AccordCompiler *compiler, AccordJson *node,
									  const char *name, int len);
extern void accord_bind_dynamic_references(AccordCompiler *compiler);

/* discriminate.c */
extern void accord_find_discriminators(AccordCompiler *compiler);

/* loops.c */
extern bool accord_refuse_loops(AccordCompiler *compiler);

#endif							/* ACCORD_JSONSCHEMA_COMPILER_H */
