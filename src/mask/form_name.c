/*
 * form_name.c
 *	  Masks names of persons: their initials, A. K. L.
 *
 * An initial is the first character of a word, shown only if it is not all
 * there is: a word of one letter, an ideograph or a Hangul syllable is a name.
 */
#include "mask/form.h"

#include "mask/grapheme.h"

#define NAME_MAX_BYTES 512
#define INITIALS_MAX 4			/* how many names someone has tells who it is */

#define HIDDEN_INITIAL "*"

static bool
is_ascii_letter(char c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

static bool
is_ascii_name(const char *s, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (!is_ascii_letter(s[i]) && (s[i] == '\0' || strchr(" .,'\"()&/-", s[i]) == NULL))
			return false;
	return true;
}

static bool
is_name(const char *s, size_t len)
{
	if (len > NAME_MAX_BYTES)
		return false;
	return accord_grapheme_is_ascii(s, len) ? is_ascii_name(s, len) : accord_grapheme_is(ACCORD_CHARACTERS_NAME, s, len);
}

/* Blanks of Unicode, commas, and the dots between foreign names in Chinese and Japanese. */
static bool
ends_word(uint32_t code)
{
	switch (code)
	{
		case ' ':
		case ',':
		case 0xA0:
		case 0xB7:
		case 0x1680:
		case 0x202F:
		case 0x205F:
		case 0x3000:
		case 0x30FB:
			return true;
		default:
			return code >= 0x2000 && code <= 0x200A;
	}
}

static bool
has_letter(const char *s, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (is_ascii_letter(s[i]))
			return true;
	return !accord_grapheme_is_ascii(s, len) && accord_grapheme_is(ACCORD_CHARACTERS_LETTER, s, len);
}

/* May the first character of the word be shown? */
static bool
is_initial(const char *word, size_t len, size_t first)
{
	if (first == 1 ? !is_ascii_letter(word[0])
		: !accord_grapheme_is_visible(word, first) || !accord_grapheme_is(ACCORD_CHARACTERS_INITIAL, word, first))
		return false;
	return has_letter(word + first, len - first);
}

static char *
append_initial(char *end, const char *word, size_t len)
{
	size_t		first = accord_grapheme_next(word, len);

	if (is_initial(word, len, first))
		end = accord_mask_append(end, word, first);
	else
		end = accord_mask_append_text(end, HIDDEN_INITIAL);
	return accord_mask_append_text(end, ".");
}

/* Bytes to the end of the word, or of what stands between two. */
static size_t
span(const char *s, size_t len, bool word)
{
	size_t		at = 0;
	uint32_t	code;

	while (at < len)
	{
		size_t		size = accord_grapheme_decode(s + at, len - at, &code);

		if (ends_word(code) == word)
			break;
		at += size;
	}
	return at;
}

size_t
accord_mask_form_name(const char *s, size_t len, char *out)
{
	char	   *end = out;
	size_t		at = span(s, len, false);

	if (!is_name(s, len) || !has_letter(s, len))
		return accord_mask_form_text(s, len, out);
	for (int initials = 0; at < len && initials < INITIALS_MAX; initials++)
	{
		size_t		word = span(s + at, len - at, true);

		if (initials > 0)
			end = accord_mask_append_text(end, " ");
		end = append_initial(end, s + at, word);
		at += word;
		at += span(s + at, len - at, false);
	}
	return end - out;
}
