/*
 * document.c
 *	  Fuzz target: a schema on the first line, a document after it.
 *
 * There is no second engine to ask, but there are other ways to say the same.
 *
 * build: server engine
 */
#include "server.h"

#include "lib/stringinfo.h"

#include "jsonschema/walk.h"

typedef struct Input
{
	FuzzText	schema;
	FuzzText	document;
} Input;

/* A schema and a document around the two, with the verdict of both or its contrary. */
typedef struct Wrapping
{
	const char *schema;
	const char *document;
	bool		contrary;
} Wrapping;

static const Wrapping wrappings[] = {
	{"{\"not\":%s}", "%s", true},
	{"{\"allOf\":[true,%s]}", "%s", false},
	{"{\"anyOf\":[false,%s]}", "%s", false},
	{"{\"oneOf\":[%s,false]}", "%s", false},
	{"{\"if\":%s,\"then\":true,\"else\":false}", "%s", false},
	{"{\"items\":%s}", "[%s]", false},
	{"{\"prefixItems\":[true,%s]}", "[0,%s]", false},
	{"{\"contains\":%s}", "[%s]", false},
	{"{\"properties\":{\"b\":%s}}", "{\"a\":1,\"b\":%s}", false},
	{"{\"patternProperties\":{\"^x\":%s}}", "{\"x1\":%s,\"y\":1}", false},
	{"{\"additionalProperties\":%s}", "{\"a\":%s}", false},
	{"{\"prefixItems\":[true],\"unevaluatedItems\":%s}", "[0,%s]", false},
	{"{\"properties\":{\"y\":true},\"unevaluatedProperties\":%s}", "{\"x\":%s,\"y\":1}", false},
	{"{\"allOf\":[{\"properties\":{\"y\":true}}],\"unevaluatedProperties\":%s}", "{\"x\":%s,\"y\":1}", false},
};

/* The text with the other one in the place of its %s. */
static char *
fill(const char *form, const FuzzText *text)
{
	const char *place = strstr(form, "%s");
	StringInfoData out;

	initStringInfo(&out);
	appendBinaryStringInfo(&out, form, place - form);
	appendBinaryStringInfo(&out, text->data, text->len);
	appendStringInfoString(&out, place + strlen("%s"));
	return out.data;
}

static bool
verdict(const char *schema, const char *document)
{
	AccordSchemaError error = {0};
	AccordProgram *program = accord_program_compile(schema, strlen(schema), &error);
	Jsonb	   *doc = fuzz_jsonb(document, strlen(document));

	FUZZ_CHECK(program != NULL && doc != NULL);
	return accord_walk(program, doc);
}

/*
 * A keyword of identity may mean something else in another place, and so may
 * text that is near the limit of nesting.
 */
static void
check_wrappings(const Input *input, bool valid)
{
	if (input->schema.len > 500 || input->document.len > 500 ||
		memchr(input->schema.data, '$', input->schema.len) ||
		memchr(input->schema.data, '\\', input->schema.len) ||
		memmem(input->schema.data, input->schema.len, "\"id\"", strlen("\"id\"")))
		return;
	for (size_t i = 0; i < lengthof(wrappings); i++)
		FUZZ_CHECK(verdict(fill(wrappings[i].schema, &input->schema),
						   fill(wrappings[i].document, &input->document)) ==
				   (wrappings[i].contrary ? !valid : valid));
}

static void
check_violation(const AccordViolation *violation)
{
	FUZZ_CHECK(violation->instance_path && violation->schema_path && violation->absolute_path);
	FUZZ_CHECK(violation->keyword && violation->keyword[0]);
	FUZZ_CHECK(violation->message && violation->message[0]);
}

/* Verdict and report agree, and a report that ends early begins the same. */
static void
check_reports(const AccordProgram *program, const Jsonb *doc, bool valid)
{
	AccordReport all;
	AccordReport first;

	accord_report_init(&all, program, 100);
	all.absolute_paths = true;
	FUZZ_CHECK(accord_walk_report(&all, doc) == valid);
	FUZZ_CHECK((all.count == 0) == valid);
	for (int i = 0; i < all.count; i++)
		check_violation(&all.violations[i]);
	accord_report_init(&first, program, 1);
	first.mask_names = true;
	first.show_values = true;
	FUZZ_CHECK(accord_walk_report(&first, doc) == valid);
	FUZZ_CHECK(first.count == (valid ? 0 : 1));
	if (!valid)
		FUZZ_CHECK(strcmp(all.violations[0].schema_path, first.violations[0].schema_path) == 0 &&
				   strcmp(all.violations[0].keyword, first.violations[0].keyword) == 0);
}

static void
walk(void *arg)
{
	const Input *input = arg;
	AccordSchemaError error = {0};
	AccordProgram *program = accord_program_compile(input->schema.data, (int) input->schema.len, &error);
	char	   *text;
	Jsonb	   *doc;
	bool		valid;

	if (program == NULL)
		return;
	text = pnstrdup(input->document.data, input->document.len);

	doc = fuzz_jsonb(text, (int) input->document.len);
	if (doc == NULL)
		return;
	valid = accord_walk(program, doc);
	check_reports(program, doc, valid);
	check_wrappings(input, valid);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	Input		input;

	fuzz_split(data, size, &input.schema, &input.document);
	if (fuzz_is_server_text(&input.schema) && fuzz_is_server_text(&input.document))
		fuzz_run(walk, &input);
	free(input.schema.data);
	free(input.document.data);
	return 0;
}
