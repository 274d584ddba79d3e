/*
 * ecma_scan.c
 *	  The syntax of ECMA-262 regular expressions: scanning and checking.
 *
 * The grammar is that of the u flag, with what Annex B adds where it can mean
 * one thing only: an escaped punctuation character, a lone ] } or {, and a
 * hyphen beside \d in a class stand for themselves.  What looks like something
 * that other engines know and ECMA-262 does not (\A, \Z, \a, (?i), (?P<n>x),
 * x{,3}, x++) is refused rather than read as letters.
 *
 * The scanner does not recurse and holds no memory, so that no pattern can
 * exhaust anything.
 */
#include "jsonschema/ecma_scan.h"

/* how a group may begin, and how PCRE2 writes it; longest first */
typedef struct GroupStart
{
	const char *ecma;
	const char *pcre2;
	bool		assertion;
} GroupStart;

static const GroupStart groups[] = {
	{"(?<=", "(?<=", true},
	{"(?<!", "(?<!", true},
	{"(?:", "(?:", false},
	{"(?=", "(?=", true},
	{"(?!", "(?!", true},
	{"(?<", "(", false},		/* a name follows */
	{"(", "(", false}
};

/* Length of the name of a group at pos, up to its '>'; 0 if there is none. */
static size_t
name_length(const AccordEcma *ecma, size_t pos)
{
	size_t		i = pos;
	int			c;

	while ((c = byte_at(ecma, i)) != -1 &&
		   (is_letter(c) || c == '$' || c == '_' || c >= 0x80 ||
			(i > pos && is_digit(c))))
		i++;
	return c == '>' ? i - pos : 0;
}

/* The number of the group with that name, or 0. */
static uint32_t
group_by_name(const AccordEcma *ecma, size_t pos, size_t len)
{
	for (int i = 0; i < ecma->names; i++)
		if (ecma->name[i].len == len &&
			memcmp(ecma->pattern + ecma->name[i].start, ecma->pattern + pos,
				   len) == 0)
			return ecma->name[i].number;
	return 0;
}

/* Counts a group that captures, and keeps its name if it has one. */
static bool
add_group(AccordEcma *ecma, size_t pos)
{
	size_t		len = 0;

	ecma->groups++;
	if (stands(ecma, pos, "(?<"))
	{
		len = name_length(ecma, pos + 3);
		if (len == 0)
			return fail(ecma, pos, "malformed name of a group");
		if (group_by_name(ecma, pos + 3, len) != 0)
			return fail(ecma, pos, "name of a group used twice");
		if (ecma->names == ACCORD_ECMA_MAX_NAMES)
			return fail(ecma, pos, "too many named groups");
		ecma->name[ecma->names].start = pos + 3;
		ecma->name[ecma->names].len = len;
		ecma->name[ecma->names].number = ecma->groups;
		ecma->names++;
	}
	return true;
}

/*
 * Looks through the pattern for groups and back-references: a reference may
 * stand before its group, and without references no group need capture.
 */
static bool
find_groups(AccordEcma *ecma)
{
	bool		in_class = false;

	for (size_t i = 0; i < ecma->len; i++)
	{
		int			c = byte_at(ecma, i);

		if (c == '\\')
		{
			c = byte_at(ecma, ++i);
			if (!in_class && ((c >= '1' && c <= '9') || c == 'k'))
				ecma->backrefs = true;
		}
		else if (c == '[')
			in_class = true;
		else if (c == ']')
			in_class = false;
		else if (c == '(' && !in_class &&
				 (byte_at(ecma, i + 1) != '?' ||
				  (byte_at(ecma, i + 2) == '<' &&
				   byte_at(ecma, i + 3) != '=' &&
				   byte_at(ecma, i + 3) != '!')) &&
				 !add_group(ecma, i))
			return false;
	}
	return true;
}

void
accord_ecma_begin(AccordEcma *ecma, const char *pattern, size_t len)
{
	memset(ecma, 0, offsetof(AccordEcma, assertion));
	ecma->pattern = pattern;
	ecma->len = len;
	if (len > ACCORD_ECMA_MAX_LEN)
		fail(ecma, ACCORD_ECMA_MAX_LEN, "pattern too long");
	else
		find_groups(ecma);
}

