/*
 * uri_test.c
 *	  References are split, resolved and decoded as RFC 3986 says.
 *
 * Needs no server.
 *
 * build: src/jsonschema/uri.c src/jsonschema/format_text.c
 */
#include "jsonschema/uri.h"

#include "tap.h"

typedef struct Resolution
{
	const char *base;
	const char *reference;
	const char *result;
} Resolution;

#define RFC_BASE "http://a/b/c/d;p?q"

static const Resolution resolutions[] = {
	/* section 5.4.1, without the fragments of its results */
	{RFC_BASE, "g:h", "g:h"},
	{RFC_BASE, "g", "http://a/b/c/g"},
	{RFC_BASE, "./g", "http://a/b/c/g"},
	{RFC_BASE, "g/", "http://a/b/c/g/"},
	{RFC_BASE, "/g", "http://a/g"},
	{RFC_BASE, "//g", "http://g"},
	{RFC_BASE, "?y", "http://a/b/c/d;p?y"},
	{RFC_BASE, "g?y", "http://a/b/c/g?y"},
	{RFC_BASE, "#s", "http://a/b/c/d;p?q"},
	{RFC_BASE, "g#s", "http://a/b/c/g"},
	{RFC_BASE, "g?y#s", "http://a/b/c/g?y"},
	{RFC_BASE, ";x", "http://a/b/c/;x"},
	{RFC_BASE, "g;x", "http://a/b/c/g;x"},
	{RFC_BASE, "g;x?y#s", "http://a/b/c/g;x?y"},
	{RFC_BASE, "", "http://a/b/c/d;p?q"},
	{RFC_BASE, ".", "http://a/b/c/"},
	{RFC_BASE, "./", "http://a/b/c/"},
	{RFC_BASE, "..", "http://a/b/"},
	{RFC_BASE, "../", "http://a/b/"},
	{RFC_BASE, "../g", "http://a/b/g"},
	{RFC_BASE, "../..", "http://a/"},
	{RFC_BASE, "../../", "http://a/"},
	{RFC_BASE, "../../g", "http://a/g"},
	/* section 5.4.2 */
	{RFC_BASE, "../../../g", "http://a/g"},
	{RFC_BASE, "../../../../g", "http://a/g"},
	{RFC_BASE, "/./g", "http://a/g"},
	{RFC_BASE, "/../g", "http://a/g"},
	{RFC_BASE, "g.", "http://a/b/c/g."},
	{RFC_BASE, ".g", "http://a/b/c/.g"},
	{RFC_BASE, "g..", "http://a/b/c/g.."},
	{RFC_BASE, "..g", "http://a/b/c/..g"},
	{RFC_BASE, "./../g", "http://a/b/g"},
	{RFC_BASE, "./g/.", "http://a/b/c/g/"},
	{RFC_BASE, "g/./h", "http://a/b/c/g/h"},
	{RFC_BASE, "g/../h", "http://a/b/c/h"},
	{RFC_BASE, "g;x=1/./y", "http://a/b/c/g;x=1/y"},
	{RFC_BASE, "g;x=1/../y", "http://a/b/c/y"},
	{RFC_BASE, "g?y/./x", "http://a/b/c/g?y/./x"},
	{RFC_BASE, "g?y/../x", "http://a/b/c/g?y/../x"},
	{RFC_BASE, "g#s/./x", "http://a/b/c/g"},
	{RFC_BASE, "g#s/../x", "http://a/b/c/g"},
	{RFC_BASE, "http:g", "http:g"},

	/* the base's fragment and, under a new path, its query do not count */
	{"http://a/b?q#f", "", "http://a/b?q"},
	{"http://a/b?q#f", "#g", "http://a/b?q"},
	{"http://a/b?q#f", "?", "http://a/b?"},
	{"http://a", "b", "http://a/b"},
	{"http://a?q", "../b", "http://a/b"},
	{"http://a/b/", "c", "http://a/b/c"},
	{"http://a//b", "../c", "http://a/c"},
	{"http://a//b/", "../c", "http://a//c"},

	/* case: scheme and host have one, the rest two */
	{"", "HTTP://User@Example.COM:80/A?B", "http://User@example.com:80/A?B"},
	{"HTTP://Example.COM/A", "B", "http://example.com/B"},

	/* escapes: none where none is needed, else in capitals */
	{"", "http://a/%7euser/%61%2Db?%5f=%2b", "http://a/~user/a-b?_=%2B"},
	{"", "http://ex%41mple.%63om/", "http://example.com/"},
	{"", "http://us%65r%3a@EX%c3%a9.com", "http://user%3A@ex%C3%A9.com"},
	{"", "http://a/%2e%2E/b/%2e/c", "http://a/b/c"},
	{"http://a/b/c", "%2e%2e/d", "http://a/d"},
	{"", "http://a/%2f%3f%23%25%40", "http://a/%2F%3F%23%25%40"},
	{"", "%61:b", "./a:b"},
	{"", "urn:%61%3a", "urn:a%3A"},
	{"http://a/%62/c", "%64", "http://a/b/d"},
	/* a malformed one leaves its part as it is */
	{"", "http://a/%%37e/%61", "http://a/%%37e/%61"},
	{"", "http://a%/%6", "http://a%/%6"},
	/* one that dot segments take away keeps nothing from its normal form */
	{"", "http://a/%/../%7eb", "http://a/~b"},
	{"a/%/b", "../%7ec/x/%2e%2E/d", "a/~c/d"},
	{"", "http://A%4/%61?%", "http://a%4/a?%"},

	/* urn: a base without slashes */
	{"urn:x:y", "", "urn:x:y"},
	{"urn:x:y", "#a", "urn:x:y"},
	{"urn:x:y", "urn:z", "urn:z"},
	{"urn:x:y", "z", "urn:z"},
	{"urn:x:y", "?z", "urn:x:y?z"},
	{"URN:X:Y", "#", "urn:X:Y"},

	/* no base, or one that is relative itself */
	{"", "", ""},
	{"", "#a", ""},
	{"", "a/./b/../c", "a/c"},
	{"", "a/..", ""},
	{"", "../a", "../a"},
	{"", "../../a", "../../a"},
	{"", "../b/../a", "../a"},
	{"", "..", ".."},
	{"", "/../a", "/a"},
	{"a", "b", "b"},
	{"a/b", "c", "a/c"},
	{"a/b", "../c", "c"},
	{"a/b", "../../c", "../c"},
	{"/a/b", "../../c", "/c"},

	/* what dot segments kept apart stays so */
	{"", "./a:b", "./a:b"},
	{"", "x/../a:b", "./a:b"},
	{"", "a/b:c", "a/b:c"},
	{"", "./1:b", "1:b"},
	{"", "/.//a", "/.//a"},
	{"f:/a", "/b/..//c", "f:/.//c"},
	{"f://h/a", "/b/..//c", "f://h//c"},
};

