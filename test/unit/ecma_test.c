/*
 * ecma_test.c
 *	  Patterns are read as ECMA-262 says, by PCRE2 and by our own matcher.
 *
 * Needs no server.
 *
 * build: src/jsonschema/ecma_scan.c src/jsonschema/ecma_char.c src/jsonschema/ecma_pcre2.c src/jsonschema/ecma_property.c src/jsonschema/pattern_simple.c -lpcre2-8
 */
#include "jsonschema/ecma.h"
#include "jsonschema/pattern_simple.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "tap.h"

typedef enum Matcher
{
	BY_PCRE2,
	BY_US						/* and by PCRE2 too, with the same verdict */
} Matcher;

typedef struct Match
{
	const char *pattern;
	const char *string;
	bool		matches;
	Matcher		matcher;
} Match;

static const Match matches[] = {
	/* nothing but ^ and $ anchors, and $ is the very end */
	{"a+", "xxaayy", true, BY_US},
	{"^a+", "xa", false, BY_US},
	{"^abc$", "abc", true, BY_US},
	{"^abc$", "abc\n", false, BY_US},
	{"(abc)$", "abc\n", false, BY_PCRE2},
	{"abc$", "xabc", true, BY_US},
	{"abc$", "bc", false, BY_US},
	{"", "", true, BY_US},
	{"^$", "", true, BY_US},
	{"^$", "\n", false, BY_US},
	{"a|b$", "xb", true, BY_PCRE2},
	{"foo", "a long text with foo in it", true, BY_US},
	{"foo", "a long text without fo o", false, BY_US},
	{"[a-f]", "xyzc", true, BY_US},
	{"[a-f]", "xyz", false, BY_US},

	/* bounds */
	{"^[0-9]{5}$", "12345", true, BY_US},
	{"^[0-9]{5}$", "1234", false, BY_US},
	{"^[0-9]{5}$", "123456", false, BY_US},
	{"^\\+[0-9]{7,15}$", "+1234567", true, BY_US},
	{"^\\+[0-9]{7,15}$", "+123456", false, BY_US},
	{"^\\+[0-9]{7,15}$", "+1234567890123456", false, BY_US},
	{"^a{2,}$", "a", false, BY_US},
	{"^a{2,}$", "aaaaa", true, BY_US},
	{"^a{0}b$", "b", true, BY_US},
	{"^a?b*c+$", "c", true, BY_US},
	{"^a?b*c+$", "abbc", true, BY_US},
	{"^a?b*c+$", "ab", false, BY_US},
	{"^[a-z]+?[0-9]$", "ab1", true, BY_US},

	/* where taking as much as possible would be wrong, PCRE2 decides */
	{"^[a-z]*z$", "abz", true, BY_PCRE2},
	{"^a?[a-z]?a$", "a", true, BY_PCRE2},
	{"^a*b?a$", "aa", true, BY_PCRE2},
	{"^[a-z][a-z0-9]*$", "a1", true, BY_US},

	/* a dot is all but line ends, of which there are four */
	{"^.$", "a", true, BY_US},
	{"^.$", "\n", false, BY_US},
	{"^.$", "\r", false, BY_US},
	{"^.$", "\xE2\x80\xA8", false, BY_US},
	{"^.$", "\xE2\x80\xA9", false, BY_US},
	{"^.$", "\xC2\x85", true, BY_US},
	{"^(.)$", "\xE2\x80\xA8", false, BY_PCRE2},
	{"^(.)$", "\x0B", true, BY_PCRE2},
	{"^.*$", "a\nb", false, BY_US},
	{".*", "a\nb", true, BY_US},

	/* characters are counted, not bytes */
	{"^.{2}$", "\xC3\xA9\xF0\x9F\x90\xB2", true, BY_US},
	{"^[^a]{2}$", "\xC3\xA9\xE6\x97\xA5", true, BY_US},
	{"^[^a]{1}$", "\xC3\xA9\xE6\x97\xA5", false, BY_US},
	{"^\xF0\x9F\x90\xB2*$", "\xF0\x9F\x90\xB2\xF0\x9F\x90\xB2", true, BY_PCRE2},
	{"^\xF0\x9F\x90\xB2*$", "\xF0\x9F\x90\x89", false, BY_PCRE2},
	{"^\xC3\xA9$", "\xC3\xA9", true, BY_US},
	{"^[a-\xC3\xA9]$", "\xC3\xA0", true, BY_PCRE2},

	/* \d \w \b are of ASCII, \s is not */
	{"^\\d$", "0", true, BY_US},
	{"^\\d$", "\xDF\x80", false, BY_US},
	{"^\\D$", "\xDF\x80", true, BY_US},
	{"^\\w$", "_", true, BY_US},
	{"^\\w$", "\xC3\xA9", false, BY_US},
	{"^\\W$", "\xC3\xA9", true, BY_US},
	{"^(\\d)$", "\xDF\x80", false, BY_PCRE2},
	{"^(\\W)$", "\xC3\xA9", true, BY_PCRE2},
	{"\\bcole\\b", "\xC3\xA9" "cole", true, BY_PCRE2},
	{"^\\s$", "\xC2\xA0", true, BY_US},
	{"^\\s$", "\xEF\xBB\xBF", true, BY_US},
	{"^\\s$", "\xE2\x80\xA9", true, BY_US},
	{"^\\s$", "\xE2\x80\x83", true, BY_US},
	{"^\\s$", "\xE1\x9A\x80", true, BY_US},
	{"^\\s$", "\x0B", true, BY_US},
	{"^\\s$", "\xE2\x80\x93", false, BY_US},
	{"^\\s$", "\xC2\x85", false, BY_US},
	{"^\\s$", "\xE2\x80\x8B", false, BY_US},
	{"^\\S$", "\xC2\xA0", false, BY_US},
	{"^\\S$", "\xE2\x80\x93", true, BY_US},
	{"^(\\s)$", "\xEF\xBB\xBF", true, BY_PCRE2},
	{"^(\\s)$", "\xC2\x85", false, BY_PCRE2},
	{"^(\\S)$", "\xE3\x80\x80", false, BY_PCRE2},
	{"^([\\S])$", "\xE3\x80\x80", false, BY_PCRE2},
	{"^([\\S])$", "\xE2\x80\x8B", true, BY_PCRE2},

	/* classes */
	{"[]", "a", false, BY_US},
	{"^[]*$", "", true, BY_US},
	{"^([]*)$", "", true, BY_PCRE2},
	{"^([]{2}|a)$", "a", true, BY_PCRE2},
	{"^[^]$", "\n", true, BY_US},
	{"^([^]{2})$", "\n\xC3\xA9", true, BY_PCRE2},
	{"^[\\b]$", "\b", true, BY_US},
	{"^[\\s\\S]$", "\xC2\xA0", true, BY_US},
	{"^[^\\s]$", "\xC2\xA0", false, BY_US},
	{"^[\\w.-]+$", "a-b.c", true, BY_US},
	{"^[\\w-.]+$", "a-b.c", true, BY_US},
	{"^[\\w-z]$", "-", true, BY_US},
	{"^[[]$", "[", true, BY_US},
	{"^[[:alpha:]]$", ":]", true, BY_US},
	{"^[a&&b]$", "&", true, BY_US},
	{"^[^\\p{L}\\W]$", "1", true, BY_PCRE2},
	{"^[^\\p{L}\\W]$", "\xDF\x80", false, BY_PCRE2},
	{"^[^\\P{L}\\D]$", "\xC3\xA9", false, BY_PCRE2},

	/* escapes */
	{"^\\cC$", "\x03", true, BY_US},
	{"^\\cc$", "\x03", true, BY_US},
	{"^\\cC$", "\\cC", false, BY_US},
	{"^\\t\\n\\v\\f\\r$", "\t\n\v\f\r", true, BY_US},
	{"^\\x41\\u0042\\u{43}\\u{0000044}$", "ABCD", true, BY_US},
	{"^\\u{1F432}$", "\xF0\x9F\x90\xB2", true, BY_US},
	{"^\\ud83d\\udc32$", "\xF0\x9F\x90\xB2", true, BY_US},
	{"^[\\ud83d\\udc00-\\ud83d\\udcff]$", "\xF0\x9F\x90\xB2", true, BY_PCRE2},
	{"\\ud83d", "\xF0\x9F\x90\xB2", false, BY_PCRE2},
	{"^[^\\ud800-\\udfff]$", "\xF0\x9F\x90\xB2", true, BY_PCRE2},
	{"^[\\ud800-\\uffff]$", "\xEF\xBB\xBF", true, BY_PCRE2},
	{"^\\^\\$\\\\\\.\\*\\+\\?\\(\\)\\[\\]\\{\\}\\|\\/$", "^$\\.*+?()[]{}|/", true, BY_US},
	{"^\\-\\_\\@\\ $", "-_@ ", true, BY_US},
	{"^]{}$", "]{}", true, BY_US},
	{"^{a}$", "{a}", true, BY_US},
	{"^# x$", "# x", true, BY_US},

	/* groups */
	{"^(?:ab|c)+$", "abcab", true, BY_PCRE2},
	{"^(a*)*$", "aaa", true, BY_PCRE2},
	{"(?=.*[0-9])(?!.*x)^", "a1", true, BY_PCRE2},
	{"(?=.*[0-9])(?!.*x)^", "a1x", false, BY_PCRE2},
	{"(?<=x)y", "xy", true, BY_PCRE2},
	{"(?<!x)y", "xy", false, BY_PCRE2},
	{"^(a)(b)?\\2\\1$", "aa", true, BY_PCRE2},
	{"^\\1(a)$", "a", true, BY_PCRE2},
	{"^(?<n>a)(?<$m_1>b)\\k<$m_1>\\k<n>$", "abba", true, BY_PCRE2},
	{"^(a)\\1[0]$", "aa0", true, BY_PCRE2},

	/* Unicode properties */
	{"^\\p{Letter}+$", "\xCF\x80", true, BY_PCRE2},
	{"^\\p{Letter}+$", "1", false, BY_PCRE2},
	{"^\\p{digit}+$", "\xE0\xA7\xAA", true, BY_PCRE2},
	{"^\\p{gc=Lu}\\p{General_Category=Lowercase_Letter}$", "Aa", true, BY_PCRE2},
	{"^\\p{Script=Greek}$", "\xCF\x80", true, BY_PCRE2},
	{"^\\p{sc=Greek}$", "a", false, BY_PCRE2},
	{"^\\p{scx=Han}$", "\xE6\x97\xA5", true, BY_PCRE2},
	{"^\\p{LC}\\p{Any}\\p{ASCII}\\p{White_Space}$", "a1b ", true, BY_PCRE2},
	{"^\\p{Assigned}$", "\xCD\xB8", false, BY_PCRE2},
	{"^\\P{Assigned}$", "\xCD\xB8", true, BY_PCRE2},
	{"^\\P{Lu}+\\P{Nd}$", "abcd", true, BY_PCRE2}
};

