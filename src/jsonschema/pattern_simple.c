/*
 * pattern_simple.c
 *	  Regular expressions that need no backtracking, matched byte by byte.
 *
 * Nearly all patterns of real schemas are sequences of literals and classes
 * between ^ and $, where no repeated class shares a character with what may
 * follow it.  Taking as much as possible at each place is then the only way
 * to match, so one pass decides, at about a nanosecond a byte.  Everything
 * else is left to PCRE2.
 *
 * Lazy quantifiers are read as greedy ones: that changes what is captured,
 * never whether there is a match.
 */
#include "jsonschema/pattern_simple.h"

#include <string.h>

#include "jsonschema/ecma.h"

static void
set_add(AccordSimpleAtom *atom, uint32_t lo, uint32_t hi)
{
	for (uint32_t c = lo; c <= hi; c++)
		atom->set[c >> 6] |= UINT64_C(1) << (c & 63);
}

static inline bool
set_has(const AccordSimpleAtom *atom, unsigned char c)
{
	return (atom->set[c >> 6] >> (c & 63)) & 1;
}

static void
set_invert(AccordSimpleAtom *atom)
{
	static const uint8_t inverse[] = {
		[ACCORD_SIMPLE_NONE] = ACCORD_SIMPLE_ALL,
		[ACCORD_SIMPLE_ALL] = ACCORD_SIMPLE_NONE,
		[ACCORD_SIMPLE_SPACES] = ACCORD_SIMPLE_NO_SPACES,
		[ACCORD_SIMPLE_NO_SPACES] = ACCORD_SIMPLE_SPACES
	};

	atom->set[0] = ~atom->set[0];
	atom->set[1] = ~atom->set[1];
	atom->wide = inverse[atom->wide];
}

/* Adds wide characters to those that the atom has; false if it cannot tell. */
static bool
wide_add(AccordSimpleAtom *atom, uint8_t wide)
{
	if (atom->wide == ACCORD_SIMPLE_NONE || wide == ACCORD_SIMPLE_ALL)
		atom->wide = wide;
	else if (wide == ACCORD_SIMPLE_NONE || wide == atom->wide ||
			 atom->wide == ACCORD_SIMPLE_ALL)
		;
	else if (atom->wide + wide == ACCORD_SIMPLE_SPACES + ACCORD_SIMPLE_NO_SPACES)
		atom->wide = ACCORD_SIMPLE_ALL;
	else
		return false;
	return true;
}

/* Adds the members of \d, \s, \w and their complements. */
static bool
add_escape(AccordSimpleAtom *atom, char letter)
{
	AccordSimpleAtom set = {0};

	switch (letter | 0x20)
	{
		case 'd':
			set_add(&set, '0', '9');
			break;
		case 's':
			set_add(&set, '\t', '\r');
			set_add(&set, ' ', ' ');
			set.wide = ACCORD_SIMPLE_SPACES;
			break;
		case 'w':
			set_add(&set, '0', '9');
			set_add(&set, 'A', 'Z');
			set_add(&set, 'a', 'z');
			set_add(&set, '_', '_');
			break;
	}
	if (letter < 'a')
		set_invert(&set);
	atom->set[0] |= set.set[0];
	atom->set[1] |= set.set[1];
	return wide_add(atom, set.wide);
}

static bool
add_range(AccordSimpleAtom *atom, uint32_t lo, uint32_t hi)
{
	if (lo < 0x80)
		set_add(atom, lo, hi < 0x80 ? hi : 0x7F);
	if (hi < 0x80)
		return true;
	/* beyond ASCII it is all or nothing */
	return lo <= 0x80 && hi == ACCORD_ECMA_MAX_CHAR &&
		wide_add(atom, ACCORD_SIMPLE_ALL);
}

/* Reads the members of a class, behind its bracket. */
static bool
read_class(AccordEcma *ecma, AccordSimpleAtom *atom, bool negated)
{
	AccordEcmaToken token;

	while (accord_ecma_next(ecma, &token) != ACCORD_ECMA_CLASS_END)
	{
		if (token.kind == ACCORD_ECMA_RANGE ?
			!add_range(atom, token.lo, token.hi) :
			token.kind != ACCORD_ECMA_SET || !add_escape(atom, token.letter))
			return false;
	}
	if (negated)
		set_invert(atom);
	return true;
}

