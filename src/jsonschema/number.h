/*
 * number.h
 *	  Exact arithmetic on the numerics of jsonb, in place.
 */
#ifndef ACCORD_JSONSCHEMA_NUMBER_H
#define ACCORD_JSONSCHEMA_NUMBER_H

#include "postgres.h"

#include "utils/numeric.h"

#include "support/numeric.h"

/* How a compares with b without regard to their signs. */
static inline int
accord_number_compare_magnitude(const AccordNumber *a, const AccordNumber *b)
{
	int			common = Min(a->ndigits, b->ndigits);

	if (a->ndigits == 0 || b->ndigits == 0)
		return a->ndigits - b->ndigits;
	if (a->weight != b->weight)
		return a->weight - b->weight;
	for (int i = 0; i < common; i++)
		if (a->digits[i] != b->digits[i])
			return a->digits[i] - b->digits[i];
	return a->ndigits - b->ndigits;
}

/* Negative, zero or positive, as a is less than, equal to or above b. */
static inline int
accord_number_compare(const AccordNumber *a, const AccordNumber *b)
{
	if (a->negative != b->negative)
		return a->negative ? -1 : 1;
	return a->negative ? accord_number_compare_magnitude(b, a) : accord_number_compare_magnitude(a, b);
}

/* Equal numbers have the same hash, however they are spelled. */
extern uint32 accord_number_hash(const AccordNumber *number);

/* 1.0 is an integer, as JSON Schema sees it. */
static inline bool
accord_number_is_integer(const AccordNumber *number)
{
	return number->ndigits <= number->weight + 1;
}

/*
 * Is the value a multiple of a divisor greater than zero?  Both are given as
 * datum and taken apart.
 */
extern bool accord_number_is_multiple(const char *numeric, const AccordNumber *number,
									  const char *divisor_numeric,
									  const AccordNumber *divisor);

/*
 * A number as JSON spells it, as a numeric in the current memory context, or
 * NULL where numeric cannot hold it.
 */
extern Numeric accord_number_parse(const char *text, int len);

#endif							/* ACCORD_JSONSCHEMA_NUMBER_H */
