/*
 * token_form.h
 *	  What a token is made of, and what it looks like (docs/tokens.md).
 *
 * No PostgreSQL in here, so that the form is tested against values that were
 * made elsewhere.  It never changes: stored tokens would join no more.
 */
#ifndef ACCORD_MASK_TOKEN_FORM_H
#define ACCORD_MASK_TOKEN_FORM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "mask/crypto.h"

/* bytes of the longest token as text: the version of its key has up to ten digits */
#define ACCORD_TOKEN_TEXT_BYTES 38

/* the highest version that a uuid has room for */
#define ACCORD_TOKEN_UUID_VERSION_MAX UINT16_MAX
#define ACCORD_TOKEN_UUID_BYTES 16

/* of a name in UTF-8 */
#define ACCORD_TOKEN_PREFIX_BYTES(name_len) (1 + sizeof(uint32_t) + (name_len))

/* Writes a number with its most significant byte first; where it goes on. */
extern uint8_t *accord_put_uint32(uint8_t *out, uint32_t value);

/* What stands before the value: the form, and the domain in UTF-8.  Returns its length. */
extern size_t accord_token_prefix(const char *domain, size_t len, uint8_t *prefix);

/* HMAC of prefix and value, the value with its length before it. */
extern bool accord_token_mac(AccordHmac *hmac, const uint8_t *prefix, size_t prefix_len,
							 const char *value, size_t len, uint8_t mac[ACCORD_MAC_BYTES]);

/* t<version>_<base32 of 128 bits>, without a NUL; returns its length */
extern size_t accord_token_write_text(int32_t version, const uint8_t mac[ACCORD_MAC_BYTES], char *out);

/* RFC 9562, version 8: the key's version in the first 16 bits, the MAC in the others that are free */
extern void accord_token_write_uuid(int32_t version, const uint8_t mac[ACCORD_MAC_BYTES],
									uint8_t out[ACCORD_TOKEN_UUID_BYTES]);

/* The version of the key of a token; 0 for what is none. */
extern int32_t accord_token_version_of_text(const char *token, size_t len);
extern int32_t accord_token_version_of_uuid(const uint8_t token[ACCORD_TOKEN_UUID_BYTES]);

#endif							/* ACCORD_MASK_TOKEN_FORM_H */
