/*
 * refs.c
 *	  Identifiers and references: "$id", "$anchor", "$ref".
 *
 * Every identifier is an absolute URI, with the name of an anchor after '#'
 * where it is one, and stands in one table.  Nothing is ever fetched: what is
 * neither in the text nor embedded is refused.
 */
#include "postgres.h"

#include "miscadmin.h"

#include "support/errors.h"

#include "jsonschema/compiler.h"
#include "jsonschema/textmap.h"
#include "jsonschema/uri.h"

/*
 * What a schema without an absolute "$id" is relative to (RFC 3986, 5.1.4):
 * hierarchical, so that "../common.json" has a meaning.
 */
#define DEFAULT_BASE "accord:/schema"

#define REMOTE_HINT \
	"References are never fetched: put the schema under \"$defs\" with its " \
	"\"$id\", or into accord.schema_part and use accord.bundle()."

/* Makes an identifier known; the same one twice is ambiguous. */
static bool
identify(AccordCompiler *compiler, AccordJson *node, const AccordJson *at,
		 const char *uri, int uri_len, const char *anchor, int anchor_len)
{
	char	   *identifier = palloc(uri_len + anchor_len + 2);
	int			len = uri_len;
	void	  **place;

	/* what stands under an unknown keyword is reached, not identified */
	if (compiler->stray)
		return true;
	memcpy(identifier, uri, uri_len);
	if (anchor)
	{
		identifier[len++] = '#';
		memcpy(identifier + len, anchor, anchor_len);
		len += anchor_len;
	}
	identifier[len] = '\0';
	place = accord_textmap_place(compiler->identifiers, identifier, len);
	if (*place != NULL && *place != node)
		return accord_refuse(compiler, ACCORD_ERRCODE_INVALID_SCHEMA, at, NULL,
							 "invalid JSON schema: two schemas are identified as \"%s\"",
							 anchor ? identifier + uri_len : identifier);
	*place = node;
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
		program->bases = accord_keep(compiler, sizeof(AccordBase), 1);
	else if ((program->nbases & (program->nbases - 1)) == 0)
		program->bases = repalloc_huge(program->bases,
									   sizeof(AccordBase) * 2 * (Size) program->nbases);
	base = &program->bases[program->nbases++];
	base->uri = accord_keep_text(compiler, resource->uri, resource->uri_len).data;
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
	return identify(compiler, node, id, resource->uri, resource->uri_len, NULL, 0);
}

/* Until draft 7 an "$id" may be, or end with, the name of an anchor. */
static bool
open_id(AccordCompiler *compiler, AccordJson *node, const AccordJson *id,
		const AccordDialect *dialect)
{
	AccordUri	parts;

	accord_uri_split(id->string, id->len, &parts);
	if (parts.fragment && parts.fragment_len > 0 &&
		compiler->resource->dialect->draft > ACCORD_DRAFT_7)
		return accord_refuse(compiler, ACCORD_ERRCODE_INVALID_SCHEMA, id,
							 "Name a place inside a schema by \"$anchor\".",
							 "invalid JSON schema: \"$id\" must not have a fragment");
	if (parts.fragment != &id->string[1] || id->len == 0)
	{
		if (!open_base(compiler, node, id, dialect))
			return false;
	}
	if (parts.fragment && parts.fragment_len > 0 && parts.fragment[0] != '/')
		return identify(compiler, node, id, compiler->resource->uri,
						compiler->resource->uri_len, parts.fragment, parts.fragment_len);
	return true;
}

static bool
is_anchor_name(const AccordJson *name)
{
	for (int i = 0; i < name->len; i++)
	{
		char		c = name->string[i];
		bool		first = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_';
		bool		later = (c >= '0' && c <= '9') || c == '-' || c == '.' || c == ':';

		if (!first && !(later && i > 0))
			return false;
	}
	return name->len > 0;
}

static bool
open_anchor(AccordCompiler *compiler, AccordJson *node, AccordKeywordId keyword)
{
	AccordJson *name = accord_keyword_member(compiler, node, keyword);

	if (name == NULL)
		return true;
	if (name->kind != ACCORD_JSON_STRING || !is_anchor_name(name))
		return accord_refuse(compiler, ACCORD_ERRCODE_INVALID_SCHEMA, name, NULL,
							 "invalid JSON schema: \"%s\" must be a name of letters, digits, \"-\", \"_\" and \".\"",
							 accord_keyword_name(keyword));
	if (keyword == ACCORD_KW_DYNAMIC_ANCHOR)
		accord_add_dynamic_anchor(compiler, node, name->string, name->len);
	return identify(compiler, node, name, compiler->resource->uri,
					compiler->resource->uri_len, name->string, name->len);
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
	if (own->draft == outer->draft && own->vocabularies == outer->vocabularies &&
		own->asserts_formats == outer->asserts_formats)
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
		return DEFAULT_BASE;
	uri = palloc(strlen(DEFAULT_BASE) + id->len + 3);
	uri[accord_uri_resolve(DEFAULT_BASE, strlen(DEFAULT_BASE), id->string, id->len, uri)] = '\0';
	return uri;
}

