/*
 * derived.c
 *	  The derived keys that this backend holds.
 *
 * A table that many sessions wrote has a salt for each of them, so a scan goes
 * to and fro between a few: openers are found by their salt, in one place
 * each.  A key is known by its address, which is its own as long as it is not
 * dropped, and then all of these are.
 */
#include "postgres.h"

#include "miscadmin.h"

#include "mask/derived.h"

#define SEALERS 8
#define OPENERS 256				/* a power of two */

typedef struct Held
{
	const AccordDataKey *key;
	int			process;
	AccordDerived derived;
} Held;

static Held sealers[SEALERS];
static Held openers[OPENERS];
static int	next_sealer = 0;
static AccordNonces nonces;

static void
drop(Held *held)
{
	accord_derived_free(&held->derived);
	held->key = NULL;
}

static void
drop_all(void)
{
	for (int i = 0; i < SEALERS; i++)
		drop(&sealers[i]);
	for (int i = 0; i < OPENERS; i++)
		drop(&openers[i]);
}

static AccordDerived *
fill(Held *held, const AccordDataKey *key, const uint8 *salt)
{
	drop(held);
	if (!accord_derive(&held->derived, key->subkey[ACCORD_PURPOSE_ENCRYPT], salt))
		elog(ERROR, "could not derive a key");
	held->key = key;
	held->process = MyProcPid;
	return &held->derived;
}

AccordDerived *
accord_sealer_of(const AccordDataKey *key)
{
	for (int i = 0; i < SEALERS; i++)
	{
		Held	   *held = &sealers[i];

		if (held->key != key)
			continue;
		/* a child would seal under the salt of its parent, and count anew */
		if (held->process != MyProcPid || !accord_derived_has_room(&held->derived))
			return fill(held, key, NULL);
		return &held->derived;
	}
	next_sealer = (next_sealer + 1) % SEALERS;
	return fill(&sealers[next_sealer], key, NULL);
}

AccordDerived *
accord_opener_of(const AccordDataKey *key, const uint8 *salt)
{
	Held	   *held = &openers[salt[0] & (OPENERS - 1)];

	if (held->key == key && memcmp(held->derived.salt, salt, ACCORD_SALT_BYTES) == 0)
		return &held->derived;
	return fill(held, key, salt);
}

const uint8 *
accord_sealer_nonce(void)
{
	const uint8 *nonce = accord_nonce(&nonces, MyProcPid);

	if (nonce == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_INTERNAL_ERROR),
				 errmsg("could not draw random bytes")));
	return nonce;
}

void
accord_derived_init(void)
{
	accord_keys_on_drop(drop_all);
}
