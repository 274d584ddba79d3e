/*
 * key_wrap.c
 *	  Data keys, wrapped under the key-encryption key by AES-256-GCM.
 *
 * The associated data is a form byte, domain and subject each after its
 * length in four bytes, and the version in four, in network order.
 */
#include "postgres.h"

#include "port/pg_bswap.h"

#include "mask/key_wrap.h"
#include "mask/keys.h"

#define FORM_1 1

#define MAX_ASSOCIATED (1 + sizeof(uint32) + ACCORD_DOMAIN_BYTES + sizeof(uint32) + ACCORD_SUBJECT_BYTES + sizeof(uint32))

typedef struct Associated
{
	size_t		len;
	uint8		bytes[MAX_ASSOCIATED];
} Associated;

static void
add_bytes(Associated *associated, const void *bytes, size_t len)
{
	memcpy(associated->bytes + associated->len, bytes, len);
	associated->len += len;
}

static void
add_number(Associated *associated, uint32 number)
{
	number = pg_hton32(number);
	add_bytes(associated, &number, sizeof(number));
}

/* False if a name is longer than a name can be. */
static bool
associate(const AccordKeyName *name, Associated *associated)
{
	const uint8 form = FORM_1;
	size_t		domain_len = strlen(name->domain);
	size_t		subject_len = strlen(name->subject);

	if (domain_len > ACCORD_DOMAIN_BYTES || subject_len > ACCORD_SUBJECT_BYTES)
		return false;
	associated->len = 0;
	add_bytes(associated, &form, sizeof(form));
	add_number(associated, (uint32) domain_len);
	add_bytes(associated, name->domain, domain_len);
	add_number(associated, (uint32) subject_len);
	add_bytes(associated, name->subject, subject_len);
	add_number(associated, (uint32) name->version);
	return true;
}

bool
accord_key_wrap(const AccordKek *kek, const AccordKeyName *name, const uint8 key[ACCORD_KEY_BYTES],
				uint8 wrapped[ACCORD_WRAPPED_BYTES])
{
	AccordGcm  *gcm = accord_gcm_new(kek->wrap);
	uint8	   *sealed = wrapped + ACCORD_NONCE_BYTES;
	Associated	associated;
	bool		done = gcm != NULL && associate(name, &associated) && accord_random(wrapped, ACCORD_NONCE_BYTES) &&
		accord_gcm_seal(gcm, wrapped, associated.bytes, associated.len, key, ACCORD_KEY_BYTES,
						sealed, sealed + ACCORD_KEY_BYTES);

	accord_gcm_free(gcm);
	return done;
}

bool
accord_key_unwrap(const AccordKek *kek, const AccordKeyName *name, const uint8 wrapped[ACCORD_WRAPPED_BYTES],
				  uint8 key[ACCORD_KEY_BYTES])
{
	AccordGcm  *gcm = accord_gcm_new(kek->wrap);
	const uint8 *sealed = wrapped + ACCORD_NONCE_BYTES;
	Associated	associated;
	bool		done = gcm != NULL && associate(name, &associated) &&
		accord_gcm_open(gcm, wrapped, associated.bytes, associated.len, sealed, ACCORD_KEY_BYTES,
						sealed + ACCORD_KEY_BYTES, key);

	accord_gcm_free(gcm);
	return done;
}