typedef struct Invalid
{
	const char *pattern;
	const char *reason;
	size_t		pos;
} Invalid;

static const Invalid invalid[] = {
	{"(a", "missing closing parenthesis", 2},
	{"^(abc]", "missing closing parenthesis", 6},
	{"a)", "closing parenthesis without its opening", 1},
	{"[a", "missing ] of a character class", 2},
	{"[\\", "backslash at the end of the pattern", 1},
	{"[a-", "missing ] of a character class", 3},
	{"[z-a]", "range out of order in a class", 1},
	{"*", "nothing to repeat", 0},
	{"a|+", "nothing to repeat", 2},
	{"a**", "nothing to repeat", 2},
	{"a++", "nothing to repeat", 2},
	{"a{1}{2}", "nothing to repeat", 4},
	{"^*", "nothing to repeat", 1},
	{"\\b+", "nothing to repeat", 2},
	{"(?=a)*", "nothing to repeat", 5},
	{"(?<=a)?", "nothing to repeat", 6},
	{"(*FAIL)", "nothing to repeat", 1},
	{"x{,3}", "malformed quantifier", 1},
	{"x{1", "malformed quantifier", 1},
	{"x{2,1}", "numbers out of order in a quantifier", 1},
	{"x{65536}", "number too large in a quantifier", 1},
	{"ab\\", "backslash at the end of the pattern", 2},
	{"\\a", "unknown escape", 0},
	{"\\A", "unknown escape", 0},
	{"a\\Z", "unknown escape", 1},
	{"\\e", "unknown escape", 0},
	{"\\Qa\\E", "unknown escape", 0},
	{"\\K", "unknown escape", 0},
	{"\\01", "unknown escape", 0},
	{"[\\B]", "unknown escape", 1},
	{"[\\1]", "unknown escape", 1},
	{"\\\xC3\xA9", "unknown escape", 0},
	{"\\x4", "malformed \\x escape", 0},
	{"\\u004", "malformed \\u escape", 0},
	{"\\u{}", "malformed \\u escape", 0},
	{"\\u{110000}", "malformed \\u escape", 0},
	{"\\u{41", "malformed \\u escape", 0},
	{"\\c1", "malformed \\c escape", 0},
	{"\\c", "malformed \\c escape", 0},
	{"\\1", "reference to a group that is not there", 0},
	{"(a)\\10", "reference to a group that is not there", 3},
	{"(a)\\2", "reference to a group that is not there", 3},
	{"\\k<n>", "reference to a group that is not there", 0},
	{"(?<n>a)\\k", "reference to a group that is not there", 7},
	{"(?<n>a)\\k<m>", "reference to a group that is not there", 7},
	{"(?<n>a)(?<n>b)", "name of a group used twice", 7},
	{"(?<1>a)", "malformed name of a group", 0},
	{"(?<n", "malformed name of a group", 0},
	{"(?P<n>a)", "unknown kind of group", 0},
	{"(?i)a", "unknown kind of group", 0},
	{"(?ims)a", "unknown kind of group", 0},
	{"(?#c)a", "unknown kind of group", 0},
	{"(?>a)", "unknown kind of group", 0},
	{"(?|a)", "unknown kind of group", 0},
	{"\\p", "malformed Unicode property", 0},
	{"\\pL", "malformed Unicode property", 0},
	{"\\p{L", "unknown Unicode property", 0},
	{"\\p{}", "unknown Unicode property", 0},
	{"\\p{letter}", "unknown Unicode property", 0},
	{"\\p{Greek}", "unknown Unicode property", 0},
	{"\\p{IsGreek}", "unknown Unicode property", 0},
	{"\\p{Lu=Lu}", "unknown Unicode property", 0},
	{"\\p{Script=}", "unknown Unicode property", 0},
	{"[\\p{^L}]", "unknown Unicode property", 1},
	{"\xC3", "invalid UTF-8", 0},
	{"a\x80", "invalid UTF-8", 1},
	{"\xC0\x80", "invalid UTF-8", 0},
	{"\xED\xA0\x80", "invalid UTF-8", 0},
	{"\xF4\x90\x80\x80", "invalid UTF-8", 0}
};

