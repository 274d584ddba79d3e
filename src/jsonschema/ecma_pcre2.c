/*
 * ecma_pcre2.c
 *	  Translating an ECMA-262 regular expression to PCRE2.
 *
 * No byte of the pattern is passed on unless the scanner knows what it is:
 * PCRE2 has far more syntax than ECMA-262.  Half a surrogate pair cannot occur
 * in UTF-8, so what names one becomes a class without members.
 *
 * Two differences are left.  A repeated group that matched nothing at last,
 * as in (a?)+\1, refers to that nothing, where ECMA-262 keeps the match
 * before it.  And PCRE2 compiles a look-behind only where it can tell its
 * length.
 */
#include "jsonschema/ecma.h"

#include <stdio.h>
#include <string.h>

/* members of classes, as PCRE2 writes them */
#define SPACES \
	"\\x{9}-\\x{d}\\x{20}\\x{a0}\\x{1680}\\x{2000}-\\x{200a}" \
	"\\x{2028}\\x{2029}\\x{202f}\\x{205f}\\x{3000}\\x{feff}"
#define NO_SPACES \
	"\\x{0}-\\x{8}\\x{e}-\\x{1f}\\x{21}-\\x{9f}\\x{a1}-\\x{167f}" \
	"\\x{1681}-\\x{1fff}\\x{200b}-\\x{2027}\\x{202a}-\\x{202e}" \
	"\\x{2030}-\\x{205e}\\x{2060}-\\x{2fff}\\x{3001}-\\x{fefe}" \
	"\\x{ff00}-\\x{10ffff}"
#define NO_DIGITS "\\x{0}-\\x{2f}\\x{3a}-\\x{10ffff}"
#define NO_WORDS \
	"\\x{0}-\\x{2f}\\x{3a}-\\x{40}\\x{5b}-\\x{5e}\\x{60}\\x{7b}-\\x{10ffff}"
#define DOT "[^\\n\\r\\x{2028}\\x{2029}]"
#define ALL "\\x{0}-\\x{10ffff}"
#define NEVER "[^" ALL "]"

/* Where the translation goes. */
typedef struct Output
{
	char	   *buf;
	size_t		room;
	size_t		len;			/* of all, whether it fitted or not */
	size_t		class_start;	/* where the members of a class begin */
	bool		negated;		/* the class is */
} Output;

static void
emit(Output *out, const char *s, size_t len)
{
	if (out->len < out->room)
		memcpy(out->buf + out->len, s,
			   len < out->room - out->len ? len : out->room - out->len);
	out->len += len;
}

static void
emit_text(Output *out, const char *s)
{
	emit(out, s, strlen(s));
}

/* Emits a character so that it stands for itself, in a class or outside. */
static void
emit_char(Output *out, uint32_t cp)
{
	char		piece[16];

	if ((cp >= '0' && cp <= '9') || (cp >= 'a' && cp <= 'z') ||
		(cp >= 'A' && cp <= 'Z') || cp == '_')
		snprintf(piece, sizeof(piece), "%c", (int) cp);
	else if (cp > ' ' && cp < 0x7F)
		snprintf(piece, sizeof(piece), "\\%c", (int) cp);
	else
		snprintf(piece, sizeof(piece), "\\x{%x}", (unsigned) cp);
	emit_text(out, piece);
}

/* Emits a range of a class without the halves of surrogate pairs. */
static void
emit_range(Output *out, uint32_t lo, uint32_t hi)
{
	if (lo >= ACCORD_ECMA_SURROGATE_FIRST && lo <= ACCORD_ECMA_SURROGATE_LAST)
		lo = ACCORD_ECMA_SURROGATE_LAST + 1;
	if (hi >= ACCORD_ECMA_SURROGATE_FIRST && hi <= ACCORD_ECMA_SURROGATE_LAST)
		hi = ACCORD_ECMA_SURROGATE_FIRST - 1;
	if (lo > hi)
		return;
	emit_char(out, lo);
	if (lo == hi)
		return;
	emit_text(out, "-");
	emit_char(out, hi);
}

/*
 * Emits \d, \s and the like.  PCRE2's own \s has other members, and its \D and
 * \W are wrong in a negated class that has a \p, up to 10.42 at least.
 */
