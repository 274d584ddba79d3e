/*
 * schema.c
 *	  Fuzz target: the text of a schema, or of what is none.
 *
 * build: server engine
 */
#include "server.h"

#include "nodes/pg_list.h"

#include "jsonschema/program.h"

/* A refusal says what and where. */
static void
check_error(const AccordSchemaError *error, const FuzzText *text)
{
	FUZZ_CHECK(error->sqlerrcode != 0);
	FUZZ_CHECK(error->message != NULL && error->message[0] != '\0');
	FUZZ_CHECK(error->line >= 0 && error->column >= 0);
	FUZZ_CHECK(error->line <= (int) text->len + 1 && error->column <= (int) text->len + 1);
	FUZZ_CHECK((error->line == 0) == (error->column == 0));
}

static bool
is_inside(const AccordProgram *program, const FuzzText *text)
{
	for (int i = 0; i < program->ndialects; i++)
		if (program->dialects[i] < 0 || program->dialects[i] >= (int) text->len)
			return false;
	return program->root->offset >= 0 && program->root->offset < (int) text->len;
}

/* What compiles needs nothing from elsewhere; the converse is not true. */
static void
compile(void *arg)
{
	const FuzzText *text = arg;
	AccordSchemaError error = {0};
	AccordSchemaError again = {0};
	AccordProgram *program = accord_program_compile(text->data, (int) text->len, &error);
	List	   *missing = NIL;

	if (program == NULL)
		check_error(&error, text);
	else
		FUZZ_CHECK(is_inside(program, text));
	if (accord_program_missing(text->data, (int) text->len, NULL, NULL, &missing, &again))
		FUZZ_CHECK(program == NULL || missing == NIL);
	else
	{
		check_error(&again, text);
		FUZZ_CHECK(program == NULL);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	FuzzText text = fuzz_text(data, size);

	if (fuzz_is_server_text(&text))
		fuzz_run(compile, &text);
	free(text.data);
	return 0;
}
