/*
 * format_idna.c
 *	  The format idn-hostname: names of IDNA 2008 (RFC 5890 to 5893).
 *
 * No postgres.h: see format.c.  Nothing is mapped before it is checked, but
 * for capitals in labels of ASCII: a label beyond ASCII that has a capital or
 * a full-width letter is no label.  Only the full stops that RFC 3490 knew
 * are taken for dots.
 */
#include "jsonschema/format_text.h"

#include <string.h>

#include "jsonschema/format_idna.h"

#define HOSTNAME_MAX	253		/* as in format_net.c, of the ASCII form */
#define PREFIX_LEN		4		/* xn-- */
#define UTF8_MAX		4		/* bytes of a character */

/* '.', and the full stops of East Asian scripts: U+3002, U+FF0E, U+FF61 */
static const char *const dots[] = {".", "\xE3\x80\x82", "\xEF\xBC\x8E", "\xEF\xBD\xA1"};

/* Length of the dot that s begins with, 0 if there is none. */
static size_t
dot_span(const char *s, size_t len)
{
	for (size_t i = 0; i < sizeof(dots) / sizeof(dots[0]); i++)
	{
		size_t		n = strlen(dots[i]);

		if (n <= len && memcmp(s, dots[i], n) == 0)
			return n;
	}
	return 0;
}

/* Length of what s begins with up to a dot. */
static size_t
label_span(const char *s, size_t len)
{
	size_t		n = 0;

	while (n < len && (accord_char_is(s[n], ACCORD_CHAR_HOST) ||
					   dot_span(s + n, len - n) == 0))
		n++;
	return n;
}

/* RFC 5891, section 5.4, but for what concerns the name as a whole */
static bool
is_u_label(const AccordLabel *label)
{
	const AccordIdnaChar *first = accord_idna_char(label->chars[0]);

	if (first == NULL || first->is_mark ||
		label->chars[0] == '-' || label->chars[label->len - 1] == '-' ||
		(label->len >= 4 && label->chars[2] == '-' && label->chars[3] == '-'))
		return false;

	for (size_t i = 0; i < label->len; i++)
	{
		if (accord_idna_char(label->chars[i]) == NULL)
			return false;
	}
	for (size_t i = 0; i < label->len; i++)
	{
		if (accord_idna_char(label->chars[i])->has_rule &&
			!accord_idna_fits_context(label, i))
			return false;
	}
	return accord_idna_is_nfc(label);
}

/*
 * Reads a label in Unicode; returns the length of its ASCII form, 0 when it is
 * none.
 */
static size_t
read_u_label(const char *s, size_t len, AccordLabel *label)
{
	char		punycode[ACCORD_LABEL_MAX - PREFIX_LEN];
	size_t		n;

	label->len = 0;
	for (size_t i = 0; i < len; i += n)
	{
		if (label->len == ACCORD_LABEL_MAX)
			return 0;
		n = accord_utf8_read(s + i, len - i, &label->chars[label->len++]);
		if (n == 0)
			return 0;
	}
	if (!is_u_label(label))
		return 0;
	n = accord_punycode_encode(label, punycode, sizeof(punycode));
	return n == 0 ? 0 : PREFIX_LEN + n;
}

/* Reads a label of ASCII: letters, digits and hyphens. */
static bool
read_a_label(const char *s, size_t len, AccordLabel *label)
{
	char		punycode[ACCORD_LABEL_MAX - PREFIX_LEN];
	size_t		n;

	if (!accord_idna_has_prefix(s, len))
	{
		label->len = len;
		for (size_t i = 0; i < len; i++)
			label->chars[i] = (unsigned char) accord_lower_ascii(s[i]);
		return true;
	}

	s += PREFIX_LEN;
	len -= PREFIX_LEN;
	if (!accord_punycode_decode(s, len, label) || !is_u_label(label))
		return false;
	n = accord_punycode_encode(label, punycode, sizeof(punycode));
	if (n != len)
		return false;
	for (size_t i = 0; i < n; i++)
	{
		if (accord_lower_ascii(s[i]) != punycode[i])
			return false;
	}
	return true;
}

/* As read_u_label, for a label in either form. */
static size_t
read_label(const char *s, size_t len, AccordLabel *label)
{
	if (len == 0 || accord_char_span(s, len, ACCORD_CHAR_HOST) < len)
		return len == 0 ? 0 : read_u_label(s, len, label);
	if (len > ACCORD_LABEL_MAX || s[0] == '-' || s[len - 1] == '-')
		return 0;
	return read_a_label(s, len, label) ? len : 0;
}

bool
accord_idna_has_prefix(const char *s, size_t len)
{
	return len >= PREFIX_LEN && accord_lower_ascii(s[0]) == 'x' &&
		accord_lower_ascii(s[1]) == 'n' && s[2] == '-' && s[3] == '-';
}

bool
accord_format_idn_hostname(const char *s, size_t len)
{
	size_t		i = 0;
	size_t		ascii_len = 0;
	bool		is_rtl = false;
	bool		fits_bidi = true;

	/* a character has at least one byte in the ASCII form */
	if (len > HOSTNAME_MAX * UTF8_MAX)
		return false;
	for (;;)
	{
		AccordLabel label;
		size_t		n = label_span(s + i, len - i);
		size_t		label_len = read_label(s + i, n, &label);

		ascii_len += label_len;
		if (label_len == 0 || ascii_len > HOSTNAME_MAX)
			return false;
		is_rtl = is_rtl || accord_idna_is_rtl(&label);
		fits_bidi = fits_bidi && accord_idna_fits_bidi(&label);
		i += n;
		if (i == len)
			return fits_bidi || !is_rtl;
		i += dot_span(s + i, len - i);
		ascii_len++;
	}
}
