/*
 * refs.c
 *	  References: "$ref" and its like, resolved to the schemas they name.
 *
 * Nothing is ever fetched: what is neither in the text nor embedded is
 * refused.
 */
#include "postgres.h"

#include "miscadmin.h"

#include "support/errors.h"

#include "jsonschema/compiler.h"
#include "jsonschema/textmap.h"
#include "jsonschema/uri.h"

#define REMOTE_HINT \
	"References are never fetched: put the schema under \"$defs\" with its " \
	"\"$id\", or into accord.schema_part and use accord.bundle()."

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
		compiler->resource = accord_resource_around(target);
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
