/*
 * format_text.c
 *	  Classes of characters, and reading of UTF-8, for the formats.
 *
 * No postgres.h: the formats are plain C, so that they can be tested and
 * fuzzed without a server.
 */
#include "jsonschema/format_text.h"

#define URI			(ACCORD_CHAR_PATH | ACCORD_CHAR_QUERY)
#define URI_HOST	(ACCORD_CHAR_USERINFO | URI)
#define LETTER		(ACCORD_CHAR_HOST | ACCORD_CHAR_ATEXT | URI_HOST)

/* names, because pgindent takes the spaces out of "0x80 ... 0xFF" */
#define HIGH_FIRST	0x80
#define HIGH_LAST	0xFF

const unsigned char accord_char_classes[256] = {
	['0'...'9'] = LETTER | ACCORD_CHAR_HEX | ACCORD_CHAR_DIGIT,
	['A'...'F'] = LETTER | ACCORD_CHAR_HEX,
	['G'...'Z'] = LETTER,
	['a'...'f'] = LETTER | ACCORD_CHAR_HEX,
	['g'...'z'] = LETTER,
	['-'] = LETTER,
	['!'] = ACCORD_CHAR_ATEXT | URI_HOST,
	['#'] = ACCORD_CHAR_ATEXT,
	['$'] = ACCORD_CHAR_ATEXT | URI_HOST,
	['%'] = ACCORD_CHAR_ATEXT,
	['&'] = ACCORD_CHAR_ATEXT | URI_HOST,
	['\''] = ACCORD_CHAR_ATEXT | URI_HOST,
	['('] = URI_HOST,
	[')'] = URI_HOST,
	['*'] = ACCORD_CHAR_ATEXT | URI_HOST,
	['+'] = ACCORD_CHAR_ATEXT | URI_HOST,
	[','] = URI_HOST,
	['.'] = URI_HOST,
	['/'] = ACCORD_CHAR_ATEXT | URI,
	[':'] = URI_HOST,
	[';'] = URI_HOST,
	['='] = ACCORD_CHAR_ATEXT | URI_HOST,
	['?'] = ACCORD_CHAR_ATEXT | ACCORD_CHAR_QUERY,
	['@'] = URI,
	['^'] = ACCORD_CHAR_ATEXT,
	['_'] = ACCORD_CHAR_ATEXT | URI_HOST,
	['`'] = ACCORD_CHAR_ATEXT,
	['{'] = ACCORD_CHAR_ATEXT,
	['|'] = ACCORD_CHAR_ATEXT,
	['}'] = ACCORD_CHAR_ATEXT,
	['~'] = ACCORD_CHAR_ATEXT | URI_HOST,
	[HIGH_FIRST...HIGH_LAST] = ACCORD_CHAR_HIGH,
};

/* The shapes of UTF-8 sequences of two, three and four bytes. */
typedef struct Utf8Form
{
	unsigned char lead_mask;
	unsigned char lead;
	size_t		len;
	uint32_t	first;			/* a smaller value is an overlong spelling */
	uint32_t	last;
} Utf8Form;

static const Utf8Form utf8_forms[] = {
	{0x80, 0x00, 1, 0x00, 0x7F},
	{0xE0, 0xC0, 2, 0x80, 0x7FF},
	{0xF0, 0xE0, 3, 0x800, 0xFFFF},
	{0xF8, 0xF0, 4, 0x10000, 0x10FFFF},
};

size_t
accord_utf8_read(const char *s, size_t len, uint32_t *character)
{
	const unsigned char *bytes = (const unsigned char *) s;
	const Utf8Form *form = utf8_forms;
	const Utf8Form *end = utf8_forms + sizeof(utf8_forms) / sizeof(utf8_forms[0]);
	uint32_t	value;

	if (len == 0)
		return 0;
	while (form < end && (bytes[0] & form->lead_mask) != form->lead)
		form++;
	if (form == end || form->len > len)
		return 0;

	value = bytes[0] & (unsigned char) ~form->lead_mask;
	for (size_t i = 1; i < form->len; i++)
	{
		if ((bytes[i] & 0xC0) != 0x80)
			return 0;
		value = value << 6 | (bytes[i] & 0x3F);
	}
	if (value < form->first || value > form->last ||
		(value >= 0xD800 && value <= 0xDFFF))
		return 0;
	*character = value;
	return form->len;
}
