/*
 * fpe_alphabet.h
 *	  Which characters are digits of a number, which are left alone, and which
 *	  are none of these.
 */
#ifndef ACCORD_MASK_FPE_ALPHABET_H
#define ACCORD_MASK_FPE_ALPHABET_H

#include "postgres.h"

#include "mb/pg_wchar.h"

#include "support/text.h"

/* bytes of a character that can stand in an alphabet */
#define ACCORD_SYMBOL_BYTES 4

/* codes of characters: a digit, with this bit if written as a capital, or one of those below */
#define ACCORD_CODE_CAPITAL 0x10000
#define ACCORD_CODE_NONE (-1)
#define ACCORD_CODE_LITERAL (-2)

typedef struct AccordSymbol
{
	uint8		len;
	char		bytes[ACCORD_SYMBOL_BYTES];
} AccordSymbol;

typedef struct AccordCoded
{
	uint32		character;		/* its bytes as a number */
	int32		code;
} AccordCoded;

typedef struct AccordAlphabet
{
	int			radix;
	int			widest;			/* bytes of its longest character */
	AccordSymbol *symbols;		/* by digit */
	AccordSymbol *capitals;		/* the same; NULL if there are none */
	int32		single[256];	/* codes of characters of one byte */
	int			n_longer;
	AccordCoded *longer;		/* codes of the others, sorted */
} AccordAlphabet;

/*
 * Makes an alphabet, all text in the server encoding.  Errors if a character
 * has two meanings, or there are fewer or more capitals than characters.
 */
extern AccordAlphabet *accord_alphabet_make(const AccordText *characters, const AccordText *capitals,
											const AccordText *literals);

/*
 * The characters and capitals (possibly none) of an alphabet that has a name;
 * false if it has not.  What a name means never changes.
 */
extern bool accord_alphabet_named(const char *name, AccordText *characters, AccordText *capitals);

/* The names, for a hint. */
extern char *accord_alphabet_names(void);

extern int32 accord_alphabet_search(const AccordAlphabet *alphabet, uint32 character);

static inline uint32
accord_character_number(const char *s, int len)
{
	uint32		number = 0;

	for (int i = 0; i < len; i++)
		number = number << 8 | (uint8) s[i];
	return number;
}

/* The code of the character at *s, which then points behind it; not beyond end. */
static inline int32
accord_alphabet_next(const AccordAlphabet *alphabet, const char **s, const char *end)
{
	const char *start = *s;
	int			len = IS_HIGHBIT_SET(*start) ? pg_mblen(start) : 1;

	if (likely(len == 1))
	{
		*s = start + 1;
		return alphabet->single[(uint8) *start];
	}
	len = Min(len, end - start);
	*s = start + len;
	return len > ACCORD_SYMBOL_BYTES ? ACCORD_CODE_NONE :
		accord_alphabet_search(alphabet, accord_character_number(start, len));
}

#endif							/* ACCORD_MASK_FPE_ALPHABET_H */
