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

/* A part as it comes: its text, and its URI where that is known. */
typedef struct Part
{
	const char *uri;
	char	   *text;
	AccordSource *source;
} Part;

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
 * schema_references(schema, base, outer): the URIs that schema text refers to
 * and does not hold.  base is the URI of the text, outer the text of the
 * schema that it will be part of and whose dialect it has if it names none;
 * both may be NULL.
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
	ArrayBuildState *result;
	ListCell   *cell;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	schema = text_to_cstring(PG_GETARG_TEXT_PP(0));
	if (!PG_ARGISNULL(1))
		base = text_to_cstring(PG_GETARG_TEXT_PP(1));
	if (!PG_ARGISNULL(2))
		outer = accord_dialect_of(read_source(text_to_cstring(PG_GETARG_TEXT_PP(2)))->root, NULL);
	if (!accord_program_missing(schema, strlen(schema), base, outer, &uris, &error))
		accord_jsonschema_refuse(&error, NULL);
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
append_identified(StringInfo out, const Part *part, const AccordDialect *outer)
{
	AccordJson *root = part->source->root;
	const char *text = part->text;
	const char *keyword;
	AccordJson *id = id_of(root, outer, &keyword);
	bool		has_ref = accord_dialect_of(root, outer)->draft <= ACCORD_DRAFT_7 &&
		accord_member(root, "$ref");

	if (root->kind == ACCORD_JSON_OBJECT && id && !has_ref)
	{
		appendBinaryStringInfo(out, text, id->offset);
		escape_json(out, part->uri);
		appendStringInfoString(out, text +id->end);
		return;
	}
	appendStringInfo(out, "{\"%s\": ", keyword);
	escape_json(out, part->uri);
	if (root->kind == ACCORD_JSON_FALSE)
		appendStringInfoString(out, ", \"not\": {}}");
	else if (root->kind == ACCORD_JSON_TRUE || root->nchildren == 0)
		appendStringInfoChar(out, '}');
	else if (has_ref)
		/* an identifier beside a reference does not count there */
		appendStringInfo(out, ", \"allOf\": [%s]}", text);
	else
		appendStringInfo(out, ", %s", text +root->offset + 1);
}

/* Where in the root the parts go, and what must stand around them. */
static void
append_parts(StringInfo out, AccordSource *source, const Part *parts, int nparts)
{
	AccordJson *root = source->root;
	const AccordDialect *dialect = accord_dialect_of(root, NULL);
	const char *name = dialect->draft <= ACCORD_DRAFT_7 ? "definitions" : "$defs";
	AccordJson *defs = accord_member(root, name);
	const char *text = source->data;
	int			at = root->offset + 1;

	if (defs && defs->kind == ACCORD_JSON_OBJECT)
		at = defs->offset + 1;
	else
		defs = NULL;
	appendBinaryStringInfo(out, text, at);
	if (defs == NULL)
		appendStringInfo(out, "\"%s\": {", name);
	for (int i = 0; i < nparts; i++)
	{
		if (i > 0)
			appendStringInfoString(out, ", ");
		escape_json(out, parts[i].uri);
		appendStringInfoString(out, ": ");
		append_identified(out, &parts[i], dialect);
	}
	if (defs == NULL)
		appendStringInfoChar(out, '}');
	if ((defs ? defs : root)->nchildren > 0)
		appendStringInfoString(out, ", ");
	appendStringInfoString(out, text +at);
}

static Part *
read_parts(ArrayType *texts, ArrayType *uris, const AccordDialect *outer, int *nparts)
{
	Datum	   *values;
	Datum	   *names = NULL;
	bool	   *nulls;
	int			nnames;
	Part	   *parts;

	deconstruct_array(texts, TEXTOID, -1, false, TYPALIGN_INT, &values, &nulls, nparts);
	if (uris)
		deconstruct_array(uris, TEXTOID, -1, false, TYPALIGN_INT, &names, NULL, &nnames);
	parts = palloc0(sizeof(Part) * (*nparts + 1));
	for (int i = 0; i < *nparts; i++)
	{
		const char *keyword;
		AccordJson *id;

		if (nulls[i])
			ereport(ERROR,
					(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
					 errmsg("part %d of the schema is NULL", i + 1)));
		parts[i].text = TextDatumGetCString(values[i]);
		parts[i].source = read_source(parts[i].text);
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
	if (nparts == 0 || source->root->kind != ACCORD_JSON_OBJECT)
		return accord_jsonschema_make(schema, strlen(schema), NULL);
	initStringInfo(&out);
	append_parts(&out, source, parts, nparts);
	return accord_jsonschema_make(out.data, out.len, NULL);
}
