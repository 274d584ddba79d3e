/*
 * bundle.c
 *	  One self-contained schema out of several: bundle(), and what it needs.
 *
 * Parts go, with their URI as "$id", under "$defs" of the schema (for drafts
 * until 7 "definitions"), as JSON Schema 2020-12, 9.3 describes a compound
 * document.  The texts themselves stay as they are, to the letter.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "fmgr.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/json.h"

#include "support/compat.h"
#include "support/errors.h"

#include "jsonschema/compiler.h"
#include "jsonschema/jsonschema.h"
#include "jsonschema/textmap.h"
#include "jsonschema/uri.h"

/* A part as it comes: its text, and its URI where that is known. */
typedef struct Part
{
	const char *uri;
	char	   *text;
	AccordSource *source;
} Part;

static void
part_context(void *name)
{
	errcontext("schema part \"%s\"", (const char *) name);
}

/* Errors from now on say in which part they are. */
static void
name_part(ErrorContextCallback *callback, const char *name)
{
	callback->callback = part_context;
	callback->arg = unconstify(char *, name);
	callback->previous = error_context_stack;
	error_context_stack = callback;
}

static AccordSource *
read_source(const char *text)
{
	AccordSchemaError error = {0};
	AccordSource *source = accord_source_read(text, strlen(text), &error);

	if (source == NULL)
		accord_jsonschema_refuse(&error, NULL);
	return source;
}

/*
 * schema_references(schema, base, dialect): the URIs that schema text refers
 * to and does not hold.  base is the URI of the text, dialect the "$schema" of
 * the one that it will be part of; both may be NULL.
 */
PG_FUNCTION_INFO_V1(accord_schema_references);
Datum
accord_schema_references(PG_FUNCTION_ARGS)
{
	char	   *schema;
	char	   *base = NULL;
	const AccordDialect *outer = NULL;
	List	   *uris = NIL;
	AccordSchemaError error = {0};
	ErrorContextCallback callback;
	ArrayBuildState *result;
	ListCell   *cell;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	schema = text_to_cstring(PG_GETARG_TEXT_PP(0));
	if (!PG_ARGISNULL(1))
		base = text_to_cstring(PG_GETARG_TEXT_PP(1));
	if (!PG_ARGISNULL(2))
		outer = accord_standard_dialect(text_to_cstring(PG_GETARG_TEXT_PP(2)));
	if (base)
		name_part(&callback, base);
	if (!accord_program_missing(schema, strlen(schema), base, outer, &uris, &error))
		accord_jsonschema_refuse(&error, NULL);
	if (base)
		error_context_stack = callback.previous;
	result = initArrayResult(TEXTOID, CurrentMemoryContext, false);
	foreach(cell, uris)
		accumArrayResult(result, CStringGetTextDatum(lfirst(cell)), false, TEXTOID,
						 CurrentMemoryContext);
	PG_RETURN_DATUM(makeArrayResult(result, CurrentMemoryContext));
}

/* The identifier of a schema, by the name its draft gives it; or NULL. */
static AccordJson *
id_of(AccordJson *root, const AccordDialect *outer, const char **keyword)
{
	AccordJson *id;

	*keyword = accord_dialect_of(root, outer)->draft == ACCORD_DRAFT_4 ? "id" : "$id";
	id = accord_member(root, *keyword);
	return id && id->kind == ACCORD_JSON_STRING ? id : NULL;
}

/* The schema with the URI as its identifier. */
static void
append_identified(StringInfo out, const Part *part, const char *uri, const AccordDialect *outer)
{
	AccordJson *root = part->source->root;
	const char *text = part->text;
	const char *keyword;
	AccordJson *id = id_of(root, outer, &keyword);

	if (root->kind == ACCORD_JSON_OBJECT && id)
	{
		appendBinaryStringInfo(out, text, id->offset);
		escape_json(out, uri);
		appendStringInfoString(out, text +id->end);
		return;
	}
	appendStringInfo(out, "{\"%s\": ", keyword);
	escape_json(out, uri);
	if (root->kind == ACCORD_JSON_FALSE)
		appendStringInfoString(out, ", \"not\": {}}");
	else if (root->kind == ACCORD_JSON_TRUE || root->nchildren == 0)
		appendStringInfoChar(out, '}');
	else
		appendStringInfo(out, ", %s", text +root->offset + 1);
}

/*
 * The same for a schema with a reference at its root, as drafts until 7 know
 * it: an identifier beside it would not count, so the reference moves into
 * "allOf", and the keywords that did not count either are left out.
 */
