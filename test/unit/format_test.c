/*
 * format_test.c
 *	  Each format accepts and refuses what its RFC says; near misses stand
 *	  beside what they miss.
 *
 * Needs no server.
 *
 * build: src/jsonschema/format*.c src/jsonschema/uri.c
 */
#include "jsonschema/ecma.h"
#include "jsonschema/format.h"

#include "tap.h"

#define REPEAT_10(s) s s s s s s s s s s
#define LABEL_60	REPEAT_10("abcdef")

/* 3 labels of 63, dots between them: 191 bytes */
#define LABELS_191	LABEL_60 "abc." LABEL_60 "abc." LABEL_60 "abc"

typedef struct Case
{
	const char *format;
	bool		valid;
	const char *text;
} Case;

static const Case cases[] = {
	{"uuid", true, "123e4567-e89b-12d3-a456-426614174000"},
	{"uuid", true, "FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF"},
	{"uuid", true, "00000000-0000-0000-0000-000000000000"},
	{"uuid", true, "09afAF09-09af-AF09-09af-AF0909afAF09"},
	{"uuid", false, ""},
	{"uuid", false, "123e4567-e89b-12d3-a456-42661417400"},
	{"uuid", false, "123e4567-e89b-12d3-a456-4266141740000"},
	{"uuid", false, "{123e4567-e89b-12d3-a456-4266141740}"},
	{"uuid", false, "123e4567e-89b-12d3-a456-426614174000"},
	{"uuid", false, "123e4567-e89b1-2d3-a456-426614174000"},
	{"uuid", false, "123e4567-e89b-12d3a-456-426614174000"},
	{"uuid", false, "123e4567-e89b-12d3-a4564-26614174000"},
	{"uuid", false, "123e4567-e89b-12d3-a456_426614174000"},
	/* the neighbours of the digits and letters, in each of the five groups */
	{"uuid", false, "/23e4567-e89b-12d3-a456-426614174000"},
	{"uuid", false, "123e456:-e89b-12d3-a456-426614174000"},
	{"uuid", false, "123e4567-@89b-12d3-a456-426614174000"},
	{"uuid", false, "123e4567-e89G-12d3-a456-426614174000"},
	{"uuid", false, "123e4567-e89b-`2d3-a456-426614174000"},
	{"uuid", false, "123e4567-e89b-12dg-a456-426614174000"},
	{"uuid", false, "123e4567-e89b-12d3--456-426614174000"},
	{"uuid", false, "123e4567-e89b-12d3-a45 -426614174000"},
	{"uuid", false, "123e4567-e89b-12d3-a456-\x7f" "26614174000"},
	{"uuid", false, "123e4567-e89b-12d3-a456-42661417400\x10"},
	{"uuid", false, "123e4567-e89b-12d3-a456-4266\xc3\xa9" "174000"},

	{"date", true, "2024-02-29"},
	{"date", true, "2000-02-29"},
	{"date", true, "0000-02-29"},
	{"date", true, "9999-12-31"},
	{"date", false, "1900-02-29"},
	{"date", false, "2024-02-30"},
	{"date", true, "2023-01-31"},
	{"date", false, "2023-01-32"},
	{"date", true, "2023-02-28"},
	{"date", false, "2023-02-29"},
	{"date", true, "2023-03-31"},
	{"date", false, "2023-03-32"},
	{"date", true, "2023-04-30"},
	{"date", false, "2023-04-31"},
	{"date", true, "2023-05-31"},
	{"date", false, "2023-05-32"},
	{"date", true, "2023-06-30"},
	{"date", false, "2023-06-31"},
	{"date", true, "2023-07-31"},
	{"date", false, "2023-07-32"},
	{"date", true, "2023-08-31"},
	{"date", false, "2023-08-32"},
	{"date", true, "2023-09-30"},
	{"date", false, "2023-09-31"},
	{"date", true, "2023-10-31"},
	{"date", false, "2023-10-32"},
	{"date", true, "2023-11-30"},
	{"date", false, "2023-11-31"},
	{"date", true, "2023-12-31"},
	{"date", false, "2023-12-32"},
	{"date", false, "2024-00-10"},
	{"date", false, "2024-13-10"},
	{"date", false, "2024-01-00"},
	{"date", false, "2024-1-01"},
	{"date", false, "2024/01/01"},
	{"date", false, "2024/01-01"},
	{"date", false, "2024-01/01"},
	{"date", false, "202a-01-01"},
	{"date", false, "2024-01-0"},
	{"date", false, "2024-01-011"},
	{"date", false, ""},

	{"time", true, "00:00:00Z"},
	{"time", true, "23:59:59z"},
	{"time", true, "12:00:00.1+14:00"},
	{"time", true, "12:00:00-23:59"},
	{"time", true, "23:59:60Z"},
	{"time", true, "23:59:60.5-00:00"},
	{"time", true, "00:59:60+01:00"},
	{"time", true, "18:59:60-05:00"},
	{"time", true, "05:29:60+05:30"},
	{"time", false, "23:59:60+01:00"},
	{"time", false, "22:59:60Z"},
	{"time", false, "23:59:61Z"},
	{"time", false, "24:00:00Z"},
	{"time", false, "12:60:00Z"},
	{"time", false, "12:00:00"},
	{"time", false, "12:00:00.Z"},
	{"time", false, "12:00:00,5Z"},
	{"time", false, "12:00:00.5"},
	{"time", false, "12:00:00+24:00"},
	{"time", false, "12:00:00+00:60"},
	{"time", false, "12:00:00+0100"},
	{"time", false, "12:00:00+01"},
	{"time", false, "12:00:00 Z"},
	{"time", false, "12-00:00Z"},
	{"time", false, "12:00-00Z"},
	{"time", false, "12:00Z"},
	{"time", false, "12:00:00ZZ"},
	{"time", false, "\xd9\xa1" "2:00:00Z"},
	{"time", false, ""},

	{"date-time", true, "2026-01-31T23:59:59Z"},
	{"date-time", true, "2026-01-31t23:59:59z"},
	{"date-time", true, "2024-02-29T00:00:00.123456789+05:45"},
	{"date-time", true, "2016-12-31T23:59:60Z"},
	{"date-time", true, "2017-01-01T00:59:60.25+01:00"},
	{"date-time", false, "2026-02-29T00:00:00Z"},
	{"date-time", false, "2026-01-31 23:59:59Z"},
	{"date-time", false, "2026-01-31T23:59:59"},
	{"date-time", false, "2026-01-31T23:59Z"},
	{"date-time", false, "2026-01-31"},
	{"date-time", false, "2026-01-31T"},
	{"date-time", false, "20260131T235959Z"},
	{"date-time", false, "2026-01-31T23:59:59+1:00"},
	{"date-time", false, " 2026-01-31T23:59:59Z"},
	{"date-time", false, ""},

	{"duration", true, "P1Y2M3DT4H5M6S"},
	{"duration", true, "P10W"},
	{"duration", true, "P0D"},
	{"duration", true, "PT5M"},
	{"duration", true, "P1M"},
	{"duration", true, "P1DT1S"},
	{"duration", false, "P"},
	{"duration", false, "PT"},
	{"duration", false, "P1DT"},
	{"duration", false, "P1Y3D"},
	{"duration", false, "PT1H3S"},
	{"duration", false, "P1W1D"},
	{"duration", false, "P1M1Y"},
	{"duration", false, "P1D1D"},
	{"duration", false, "PD"},
	{"duration", false, "P1"},
	{"duration", false, "P1S"},
	{"duration", false, "PT1D"},
	{"duration", false, "PT1.5S"},
	{"duration", false, "-P1D"},
	{"duration", false, "p1d"},
	{"duration", false, ""},

	{"email", true, "a@b"},
	{"email", true, "ann.lee+tag@mail.example.com"},
	{"email", true, "!#$%&'*+-/=?^_`{|}~@example.com"},
	{"email", true, "\"\"@example.com"},
	{"email", true, "\"a b\\\"c\\\\\"@example.com"},
	{"email", true, "\"\\ \\~\"@b"},
	{"email", false, "\"\\\x7f\"@b"},
	{"email", false, "\"\x7f\"@b"},
	{"email", false, "\"\x80\"@b"},
	{"email", true, "a@[192.0.2.1]"},
	{"email", true, "a@[IPv6:2001:db8::1]"},
	{"email", true, "a@[ipv6:::]"},
	{"email", true, LABEL_60 "abcd@example.com"},
	{"email", false, LABEL_60 "abcde@example.com"},
	{"email", true, "a@" LABEL_60 "abc.com"},
	{"email", false, "a@" LABEL_60 "abcd.com"},
	{"email", true, "a@" LABELS_191 "." LABEL_60},
	{"email", false, "a@" LABELS_191 "." LABEL_60 "a"},
	{"email", false, ""},
	{"email", false, "@"},
	{"email", false, "a"},
	{"email", false, "a@"},
	{"email", false, "@b"},
	{"email", false, ".a@b"},
	{"email", false, "a.@b"},
	{"email", false, "a..b@c"},
	{"email", false, "a b@c"},
	{"email", false, "a@b@c"},
	{"email", false, "a@b."},
	{"email", false, "a@.b"},
	{"email", false, "a@b..c"},
	{"email", false, "a@-b"},
	{"email", false, "a@b-.c"},
	{"email", false, "a@b_c"},
	{"email", false, "a@b c"},
	{"email", false, "Ann <a@b.c>"},
	{"email", false, "\"a@b"},
	{"email", false, "\"a\\"},
	{"email", false, "\"a\"b@c"},
	{"email", false, "\"a\n\"@c"},
	{"email", false, "\"a\\\n\"@c"},
	{"email", false, "a@[192.0.2.256]"},
	{"email", false, "a@[192.0.2.1"},
	{"email", false, "a@["},
	{"email", false, "a@[]"},
	{"email", false, "a@[2001:db8::1]"},
	{"email", false, "a@[IPv6:192.0.2.1]"},
	{"email", false, "a@[IPv7:::1]"},
	{"email", false, "a@[IPv\x16:::1]"},	/* no other case of '6' */
	{"email", false, "a@[IPv6]"},
	{"email", false, "a@[IPv6:]"},
	{"email", false, "\xc3\xa9@example.com"},
	{"email", false, "\"\xc3\xa9\"@example.com"},
	{"email", false, "a@\xc3\xa9.com"},

	{"idn-email", true, "a@b"},
	{"idn-email", true, "\xc3\xa9@\xc3\xa9.com"},
	{"idn-email", true, "\"\xc3\xa9 \"@example.com"},
	{"idn-email", false, "\xc3\xa9"},
	{"idn-email", false, "\xc3\xa9@"},
	{"idn-email", false, "\xc3\xa9 @example.com"},
	{"idn-email", false, "\"\\\xc3\xa9\"@example.com"},
	{"idn-email", false, "a@-\xc3\xa9.com"},

	{"hostname", true, "a"},
	{"hostname", true, "1.example"},
	{"hostname", true, "A-1.example.COM"},
	{"hostname", true, "a--b.com"},
	{"hostname", true, LABEL_60 "abc"},
	{"hostname", false, LABEL_60 "abcd"},
	{"hostname", true, LABELS_191 "." LABEL_60 "a"},
	{"hostname", false, LABELS_191 "." LABEL_60 "ab"},
	{"hostname", false, ""},
	{"hostname", false, "."},
	{"hostname", false, "a."},
	{"hostname", false, ".a"},
	{"hostname", false, "a..b"},
	{"hostname", false, "-a"},
	{"hostname", false, "a-.b"},
	{"hostname", false, "a_b"},
	{"hostname", false, "a b"},
	{"hostname", true, "ab--c"},
	{"hostname", false, "b\xc3\xbc" "cher.example"},
	/* labels beyond ASCII have a test of their own */
	{"hostname", true, "xn--bcher-kva.example"},
	{"hostname", false, "xn--a"},

	{"idn-hostname", true, "a.example"},
	{"idn-hostname", true, "b\xc3\xbc" "cher.example"},
	{"idn-hostname", false, "b\xc3\xbc" "cher."},

	{"ipv4", true, "0.0.0.0"},
	{"ipv4", true, "255.249.199.99"},
	{"ipv4", false, "256.0.0.0"},
	{"ipv4", false, "0.0.0.260"},
	{"ipv4", false, "0.0.0.999"},
	{"ipv4", false, "0.0.0.0000"},
	{"ipv4", false, "00.0.0.0"},
	{"ipv4", false, "0.0.0.01"},
	{"ipv4", false, "1.2.3"},
	{"ipv4", false, "1.2.3."},
	{"ipv4", false, "1.2.3.4."},
	{"ipv4", false, "1.2.3.4.5"},
	{"ipv4", false, "1..3.4"},
	{"ipv4", false, "1.2.3.a"},
	{"ipv4", false, "1,2,3,4"},
	{"ipv4", false, ""},

	{"ipv6", true, "::"},
	{"ipv6", true, "::1"},
	{"ipv6", true, "1::"},
	{"ipv6", true, "1:2:3:4:5:6:7:8"},
	{"ipv6", true, "1:2:3:4:5:6:7::"},
	{"ipv6", true, "::2:3:4:5:6:7:8"},
	{"ipv6", true, "1:2:3::6:7:8"},
	{"ipv6", true, "ABCD:ef01:0:00:000:0000:a:b"},
	{"ipv6", true, "1:2:3:4:5:6:192.0.2.1"},
	{"ipv6", true, "::192.0.2.1"},
	{"ipv6", true, "1::5:192.0.2.1"},
	{"ipv6", false, ""},
	{"ipv6", false, ":"},
	{"ipv6", false, "1"},
	{"ipv6", false, "1:"},
	{"ipv6", false, ":1"},
	{"ipv6", false, ":::"},
	{"ipv6", false, "1:::2"},
	{"ipv6", false, "1::2::3"},
	{"ipv6", false, "1:2:3:4:5:6:7"},
	{"ipv6", false, "1:2:3:4:5:6:7:8:9"},
	{"ipv6", false, "1:2:3:4:5:6:7:8::"},
	{"ipv6", false, "::1:2:3:4:5:6:7:8"},
	{"ipv6", false, "1:2:3:4::5:6:7:8"},
	{"ipv6", false, "12345::"},
	{"ipv6", false, "g::"},
	{"ipv6", false, "1:2:3:4:5:6:7:192.0.2.1"},
	{"ipv6", false, "::192.0.2.1:1"},
	{"ipv6", false, "::192.0.2"},
	{"ipv6", false, "192.0.2.1"},
	{"ipv6", false, "::1%eth0"},
	{"ipv6", false, "::/64"},

	{"uri", true, "a:"},
	{"uri", true, "http://example.com:80/a/b;c?d=e/?#f/?"},
	{"uri", true, "http://user:secret@example.com:"},
	{"uri", true, "http://[2001:db8::7]:8080/"},
	{"uri", true, "http://[v7.a:b]/"},
	{"uri", true, "file:///etc/hosts"},
	{"uri", true, "urn:uuid:123e4567-e89b-12d3-a456-426614174000"},
	{"uri", true, "x+y-z.1:a%20b"},
	{"uri", false, ""},
	{"uri", false, ":"},
	{"uri", false, "1a:b"},
	{"uri", false, "a_b:c"},
	{"uri", false, "/a"},
	{"uri", false, "http://a b/"},
	{"uri", false, "http://a/%"},
	{"uri", false, "http://a/%2"},
	{"uri", false, "http://a/%2g"},
	{"uri", false, "http://a/\xc3\xa9"},
	{"uri", false, "http://a/?\xc3\xa9"},
	{"uri", false, "http://a/[b]"},
	{"uri", false, "http://a/#b#c"},
	{"uri", false, "http://a:8x/"},
	{"uri", false, "http://a@b@c/"},
	{"uri", false, "http://[::1/"},
	{"uri", false, "http://[::1]x/"},
	{"uri", false, "http://[::g]/"},
	{"uri", true, "http://:80/"},
	{"uri", true, "http:///"},
	{"uri", true, "http://[V1F.a]"},
	{"uri", false, "http://[x1.a]/"},
	{"uri", false, "http://[v1]/"},
	{"uri", false, "http://[v1.a/b]/"},
	{"uri", false, "http://["},
	{"uri", false, "http://a[::1]/"},
	{"uri", false, "http://a%/"},
	{"uri", false, "http://%@a/"},
	{"uri", false, "http://[v.a]/"},
	{"uri", false, "http://[v1.]/"},
	{"uri", false, "http://[v1a]/"},
	{"uri", false, "http://[]/"},
	{"uri", false, "http://a/\"b\""},
	{"uri", false, "http://a\\b/"},

	{"uri-reference", true, ""},
	{"uri-reference", true, "a"},
	{"uri-reference", true, "../a?b#c"},
	{"uri-reference", true, "//a:1/b"},
	{"uri-reference", true, "./a:b"},
	{"uri-reference", true, "a/b:c"},
	{"uri-reference", true, "#"},
	{"uri-reference", false, "1:b"},
	{"uri-reference", false, ":b"},
	{"uri-reference", false, "a b"},
	{"uri-reference", false, "#%"},
	{"uri-reference", false, "\xc3\xa9"},

	{"iri", true, "http://\xc3\xa9.com/\xc3\xa9?\xc3\xa9#\xc3\xa9"},
	{"iri", true, "a:\xf0\x90\x80\x80"},
	{"iri", true, "a:?\xee\x80\x80"},	/* private use in a query */
	{"iri", true, "a:?\xf4\x8f\xbf\xbd"},
	{"iri", false, "a:\xee\x80\x80"},	/* and in a path */
	{"iri", false, "a:#\xee\x80\x80"},
	/* the edges of what RFC 3987 takes */
	{"iri", false, "a:\xc2\x9f"},	/* U+009F */
	{"iri", true, "a:\xc2\xa0"},	/* U+00A0 */
	{"iri", true, "a:\xed\x9f\xbf"},	/* U+D7FF */
	{"iri", false, "a:\xef\xa3\xbf"},	/* U+F8FF */
	{"iri", true, "a:\xef\xa4\x80"},	/* U+F900 */
	{"iri", true, "a:\xef\xb7\x8f"},	/* U+FDCF */
	{"iri", false, "a:\xef\xb7\x90"},	/* U+FDD0 */
	{"iri", false, "a:\xef\xb7\xaf"},	/* U+FDEF */
	{"iri", true, "a:\xef\xb7\xb0"},	/* U+FDF0 */
	{"iri", true, "a:\xef\xbf\xaf"},	/* U+FFEF */
	{"iri", false, "a:\xef\xbf\xb0"},	/* U+FFF0 */
	{"iri", false, "a:\xef\xbf\xbf"},	/* U+FFFF */
	{"iri", true, "a:\xf0\x9f\xbf\xbd"},	/* U+1FFFD */
	{"iri", false, "a:\xf0\x9f\xbf\xbe"},	/* U+1FFFE */
	{"iri", true, "a:\xf3\x9f\xbf\xbd"},	/* U+DFFFD */
	{"iri", false, "a:\xf3\xa0\x80\x80"},	/* U+E0000 */
	{"iri", false, "a:\xf3\xa0\xbf\xbf"},	/* U+E0FFF */
	{"iri", true, "a:\xf3\xa1\x80\x80"},	/* U+E1000 */
	{"iri", false, "a:\xf3\xb0\x80\x80"},	/* U+F0000 */
	{"iri", false, "\xc3\xa9:a"},
	{"iri", false, "a: "},
	/* no UTF-8: cut, overlong, surrogate, beyond the last, stray */
	{"iri", false, "a:\xc3"},
	{"iri", false, "a:\xe2\x82"},
	{"iri", false, "a:\xc1\x81"},
	{"iri", false, "a:\xe0\x82\x80"},
	{"iri", false, "a:\xed\xa0\x80"},
	{"iri", false, "a:\xed\xbf\xbf"},
	{"iri", false, "a:\xf4\x90\x80\x80"},
	{"iri", false, "a:\x80"},
	{"iri", false, "a:\xff"},

	{"iri-reference", true, ""},
	{"iri-reference", true, "//\xc3\xa9@\xc3\xa9"},
	{"iri-reference", true, "\xc3\xa9"},
	{"iri-reference", false, "\xc3\xa9:b"},
	{"iri-reference", false, "a\\b"},

	{"uri-template", true, ""},
	{"uri-template", true, "/a/{b}{?c,d*,e:12}{#f}"},
	{"uri-template", true, "{a.b_1%20}"},
	{"uri-template", true, "{=a}"},
	{"uri-template", true, "%41\xc3\xa9\xee\x80\x80"},
	{"uri-template", true, "[#]"},
	{"uri-template", false, "{"},
	{"uri-template", false, "}"},
	{"uri-template", false, "{}"},
	{"uri-template", false, "{+}"},
	{"uri-template", false, "{a"},
	{"uri-template", false, "{a,"},
	{"uri-template", false, "{a,}"},
	{"uri-template", false, "{a:"},
	{"uri-template", false, "{a:}"},
	{"uri-template", false, "{a:0}"},
	{"uri-template", true, "{a:9999}"},
	{"uri-template", false, "{a:10000}"},
	{"uri-template", false, "{a**}"},
	{"uri-template", false, "{a*:1}"},
	{"uri-template", false, "{.}"},
	{"uri-template", false, "{a.}"},
	{"uri-template", false, "{..a}"},
	{"uri-template", false, "{a-b}"},
	{"uri-template", false, "{a%2}"},
	{"uri-template", false, "{{a}}"},
	{"uri-template", false, "%4"},
	{"uri-template", false, "a b"},
	{"uri-template", false, "\"a\""},
	{"uri-template", false, "a<b>\\^`|"},
	{"uri-template", false, "\x7f"},
	{"uri-template", false, "\xc2\x80"},

	{"json-pointer", true, ""},
	{"json-pointer", true, "/"},
	{"json-pointer", true, "//"},
	{"json-pointer", true, "/a~0b~1c/0/\xc3\xa9 \n"},
	{"json-pointer", false, "a"},
	{"json-pointer", false, "/~"},
	{"json-pointer", false, "/~2"},
	{"json-pointer", false, "/~~0"},
	{"json-pointer", false, "#/a"},

	{"relative-json-pointer", true, "0"},
	{"relative-json-pointer", true, "0#"},
	{"relative-json-pointer", true, "10/a~1"},
	{"relative-json-pointer", true, "1/"},
	{"relative-json-pointer", false, ""},
	{"relative-json-pointer", false, "/a"},
	{"relative-json-pointer", false, "00"},
	{"relative-json-pointer", false, "01/a"},
	{"relative-json-pointer", false, "1a"},
	{"relative-json-pointer", false, "1#/a"},
	{"relative-json-pointer", false, "1##"},
	{"relative-json-pointer", false, "-1"},
	{"relative-json-pointer", false, "1/~"},
	{"relative-json-pointer", false, "#"},

	/* as the stand-in below says */
	{"regex", true, "stand-in"},
	{"regex", false, "stand-in "},
};

