/*
 * form_ip.c
 *	  Masks IP addresses as text: 203.0.xxx.xxx, 2001:db8:xxxx: and so on.
 *
 * Strict where inet is not: no network, no zone, no leading zero in IPv4,
 * which some take for octal.
 */
#include "mask/form.h"

#include <stdbool.h>
#include <stdio.h>

#define GROUPS 8				/* of 16 bits */
#define GROUP_DIGITS 4
#define MAPPED_PREFIX 0xFFFF	/* ::ffff:0:0/96 holds IPv4 */
#define HIDDEN_V4 ".xxx.xxx"
#define HIDDEN_V6 ":xxxx:xxxx:xxxx:xxxx:xxxx:xxxx"

/* Reads an octet, at most three digits without a leading zero; its bytes. */
static size_t
read_octet(const char *s, size_t len, unsigned *octet)
{
	size_t		at = 0;

	*octet = 0;
	while (at < len && at < 3 && s[at] >= '0' && s[at] <= '9')
		*octet = *octet * 10 + (s[at++] - '0');
	if (*octet > 255 || (at > 1 && s[0] == '0'))
		return 0;
	return at;
}

static bool
read_v4(const char *s, size_t len, unsigned octets[4])
{
	size_t		at = 0;

	for (int i = 0; i < 4; i++)
	{
		size_t		size;

		if (i > 0 && (at == len || s[at++] != '.'))
			return false;
		size = read_octet(s + at, len - at, &octets[i]);
		if (size == 0)
			return false;
		at += size;
	}
	return at == len;
}

static int
hex_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

static size_t
read_group(const char *s, size_t len, unsigned *group)
{
	size_t		at = 0;

	*group = 0;
	while (at < len && at < GROUP_DIGITS && hex_value(s[at]) >= 0)
		*group = *group << 4 | (unsigned) hex_value(s[at++]);
	return at;
}

/*
 * Reads groups with colons between them, as many as fit; the last two may be
 * written as an IPv4 address.  Returns their number, -1 if there is anything
 * else.
 */
static int
read_groups(const char *s, size_t len, unsigned *groups, int room)
{
	size_t		at = 0;
	int			n = 0;

	if (len == 0)
		return 0;
	for (;;)
	{
		unsigned	octets[4];
		size_t		size;

		if (n + 2 <= room && read_v4(s + at, len - at, octets))
		{
			groups[n++] = octets[0] << 8 | octets[1];
			groups[n++] = octets[2] << 8 | octets[3];
			return n;
		}
		if (n == room || (size = read_group(s + at, len - at, &groups[n])) == 0)
			return -1;
		n++;
		at += size;
		if (at == len)
			return n;
		if (s[at++] != ':')
			return -1;
	}
}

/* Two colons stand for as many zeros as are missing, one group at least. */
static bool
read_v6(const char *s, size_t len, unsigned groups[GROUPS])
{
	unsigned	last[GROUPS];
	size_t		gap = 0;
	int			before;
	int			after;

	while (gap + 1 < len && (s[gap] != ':' || s[gap + 1] != ':'))
		gap++;
	if (gap + 1 >= len)
		return read_groups(s, len, groups, GROUPS) == GROUPS;
	memset(groups, 0, GROUPS * sizeof(unsigned));
	before = read_groups(s, gap, groups, GROUPS - 1);
	if (before < 0 || memchr(s, '.', gap) != NULL)
		return false;
	after = read_groups(s + gap + 2, len - gap - 2, last, GROUPS - 1 - before);
	if (after < 0)
		return false;
	memcpy(groups + GROUPS - after, last, after * sizeof(unsigned));
	return true;
}

static bool
is_mapped(const unsigned groups[GROUPS])
{
	for (int i = 0; i < 5; i++)
		if (groups[i] != 0)
			return false;
	return groups[5] == MAPPED_PREFIX;
}

size_t
accord_mask_form_ip(const char *s, size_t len, char *out)
{
	unsigned	octets[4];
	unsigned	groups[GROUPS];
	char		shown[ACCORD_MASK_ROOM];

	if (read_v4(s, len, octets))
		snprintf(shown, sizeof(shown), "%u.%u" HIDDEN_V4, octets[0], octets[1]);
	else if (!read_v6(s, len, groups))
		return accord_mask_form_text(s, len, out);
	else if (is_mapped(groups))
		snprintf(shown, sizeof(shown), "::ffff:%u.%u" HIDDEN_V4, groups[6] >> 8, groups[6] & 0xFF);
	else
		snprintf(shown, sizeof(shown), "%x:%x" HIDDEN_V6, groups[0], groups[1]);
	return accord_mask_append_text(out, shown) - out;
}
