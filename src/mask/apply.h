/*
 * apply.h
 *	  Masks of text in the server encoding.
 */
#ifndef ACCORD_MASK_APPLY_H
#define ACCORD_MASK_APPLY_H

#include "postgres.h"

#include "mask/form.h"

/*
 * The masked value, palloc'd.  The same text has the same mask in every
 * encoding; text that has no equivalent in UTF-8 is masked whole, and so is
 * text that is longer than any form.
 */
extern text *accord_mask_apply(AccordMaskForm form, const char *s, uint32 len);

/* What was masked as UTF-8, in the server encoding; masked whole if it has no such. */
extern text *accord_mask_in_server_encoding(const char *utf8, uint32 len);

#endif							/* ACCORD_MASK_APPLY_H */
