/*
 * fpe_value.c
 *	  A value taken apart by the rules of a policy, and put together again.
 *
 * The check digit need not be the last one: where last digits are kept, it is
 * the last one before them, and such that the whole passes.  Doubling a digit
 * as Luhn does is a permutation of the ten digits, so there is always one.
 */
#include "postgres.h"

#include "mask/fpe_value.h"
#include "support/compat.h"

/* ---- Luhn ---- */

static const uint8 luhn_doubled[] = {0, 2, 4, 6, 8, 1, 3, 5, 7, 9};

static inline int
check_position(const AccordFpeRules *rules, int n)
{
	return n - 1 - rules->keep_last;
}

/* What the digits but for the one at "position" add up to, modulo 10. */
static int
luhn_sum(const uint16 *digits, int n, int position)
{
	int			sum = 0;

	for (int i = 0; i < n; i++)
		if (i != position)
			sum += (n - 1 - i) % 2 == 1 ? luhn_doubled[digits[i]] : digits[i];
	return sum % 10;
}

static uint16
luhn_digit(const uint16 *digits, int n, int position)
{
	int			missing = (10 - luhn_sum(digits, n, position)) % 10;
	uint16		digit = 0;

	if ((n - 1 - position) % 2 == 0)
		return missing;
	while (luhn_doubled[digit] != missing)
		digit++;
	return digit;
}

/* ---- taking apart ---- */

AccordFpeFit
accord_fpe_split(const AccordFpeRules *rules, const char *s, int len, AccordFpeValue *value)
{
	const char *end = s + len;
	int			room = Min(len, rules->max_length);
	int			position;

	value->n = 0;
	value->digits = room <= ACCORD_FPE_USUAL_LENGTH ? value->usual : palloc_array(uint16, room);
	while (s < end)
	{
		int32		code = accord_alphabet_next(rules->alphabet, &s, end);

		if (code == ACCORD_CODE_LITERAL)
			continue;
		if (code < 0)
			return ACCORD_FOREIGN_CHARACTER;
		if (value->n == room)
			return ACCORD_TOO_MANY_CHARACTERS;
		value->digits[value->n++] = (uint16) (code & (ACCORD_CODE_CAPITAL - 1));
	}
	if (value->n < rules->min_length)
		return ACCORD_TOO_FEW_CHARACTERS;
	position = check_position(rules, value->n);
	if (rules->luhn && luhn_digit(value->digits, value->n, position) != value->digits[position])
		return ACCORD_WRONG_CHECK_DIGIT;
	return ACCORD_FITS;
}

/* ---- encrypting ---- */

static uint8 *
put_digits(const AccordFpeRules *rules, uint8 *out, const uint16 *digits, int n)
{
	for (int i = 0; i < n; i++)
	{
		if (rules->alphabet->radix > 256)
			*out++ = (uint8) (digits[i] >> 8);
		*out++ = (uint8) digits[i];
	}
	return out;
}

/*
 * Kept digits are as many and as wide for each value of a policy, so what
 * follows them cannot be taken for them.
 */
static size_t
put_tweak(const AccordFpeRules *rules, const AccordFpeValue *value, const AccordText *column, uint8 *out)
{
	uint8	   *next = out;

	if (rules->tweak & ACCORD_TWEAK_KEPT)
	{
		next = put_digits(rules, next, value->digits, rules->keep_first);
		next = put_digits(rules, next, value->digits + value->n - rules->keep_last, rules->keep_last);
	}
	memcpy(next, column->data, column->len);
	return next + column->len - out;
}

AccordFf1Error
accord_fpe_crypt(const AccordFpeRules *rules, AccordFf1 *cipher, AccordFpeValue *value, const text *column,
				 bool encrypt)
{
	AccordText	utf8 = {.data = ""};
	uint8		usual[ACCORD_FPE_USUAL_LENGTH];
	uint8	   *tweak = usual;
	size_t		room;
	size_t		tweak_len;
	AccordFf1Error error;

	if (column != NULL && !accord_text_utf8(VARDATA_ANY(column), VARSIZE_ANY_EXHDR(column), &utf8))
		ereport(ERROR,
				(errcode(ERRCODE_UNTRANSLATABLE_CHARACTER),
				 errmsg("a tweak has a character without an equivalent in UTF-8")));
	room = utf8.len + 2 * (size_t) (rules->keep_first + rules->keep_last);
	if (room > sizeof(usual))
		tweak = palloc(room);
	tweak_len = put_tweak(rules, value, &utf8, tweak);
	error = (encrypt ? accord_ff1_encrypt : accord_ff1_decrypt)
		(cipher, tweak, tweak_len, value->digits + rules->keep_first, accord_fpe_encrypted(rules, value->n));
	if (rules->luhn && error == ACCORD_FF1_OK)
	{
		int			position = check_position(rules, value->n);

		value->digits[position] = luhn_digit(value->digits, value->n, position);
	}
	return error;
}

/* ---- putting together ---- */

text *
accord_fpe_join(const AccordFpeRules *rules, const char *s, int len, const AccordFpeValue *value)
{
	const AccordAlphabet *alphabet = rules->alphabet;
	const char *end = s + len;
	const uint16 *digit = value->digits;
	text	   *joined = palloc(VARHDRSZ + (Size) len + (Size) value->n * (alphabet->widest - 1));
	char	   *out = VARDATA(joined);

	while (s < end)
	{
		const char *start = s;
		int32		code = accord_alphabet_next(alphabet, &s, end);
		const AccordSymbol *now;

		if (code < 0)
		{
			memcpy(out, start, s - start);
			out += s - start;
			continue;
		}
		now = (code & ACCORD_CODE_CAPITAL) ? &alphabet->capitals[*digit] : &alphabet->symbols[*digit];
		digit++;
		for (int i = 0; i < now->len; i++)
			*out++ = now->bytes[i];
	}
	SET_VARSIZE(joined, out - (char *) joined);
	return joined;
}