static void
test_resolution(const Resolution *r)
{
	size_t		base_len = strlen(r->base);
	size_t		ref_len = strlen(r->reference);
	char	   *base = tap_exact_copy(r->base, base_len);
	char	   *ref = tap_exact_copy(r->reference, ref_len);
	char	   *out = malloc(base_len + ref_len + 2);
	size_t		len;

	if (out == NULL)
		abort();
	len = accord_uri_resolve(base, base_len, ref, ref_len, out);
	tap_result(len == strlen(r->result) && memcmp(out, r->result, len) == 0);
	tap_print_text(ref, ref_len);
	printf(" from ");
	tap_print_text(base, base_len);
	printf(" is ");
	tap_print_text(out, len);
	putchar('\n');
	free(out);
	free(ref);
	free(base);
}

/* A result must be its own normal form, or one resource gets two names. */
static void
test_normal_form(const Resolution *r)
{
	size_t		len = strlen(r->result);
	char	   *result = tap_exact_copy(r->result, len);
	char	   *out = malloc(len + 2);
	size_t		out_len;

	if (out == NULL)
		abort();
	out_len = accord_uri_resolve("", 0, result, len, out);
	tap_result(out_len == len && memcmp(out, result, len) == 0);
	tap_print_text(result, len);
	printf(" is normal\n");
	free(out);
	free(result);
}

/* Parts in the order scheme, authority, path, query, fragment. */
typedef struct Split
{
	const char *text;
	const char *parts[5];
} Split;

