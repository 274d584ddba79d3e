/*
 * seal.h
 *	  The binary form of an encrypted value, and the keys it is made under.
 *
 * No PostgreSQL in here, so that the form is tested without a server.
 */
#ifndef ACCORD_MASK_SEAL_H
#define ACCORD_MASK_SEAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "mask/crypto.h"

/*
 * Numbers have their most significant byte first.
 *
 *		 0	 1	form, ACCORD_SEALED_FORM
 *		 1	 1	what the plaintext is, AccordSealedKind
 *		 2	 4	version of the domain's key
 *		 6	 4	bytes of the plaintext
 *		10	16	salt: the key of this value is derived from it and the domain's
 *		26	12	nonce
 *		38	 4	mark: a MAC of where the value belongs
 *		42		the ciphertext, as long as the plaintext
 *			16	GCM's tag over all of it and where it belongs
 */
#define ACCORD_SEALED_FORM 1
#define ACCORD_SALT_BYTES 16
#define ACCORD_MARK_BYTES 4

#define ACCORD_SEALED_SALT 10
#define ACCORD_SEALED_NONCE (ACCORD_SEALED_SALT + ACCORD_SALT_BYTES)
#define ACCORD_SEALED_MARK (ACCORD_SEALED_NONCE + ACCORD_NONCE_BYTES)
#define ACCORD_SEALED_HEADER (ACCORD_SEALED_MARK + ACCORD_MARK_BYTES)
#define ACCORD_SEALED_BYTES(len) (ACCORD_SEALED_HEADER + (size_t) (len) + ACCORD_SEAL_BYTES)

/*
 * Values sealed under one derived key: NIST SP 800-38D, 8.3, allows 2^32 with
 * random nonces.
 */
#define ACCORD_SEALS_OF_A_KEY (UINT64_C(1) << 32)

/* nonces that are drawn at once */
#define ACCORD_NONCES 256

typedef enum AccordSealedKind
{
	ACCORD_SEALED_TEXT = 1,		/* in UTF-8 */
	ACCORD_SEALED_BYTES_OF_USER = 2
} AccordSealedKind;

typedef enum AccordSealedState
{
	ACCORD_SEALED_WHOLE,
	ACCORD_SEALED_UNKNOWN,		/* of no form that is known */
	ACCORD_SEALED_CUT			/* shorter or longer than it says */
} AccordSealedState;

/* what the header says; the pointers lead into the value */
typedef struct AccordSealed
{
	AccordSealedKind kind;
	int32_t		version;
	uint32_t	len;
	const uint8_t *header;
} AccordSealed;

/* the keys derived from one salt */
typedef struct AccordDerived
{
	uint8_t		salt[ACCORD_SALT_BYTES];
	AccordGcm  *gcm;
	AccordHmac *mark;
	uint64_t	sealed;			/* values so far */
} AccordDerived;

/* random nonces of one process */
typedef struct AccordNonces
{
	int			process;
	int			left;
	uint8_t		bytes[ACCORD_NONCES][ACCORD_NONCE_BYTES];
} AccordNonces;

typedef enum AccordOpened
{
	ACCORD_OPENED,
	ACCORD_OPENED_ELSEWHERE,	/* the mark is of another place */
	ACCORD_OPENED_CHANGED,		/* the mark is right, the tag is not */
	ACCORD_OPENED_FAILED		/* OpenSSL did */
} AccordOpened;

/* Keys for a salt, or for a new random one if it is NULL. */
extern bool accord_derive(AccordDerived *derived, const uint8_t subkey[ACCORD_KEY_BYTES], const uint8_t *salt);
extern void accord_derived_free(AccordDerived *derived);

/* May another value be sealed under it? */
extern bool accord_derived_has_room(const AccordDerived *derived);

/*
 * A nonce that this process has not used: a child has others than its parent,
 * so the process is told by its id.
 */
extern const uint8_t *accord_nonce(AccordNonces *nonces, int process);

/*
 * What is authenticated with a value: its header, for which there is room in
 * the first ACCORD_SEALED_HEADER bytes, and then its place, that is, where it
 * belongs, any bytes.
 */
typedef struct AccordPlace
{
	uint8_t    *bytes;
	size_t		len;			/* of all */
} AccordPlace;

/* Seals a value; out has room for ACCORD_SEALED_BYTES(len). */
extern bool accord_seal(AccordDerived *derived, const AccordSealed *what, const uint8_t *nonce,
						const uint8_t *plain, const AccordPlace *place, uint8_t *out);

/* Reads the header. */
extern AccordSealedState accord_sealed_read(const uint8_t *value, size_t len, AccordSealed *sealed);

/* Opens a value that was read; plain has room for sealed->len. */
extern AccordOpened accord_open(AccordDerived *derived, const AccordSealed *sealed,
								const AccordPlace *place, uint8_t *plain);

#endif							/* ACCORD_MASK_SEAL_H */
