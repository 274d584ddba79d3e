/*
 * form.h
 *	  The canonical form of values, byte by byte, as docs/row_hash.md has it.
 *
 * Every value is its tag and then what makes the end of the value known, so
 * that no two sequences of values share a form.  Numbers are big-endian and
 * written with shifts: nothing depends on the machine.  No PostgreSQL in here.
 * A change of anything here changes stored hashes: it needs a new
 * ACCORD_FORM_VERSION.
 */
#ifndef ACCORD_SCD_FORM_H
#define ACCORD_SCD_FORM_H

#include "scd/digest.h"

#define ACCORD_FORM_VERSION 1	/* the first byte of what is hashed */

/* The first byte of a value. */
typedef enum AccordTag
{
	ACCORD_TAG_NULL = 0,		/* of any type */
	ACCORD_TAG_BOOL = 'b',
	ACCORD_TAG_INT = 'i',		/* smallint, integer, bigint */
	ACCORD_TAG_NUMERIC = 'n',
	ACCORD_TAG_FLOAT4 = 'e',
	ACCORD_TAG_FLOAT8 = 'd',
	ACCORD_TAG_MONEY = '$',
	ACCORD_TAG_TEXT = 's',		/* text, varchar, name */
	ACCORD_TAG_BPCHAR = 'p',
	ACCORD_TAG_CHAR = 'c',		/* "char" */
	ACCORD_TAG_BYTEA = 'x',
	ACCORD_TAG_BIT = '1',
	ACCORD_TAG_VARBIT = '0',
	ACCORD_TAG_UUID = 'u',
	ACCORD_TAG_DATE = 'D',
	ACCORD_TAG_TIME = 'T',
	ACCORD_TAG_TIMETZ = 'Z',
	ACCORD_TAG_TIMESTAMP = 'P',
	ACCORD_TAG_TIMESTAMPTZ = 'Q',
	ACCORD_TAG_INTERVAL = 'I',
	ACCORD_TAG_INET = 'a',
	ACCORD_TAG_CIDR = 'k',
	ACCORD_TAG_MACADDR = 'm',
	ACCORD_TAG_MACADDR8 = 'M',
	ACCORD_TAG_OID = 'o',
	ACCORD_TAG_XID8 = 'X',
	ACCORD_TAG_PG_LSN = 'L',
	ACCORD_TAG_JSONB = 'j',
	ACCORD_TAG_JSON_ARRAY = '[',
	ACCORD_TAG_JSON_OBJECT = '{',
	ACCORD_TAG_ENUM = 'E',
	ACCORD_TAG_ARRAY = 'A',
	ACCORD_TAG_RANGE = 'r',
	ACCORD_TAG_MULTIRANGE = 'q',
	ACCORD_TAG_ROW = 'R'
} AccordTag;

/* The byte after ACCORD_TAG_NUMERIC; a finite number but zero goes on. */
typedef enum AccordNumericForm
{
	ACCORD_NUMERIC_FORM_ZERO = 0,
	ACCORD_NUMERIC_FORM_POSITIVE = 1,
	ACCORD_NUMERIC_FORM_NEGATIVE = 2,
	ACCORD_NUMERIC_FORM_NAN = 3,
	ACCORD_NUMERIC_FORM_INFINITY = 4,
	ACCORD_NUMERIC_FORM_MINUS_INFINITY = 5
} AccordNumericForm;

/* The byte after the signature of a range. */
#define ACCORD_RANGE_FORM_EMPTY 0x01	/* and no other bit */
#define ACCORD_RANGE_FORM_LOWER_INCLUSIVE 0x02
#define ACCORD_RANGE_FORM_UPPER_INCLUSIVE 0x04
#define ACCORD_RANGE_FORM_LOWER_INFINITE 0x08
#define ACCORD_RANGE_FORM_UPPER_INFINITE 0x10

static inline void
accord_form_store32(unsigned char *to, uint32_t value)
{
	to[0] = (unsigned char) (value >> 24);
	to[1] = (unsigned char) (value >> 16);
	to[2] = (unsigned char) (value >> 8);
	to[3] = (unsigned char) value;
}

static inline void
accord_form_store64(unsigned char *to, uint64_t value)
{
	to[0] = (unsigned char) (value >> 56);
	to[1] = (unsigned char) (value >> 48);
	to[2] = (unsigned char) (value >> 40);
	to[3] = (unsigned char) (value >> 32);
	to[4] = (unsigned char) (value >> 24);
	to[5] = (unsigned char) (value >> 16);
	to[6] = (unsigned char) (value >> 8);
	to[7] = (unsigned char) value;
}

static inline void
accord_form_byte(AccordDigest *digest, unsigned char byte)
{
	*accord_digest_reserve(digest, 1) = byte;
	digest->next++;
}

static inline void
accord_form_count(AccordDigest *digest, uint32_t count)
{
	accord_form_store32(accord_digest_reserve(digest, 4), count);
	digest->next += 4;
}

static inline void
accord_form_null(AccordDigest *digest)
{
	accord_form_byte(digest, ACCORD_TAG_NULL);
}

/* A tag and a byte. */
static inline void
accord_form_8(AccordDigest *digest, AccordTag tag, unsigned char value)
{
	unsigned char *to = accord_digest_reserve(digest, 2);

	to[0] = tag;
	to[1] = value;
	digest->next += 2;
}

/* A tag and 32 bits. */
static inline void
accord_form_32(AccordDigest *digest, AccordTag tag, uint32_t value)
{
	unsigned char *to = accord_digest_reserve(digest, 5);

	to[0] = tag;
	accord_form_store32(to + 1, value);
	digest->next += 5;
}

/* A tag and 64 bits. */
static inline void
accord_form_64(AccordDigest *digest, AccordTag tag, uint64_t value)
{
	unsigned char *to = accord_digest_reserve(digest, 9);

	to[0] = tag;
	accord_form_store64(to + 1, value);
	digest->next += 9;
}

/* A tag and bytes whose number the tag implies. */
static inline void
accord_form_fixed(AccordDigest *digest, AccordTag tag, const void *bytes, size_t len)
{
	accord_form_byte(digest, tag);
	accord_digest_add(digest, bytes, len);
}

/* A tag, the number of bytes, and the bytes. */
static inline void
accord_form_bytes(AccordDigest *digest, AccordTag tag, const void *bytes, uint32_t len)
{
	accord_form_32(digest, tag, len);
	accord_digest_add(digest, bytes, len);
}

/* 0 and -0 are one number, NaN is one value. */
extern void accord_form_float4(AccordDigest *digest, float value);
extern void accord_form_float8(AccordDigest *digest, double value);

/*
 * sign * sum(digits[i] * 10000 ^ (weight - i)), neither the first nor the last
 * digit being zero.  The digits are of this machine and may lie anywhere.
 */
extern void accord_form_numeric(AccordDigest *digest, bool negative, int32_t weight,
								const void *digits, uint32_t ndigits);

/* A month counts as 30 days, a day as 24 hours: so does `=`. */
extern void accord_form_interval(AccordDigest *digest, int32_t months, int32_t days,
								 int64_t microseconds);

/* Bits are the first of the bytes given; what is left of the last one is 0. */
extern void accord_form_bits(AccordDigest *digest, AccordTag tag, const void *bytes,
							 uint32_t nbits);

#endif							/* ACCORD_SCD_FORM_H */