/* The resource that the root of the user's text opens. */
void
accord_open_root(AccordCompiler *compiler, AccordJson *root, const AccordDialect *dialect,
				 const char *base)
{
	AccordResource *resource = palloc0(sizeof(AccordResource));

	resource->uri = base ? base : root_base(root, dialect);
	resource->uri_len = strlen(resource->uri);
	resource->dialect = dialect;
	resource->number = ++compiler->nresources;
	root->resource = resource;
	compiler->resource = resource;
	keep_base(compiler, resource, root);
	*accord_textmap_place(compiler->identifiers, resource->uri, resource->uri_len) = root;
}

void
accord_refer(AccordCompiler *compiler, AccordSchema *schema, AccordKeywordId keyword,
			 AccordJson *value)
{
	AccordReference *reference = palloc0(sizeof(AccordReference));

	reference->keyword = keyword;
	reference->schema = schema;
	reference->value = value;
	reference->resource = compiler->resource;
	reference->next = compiler->references;
	compiler->references = reference;
}

/* Reads an embedded meta-schema and makes it one more document. */
static AccordJson *
embedded_document(AccordCompiler *compiler, const char *uri, int len)
{
	int			document;
	const char *text = accord_metaschema_text(uri, len, &document);
	AccordResource resource = {.uri = "",.document = document};
	AccordResource *outer = compiler->resource;
	bool		stray = compiler->stray;
	AccordJson *root;

	if (text == NULL)
		return NULL;
	compiler->sources[document] = accord_source_read(text, strlen(text), compiler->error);
	if (compiler->sources[document] == NULL)
		elog(ERROR, "embedded meta-schema %d is not JSON", document);
	root = compiler->sources[document]->root;
	resource.dialect = accord_root_dialect(compiler, root);
	compiler->resource = &resource;
	compiler->stray = false;
	if (!accord_compile_schema(compiler, root))
		elog(ERROR, "embedded meta-schema %d does not compile", document);
	compiler->stray = stray;
	compiler->resource = outer;
	return root;
}

/* One step of a JSON Pointer: unescapes ~0 and ~1 in place. */
static int
unescape_token(char *token, int len)
{
	int			out = 0;

	for (int i = 0; i < len; i++)
	{
		if (token[i] == '~' && i + 1 < len && (token[i + 1] == '0' || token[i + 1] == '1'))
			token[out++] = token[++i] == '0' ? '~' : '/';
		else
			token[out++] = token[i];
	}
	return out;
}

static AccordJson *
step(AccordJson *node, char *token, int len)
{
	AccordJson *child = node->first;
	int			index = 0;

	if (node->kind == ACCORD_JSON_OBJECT)
		return accord_source_member(node, token, unescape_token(token, len));
	if (node->kind != ACCORD_JSON_ARRAY || len == 0 || len > 9 || (len > 1 && token[0] == '0'))
		return NULL;
	for (int i = 0; i < len; i++)
	{
		if (token[i] < '0' || token[i] > '9')
			return NULL;
		index = index * 10 + (token[i] - '0');
	}
	while (child && child->index < index)
		child = child->next;
	return child;
}

/* Follows a JSON Pointer; the text is used up. */
static AccordJson *
follow_pointer(AccordJson *node, char *pointer, int len)
{
	char	   *end = pointer + len;

	while (node && pointer < end)
	{
		char	   *token = ++pointer;	/* behind the slash */

		while (pointer < end && *pointer != '/')
			pointer++;
		node = step(node, token, pointer - token);
	}
	return node;
}

static bool
refuse_dangling(AccordCompiler *compiler, const AccordJson *value)
{
	return accord_refuse(compiler, ACCORD_ERRCODE_INVALID_SCHEMA, value, NULL,
						 "invalid JSON schema: reference \"%s\" points to nothing",
						 value->string);
}

bool
accord_note_missing(AccordCompiler *compiler, const char *uri, int len)
{
	if (compiler->missing == NULL)
		return false;
	*compiler->missing = lappend(*compiler->missing, pnstrdup(uri, len));
	return true;
}

