/*
 * fpe_rules.h
 *	  What the definition of a policy says, ready to be used.
 */
#ifndef ACCORD_MASK_FPE_RULES_H
#define ACCORD_MASK_FPE_RULES_H

#include "postgres.h"

#include "utils/jsonb.h"

#include "mask/fpe_alphabet.h"

/*
 * Characters that a policy may allow, and does if it does not say.  What a
 * definition leaves out is set whenever it is read, so these, and how the rest
 * is set, are part of what policies mean: they may never change.
 */
#define ACCORD_FPE_MAX_LENGTH 4096
#define ACCORD_FPE_DEFAULT_LENGTH 256

/* bits: what the tweak is made of */
typedef enum AccordFpeTweak
{
	ACCORD_TWEAK_KEPT = 1,		/* the digits that are kept */
	ACCORD_TWEAK_COLUMN = 2		/* the argument */
} AccordFpeTweak;

/* what becomes of values that do not fit */
typedef enum AccordFpeUnfit
{
	ACCORD_UNFIT_ERROR,
	ACCORD_UNFIT_TOKEN,
	ACCORD_UNFIT_NULL
} AccordFpeUnfit;

/* lengths are in characters of the alphabet, literals apart */
typedef struct AccordFpeRules
{
	AccordAlphabet *alphabet;
	int			keep_first;
	int			keep_last;
	bool		luhn;			/* one digit is such that all of them pass */
	int			tweak;			/* AccordFpeTweak */
	AccordFpeUnfit on_unfit;
	int			min_length;
	int			max_length;
} AccordFpeRules;

/* characters that are encrypted of so many */
static inline int
accord_fpe_encrypted(const AccordFpeRules *rules, int length)
{
	return length - rules->keep_first - rules->keep_last - (rules->luhn ? 1 : 0);
}

/*
 * Reads a whole definition; errors name the policy.  A definition whose
 * domain can never reach the minimum is refused.
 */
extern AccordFpeRules *accord_fpe_read(const char *policy, const Jsonb *definition);

/*
 * A definition that goes on from another one: members of "changes" replace
 * those of "base".  Without a base, it goes on from the ready definition that
 * is named by "like", if one is.
 */
extern Jsonb *accord_fpe_derive(const Jsonb *base, const Jsonb *changes);

/* ---- ready definitions ---- */

typedef struct AccordFpeTemplate
{
	const char *name;
	bool		needs_utf8;
	const char *definition;
} AccordFpeTemplate;

/* up to one without a name */
extern const AccordFpeTemplate accord_fpe_templates[];

/* NULL if there is none of that name. */
extern Jsonb *accord_fpe_template(const char *name);

#endif							/* ACCORD_MASK_FPE_RULES_H */
