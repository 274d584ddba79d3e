/*
 * seal.c
 *	  The binary form of an encrypted value, and the keys it is made under.
 *
 * GCM with random nonces may be used 2^32 times under one key, and nobody
 * counts what all backends of all nodes encrypt in a domain.  So no value is
 * encrypted under the domain's key: each backend derives a key of its own from
 * that and a random salt, which every value carries, counts what it does with
 * it, and takes another salt when it reaches the limit.  Two backends share a
 * key if they draw the same 128 bits, and then still have random nonces.
 *
 * Of two keys derived from a salt, one makes the mark.  GCM alone cannot tell
 * a value that was moved from one that was changed.
 */
#include <string.h>

#include "mask/seal.h"

#define LABEL "accord sealed value 1"
#define LABEL_BYTES (sizeof(LABEL) - 1)

static void
put_number(uint8_t *out, uint32_t number)
{
	for (int i = 0; i < 4; i++)
		out[i] = (uint8_t) (number >> (24 - 8 * i));
}

static uint32_t
get_number(const uint8_t *in)
{
	return (uint32_t) in[0] << 24 | (uint32_t) in[1] << 16 | (uint32_t) in[2] << 8 | in[3];
}

bool
accord_derive(AccordDerived *derived, const uint8_t subkey[ACCORD_KEY_BYTES], const uint8_t *salt)
{
	uint8_t		info[LABEL_BYTES + ACCORD_SALT_BYTES];
	uint8_t		keys[2 * ACCORD_KEY_BYTES];
	bool		done = true;

	memset(derived, 0, sizeof(*derived));
	if (salt != NULL)
		memcpy(derived->salt, salt, ACCORD_SALT_BYTES);
	else
		done = accord_random(derived->salt, ACCORD_SALT_BYTES);
	memcpy(info, LABEL, LABEL_BYTES);
	memcpy(info + LABEL_BYTES, derived->salt, ACCORD_SALT_BYTES);
	if (done && accord_hkdf_expand(subkey, info, sizeof(info), keys, sizeof(keys)))
	{
		derived->gcm = accord_gcm_new(keys);
		derived->mark = accord_hmac_new(keys + ACCORD_KEY_BYTES, ACCORD_KEY_BYTES);
	}
	accord_wipe(keys, sizeof(keys));
	if (derived->gcm != NULL && derived->mark != NULL)
		return true;
	accord_derived_free(derived);
	return false;
}

void
accord_derived_free(AccordDerived *derived)
{
	accord_gcm_free(derived->gcm);
	accord_hmac_free(derived->mark);
	memset(derived, 0, sizeof(*derived));
}

bool
accord_derived_has_room(const AccordDerived *derived)
{
	return derived->gcm != NULL && derived->sealed < ACCORD_SEALS_OF_A_KEY;
}

const uint8_t *
accord_nonce(AccordNonces *nonces, int process)
{
	if (nonces->left == 0 || nonces->process != process)
	{
		nonces->left = 0;
		if (!accord_random(nonces->bytes, sizeof(nonces->bytes)))
			return NULL;
		nonces->process = process;
		nonces->left = ACCORD_NONCES;
	}
	return nonces->bytes[--nonces->left];
}

/* The nonce is in the mark, so that values of one place are not told by it. */
static bool
compute_mark(AccordDerived *derived, const uint8_t *nonce, const AccordPlace *place, uint8_t *mark)
{
	uint8_t		mac[ACCORD_MAC_BYTES];

	if (!accord_hmac_begin(derived->mark) || !accord_hmac_add(derived->mark, nonce, ACCORD_NONCE_BYTES) ||
		!accord_hmac_add(derived->mark, place->bytes + ACCORD_SEALED_HEADER, place->len - ACCORD_SEALED_HEADER) ||
		!accord_hmac_finish(derived->mark, mac))
		return false;
	memcpy(mark, mac, ACCORD_MARK_BYTES);
	return true;
}

bool
accord_seal(AccordDerived *derived, const AccordSealed *what, const uint8_t *nonce,
			const uint8_t *plain, const AccordPlace *place, uint8_t *out)
{
	uint8_t    *body = out + ACCORD_SEALED_HEADER;

	if (!accord_derived_has_room(derived))
		return false;
	derived->sealed++;
	out[0] = ACCORD_SEALED_FORM;
	out[1] = (uint8_t) what->kind;
	put_number(out + 2, (uint32_t) what->version);
	put_number(out + 6, what->len);
	memcpy(out + ACCORD_SEALED_SALT, derived->salt, ACCORD_SALT_BYTES);
	memcpy(out + ACCORD_SEALED_NONCE, nonce, ACCORD_NONCE_BYTES);
	if (!compute_mark(derived, nonce, place, out + ACCORD_SEALED_MARK))
		return false;
	memcpy(place->bytes, out, ACCORD_SEALED_HEADER);
	return accord_gcm_seal(derived->gcm, nonce, place->bytes, place->len, plain, what->len, body, body + what->len);
}

AccordSealedState
accord_sealed_read(const uint8_t *value, size_t len, AccordSealed *sealed)
{
	if (len > 0 && value[0] != ACCORD_SEALED_FORM)
		return ACCORD_SEALED_UNKNOWN;
	if (len < ACCORD_SEALED_BYTES(0))
		return ACCORD_SEALED_CUT;
	if (value[1] != ACCORD_SEALED_TEXT && value[1] != ACCORD_SEALED_BYTES_OF_USER)
		return ACCORD_SEALED_UNKNOWN;
	sealed->kind = (AccordSealedKind) value[1];
	sealed->version = (int32_t) get_number(value + 2);
	sealed->len = get_number(value + 6);
	sealed->header = value;
	if (sealed->version < 1)
		return ACCORD_SEALED_UNKNOWN;
	return len == ACCORD_SEALED_BYTES(sealed->len) ? ACCORD_SEALED_WHOLE : ACCORD_SEALED_CUT;
}

AccordOpened
accord_open(AccordDerived *derived, const AccordSealed *sealed,
			const AccordPlace *place, uint8_t *plain)
{
	const uint8_t *header = sealed->header;
	const uint8_t *nonce = header + ACCORD_SEALED_NONCE;
	const uint8_t *body = header + ACCORD_SEALED_HEADER;
	uint8_t		mark[ACCORD_MARK_BYTES];

	if (!compute_mark(derived, nonce, place, mark))
		return ACCORD_OPENED_FAILED;
	if (!accord_equal(mark, header + ACCORD_SEALED_MARK, sizeof(mark)))
		return ACCORD_OPENED_ELSEWHERE;
	memcpy(place->bytes, header, ACCORD_SEALED_HEADER);
	if (!accord_gcm_open(derived->gcm, nonce, place->bytes, place->len, body, sealed->len, body + sealed->len, plain))
		return ACCORD_OPENED_CHANGED;
	return ACCORD_OPENED;
}