/* Appends an atom, or returns NULL when there are too many. */
static AccordSimpleAtom *
add_atom(AccordSimple *simple, AccordSimpleKind kind)
{
	AccordSimpleAtom *atom;

	if (simple->atoms == ACCORD_SIMPLE_ATOMS)
		return NULL;
	atom = &simple->atom[simple->atoms++];
	memset(atom, 0, sizeof(*atom));
	atom->kind = kind;
	atom->min = atom->max = 1;
	return atom;
}

/* A character beyond ASCII can only be a literal: it is several bytes. */
static bool
add_wide_char(AccordSimple *simple, uint32_t cp)
{
	AccordSimpleAtom *atom = add_atom(simple, ACCORD_SIMPLE_LITERAL);
	int			size = cp < 0x800 ? 2 : cp < 0x10000 ? 3 : 4;

	if (atom == NULL || (cp >= ACCORD_ECMA_SURROGATE_FIRST &&
						 cp <= ACCORD_ECMA_SURROGATE_LAST))
		return false;
	for (int i = size - 1; i > 0; i--, cp >>= 6)
		atom->bytes[i] = 0x80 | (cp & 0x3F);
	atom->bytes[0] = (0xF00 >> size) | cp;
	atom->len = size;
	return true;
}

/* Appends what one token stands for; false when it is not for us. */
static bool
add_token(AccordSimple *simple, AccordEcma *ecma, const AccordEcmaToken *token)
{
	AccordSimpleAtom *atom;

	if (token->kind == ACCORD_ECMA_REPEAT)
	{
		atom = &simple->atom[simple->atoms - 1];
		atom->min = token->min;
		atom->max = token->max;
		return atom->kind != ACCORD_SIMPLE_LITERAL;
	}
	if (token->kind == ACCORD_ECMA_CHAR && token->lo >= 0x80)
		return add_wide_char(simple, token->lo);
	atom = add_atom(simple, ACCORD_SIMPLE_CHARS);
	if (atom == NULL)
		return false;
	switch (token->kind)
	{
		case ACCORD_ECMA_CHAR:
			set_add(atom, token->lo, token->lo);
			return true;
		case ACCORD_ECMA_DOT:
			set_add(atom, '\n', '\n');
			set_add(atom, '\r', '\r');
			set_invert(atom);
			atom->wide = ACCORD_SIMPLE_NO_LINE_ENDS;
			return true;
		case ACCORD_ECMA_SET:
			return add_escape(atom, token->letter);
		case ACCORD_ECMA_CLASS:
			return read_class(ecma, atom, token->negated);
		default:
			return false;
	}
}

/* The one byte of a set that has just one, or -1. */
static int
only_member(const AccordSimpleAtom *atom)
{
	int			found = -1;

	if (atom->wide != ACCORD_SIMPLE_NONE)
		return -1;
	for (int c = 0; c < 0x80; c++)
		if (set_has(atom, c))
		{
			if (found != -1)
				return -1;
			found = c;
		}
	return found;
}

/*
 * Joins single characters to literals, and lets sets count bytes where bytes
 * and characters come to the same.
 */
