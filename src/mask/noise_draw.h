/*
 * noise_draw.h
 *	  Numbers drawn from a key and a message: always the same ones.
 *
 * No PostgreSQL in here, so that what is drawn can be counted by a test.
 */
#ifndef ACCORD_MASK_NOISE_DRAW_H
#define ACCORD_MASK_NOISE_DRAW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "mask/crypto.h"

/* the largest scale of whole numbers */
#define ACCORD_NOISE_SCALE_MAX (INT64_C(1) << 62)

/*
 * The words are the output of HMAC over the message and a number, which counts
 * from 0, with their most significant byte first.  To begin, all but the
 * first three members are 0.
 */
typedef struct AccordDraw
{
	AccordHmac *hmac;
	const void *message;
	size_t		len;
	uint32_t	blocks;			/* of HMAC, so far */
	size_t		left;			/* bytes of the last one */
	uint8_t		block[ACCORD_MAC_BYTES];
} AccordDraw;

/* False if OpenSSL fails. */
extern bool accord_draw_word(AccordDraw *draw, uint64_t *word);

/*
 * A whole number from -scale to scale but 0, each of them as likely as any
 * other.  The scale is from 1 to ACCORD_NOISE_SCALE_MAX.
 */
extern bool accord_draw_whole(AccordDraw *draw, int64_t scale, int64_t *number);

/* A multiple of 2^-53 from -1 to 1 but 0, each as likely. */
extern bool accord_draw_fraction(AccordDraw *draw, double *fraction);

#endif							/* ACCORD_MASK_NOISE_DRAW_H */
