/*
 * format.c
 *	  Fuzz target: a text, held against every format.
 *
 * build: src/jsonschema/format*.c src/jsonschema/uri.c src/jsonschema/ecma_scan.c src/jsonschema/ecma_char.c src/jsonschema/ecma_property.c -lpcre2-8
 */
#include "jsonschema/ecma.h"
#include "jsonschema/format.h"
#include "jsonschema/format_idna.h"

#include <arpa/inet.h>

#include "fuzz.h"

static const char *const names[] = {
	"date", "date-time", "time", "duration", "email", "idn-email", "hostname", "idn-hostname", "ipv4", "ipv6",
	"uri", "uri-reference", "iri", "iri-reference", "uri-template", "json-pointer", "relative-json-pointer",
	"regex", "uuid"
};

/* What has the first format has the second one. */
static const char *const narrower[][2] = {
	{"email", "idn-email"},
	{"hostname", "idn-hostname"},
	{"uri", "uri-reference"},
	{"uri", "iri"},
	{"uri-reference", "iri-reference"},
	{"iri", "iri-reference"},
};

static bool
has(const char *name, const char *s, size_t len)
{
	const AccordFormat *format = accord_format_find(name, strlen(name));

	FUZZ_CHECK(format != NULL);
	return format->check(s, len);
}

static bool
is_ascii(const FuzzText *text)
{
	for (size_t i = 0; i < text->len; i++)
		if ((unsigned char) text->data[i] >= 0x80)
			return false;
	return true;
}

/* Where only ASCII is used, both formats of a pair are one. */
static void
check_pairs(const FuzzText *text)
{
	for (size_t i = 0; i < sizeof(narrower) / sizeof(narrower[0]); i++)
		FUZZ_CHECK(!has(narrower[i][0], text->data, text->len) ||
				   has(narrower[i][1], text->data, text->len));
	if (!is_ascii(text))
		return;
	FUZZ_CHECK(has("hostname", text->data, text->len) == has("idn-hostname", text->data, text->len));
	FUZZ_CHECK(has("uri", text->data, text->len) == has("iri", text->data, text->len));
	FUZZ_CHECK(has("email", text->data, text->len) == has("idn-email", text->data, text->len));
}

/* The C library reads addresses as the RFCs do. */
static void
check_addresses(const FuzzText *text)
{
	char		address[INET6_ADDRSTRLEN * 2];
	unsigned char out[16];

	if (text->len >= sizeof(address) || memchr(text->data, '\0', text->len))
		return;
	memcpy(address, text->data, text->len);
	address[text->len] = '\0';
	FUZZ_CHECK(has("ipv4", text->data, text->len) == (inet_pton(AF_INET, address, out) == 1));
	FUZZ_CHECK(has("ipv6", text->data, text->len) == (inet_pton(AF_INET6, address, out) == 1));
}

static void
check_date_time(const FuzzText *text)
{
	const size_t date_len = strlen("2000-01-01");

	if (has("date-time", text->data, text->len))
		FUZZ_CHECK(has("date", text->data, date_len) &&
				   has("time", text->data + date_len + 1, text->len - date_len - 1));
}

/* What was decoded is encoded to something that decodes to the same. */
static void
check_punycode(const FuzzText *text)
{
	AccordLabel label;
	AccordLabel again;
	char		out[ACCORD_LABEL_MAX];
	size_t		len;

	for (size_t i = 0; i < text->len; i++)
		if (strchr("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-", text->data[i]) == NULL ||
			text->data[i] == '\0')
			return;
	if (!accord_punycode_decode(text->data, text->len, &label))
		return;
	FUZZ_CHECK(label.len <= ACCORD_LABEL_MAX);
	len = accord_punycode_encode(&label, out, sizeof(out));
	if (len == 0)
		return;
	FUZZ_CHECK(len <= sizeof(out));
	FUZZ_CHECK(accord_punycode_decode(out, len, &again));
	FUZZ_CHECK(again.len == label.len &&
			   memcmp(again.chars, label.chars, label.len * sizeof(label.chars[0])) == 0);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	FuzzText text = fuzz_text(data, size);

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		has(names[i], text.data, text.len);
	FUZZ_CHECK(has("regex", text.data, text.len) == accord_ecma_is_valid(text.data, text.len));
	check_pairs(&text);
	check_addresses(&text);
	check_date_time(&text);
	check_punycode(&text);
	free(text.data);
	return 0;
}
