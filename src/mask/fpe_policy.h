/*
 * fpe_policy.h
 *	  Policies: found in accord.fpe_policy, compiled once in a backend.
 */
#ifndef ACCORD_MASK_FPE_POLICY_H
#define ACCORD_MASK_FPE_POLICY_H

#include "postgres.h"

#include "mask/ff1.h"
#include "mask/fpe_rules.h"
#include "mask/keys.h"

/* in place of a version: the newest */
#define ACCORD_FPE_NEWEST 0

/* longest name of a policy, in bytes */
#define ACCORD_FPE_NAME_BYTES 63

typedef struct AccordFpePolicy
{
	struct AccordFpePolicy *next;	/* in the cache */
	MemoryContext context;		/* of all of it */
	int32		asked;			/* the version asked for, or ACCORD_FPE_NEWEST */
	char	   *name;
	int32		version;
	char	   *domain;
	int32		key_version;
	AccordFpeRules *rules;
	AccordFf1  *cipher;			/* NULL until a value is encrypted */
} AccordFpePolicy;

/* changes whenever a policy that was found may not be so any more */
extern uint64 accord_fpe_generation;

/*
 * Finds a version of a policy.  The pointer is good until something else is
 * asked for: keep it with the generation.  An error if there is none.
 */
extern AccordFpePolicy *accord_fpe_find(const char *name, int32 version);

/* The policy's cipher, from its domain's key of its version. */
extern AccordFf1 *accord_fpe_cipher(AccordFpePolicy *policy, const AccordDataKey *key);

/* What the table holds of a policy; the text is palloc'd. */
typedef struct AccordFpeRow
{
	int32		version;
	int32		key_version;
	char	   *domain;
	Jsonb	   *definition;
} AccordFpeRow;

/* False if there is none. */
extern bool accord_fpe_row(const char *name, int32 version, AccordFpeRow *row);

/* An error then. */
extern void accord_fpe_find_row(const char *name, int32 version, AccordFpeRow *row);

extern void accord_fpe_init(void);

#endif							/* ACCORD_MASK_FPE_POLICY_H */
