/*
 * key_wrap.c
 *	  Data keys, wrapped under the key-encryption key by AES-256-GCM.
 *
 * The associated data is a form byte, domain and subject in UTF-8 each after
 * its length in four bytes, and the version in four, in network order.
 */
#include "postgres.h"

#include "port/pg_bswap.h"

#include "mask/key_wrap.h"
#include "support/text.h"

#define FORM_1 1

static void
add_bytes(AccordKeyPlace *place, const void *bytes, size_t len)
{
	memcpy(place->bytes + place->len, bytes, len);
	place->len += len;
}

static void
add_number(AccordKeyPlace *place, uint32 number)
{
	number = pg_hton32(number);
	add_bytes(place, &number, sizeof(number));
}

static bool
add_name(AccordKeyPlace *place, const char *name, size_t max_bytes)
{
	AccordText	utf8;
	bool		fits;

	if (!accord_text_utf8(name, strlen(name), &utf8))
		return false;
	fits = utf8.len <= max_bytes;
	if (fits)
	{
		add_number(place, utf8.len);
		add_bytes(place, utf8.data, utf8.len);
	}
	accord_text_free(&utf8, name);
	return fits;
}

bool
accord_key_place(const AccordKeyName *name, AccordKeyPlace *place)
{
	const uint8 form = FORM_1;

	place->len = 0;
	add_bytes(place, &form, sizeof(form));
	if (!add_name(place, name->domain, ACCORD_DOMAIN_BYTES) || !add_name(place, name->subject, ACCORD_SUBJECT_BYTES))
		return false;
	add_number(place, (uint32) name->version);
	return true;
}

bool
accord_key_wrap(const AccordKek *kek, const AccordKeyPlace *place, const uint8 key[ACCORD_KEY_BYTES],
				uint8 wrapped[ACCORD_WRAPPED_BYTES])
{
	AccordGcm  *gcm = accord_gcm_new(kek->wrap);
	uint8	   *sealed = wrapped + ACCORD_NONCE_BYTES;
	bool		done = gcm != NULL && accord_random(wrapped, ACCORD_NONCE_BYTES) &&
		accord_gcm_seal(gcm, wrapped, place->bytes, place->len, key, ACCORD_KEY_BYTES,
						sealed, sealed + ACCORD_KEY_BYTES);

	accord_gcm_free(gcm);
	return done;
}

bool
accord_key_unwrap(const AccordKek *kek, const AccordKeyPlace *place, const uint8 wrapped[ACCORD_WRAPPED_BYTES],
				  uint8 key[ACCORD_KEY_BYTES])
{
	AccordGcm  *gcm = accord_gcm_new(kek->wrap);
	const uint8 *sealed = wrapped + ACCORD_NONCE_BYTES;
	bool		done = gcm != NULL &&
		accord_gcm_open(gcm, wrapped, place->bytes, place->len, sealed, ACCORD_KEY_BYTES,
						sealed + ACCORD_KEY_BYTES, key);

	accord_gcm_free(gcm);
	return done;
}
