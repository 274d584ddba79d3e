/*
 * keys.h
 *	  Keys of domains, for whoever makes tokens or ciphertexts.
 *
 * A domain ('person') has data keys, one for each version, and on request one
 * for each subject in it.  They lie in accord.data_key, wrapped under the
 * key-encryption key that only the server's configuration leads to; what is
 * had here is the unwrapped key of one of them, as subkeys for each purpose.
 *
 * Finding a key costs a look into a cache of this backend, or else a row by
 * its index and an unwrapping.  That is not for each row of a query: keep an
 * AccordKeyUse in fn_extra, and find the key again only when
 * accord_keys_is_fresh() says no:
 *
 *		if (!accord_keys_is_fresh(&use, GetUserId()) || <another domain>)
 *			accord_keys_use(&use, &request);
 *		... use.key, accord_keys_hmac(use.key, ACCORD_PURPOSE_TOKEN) ...
 *
 * The pointer is good until something else asks for a key, so ask again in
 * each call, as above, and copy nothing of it to where it would outlive that:
 * what is dropped here is wiped here.
 */
#ifndef ACCORD_MASK_KEYS_H
#define ACCORD_MASK_KEYS_H

#include "postgres.h"

#include "access/xact.h"
#include "datatype/timestamp.h"

#include "mask/crypto.h"

/* longest name of a domain or subject, in bytes of the server encoding and of UTF-8 alike */
#define ACCORD_DOMAIN_BYTES 63
#define ACCORD_SUBJECT_BYTES 255

/* in place of a version: the newest */
#define ACCORD_KEY_CURRENT 0

/*
 * What grant_domain() gives, neither of which contains the other: 'token' is
 * for what goes in (tokens, noise, encrypt, encrypt_fpe), 'decrypt' for what
 * comes out again (decrypt, decrypt_fpe).  Superusers and members of the role
 * that owns the extension have both everywhere.
 */
typedef enum AccordKeyRight
{
	ACCORD_RIGHT_TOKEN,
	ACCORD_RIGHT_DECRYPT
} AccordKeyRight;

/* a subkey for each, so that no key is ever used for two things */
typedef enum AccordKeyPurpose
{
	ACCORD_PURPOSE_TOKEN,
	ACCORD_PURPOSE_ENCRYPT,
	ACCORD_PURPOSE_FPE,
	ACCORD_PURPOSE_NOISE
} AccordKeyPurpose;

#define ACCORD_KEY_PURPOSES (ACCORD_PURPOSE_NOISE + 1)

/* bits: what a domain does to a value before its token is made, in this order */
typedef enum AccordNormalisation
{
	ACCORD_NORMALISE_TRIM = 1,	/* white space at both ends goes */
	ACCORD_NORMALISE_LOWER = 2, /* lower case, whatever the locale */
	ACCORD_NORMALISE_DIGITS = 4 /* only digits are kept */
} AccordNormalisation;

typedef struct AccordDataKey
{
	int32		version;		/* from 1 */
	int			normalisation;	/* of the domain: AccordNormalisation */
	uint8		subkey[ACCORD_KEY_PURPOSES][ACCORD_KEY_BYTES];
} AccordDataKey;

/* which key, for whom */
typedef struct AccordKeyRequest
{
	const char *domain;
	const char *subject;		/* NULL: the key of the domain itself */
	int32		version;		/* or ACCORD_KEY_CURRENT */
	AccordKeyRight right;
	Oid			role;			/* whose right counts: mostly GetUserId() */
} AccordKeyRequest;

/* a key that was found, for fn_extra; all zero: none yet */
typedef struct AccordKeyUse
{
	const AccordDataKey *key;
	uint64		generation;		/* of the cache, when it was found */
	TimestampTz statement;		/* that it was found in */
	Oid			role;
} AccordKeyUse;

/* changes, never back to what it was, whenever anything that was found may not be so any more */
extern uint64 accord_keys_generation;

/*
 * Finds a key.  An error if there is none, it was destroyed, the role may
 * not, or it cannot be unwrapped; each says what to do.  Also in parallel
 * workers, in transactions that only read and on standbys; without any right
 * on accord's tables, and nothing of the user's runs.
 */
extern const AccordDataKey *accord_keys_find(const AccordKeyRequest *request);

/* The same for the current user and the key of the domain itself. */
extern const AccordDataKey *accord_keys_current(const char *domain, AccordKeyRight right);
extern const AccordDataKey *accord_keys_version(const char *domain, int32 version, AccordKeyRight right);

/* The same, remembered for accord_keys_is_fresh(). */
extern void accord_keys_use(AccordKeyUse *use, const AccordKeyRequest *request);

/*
 * May a key be used without asking again?  Not in another statement of the
 * client's: until then a destroyed key or a revoked right has to be noticed.
 */
static inline bool
accord_keys_is_fresh(const AccordKeyUse *use, Oid role)
{
	return use->key != NULL && use->generation == accord_keys_generation &&
		use->statement == GetCurrentStatementStartTimestamp() && use->role == role;
}

/*
 * Contexts keyed with a subkey, made when they are first asked for and freed
 * with the key: as short-lived as the pointer to it.
 */
extern AccordHmac *accord_keys_hmac(const AccordDataKey *key, AccordKeyPurpose purpose);
extern AccordGcm *accord_keys_gcm(const AccordDataKey *key, AccordKeyPurpose purpose);

/*
 * For what else is derived from keys and kept, such as a schedule of AES: the
 * function, called before keys are wiped, has to wipe it.  It must not fail.
 * To be called from accord_mask_init().
 */
extern void accord_keys_on_drop(void (*wipe) (void));

/*
 * The newest version of a domain's key, for what is to be pinned to it.  Needs
 * no right and no key-encryption key; an error if there is no such domain or
 * that key was destroyed.
 */
extern int32 accord_keys_newest(const char *domain);

#endif							/* ACCORD_MASK_KEYS_H */
