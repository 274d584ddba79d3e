/*
 * identify.c
 *	  Identifiers: "$id", "$anchor", and the resources that begin at them.
 *
 * Every identifier is an absolute URI, with the name of an anchor after '#'
 * where it is one, and stands in one table.
 */
#include "postgres.h"

#include "support/errors.h"

#include "jsonschema/compiler.h"
#include "jsonschema/textmap.h"
#include "jsonschema/uri.h"

AccordResource *
accord_resource_around(const AccordJson *node)
{
	while (node->resource == NULL)
		node = node->parent;
	return node->resource;
}

/* Notes that the text has a resource twice. */
static void
keep_repeated(AccordCompiler *compiler, const char *uri, int len)
{
	AccordProgram *program = compiler->program;
	MemoryContext scratch = MemoryContextSwitchTo(program->context);

	program->repeated = lappend(program->repeated, pnstrdup(uri, len));
	MemoryContextSwitchTo(scratch);
}

/*
 * May a node have the identifier that another one has?  Schemas that were
 * bundled before often hold the same part each: then it does not matter which
 * one is meant.  Their anchors come with them.
 */
static bool
is_repetition(AccordCompiler *compiler, AccordJson *node, AccordJson *other, bool anchor)
{
	const AccordResource *resource = accord_resource_around(other);

	if (anchor)
		return resource != compiler->resource;
	return accord_same_dialect(resource->dialect, compiler->resource->dialect) &&
		accord_source_is_equal(node, other,
							   resource->dialect->draft == ACCORD_DRAFT_4 ? "id" : "$id");
}

/* Makes an identifier known; the same one for something else is ambiguous. */
static bool
identify(AccordCompiler *compiler, AccordJson *node, const AccordJson *at,
		 const char *anchor, int anchor_len)
{
	const AccordResource *resource = compiler->resource;
	int			len = resource->uri_len;
	char	   *identifier = palloc(len + anchor_len + 2);
	AccordJson *other;
	void	  **place;

	/* what stands under an unknown keyword is reached, not identified */
	if (compiler->stray)
		return true;
	memcpy(identifier, resource->uri, len);
	if (anchor)
	{
		identifier[len++] = '#';
		memcpy(identifier + len, anchor, anchor_len);
		len += anchor_len;
	}
	identifier[len] = '\0';
	place = accord_textmap_place(compiler->identifiers, identifier, len);
	other = *place;
	if (other == NULL || other == node)
	{
		*place = node;
		return true;
	}
	if (!is_repetition(compiler, node, other, anchor != NULL))
		return accord_refuse(compiler, ACCORD_ERRCODE_INVALID_SCHEMA, at, NULL,
							 "invalid JSON schema: two schemas are identified as \"%s\", the other one at \"%s\"",
							 anchor ? identifier + resource->uri_len : identifier,
							 accord_source_pointer(other));
	if (anchor == NULL)
		keep_repeated(compiler, identifier, len);
	return true;
}

/* The report names places by the base around them. */
static void
keep_base(AccordCompiler *compiler, const AccordResource *resource,
		  const AccordJson *node)
{
	AccordProgram *program = compiler->program;
	AccordBase *base;

	if (program->bases == NULL)
		program->bases = accord_keep_aside(compiler, sizeof(AccordBase), 1);
	else if ((program->nbases & (program->nbases - 1)) == 0)
		program->bases = repalloc_huge(program->bases,
									   sizeof(AccordBase) * 2 * (Size) program->nbases);
	base = &program->bases[program->nbases++];
	base->uri = accord_keep_string(compiler, resource->uri, resource->uri_len);
	base->document = resource->document;
	base->offset = node->offset;
}

/* A new base URI for the node and what stands in it. */
static bool
open_base(AccordCompiler *compiler, AccordJson *node, const AccordJson *id,
		  const AccordDialect *dialect)
{
	AccordResource *outer = compiler->resource;
	AccordResource *resource = palloc0(sizeof(AccordResource));
	char	   *uri = palloc(outer->uri_len + id->len + 2);

	resource->uri_len = accord_uri_resolve(outer->uri, outer->uri_len,
										   id->string, id->len, uri);
	resource->uri = uri;
	resource->dialect = dialect;
	resource->document = outer->document;
	resource->number = ++compiler->nresources;
	node->resource = resource;
	compiler->resource = resource;
	keep_base(compiler, resource, node);
	return identify(compiler, node, id, NULL, 0);
}

/* Until draft 7 an "$id" may be, or end with, the name of an anchor. */
static bool
open_id(AccordCompiler *compiler, AccordJson *node, const AccordJson *id,
		const AccordDialect *dialect)
{
	AccordUri	parts;

	accord_uri_split(id->string, id->len, &parts);
	if (parts.fragment && parts.fragment_len > 0 &&
		dialect->draft > ACCORD_DRAFT_7)
		return accord_refuse(compiler, ACCORD_ERRCODE_INVALID_SCHEMA, id,
							 "Name a place inside a schema by \"$anchor\".",
							 "invalid JSON schema: \"$id\" must not have a fragment");
	if (parts.fragment != &id->string[1] || id->len == 0)
	{
		if (!open_base(compiler, node, id, dialect))
			return false;
	}
	if (parts.fragment && parts.fragment_len > 0 && parts.fragment[0] != '/')
		return identify(compiler, node, id, parts.fragment, parts.fragment_len);
	return true;
}

