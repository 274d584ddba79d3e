/*
 * form_code.c
 *	  Masks what is written in ASCII digits and letters: cards, social security
 *	  numbers, bank accounts and telephone numbers.
 *
 * A mask has the same width whatever the value was: a length tells the issuer
 * of a card or the country of a number.  Check digits are not looked at.
 */
#include "mask/form.h"

#include <stdbool.h>

#define CARD_MIN 12
#define CARD_MAX 19
#define SSN_DIGITS 9
#define IBAN_MIN 15
#define IBAN_MAX 34
#define PHONE_MIN 7
#define PHONE_MAX 15			/* E.164, with the country code */
#define NATIONAL_MIN 6			/* behind a country code */
#define EXTENSION_MAX 8

#define SHOWN_OF_CODE 4			/* last characters of cards and so on */
#define SHOWN_OF_PHONE 2
#define STARS "************"

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
is_letter(char c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/*
 * Copies digits, and letters if they may occur, that have at most one of the
 * separators between two of them.  Returns how many, or 0 where anything else
 * stands or there are more than max.
 */
static size_t
compact(const char *s, size_t len, bool letters, const char *separators, char *codes, size_t max)
{
	size_t		n = 0;
	bool		separated = true;

	for (size_t i = 0; i < len; i++)
	{
		if (is_digit(s[i]) || (letters && is_letter(s[i])))
		{
			if (n == max)
				return 0;
			codes[n++] = s[i];
			separated = false;
		}
		else if (separated || s[i] == '\0' || strchr(separators, s[i]) == NULL)
			return 0;
		else
			separated = true;
	}
	return separated ? 0 : n;
}

size_t
accord_mask_form_text(const char *s, size_t len, char *out)
{
	(void) s;
	(void) len;
	return accord_mask_append_text(out, ACCORD_MASK_WHOLE) - out;
}

size_t
accord_mask_form_card(const char *s, size_t len, char *out)
{
	char		digits[CARD_MAX];
	size_t		n = compact(s, len, false, " -", digits, CARD_MAX);
	char	   *end;

	if (n < CARD_MIN)
		return accord_mask_form_text(s, len, out);
	end = accord_mask_append_text(out, STARS);
	return accord_mask_append(end, digits + n - SHOWN_OF_CODE, SHOWN_OF_CODE) - out;
}

/* Nine digits, or three, two and four with the same separator between them. */
size_t
accord_mask_form_ssn(const char *s, size_t len, char *out)
{
	char		digits[SSN_DIGITS];
	size_t		n = compact(s, len, false, " -", digits, SSN_DIGITS);
	char	   *end;

	if (n != SSN_DIGITS ||
		(len != n && (len != n + 2 || is_digit(s[3]) || s[3] != s[6])))
		return accord_mask_form_text(s, len, out);
	end = accord_mask_append_text(out, "***-**-");
	return accord_mask_append(end, digits + n - SHOWN_OF_CODE, SHOWN_OF_CODE) - out;
}

/* The country in capitals, as IBANs have it; the check digits are hidden. */
size_t
accord_mask_form_iban(const char *s, size_t len, char *out)
{
	char		codes[IBAN_MAX];
	size_t		n = compact(s, len, true, " ", codes, IBAN_MAX);
	char	   *end = out;

	if (n < IBAN_MIN || !is_letter(codes[0]) || !is_letter(codes[1]) || !is_digit(codes[2]) || !is_digit(codes[3]))
		return accord_mask_form_text(s, len, out);
	for (int i = 0; i < 2; i++)
		*end++ = codes[i] & ~('a' - 'A');
	end = accord_mask_append_text(end, STARS);
	return accord_mask_append(end, codes + n - SHOWN_OF_CODE, SHOWN_OF_CODE) - out;
}

/*
 * Digits of the country code (E.164) by its first two: a row for each first
 * digit; 0 where no country has it.
 */
static const char *const country_code_digits[10] = {
	"0000000000",
	"1111111111",
	"2333333203",
	"2222232332",
	"2232222222",
	"3222222223",
	"2222222333",
	"1111111111",
	"3220232330",
	"2222223323",
};

static int
country_code(const char *digits)
{
	return country_code_digits[digits[0] - '0'][digits[1] - '0'] - '0';
}

/* Bytes before an extension: x12, ext. 12, #12 and blanks before it. */
static size_t
without_extension(const char *s, size_t len)
{
	static const char *const words[] = {"ext.", "Ext.", "ext", "Ext", "x", "X", "#"};
	size_t		at = len;

	while (at > 0 && is_digit(s[at - 1]))
		at--;
	if (at == len || len - at > EXTENSION_MAX)
		return len;
	if (at > 0 && s[at - 1] == ' ')
		at--;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
	{
		size_t		size = strlen(words[i]);

		if (at < size || memcmp(s + at - size, words[i], size) != 0)
			continue;
		at -= size;
		while (at > 0 && s[at - 1] == ' ')
			at--;
		return at;
	}
	return len;
}

/*
 * Copies the digits of a number, PHONE_MAX and two for 00 at most; 0 where
 * anything but digits and what one writes between them stands.
 */
static size_t
phone_digits(const char *s, size_t len, char *digits)
{
	size_t		n = 0;

	for (size_t i = 0; i < len; i++)
	{
		if (is_digit(s[i]))
		{
			if (n == PHONE_MAX + 2)
				return 0;
			digits[n++] = s[i];
		}
		else if (s[i] == '\0' || strchr(" -./()", s[i]) == NULL)
			return 0;
	}
	return n;
}

size_t
accord_mask_form_phone(const char *s, size_t len, char *out)
{
	char		digits[PHONE_MAX + 2];
	bool		plus = len > 0 && s[0] == '+';
	bool		zeros = len > 1 && s[0] == '0' && s[1] == '0';
	size_t		skipped = plus ? 1 : zeros ? 2 : 0;
	size_t		n = phone_digits(s + skipped, without_extension(s, len) - skipped, digits);
	int			code = skipped > 0 && n >= PHONE_MIN ? country_code(digits) : 0;
	char	   *end = out;

	if (n < PHONE_MIN || n > PHONE_MAX ||
		(skipped > 0 && (code == 0 || n - code < NATIONAL_MIN)))
		return accord_mask_form_text(s, len, out);
	if (skipped > 0)
	{
		end = accord_mask_append_text(end, "+");
		end = accord_mask_append(end, digits, code);
		end = accord_mask_append_text(end, " ");
	}
	end = accord_mask_append_text(end, ACCORD_MASK_WHOLE);
	return accord_mask_append(end, digits + n - SHOWN_OF_PHONE, SHOWN_OF_PHONE) - out;
}
