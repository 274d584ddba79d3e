/*
 * fpe_alphabet.c
 *	  Alphabets: of characters that are given, or of those that have a name.
 *
 * The order of the characters decides which digit each is, so it is part of
 * what a ciphertext means: nothing here may ever change.
 */
#include "postgres.h"

#include "lib/stringinfo.h"

#include "mask/ff1.h"
#include "mask/fpe_alphabet.h"
#include "support/compat.h"

/* ---- names ---- */

/* code points, step by step; the capital of each stands that much before it */
typedef struct Range
{
	uint32		first;
	uint32		last;
	uint32		step;
	int32		capital;
} Range;

#define MAX_RANGES 16

typedef struct NamedAlphabet
{
	const char *name;
	bool		has_capitals;
	Range		ranges[MAX_RANGES]; /* up to one without a step */
} NamedAlphabet;

static const NamedAlphabet named[] = {
	{"digits", false, {{'0', '9', 1, 0}}},
	{"hex", false, {{'0', '9', 1, 0}, {'a', 'f', 1, 0}}},
	{"HEX", false, {{'0', '9', 1, 0}, {'A', 'F', 1, 0}}},
	{"lower", false, {{'a', 'z', 1, 0}}},
	{"upper", false, {{'A', 'Z', 1, 0}}},
	{"letters", true, {{'a', 'z', 1, 32}}},
	{"upper_alphanumeric", false, {{'0', '9', 1, 0}, {'A', 'Z', 1, 0}}},
	{"alphanumeric", false, {{'0', '9', 1, 0}, {'A', 'Z', 1, 0}, {'a', 'z', 1, 0}}},

	/*
	 * The letters of Latin-1 and Latin Extended-A, and Romanian's with a
	 * comma.  The dotless i goes with the capital with a dot: no language
	 * pairs them, but each of i, I and these two has to come back as it was.
	 */
	{"latin", true, {
			{'a', 'z', 1, 32}, {0xE0, 0xF6, 1, 32}, {0xF8, 0xFE, 1, 32}, {0xFF, 0xFF, 1, -0x79},
			{0xDF, 0xDF, 1, -0x1DBF}, {0x101, 0x12F, 2, 1}, {0x131, 0x131, 1, 1}, {0x133, 0x137, 2, 1},
			{0x13A, 0x148, 2, 1}, {0x14B, 0x177, 2, 1}, {0x17A, 0x17E, 2, 1}, {0x219, 0x21B, 2, 1}
	}},
	/* Russian, Ukrainian, Belarusian, Bulgarian, Serbian and Macedonian */
	{"cyrillic", true, {{0x430, 0x44F, 1, 32}, {0x450, 0x45F, 1, 80}, {0x491, 0x491, 1, 1}}},
};

static void
append_code_point(StringInfo out, uint32 code_point)
{
	unsigned char utf8[ACCORD_SYMBOL_BYTES + 1] = {0};

	unicode_to_utf8(code_point, utf8);
	appendStringInfoString(out, (char *) utf8);
}

static void
to_server_encoding(const NamedAlphabet *alphabet, StringInfo utf8, AccordText *text)
{
	/* SQL_ASCII knows bytes only */
	bool		unknown = GetDatabaseEncoding() == PG_SQL_ASCII && utf8->len > 0 &&
		IS_HIGHBIT_SET(utf8->data[utf8->len - 1]);

	if (unknown || !accord_text_server(utf8->data, utf8->len, text))
		ereport(ERROR,
				(errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
				 errmsg("alphabet \"%s\" has characters that encoding \"%s\" has not", alphabet->name,
						GetDatabaseEncodingName()),
				 errhint("Name the characters themselves, as \"characters\".")));
}

bool
accord_alphabet_named(const char *name, AccordText *characters, AccordText *capitals)
{
	for (size_t i = 0; i < lengthof(named); i++)
	{
		StringInfoData lower;
		StringInfoData upper;

		if (strcmp(named[i].name, name) != 0)
			continue;
		initStringInfo(&lower);
		initStringInfo(&upper);
		for (const Range *range = named[i].ranges; range->step > 0; range++)
			for (uint32 c = range->first; c <= range->last; c += range->step)
			{
				append_code_point(&lower, c);
				if (named[i].has_capitals)
					append_code_point(&upper, c - range->capital);
			}
		to_server_encoding(&named[i], &lower, characters);
		to_server_encoding(&named[i], &upper, capitals);
		return true;
	}
	return false;
}

