/*
 * form.h
 *	  The masks of text: each knows one form of value and shows the characters
 *	  that docs/masks.md promises, never another one.
 *
 * Pure C without PostgreSQL, but for PCRE2, so that they can be fuzzed alone.
 * Text is UTF-8.  What has not the form is masked whole, and so is the empty
 * text: a mask has no error, for an error would quote or at least tell.
 */
#ifndef ACCORD_MASK_FORM_H
#define ACCORD_MASK_FORM_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* what stands for a value that is masked whole, and for what is left out */
#define ACCORD_MASK_WHOLE "***"

/* no value of any form has more bytes, blanks and all */
#define ACCORD_MASK_LONGEST 1024

/* bytes of a masked value beyond those of the value, at most */
#define ACCORD_MASK_ROOM 64

/* Writes the masked value, not terminated, and returns its bytes. */
typedef size_t (*AccordMaskForm) (const char *s, size_t len, char *out);

extern size_t accord_mask_form_text(const char *s, size_t len, char *out);
extern size_t accord_mask_form_email(const char *s, size_t len, char *out);
extern size_t accord_mask_form_email_local(const char *s, size_t len, char *out);
extern size_t accord_mask_form_phone(const char *s, size_t len, char *out);
extern size_t accord_mask_form_card(const char *s, size_t len, char *out);
extern size_t accord_mask_form_ssn(const char *s, size_t len, char *out);
extern size_t accord_mask_form_iban(const char *s, size_t len, char *out);
extern size_t accord_mask_form_name(const char *s, size_t len, char *out);
extern size_t accord_mask_form_ip(const char *s, size_t len, char *out);
extern size_t accord_mask_form_month(const char *s, size_t len, char *out);
extern size_t accord_mask_form_year(const char *s, size_t len, char *out);

/* The first day of the month, year or other unit of days. */
struct AccordCalendarUnit;
extern size_t accord_mask_form_date(const char *s, size_t len, const struct AccordCalendarUnit *unit, char *out);

/* Appends to what has been written; returns the end. */
static inline char *
accord_mask_append(char *out, const char *s, size_t len)
{
	memcpy(out, s, len);
	return out + len;
}

static inline char *
accord_mask_append_text(char *out, const char *s)
{
	return accord_mask_append(out, s, strlen(s));
}

#endif							/* ACCORD_MASK_FORM_H */
