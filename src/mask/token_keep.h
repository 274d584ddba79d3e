/*
 * token_keep.h
 *	  The trigger that keeps token columns.
 */
#ifndef ACCORD_MASK_TOKEN_KEEP_H
#define ACCORD_MASK_TOKEN_KEEP_H

#include "postgres.h"

#include "mask/token.h"
#include "mask/token_registry.h"
#include "utils/rel.h"

/*
 * BEFORE triggers fire in the order of their names: it should see what the
 * others made of a row.
 */
#define ACCORD_TOKEN_TRIGGER "zz_accord_tokens"

/*
 * Where the columns of a registration are in the relation, and what they are;
 * an error if they cannot be what they are registered for.
 */
typedef struct AccordTokenPlace
{
	AttrNumber	source;
	AttrNumber	target;
	AccordTokenInput input;
	bool		as_uuid;
} AccordTokenPlace;

extern AccordTokenPlace accord_token_place(Relation relation, const AccordTokenColumn *column);

/*
 * While true, a row that is updated gets new tokens in the place of those of
 * another version of the key.
 */
extern bool accord_token_refill;

/* Is the trigger there? */
extern bool accord_token_has_trigger(Relation relation);

/* Is it, and does it fire in this session? */
extern bool accord_token_is_kept(Relation relation);

/* Drops it, as the current user and within SPI_connect. */
extern void accord_token_remove_trigger(const char *schema, const char *relation);

#endif							/* ACCORD_MASK_TOKEN_KEEP_H */