/* Valid as far as "format": "regex" goes, whatever PCRE2 makes of them. */
static const char *const valid[] = {
	"([abc])+\\s+$", "(?<name>x)", "(?<n>a)\\k<n>", "(?<=a+)b", "[]", "[^]",
	"\\cA", "\\k<n>(?<n>a)", "a{0,65535}", "\\p{Script=Greek}",
	"\\p{Changes_When_NFKC_Casefolded}"
};

/* -1 when PCRE2 does not take the translation. */
static int
match_pcre2(const char *pattern, const char *string)
{
	AccordEcma	ecma;
	char		out[4096];
	long		len = accord_ecma_translate(&ecma, pattern, strlen(pattern),
											out, sizeof(out));
	int			error;
	PCRE2_SIZE	offset;
	pcre2_code *code;
	pcre2_match_data *data;

	if (len < 0)
		return -1;
	code = pcre2_compile((PCRE2_SPTR) out, len,
						 PCRE2_UTF | PCRE2_ALLOW_EMPTY_CLASS |
						 PCRE2_DOLLAR_ENDONLY | PCRE2_MATCH_UNSET_BACKREF,
						 &error, &offset, NULL);
	if (code == NULL)
		return -1;
	data = pcre2_match_data_create(1, NULL);
	error = pcre2_match(code, (PCRE2_SPTR) string, strlen(string), 0, 0, data,
						NULL);
	pcre2_match_data_free(data);
	pcre2_code_free(code);
	return error >= 0;
}

