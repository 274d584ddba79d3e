/*
 * crypto.c
 *	  The cryptography of accord, by OpenSSL's EVP.
 *
 * OpenSSL 3 looks algorithms up by name, which is slow: both are fetched once
 * and kept for the life of the process, keyless.  What it allocates under a
 * key it wipes when it frees it.
 */
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/params.h>
#include <openssl/rand.h>

#include "mask/crypto.h"

#if OPENSSL_VERSION_NUMBER < 0x30000000L
#error "accord needs OpenSSL 3.0 or later"
#endif

#define HKDF_MAX_BLOCKS 255

/* the two contexts are OpenSSL's under another name, so nothing is allocated twice */
static EVP_MAC_CTX *
mac_of(AccordHmac *hmac)
{
	return (EVP_MAC_CTX *) hmac;
}

static EVP_CIPHER_CTX *
cipher_of(AccordGcm *gcm)
{
	return (EVP_CIPHER_CTX *) gcm;
}

AccordHmac *
accord_hmac_new(const uint8_t *key, size_t len)
{
	static EVP_MAC *algorithm = NULL;
	static const uint8_t empty[1] = {0};
	char		digest[] = "SHA256";
	OSSL_PARAM	params[] = {
		OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest, 0),
		OSSL_PARAM_construct_end()
	};
	EVP_MAC_CTX *context;

	if (algorithm == NULL)
		algorithm = EVP_MAC_fetch(NULL, "HMAC", NULL);
	context = algorithm != NULL ? EVP_MAC_CTX_new(algorithm) : NULL;
	/* a NULL key would mean the key from before */
	if (context != NULL && EVP_MAC_init(context, len > 0 ? key : empty, len, params))
		return (AccordHmac *) context;
	EVP_MAC_CTX_free(context);
	return NULL;
}

bool
accord_hmac_begin(AccordHmac *hmac)
{
	return EVP_MAC_init(mac_of(hmac), NULL, 0, NULL) == 1;
}

bool
accord_hmac_add(AccordHmac *hmac, const void *data, size_t len)
{
	return len == 0 || EVP_MAC_update(mac_of(hmac), data, len) == 1;
}

bool
accord_hmac_finish(AccordHmac *hmac, uint8_t mac[ACCORD_MAC_BYTES])
{
	size_t		len;

	return EVP_MAC_final(mac_of(hmac), mac, &len, ACCORD_MAC_BYTES) == 1 && len == ACCORD_MAC_BYTES;
}

void
accord_hmac_free(AccordHmac *hmac)
{
	EVP_MAC_CTX_free(mac_of(hmac));
}

bool
accord_hkdf_extract(const void *salt, size_t salt_len, const void *secret, size_t secret_len,
					uint8_t key[ACCORD_MAC_BYTES])
{
	AccordHmac *hmac = accord_hmac_new(salt, salt_len);
	bool		done = hmac != NULL && accord_hmac_begin(hmac) && accord_hmac_add(hmac, secret, secret_len) &&
		accord_hmac_finish(hmac, key);

	accord_hmac_free(hmac);
	return done;
}

bool
accord_hkdf_expand(const uint8_t key[ACCORD_MAC_BYTES], const void *info, size_t info_len,
				   uint8_t *out, size_t out_len)
{
	AccordHmac *hmac;
	uint8_t		block[ACCORD_MAC_BYTES];
	bool		done;

	if (out_len > HKDF_MAX_BLOCKS * ACCORD_MAC_BYTES)
		return false;
	hmac = accord_hmac_new(key, ACCORD_MAC_BYTES);
	done = hmac != NULL;
	for (uint8_t number = 1; done && out_len > 0; number++)
	{
		size_t		taken = out_len < sizeof(block) ? out_len : sizeof(block);

		done = accord_hmac_begin(hmac) && accord_hmac_add(hmac, block, number > 1 ? sizeof(block) : 0) &&
			accord_hmac_add(hmac, info, info_len) && accord_hmac_add(hmac, &number, 1) &&
			accord_hmac_finish(hmac, block);
		if (done)
			memcpy(out, block, taken);
		out += taken;
		out_len -= taken;
	}
	accord_wipe(block, sizeof(block));
	accord_hmac_free(hmac);
	return done;
}

