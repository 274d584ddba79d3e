/*
 * idna_test.c
 *	  Internationalized labels are the same in Unicode and in ASCII: what the
 *	  RFCs 5890 to 5893 allow passes in both forms, the rest in none.
 *
 * Needs no server.
 *
 * build: src/jsonschema/format_idna*.c src/jsonschema/format_punycode.c src/jsonschema/format_net.c src/jsonschema/format_text.c
 */
#include "jsonschema/format.h"
#include "jsonschema/format_text.h"

#include "tap.h"

#define REPEAT_10(s) s s s s s s s s s s
#define LABEL_60	REPEAT_10("abcdef")

/* 3 labels of 63, dots between them: 191 bytes */
#define LABELS_191	LABEL_60 "abc." LABEL_60 "abc." LABEL_60 "abc"

#define U_00FC		"\xc3\xbc"
#define U_50		REPEAT_10(U_00FC U_00FC U_00FC U_00FC U_00FC)

/* One name in both forms. */
typedef struct Pair
{
	bool		valid;
	const char *unicode;
	const char *ascii;
} Pair;

static const Pair pairs[] = {
	{true, "b\xc3\xbc" "cher.example", "xn--bcher-kva.example"},
	{true, "a\xc3\xa0\xc5\x82", "xn--a-sfa80a"},
	{true, "\xc3\x9f\xcf\x82\xe0\xbc\x8b\xe3\x80\x87", "xn--zca29lwxobi7a"},	/* PVALID by exception */
	{true, "\xdb\xbd\xdb\xbe", "xn--qmbc"}, /* PVALID by exception */
	{true, "\xf0\x90\x8c\xb0" "a", "xn--a-ie2i"},	/* beyond the first plane */
	{true, "a\xc5\x82", "xn--a-ela"},	/* a small letter between capitals */
	{false, "a\xc5\x80", "xn--a-9ka"},	/* compatible with two others */
	{false, "a\xc3\x97", "xn--a-9ea"},	/* a symbol */
	{false, "a\xc5\x81", "xn--a-cla"},	/* a capital */
	{false, "a\xef\xbd\x81", "xn--a-zq0i"}, /* full width */
	{false, "a\xc2\xad", "xn--a-vca"},	/* ignorable */
	{false, "a\xe2\x83\x90", "xn--a-zrn"},	/* a mark for symbols */
	{false, "a\xe1\x84\x80", "xn--a-o5g"},	/* a Hangul letter alone */
	{false, "a\xcd\xb8", "xn--a-qib"},	/* unassigned */
	{false, "a\xee\x80\x80", "xn--a-so7g"}, /* for private use */
	{false, "a\xd9\x80", "xn--a-foc"},	/* tatweel, DISALLOWED by exception */
	{false, "a\xe3\x80\xae", "xn--a-s6t"},	/* DISALLOWED by exception */
	/* what may stand first and last */
	{false, "\xcc\x80" "a", "xn--a-ubb"},	/* a mark: Mn */
	{false, "\xe0\xa4\x83" "a", "xn--a-std"},	/* Mc */
	{false, "-\xc3\xa9", "xn----bga"},
	{false, "\xc3\xa9-", "xn----9fa"},
	{false, "ab--\xc3\xa9", "xn--ab---epa"},
	{true, "abc-\xc3\xa9", "xn--abc--epa"},
	/* rules on what a character may stand beside */
	{true, "l\xc2\xb7l", "xn--ll-0ea"}, /* middle dot between l */
	{false, "a\xc2\xb7l", "xn--al-0ea"},	/* not after l */
	{false, "l\xc2\xb7" "a", "xn--la-0ea"}, /* not before l */
	{false, "\xc2\xb7l", "xn--l-fda"},	/* at the start */
	{false, "l\xc2\xb7", "xn--l-gda"},	/* at the end */
	{true, "\xcd\xb5\xce\xb1", "xn--wva4j"},	/* keraia before Greek */
	{false, "\xcd\xb5" "a", "xn--a-jib"},	/* before Latin */
	{false, "\xce\xb1\xcd\xb5", "xn--wva3j"},	/* at the end */
	{true, "\xd7\x90\xd7\xb3", "xn--4db4e"},	/* geresh after Hebrew */
	{false, "a\xd7\xb4", "xn--a-2jc"},	/* gershayim after Latin */
	{false, "\xd8\xa8\xd7\xb3", "xn--4eb9h"},	/* after Arabic */
	{false, "\xd7\xb4\xd7\x90", "xn--4db5e"},	/* at the start */
	{true, "a\xe3\x83\xbb\xe3\x82\xa2", "xn--a-feu0m"}, /* dot and Katakana */
	{true, "a\xe3\x83\xbb\xe4\xb8\x80", "xn--a-iju172i"},	/* dot and Han */
	{false, "a\xe3\x83\xbb" "b", "xn--ab-3n4a"},	/* dot alone */
	{true, "\xd8\xa8\xd9\xa0", "xn--ngb6i"},	/* Arabic-Indic digits */
	{true, "\xd8\xa8\xdb\xb0", "xn--ngb41b"},	/* extended ones */
	{false, "\xd8\xa8\xd9\xa0\xdb\xb0", "xn--ngb6iyr"}, /* both */
	{true, "\xe0\xa4\x95\xe0\xa5\x8d\xe2\x80\x8d", "xn--11b6iy14e"},	/* joiner after virama */
	{false, "\xe0\xa4\x95\xe2\x80\x8d", "xn--11b478i"}, /* after a letter */
	{false, "\xe2\x80\x8d" "a", "xn--a-tgn"},	/* at the start */
	{true, "a\xe0\xa5\x8d\xe2\x80\x8c" "b", "xn--ab-fsf604u"},	/* non-joiner after
																 * virama */
	{true, "\xd8\xa8\xe2\x80\x8c\xd8\xa8", "xn--ngba799q"}, /* between joining
															 * letters */
	{true, "\xd8\xa8\xd9\x8e\xe2\x80\x8c\xd9\x8e\xd8\xa8", "xn--ngba7ia3604a"}, /* transparent marks
																				 * between */
	{false, "\xea\xa1\x80\xe0\xa4\x83\xe2\x80\x8c\xea\xa1\x80", "xn--j1b809iwm0hca"},	/* a mark that is not */
	{true, "\xea\xa1\xb2\xe2\x80\x8c\xea\xa1\x80", "xn--0ug4674ciea"},	/* after one that joins
																		 * the next only */
	{false, "\xd8\xa7\xe2\x80\x8c\xd8\xa8", "xn--mgbc799q"},	/* alef joins no next
																 * letter */
	{false, "\xd8\xa8\xe2\x80\x8c\xd8\xa1", "xn--ggbn899q"},	/* hamza joins no letter */
	{false, "\xd8\xa8\xe2\x80\x8c" "a", "xn--a-0mc899q"},	/* nothing to join */
	{false, "\xd8\xa8\xe2\x80\x8c", "xn--ngb073k"}, /* at the end */
	{false, "\xe2\x80\x8c\xd8\xa8", "xn--ngb963k"}, /* at the start */
	{false, "\xea\xa1\x80\xe2\x80\x8c", "xn--0ug3674c"},	/* at the end, from the
															 * left */
	{false, "\xe2\x80\x8c\xea\xa1\x80", "xn--0ug4674c"},	/* at the start */
	/* right to left */
	{true, "\xd7\x90", "xn--4db"},	/* R */
	{true, "\xd8\xa8\xd9\x91", "xn--ngb6f"},	/* AL, NSM */
	{true, "\xd7\x90" "1", "xn--1-zhc"},	/* R, EN */
	{true, "\xd8\xa8-\xd9\xa0\xd8\xa8", "xn----0mcb7t"},	/* AL, ES, AN, AL */
	{false, "1\xd7\x90", "xn--1-0hc"},	/* no letter first */
	{false, "\xd9\xa0\xd8\xa8", "xn--ngb5i"},	/* no letter first */
	{false, "a\xd7\x90", "xn--a-0hc"},	/* L before R */
	{false, "\xd7\x90" "a", "xn--a-zhc"},	/* R before L */
	{false, "\xd7\x90" "a\xd7\x90", "xn--a-zhcb"},	/* L inside */
	{false, "\xd7\x90" "1\xd9\xa0", "xn--1-zhc74b"},	/* EN and AN */
	{false, "\xd7\x90\xca\xb9", "xn--jqa59m"},	/* ON last */
	{true, "\xd7\x90.a1", "xn--4db.a1"},
	{false, "\xd7\x90.1a", "xn--4db.1a"},	/* a digit first, beside a label
											 * from the right */
	{false, "1a.\xd7\x90", "1a.xn--4db"},
	{true, "1a.\xc3\xa9", "1a.xn--9ca"},
	{false, "\xd7\x90.a\xca\xb9", "xn--4db.xn--a-t6a"}, /* ON last, after L */
	{true, "a\xca\xb9", "xn--a-t6a"},
	/* normal form C */
	{true, "\xe1\xba\xad", "xn--zkg"},	/* three characters in one */
	{false, "a\xcc\xa3\xcc\x82", "xn--a-zbb2h"},
	{false, "\xe1\xba\xa1\xcc\x82", "xn--msa552l"},
	{false, "\xc3\xa2\xcc\xa3", "xn--2ca86i"},	/* the mark below goes first */
	{false, "x\xcc\x81\xcc\xa3", "xn--x-xbb6h"},	/* marks in the wrong
													 * order */
	{true, "x\xcc\xa3\xcc\x81", "xn--x-xbb5h"},
	{true, "\xc3\xa1\xcc\x81", "xn--1ca20i"},	/* a second accent stays */
	{false, "a\xcc\x81\xcc\x81", "xn--a-xbba"},
	{true, "x\xcc\x81\xcc\x80", "xn--x-vbbc"},	/* two of one class stay in
												 * order */
	{true, "a\xcc\x90\xcc\x81", "xn--a-xbb8b"}, /* a mark of the same class
												 * between */
	{true, "x\xcc\x81" "b", "xn--xb-8tb"},	/* a letter behind a mark */
	{true, "\xc3\xa1\xcc\xa7", "xn--1ca87i"},	/* taken apart, and put
												 * together again */
	{false, "a\xcc\xa7\xcc\x81", "xn--a-xbb7i"},	/* composes past another
													 * class */
	{false, "\xe0\xb2\x95\xe0\xb3\x86\xe0\xb3\x82", "xn--nsc4gl"},	/* vowel signs that
																	 * compose */
	{true, "\xe0\xb2\x95\xe0\xb3\x86\xe0\xb2\x82\xe0\xb3\x82", "xn--3rc1byioa"},	/* not past a starter */
	{false, "\xe3\x81\x8b\xe3\x82\x99", "xn--u8jui"},	/* a voiced Kana */
	{true, "\xea\xb0\x80\xcc\x81", "xn--lsa9367f"}, /* Hangul and a mark */
	/* samples of RFC 3492, section 7.1, that may be labels */
	{true, "\xe4\xbb\x96\xe4\xbb\xac\xe4\xb8\xba\xe4\xbb\x80\xe4\xb9\x88\xe4\xb8\x8d\xe8\xaf\xb4\xe4\xb8\xad\xe6\x96\x87", "xn--ihqwcrb4cv8a8dqg056pqjye"},
	{true, "\xe4\xbb\x96\xe5\x80\x91\xe7\x88\xb2\xe4\xbb\x80\xe9\xba\xbd\xe4\xb8\x8d\xe8\xaa\xaa\xe4\xb8\xad\xe6\x96\x87", "xn--ihqwctvzc91f659drss3x8bo0yb"},
	{true, "pro\xc4\x8dprost\xc4\x9bnemluv\xc3\xad\xc4\x8d" "esky", "xn--proprostnemluvesky-uyb24dma41a"},
	{true, "\xd7\x9c\xd7\x9e\xd7\x94\xd7\x94\xd7\x9d\xd7\xa4\xd7\xa9\xd7\x95\xd7\x98\xd7\x9c\xd7\x90\xd7\x9e\xd7\x93\xd7\x91\xd7\xa8\xd7\x99\xd7\x9d\xd7\xa2\xd7\x91\xd7\xa8\xd7\x99\xd7\xaa", "xn--4dbcagdahymbxekheh6e0a7fei0b"},
	{true, "\xe0\xa4\xaf\xe0\xa4\xb9\xe0\xa4\xb2\xe0\xa5\x8b\xe0\xa4\x97\xe0\xa4\xb9\xe0\xa4\xbf\xe0\xa4\xa8\xe0\xa5\x8d\xe0\xa4\xa6\xe0\xa5\x80\xe0\xa4\x95\xe0\xa5\x8d\xe0\xa4\xaf\xe0\xa5\x8b\xe0\xa4\x82\xe0\xa4\xa8\xe0\xa4\xb9\xe0\xa5\x80\xe0\xa4\x82\xe0\xa4\xac\xe0\xa5\x8b\xe0\xa4\xb2\xe0\xa4\xb8\xe0\xa4\x95\xe0\xa4\xa4\xe0\xa5\x87\xe0\xa4\xb9\xe0\xa5\x88\xe0\xa4\x82", "xn--i1baa7eci9glrd9b2ae1bj0hfcgg6iyaf8o0a1dig0cd"},
	{true, "\xe3\x81\xaa\xe3\x81\x9c\xe3\x81\xbf\xe3\x82\x93\xe3\x81\xaa\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e\xe3\x82\x92\xe8\xa9\xb1\xe3\x81\x97\xe3\x81\xa6\xe3\x81\x8f\xe3\x82\x8c\xe3\x81\xaa\xe3\x81\x84\xe3\x81\xae\xe3\x81\x8b", "xn--n8jok5ay5dzabd5bym9f0cm5685rrjetr6pdxa"},
	{true, "\xd0\xbf\xd0\xbe\xd1\x87\xd0\xb5\xd0\xbc\xd1\x83\xd0\xb6\xd0\xb5\xd0\xbe\xd0\xbd\xd0\xb8\xd0\xbd\xd0\xb5\xd0\xb3\xd0\xbe\xd0\xb2\xd0\xbe\xd1\x80\xd1\x8f\xd1\x82\xd0\xbf\xd0\xbe\xd1\x80\xd1\x83\xd1\x81\xd1\x81\xd0\xba\xd0\xb8", "xn--b1abfaaepdrnnbgefbadotcwatmq2g4l"},
	{true, "porqu\xc3\xa9nopuedensimplementehablarenespa\xc3\xb1ol", "xn--porqunopuedensimplementehablarenespaol-fmd56a"},
	{true, "t\xe1\xba\xa1isaoh\xe1\xbb\x8dkh\xc3\xb4ngth\xe1\xbb\x83" "ch\xe1\xbb\x89n\xc3\xb3iti\xe1\xba\xbfngvi\xe1\xbb\x87t", "xn--tisaohkhngthchnitingvit-kjcr8268qyxafd2f1b9g"},
	{true, "3\xe5\xb9\xb4" "b\xe7\xb5\x84\xe9\x87\x91\xe5\x85\xab\xe5\x85\x88\xe7\x94\x9f", "xn--3b-ww4c5e180e575a65lsy2b"},
	{true, "\xe3\x81\xb2\xe3\x81\xa8\xe3\x81\xa4\xe5\xb1\x8b\xe6\xa0\xb9\xe3\x81\xae\xe4\xb8\x8b" "2", "xn--2-u9tlzr9756bt3uc0v"},
	{true, "\xe3\x83\x91\xe3\x83\x95\xe3\x82\xa3\xe3\x83\xbc" "de\xe3\x83\xab\xe3\x83\xb3\xe3\x83\x90", "xn--de-jg4avhby1noc0d"},
	{true, "\xe3\x81\x9d\xe3\x81\xae\xe3\x82\xb9\xe3\x83\x94\xe3\x83\xbc\xe3\x83\x89\xe3\x81\xa7", "xn--d9juau41awczczp"},
	/* and others */
	{true, "\xe0\xb9\x80\xe0\xb8\x9b\xe0\xb9\x87\xe0\xb8\x99\xe0\xb8\xa1\xe0\xb8\x99\xe0\xb8\xb8\xe0\xb8\xa9\xe0\xb8\xa2\xe0\xb9\x8c", "xn--q3caezg5b0grc6cwc"},
};