static void
test_match(const Match *match)
{
	size_t		pattern_len = strlen(match->pattern);
	size_t		text_len = strlen(match->string);
	char	   *pattern = tap_exact_copy(match->pattern, pattern_len);
	char	   *string = tap_exact_copy(match->string, text_len);
	AccordSimple simple;
	bool		ours = accord_simple_compile(&simple, pattern, pattern_len);

	tap_result(accord_ecma_is_valid(pattern, pattern_len) &&
			   match_pcre2(match->pattern, match->string) == match->matches &&
			   ours == (match->matcher == BY_US) &&
			   (!ours || accord_simple_matches(&simple, string, text_len) ==
				match->matches));
	tap_print_text(match->pattern, pattern_len);
	printf("%s", match->matches ? " matches " : " does not match ");
	tap_print_text(match->string, text_len);
	putchar('\n');
	free(pattern);
	free(string);
}

static void
test_invalid(const Invalid *test)
{
	size_t		len = strlen(test->pattern);
	char	   *pattern = tap_exact_copy(test->pattern, len);
	AccordEcma	ecma;

	tap_result(!accord_ecma_is_valid(pattern, len) &&
			   accord_ecma_translate(&ecma, pattern, len, NULL, 0) == -1 &&
			   strcmp(ecma.reason, test->reason) == 0 &&
			   ecma.pos == test->pos);
	tap_print_text(test->pattern, len);
	printf(": %s\n", test->reason);
	free(pattern);
}

