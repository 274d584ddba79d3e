/*
 * uri.c
 *	  Fuzz target: a base URI on the first line, a reference after it.
 *
 * build: src/jsonschema/uri.c src/jsonschema/format_text.c
 */
#include "jsonschema/uri.h"

#include "fuzz.h"

/* The parts and their delimiters are the whole text. */
static void
check_split(const FuzzText *text)
{
	AccordUri	uri;
	size_t		len;

	accord_uri_split(text->data, text->len, &uri);
	len = uri.path_len;
	if (uri.scheme)
		len += uri.scheme_len + strlen(":");
	if (uri.authority)
		len += uri.authority_len + strlen("//");
	if (uri.query)
		len += uri.query_len + strlen("?");
	if (uri.fragment)
		len += uri.fragment_len + strlen("#");
	FUZZ_CHECK(len == text->len);
	FUZZ_CHECK(uri.path >= text->data && uri.path + uri.path_len <= text->data + text->len);
}

static void
check_decode(const FuzzText *text)
{
	FuzzText	out = fuzz_text((uint8_t *) text->data, text->len);
	long		len = accord_uri_decode(text->data, text->len, out.data);

	FUZZ_CHECK(len >= -1 && len <= (long) text->len);
	FUZZ_CHECK(len >= 0 || memchr(text->data, '%', text->len) != NULL);
	free(out.data);
}

/* A result is its own normal form, and has no fragment. */
static void
check_resolve(const FuzzText *base, const FuzzText *ref)
{
	size_t		room = base->len + ref->len + 2;
	char	   *out = malloc(room);
	char	   *again = malloc(room + 2);
	FuzzText	result;
	size_t		len = accord_uri_resolve(base->data, base->len, ref->data, ref->len, out);

	FUZZ_CHECK(len <= room);
	FUZZ_CHECK(memchr(out, '#', len) == NULL);
	result = fuzz_text((uint8_t *) out, len);
	FUZZ_CHECK(accord_uri_resolve("", 0, result.data, len, again) == len);
	FUZZ_CHECK(memcmp(again, out, len) == 0);
	free(result.data);
	free(again);
	free(out);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	FuzzText	base;
	FuzzText	ref;

	fuzz_split(data, size, &base, &ref);
	check_split(&base);
	check_split(&ref);
	check_decode(&ref);
	check_resolve(&base, &ref);
	free(base.data);
	free(ref.data);
	return 0;
}
