/*
 * values.c
 *	  The values of "enum" and "const".
 *
 * Strings are kept apart from the rest, since nearly all enums are lists of
 * strings; null, true and false are told by their kind alone.
 */
#include "postgres.h"

#include "fmgr.h"
#include "lib/stringinfo.h"
#include "miscadmin.h"
#include "port/pg_bitutils.h"
#include "utils/fmgrprotos.h"

#include "support/compat.h"
#include "support/errors.h"

#include "jsonschema/compiler.h"

/* with fewer values a hash costs more than the search it spares: measured */
#define MIN_HASHED_STRINGS 9
#define MIN_HASHED_OTHERS 16

static const AccordKind kind_of[] = {
	[ACCORD_JSON_NULL] = ACCORD_NULL,
	[ACCORD_JSON_FALSE] = ACCORD_FALSE,
	[ACCORD_JSON_TRUE] = ACCORD_TRUE,
	[ACCORD_JSON_NUMBER] = ACCORD_NUMBER,
	[ACCORD_JSON_STRING] = ACCORD_STRING,
	[ACCORD_JSON_ARRAY] = ACCORD_ARRAY,
	[ACCORD_JSON_OBJECT] = ACCORD_OBJECT,
};

/* jsonb_in() would raise a hard error for a number that it cannot hold. */
static bool
check_numbers(AccordCompiler *compiler, const AccordJson *value)
{
	if (value->kind == ACCORD_JSON_NUMBER && accord_number_parse(value->string, value->len) == NULL)
		return accord_refuse(compiler, ACCORD_ERRCODE_INVALID_SCHEMA, value, NULL,
							 "invalid JSON schema: the number is out of range");
	for (const AccordJson *child = value->first; child; child = child->next)
		if (!check_numbers(compiler, child))
			return false;
	return true;
}

/* The value as jsonb, kept with the program. */
static bool
keep_value(AccordCompiler *compiler, const AccordJson *value, AccordValue *kept)
{
	const AccordSource *source = compiler->sources[compiler->resource->document];
	char	   *text = pnstrdup(source->data + value->offset, value->end - value->offset);
	Datum		datum;
	Jsonb	   *doc;
	char	   *copy;

	if (!accord_jsonb_in(text, &datum))
		return accord_refuse(compiler, ACCORD_ERRCODE_INVALID_SCHEMA, value, NULL,
							 "invalid JSON schema: the value does not fit jsonb");
	doc = DatumGetJsonbP(datum);
	copy = accord_keep(compiler, 1, VARSIZE(doc));
	memcpy(copy, doc, VARSIZE(doc));
	accord_value_root((const Jsonb *) copy, kept);
	pfree(doc);
	pfree(text);
	return true;
}

static int
compare_texts(const void *a, const void *b)
{
	const AccordText *left = a;
	const AccordText *right = b;

	return accord_key_compare(left->data, left->len, right->data, right->len);
}

static int
compare_others(const void *a, const void *b)
{
	return accord_value_compare(a, b);
}

static uint32
hash_text(const void *entry)
{
	const AccordText *string = entry;

	return accord_string_hash(string->data, string->len);
}

static uint32
hash_other(const void *entry)
{
	return accord_value_hash(entry);
}

static bool
add_value(AccordCompiler *compiler, AccordValues *values, const AccordJson *value)
{
	CHECK_FOR_INTERRUPTS();
	values->kinds |= ACCORD_KIND_BIT(kind_of[value->kind]);
	values->count++;
	switch (value->kind)
	{
		case ACCORD_JSON_STRING:
			values->strings[values->nstrings++] =
				accord_keep_text(compiler, value->string, value->len);
			return true;
		case ACCORD_JSON_NUMBER:
		case ACCORD_JSON_ARRAY:
		case ACCORD_JSON_OBJECT:
			return check_numbers(compiler, value) &&
				keep_value(compiler, value, &values->others[values->nothers++]);
		default:
			return true;
	}
}

/* Appends a value as the schema spells it, on one line. */
static void
append_spelling(AccordCompiler *compiler, StringInfo out, const AccordJson *value)
{
	const AccordSource *source = compiler->sources[compiler->resource->document];

	accord_text_append(out, source->data + value->offset,
					   value->end - value->offset, ACCORD_SHOWN_BYTES);
}

static void
finish_values(AccordCompiler *compiler, AccordValues *values, StringInfo expected)
{
	MemoryContext context = compiler->program->context;

	values->nstrings = accord_lookup_build(&values->string_lookup, context, values->strings,
										   values->nstrings, sizeof(AccordText),
										   MIN_HASHED_STRINGS, hash_text, compare_texts);
	values->nothers = accord_lookup_build(&values->other_lookup, context, values->others,
										  values->nothers, sizeof(AccordValue),
										  MIN_HASHED_OTHERS, hash_other, compare_others);
	values->expected = accord_keep_string(compiler, expected->data, expected->len);
	pfree(expected->data);
}

static AccordValues *
new_values(AccordCompiler *compiler, const AccordJson *first)
{
	AccordValues *values = accord_keep(compiler, sizeof(AccordValues), 1);
	int			nstrings = 0;
	int			nothers = 0;

	for (const AccordJson *value = first; value; value = value->next)
	{
		if (value->kind == ACCORD_JSON_STRING)
			nstrings++;
		else if (value->kind >= ACCORD_JSON_NUMBER)
			nothers++;
	}
	values->strings = accord_keep(compiler, sizeof(AccordText), nstrings);
	values->others = accord_keep(compiler, sizeof(AccordValue), nothers);
	return values;
}

/* Is every value of the list another one? */
static bool
are_different(const AccordValues *values)
{
	int			literals = ACCORD_KIND_BIT(ACCORD_NULL) | ACCORD_KIND_BIT(ACCORD_FALSE) |
		ACCORD_KIND_BIT(ACCORD_TRUE);

	/* equal ones have been dropped where they are kept */
	return values->nstrings + values->nothers +
		pg_popcount32((uint32) (values->kinds & literals)) == values->count;
}

AccordValues *
accord_compile_enum(AccordCompiler *compiler, AccordJson *array)
{
	AccordValues *values = new_values(compiler, array->first);
	StringInfoData expected;

	initStringInfo(&expected);
	for (AccordJson *value = array->first; value; value = value->next)
	{
		if (!add_value(compiler, values, value))
			return NULL;
		if (expected.len >= ACCORD_SHOWN_BYTES)
			continue;
		if (value != array->first)
			appendStringInfoString(&expected, ", ");
		append_spelling(compiler, &expected, value);
		if (expected.len >= ACCORD_SHOWN_BYTES && value->next)
			appendStringInfo(&expected, ", ... (%d values in all)", array->nchildren);
	}
	finish_values(compiler, values, &expected);
	if (compiler->resource->dialect->draft == ACCORD_DRAFT_4 && !are_different(values))
	{
		accord_refuse(compiler, ACCORD_ERRCODE_INVALID_SCHEMA, array, NULL,
					  "invalid JSON schema: \"enum\" must be a non-empty array of different values");
		return NULL;
	}
	return values;
}

AccordValues *
accord_compile_const(AccordCompiler *compiler, AccordJson *value)
{
	AccordValues *values = accord_keep(compiler, sizeof(AccordValues), 1);
	StringInfoData expected;

	values->strings = accord_keep(compiler, sizeof(AccordText), 1);
	values->others = accord_keep(compiler, sizeof(AccordValue), 1);
	if (!add_value(compiler, values, value))
		return NULL;
	initStringInfo(&expected);
	append_spelling(compiler, &expected, value);
	finish_values(compiler, values, &expected);
	return values;
}
