/*
 * number.c
 *	  Exact arithmetic on the numerics of jsonb, in place.
 */
#include "postgres.h"

#include "common/hashfn.h"
#include "fmgr.h"
#include "utils/builtins.h"
#include "utils/fmgrprotos.h"

#include "support/compat.h"

#include "jsonschema/number.h"

#define DIGIT_BASE 10000		/* of a digit of a numeric */

/* a product of two remainders must fit Wide, so a divisor has few digits */
#ifdef HAVE_INT128
typedef uint128 Wide;
#define SHORT_DIVISOR 4
#else
typedef uint64 Wide;
#define SHORT_DIVISOR 2
#endif

/* what numeric can hold: numeric.c, and the manual's "Numeric Types" */
#define MAX_INTEGER_DIGITS 131072
#define MAX_FRACTION_DIGITS 16383
#define MAX_EXPONENT_DIGITS 7

uint32
accord_number_hash(const AccordNumber *number)
{
	/* no zeros are stored at either end: one way for one value */
	return hash_combine(hash_bytes((const unsigned char *) number->digits,
								   number->ndigits * (int) sizeof(int16)),
						(uint32) number->weight * 2 + number->negative);
}

/* base ^ exponent modulo a modulus below the root of Wide */
static uint64
power_modulo(uint64 base, int exponent, uint64 modulus)
{
	uint64		result = 1 % modulus;

	base %= modulus;
	for (; exponent > 0; exponent >>= 1)
	{
		if (exponent & 1)
			result = (uint64) ((Wide) result * base % modulus);
		base = (uint64) ((Wide) base * base % modulus);
	}
	return result;
}

/*
 * With integers V and D, value = V * 10000^v and divisor = D * 10000^d.  The
 * last stored digit is not zero, so 10000 does not divide V: the quotient is
 * whole only if v >= d and D divides V * 10000^(v - d).
 */
static bool
is_multiple_of_short(const AccordNumber *number, const AccordNumber *divisor)
{
	int			v = number->weight - number->ndigits + 1;
	int			d = divisor->weight - divisor->ndigits + 1;
	uint64		modulus = 0;
	uint64		rest = 0;

	if (v < d)
		return false;
	for (int i = 0; i < divisor->ndigits; i++)
		modulus = modulus * DIGIT_BASE + divisor->digits[i];
	for (int i = 0; i < number->ndigits; i++)
		rest = (uint64) (((Wide) rest * DIGIT_BASE + number->digits[i]) % modulus);
	return (Wide) rest * power_modulo(DIGIT_BASE, v - d, modulus) % modulus == 0;
}

bool
accord_number_is_multiple(const char *numeric, const AccordNumber *number,
						  const char *divisor_numeric,
						  const AccordNumber *divisor)
{
	AccordNumber rest;
	Datum		remainder;
	bool		is_multiple;

	if (number->ndigits == 0)
		return true;
	if (divisor->ndigits <= SHORT_DIVISOR)
		return is_multiple_of_short(number, divisor);
	remainder = DirectFunctionCall2(numeric_mod, PointerGetDatum(numeric),
									PointerGetDatum(divisor_numeric));
	accord_number_read(DatumGetPointer(remainder), &rest);
	is_multiple = rest.ndigits == 0;
	pfree(DatumGetPointer(remainder));
	return is_multiple;
}

/* The exponent of a JSON number, cut to what cannot fit anyway. */
static int
exponent_of(const char *s, const char *end)
{
	bool		negative = s < end && *s == '-';
	int			exponent = 0;

	if (s < end && (*s == '-' || *s == '+'))
		s++;
	while (s < end && *s == '0')
		s++;
	if (end - s > MAX_EXPONENT_DIGITS)
		return negative ? PG_INT16_MIN * 16 : PG_INT16_MAX * 16;
	for (; s < end; s++)
		exponent = exponent * 10 + (*s - '0');
	return negative ? -exponent : exponent;
}

/* numeric_in() would raise a hard error for what it cannot hold. */
static bool
fits_numeric(const char *s, int len)
{
	const char *end = s + len;
	const char *p = s;
	int			integer_digits = 0;
	int			fraction_digits = 0;
	int			exponent = 0;

	if (*p == '-')
		p++;
	for (; p < end && *p >= '0' && *p <= '9'; p++)
		integer_digits++;
	if (p < end && *p == '.')
		for (p++; p < end && *p >= '0' && *p <= '9'; p++)
			fraction_digits++;
	if (p < end)
		exponent = exponent_of(p + 1, end);
	return integer_digits + exponent <= MAX_INTEGER_DIGITS &&
		fraction_digits - exponent <= MAX_FRACTION_DIGITS;
}

Numeric
accord_number_parse(const char *text, int len)
{
	if (!fits_numeric(text, len))
		return NULL;
	return DatumGetNumeric(DirectFunctionCall3(numeric_in,
											   CStringGetDatum(pnstrdup(text, len)),
											   ObjectIdGetDatum(InvalidOid),
											   Int32GetDatum(-1)));
}
