/*
 * key.h
 *	  What the files about keys share.
 */
#ifndef ACCORD_MASK_KEY_H
#define ACCORD_MASK_KEY_H

#include "postgres.h"

#include "mask/key_table.h"
#include "mask/keys.h"
#include "support/compat.h"

/* The cache, and what drops keys from it. */
extern void accord_keys_init(void);

/* The settings of key_guard.c. */
extern void accord_key_guard_init(void);

/* Wipes whatever is unwrapped in this backend.  Pointers to keys are void. */
extern void accord_keys_drop(void);

/*
 * The row of a key that is to be there; an error if there is none or it was
 * destroyed.
 */
extern void accord_keys_read(const char *domain, const char *subject, int32 version, AccordKeyRow *row);

/* Errors that several files raise. */
pg_noreturn extern void accord_key_refuse_domain(const char *domain);
pg_noreturn extern void accord_key_refuse_kek(const AccordKeyName *name, const AccordKeyRow *row, const uint8 *in_force);
pg_noreturn extern void accord_key_refuse_damaged(const AccordKeyName *name);

#endif							/* ACCORD_MASK_KEY_H */
