/*
 * derived.h
 *	  The derived keys that this backend holds.
 */
#ifndef ACCORD_MASK_DERIVED_H
#define ACCORD_MASK_DERIVED_H

#include "postgres.h"

#include "mask/keys.h"
#include "mask/seal.h"

/* To seal one more value under a key: this backend's own, with room in it. */
extern AccordDerived *accord_sealer_of(const AccordDataKey *key);

/* To open what was sealed under a key with that salt. */
extern AccordDerived *accord_opener_of(const AccordDataKey *key, const uint8 *salt);

/* A nonce for the next value that is sealed. */
extern const uint8 *accord_sealer_nonce(void);

/* Sees to it that they are wiped with the keys they come from. */
extern void accord_derived_init(void);

#endif							/* ACCORD_MASK_DERIVED_H */
