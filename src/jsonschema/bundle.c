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

#include "support/compat.h"
#include "support/errors.h"

#include "jsonschema/bundle.h"
#include "jsonschema/cache.h"
#include "jsonschema/jsonschema.h"

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

/* The normal form of a part's URI: references to it are resolved to that. */
static char *
normal_uri(const char *uri)
{
	char	   *normal = accord_normal_uri(uri, strlen(uri));

	if (normal == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("URI \"%s\" of a schema part has a fragment", uri),
				 errhint("A part is a whole schema: leave the fragment to the references into it.")));
	return normal;
}

/* part_uri(uri): the form in which URIs of parts are compared */
PG_FUNCTION_INFO_V1(accord_part_uri);
Datum
accord_part_uri(PG_FUNCTION_ARGS)
{
	char	   *uri = text_to_cstring(PG_GETARG_TEXT_PP(0));

	PG_RETURN_TEXT_P(cstring_to_text(normal_uri(uri)));
}

static Datum
text_array(const List *texts)
{
	ArrayBuildState *result = initArrayResult(TEXTOID, CurrentMemoryContext, false);
	ListCell   *cell;

	foreach(cell, texts)
		accumArrayResult(result, CStringGetTextDatum(lfirst(cell)), false, TEXTOID,
						 CurrentMemoryContext);
	return makeArrayResult(result, CurrentMemoryContext);
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

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	schema = text_to_cstring(PG_GETARG_TEXT_PP(0));
	if (!PG_ARGISNULL(1))
		base = normal_uri(text_to_cstring(PG_GETARG_TEXT_PP(1)));
	if (!PG_ARGISNULL(2))
	{
		outer = accord_standard_dialect(text_to_cstring(PG_GETARG_TEXT_PP(2)));
		if (outer == NULL)
			outer = &accord_unread_dialect;
	}
	if (base)
		name_part(&callback, base);
	if (!accord_program_missing(schema, strlen(schema), base, outer, &uris, &error))
		accord_jsonschema_refuse(&error, NULL);
	if (base)
		error_context_stack = callback.previous;
	PG_RETURN_DATUM(text_array(uris));
}

static bool
is_schema(const AccordJson *root)
{
	return root->kind == ACCORD_JSON_OBJECT || root->kind == ACCORD_JSON_TRUE ||
		root->kind == ACCORD_JSON_FALSE;
}

/* The URI of a part by its own identifier; number counts from 1. */
static const char *
identifier_of(const AccordPart *part, int number, const AccordDialect *outer)
{
	const char *keyword;
	AccordJson *id = accord_bundle_id(part->source->root, outer, &keyword);
	int			len;

	if (id == NULL)
		ereport(ERROR,
				(errcode(ACCORD_ERRCODE_INVALID_SCHEMA),
				 errmsg("part %d of the schema has no \"%s\"", number, keyword),
				 errhint("Parts are found by the URI they have as identifier.")));
	/* until draft 7 the fragment is a name for the root */
	len = id->len;
	if (accord_dialect_of(part->source->root, outer)->draft <= ACCORD_DRAFT_7)
		len = strcspn(id->string, "#");
	return normal_uri(pnstrdup(id->string, len));
}

static void
read_part(AccordPart *part, Datum source, const char *name)
{
	ErrorContextCallback callback;

	part->text = TextDatumGetCString(source);
	name_part(&callback, name);
	part->source = read_source(part->text);
	if (!is_schema(part->source->root))
		ereport(ERROR,
				(errcode(ACCORD_ERRCODE_INVALID_SCHEMA),
				 errmsg("invalid JSON schema: a schema must be an object or a boolean")));
	error_context_stack = callback.previous;
}

/* Reads arrays of texts and of their URIs, or NULL. */
static AccordPart *
read_parts(ArrayType *texts, ArrayType *uris, const AccordDialect *outer, int *nparts)
{
	Datum	   *values;
	Datum	   *names = NULL;
	bool	   *nulls;
	int			nnames;
	AccordPart *parts;

	deconstruct_array(texts, TEXTOID, -1, false, TYPALIGN_INT, &values, &nulls, nparts);
	if (uris)
		deconstruct_array(uris, TEXTOID, -1, false, TYPALIGN_INT, &names, NULL, &nnames);
	if (names && nnames != *nparts)
		ereport(ERROR,
				(errcode(ERRCODE_ARRAY_SUBSCRIPT_ERROR),
				 errmsg("%d parts of a schema have %d URIs", *nparts, nnames)));
	parts = palloc0(sizeof(AccordPart) * ((Size) *nparts + 1));
	for (int i = 0; i < *nparts; i++)
	{
		const char *name = names ? TextDatumGetCString(names[i]) : psprintf("%d", i + 1);

		if (nulls[i])
			ereport(ERROR,
					(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
					 errmsg("part %d of the schema is NULL", i + 1)));
		read_part(&parts[i], values[i], name);
		parts[i].uri = names ? normal_uri(name) : identifier_of(&parts[i], i + 1, outer);
	}
	return parts;
}

/* The arguments of the two functions below: the schema and its parts. */
static AccordSource *
read_arguments(FunctionCallInfo fcinfo, AccordPart **parts, int *nparts)
{
	AccordSource *source = read_source(text_to_cstring(PG_GETARG_TEXT_PP(0)));

	*nparts = 0;
	if (!PG_ARGISNULL(1))
		*parts = read_parts(PG_GETARG_ARRAYTYPE_P(1),
							PG_ARGISNULL(2) ? NULL : PG_GETARG_ARRAYTYPE_P(2),
							accord_dialect_of(source->root, NULL), nparts);
	return source;
}

/*
 * missing_parts(schema, parts, uris): what a schema with the parts inside still
 * refers to.
 */
PG_FUNCTION_INFO_V1(accord_missing_parts);
Datum
accord_missing_parts(PG_FUNCTION_ARGS)
{
	AccordSource *source;
	AccordPart *parts;
	AccordSchemaError error = {0};
	List	   *uris = NIL;
	char	   *bundle;
	int			nparts;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	source = read_arguments(fcinfo, &parts, &nparts);
	bundle = accord_bundle_text(source, parts, nparts, NIL);
	if (!accord_program_missing(bundle, strlen(bundle), NULL, NULL, &uris, &error))
		accord_jsonschema_refuse(&error, NULL);
	PG_RETURN_DATUM(text_array(uris));
}

/*
 * bundle_parts(schema, parts, uris): the schema with the parts inside; without
 * uris each part has an identifier of its own.  A part that the others hold
 * already is left out.
 */
PG_FUNCTION_INFO_V1(accord_bundle_parts);
Datum
accord_bundle_parts(PG_FUNCTION_ARGS)
{
	AccordSource *source;
	AccordPart *parts;
	AccordSchemaError error = {0};
	AccordProgram *program;
	char	   *bundle;
	int			nparts;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	source = read_arguments(fcinfo, &parts, &nparts);
	bundle = accord_bundle_text(source, parts, nparts, NIL);
	program = accord_cache_get(bundle, strlen(bundle), &error);
	if (program && program->repeated)
		bundle = accord_bundle_text(source, parts, nparts, program->repeated);
	return accord_jsonschema_make(bundle, strlen(bundle), NULL);
}
