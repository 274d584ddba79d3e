/*
 * grapheme_test.c
 *	  Characters end where PCRE2's \X ends, also where it is not asked, but for
 *	  pictographs, which it joins and UAX #29 does not.  What cannot be seen is
 *	  not shown.
 *
 * Needs no server.
 *
 * build: src/mask/grapheme.c -lpcre2-8
 */
#include "mask/grapheme.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "tap.h"

#define MAX_CODE 0x10FFFF

static pcre2_code *clusters;
static pcre2_code *pictographs;
static pcre2_match_data *match;

static size_t
encode(uint32_t code, char *out)
{
	if (code < 0x80)
	{
		out[0] = (char) code;
		return 1;
	}
	if (code < 0x800)
	{
		out[0] = (char) (0xC0 | code >> 6);
		out[1] = (char) (0x80 | (code & 0x3F));
		return 2;
	}
	if (code < 0x10000)
	{
		out[0] = (char) (0xE0 | code >> 12);
		out[1] = (char) (0x80 | (code >> 6 & 0x3F));
		out[2] = (char) (0x80 | (code & 0x3F));
		return 3;
	}
	out[0] = (char) (0xF0 | code >> 18);
	out[1] = (char) (0x80 | (code >> 12 & 0x3F));
	out[2] = (char) (0x80 | (code >> 6 & 0x3F));
	out[3] = (char) (0x80 | (code & 0x3F));
	return 4;
}

/* Where the match ends. */
static size_t
by_pcre2(pcre2_code *code, const char *s, size_t len)
{
	if (pcre2_match(code, (PCRE2_SPTR) s, len, 0, PCRE2_NO_UTF_CHECK, match, NULL) < 0)
		return 0;
	return pcre2_get_ovector_pointer(match)[1];
}

/* Is there a border between the two where PCRE2 says so?  Two pictographs have one. */
static bool
agrees(uint32_t first, uint32_t second)
{
	char text[	8];
	size_t		size = encode(first, text);
	size_t		len = size + encode(second, text +size);
	size_t		next = accord_grapheme_next(text, len);

	if (first == second && by_pcre2(pictographs, text, size) > 0)
		return next == size;
	return next == by_pcre2(clusters, text, len);
}

static void
test_pairs(const char *name, uint32_t (*partner) (uint32_t))
{
	uint32_t	wrong = 0;
	uint32_t	example = 0;

	for (uint32_t code = 0; code <= MAX_CODE; code++)
	{
		if (code >= 0xD800 && code <= 0xDFFF)
			continue;
		if (agrees(code, partner(code)) && agrees(partner(code), code))
			continue;
		wrong++;
		example = code;
	}
	tap_result(wrong == 0);
	printf("every code point beside %s", name);
	if (wrong > 0)
		printf(": %u differ, one is U+%04X", wrong, example);
	putchar('\n');
}

static uint32_t
beside_letter(uint32_t code)
{
	(void) code;
	return 'a';
}

static uint32_t
beside_ideograph(uint32_t code)
{
	(void) code;
	return 0x738B;
}

static uint32_t
beside_mark(uint32_t code)
{
	(void) code;
	return 0x0301;
}

static uint32_t
beside_line_feed(uint32_t code)
{
	(void) code;
	return '\n';
}

static uint32_t
beside_itself(uint32_t code)
{
	return code;
}

/* clusters, each ended by | */
static const char *const texts[] = {
	"", "a|b|", "\r\n|\n|\r|", "\xC3\xA9|a|", "e\xCC\x81\xCC\xA3|e|",
	/* flags, pictographs that are joined, that are coloured, that are neither */
	"\xF0\x9F\x87\xA8\xF0\x9F\x87\xAD|\xF0\x9F\x87\xA6\xF0\x9F\x87\xB9|\xF0\x9F\x87\xA9|",
	"\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x91\xA7|\xF0\x9F\x91\xA9|",
	"\xF0\x9F\x91\x8D\xF0\x9F\x8F\xBD|\xF0\x9F\x91\x8D|",
	"\xE2\x9D\xA4\xEF\xB8\x8F|\xE2\x9D\xA4\xEF\xB8\x8F|\xF0\x9F\x98\x80|\xF0\x9F\x98\x80|\xC2\xA9|\xC2\xAE|",
	/* Hangul in parts and whole, Devanagari, Thai */
	"\xE1\x84\x92\xE1\x85\xA1\xE1\x86\xAB|\xEA\xB0\x81|\xEA\xB0\x80\xE1\x86\xA8|",
	"\xE0\xA4\x95\xE0\xA4\xBF|\xE0\xA4\x95|", "\xE0\xB8\x81\xE0\xB8\xB3|\xE0\xB8\x81|",
	/* what turns the direction stands alone */
	"a|\xE2\x80\xAE|b|",
};

