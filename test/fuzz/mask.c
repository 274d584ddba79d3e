/*
 * mask.c
 *	  Fuzz target: a text, masked by every form.
 *
 * build: src/mask/grapheme.c src/mask/form_*.c src/mask/calendar.c -lpcre2-8
 */
#include "mask/form.h"
#include "mask/grapheme.h"

#include "fuzz.h"

/* a form, and whether what it makes may have the form again */
static const struct
{
	AccordMaskForm form;
	bool		again;
}			forms[] = {
	{accord_mask_form_text, true},
	{accord_mask_form_email, true},
	{accord_mask_form_email_local, false},
	{accord_mask_form_phone, false},
	{accord_mask_form_card, false},
	{accord_mask_form_ssn, false},
	{accord_mask_form_iban, false},
	{accord_mask_form_name, false},
	{accord_mask_form_ip, false},
	{accord_mask_form_month, true},
	{accord_mask_form_year, true},
};

/* UTF-8 without NUL, as all text of a server is? */
static bool
is_text(const char *s, size_t len)
{
	for (size_t at = 0; at < len;)
	{
		static const uint32_t least[] = {0, 1, 0x80, 0x800, 0x10000};
		unsigned char byte = (unsigned char) s[at];
		size_t		size = byte < 0x80 ? 1 : byte < 0xC0 ? 0 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : byte < 0xF8 ? 4 : 0;
		uint32_t	code;

		if (size == 0 || size > len - at)
			return false;
		for (size_t i = 1; i < size; i++)
			if ((s[at + i] & 0xC0) != 0x80)
				return false;
		FUZZ_CHECK(accord_grapheme_decode(s + at, len - at, &code) == size);
		if (code < least[size] || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF))
			return false;
		at += size;
	}
	return true;
}

/* Characters follow each other without a gap, and each is text. */
static void
check_characters(const FuzzText *text)
{
	for (size_t at = 0; at < text->len;)
	{
		size_t		size = accord_grapheme_next(text->data + at, text->len - at);

		FUZZ_CHECK(size > 0 && size <= text->len - at);
		FUZZ_CHECK(is_text(text->data + at, size));
		(void) accord_grapheme_is_visible(text->data + at, size);
		at += size;
	}
}

static FuzzText
mask(AccordMaskForm form, const FuzzText *text)
{
	FuzzText	out = {malloc(text->len + ACCORD_MASK_ROOM), 0};

	FUZZ_CHECK(out.data != NULL);
	out.len = form(text->data, text->len, out.data);
	FUZZ_CHECK(out.len <= text->len + ACCORD_MASK_ROOM);
	return out;
}

static bool
is_same(const FuzzText *a, const FuzzText *b)
{
	return a->len == b->len && memcmp(a->data, b->data, a->len) == 0;
}

/* What is masked is text, and not what it was; what is masked whole stays so. */
static void
check_form(size_t i, const FuzzText *text)
{
	static const FuzzText whole = {ACCORD_MASK_WHOLE, sizeof(ACCORD_MASK_WHOLE) - 1};
	FuzzText	out = mask(forms[i].form, text);
	FuzzText	exact = fuzz_text((uint8_t *) out.data, out.len);
	FuzzText	again = mask(forms[i].form, &exact);

	FUZZ_CHECK(out.len > 0 && is_text(out.data, out.len));
	FUZZ_CHECK(!is_same(&out, text) || is_same(&out, &whole) || forms[i].again);
	FUZZ_CHECK(!is_same(&out, &whole) || is_same(&again, &whole));
	free(again.data);
	free(exact.data);
	free(out.data);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	FuzzText text = fuzz_text(data, size);

	if (is_text(text.data, text.len) && memchr(text.data, '\0', text.len) == NULL)
	{
		check_characters(&text);
		for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++)
			check_form(i, &text);
	}
	free(text.data);
	return 0;
}