/* What has one form only. */
typedef struct Name
{
	bool		valid;
	const char *text;
} Name;

/* the same for both formats */
static const Name ascii_names[] = {
	{true, "A-1.example.COM"},
	{true, "ab--c"},
	{true, "XN--BCHER-KVA.example"},
	{true, "XN--ZR-XKA"},
	{true, "A-Z.xn--4db"},		/* capitals, and right to left */
	{true, "xn--mgberp4a5d4ar"},
	{true, LABEL_60 "abc"},
	{false, LABEL_60 "abcd"},
	{true, LABELS_191 "." LABEL_60 "a"},
	{false, LABELS_191 "." LABEL_60 "ab"},
	{false, ""},
	{false, "."},
	{false, "a."},
	{false, ".a"},
	{false, "a..b"},
	{false, "-a"},
	{false, "a-.b"},
	{false, "a_b"},
	{false, "a b"},
	{false, "a\n"},
	{false, "xn--"},
	{false, "xn--a"},
	{false, "xn--abc-"},		/* ASCII alone */
	{false, "xn---kva"},		/* a hyphen too many */
	{false, "xn---9uc"},
	{false, "xn--99999999"},
	{false, "xn--99999a"},		/* beyond the last character */
	{false, "xn--a-rc4g"},		/* a surrogate */
	{true, "xn--l1bcd7cfghqj21cs08r"},	/* a long one */
	{false, "xn--l1bcd7cfghqj31cq08r"}, /* the same, two swapped */
	{false, "xn--abcd-c4dh462ggp1cvo0f1caq5e"}, /* several scripts */
};

