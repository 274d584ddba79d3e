/*
 * grapheme.c
 *	  Characters as a reader sees them: extended grapheme clusters (UAX #29),
 *	  and what kind of characters they are.
 *
 * PCRE2 is asked only where two code points meet of which one may join the
 * other.  Where it cannot answer, nothing is a character that may be shown.
 * Where it is wrong there are more clusters than in UAX #29: what it joins
 * too much is parted here, and a mark behind half a flag is none to be seen.
 */
#include "mask/grapheme.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#define CODE_BEFORE_MARKS 0x300 /* the first combining character */
#define CODE_SOFT_HYPHEN 0xAD
#define CODE_NO_BREAK_SPACE 0xA0

#define JOINER 0x200D			/* ZWJ */
#define FIRST_PICTOGRAPH 0x1F000
#define LAST_PICTOGRAPH 0x1FFFD
#define REGIONAL_FIRST 0x1F1E6	/* two of them make a flag */
#define REGIONAL_LAST 0x1F1FF
#define SKIN_FIRST 0x1F3FB		/* extends the pictograph before it */
#define SKIN_LAST 0x1F3FF

#define FIRST_WINDOW 128		/* bytes that PCRE2 sees at first */
#define WINDOW_GROWTH 4

/*
 * Ranges of code points between which there is always a border, beside those
 * before CODE_BEFORE_MARKS: none extends, is extended by or begins another.
 */
static const struct
{
	uint32_t	first;
	uint32_t	last;
}			apart[] = {
	{0x0370, 0x0482},			/* Greek, Cyrillic */
	{0x048A, 0x0590},			/* Cyrillic, Armenian */
	{0x05D0, 0x05EA},			/* Hebrew letters */
	{0x0620, 0x064A},			/* Arabic letters */
	{0x3041, 0x3096},			/* Hiragana */
	{0x309D, 0x30FF},			/* Katakana */
	{0x3400, 0x9FFF},			/* ideographs */
	{0xAC00, 0xD7A3},			/* Hangul syllables */
};

/* what is a letter or not, and yet shows nothing: fillers, an empty Braille */
#define BLANK_LETTERS "\\x{115f}\\x{1160}\\x{2800}\\x{3164}\\x{ffa0}"

/* marks that show nothing: joiners of graphemes, inherent vowels, variation selectors */
#define BLANK_MARKS "\\x{34f}\\x{17b4}\\x{17b5}\\x{180b}-\\x{180f}\\x{fe00}-\\x{fe0f}\\x{e0100}-\\x{e01ef}"

/* marks that are letters, so that words can stand on one letter */
#define LETTER_MARKS "\\x{363}-\\x{36f}\\x{1dd3}-\\x{1df4}\\x{2de0}-\\x{2dff}\\x{a674}-\\x{a67b}\\x{a69e}\\x{a69f}\\x{1e08f}"

/* the first code point of what may be shown, and those behind it */
#define VISIBLE_FIRST "[^\\p{C}\\p{Z}\\p{M}" BLANK_LETTERS "]"
#define VISIBLE_NEXT "[^\\p{C}\\p{Z}" BLANK_LETTERS BLANK_MARKS LETTER_MARKS "]"

/* a label of a domain */
#define LABEL "(?!\\p{M})(?:(?![" BLANK_LETTERS BLANK_MARKS "])[0-9A-Za-z\\-\\p{L}\\p{M}\\p{N}])++"

typedef enum Question
{
	CLUSTER = ACCORD_CHARACTERS_INITIAL + 1,
	VISIBLE,
	VISIBLE_PICTOGRAPH,
	QUESTIONS
} Question;

/* the answers are matches at the start of the text */
static const char *const patterns[QUESTIONS] = {
	[ACCORD_CHARACTERS_DOMAIN] = "(?:" LABEL "\\.)*+(?=[^.]*?\\p{L})" LABEL "\\z",
	[ACCORD_CHARACTERS_NAME] =
	"[\\p{L}\\p{M}\\p{Zs}.,'\"()&/\\-\\x{b7}\\x{2010}\\x{2011}\\x{2018}\\x{2019}\\x{30fb}]*+\\z",
	[ACCORD_CHARACTERS_LETTER] = "(?s:.)*?(?![" BLANK_LETTERS "])\\p{L}",

	/*
	 * Khitan, which PCRE2 may not know, and Arabic words that are one
	 * character
	 */
	[ACCORD_CHARACTERS_INITIAL] =
	"(?![\\p{Han}\\p{Hangul}\\p{Tangut}\\p{Nushu}\\p{Yi}\\x{18b00}-\\x{18cff}\\x{fdf0}-\\x{fdfb}])\\p{L}",
	[CLUSTER] = "\\X",
	/* a keycap, or anything else that is no pictograph */
	[VISIBLE] = "[0-9#*]\\x{fe0f}\\x{20e3}\\z|" VISIBLE_FIRST VISIBLE_NEXT "*+\\z",
	/* a flag of a region, spelt in tags, or pictographs that a joiner joins */
	[VISIBLE_PICTOGRAPH] = "\\x{1f3f4}[\\x{e0030}-\\x{e0039}\\x{e0061}-\\x{e007a}]{3,6}\\x{e007f}\\z|"
	VISIBLE_FIRST "(?:" VISIBLE_NEXT "|\\x{200d}(?=" VISIBLE_FIRST ")|\\x{fe0f}(?!\\x{fe0f}))*+\\z",
};