static void
finish_atoms(AccordSimple *simple)
{
	int			n = 0;

	for (int i = 0; i < simple->atoms; i++)
	{
		AccordSimpleAtom *atom = &simple->atom[i];
		AccordSimpleAtom *last = n > 0 ? &simple->atom[n - 1] : NULL;
		int			c = atom->kind == ACCORD_SIMPLE_LITERAL ? -1 :
			only_member(atom);

		if (c != -1 && atom->min == 1 && atom->max == 1)
		{
			atom->kind = ACCORD_SIMPLE_LITERAL;
			atom->bytes[0] = c;
			atom->len = 1;
		}
		else if (atom->kind == ACCORD_SIMPLE_CHARS &&
				 (atom->wide == ACCORD_SIMPLE_NONE ||
				  (atom->wide == ACCORD_SIMPLE_ALL && atom->min <= 1 &&
				   atom->max == ACCORD_ECMA_INFINITE)))
		{
			atom->kind = ACCORD_SIMPLE_BYTES;
			if (atom->wide == ACCORD_SIMPLE_ALL)
				atom->set[2] = atom->set[3] = ~UINT64_C(0);
		}
		if (atom->kind == ACCORD_SIMPLE_LITERAL && last != NULL &&
			last->kind == ACCORD_SIMPLE_LITERAL &&
			last->len + atom->len <= ACCORD_SIMPLE_TEXT)
		{
			memcpy(last->bytes + last->len, atom->bytes, atom->len);
			last->len += atom->len;
		}
		else
			simple->atom[n++] = *atom;
	}
	simple->atoms = n;
}

/* Without $, what may follow the last thing needed is of no interest. */
static void
trim_end(AccordSimple *simple)
{
	while (simple->atoms > 0)
	{
		AccordSimpleAtom *atom = &simple->atom[simple->atoms - 1];

		atom->max = atom->min;
		if (atom->min > 0)
			break;
		simple->atoms--;
	}
}

/* Can no character be the first of both? */
static bool
disjoint(const AccordSimpleAtom *a, const AccordSimpleAtom *b)
{
	if (b->kind == ACCORD_SIMPLE_LITERAL)
		return (unsigned char) b->bytes[0] < 0x80 ? !set_has(a, b->bytes[0]) :
			a->wide == ACCORD_SIMPLE_NONE;
	return (a->set[0] & b->set[0]) == 0 && (a->set[1] & b->set[1]) == 0 &&
		(a->wide == ACCORD_SIMPLE_NONE || b->wide == ACCORD_SIMPLE_NONE ||
		 a->wide + b->wide == ACCORD_SIMPLE_SPACES + ACCORD_SIMPLE_NO_SPACES);
}

/* Is taking as much as possible at each atom the only way to match? */
static bool
is_deterministic(const AccordSimple *simple)
{
	for (int i = 0; i < simple->atoms; i++)
	{
		const AccordSimpleAtom *atom = &simple->atom[i];

		if (atom->min == atom->max)
			continue;
		for (int j = i + 1; j < simple->atoms; j++)
		{
			if (!disjoint(atom, &simple->atom[j]))
				return false;
			if (simple->atom[j].min > 0)
				break;
		}
	}
	return true;
}

bool
accord_simple_compile(AccordSimple *simple, const char *pattern, size_t len)
{
	AccordEcma	ecma;
	AccordEcmaToken token;
	bool		from_start;

	simple->atoms = 0;
	accord_ecma_begin(&ecma, pattern, len);
	accord_ecma_next(&ecma, &token);
	from_start = token.kind == ACCORD_ECMA_BOL;
	if (from_start)
		accord_ecma_next(&ecma, &token);
	for (; token.kind != ACCORD_ECMA_END && token.kind != ACCORD_ECMA_EOL;
		 accord_ecma_next(&ecma, &token))
		if (!add_token(simple, &ecma, &token))
			return false;
	simple->to_end = token.kind == ACCORD_ECMA_EOL;
	if (simple->to_end && accord_ecma_next(&ecma, &token) != ACCORD_ECMA_END)
		return false;
	finish_atoms(simple);
	if (!simple->to_end)
		trim_end(simple);
	simple->search = ACCORD_SIMPLE_SEQUENCE;
	if (from_start || (simple->atoms == 0 && !simple->to_end))
		return is_deterministic(simple);
	simple->search = simple->to_end ? ACCORD_SIMPLE_SUFFIX :
		ACCORD_SIMPLE_CONTAINS;
	return simple->atoms == 1 &&
		(simple->atom[0].kind == ACCORD_SIMPLE_LITERAL ||
		 (!simple->to_end && simple->atom[0].kind == ACCORD_SIMPLE_BYTES &&
		  simple->atom[0].max == 1));
}