bool
accord_subkey(const uint8_t key[ACCORD_KEY_BYTES], const char *label, uint8_t subkey[ACCORD_KEY_BYTES])
{
	return accord_hkdf_expand(key, label, strlen(label), subkey, ACCORD_KEY_BYTES);
}

AccordGcm *
accord_gcm_new(const uint8_t key[ACCORD_KEY_BYTES])
{
	static EVP_CIPHER *algorithm = NULL;
	EVP_CIPHER_CTX *context;

	if (algorithm == NULL)
		algorithm = EVP_CIPHER_fetch(NULL, "AES-256-GCM", NULL);
	context = algorithm != NULL ? EVP_CIPHER_CTX_new() : NULL;
	if (context != NULL && EVP_EncryptInit_ex2(context, algorithm, key, NULL, NULL))
		return (AccordGcm *) context;
	EVP_CIPHER_CTX_free(context);
	return NULL;
}

/* Everything but the tag; encrypts if direction is 1, decrypts if it is 0. */
static bool
run_gcm(EVP_CIPHER_CTX *context, int direction, const uint8_t *nonce,
		const void *associated, size_t associated_len, const uint8_t *in, size_t len, uint8_t *out)
{
	int			done;

	if (len > INT_MAX || associated_len > INT_MAX)
		return false;
	/* without a cipher and a key it goes on with those it has */
	return EVP_CipherInit_ex2(context, NULL, NULL, nonce, direction, NULL) == 1 &&
		(associated_len == 0 || EVP_CipherUpdate(context, NULL, &done, associated, (int) associated_len) == 1) &&
		(len == 0 || EVP_CipherUpdate(context, out, &done, in, (int) len) == 1);
}

bool
accord_gcm_seal(AccordGcm *gcm, const uint8_t nonce[ACCORD_NONCE_BYTES],
				const void *associated, size_t associated_len,
				const uint8_t *plain, size_t len,
				uint8_t *sealed, uint8_t seal[ACCORD_SEAL_BYTES])
{
	EVP_CIPHER_CTX *context = cipher_of(gcm);
	uint8_t		rest[EVP_MAX_BLOCK_LENGTH];
	int			done;

	return run_gcm(context, 1, nonce, associated, associated_len, plain, len, sealed) &&
		EVP_CipherFinal_ex(context, rest, &done) == 1 &&
		EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, ACCORD_SEAL_BYTES, seal) == 1;
}

bool
accord_gcm_open(AccordGcm *gcm, const uint8_t nonce[ACCORD_NONCE_BYTES],
				const void *associated, size_t associated_len,
				const uint8_t *sealed, size_t len,
				const uint8_t seal[ACCORD_SEAL_BYTES], uint8_t *plain)
{
	EVP_CIPHER_CTX *context = cipher_of(gcm);
	uint8_t		expected[ACCORD_SEAL_BYTES];
	uint8_t		rest[EVP_MAX_BLOCK_LENGTH];
	int			done;

	memcpy(expected, seal, sizeof(expected));
	if (run_gcm(context, 0, nonce, associated, associated_len, sealed, len, plain) &&
		EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, ACCORD_SEAL_BYTES, expected) == 1 &&
		EVP_CipherFinal_ex(context, rest, &done) == 1)
		return true;
	accord_wipe(plain, len);
	return false;
}

void
accord_gcm_free(AccordGcm *gcm)
{
	EVP_CIPHER_CTX_free(cipher_of(gcm));
}

bool
accord_random(void *out, size_t len)
{
	return len <= INT_MAX && RAND_bytes(out, (int) len) == 1;
}

void
accord_wipe(void *data, size_t len)
{
	OPENSSL_cleanse(data, len);
}

bool
accord_equal(const void *a, const void *b, size_t len)
{
	return CRYPTO_memcmp(a, b, len) == 0;
}
