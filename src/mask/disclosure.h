/*
 * disclosure.h
 *	  The record of what was decrypted: by whom, of which domain, for what
 *	  purpose, how many values in which statement.
 *
 * Whoever gives out a plaintext opens the disclosure of its domain first and
 * counts what came of it.
 */
#ifndef ACCORD_MASK_DISCLOSURE_H
#define ACCORD_MASK_DISCLOSURE_H

#include "postgres.h"

/* what one statement of the client decrypted of one domain, for one purpose */
typedef struct AccordDisclosure
{
	uint64		values;			/* given out */
	uint64		refused;		/* not decrypted, since the ciphertext is not
								 * right */
} AccordDisclosure;

/*
 * The disclosure that the next value of the domain counts for.  A new one is on
 * record before this returns.  An error if accord.purpose is not set.  The
 * result is good until the next call.
 */
extern AccordDisclosure *accord_disclosure_open(const char *domain);

/* Defines accord.purpose. */
extern void accord_disclosure_init(void);

#endif							/* ACCORD_MASK_DISCLOSURE_H */
