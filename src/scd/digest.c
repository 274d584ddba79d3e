/*
 * digest.c
 *	  Gathering bytes, and XXH3 over them.
 *
 * xxHash is compiled in: nothing is linked, and no symbol of its own appears.
 */
#define XXH_INLINE_ALL
#include <xxhash.h>

#include "scd/digest.h"

/* before, XXH3 was not final */
#if XXH_VERSION_NUMBER < 800
#error "accord needs xxHash 0.8.0 or later"
#endif

_Static_assert(sizeof(XXH3_state_t) <= ACCORD_DIGEST_STATE,
			   "an AccordDigest has room for the state of XXH3");
_Static_assert(sizeof(XXH128_canonical_t) == ACCORD_DIGEST_BYTES,
			   "XXH128 has 128 bits");

void
accord_digest_flush(AccordDigest *digest)
{
	digest->method->update(digest, digest->buffer, accord_digest_gathered(digest));
	digest->streaming = true;
	digest->next = digest->buffer;
}

void
accord_digest_add_long(AccordDigest *digest, const void *data, size_t len)
{
	accord_digest_flush(digest);
	if (len <= ACCORD_DIGEST_BUFFER)
	{
		memcpy(digest->next, data, len);
		digest->next += len;
	}
	else
		digest->method->update(digest, data, len);
}

static void
xxh3_update(AccordDigest *digest, const void *data, size_t len)
{
	XXH3_state_t *state = (XXH3_state_t *) digest->state.bytes;

	if (!digest->streaming)
		XXH3_128bits_reset(state);
	XXH3_128bits_update(state, data, len);
}

static void
xxh3_finish(AccordDigest *digest, unsigned char *result)
{
	XXH128_hash_t hash;

	if (!digest->streaming)
		hash = XXH3_128bits(digest->buffer, accord_digest_gathered(digest));
	else
	{
		accord_digest_flush(digest);
		hash = XXH3_128bits_digest((XXH3_state_t *) digest->state.bytes);
	}
	XXH128_canonicalFromHash((XXH128_canonical_t *) result, hash);
}

const AccordDigestMethod accord_digest_xxh3 = {xxh3_update, xxh3_finish};