/* Reads {...} behind \p or \P. */
static bool
read_property(AccordEcma *ecma, AccordEcmaToken *token)
{
	char		name[sizeof(token->property)];
	size_t		n = 0;
	int			c;

	token->kind = ACCORD_ECMA_PROPERTY;
	token->script = false;
	if (byte_at(ecma, ecma->pos) != '{')
		return fail(ecma, ecma->start, "malformed Unicode property");
	while ((c = byte_at(ecma, ++ecma->pos)) != '}')
	{
		if (!(is_letter(c) || is_digit(c) || c == '_' || c == '=') ||
			n == sizeof(name) - 1)
			return fail(ecma, ecma->start, "unknown Unicode property");
		name[n++] = c;
	}
	ecma->pos++;
	name[n] = '\0';
	if (!accord_ecma_property(name, token))
		return fail(ecma, ecma->start, "unknown Unicode property");
	return true;
}

/*
 * Reads \d, \s, \w, \p and the like, if one stands at pos; sets kind to END
 * otherwise.
 */
static bool
read_set(AccordEcma *ecma, AccordEcmaToken *token)
{
	int			c = byte_at(ecma, ecma->pos + 1);

	token->kind = ACCORD_ECMA_END;
	if (byte_at(ecma, ecma->pos) != '\\' || c <= 0 ||
		strchr("dDsSwWpP", c) == NULL)
		return true;
	ecma->pos += 2;
	token->letter = c;
	token->kind = ACCORD_ECMA_SET;
	return c == 'p' || c == 'P' ? read_property(ecma, token) : true;
}

/* Reads one character of a class, escaped or not. */
static bool
read_class_char(AccordEcma *ecma, uint32_t *cp)
{
	if (byte_at(ecma, ecma->pos) != '\\')
		return accord_ecma_read_char(ecma, cp);
	ecma->pos++;
	if (byte_at(ecma, ecma->pos) == 'b')
	{
		ecma->pos++;
		*cp = '\b';
		return true;
	}
	return accord_ecma_read_escape(ecma, cp);
}

/* Is the hyphen at pos the middle of a range? */
static bool
is_range(const AccordEcma *ecma, size_t pos)
{
	int			c = byte_at(ecma, pos + 1);

	if (byte_at(ecma, pos) != '-' || c == ']' || c == -1)
		return false;
	/* a hyphen before \d is itself */
	c = c == '\\' ? byte_at(ecma, pos + 2) : 0;
	return c <= 0 || strchr("dDsSwWpP", c) == NULL;
}

static bool
read_class_member(AccordEcma *ecma, AccordEcmaToken *token)
{
	if (ecma->pos >= ecma->len)
		return fail(ecma, ecma->pos, "missing ] of a character class");
	if (byte_at(ecma, ecma->pos) == ']')
	{
		ecma->pos++;
		ecma->in_class = false;
		ecma->repeatable = true;
		token->kind = ACCORD_ECMA_CLASS_END;
		return true;
	}
	if (!read_set(ecma, token))
		return false;
	if (token->kind != ACCORD_ECMA_END)
	{
		/* in [\w-x] the hyphen and what follows stand for themselves */
		ecma->singles = is_range(ecma, ecma->pos) ? 2 : 0;
		return true;
	}
	if (!read_class_char(ecma, &token->lo))
		return false;
	token->hi = token->lo;
	token->kind = ACCORD_ECMA_RANGE;
	if (ecma->singles > 0)
		ecma->singles--;
	else if (is_range(ecma, ecma->pos))
	{
		ecma->pos++;
		if (!read_class_char(ecma, &token->hi))
			return false;
		if (token->hi < token->lo)
			return fail(ecma, ecma->start, "range out of order in a class");
	}
	return true;
}