char *
accord_alphabet_names(void)
{
	StringInfoData names;

	initStringInfo(&names);
	for (size_t i = 0; i < lengthof(named); i++)
		appendStringInfo(&names, "%s%s", i == 0 ? "" : i + 1 < lengthof(named) ? ", " : " or ", named[i].name);
	return names.data;
}

/* ---- tables ---- */

static int
compare_coded(const void *a, const void *b)
{
	uint32		x = ((const AccordCoded *) a)->character;
	uint32		y = ((const AccordCoded *) b)->character;

	return (x > y) - (x < y);
}

int32
accord_alphabet_search(const AccordAlphabet *alphabet, uint32 character)
{
	int			low = 0;
	int			high = alphabet->n_longer;

	while (low < high)
	{
		int			middle = (low + high) / 2;

		if (alphabet->longer[middle].character < character)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == alphabet->n_longer || alphabet->longer[low].character != character)
		return ACCORD_CODE_NONE;
	return alphabet->longer[low].code;
}

pg_noreturn static void
refuse_twice(void)
{
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("a character has two meanings in a policy"),
			 errhint("Each stands once, in the alphabet, among its capitals or among the literals.")));
}

static void
set_code(AccordAlphabet *alphabet, const AccordSymbol *symbol, int32 code)
{
	AccordCoded *coded;

	alphabet->widest = Max(alphabet->widest, symbol->len);
	if (symbol->len > 1)
	{
		coded = &alphabet->longer[alphabet->n_longer++];
		coded->character = accord_character_number(symbol->bytes, symbol->len);
		coded->code = code;
		return;
	}
	if (alphabet->single[(uint8) symbol->bytes[0]] != ACCORD_CODE_NONE)
		refuse_twice();
	alphabet->single[(uint8) symbol->bytes[0]] = code;
}

/* The characters of a text; "n" gets their number. */
static AccordSymbol *
split(const AccordText *text, int *n)
{
	AccordSymbol *symbols = palloc_array(AccordSymbol, text->len + 1);

	*n = 0;
	for (const char *s = text->data, *end = s + text->len; s < end; s += symbols[*n - 1].len)
	{
		int			len = Min(pg_mblen(s), end - s);

		if (len > ACCORD_SYMBOL_BYTES)
			ereport(ERROR,
					(errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
					 errmsg("a character of a policy has more than %d bytes", ACCORD_SYMBOL_BYTES)));
		symbols[*n].len = len;
		memcpy(symbols[*n].bytes, s, len);
		++*n;
	}
	return symbols;
}

/* They are digits 0, 1 ... or all of one code. */
static void
set_codes(AccordAlphabet *alphabet, const AccordSymbol *symbols, int n, int32 first, int step)
{
	for (int i = 0; i < n; i++)
		set_code(alphabet, &symbols[i], first + i * step);
}

AccordAlphabet *
accord_alphabet_make(const AccordText *characters, const AccordText *capitals, const AccordText *literals)
{
	AccordAlphabet *alphabet = palloc0(sizeof(*alphabet));
	AccordSymbol *literal;
	int			n_capitals;
	int			n_literals;

	alphabet->symbols = split(characters, &alphabet->radix);
	alphabet->capitals = split(capitals, &n_capitals);
	literal = split(literals, &n_literals);
	if (alphabet->radix < ACCORD_FF1_MIN_RADIX || alphabet->radix > ACCORD_FF1_MAX_RADIX)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("an alphabet has %d to %d characters", ACCORD_FF1_MIN_RADIX, ACCORD_FF1_MAX_RADIX)));
	if (n_capitals > 0 && n_capitals != alphabet->radix)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("the alphabet of a policy has %d characters and %d capitals", alphabet->radix, n_capitals),
				 errhint("Give the capital of each character, in their order, or none.")));
	for (int i = 0; i < (int) lengthof(alphabet->single); i++)
		alphabet->single[i] = ACCORD_CODE_NONE;
	alphabet->longer = palloc_array(AccordCoded, alphabet->radix + n_capitals + n_literals);
	set_codes(alphabet, alphabet->symbols, alphabet->radix, 0, 1);
	set_codes(alphabet, alphabet->capitals, n_capitals, ACCORD_CODE_CAPITAL, 1);
	set_codes(alphabet, literal, n_literals, ACCORD_CODE_LITERAL, 0);
	if (n_capitals == 0)
		alphabet->capitals = NULL;
	qsort(alphabet->longer, alphabet->n_longer, sizeof(AccordCoded), compare_coded);
	for (int i = 1; i < alphabet->n_longer; i++)
		if (alphabet->longer[i].character == alphabet->longer[i - 1].character)
			refuse_twice();
	return alphabet;
}