/* Is a pattern of so many pieces and an end valid? */
static bool
repeated_valid(const char *piece, int times, const char *end)
{
	size_t		len = strlen(piece) * times + strlen(end);
	char	   *pattern = malloc(len + 1);
	bool		result;

	if (pattern == NULL)
		abort();
	pattern[0] = '\0';
	for (int i = 0; i < times; i++)
		strcpy(pattern + i * strlen(piece), piece);
	strcat(pattern, end);
	result = accord_ecma_is_valid(pattern, len);
	free(pattern);
	return result;
}

static void
test_limits(void)
{
	char		closing[ACCORD_ECMA_MAX_DEPTH + 2];

	memset(closing, ')', sizeof(closing));
	closing[ACCORD_ECMA_MAX_DEPTH] = '\0';
	tap_result(repeated_valid("(", ACCORD_ECMA_MAX_DEPTH, closing));
	puts("groups as deep as they may be");
	closing[ACCORD_ECMA_MAX_DEPTH] = ')';
	closing[ACCORD_ECMA_MAX_DEPTH + 1] = '\0';
	tap_result(!repeated_valid("(", ACCORD_ECMA_MAX_DEPTH + 1, closing));
	puts("groups one deeper");
	tap_result(repeated_valid("a", ACCORD_ECMA_MAX_LEN, ""));
	puts("as long as it may be");
	tap_result(!repeated_valid("a", ACCORD_ECMA_MAX_LEN, "a"));
	puts("one byte longer");
}

/* A place in the translation leads back to the token that it came from. */
static void
test_source(void)
{
	static const char pattern[] = "ab.\\s(?<=c+)";
	AccordEcma	ecma;
	char		out[256];
	long		len = accord_ecma_translate(&ecma, pattern, strlen(pattern),
											out, sizeof(out) - 1);
	const char *group;

	out[len] = '\0';
	group = strstr(out, "(?<=");
	tap_result(group != NULL &&
			   accord_ecma_source(pattern, strlen(pattern), group - out) == 5 &&
			   accord_ecma_source(pattern, strlen(pattern), 1) == 1);
	puts("places in the translation lead back");
	tap_result(accord_ecma_translate(&ecma, pattern, strlen(pattern), out,
									 3) == len);
	puts("a short buffer is not exceeded");
}

int
main(void)
{
	for (size_t i = 0; i < sizeof(matches) / sizeof(matches[0]); i++)
		test_match(&matches[i]);
	for (size_t i = 0; i < sizeof(invalid) / sizeof(invalid[0]); i++)
		test_invalid(&invalid[i]);
	for (size_t i = 0; i < sizeof(valid) / sizeof(valid[0]); i++)
	{
		tap_result(accord_ecma_is_valid(valid[i], strlen(valid[i])));
		tap_print_text(valid[i], strlen(valid[i]));
		puts(" is valid");
	}
	/* what needs PCRE2's knowledge */
	tap_result(!accord_ecma_is_valid("\\p{Script=Foo}", 14));
	puts("a script that is none");
	tap_result(!accord_ecma_is_valid("a\0[", 3) && accord_ecma_is_valid("a\0b", 3));
	puts("a NUL is a character");
	test_limits();
	test_source();
	return tap_done();
}