/* Reads a quantifier's bound. */
static bool
read_bound(AccordEcma *ecma, uint32_t *bound)
{
	uint32_t	value = 0;

	while (is_digit(byte_at(ecma, ecma->pos)))
	{
		value = value * 10 + (byte_at(ecma, ecma->pos) - '0');
		if (value > ACCORD_ECMA_MAX_REPEAT)
			return fail(ecma, ecma->start, "number too large in a quantifier");
		ecma->pos++;
	}
	*bound = value;
	return true;
}

/* Reads {n}, {n,} or {n,m}, behind the brace. */
static bool
read_braces(AccordEcma *ecma, AccordEcmaToken *token)
{
	if (!is_digit(byte_at(ecma, ecma->pos)))
		return fail(ecma, ecma->start, "malformed quantifier");
	if (!read_bound(ecma, &token->min))
		return false;
	token->max = token->min;
	if (byte_at(ecma, ecma->pos) == ',')
	{
		ecma->pos++;
		token->max = ACCORD_ECMA_INFINITE;
		if (is_digit(byte_at(ecma, ecma->pos)) &&
			!read_bound(ecma, &token->max))
			return false;
	}
	if (byte_at(ecma, ecma->pos) != '}')
		return fail(ecma, ecma->start, "malformed quantifier");
	if (token->max < token->min)
		return fail(ecma, ecma->start, "numbers out of order in a quantifier");
	ecma->pos++;
	return true;
}

/* Reads a quantifier that begins with c. */
static bool
read_repeat(AccordEcma *ecma, AccordEcmaToken *token, int c)
{
	token->kind = ACCORD_ECMA_REPEAT;
	token->min = c == '+' ? 1 : 0;
	token->max = c == '?' ? 1 : ACCORD_ECMA_INFINITE;
	ecma->pos++;
	if (c == '{' && !read_braces(ecma, token))
		return false;
	if (!ecma->repeatable)
		return fail(ecma, ecma->start, "nothing to repeat");
	ecma->repeatable = false;
	token->lazy = byte_at(ecma, ecma->pos) == '?';
	if (token->lazy)
		ecma->pos++;
	return true;
}

static bool
read_open(AccordEcma *ecma, AccordEcmaToken *token)
{
	size_t		i = 0;

	while (!stands(ecma, ecma->pos, groups[i].ecma))
		i++;
	if (groups[i].ecma[1] == '\0' && byte_at(ecma, ecma->pos + 1) == '?')
		return fail(ecma, ecma->pos, "unknown kind of group");
	if (ecma->depth == ACCORD_ECMA_MAX_DEPTH)
		return fail(ecma, ecma->pos, "groups nested too deeply");
	ecma->assertion[ecma->depth++] = groups[i].assertion;
	token->kind = ACCORD_ECMA_OPEN;
	token->text = groups[i].pcre2;
	ecma->pos += strlen(groups[i].ecma);
	if (groups[i].ecma[1] == '?' && token->text[1] == '\0')
		ecma->pos += name_length(ecma, ecma->pos) + 1;
	/* a group that no reference may name need not capture */
	if (token->text[1] == '\0' && !ecma->backrefs)
		token->text = "(?:";
	ecma->repeatable = false;
	return true;
}

static bool
read_close(AccordEcma *ecma, AccordEcmaToken *token)
{
	if (ecma->depth == 0)
		return fail(ecma, ecma->pos, "closing parenthesis without its opening");
	ecma->pos++;
	ecma->repeatable = !ecma->assertion[--ecma->depth];
	token->kind = ACCORD_ECMA_CLOSE;
	return true;
}

/* Reads \1 or \k<name>, behind the backslash. */
static bool
read_backref(AccordEcma *ecma, AccordEcmaToken *token)
{
	token->number = 0;
	token->kind = ACCORD_ECMA_BACKREF;
	if (stands(ecma, ecma->pos, "k<"))
	{
		size_t		len = name_length(ecma, ecma->pos + 2);

		token->number = group_by_name(ecma, ecma->pos + 2, len);
		ecma->pos += len + 3;
	}
	else
		while (is_digit(byte_at(ecma, ecma->pos)) &&
			   token->number <= ACCORD_ECMA_MAX_LEN)
			token->number = token->number * 10 +
				(byte_at(ecma, ecma->pos++) - '0');
	if (token->number == 0 || token->number > ecma->groups)
		return fail(ecma, ecma->start, "reference to a group that is not there");
	return true;
}

