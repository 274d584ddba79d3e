/*
 * numeric.h
 *	  A numeric taken apart where it lies.
 *
 * The layout of a numeric is private to PostgreSQL's numeric.c, but it is on
 * disk everywhere and so cannot change: the constants here describe it.
 * Trailing and leading zero digits are never stored.
 */
#ifndef ACCORD_SUPPORT_NUMERIC_H
#define ACCORD_SUPPORT_NUMERIC_H

#include "postgres.h"

#include "support/compat.h"

/* the header word */
#define ACCORD_NUMERIC_SIGN_MASK 0xC000
#define ACCORD_NUMERIC_SIGN_NEGATIVE 0x4000 /* in the long form */
#define ACCORD_NUMERIC_SIGN_SHORT 0x8000	/* the short form follows */
#define ACCORD_NUMERIC_SHORT_NEGATIVE 0x2000
#define ACCORD_NUMERIC_SHORT_SCALE_MASK 0x1F80
#define ACCORD_NUMERIC_SHORT_SCALE_SHIFT 7
#define ACCORD_NUMERIC_LONG_SCALE_MASK 0x3FFF
#define ACCORD_NUMERIC_SHORT_WEIGHT_SIGN 0x0040
#define ACCORD_NUMERIC_SHORT_WEIGHT_MASK 0x003F

/* the header word of what is no number */
#define ACCORD_NUMERIC_NAN 0xC000
#define ACCORD_NUMERIC_INFINITY 0xD000
#define ACCORD_NUMERIC_MINUS_INFINITY 0xF000

/*
 * A numeric taken apart: sign * sum(digits[i] * 10000 ^ (weight - i)).  Zero
 * has no digits.  The digits lie in the datum that was read.
 */
typedef struct AccordNumber
{
	const int16 *digits;
	int			ndigits;
	int			weight;
	int			scale;			/* digits shown behind the point */
	bool		negative;
} AccordNumber;

/* The header word, of a datum that is not toasted. */
static inline uint16
accord_numeric_header(const char *numeric)
{
	uint16		header;

	memcpy(&header, VARDATA_ANY(numeric), sizeof(header));
	return header;
}

/* NaN or an infinity? */
static inline bool
accord_numeric_is_special(uint16 header)
{
	return (header & ACCORD_NUMERIC_SIGN_MASK) == ACCORD_NUMERIC_NAN;
}

/* Takes a finite number apart.  The digits need not be aligned. */
static inline void
accord_number_read(const char *numeric, AccordNumber *number)
{
	const char *data = VARDATA_ANY(numeric);
	Size		size = VARSIZE_ANY_EXHDR(numeric);
	uint16		header = accord_numeric_header(numeric);

	data += sizeof(uint16);
	size -= sizeof(uint16);
	if ((header & ACCORD_NUMERIC_SIGN_MASK) == ACCORD_NUMERIC_SIGN_SHORT)
	{
		number->negative = (header & ACCORD_NUMERIC_SHORT_NEGATIVE) != 0;
		number->scale = (header & ACCORD_NUMERIC_SHORT_SCALE_MASK) >> ACCORD_NUMERIC_SHORT_SCALE_SHIFT;
		number->weight = header & ACCORD_NUMERIC_SHORT_WEIGHT_MASK;
		if (header & ACCORD_NUMERIC_SHORT_WEIGHT_SIGN)
			number->weight |= ~ACCORD_NUMERIC_SHORT_WEIGHT_MASK;
	}
	else
	{
		int16		weight;

		memcpy(&weight, data, sizeof(weight));
		data += sizeof(int16);
		size -= sizeof(int16);
		number->negative = (header & ACCORD_NUMERIC_SIGN_MASK) == ACCORD_NUMERIC_SIGN_NEGATIVE;
		number->scale = header & ACCORD_NUMERIC_LONG_SCALE_MASK;
		number->weight = weight;
	}
	number->digits = (const int16 *) data;
	number->ndigits = size / sizeof(int16);
	if (number->ndigits == 0)
		number->weight = 0;
}

#endif							/* ACCORD_SUPPORT_NUMERIC_H */
