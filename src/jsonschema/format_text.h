/*
 * format_text.h
 *	  What the files of the formats share: classes of characters, and the
 *	  checks that one format lends to another.
 *
 * Private to format*.c.  A class is a set of bytes; looking it up costs the
 * same for every byte and depends on no locale.  A byte outside ASCII is only
 * in ACCORD_CHAR_HIGH.
 */
#ifndef ACCORD_JSONSCHEMA_FORMAT_TEXT_H
#define ACCORD_JSONSCHEMA_FORMAT_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define ACCORD_CHAR_DIGIT		0x01
#define ACCORD_CHAR_HEX			0x02
#define ACCORD_CHAR_HOST		0x04	/* letter, digit, hyphen */
#define ACCORD_CHAR_ATEXT		0x08	/* RFC 5322, atext */
#define ACCORD_CHAR_USERINFO	0x10	/* RFC 3986, in userinfo and host */
#define ACCORD_CHAR_PATH		0x20	/* RFC 3986: pchar, '/' */
#define ACCORD_CHAR_QUERY		0x40	/* RFC 3986: pchar, '/', '?' */
#define ACCORD_CHAR_HIGH		0x80	/* part of a character beyond ASCII */

/* The classes of each byte. */
extern const unsigned char accord_char_classes[256];

static inline bool
accord_char_is(char c, unsigned classes)
{
	return (accord_char_classes[(unsigned char) c] & classes) != 0;
}

/* How many bytes at the start of s are in one of the classes. */
static inline size_t
accord_char_span(const char *s, size_t len, unsigned classes)
{
	size_t		n = 0;

	while (n < len && accord_char_is(s[n], classes))
		n++;
	return n;
}

static inline bool
accord_is_percent_escape(const char *s, size_t len)
{
	return len >= 3 && s[0] == '%' && accord_char_is(s[1], ACCORD_CHAR_HEX) &&
		accord_char_is(s[2], ACCORD_CHAR_HEX);
}

/*
 * Reads the character at the start of s: returns its length in bytes and sets
 * *character, or returns 0 where there is no well-formed UTF-8.
 */
extern size_t accord_utf8_read(const char *s, size_t len, uint32_t *character);

/* Does the label say that it is the ASCII form of another, by "xn--"? */
extern bool accord_idna_has_prefix(const char *s, size_t len);

/* The checks of format.h that stand in other files than its table. */
extern bool accord_format_date_time(const char *s, size_t len);
extern bool accord_format_date(const char *s, size_t len);
extern bool accord_format_time(const char *s, size_t len);
extern bool accord_format_duration(const char *s, size_t len);
extern bool accord_format_email(const char *s, size_t len);
extern bool accord_format_idn_email(const char *s, size_t len);
extern bool accord_format_hostname(const char *s, size_t len);
extern bool accord_format_idn_hostname(const char *s, size_t len);
extern bool accord_format_ipv4(const char *s, size_t len);
extern bool accord_format_ipv6(const char *s, size_t len);
extern bool accord_format_uri(const char *s, size_t len);
extern bool accord_format_uri_reference(const char *s, size_t len);
extern bool accord_format_iri(const char *s, size_t len);
extern bool accord_format_iri_reference(const char *s, size_t len);
extern bool accord_format_uri_template(const char *s, size_t len);

#endif							/* ACCORD_JSONSCHEMA_FORMAT_TEXT_H */
