/*
 * fpe_policy.h
 *	  Policies: found in accord.fpe_policy, compiled once in a backend.
 */
#ifndef ACCORD_MASK_FPE_POLICY_H
#define ACCORD_MASK_FPE_POLICY_H

#include "postgres.h"

#include "utils/snapshot.h"

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
 * Another number for each statement of the client's, and in a procedure for
 * each transaction of it.  With a new one, what others did is known.
 */
extern uint64 accord_fpe_statement(void);

/*
 * Finds a version of a policy.  The pointer is good until something else is
 * asked for: keep it with the generation and the statement.  An error if there
 * is none.  The newest version is the same one throughout a statement, unless
 * this backend changes policies in it.
 */
extern AccordFpePolicy *accord_fpe_find(const char *name, int32 version);

/* From now on the newest version may be another one in this statement, too. */
extern void accord_fpe_forget_newest(void);

/* The policy's cipher, from its domain's key of its version. */
extern AccordFf1 *accord_fpe_cipher(AccordFpePolicy *policy, const AccordDataKey *key);

/* What the table holds of a policy; the text is palloc'd. */
typedef struct AccordFpeRow
{
	int32		version;
	int32		key_version;
	char	   *domain;
	Jsonb	   *definition;		/* NULL: the policy was dropped with this as
								 * its last version */
} AccordFpeRow;

/* False if there is none, as of a snapshot; NULL: as of now. */
extern bool accord_fpe_row(const char *name, int32 version, Snapshot snapshot, AccordFpeRow *row);

/* The same, also of a policy that was dropped. */
extern bool accord_fpe_any_row(const char *name, int32 version, Snapshot snapshot, AccordFpeRow *row);

/* As of now; an error then. */
extern void accord_fpe_find_row(const char *name, int32 version, AccordFpeRow *row);

extern void accord_fpe_init(void);

#endif							/* ACCORD_MASK_FPE_POLICY_H */
