/*
 * text.h
 *	  Text in the server encoding, seen as Unicode.
 */
#ifndef ACCORD_SUPPORT_TEXT_H
#define ACCORD_SUPPORT_TEXT_H

#include "postgres.h"

#include "lib/stringinfo.h"

typedef struct AccordText
{
	const char *data;
	uint32		len;
} AccordText;

/* Number of characters; of bytes, where SQL_ASCII text is not UTF-8. */
extern uint32 accord_text_length(const char *s, uint32 len);

/*
 * The text in UTF-8: itself where that is what it is, else a palloc'd
 * conversion.  False where SQL_ASCII holds what is not UTF-8.
 */
extern bool accord_text_utf8(const char *s, uint32 len, AccordText *utf8);

/*
 * UTF-8 in the server encoding, as above; false where it has no equivalent.
 */
extern bool accord_text_server(const char *utf8, uint32 len, AccordText *text);

/* Gives back what a conversion made. */
static inline void
accord_text_free(const AccordText *converted, const char *original)
{
	if (converted->data != original)
		pfree(unconstify(char *, converted->data));
}

/* Bytes of the longest prefix of at most limit bytes that cuts no character. */
extern uint32 accord_text_clip(const char *s, uint32 len, uint32 limit);

/*
 * Appends text to a message: at most about limit bytes of it, and control
 * characters as escapes, so that it stays one line.
 */
extern void accord_text_append(StringInfo out, const char *s, uint32 len, uint32 limit);

#endif							/* ACCORD_SUPPORT_TEXT_H */