static const Name unicode_names[] = {
	{true, "a.b"},
	{true, "a\xe3\x80\x82" "b"},
	{true, "a\xef\xbc\x8e" "b"},
	{true, "a\xef\xbd\xa1" "b"},
	{false, "a\xe3\x80\x82"},
	{false, "a.\xef\xbc\x8e" "b"},
	{false, "\xef\xbd\xa1"},
	{false, "a\xe3\x80\x83" "b"},	/* U+3003 */
	{false, "B" U_00FC "cher"},
	{false, "a_" U_00FC},
	{false, "a\xcc"},			/* half a character */
	{false, "\xcc\xcc"},
	/* 63 bytes of ASCII, and 64 */
	{true, REPEAT_10("abcde") "abcde" U_00FC},
	{false, REPEAT_10("abcde") "abcdef" U_00FC},
	/* 64 characters */
	{false, LABEL_60 "abc" U_00FC},
	/* the length of the whole name is that of its ASCII form too */
	{true, LABELS_191 "." REPEAT_10("abcde") "abc" U_00FC},
	{false, LABELS_191 "." REPEAT_10("abcde") "abcd" U_00FC},
	/* more bytes than the ASCII form may have */
	{true, U_50 "." U_50 "." U_50},
	{false, REPEAT_10(REPEAT_10(REPEAT_10(U_00FC)))},
};

