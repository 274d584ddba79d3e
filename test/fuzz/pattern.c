/*
 * pattern.c
 *	  Fuzz target: a regular expression on the first line, a string after it.
 *
 * build: server src/jsonschema/pattern*.c src/jsonschema/ecma*.c
 */
#include "server.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "jsonschema/ecma.h"
#include "jsonschema/pattern.h"
#include "jsonschema/pattern_simple.h"

/* what PCRE2 may do where it is asked for a second opinion */
#define MATCH_LIMIT 10000

typedef struct Input
{
	FuzzText	pattern;
	FuzzText	string;
} Input;

/* The length does not depend on the room, and every place has a source. */
static FuzzText
translate(const FuzzText *pattern, long len)
{
	AccordEcma	ecma;
	FuzzText	out = {malloc(len > 0 ? len : 1), len};

	FUZZ_CHECK(out.data != NULL);
	FUZZ_CHECK(accord_ecma_translate(&ecma, pattern->data, pattern->len, out.data, len) == len);
	if (len < 1000)
		for (long i = 0; i <= len; i++)
			FUZZ_CHECK(accord_ecma_source(pattern->data, pattern->len, i) <= pattern->len);
	return out;
}

/* PCRE2's verdict: negative where it has none. */
static int
pcre2_verdict(const FuzzText *translated, const FuzzText *string)
{
	int			error;
	PCRE2_SIZE	offset;
	pcre2_code *code = pcre2_compile((PCRE2_SPTR) translated->data, translated->len,
									 PCRE2_UTF | PCRE2_ALLOW_EMPTY_CLASS |
									 PCRE2_DOLLAR_ENDONLY | PCRE2_MATCH_UNSET_BACKREF,
									 &error, &offset, NULL);
	pcre2_match_context *context = pcre2_match_context_create(NULL);
	pcre2_match_data *data = pcre2_match_data_create(1, NULL);
	int			result = -1;

	FUZZ_CHECK(code != NULL && context != NULL && data != NULL);
	pcre2_set_match_limit(context, MATCH_LIMIT);
	result = pcre2_match(code, (PCRE2_SPTR) string->data, string->len, 0, 0, data, context);
	pcre2_match_data_free(data);
	pcre2_match_context_free(context);
	pcre2_code_free(code);
	if (result == PCRE2_ERROR_NOMATCH)
		return 0;
	return result >= 0 ? 1 : -1;
}

/* What our own matcher takes on PCRE2 takes too, with the same verdict. */
static void
check_simple(const Input *input, const FuzzText *translated)
{
	AccordSimple simple;
	int			verdict;

	if (!accord_simple_compile(&simple, input->pattern.data, input->pattern.len))
		return;
	verdict = pcre2_verdict(translated, &input->string);
	if (verdict >= 0)
		FUZZ_CHECK(accord_simple_matches(&simple, input->string.data, input->string.len) ==
				   (verdict > 0));
}

/* As a schema does it, a match again and again, and once under a cancel. */
static void
match(void *arg)
{
	const Input *input = arg;
	AccordPatternError error = {0};
	Size		external = 0;
	AccordPattern *pattern = accord_pattern_compile(input->pattern.data, (int) input->pattern.len,
													&external, &error);
	bool		matches;

	if (pattern == NULL)
	{
		FUZZ_CHECK(error.reason != NULL);
		FUZZ_CHECK(error.offset >= 0 && error.offset <= (int) input->pattern.len);
		return;
	}
	if (!fuzz_is_server_text(&input->string))
		return;
	/* what is long takes a second to give up: only now and then */
	if (input->string.len % 8 != 0)
		fuzz_cancel();
	matches = accord_pattern_matches(pattern, input->string.data, (int) input->string.len);
	FUZZ_CHECK(accord_pattern_matches(pattern, input->string.data, (int) input->string.len) == matches);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	Input		input;
	AccordEcma	ecma;
	long		len;

	fuzz_split(data, size, &input.pattern, &input.string);
	len = accord_ecma_translate(&ecma, input.pattern.data, input.pattern.len, NULL, 0);
	if (len < 0)
	{
		FUZZ_CHECK(ecma.reason != NULL && ecma.pos <= input.pattern.len);
		FUZZ_CHECK(!accord_ecma_is_valid(input.pattern.data, input.pattern.len));
	}
	else
	{
		FuzzText	translated = translate(&input.pattern, len);

		if (fuzz_is_server_text(&input.string))
			check_simple(&input, &translated);
		free(translated.data);
	}
	fuzz_run(match, &input);
	free(input.pattern.data);
	free(input.string.data);
	return 0;
}
