/*
 * digest_sha256.c
 *	  The first 128 bits of SHA-256, by PostgreSQL's implementation.
 *
 * A context belongs to the resource owner it was made under, which may end
 * before a call site does: each digest makes its own.
 */
#include "postgres.h"

#include "common/cryptohash.h"
#include "common/sha2.h"

#include "scd/digest_sha256.h"

static void
fail(pg_cryptohash_ctx *context)
{
	elog(ERROR, "could not compute SHA-256: %s", pg_cryptohash_error(context));
}

static void
sha256_update(AccordDigest *digest, const void *data, size_t len)
{
	pg_cryptohash_ctx *context;

	if (!digest->streaming)
	{
		context = pg_cryptohash_create(PG_SHA256);
		if (context == NULL || pg_cryptohash_init(context) < 0)
			fail(context);
		digest->state.context = context;
	}
	context = digest->state.context;
	if (pg_cryptohash_update(context, data, len) < 0)
		fail(context);
}

static void
sha256_finish(AccordDigest *digest, unsigned char *result)
{
	uint8		whole[PG_SHA256_DIGEST_LENGTH];
	pg_cryptohash_ctx *context;

	accord_digest_flush(digest);
	context = digest->state.context;
	if (pg_cryptohash_final(context, whole, sizeof(whole)) < 0)
		fail(context);
	pg_cryptohash_free(context);
	memcpy(result, whole, ACCORD_DIGEST_BYTES);
}

const AccordDigestMethod accord_digest_sha256 = {sha256_update, sha256_finish};
