/*
 * token.h
 *	  Tokens of values.
 */
#ifndef ACCORD_MASK_TOKEN_H
#define ACCORD_MASK_TOKEN_H

#include "postgres.h"

#include "mask/site.h"
#include "mask/token_form.h"

/* types whose values have tokens; others are cast by whoever wants it */
typedef enum AccordTokenInput
{
	ACCORD_TOKEN_TEXT,
	ACCORD_TOKEN_BPCHAR,
	ACCORD_TOKEN_INT2,
	ACCORD_TOKEN_INT4,
	ACCORD_TOKEN_INT8,
	ACCORD_TOKEN_UUID
} AccordTokenInput;

/* What a type is taken for; false if it has no tokens. */
extern bool accord_token_input(Oid type, AccordTokenInput *input);

/*
 * The token of a value that is not NULL, as text or uuid, in the domain and by
 * the key of the site.  False if normalisation leaves nothing of the value.
 */
extern bool accord_token_make(AccordSite *site, const AccordDataKey *key, AccordTokenInput input, Datum value,
							  bool as_uuid, Datum *token);

#endif							/* ACCORD_MASK_TOKEN_H */