static void
append_identified_reference(StringInfo out, const Part *part, const char *uri,
							const AccordDialect *outer)
{
	const AccordDialect *dialect = accord_dialect_of(part->source->root, outer);
	const char *keyword;

	(void) id_of(part->source->root, outer, &keyword);
	appendStringInfo(out, "{\"%s\": ", keyword);
	escape_json(out, uri);
	for (AccordJson *member = part->source->root->first; member; member = member->next)
	{
		const AccordKeyword *known = accord_keyword_find(member->key, member->key_len,
														 dialect->draft, dialect->vocabularies);
		bool		is_ref = known && known->id == ACCORD_KW_REF;

		if (known && !is_ref && known->id != ACCORD_KW_SCHEMA &&
			known->id != ACCORD_KW_DEFINITIONS)
			continue;
		appendStringInfoString(out, ", ");
		escape_json(out, is_ref ? "allOf" : member->key);
		appendStringInfoString(out, is_ref ? ": [{\"$ref\": " : ": ");
		appendBinaryStringInfo(out, part->text +member->offset, member->end - member->offset);
		if (is_ref)
			appendStringInfoString(out, "}]");
	}
	appendStringInfoChar(out, '}');
}

static bool
begins_with_reference(AccordJson *root, const AccordDialect *outer)
{
	return accord_dialect_of(root, outer)->draft <= ACCORD_DRAFT_7 && accord_member(root, "$ref");
}

/* The absolute URI that a part has by its own identifier, or its URI. */
static const char *
own_uri(const Part *part, const AccordDialect *outer)
{
	const char *keyword;
	AccordJson *id = id_of(part->source->root, outer, &keyword);
	size_t		uri_len = strlen(part->uri);
	char	   *resolved;

	/* beside a reference, drafts until 7 see no identifier */
	if (id == NULL || id->string[0] == '#' || begins_with_reference(part->source->root, outer))
		return part->uri;
	resolved = palloc(uri_len + id->len + 3);
	resolved[accord_uri_resolve(part->uri, uri_len, id->string, id->len, resolved)] = '\0';
	return resolved;
}

/* A name under which nothing stands yet: the URI, unless it is taken. */
static const char *
free_name(HTAB *names, const char *uri)
{
	const char *name = uri;
	void	  **place;

	for (int i = 2;; i++)
	{
		place = accord_textmap_place(names, name, strlen(name));
		if (*place == NULL)
			break;
		name = psprintf("%s (%d)", uri, i);
	}
	*place = names;
	return name;
}

static void
append_name(StringInfo out, HTAB *names, const char *uri)
{
	escape_json(out, free_name(names, uri));
	appendStringInfoString(out, ": ");
}

/*
 * A part under its URI.  One that calls itself otherwise stands under the name
 * it has, which its own references are relative to, and its URI refers there.
 */
static void
append_part(StringInfo out, HTAB *names, HTAB *uris, const Part *part,
			const AccordDialect *outer)
{
	const char *own = own_uri(part, outer);
	const char *keyword;

	append_name(out, names, part->uri);
	if (strcmp(own, part->uri) != 0)
	{
		(void) id_of(part->source->root, outer, &keyword);
		appendStringInfo(out, "{\"%s\": ", keyword);
		escape_json(out, part->uri);
		appendStringInfoString(out, ", \"allOf\": [{\"$ref\": ");
		escape_json(out, own);
		appendStringInfoString(out, "}]}");
		if (*accord_textmap_place(uris, own, strlen(own)) != NULL)
			return;
		*accord_textmap_place(uris, own, strlen(own)) = uris;
		appendStringInfoString(out, ", ");
		append_name(out, names, own);
	}
	if (begins_with_reference(part->source->root, outer))
		append_identified_reference(out, part, own, outer);
	else
		append_identified(out, part, own, outer);
}

/* Where in the root the parts go, and what must stand around them. */
static void
append_parts(StringInfo out, AccordSource *source, const Part *parts, int nparts)
{
	AccordJson *root = source->root;
	const AccordDialect *dialect = accord_dialect_of(root, NULL);
	const char *name = dialect->draft <= ACCORD_DRAFT_7 ? "definitions" : "$defs";
	AccordJson *defs = accord_member(root, name);
	HTAB	   *names = accord_textmap_create();
	HTAB	   *uris = accord_textmap_create();
	const char *text = source->data;
	int			at = (defs ? defs : root)->offset + 1;

	for (AccordJson *member = defs ? defs->first : NULL; member; member = member->next)
		*accord_textmap_place(names, member->key, member->key_len) = member;
	for (int i = 0; i < nparts; i++)
		*accord_textmap_place(uris, parts[i].uri, strlen(parts[i].uri)) = uris;
	appendBinaryStringInfo(out, text, at);
	if (defs == NULL)
		appendStringInfo(out, "\"%s\": {", name);
	for (int i = 0; i < nparts; i++)
	{
		if (i > 0)
			appendStringInfoString(out, ", ");
		append_part(out, names, uris, &parts[i], dialect);
	}
	if (defs == NULL)
		appendStringInfoChar(out, '}');
	if ((defs ? defs : root)->nchildren > 0)
		appendStringInfoString(out, ", ");
	appendStringInfoString(out, text +at);
}

