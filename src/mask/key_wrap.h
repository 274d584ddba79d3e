/*
 * key_wrap.h
 *	  Data keys, wrapped under the key-encryption key.
 *
 * What a key is for is authenticated with it: a row that was moved to another
 * domain, subject or version does not unwrap.  Neither the database nor its
 * encoding is a part of that, so that a dump restores anywhere.
 */
#ifndef ACCORD_MASK_KEY_WRAP_H
#define ACCORD_MASK_KEY_WRAP_H

#include "postgres.h"

#include "mask/kek.h"
#include "mask/keys.h"

/* nonce, key, seal */
#define ACCORD_WRAPPED_BYTES (ACCORD_NONCE_BYTES + ACCORD_KEY_BYTES + ACCORD_SEAL_BYTES)

/* what a data key is for; subject is "" for the key of the domain itself */
typedef struct AccordKeyName
{
	const char *domain;
	const char *subject;
	int32		version;
} AccordKeyName;

/* a name as it is authenticated, whatever the encoding of the database */
typedef struct AccordKeyPlace
{
	size_t		len;
	uint8		bytes[1 + sizeof(uint32) + ACCORD_DOMAIN_BYTES + sizeof(uint32) + ACCORD_SUBJECT_BYTES + sizeof(uint32)];
} AccordKeyPlace;

/* Before any key is at hand, for it may raise errors.  False if no key can have that name. */
extern bool accord_key_place(const AccordKeyName *name, AccordKeyPlace *place);

/* False if OpenSSL fails.  No error is raised: the caller has keys to wipe. */
extern bool accord_key_wrap(const AccordKek *kek, const AccordKeyPlace *place, const uint8 key[ACCORD_KEY_BYTES],
							uint8 wrapped[ACCORD_WRAPPED_BYTES]);

/* False if it was not wrapped like that. */
extern bool accord_key_unwrap(const AccordKek *kek, const AccordKeyPlace *place,
							  const uint8 wrapped[ACCORD_WRAPPED_BYTES], uint8 key[ACCORD_KEY_BYTES]);

#endif							/* ACCORD_MASK_KEY_WRAP_H */