static void
emit_set(Output *out, char letter, bool in_class)
{
	char		piece[3] = {'\\', letter, '\0'};

	if (letter == 's')
		emit_text(out, in_class ? SPACES : "[" SPACES "]");
	else if (letter == 'S')
		emit_text(out, in_class ? NO_SPACES : "[^" SPACES "]");
	else if (letter == 'D' && in_class)
		emit_text(out, NO_DIGITS);
	else if (letter == 'W' && in_class)
		emit_text(out, NO_WORDS);
	else
		emit_text(out, piece);
}

/*
 * Emits \p{...}.  Outside of classes \\P becomes a class: PCRE2 10.42 takes
 * \P{Lu}+\P{Nd} for a sequence that never needs to backtrack.
 */
static void
emit_property(Output *out, const AccordEcmaToken *token, bool in_class)
{
	char		piece[sizeof(token->property) + 16];

	if (token->letter == 'P' && !in_class)
		snprintf(piece, sizeof(piece), "[^\\p{%s}]", token->property);
	else
		snprintf(piece, sizeof(piece), "\\%c{%s}", token->letter,
				 token->property);
	emit_text(out, piece);
}

static void
emit_repeat(Output *out, const AccordEcmaToken *token)
{
	char		piece[32];

	if (token->max != ACCORD_ECMA_INFINITE)
		snprintf(piece, sizeof(piece), "{%u,%u}", token->min, token->max);
	else if (token->min <= 1)
		snprintf(piece, sizeof(piece), "%c", token->min == 0 ? '*' : '+');
	else
		snprintf(piece, sizeof(piece), "{%u,}", token->min);
	emit_text(out, piece);
	if (token->lazy)
		emit_text(out, "?");
}

static void
emit_token(Output *out, const AccordEcma *ecma, const AccordEcmaToken *token)
{
	char		piece[32];

	switch (token->kind)
	{
		case ACCORD_ECMA_CHAR:
			if (token->lo >= ACCORD_ECMA_SURROGATE_FIRST &&
				token->lo <= ACCORD_ECMA_SURROGATE_LAST)
				emit_text(out, NEVER);
			else
				emit_char(out, token->lo);
			break;
		case ACCORD_ECMA_DOT:
			emit_text(out, DOT);
			break;
		case ACCORD_ECMA_SET:
			emit_set(out, token->letter, ecma->in_class);
			break;
		case ACCORD_ECMA_PROPERTY:
			emit_property(out, token, ecma->in_class);
			break;
		case ACCORD_ECMA_CLASS:
			emit_text(out, token->negated ? "[^" : "[");
			out->class_start = out->len;
			out->negated = token->negated;
			break;
		case ACCORD_ECMA_CLASS_END:
			/* PCRE2 would not repeat [], as in []*, which matches nothing */
			if (out->len == out->class_start && !out->negated)
				emit_text(out, "^" ALL);
			emit_text(out, "]");
			break;
		case ACCORD_ECMA_RANGE:
			emit_range(out, token->lo, token->hi);
			break;
		case ACCORD_ECMA_OPEN:
			emit_text(out, token->text);
			break;
		case ACCORD_ECMA_BOUNDARY:
			emit_text(out, token->letter == 'b' ? "\\b" : "\\B");
			break;
		case ACCORD_ECMA_BACKREF:
			snprintf(piece, sizeof(piece), "\\g{%u}", token->number);
			emit_text(out, piece);
			break;
		case ACCORD_ECMA_REPEAT:
			emit_repeat(out, token);
			break;
		default:
			/* one character that means the same to both */
			emit(out, ecma->pattern + ecma->start, 1);
	}
}

long
accord_ecma_translate(AccordEcma *ecma, const char *pattern, size_t len,
					  char *out, size_t room)
{
	Output		output = {.buf = out,.room = room};
	AccordEcmaToken token;

	accord_ecma_begin(ecma, pattern, len);
	while (accord_ecma_next(ecma, &token) != ACCORD_ECMA_END)
	{
		if (token.kind == ACCORD_ECMA_ERROR)
			return -1;
		emit_token(&output, ecma, &token);
	}
	return (long) output.len;
}

size_t
accord_ecma_source(const char *pattern, size_t len, size_t translated)
{
	Output		output = {0};
	AccordEcma	ecma;
	AccordEcmaToken token;

	accord_ecma_begin(&ecma, pattern, len);
	while (output.len <= translated &&
		   accord_ecma_next(&ecma, &token) != ACCORD_ECMA_END &&
		   token.kind != ACCORD_ECMA_ERROR)
		emit_token(&output, &ecma, &token);
	return ecma.start;
}
