/*
 * format_uri.c
 *	  Formats of RFC 3986, 3987 and 6570: uri, uri-reference, iri,
 *	  iri-reference, uri-template.
 *
 * No postgres.h: see format.c.  A reference is split by uri.c, which takes
 * any text; here each part is held to its own set of characters.
 */
#include "jsonschema/format_text.h"

#include <string.h>

#include "jsonschema/uri.h"

#define PREFIX_DIGITS_MAX 4		/* RFC 6570, section 2.4.1 */

/* beside the classes of format_text.h: private use, which only queries hold */
#define PRIVATE_USE 0x100

typedef struct CharRange
{
	uint32_t	first;
	uint32_t	last;
} CharRange;

/* iprivate of RFC 3987 */
static const CharRange private_ranges[] = {
	{0xE000, 0xF8FF},
	{0xF0000, 0xFFFFD},
	{0x100000, 0x10FFFD},
};

static bool
is_private(uint32_t character)
{
	for (size_t i = 0; i < sizeof(private_ranges) / sizeof(private_ranges[0]); i++)
	{
		if (character >= private_ranges[i].first &&
			character <= private_ranges[i].last)
			return true;
	}
	return false;
}

/*
 * ucschar of RFC 3987: beyond ASCII and its controls, no private use, no
 * noncharacter, none of the Specials block and no tag (U+E0000 to U+E0FFF).
 */
static bool
is_ucschar(uint32_t character)
{
	if (character < 0xA0 || is_private(character))
		return false;
	if (character >= 0xFDD0 && character <= 0xFDEF)
		return false;
	if (character >= 0xFFF0 && character <= 0xFFFF)
		return false;
	if (character >= 0xE0000 && character <= 0xE0FFF)
		return false;
	return (character & 0xFFFF) < 0xFFFE;
}

/*
 * Length of the character at s if it is one that an IRI may hold, otherwise
 * 0.
 */
static size_t
international_span(const char *s, size_t len, bool private_use)
{
	uint32_t	character;
	size_t		n = accord_utf8_read(s, len, &character);

	if (n == 0 || !(is_ucschar(character) || (private_use && is_private(character))))
		return 0;
	return n;
}

/*
 * Is each byte in one of the classes, part of an escape or, where the classes
 * include ACCORD_CHAR_HIGH, of a character that an IRI may hold there?
 */
static bool
is_part(const char *s, size_t len, unsigned classes)
{
	bool		private_use = (classes & PRIVATE_USE) != 0;
	unsigned	plain = classes & ~(unsigned) ACCORD_CHAR_HIGH;
	size_t		i = 0;

	for (;;)
	{
		size_t		n = 0;

		i += accord_char_span(s + i, len - i, plain);
		if (i == len)
			return true;
		if (accord_is_percent_escape(s + i, len - i))
			n = 3;
		else if (accord_char_is(s[i], classes))
			n = international_span(s + i, len - i, private_use);
		if (n == 0)
			return false;
		i += n;
	}
}

/* IPvFuture, without the brackets */
static bool
is_future_address(const char *s, size_t len)
{
	size_t		digits;

	if (len == 0 || (s[0] != 'v' && s[0] != 'V'))
		return false;
	digits = accord_char_span(s + 1, len - 1, ACCORD_CHAR_HEX);
	if (digits == 0 || digits + 2 >= len || s[digits + 1] != '.')
		return false;
	s += digits + 2;
	len -= digits + 2;
	return accord_char_span(s, len, ACCORD_CHAR_USERINFO) == len;
}

/*
 * Length of the host that s begins with: an address in brackets, or a name,
 * which holds no colon.  Sets *valid.
 */
static size_t
host_span(const char *s, size_t len, unsigned high, bool *valid)
{
	const char *end;
	size_t		n;

	*valid = false;
	if (len > 0 && s[0] == '[')
	{
		end = memchr(s, ']', len);
		if (end == NULL)
			return 0;
		n = (size_t) (end - s) + 1;
		*valid = accord_format_ipv6(s + 1, n - 2) || is_future_address(s + 1, n - 2);
		return n;
	}

	end = len > 0 ? memchr(s, ':', len) : NULL;
	n = end != NULL ? (size_t) (end - s) : len;
	*valid = is_part(s, n, ACCORD_CHAR_USERINFO | high);
	return n;
}

/* authority = [ userinfo "@" ] host [ ":" port ] */
static bool
is_authority(const char *s, size_t len, unsigned high)
{
	const char *at = len > 0 ? memchr(s, '@', len) : NULL;
	size_t		n;
	bool		valid;

	if (at != NULL)
	{
		n = (size_t) (at - s);
		if (!is_part(s, n, ACCORD_CHAR_USERINFO | high))
			return false;
		s += n + 1;
		len -= n + 1;
	}

	n = host_span(s, len, high, &valid);
	if (!valid)
		return false;
	s += n;
	len -= n;
	return len == 0 ||
		(s[0] == ':' &&
		 accord_char_span(s + 1, len - 1, ACCORD_CHAR_DIGIT) == len - 1);
}

