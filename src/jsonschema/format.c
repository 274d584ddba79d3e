/*
 * format.c
 *	  The table of formats, and those that fit no other file: uuid, the two
 *	  JSON pointers, regex.
 *
 * No postgres.h: the formats are plain C, so that they can be tested and
 * fuzzed without a server.  Text has a length and no terminating NUL; nothing
 * outside of it may be read.
 */
#include "jsonschema/format.h"

#include <string.h>

#include "jsonschema/ecma.h"
#include "jsonschema/format_text.h"

#define UUID_LEN 36

/*
 * Are all eight bytes hexadecimal digits?  Each byte is compared in its own
 * lane of one integer: adding 0x80 - x sets the top bit of those that are x
 * or more.  A byte with its top bit set may spoil its neighbour, but fails
 * the test by itself.  UUIDs are frequent enough to be worth this: it takes
 * half the time of a table.
 */
static inline bool
are_hex_digits(uint64_t bytes)
{
	const uint64_t lanes = UINT64_C(0x0101010101010101);
	uint64_t	lower = bytes | lanes * 0x20;
	uint64_t	from_0 = bytes + lanes * (0x80 - '0');
	uint64_t	after_9 = bytes + lanes * (0x80 - '9' - 1);
	uint64_t	from_a = lower + lanes * (0x80 - 'a');
	uint64_t	after_f = lower + lanes * (0x80 - 'f' - 1);
	uint64_t	hex = (from_0 & ~after_9) | (from_a & ~after_f);

	return (hex & ~bytes & lanes * 0x80) == lanes * 0x80;
}

static inline uint64_t
eight_bytes(const char *s)
{
	uint64_t	bytes;

	memcpy(&bytes, s, sizeof(bytes));
	return bytes;
}

/* The four bytes at each of two places. */
static inline uint64_t
four_and_four_bytes(const char *s, const char *t)
{
	uint32_t	first;
	uint32_t	second;

	memcpy(&first, s, sizeof(first));
	memcpy(&second, t, sizeof(second));
	return (uint64_t) first << 32 | second;
}

/* RFC 4122, section 3; any version and variant, as the nil UUID has none. */
static bool
is_uuid(const char *s, size_t len)
{
	return len == UUID_LEN &&
		s[8] == '-' && s[13] == '-' && s[18] == '-' && s[23] == '-' &&
		are_hex_digits(eight_bytes(s)) &&
		are_hex_digits(four_and_four_bytes(s + 9, s + 14)) &&
		are_hex_digits(four_and_four_bytes(s + 19, s + 24)) &&
		are_hex_digits(eight_bytes(s + 28));
}

/* RFC 6901, section 3 */
static bool
is_json_pointer(const char *s, size_t len)
{
	if (len > 0 && s[0] != '/')
		return false;

	for (size_t i = 0; i < len; i++)
	{
		if (s[i] == '~' && (i + 1 == len || (s[i + 1] != '0' && s[i + 1] != '1')))
			return false;
	}
	return true;
}

/* draft-bhutton-relative-json-pointer, without index manipulation */
static bool
is_relative_json_pointer(const char *s, size_t len)
{
	size_t		digits = accord_char_span(s, len, ACCORD_CHAR_DIGIT);

	if (digits == 0 || (s[0] == '0' && digits > 1))
		return false;
	if (len - digits == 1 && s[digits] == '#')
		return true;
	return is_json_pointer(s + digits, len - digits);
}

static const AccordFormat formats[] = {
	{"date", accord_format_date, "an RFC 3339 date"},
	{"date-time", accord_format_date_time, "an RFC 3339 date and time"},
	{"duration", accord_format_duration, "an ISO 8601 duration"},
	{"email", accord_format_email, "an e-mail address"},
	{"hostname", accord_format_hostname, "a host name"},
	{"idn-email", accord_format_idn_email, "an internationalized e-mail address"},
	{"idn-hostname", accord_format_idn_hostname, "an internationalized host name"},
	{"ipv4", accord_format_ipv4, "an IPv4 address"},
	{"ipv6", accord_format_ipv6, "an IPv6 address"},
	{"iri", accord_format_iri, "an IRI"},
	{"iri-reference", accord_format_iri_reference, "an IRI reference"},
	{"json-pointer", is_json_pointer, "a JSON Pointer"},
	{"regex", accord_ecma_is_valid, "an ECMA-262 regular expression"},
	{"relative-json-pointer", is_relative_json_pointer, "a relative JSON Pointer"},
	{"time", accord_format_time, "an RFC 3339 time"},
	{"uri", accord_format_uri, "a URI"},
	{"uri-reference", accord_format_uri_reference, "a URI reference"},
	{"uri-template", accord_format_uri_template, "a URI template"},
	{"uuid", is_uuid, "a UUID"},
};

const AccordFormat *
accord_format_find(const char *name, size_t len)
{
	for (size_t i = 0; i < sizeof(formats) / sizeof(formats[0]); i++)
	{
		if (strlen(formats[i].name) == len &&
			memcmp(formats[i].name, name, len) == 0)
			return &formats[i];
	}
	return NULL;
}