/* What else may begin a name or stand in it, besides letters, is the draft's. */
static bool
is_anchor_name(const AccordJson *name, AccordDraft draft)
{
	bool		recent = draft >= ACCORD_DRAFT_2020_12;

	for (int i = 0; i < name->len; i++)
	{
		char		c = name->string[i];
		bool		first = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (recent && c == '_');
		bool		later = (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' ||
			(!recent && c == ':');

		if (!first && !(later && i > 0))
			return false;
	}
	return name->len > 0;
}

static bool
open_anchor(AccordCompiler *compiler, AccordJson *node, AccordKeywordId keyword)
{
	AccordJson *name = accord_keyword_member(compiler, node, keyword);
	AccordDraft draft = compiler->resource->dialect->draft;

	if (name == NULL)
		return true;
	if (name->kind != ACCORD_JSON_STRING || !is_anchor_name(name, draft))
		return accord_refuse(compiler, ACCORD_ERRCODE_INVALID_SCHEMA, name, NULL,
							 "invalid JSON schema: \"%s\" must be a name of letters, digits, %s",
							 accord_keyword_name(keyword),
							 draft >= ACCORD_DRAFT_2020_12 ? "\"-\", \"_\" and \".\", first a letter or \"_\"" :
							 "\"-\", \"_\", \".\" and \":\", first a letter");
	if (keyword == ACCORD_KW_DYNAMIC_ANCHOR)
		accord_add_dynamic_anchor(compiler, node, name->string, name->len);
	return identify(compiler, node, name, name->string, name->len);
}

/* "$recursiveAnchor" is one where a resource begins. */
static void
open_recursive_anchor(AccordCompiler *compiler, AccordJson *node)
{
	AccordJson *value = accord_keyword_member(compiler, node, ACCORD_KW_RECURSIVE_ANCHOR);

	if (value && value->kind == ACCORD_JSON_TRUE && node->resource)
		accord_add_dynamic_anchor(compiler, node, "", 0);
}

/*
 * The dialect of a schema that opens a resource is its own "$schema", else
 * that of the schema around it.
 */
static const AccordDialect *
dialect_of(AccordCompiler *compiler, AccordJson *node, bool opens)
{
	const AccordDialect *outer = compiler->resource->dialect;
	AccordJson *name = accord_member(node, "$schema");
	const AccordDialect *own;

	if (name == NULL || node->parent == NULL)
		return outer;
	own = accord_find_dialect(compiler, name);
	if (own == NULL || opens)
		return own;
	if (own == &accord_unread_dialect || accord_same_dialect(own, outer))
		return outer;
	accord_refuse(compiler, ACCORD_ERRCODE_INVALID_SCHEMA, name,
				  "Only a schema with an \"$id\" may follow rules of its own.",
				  "invalid JSON schema: \"$schema\" differs from that of the schema around it");
	return NULL;
}

bool
accord_open_resource(AccordCompiler *compiler, AccordJson *node)
{
	AccordDraft draft = accord_dialect_of(node, compiler->resource->dialect)->draft;
	AccordJson *id = accord_member(node, draft == ACCORD_DRAFT_4 ? "id" : "$id");
	const AccordDialect *dialect;

	/* beside a reference, drafts 4 to 7 see no "$id" */
	if (id && draft <= ACCORD_DRAFT_7 && accord_member(node, "$ref"))
		id = NULL;
	if (id && id->kind != ACCORD_JSON_STRING)
		id = NULL;				/* its shape is refused later */
	dialect = dialect_of(compiler, node, id != NULL);
	if (dialect == NULL || (id && !open_id(compiler, node, id, dialect)))
		return false;
	open_recursive_anchor(compiler, node);
	return open_anchor(compiler, node, ACCORD_KW_ANCHOR) &&
		open_anchor(compiler, node, ACCORD_KW_DYNAMIC_ANCHOR);
}

/*
 * What the root of a text is relative to.  Beside a reference drafts until 7
 * see no "$id"; but a text has no other URI, and so it is taken for one.
 */
static const char *
root_base(AccordJson *root, const AccordDialect *dialect)
{
	AccordJson *id = accord_member(root, dialect->draft == ACCORD_DRAFT_4 ? "id" : "$id");
	char	   *uri;

	if (id == NULL || id->kind != ACCORD_JSON_STRING ||
		dialect->draft > ACCORD_DRAFT_7 || accord_member(root, "$ref") == NULL)
		return ACCORD_DEFAULT_BASE;
	uri = palloc(strlen(ACCORD_DEFAULT_BASE) + id->len + 3);
	uri[accord_uri_resolve(ACCORD_DEFAULT_BASE, strlen(ACCORD_DEFAULT_BASE),
						   id->string, id->len, uri)] = '\0';
	return uri;
}

/* The resource that the root of the user's text opens. */
void
accord_open_root(AccordCompiler *compiler, AccordJson *root, const AccordDialect *dialect)
{
	AccordResource *resource = palloc0(sizeof(AccordResource));

	resource->uri = compiler->base ? compiler->base : root_base(root, dialect);
	resource->uri_len = strlen(resource->uri);
	resource->dialect = dialect;
	resource->number = ++compiler->nresources;
	root->resource = resource;
	compiler->resource = resource;
	keep_base(compiler, resource, root);
	*accord_textmap_place(compiler->identifiers, resource->uri, resource->uri_len) = root;
}