/* The white space of ECMA-262 beyond ASCII. */
static bool
is_wide_space(uint32_t cp)
{
	return cp == 0xA0 || cp == 0x1680 || (cp >= 0x2000 && cp <= 0x200A) ||
		cp == 0x2028 || cp == 0x2029 || cp == 0x202F || cp == 0x205F ||
		cp == 0x3000 || cp == 0xFEFF;
}

/*
 * Length of the character beyond ASCII at s, if it is one of the set; else 0.
 */
static size_t
match_wide(const AccordSimpleAtom *atom, const unsigned char *s)
{
	size_t		size = s[0] < 0xE0 ? 2 : s[0] < 0xF0 ? 3 : 4;
	uint32_t	cp = 0;

	if (size == 2)
		cp = (s[0] & 0x1F) << 6 | (s[1] & 0x3F);
	else if (size == 3)
		cp = (s[0] & 0x0F) << 12 | (s[1] & 0x3F) << 6 | (s[2] & 0x3F);
	switch (atom->wide)
	{
		case ACCORD_SIMPLE_NO_LINE_ENDS:
			return cp == 0x2028 || cp == 0x2029 ? 0 : size;
		case ACCORD_SIMPLE_SPACES:
			return is_wide_space(cp) ? size : 0;
		case ACCORD_SIMPLE_NO_SPACES:
			return is_wide_space(cp) ? 0 : size;
		default:
			return atom->wide == ACCORD_SIMPLE_ALL ? size : 0;
	}
}

/* Takes the atom's characters at s; NULL when there are too few. */
static const unsigned char *
match_chars(const AccordSimpleAtom *atom, const unsigned char *s,
			const unsigned char *end)
{
	uint32_t	n = 0;

	while (s < end && n < atom->max)
	{
		if (*s < 0x80)
		{
			/* not one path for both: the next address must not wait */
			if (!set_has(atom, *s))
				break;
			s++;
		}
		else
		{
			size_t		size = match_wide(atom, s);

			if (size == 0)
				break;
			s += size;
		}
		n++;
	}
	return n >= atom->min ? s : NULL;
}

static inline const unsigned char *
match_atom(const AccordSimpleAtom *atom, const unsigned char *s,
		   const unsigned char *end)
{
	const unsigned char *start = s;

	if (atom->kind == ACCORD_SIMPLE_LITERAL)
	{
		if (end - s < atom->len)
			return NULL;
		for (int i = 0; i < atom->len; i++)
			if (s[i] != (unsigned char) atom->bytes[i])
				return NULL;
		return s + atom->len;
	}
	if (atom->kind == ACCORD_SIMPLE_CHARS)
		return match_chars(atom, s, end);
	if ((size_t) (end - s) > atom->max)
		end = s + atom->max;
	while (s < end && set_has(atom, *s))
		s++;
	return (size_t) (s - start) >= atom->min ? s : NULL;
}

/* Searches the one atom in the whole string. */
static bool
contains(const AccordSimpleAtom *atom, const char *s, size_t len)
{
	const char *end = s + len;

	if (atom->kind == ACCORD_SIMPLE_BYTES)
	{
		while (s < end && !set_has(atom, *s))
			s++;
		return s < end;
	}
	while ((size_t) (end - s) >= atom->len &&
		   (s = memchr(s, atom->bytes[0], end - s - atom->len + 1)) != NULL)
	{
		if (memcmp(s, atom->bytes, atom->len) == 0)
			return true;
		s++;
	}
	return false;
}

bool
accord_simple_matches(const AccordSimple *simple, const char *s, size_t len)
{
	const AccordSimpleAtom *atom = simple->atom;
	const unsigned char *p = (const unsigned char *) s;
	const unsigned char *end = p + len;

	if (simple->search == ACCORD_SIMPLE_CONTAINS)
		return contains(atom, s, len);
	if (simple->search == ACCORD_SIMPLE_SUFFIX)
		return len >= atom->len &&
			memcmp(s + len - atom->len, atom->bytes, atom->len) == 0;
	for (int i = 0; i < simple->atoms; i++)
	{
		p = match_atom(&atom[i], p, end);
		if (p == NULL)
			return false;
	}
	return !simple->to_end || p == end;
}
