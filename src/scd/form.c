/*
 * form.c
 *	  The canonical form of the values that take more than a store.
 */
#include <math.h>

#include "scd/form.h"

#define FLOAT4_NAN UINT32_C(0x7FC00000)
#define FLOAT8_NAN UINT64_C(0x7FF8000000000000)

#define DAYS_PER_MONTH 30
#define MICROSECONDS_PER_DAY INT64_C(86400000000)

void
accord_form_float4(AccordDigest *digest, float value)
{
	uint32_t	bits = 0;

	if (isnan(value))
		bits = FLOAT4_NAN;
	else if (value != 0)
		memcpy(&bits, &value, sizeof(bits));
	accord_form_32(digest, ACCORD_TAG_FLOAT4, bits);
}

void
accord_form_float8(AccordDigest *digest, double value)
{
	uint64_t	bits = 0;

	if (isnan(value))
		bits = FLOAT8_NAN;
	else if (value != 0)
		memcpy(&bits, &value, sizeof(bits));
	accord_form_64(digest, ACCORD_TAG_FLOAT8, bits);
}

void
accord_form_numeric(AccordDigest *digest, bool negative, int32_t weight,
					const void *digits, uint32_t ndigits)
{
	const unsigned char *from = digits;
	unsigned char *to;

	if (ndigits == 0)
	{
		accord_form_8(digest, ACCORD_TAG_NUMERIC, ACCORD_NUMERIC_FORM_ZERO);
		return;
	}
	accord_form_8(digest, ACCORD_TAG_NUMERIC,
				  negative ? ACCORD_NUMERIC_FORM_NEGATIVE : ACCORD_NUMERIC_FORM_POSITIVE);
	to = accord_digest_reserve(digest, 8);
	accord_form_store32(to, (uint32_t) weight);
	accord_form_store32(to + 4, ndigits);
	digest->next += 8;
	for (uint32_t i = 0; i < ndigits; i++)
	{
		uint16_t	digit;

		memcpy(&digit, from + i * sizeof(digit), sizeof(digit));
		to = accord_digest_reserve(digest, 2);
		to[0] = (unsigned char) (digit >> 8);
		to[1] = (unsigned char) digit;
		digest->next += 2;
	}
}

void
accord_form_interval(AccordDigest *digest, int32_t months, int32_t days,
					 int64_t microseconds)
{
	int64_t		all_days = (int64_t) months * DAYS_PER_MONTH + days +
		microseconds / MICROSECONDS_PER_DAY;
	int64_t		rest = microseconds % MICROSECONDS_PER_DAY;

	if (rest < 0)
	{
		rest += MICROSECONDS_PER_DAY;
		all_days--;
	}
	accord_form_64(digest, ACCORD_TAG_INTERVAL, (uint64_t) all_days);
	accord_form_store64(accord_digest_reserve(digest, 8), (uint64_t) rest);
	digest->next += 8;
}

void
accord_form_bits(AccordDigest *digest, AccordTag tag, const void *bytes, uint32_t nbits)
{
	accord_form_32(digest, tag, nbits);
	accord_digest_add(digest, bytes, ((size_t) nbits + 7) / 8);
}