static const Split splits[] = {
	{"", {NULL, NULL, "", NULL, NULL}},
	{"a", {NULL, NULL, "a", NULL, NULL}},
	{"a:", {"a", NULL, "", NULL, NULL}},
	{"a:b", {"a", NULL, "b", NULL, NULL}},
	{"A+1-.:b", {"A+1-.", NULL, "b", NULL, NULL}},
	{"1:b", {NULL, NULL, "1:b", NULL, NULL}},
	{"-:b", {NULL, NULL, "-:b", NULL, NULL}},
	{":b", {NULL, NULL, ":b", NULL, NULL}},
	{"a/b:c", {NULL, NULL, "a/b:c", NULL, NULL}},
	{"//", {NULL, "", "", NULL, NULL}},
	{"//a", {NULL, "a", "", NULL, NULL}},
	{"/a//b", {NULL, NULL, "/a//b", NULL, NULL}},
	{"?", {NULL, NULL, "", "", NULL}},
	{"#", {NULL, NULL, "", NULL, ""}},
	{"?a?b/c#d?e#f", {NULL, NULL, "", "a?b/c", "d?e#f"}},
	{"s://a@b:1/c?d#e", {"s", "a@b:1", "/c", "d", "e"}},
	{"s://a?d", {"s", "a", "", "d", NULL}},
	{"s://a#e", {"s", "a", "", NULL, "e"}},
	{"urn:x:y#e", {"urn", NULL, "x:y", NULL, "e"}},
};

static bool
is_part(const char *expected, const char *part, size_t len)
{
	if (expected == NULL || part == NULL)
		return expected == part;
	return strlen(expected) == len && memcmp(expected, part, len) == 0;
}

static void
test_split(const Split *split)
{
	size_t		len = strlen(split->text);
	char	   *text = tap_exact_copy(split->text, len);
	AccordUri	uri;

	accord_uri_split(text, len, &uri);
	tap_result(is_part(split->parts[0], uri.scheme, uri.scheme_len) &&
			   is_part(split->parts[1], uri.authority, uri.authority_len) &&
			   is_part(split->parts[2], uri.path, uri.path_len) &&
			   is_part(split->parts[3], uri.query, uri.query_len) &&
			   is_part(split->parts[4], uri.fragment, uri.fragment_len));
	tap_print_text(text, len);
	printf(" is split into its parts\n");
	free(text);
}

/* result is NULL where an escape is malformed */
typedef struct Decoding
{
	const char *text;
	const char *result;
} Decoding;

static const Decoding decodings[] = {
	{"", ""},
	{"abc", "abc"},
	{"%41%7e", "A~"},
	{"%7E%C3%a9", "~\xc3\xa9"},
	{"/a%25b", "/a%b"},
	{"%2541", "%41"},
	{"%0a%09%9F%fF", "\n\t\x9f\xff"},
	{"%", NULL},
	{"%4", NULL},
	{"a%", NULL},
	{"%4g", NULL},
	{"%g4", NULL},
	{"%%41", NULL},
};

static void
test_decoding(const Decoding *decoding)
{
	size_t		len = strlen(decoding->text);
	char	   *text = tap_exact_copy(decoding->text, len);
	char	   *out = tap_exact_copy(decoding->text, len);
	long		n = accord_uri_decode(text, len, out);

	if (decoding->result == NULL)
		tap_result(n == -1);
	else
		tap_result(n == (long) strlen(decoding->result) &&
				   memcmp(out, decoding->result, (size_t) n) == 0);
	tap_print_text(text, len);
	printf(decoding->result == NULL ? " is refused\n" : " is decoded\n");
	free(out);
	free(text);
}

int
main(void)
{
	size_t		i;

	for (i = 0; i < sizeof(splits) / sizeof(splits[0]); i++)
		test_split(&splits[i]);
	for (i = 0; i < sizeof(resolutions) / sizeof(resolutions[0]); i++)
		test_resolution(&resolutions[i]);
	for (i = 0; i < sizeof(resolutions) / sizeof(resolutions[0]); i++)
		test_normal_form(&resolutions[i]);
	for (i = 0; i < sizeof(decodings) / sizeof(decodings[0]); i++)
		test_decoding(&decodings[i]);
	return tap_done();
}