static bool
is_schema(const AccordJson *root)
{
	return root->kind == ACCORD_JSON_OBJECT || root->kind == ACCORD_JSON_TRUE ||
		root->kind == ACCORD_JSON_FALSE;
}

static Part *
read_parts(ArrayType *texts, ArrayType *uris, const AccordDialect *outer, int *nparts)
{
	Datum	   *values;
	Datum	   *names = NULL;
	bool	   *nulls;
	int			nnames;
	ErrorContextCallback callback;
	Part	   *parts;

	deconstruct_array(texts, TEXTOID, -1, false, TYPALIGN_INT, &values, &nulls, nparts);
	if (uris)
		deconstruct_array(uris, TEXTOID, -1, false, TYPALIGN_INT, &names, NULL, &nnames);
	if (names && nnames != *nparts)
		ereport(ERROR,
				(errcode(ERRCODE_ARRAY_SUBSCRIPT_ERROR),
				 errmsg("%d parts of a schema have %d URIs", *nparts, nnames)));
	parts = palloc0(sizeof(Part) * ((Size) *nparts + 1));
	for (int i = 0; i < *nparts; i++)
	{
		const char *keyword;
		AccordJson *id;

		if (nulls[i])
			ereport(ERROR,
					(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
					 errmsg("part %d of the schema is NULL", i + 1)));
		parts[i].text = TextDatumGetCString(values[i]);
		name_part(&callback, names ? TextDatumGetCString(names[i]) : psprintf("%d", i + 1));
		parts[i].source = read_source(parts[i].text);
		if (!is_schema(parts[i].source->root))
			ereport(ERROR,
					(errcode(ACCORD_ERRCODE_INVALID_SCHEMA),
					 errmsg("invalid JSON schema: a schema must be an object or a boolean")));
		error_context_stack = callback.previous;
		if (names)
			parts[i].uri = TextDatumGetCString(names[i]);
		else
		{
			id = id_of(parts[i].source->root, outer, &keyword);
			if (id == NULL)
				ereport(ERROR,
						(errcode(ACCORD_ERRCODE_INVALID_SCHEMA),
						 errmsg("part %d of the schema has no \"%s\"", i + 1, keyword),
						 errhint("Parts are found by the URI they have as identifier.")));
			parts[i].uri = pnstrdup(id->string, strcspn(id->string, "#"));
		}
	}
	return parts;
}

/* What is no proper schema is left as it is, and refused as it is. */
static bool
takes_parts(AccordJson *root)
{
	AccordJson *defs = accord_member(root, "$defs");
	AccordJson *definitions = accord_member(root, "definitions");

	return root->kind == ACCORD_JSON_OBJECT &&
		(defs == NULL || defs->kind == ACCORD_JSON_OBJECT) &&
		(definitions == NULL || definitions->kind == ACCORD_JSON_OBJECT);
}

/*
 * bundle_parts(schema, parts, uris): the schema with the parts inside; without
 * uris each part has an identifier of its own.
 */
PG_FUNCTION_INFO_V1(accord_bundle_parts);
Datum
accord_bundle_parts(PG_FUNCTION_ARGS)
{
	char	   *schema;
	AccordSource *source;
	StringInfoData out;
	Part	   *parts;
	int			nparts;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	schema = text_to_cstring(PG_GETARG_TEXT_PP(0));
	if (PG_ARGISNULL(1))
		return accord_jsonschema_make(schema, strlen(schema), NULL);
	source = read_source(schema);
	parts = read_parts(PG_GETARG_ARRAYTYPE_P(1),
					   PG_ARGISNULL(2) ? NULL : PG_GETARG_ARRAYTYPE_P(2),
					   accord_dialect_of(source->root, NULL), &nparts);
	if (nparts == 0 || !takes_parts(source->root))
		return accord_jsonschema_make(schema, strlen(schema), NULL);
	initStringInfo(&out);
	append_parts(&out, source, parts, nparts);
	return accord_jsonschema_make(out.data, out.len, NULL);
}
