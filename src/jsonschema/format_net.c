/*
 * format_net.c
 *	  Formats of names on the network: hostname, ipv4, ipv6, email, idn-email.
 *
 * No postgres.h: see format.c.
 */
#include "jsonschema/format_text.h"

#define LABEL_MAX		63		/* RFC 1035, section 2.3.4 */
#define HOSTNAME_MAX	253		/* its 255 bytes, in text */
#define LOCAL_PART_MAX	64		/* RFC 5321, section 4.5.3.1.1 */
#define MAILBOX_MAX		254		/* RFC 5321, section 4.5.3.1.3, without "<>" */
#define IPV6_GROUPS		8

/*
 * Length of the label that s begins with, of characters of the classes and
 * with no hyphen at its ends; 0 if there is none.
 */
static inline size_t
label_span(const char *s, size_t len, unsigned classes)
{
	size_t		n = accord_char_span(s, len, classes);

	if (n == 0 || n > LABEL_MAX || s[0] == '-' || s[n - 1] == '-')
		return 0;
	return n;
}

/*
 * RFC 1123, section 2.1, and RFC 5890 to 5893 for labels that begin with
 * "xn--".  Other labels with such hyphens are reserved, but in use.
 */
bool
accord_format_hostname(const char *s, size_t len)
{
	size_t		i = 0;
	bool		has_a_label = false;

	if (len > HOSTNAME_MAX)
		return false;
	for (;;)
	{
		size_t		n = label_span(s + i, len - i, ACCORD_CHAR_HOST);

		if (n == 0)
			return false;
		has_a_label = has_a_label || accord_idna_has_prefix(s + i, n);
		i += n;
		if (i == len)
			return !has_a_label || accord_format_idn_hostname(s, len);
		if (s[i++] != '.')
			return false;
	}
}

/*
 * dec-octet of RFC 3986: 0 to 255 without leading zeros, which some readers
 * take for octal.  Returns its length, 0 if there is none.
 */
static size_t
octet_span(const char *s, size_t len)
{
	size_t		n = accord_char_span(s, len < 3 ? len : 3, ACCORD_CHAR_DIGIT);
	unsigned	value = 0;

	for (size_t i = 0; i < n; i++)
		value = value * 10 + (unsigned) (s[i] - '0');
	if (value > 255 || (n > 1 && s[0] == '0'))
		return 0;
	return n;
}

bool
accord_format_ipv4(const char *s, size_t len)
{
	size_t		i = 0;

	for (int octet = 0; octet < 4; octet++)
	{
		size_t		n;

		if (octet > 0 && (i == len || s[i++] != '.'))
			return false;
		n = octet_span(s + i, len - i);
		if (n == 0)
			return false;
		i += n;
	}
	return i == len;
}

/* RFC 4291, section 2.2; no zone and no prefix length. */
bool
accord_format_ipv6(const char *s, size_t len)
{
	size_t		i = 0;
	int			groups = 0;
	bool		compressed = false;

	if (len < 2)
		return false;
	if (s[0] == ':' && s[1] != ':')
		return false;
	while (i < len)
	{
		size_t		n;

		if (s[i] == ':' && i + 1 < len && s[i + 1] == ':')
		{
			if (compressed)
				return false;
			compressed = true;
			i += 2;
			if (i == len)
				break;
		}
		else if (groups > 0 && s[i++] != ':')
			return false;

		n = accord_char_span(s + i, len - i, ACCORD_CHAR_HEX);
		if (i + n < len && s[i + n] == '.')
		{
			/* the last two groups as an IPv4 address */
			if (!accord_format_ipv4(s + i, len - i))
				return false;
			groups += 2;
			break;
		}
		if (n == 0 || n > 4)
			return false;
		groups++;
		i += n;
	}
	return compressed ? groups < IPV6_GROUPS : groups == IPV6_GROUPS;
}

/* Length of the dot-separated words s begins with, 0 if there are none. */
static inline size_t
dot_string_span(const char *s, size_t len, unsigned classes)
{
	size_t		i = 0;

	for (;;)
	{
		size_t		n = accord_char_span(s + i, len - i, classes);

		if (n == 0)
			return 0;
		i += n;
		if (i == len || s[i] != '.')
			return i;
		i++;
	}
}

/* Length of the Quoted-string s begins with, quotes included, or 0. */
static size_t
quoted_string_span(const char *s, size_t len, bool international)
{
	for (size_t i = 1; i < len; i++)
	{
		unsigned char c = (unsigned char) s[i];

		if (c == '"')
			return i + 1;
		if (c == '\\')
		{
			/* a quoted pair: what follows stands for itself */
			if (++i == len)
				return 0;
			c = (unsigned char) s[i];
			if (c < ' ' || c > '~')
				return 0;
		}
		else if (c < ' ' || c == 0x7F || (c >= 0x80 && !international))
			return 0;
	}
	return 0;
}

/* Domain of RFC 5321: labels, of which one is enough. */
static inline bool
is_mail_domain(const char *s, size_t len, unsigned classes)
{
	size_t		i = 0;

	for (;;)
	{
		size_t		n = label_span(s + i, len - i, classes);

		if (n == 0)
			return false;
		i += n;
		if (i == len)
			return true;
		if (s[i++] != '.')
			return false;
	}
}

/*
 * address-literal of RFC 5321.  No tag but "IPv6" was ever registered, so the
 * general form has no valid example.
 */
static bool
is_address_literal(const char *s, size_t len)
{
	static const char tag[] = "ipv6:";
	size_t		tag_len = sizeof(tag) - 1;

	if (len < 2 || s[len - 1] != ']')
		return false;
	s++;
	len -= 2;
	if (len <= tag_len)
		return accord_format_ipv4(s, len);
	for (size_t i = 0; i < tag_len; i++)
	{
		/* of the bytes of the tag only letters have a second spelling */
		if (s[i] != tag[i] && !(s[i] >= 'A' && s[i] <= 'Z' && (s[i] | ' ') == tag[i]))
			return accord_format_ipv4(s, len);
	}
	return accord_format_ipv6(s + tag_len, len - tag_len);
}

/*
 * Mailbox of RFC 5321, section 4.1.2; international, of RFC 6531, section 3.3,
 * where characters beyond ASCII may stand in words and labels.
 */
static inline bool
is_mailbox(const char *s, size_t len, bool international)
{
	unsigned	high = international ? ACCORD_CHAR_HIGH : 0;
	size_t		local;
	const char *domain;
	size_t		domain_len;

	if (len == 0 || len > MAILBOX_MAX)
		return false;
	if (s[0] == '"')
		local = quoted_string_span(s, len, international);
	else
		local = dot_string_span(s, len, ACCORD_CHAR_ATEXT | high);
	if (local == 0 || local > LOCAL_PART_MAX || local + 1 >= len || s[local] != '@')
		return false;

	domain = s + local + 1;
	domain_len = len - local - 1;
	if (domain[0] == '[')
		return is_address_literal(domain, domain_len);
	return is_mail_domain(domain, domain_len, ACCORD_CHAR_HOST | high);
}

bool
accord_format_email(const char *s, size_t len)
{
	return is_mailbox(s, len, false);
}

bool
accord_format_idn_email(const char *s, size_t len)
{
	return is_mailbox(s, len, true);
}
