/*
 * token_form.c
 *	  What a token is made of, and what it looks like.
 */
#include <string.h>

#include "mask/token_form.h"

/* of what is fed to HMAC; another form would have another number */
#define FORM 1

/* bytes of HMAC's output that a token as text has, and the characters they need */
#define TEXT_MAC_BYTES 16
#define TEXT_MAC_CHARACTERS 26

/* bytes of a uuid that the key's version is in, first of all */
#define UUID_VERSION_BYTES 2

/* what is fed to HMAC is gathered up to here, so that it is one call */
#define GATHER 512

static const char base32[] = "abcdefghijklmnopqrstuvwxyz234567";

uint8_t *
accord_put_uint32(uint8_t *out, uint32_t value)
{
	for (int shift = 24; shift >= 0; shift -= 8)
		*out++ = (uint8_t) (value >> shift);
	return out;
}

size_t
accord_token_prefix(const char *domain, size_t len, uint8_t *prefix)
{
	prefix[0] = FORM;
	memcpy(accord_put_uint32(prefix + 1, (uint32_t) len), domain, len);
	return ACCORD_TOKEN_PREFIX_BYTES(len);
}

bool
accord_token_mac(AccordHmac *hmac, const uint8_t *prefix, size_t prefix_len,
				 const char *value, size_t len, uint8_t mac[ACCORD_MAC_BYTES])
{
	uint8_t		gathered[GATHER];
	uint8_t    *next;
	size_t		rest = len;

	if (prefix_len + sizeof(uint32_t) > GATHER || !accord_hmac_begin(hmac))
		return false;
	memcpy(gathered, prefix, prefix_len);
	next = accord_put_uint32(gathered + prefix_len, (uint32_t) len);
	if (len <= (size_t) (gathered + GATHER - next))
	{
		memcpy(next, value, len);
		next += len;
		rest = 0;
	}
	return accord_hmac_add(hmac, gathered, next - gathered) && accord_hmac_add(hmac, value, rest) &&
		accord_hmac_finish(hmac, mac);
}

size_t
accord_token_write_text(int32_t version, const uint8_t mac[ACCORD_MAC_BYTES], char *out)
{
	char		digits[10];
	char	   *next = out;
	int			n = 0;
	uint32_t	bits = 0;
	int			have = 0;

	*next++ = 't';
	for (int32_t rest = version; rest > 0; rest /= 10)
		digits[n++] = (char) ('0' + rest % 10);
	while (n > 0)
		*next++ = digits[--n];
	*next++ = '_';
	for (int i = 0; i < TEXT_MAC_BYTES; i++)
	{
		bits = bits << 8 | mac[i];
		for (have += 8; have >= 5; have -= 5)
			*next++ = base32[bits >> (have - 5) & 0x1F];
	}
	*next++ = base32[bits << (5 - have) & 0x1F];
	return next - out;
}

void
accord_token_write_uuid(int32_t version, const uint8_t mac[ACCORD_MAC_BYTES], uint8_t out[ACCORD_TOKEN_UUID_BYTES])
{
	out[0] = (uint8_t) (version >> 8);
	out[1] = (uint8_t) version;
	memcpy(out + UUID_VERSION_BYTES, mac, ACCORD_TOKEN_UUID_BYTES - UUID_VERSION_BYTES);
	out[6] = 0x80 | (out[6] & 0x0F);
	out[8] = 0x80 | (out[8] & 0x3F);
}

static bool
is_base32(const char *p, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (p[i] == '\0' || strchr(base32, p[i]) == NULL)
			return false;
	return true;
}

int32_t
accord_token_version_of_text(const char *token, size_t len)
{
	const char *end = token + len;
	const char *p = token + 1;
	int64_t		version = 0;

	if (len < TEXT_MAC_CHARACTERS + 3 || len > ACCORD_TOKEN_TEXT_BYTES || *token != 't' || *p == '0')
		return 0;
	for (; p < end && *p >= '0' && *p <= '9'; p++)
		version = version * 10 + (*p - '0');
	if (version > INT32_MAX || end - p != TEXT_MAC_CHARACTERS + 1 || *p != '_' || !is_base32(p + 1, TEXT_MAC_CHARACTERS))
		return 0;
	return (int32_t) version;
}

int32_t
accord_token_version_of_uuid(const uint8_t token[ACCORD_TOKEN_UUID_BYTES])
{
	if ((token[6] & 0xF0) != 0x80 || (token[8] & 0xC0) != 0x80)
		return 0;
	return token[0] << 8 | token[1];
}
