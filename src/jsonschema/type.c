/*
 * type.c
 *	  The type jsonschema: input, output, casts, equality.
 *
 * Input compiles the schema, to refuse what is none; the program goes to the
 * cache, since whoever writes a schema is about to use it.  What input accepts
 * depends on no setting: a dump must restore.
 */
#include "postgres.h"

#include "common/hashfn.h"
#include "fmgr.h"
#include "libpq/pqformat.h"
#include "utils/builtins.h"
#include "utils/fmgrprotos.h"
#include "utils/jsonb.h"

#include "support/compat.h"
#include "support/errors.h"

#include "jsonschema/cache.h"
#include "jsonschema/jsonschema.h"

#define GETARG_JSONSCHEMA(n) \
	((AccordJsonschema *) PG_DETOAST_DATUM(PG_GETARG_DATUM(n)))

const char *
accord_jsonschema_source(const AccordJsonschema *schema, int *len)
{
	if (schema->version != ACCORD_JSONSCHEMA_VERSION)
		ereport(ERROR,
				(errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
				 errmsg("jsonschema value has version %d, this library knows version %d",
						schema->version, ACCORD_JSONSCHEMA_VERSION),
				 errhint("Install a newer version of accord.")));
	*len = VARSIZE(schema) - ACCORD_JSONSCHEMA_HEADER;
	return schema->source;
}

/* "Line 3, column 7, at "/properties/id/type".", or with the parser's words */
static char *
position_of(const AccordSchemaError *error)
{
	StringInfoData out;

	initStringInfo(&out);
	appendStringInfo(&out, "Line %d, column %d", error->line, error->column);
	if (error->pointer && error->pointer[0] != '\0')
		appendStringInfo(&out, ", at \"%s\"", error->pointer);
	if (error->syntax)
		appendStringInfo(&out, ": %s", error->syntax);
	else
		appendStringInfoChar(&out, '.');
	return out.data;
}

void
accord_jsonschema_refuse(const AccordSchemaError *error, Node *escontext)
{
	errsave(escontext,
			(errcode(error->sqlerrcode),
			 errmsg_internal("%s", error->message),
			 errdetail_internal("%s", position_of(error)),
			 error->hint ? errhint("%s", error->hint) : 0));
}

Datum
accord_jsonschema_make(const char *source, int len, Node *escontext)
{
	AccordSchemaError error = {0};
	AccordJsonschema *schema;

	if (accord_cache_get(source, len, &error) == NULL)
	{
		accord_jsonschema_refuse(&error, escontext);
		return (Datum) 0;
	}
	schema = palloc(ACCORD_JSONSCHEMA_HEADER + (Size) len);
	SET_VARSIZE(schema, ACCORD_JSONSCHEMA_HEADER + (Size) len);
	schema->version = ACCORD_JSONSCHEMA_VERSION;
	memcpy(schema->source, source, len);
	return PointerGetDatum(schema);
}

AccordProgram *
accord_jsonschema_program(Datum value)
{
	AccordJsonschema *schema = (AccordJsonschema *) PG_DETOAST_DATUM(value);
	AccordSchemaError error = {0};
	AccordProgram *program;
	const char *source;
	int			len;

	source = accord_jsonschema_source(schema, &len);
	program = accord_cache_get(source, len, &error);
	if (program == NULL)
		accord_jsonschema_refuse(&error, NULL);
	return program;
}

static char *
source_copy(const AccordJsonschema *schema)
{
	int			len;
	const char *source = accord_jsonschema_source(schema, &len);

	return pnstrdup(source, len);
}

PG_FUNCTION_INFO_V1(accord_jsonschema_in);
Datum
accord_jsonschema_in(PG_FUNCTION_ARGS)
{
	char	   *source = PG_GETARG_CSTRING(0);

	return accord_jsonschema_make(source, strlen(source), fcinfo->context);
}

PG_FUNCTION_INFO_V1(accord_jsonschema_out);
Datum
accord_jsonschema_out(PG_FUNCTION_ARGS)
{
	PG_RETURN_CSTRING(source_copy(GETARG_JSONSCHEMA(0)));
}