/* The node an absolute URI and a decoded fragment name, or NULL if refused. */
static AccordJson *
find_target(AccordCompiler *compiler, const AccordJson *value,
			char *identifier, int uri_len, char *fragment, int fragment_len)
{
	AccordJson *root = *accord_textmap_place(compiler->identifiers, identifier, uri_len);
	AccordJson *target;

	if (root == NULL)
		root = embedded_document(compiler, identifier, uri_len);
	if (root == NULL && accord_note_missing(compiler, identifier, uri_len))
		return NULL;
	if (root == NULL)
	{
		accord_refuse(compiler, ACCORD_ERRCODE_UNSUPPORTED, value, REMOTE_HINT,
					  "reference \"%s\" leaves the JSON schema", value->string);
		return NULL;
	}
	if (fragment_len == 0)
		target = root;
	else if (fragment[0] == '/')
		target = follow_pointer(root, fragment, fragment_len);
	else
		target = *accord_textmap_place(compiler->identifiers, identifier,
									   uri_len + 1 + fragment_len);
	if (target == NULL)
		refuse_dangling(compiler, value);
	return target;
}

/* The resource in which a node stands. */
static AccordResource *
resource_around(const AccordJson *node)
{
	while (node->resource == NULL)
		node = node->parent;
	return node->resource;
}

/*
 * Decodes a fragment: its escapes stand for UTF-8, keys and the rest of it are
 * in the server encoding.
 */
static bool
decode_fragment(const AccordUri *parts, AccordText *fragment)
{
	AccordText	utf8;
	char	   *decoded;
	long		len;

	if (!accord_text_utf8(parts->fragment, parts->fragment_len, &utf8))
		return false;
	decoded = palloc(utf8.len + 1);
	len = accord_uri_decode(utf8.data, utf8.len, decoded);
	/* no name has a NUL in it */
	return len >= 0 && memchr(decoded, '\0', len) == NULL &&
		accord_text_server(decoded, len, fragment);
}

/* Puts "uri#fragment" together and finds what it names, once for each. */
static AccordJson *
look_up(AccordCompiler *compiler, AccordReference *reference)
{
	const AccordJson *value = reference->value;
	const AccordResource *base = reference->resource;
	AccordText	fragment = {.data = "",.len = 0};
	char	   *identifier;
	AccordUri	parts;
	int			uri_len;
	void	  **known;

	accord_uri_split(value->string, value->len, &parts);
	if (parts.fragment && !decode_fragment(&parts, &fragment))
	{
		accord_refuse(compiler, ACCORD_ERRCODE_INVALID_SCHEMA, value, NULL,
					  "invalid JSON schema: reference \"%s\" is not a valid URI reference",
					  value->string);
		return NULL;
	}
	reference->fragment = fragment;
	identifier = palloc((Size) base->uri_len + value->len + fragment.len + 3);
	uri_len = accord_uri_resolve(base->uri, base->uri_len, value->string, value->len, identifier);
	identifier[uri_len] = '#';
	memcpy(identifier + uri_len + 1, fragment.data, fragment.len);
	known = accord_textmap_place(compiler->targets,
								 pnstrdup(identifier, uri_len + 1 + fragment.len),
								 uri_len + 1 + fragment.len);
	if (*known == NULL)
		*known = find_target(compiler, value, identifier, uri_len,
							 identifier + uri_len + 1, fragment.len);
	return *known;
}

static bool
resolve(AccordCompiler *compiler, AccordReference *reference)
{
	AccordJson *target = look_up(compiler, reference);

	/* without an error, it is elsewhere, and only its name was asked for */
	if (target == NULL)
		return !accord_refused(compiler);
	if (target->schema == NULL)
	{
		compiler->resource = resource_around(target);
		compiler->stray = true;
		if (target->kind != ACCORD_JSON_OBJECT && target->kind != ACCORD_JSON_TRUE &&
			target->kind != ACCORD_JSON_FALSE)
			return accord_refuse(compiler, ACCORD_ERRCODE_INVALID_SCHEMA, reference->value, NULL,
								 "invalid JSON schema: reference \"%s\" points to what is no schema",
								 reference->value->string);
		if (!accord_compile_schema(compiler, target))
			return false;
	}
	reference->target = target;
	if (reference->keyword == ACCORD_KW_REF)
		reference->schema->in_place->ref = target->schema;
	else
	{
		reference->schema->in_place->dynamic_ref = target->schema;
		reference->schema->in_place->dynamic_keyword = reference->keyword;
	}
	return true;
}

bool
accord_resolve_references(AccordCompiler *compiler)
{
	while (compiler->references)
	{
		AccordReference *reference = compiler->references;

		CHECK_FOR_INTERRUPTS();
		compiler->references = reference->next;
		reference->next = compiler->resolved;
		compiler->resolved = reference;
		if (!resolve(compiler, reference))
			return false;
	}
	accord_bind_dynamic_references(compiler);
	return true;
}
