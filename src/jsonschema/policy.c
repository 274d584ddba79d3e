/*
 * policy.c
 *	  Are the formats of a schema asserted?  And how to make them so.
 *
 * Under the meta-schemas of 2019-09 and 2020-12 "format" is an annotation.
 * accord's own dialects differ in nothing else; a schema that names one of
 * them is plain text, which survives a dump.
 */
#include "postgres.h"

#include "fmgr.h"
#include "lib/stringinfo.h"
#include "utils/builtins.h"

#include "support/compat.h"
#include "support/errors.h"

#include "jsonschema/cache.h"
#include "jsonschema/compiler.h"
#include "jsonschema/jsonschema.h"

static const struct
{
	const char *uri;
	const char *asserting;
}			dialects[] = {
	{"https://json-schema.org/draft/2020-12/schema", "urn:accord:2020-12-formats"},
	{"https://json-schema.org/draft/2019-09/schema", "urn:accord:2019-09-formats"},
};

/* The dialect that asserts what this one only notes; or NULL. */
static const char *
asserting(const AccordJson *name)
{
	const AccordDialect *standard = accord_standard_dialect(name->string);

	for (int i = 0; standard && i < (int) lengthof(dialects); i++)
		if (strcmp(standard->uri, dialects[i].uri) == 0)
			return dialects[i].asserting;
	return NULL;
}

/* Is it the "$schema" of a schema, and not of what an example holds? */
static bool
is_dialect(const AccordProgram *program, const AccordJson *node)
{
	for (int i = 0; i < program->ndialects; i++)
		if (program->dialects[i] == node->offset)
			return true;
	return false;
}

/* Copies the text up to the end of a node, with the names of dialects changed. */
static void
append_asserting(StringInfo out, const AccordProgram *program, int *copied,
				 const AccordJson *node)
{
	for (const AccordJson *child = node->first; child; child = child->next)
	{
		const char *dialect = NULL;

		if (child->kind == ACCORD_JSON_STRING && child->key && strcmp(child->key, "$schema") == 0 &&
			is_dialect(program, child))
			dialect = asserting(child);
		if (dialect)
		{
			appendBinaryStringInfo(out, program->source + *copied, child->offset - *copied);
			appendStringInfo(out, "\"%s\"", dialect);
			*copied = child->end;
		}
		else
			append_asserting(out, program, copied, child);
	}
}

/* assert_formats(schema): the same schema in a dialect that asserts formats */
PG_FUNCTION_INFO_V1(accord_assert_formats);
Datum
accord_assert_formats(PG_FUNCTION_ARGS)
{
	AccordProgram *program = accord_jsonschema_program(PG_GETARG_DATUM(0));
	AccordSchemaError error = {0};
	AccordProgram *made;
	AccordSource *source;
	StringInfoData out;
	int			copied = 0;

	source = accord_source_read(program->source, program->source_len, &error);
	if (source == NULL)
		accord_jsonschema_refuse(&error, NULL);
	initStringInfo(&out);
	append_asserting(&out, program, &copied, source->root);
	appendStringInfoString(&out, program->source + copied);
	made = accord_cache_get(out.data, out.len, &error);
	if (made && !made->asserts_formats)
		ereport(ERROR,
				(errcode(ACCORD_ERRCODE_UNSUPPORTED),
				 errmsg("the dialect of the JSON schema is one of its own"),
				 errhint("List the vocabulary \"format-assertion\" in its meta-schema.")));
	return accord_jsonschema_make(out.data, out.len, NULL);
}

/* format_policy(schema): asserted or annotation */
PG_FUNCTION_INFO_V1(accord_format_policy);
Datum
accord_format_policy(PG_FUNCTION_ARGS)
{
	AccordProgram *program = accord_jsonschema_program(PG_GETARG_DATUM(0));

	PG_RETURN_TEXT_P(cstring_to_text(program->asserts_formats ? "asserted" : "annotation"));
}