/* The version goes first, so that the form of what follows may change. */
PG_FUNCTION_INFO_V1(accord_jsonschema_recv);
Datum
accord_jsonschema_recv(PG_FUNCTION_ARGS)
{
	StringInfo	buffer = (StringInfo) PG_GETARG_POINTER(0);
	int			version = pq_getmsgbyte(buffer);
	char	   *source;
	int			len;

	if (version != ACCORD_JSONSCHEMA_VERSION)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_BINARY_REPRESENTATION),
				 errmsg("unsupported jsonschema version number %d", version)));
	source = pq_getmsgtext(buffer, buffer->len - buffer->cursor, &len);
	return accord_jsonschema_make(source, len, NULL);
}

PG_FUNCTION_INFO_V1(accord_jsonschema_send);
Datum
accord_jsonschema_send(PG_FUNCTION_ARGS)
{
	int			len;
	const char *source = accord_jsonschema_source(GETARG_JSONSCHEMA(0), &len);
	StringInfoData buffer;

	pq_begintypsend(&buffer);
	pq_sendint8(&buffer, ACCORD_JSONSCHEMA_VERSION);
	pq_sendtext(&buffer, source, len);
	PG_RETURN_BYTEA_P(pq_endtypsend(&buffer));
}

/* From text, and from json, which is stored alike. */
PG_FUNCTION_INFO_V1(accord_jsonschema_from_text);
Datum
accord_jsonschema_from_text(PG_FUNCTION_ARGS)
{
	char	   *source = text_to_cstring(PG_GETARG_TEXT_PP(0));

	return accord_jsonschema_make(source, strlen(source), NULL);
}

PG_FUNCTION_INFO_V1(accord_jsonschema_from_jsonb);
Datum
accord_jsonschema_from_jsonb(PG_FUNCTION_ARGS)
{
	Jsonb	   *doc = PG_GETARG_JSONB_P(0);
	char	   *source = JsonbToCString(NULL, &doc->root, VARSIZE(doc));

	return accord_jsonschema_make(source, strlen(source), NULL);
}

PG_FUNCTION_INFO_V1(accord_jsonschema_to_text);
Datum
accord_jsonschema_to_text(PG_FUNCTION_ARGS)
{
	int			len;
	const char *source = accord_jsonschema_source(GETARG_JSONSCHEMA(0), &len);

	PG_RETURN_TEXT_P(cstring_to_text_with_len(source, len));
}

PG_FUNCTION_INFO_V1(accord_jsonschema_to_jsonb);
Datum
accord_jsonschema_to_jsonb(PG_FUNCTION_ARGS)
{
	return DirectFunctionCall1(jsonb_in, CStringGetDatum(source_copy(GETARG_JSONSCHEMA(0))));
}

static bool
is_same_source(FunctionCallInfo fcinfo)
{
	int			left_len;
	int			right_len;
	const char *left = accord_jsonschema_source(GETARG_JSONSCHEMA(0), &left_len);
	const char *right = accord_jsonschema_source(GETARG_JSONSCHEMA(1), &right_len);

	return left_len == right_len && memcmp(left, right, left_len) == 0;
}

PG_FUNCTION_INFO_V1(accord_jsonschema_eq);
Datum
accord_jsonschema_eq(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(is_same_source(fcinfo));
}

PG_FUNCTION_INFO_V1(accord_jsonschema_ne);
Datum
accord_jsonschema_ne(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(!is_same_source(fcinfo));
}

PG_FUNCTION_INFO_V1(accord_jsonschema_hash);
Datum
accord_jsonschema_hash(PG_FUNCTION_ARGS)
{
	int			len;
	const char *source = accord_jsonschema_source(GETARG_JSONSCHEMA(0), &len);

	return hash_any((const unsigned char *) source, len);
}

PG_FUNCTION_INFO_V1(accord_jsonschema_hash_extended);
Datum
accord_jsonschema_hash_extended(PG_FUNCTION_ARGS)
{
	int			len;
	const char *source = accord_jsonschema_source(GETARG_JSONSCHEMA(0), &len);

	return hash_any_extended((const unsigned char *) source, len, PG_GETARG_INT64(1));
}