/*
 * A relative reference must not begin with a segment that holds a colon: it
 * would be taken for a scheme.
 */
static bool
begins_with_colon_segment(const AccordUri *uri)
{
	const char *colon;

	if (uri->scheme != NULL || uri->authority != NULL || uri->path_len == 0)
		return false;
	colon = memchr(uri->path, ':', uri->path_len);
	return colon != NULL &&
		memchr(uri->path, '/', (size_t) (colon - uri->path)) == NULL;
}

static bool
is_reference(const AccordUri *uri, bool international)
{
	unsigned	high = international ? ACCORD_CHAR_HIGH : 0;
	unsigned	private_use = international ? PRIVATE_USE : 0;

	if (uri->authority != NULL &&
		!is_authority(uri->authority, uri->authority_len, high))
		return false;
	if (begins_with_colon_segment(uri) ||
		!is_part(uri->path, uri->path_len, ACCORD_CHAR_PATH | high))
		return false;
	if (uri->query != NULL &&
		!is_part(uri->query, uri->query_len,
				 ACCORD_CHAR_QUERY | high | private_use))
		return false;
	return uri->fragment == NULL ||
		is_part(uri->fragment, uri->fragment_len, ACCORD_CHAR_QUERY | high);
}

bool
accord_format_uri(const char *s, size_t len)
{
	AccordUri	uri;

	accord_uri_split(s, len, &uri);
	return uri.scheme != NULL && is_reference(&uri, false);
}

bool
accord_format_uri_reference(const char *s, size_t len)
{
	AccordUri	uri;

	accord_uri_split(s, len, &uri);
	return is_reference(&uri, false);
}

bool
accord_format_iri(const char *s, size_t len)
{
	AccordUri	uri;

	accord_uri_split(s, len, &uri);
	return uri.scheme != NULL && is_reference(&uri, true);
}

bool
accord_format_iri_reference(const char *s, size_t len)
{
	AccordUri	uri;

	accord_uri_split(s, len, &uri);
	return is_reference(&uri, true);
}

/* literals of RFC 6570: what a URI or IRI may hold, and brackets and '#' */
static size_t
literal_span(const char *s, size_t len)
{
	if (accord_char_is(s[0], ACCORD_CHAR_QUERY) ||
		s[0] == '#' || s[0] == '[' || s[0] == ']')
		return 1;
	if (accord_is_percent_escape(s, len))
		return 3;
	return international_span(s, len, true);
}

/* varname, of characters and escapes with single dots between them, or 0 */
static size_t
variable_name_span(const char *s, size_t len)
{
	size_t		i = 0;
	bool		after_dot = true;

	while (i < len)
	{
		if (s[i] == '_' || (s[i] != '-' && accord_char_is(s[i], ACCORD_CHAR_HOST)))
			i++;
		else if (accord_is_percent_escape(s + i, len - i))
			i += 3;
		else if (s[i] == '.' && !after_dot)
		{
			i++;
			after_dot = true;
			continue;
		}
		else
			break;
		after_dot = false;
	}
	return after_dot ? 0 : i;
}

/* modifier-level4: "*", or ":" and a length of 1 to 9999; may be empty */
static size_t
modifier_span(const char *s, size_t len)
{
	size_t		digits;

	if (len == 0)
		return 0;
	if (s[0] == '*')
		return 1;
	if (s[0] != ':')
		return 0;
	digits = accord_char_span(s + 1, len - 1, ACCORD_CHAR_DIGIT);
	if (digits == 0 || digits > PREFIX_DIGITS_MAX || s[1] == '0')
		return 0;
	return 1 + digits;
}

/* Length of the expression that s, a '{', begins, braces included, or 0. */
static size_t
expression_span(const char *s, size_t len)
{
	static const char operators[] = "+#./;?&=,!@|";
	size_t		i = 1;

	if (i < len && memchr(operators, s[i], sizeof(operators) - 1) != NULL)
		i++;
	for (;;)
	{
		size_t		name = variable_name_span(s + i, len - i);

		if (name == 0)
			return 0;
		i += name;
		i += modifier_span(s + i, len - i);
		if (i == len)
			return 0;
		if (s[i] == '}')
			return i + 1;
		if (s[i++] != ',')
			return 0;
	}
}

/*
 * RFC 6570, all levels.  Operators it reserves for extensions are part of its
 * grammar and accepted.
 */
bool
accord_format_uri_template(const char *s, size_t len)
{
	size_t		i = 0;

	while (i < len)
	{
		size_t		n;

		if (s[i] == '{')
			n = expression_span(s + i, len - i);
		else
			n = literal_span(s + i, len - i);
		if (n == 0)
			return false;
		i += n;
	}
	return true;
}
