/*
 * crypto.h
 *	  The cryptography of accord: HMAC, HKDF, AES-256-GCM, random bytes.
 *
 * All of it is OpenSSL's.  No PostgreSQL in here, so that the very functions
 * that SQL uses are tested against published vectors; whoever calls turns a
 * false into an error.  Contexts are keyed once and used for many values:
 * making one costs five times what using it does.
 */
#ifndef ACCORD_MASK_CRYPTO_H
#define ACCORD_MASK_CRYPTO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define ACCORD_KEY_BYTES 32		/* of AES-256, and of every key of ours */
#define ACCORD_MAC_BYTES 32		/* of HMAC-SHA-256 */
#define ACCORD_NONCE_BYTES 12	/* of GCM; no other length is used */
#define ACCORD_SEAL_BYTES 16	/* of GCM's authentication tag */

/* HMAC-SHA-256 under one key; keeps it until freed */
typedef struct AccordHmac AccordHmac;

/* AES-256-GCM under one key; keeps it until freed */
typedef struct AccordGcm AccordGcm;

/* NULL if OpenSSL fails. */
extern AccordHmac *accord_hmac_new(const uint8_t *key, size_t len);

/* One message in pieces: begin, add ..., finish; then begin again. */
extern bool accord_hmac_begin(AccordHmac *hmac);
extern bool accord_hmac_add(AccordHmac *hmac, const void *data, size_t len);
extern bool accord_hmac_finish(AccordHmac *hmac, uint8_t mac[ACCORD_MAC_BYTES]);

/* Wipes and frees; NULL is let be. */
extern void accord_hmac_free(AccordHmac *hmac);

/* The two steps of RFC 5869 with SHA-256; at most 255 times 32 bytes come out. */
extern bool accord_hkdf_extract(const void *salt, size_t salt_len, const void *secret, size_t secret_len,
								uint8_t key[ACCORD_MAC_BYTES]);
extern bool accord_hkdf_expand(const uint8_t key[ACCORD_MAC_BYTES], const void *info, size_t info_len,
							   uint8_t *out, size_t out_len);

/*
 * A key of its own for one purpose, out of a key that is uniformly random:
 * expand alone, with the label (a C string) as info.
 */
extern bool accord_subkey(const uint8_t key[ACCORD_KEY_BYTES], const char *label, uint8_t subkey[ACCORD_KEY_BYTES]);

/* NULL if OpenSSL fails. */
extern AccordGcm *accord_gcm_new(const uint8_t key[ACCORD_KEY_BYTES]);

/*
 * Encrypts len bytes to as many, and authenticates them and the associated
 * data.  A nonce is used once under a key, ever.
 */
extern bool accord_gcm_seal(AccordGcm *gcm, const uint8_t nonce[ACCORD_NONCE_BYTES],
							const void *associated, size_t associated_len,
							const uint8_t *plain, size_t len,
							uint8_t *sealed, uint8_t seal[ACCORD_SEAL_BYTES]);

/*
 * The reverse.  False if anything differs from what was sealed: then plain is
 * wiped.
 */
extern bool accord_gcm_open(AccordGcm *gcm, const uint8_t nonce[ACCORD_NONCE_BYTES],
							const void *associated, size_t associated_len,
							const uint8_t *sealed, size_t len,
							const uint8_t seal[ACCORD_SEAL_BYTES], uint8_t *plain);

/* Wipes and frees; NULL is let be. */
extern void accord_gcm_free(AccordGcm *gcm);

/* Bytes for keys and nonces; a forked process gets others. */
extern bool accord_random(void *out, size_t len);

/* Zeroes, whatever the optimizer thinks of it. */
extern void accord_wipe(void *data, size_t len);

/* Equal?  Takes the same time wherever they differ. */
extern bool accord_equal(const void *a, const void *b, size_t len);

#endif							/* ACCORD_MASK_CRYPTO_H */
