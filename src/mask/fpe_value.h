/*
 * fpe_value.h
 *	  A value taken apart by the rules of a policy, and put together again.
 */
#ifndef ACCORD_MASK_FPE_VALUE_H
#define ACCORD_MASK_FPE_VALUE_H

#include "postgres.h"

#include "mask/ff1.h"
#include "mask/fpe_rules.h"

/* digits that need no memory of their own */
#define ACCORD_FPE_USUAL_LENGTH 128

typedef enum AccordFpeFit
{
	ACCORD_FITS,
	ACCORD_FOREIGN_CHARACTER,
	ACCORD_TOO_FEW_CHARACTERS,
	ACCORD_TOO_MANY_CHARACTERS,
	ACCORD_WRONG_CHECK_DIGIT
} AccordFpeFit;

typedef struct AccordFpeValue
{
	int			n;
	uint16	   *digits;
	uint16		usual[ACCORD_FPE_USUAL_LENGTH];
} AccordFpeValue;

/* The digits of a value, if it fits. */
extern AccordFpeFit accord_fpe_split(const AccordFpeRules *rules, const char *s, int len, AccordFpeValue *value);

/*
 * Encrypts the digits that are not kept, and sets the check digit.  The column
 * is NULL if the rules do not make the tweak of it.
 */
extern AccordFf1Error accord_fpe_crypt(const AccordFpeRules *rules, AccordFf1 *cipher, AccordFpeValue *value,
									   const text *column, bool encrypt);

/* The text that was split, with the digits that the value has now. */
extern text *accord_fpe_join(const AccordFpeRules *rules, const char *s, int len, const AccordFpeValue *value);

#endif							/* ACCORD_MASK_FPE_VALUE_H */