/* Reads an escape outside of classes. */
static bool
read_escape(AccordEcma *ecma, AccordEcmaToken *token)
{
	int			c = byte_at(ecma, ecma->pos + 1);

	if (!read_set(ecma, token))
		return false;
	if (token->kind != ACCORD_ECMA_END)
		return true;
	ecma->pos++;
	if ((c >= '1' && c <= '9') || c == 'k')
		return read_backref(ecma, token);
	if (c == 'b' || c == 'B')
	{
		ecma->pos++;
		ecma->repeatable = false;
		token->kind = ACCORD_ECMA_BOUNDARY;
		token->letter = c;
		return true;
	}
	token->kind = ACCORD_ECMA_CHAR;
	return accord_ecma_read_escape(ecma, &token->lo);
}

/* A token of one character: its kind, and whether it may be repeated. */
static bool
single(AccordEcma *ecma, AccordEcmaToken *token, AccordEcmaKind kind,
	   bool repeatable)
{
	ecma->pos++;
	ecma->repeatable = repeatable;
	token->kind = kind;
	return true;
}

static bool
read_class(AccordEcma *ecma, AccordEcmaToken *token)
{
	single(ecma, token, ACCORD_ECMA_CLASS, false);
	token->negated = byte_at(ecma, ecma->pos) == '^';
	ecma->pos += token->negated;
	ecma->in_class = true;
	ecma->singles = 0;
	return true;
}

static bool
read_end(AccordEcma *ecma, AccordEcmaToken *token)
{
	if (ecma->depth > 0)
		return fail(ecma, ecma->pos, "missing closing parenthesis");
	token->kind = ACCORD_ECMA_END;
	return true;
}

/* Reads a token outside of classes. */
static bool
read_token(AccordEcma *ecma, AccordEcmaToken *token)
{
	int			c = byte_at(ecma, ecma->pos);
	int			next = byte_at(ecma, ecma->pos + 1);

	switch (c)
	{
		case -1:
			return read_end(ecma, token);
		case '^':
			return single(ecma, token, ACCORD_ECMA_BOL, false);
		case '$':
			return single(ecma, token, ACCORD_ECMA_EOL, false);
		case '|':
			return single(ecma, token, ACCORD_ECMA_OR, false);
		case '.':
			return single(ecma, token, ACCORD_ECMA_DOT, true);
		case '(':
			return read_open(ecma, token);
		case ')':
			return read_close(ecma, token);
		case '[':
			return read_class(ecma, token);
		case '*':
		case '+':
		case '?':
			return read_repeat(ecma, token, c);
		case '{':
			if (is_digit(next) || next == ',')
				return read_repeat(ecma, token, c);
			break;
		case '\\':
			ecma->repeatable = true;
			return read_escape(ecma, token);
	}
	ecma->repeatable = true;
	token->kind = ACCORD_ECMA_CHAR;
	return accord_ecma_read_char(ecma, &token->lo);
}

AccordEcmaKind
accord_ecma_next(AccordEcma *ecma, AccordEcmaToken *token)
{
	if (ecma->reason == NULL)
	{
		ecma->start = ecma->pos;
		if (ecma->in_class ? read_class_member(ecma, token) :
			read_token(ecma, token))
			return token->kind;
	}
	token->kind = ACCORD_ECMA_ERROR;
	return token->kind;
}

bool
accord_ecma_is_valid(const char *pattern, size_t len)
{
	AccordEcma	ecma;
	AccordEcmaToken token;

	accord_ecma_begin(&ecma, pattern, len);
	while (accord_ecma_next(&ecma, &token) != ACCORD_ECMA_END)
		if (token.kind == ACCORD_ECMA_ERROR ||
			(token.kind == ACCORD_ECMA_PROPERTY && token.script &&
			 !accord_ecma_script_known(&token)))
			return false;
	return true;
}