/* Regular expressions are not this test's: is the text handed on unchanged? */
bool
accord_ecma_is_valid(const char *pattern, size_t len)
{
	return len == strlen("stand-in") && memcmp(pattern, "stand-in", len) == 0;
}

static void
test_case(const Case *c)
{
	size_t		len = strlen(c->text);
	const AccordFormat *format = accord_format_find(c->format, strlen(c->format));
	char	   *text = tap_exact_copy(c->text, len);

	tap_result(format != NULL && format->check(text, len) == c->valid);
	printf("%s %s ", c->format, c->valid ? "accepts" : "refuses");
	tap_print_text(text, len);
	putchar('\n');
	free(text);
}

/* A NUL is a character like others: it ends nothing. */
static void
test_nul(const char *name, const char *before, bool valid)
{
	size_t		len = strlen(before) + 1;
	const AccordFormat *format = accord_format_find(name, strlen(name));
	char	   *text = tap_exact_copy(before, len);

	tap_result(format != NULL && format->check(text, len) == valid);
	printf("%s %s a NUL at the end\n", name, valid ? "accepts" : "refuses");
	free(text);
}

static void
test_unknown(const char *name, size_t len)
{
	tap_result(accord_format_find(name, len) == NULL);
	printf("no format is named %.*s\n", (int) len, name);
}

int
main(void)
{
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		test_case(&cases[i]);

	test_nul("date", "2024-01-01", false);
	test_nul("email", "a@b", false);
	test_nul("ipv4", "1.2.3.4", false);
	test_nul("uri", "a:b", false);
	test_nul("uri-template", "{", false);
	test_nul("json-pointer", "/a", true);

	test_unknown("unknown", 7);
	test_unknown("dat", 3);
	test_unknown("datex", 5);
	test_unknown("Date", 4);
	test_unknown("", 0);
	return tap_done();
}