static void
test_name(const char *format, AccordFormatCheck check, const char *name, bool valid)
{
	size_t		len = strlen(name);
	char	   *text = tap_exact_copy(name, len);

	tap_result(check(text, len) == valid);
	printf("%s %s ", format, valid ? "accepts" : "refuses");
	tap_print_text(text, len);
	putchar('\n');
	free(text);
}

static void
test_hostname(const char *name, bool valid)
{
	test_name("hostname", accord_format_hostname, name, valid);
}

static void
test_idn_hostname(const char *name, bool valid)
{
	test_name("idn-hostname", accord_format_idn_hostname, name, valid);
}

int
main(void)
{
	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++)
	{
		test_idn_hostname(pairs[i].unicode, pairs[i].valid);
		test_idn_hostname(pairs[i].ascii, pairs[i].valid);
		test_hostname(pairs[i].unicode, false);
		test_hostname(pairs[i].ascii, pairs[i].valid);
	}
	for (size_t i = 0; i < sizeof(ascii_names) / sizeof(ascii_names[0]); i++)
	{
		test_idn_hostname(ascii_names[i].text, ascii_names[i].valid);
		test_hostname(ascii_names[i].text, ascii_names[i].valid);
	}
	for (size_t i = 0; i < sizeof(unicode_names) / sizeof(unicode_names[0]); i++)
		test_idn_hostname(unicode_names[i].text, unicode_names[i].valid);
	return tap_done();
}
