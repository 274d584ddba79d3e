/*
 * ff1.h
 *	  FF1 of NIST SP 800-38G: encryption of digit strings to digit strings of
 *	  the same radix and length.
 *
 * Knows nothing of PostgreSQL.
 */
#ifndef ACCORD_MASK_FF1_H
#define ACCORD_MASK_FF1_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define ACCORD_FF1_MIN_RADIX 2
#define ACCORD_FF1_MAX_RADIX 65536
#define ACCORD_FF1_MAX_LENGTH 65536 /* digits; the standard leaves it to us */
#define ACCORD_FF1_MAX_TWEAK 65536	/* bytes; the same */

/* what radix to the power of the length must reach: revision 1, and the first edition */
#define ACCORD_FF1_MIN_DOMAIN 1000000
#define ACCORD_FF1_FIRST_MIN_DOMAIN 100

typedef enum AccordFf1Error
{
	ACCORD_FF1_OK,
	ACCORD_FF1_BAD_KEY_SIZE,
	ACCORD_FF1_BAD_RADIX,
	ACCORD_FF1_TOO_SHORT,		/* the domain is below its minimum */
	ACCORD_FF1_TOO_LONG,
	ACCORD_FF1_TWEAK_TOO_LONG,
	ACCORD_FF1_BAD_DIGIT,
	ACCORD_FF1_LIBRARY			/* OpenSSL refused: out of memory */
} AccordFf1Error;

/* for tests only */
typedef enum AccordFf1Flag
{
	ACCORD_FF1_FIRST_EDITION = 1,	/* allows what revision 1 forbids */
	ACCORD_FF1_LONG_ARITHMETIC = 2	/* for numbers that fit into a word, too */
} AccordFf1Flag;

typedef struct AccordFf1 AccordFf1;

/*
 * Makes a cipher for keys of 16, 24 or 32 bytes.  It does not keep the bytes
 * of the key, only AES' round keys, until accord_ff1_free, which wipes them.
 * It lives outside of any memory context, and is NULL after an error.
 */
extern AccordFf1Error accord_ff1_create(AccordFf1 **ff1, const uint8_t *key, size_t key_len,
										uint32_t radix, unsigned flags);
extern void accord_ff1_free(AccordFf1 *ff1);	/* NULL is allowed */

/*
 * In place.  After an error the digits are what they were, unless OpenSSL
 * refused.
 */
extern AccordFf1Error accord_ff1_encrypt(AccordFf1 *ff1, const uint8_t *tweak, size_t tweak_len,
										 uint16_t *digits, size_t n);
extern AccordFf1Error accord_ff1_decrypt(AccordFf1 *ff1, const uint8_t *tweak, size_t tweak_len,
										 uint16_t *digits, size_t n);

/* The least length of which there are "domain" digit strings. */
extern size_t accord_ff1_min_length(uint32_t radix, uint32_t domain);

#endif							/* ACCORD_MASK_FF1_H */