static void
test_text(const char *marked)
{
	size_t		len = 0;
	char	   *plain = malloc(strlen(marked) + 1);
	char	   *exact;
	bool		good = true;

	for (const char *c = marked; *c != '\0'; c++)
		if (*c != '|')
			plain[len++] = *c;
	exact = tap_exact_copy(plain, len);
	for (size_t at = 0; at < len && good;)
	{
		size_t		expected = strcspn(marked, "|");
		size_t		size = accord_grapheme_next(exact + at, len - at);

		good = size == expected;
		marked += expected + 1;
		at += size;
	}
	tap_result(good);
	tap_print_text(plain, len);
	putchar('\n');
	free(exact);
	free(plain);
}

/* Text of one cluster, or of very many that PCRE2 takes for one, is walked in time. */
static void
test_long(const char *name, const char *piece, size_t expected)
{
	size_t		size = strlen(piece);
	size_t		len = size * 200000;
	char	   *text = malloc(len);
	size_t		count = 0;

	for (size_t at = 0; at < len; at += size)
		memcpy(text +at, piece, size);
	for (size_t at = 0; at < len; count++)
		at += accord_grapheme_next(text +at, len - at);
	tap_result(count == expected);
	printf("%s\n", name);
	free(text);
}

/* what may be shown, and what may not as it would be shown with something that cannot be seen */
static const char *const shown[] = {
	"a", " ", "\xC3\xA9", "e\xCC\x81", "\xE7\x8E\x8B", "\xE0\xA4\xA8\xE0\xA4\xBF", "1\xEF\xB8\x8F\xE2\x83\xA3", "\xE2\x9D\xA4\xEF\xB8\x8F",
	"\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x91\xA7", "\xF0\x9F\x87\xA8\xF0\x9F\x87\xAD",
};
static const char *const hidden[] = {
	"\n", "\x7F", "\r\n", "\xCC\x81", "\xC2\xAD", "\xC2\xA0", " \xCC\x81", "\xE3\x85\xA4", "\xE2\xA0\x80", "\xE2\x80\x8B",
	/* a variation selector, a joiner, a tag, a letter as a mark */
	"a\xEF\xB8\x8F", "a\xE2\x80\x8D", "\xF0\x9F\x91\xA9\xE2\x80\x8D", "\xF0\x9F\x91\xA9\xF3\xA0\x81\xA1", "a\xCD\xA3",
	"\xE2\x9D\xA4\xEF\xB8\x8F\xEF\xB8\x8F", "\xF0\x9F\x91\xA9\xF3\xA0\x85\x81",
};

static void
test_visible(const char *s, bool expected)
{
	size_t		len = strlen(s);
	char	   *exact = tap_exact_copy(s, len);

	tap_result(accord_grapheme_is_visible(exact, len) == expected);
	tap_print_text(s, len);
	printf(expected ? " is shown\n" : " is not shown\n");
	free(exact);
}

static pcre2_code *
compile(const char *pattern)
{
	int			error;
	PCRE2_SIZE	offset;
	pcre2_code *code = pcre2_compile((PCRE2_SPTR) pattern, PCRE2_ZERO_TERMINATED, PCRE2_UTF | PCRE2_ANCHORED,
									 &error, &offset, NULL);

	if (code != NULL)
		pcre2_jit_compile(code, PCRE2_JIT_COMPLETE);
	return code;
}

int
main(void)
{
	match = pcre2_match_data_create(1, NULL);
	clusters = compile("\\X");
	pictographs = compile("\\p{Extended_Pictographic}");
	/* before 10.40 it has no such property */
	if (pictographs == NULL)
		pictographs = compile("[\\p{So}\\p{Sm}\\p{Po}\\p{Ll}\\p{Cn}]");
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		test_text(texts[i]);
	for (size_t i = 0; i < sizeof(shown) / sizeof(shown[0]); i++)
		test_visible(shown[i], true);
	for (size_t i = 0; i < sizeof(hidden) / sizeof(hidden[0]); i++)
		test_visible(hidden[i], false);
	test_pairs("a letter", beside_letter);
	test_pairs("an ideograph", beside_ideograph);
	test_pairs("a mark", beside_mark);
	test_pairs("a line feed", beside_line_feed);
	test_pairs("itself", beside_itself);
	test_long("200,000 pictographs", "\xF0\x9F\x98\x80", 200000);
	test_long("200,000 marks", "\xCC\x81", 1);
	test_long("200,000 joined pictographs", "\xF0\x9F\x98\x80\xE2\x80\x8D", 1);
	test_long("200,000 syllables with a mark", "\xE0\xA4\x95\xE0\xA4\xBF", 200000);
	return tap_done();
}
