/*
 * digest.h
 *	  128 bits over a sequence of bytes that arrives in pieces.
 *
 * Pieces are gathered in a buffer: what fits there, as a row mostly does, is
 * hashed in one call, and only what does not is streamed.  No PostgreSQL in
 * here, so that it can be tested alone, on any machine.
 */
#ifndef ACCORD_SCD_DIGEST_H
#define ACCORD_SCD_DIGEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define ACCORD_DIGEST_BYTES 16	/* of a result */
#define ACCORD_DIGEST_BUFFER 2048
#define ACCORD_DIGEST_STATE 576 /* bytes of an XXH3_state_t */
#define ACCORD_DIGEST_ALIGN 64

typedef struct AccordDigest AccordDigest;

typedef struct AccordDigestMethod
{
	/* takes what has been gathered; the first call begins the stream */
	void		(*update) (AccordDigest *digest, const void *data, size_t len);
	/* of the stream and what is left in the buffer, or of the buffer alone */
	void		(*finish) (AccordDigest *digest, unsigned char *result);
} AccordDigestMethod;

struct AccordDigest
{
	const AccordDigestMethod *method;
	unsigned char *next;		/* free place in the buffer */
	bool		streaming;		/* does the state hold the beginning? */
	union
	{
		void	   *context;
		unsigned char bytes[ACCORD_DIGEST_STATE];
	}			state __attribute__((aligned(ACCORD_DIGEST_ALIGN)));
	unsigned char buffer[ACCORD_DIGEST_BUFFER];
};

/* XXH3, 128 bits, seed 0, in the canonical (big-endian) order of its bytes. */
extern const AccordDigestMethod accord_digest_xxh3;

static inline void
accord_digest_begin(AccordDigest *digest, const AccordDigestMethod *method)
{
	digest->method = method;
	digest->next = digest->buffer;
	digest->streaming = false;
}

static inline size_t
accord_digest_gathered(const AccordDigest *digest)
{
	return digest->next - digest->buffer;
}

static inline size_t
accord_digest_room(const AccordDigest *digest)
{
	return digest->buffer + ACCORD_DIGEST_BUFFER - digest->next;
}

/* Hands the buffer to the method. */
extern void accord_digest_flush(AccordDigest *digest);

/* More bytes than the buffer has room for. */
extern void accord_digest_add_long(AccordDigest *digest, const void *data, size_t len);

/* Room for a few bytes, to be written at next, which the caller moves on. */
static inline unsigned char *
accord_digest_reserve(AccordDigest *digest, size_t len)
{
	if (accord_digest_room(digest) < len)
		accord_digest_flush(digest);
	return digest->next;
}

static inline void
accord_digest_add(AccordDigest *digest, const void *data, size_t len)
{
	if (accord_digest_room(digest) < len)
		accord_digest_add_long(digest, data, len);
	else
	{
		memcpy(digest->next, data, len);
		digest->next += len;
	}
}

static inline void
accord_digest_finish(AccordDigest *digest, unsigned char *result)
{
	digest->method->finish(digest, result);
}

#endif							/* ACCORD_SCD_DIGEST_H */
