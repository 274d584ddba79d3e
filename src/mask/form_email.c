/*
 * form_email.c
 *	  Masks e-mail addresses: j***@example.com, or j***@***.
 *
 * An address is that of RFC 5321 and 6531 without addresses of IP hosts.  The
 * domain is shown as it stands, so it must be one: labels of letters, digits
 * and hyphens, at least two.  Free text with an @ in it is none.
 */
#include "mask/form.h"

#include "mask/grapheme.h"

#define LOCAL_MAX 64
#define DOMAIN_MAX 253
#define LABEL_MAX 63

/* what a byte may be; those of characters beyond ASCII are in both */
#define ATOM 1					/* in a local part */
#define LABEL 2					/* in a domain */
#define LETTER 4

#define BEYOND_ASCII 0x80
#define LAST_BYTE 0xFF

static const unsigned char classes[256] = {
	['0'...'9'] = ATOM | LABEL,
	['A'...'Z'] = ATOM | LABEL | LETTER,
	['a'...'z'] = ATOM | LABEL | LETTER,
	['-'] = ATOM | LABEL,
	['!'] = ATOM,['#'] = ATOM,['$'] = ATOM,['%'] = ATOM,['&'] = ATOM,
	['\''] = ATOM,['*'] = ATOM,['+'] = ATOM,['/'] = ATOM,['='] = ATOM,
	['?'] = ATOM,['^'] = ATOM,['_'] = ATOM,['`'] = ATOM,['{'] = ATOM,
	['|'] = ATOM,['}'] = ATOM,['~'] = ATOM,
	[BEYOND_ASCII...LAST_BYTE] = ATOM | LABEL,
};

static inline unsigned char
class_of(char c)
{
	return classes[(unsigned char) c];
}

/* Bytes of atoms with single dots between them; 0 where there are none. */
static size_t
dotted_atoms(const char *s, size_t len)
{
	size_t		at = 0;

	for (;;)
	{
		size_t		start = at;

		while (at < len && class_of(s[at]) & ATOM)
			at++;
		if (at == start)
			return 0;
		if (at == len || s[at] != '.')
			return at;
		at++;
	}
}

/* Bytes of a quoted string with its quotes; 0 where it has no end. */
static size_t
quoted(const char *s, size_t len)
{
	for (size_t at = 1; at < len; at++)
	{
		if (s[at] == '"')
			return at + 1;
		if (s[at] == '\\')
			at++;
	}
	return 0;
}

/* One label at a time; the last one is no number, since that is an address of IP. */
static bool
is_domain(const char *s, size_t len)
{
	size_t		labels = 0;
	size_t		at = 0;

	if (len > DOMAIN_MAX)
		return false;
	for (;;)
	{
		size_t		start = at;
		unsigned char seen = 0;

		while (at < len && class_of(s[at]) & LABEL)
			seen |= class_of(s[at++]);
		if (at == start || at - start > LABEL_MAX || s[start] == '-' || s[at - 1] == '-')
			return false;
		labels++;
		if (at == len)
			return labels > 1 &&
				(accord_grapheme_is_ascii(s, len) ? (seen & LETTER) != 0 : accord_grapheme_is(ACCORD_CHARACTERS_DOMAIN, s, len));
		if (s[at++] != '.')
			return false;
	}
}

/* Is there a character that a reader misses when it is hidden? */
static bool
hides_any(const char *s, size_t len)
{
	size_t		size;

	for (size_t at = 0; at < len; at += size)
	{
		size = accord_grapheme_next(s + at, len - at);
		if (accord_grapheme_is_missed(s + at, size))
			return true;
	}
	return false;
}

/* The first character, of a local part of which it is not all that can be seen. */
static char *
append_first(char *out, const char *local, size_t len)
{
	size_t		first = accord_grapheme_next(local, len);

	if (local[0] == '"' || !accord_grapheme_is_visible(local, first) ||
		!hides_any(local + first, len - first))
		return out;
	return accord_mask_append(out, local, first);
}

static size_t
mask(const char *s, size_t len, char *out, bool show_domain)
{
	size_t		local = len == 0 ? 0 : s[0] == '"' ? quoted(s, len) : dotted_atoms(s, len);
	char	   *end;

	if (local == 0 || local > LOCAL_MAX || local == len || s[local] != '@' ||
		!is_domain(s + local + 1, len - local - 1))
		return accord_mask_form_text(s, len, out);
	end = append_first(out, s, local);
	end = accord_mask_append_text(end, ACCORD_MASK_WHOLE "@");
	if (show_domain)
		end = accord_mask_append(end, s + local + 1, len - local - 1);
	else
		end = accord_mask_append_text(end, ACCORD_MASK_WHOLE);
	return end - out;
}

size_t
accord_mask_form_email(const char *s, size_t len, char *out)
{
	return mask(s, len, out, true);
}

size_t
accord_mask_form_email_local(const char *s, size_t len, char *out)
{
	return mask(s, len, out, false);
}