/* compiled when first needed, for the life of the process */
static pcre2_code *compiled[QUESTIONS];
static pcre2_match_data *match_data;

static pcre2_code *
compile(int question)
{
	int			error;
	PCRE2_SIZE	offset;

	if (match_data == NULL)
		match_data = pcre2_match_data_create(1, NULL);
	if (match_data == NULL)
		return NULL;
	compiled[question] = pcre2_compile((PCRE2_SPTR) patterns[question], PCRE2_ZERO_TERMINATED,
									   PCRE2_UTF | PCRE2_NO_UTF_CHECK | PCRE2_ANCHORED,
									   &error, &offset, NULL);
	/* without JIT it is only slower */
	if (compiled[question] != NULL)
		(void) pcre2_jit_compile(compiled[question], PCRE2_JIT_COMPLETE);
	return compiled[question];
}

/* Where the match ends; 0 if there is none. */
static size_t
match(int question, const char *s, size_t len)
{
	pcre2_code *code = compiled[question];

	if (code == NULL && (code = compile(question)) == NULL)
		return 0;
	if (pcre2_match(code, (PCRE2_SPTR) s, len, 0, PCRE2_NO_UTF_CHECK, match_data, NULL) < 0)
		return 0;
	return pcre2_get_ovector_pointer(match_data)[1];
}

size_t
accord_grapheme_decode(const char *s, size_t len, uint32_t *code)
{
	const unsigned char *bytes = (const unsigned char *) s;
	size_t		size = bytes[0] < 0x80 ? 1 : bytes[0] < 0xE0 ? 2 : bytes[0] < 0xF0 ? 3 : 4;

	if (size > len)
		size = len;
	*code = size == 1 ? bytes[0] : bytes[0] & (0x7F >> size);
	for (size_t i = 1; i < size; i++)
		*code = *code << 6 | (bytes[i] & 0x3F);
	return size;
}

static inline bool
stands_apart(uint32_t code)
{
	if (code < CODE_BEFORE_MARKS)
		return true;
	for (size_t i = 0; i < sizeof(apart) / sizeof(apart[0]); i++)
		if (code <= apart[i].last)
			return code >= apart[i].first;
	return false;
}

/*
 * May the code point be a pictograph?  More are said to be than are, but none
 * that continues a cluster for another reason.
 */
static bool
is_pictograph(uint32_t code)
{
	if (code >= FIRST_PICTOGRAPH)
		return code <= LAST_PICTOGRAPH &&
			(code < REGIONAL_FIRST || code > REGIONAL_LAST) && (code < SKIN_FIRST || code > SKIN_LAST);
	return code == 0xA9 || code == 0xAE || (code >= 0x2010 && code < 0x20D0) || (code >= 0x2100 && code < 0x2C00) ||
		(code >= 0x3030 && code < 0x3300 && code != 0x3099 && code != 0x309A);
}

/*
 * Up to 10.42 at least PCRE2 takes pictographs one after the other for one
 * cluster, though only a joiner makes them one.  Returns where the first such
 * border is, len if there is none.
 */
static size_t
pictograph_border(const char *s, size_t len)
{
	uint32_t	before = JOINER;
	uint32_t	code;

	for (size_t at = 0; at < len; before = code)
	{
		size_t		size = accord_grapheme_decode(s + at, len - at, &code);

		if (before != JOINER && is_pictograph(code))
			return at;
		at += size;
	}
	return len;
}

/*
 * Asks PCRE2.  It sees more and more of the text until a border is certain: it
 * might take all of it for one cluster, and do so again for the next.
 */
static size_t
find_border(const char *s, size_t len)
{
	for (size_t window = FIRST_WINDOW;; window *= WINDOW_GROWTH)
	{
		size_t		seen = window < len ? window : len;
		size_t		size;
		size_t		border;

		while (seen < len && (s[seen] & 0xC0) == 0x80)
			seen--;
		size = match(CLUSTER, s, seen);
		if (size == 0)
			return len;
		border = pictograph_border(s, size);
		if (border < seen || seen == len)
			return border;
	}
}

size_t
accord_grapheme_next(const char *s, size_t len)
{
	uint32_t	code;
	uint32_t	following;
	size_t		size = accord_grapheme_decode(s, len, &code);

	if (size == len)
		return size;
	if (code < 0x80 && (unsigned char) s[size] < 0x80)
		return code == '\r' && s[size] == '\n' ? 2 : 1;
	accord_grapheme_decode(s + size, len - size, &following);
	if (stands_apart(code) && stands_apart(following))
		return size;
	return find_border(s, len);
}

bool
accord_grapheme_is_visible(const char *s, size_t len)
{
	uint32_t	code;

	if (len > ACCORD_GRAPHEME_SHOWN_BYTES)
		return false;
	if (accord_grapheme_decode(s, len, &code) == len)
	{
		if (code < 0x80)
			return code >= ' ' && code <= '~';
		if (stands_apart(code))
			return code > CODE_NO_BREAK_SPACE && code != CODE_SOFT_HYPHEN;
	}
	return match(is_pictograph(code) ? VISIBLE_PICTOGRAPH : VISIBLE, s, len) > 0;
}

bool
accord_grapheme_is(AccordCharacters kind, const char *s, size_t len)
{
	return match((int) kind, s, len) > 0;
}
