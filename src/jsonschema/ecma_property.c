/*
 * ecma_property.c
 *	  The names in \p{...}: those of ECMA-262, as PCRE2 writes them.
 *
 * ECMA-262 has one spelling of each name.  PCRE2 reads names loosely, lets a
 * script stand without "Script=", and knows general categories by their short
 * names only; the names of scripts themselves are left to it.
 */
#include "jsonschema/ecma_scan.h"

#include <stdio.h>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

/* general categories: PCRE2 knows the short names alone */
typedef struct Category
{
	const char *name;
	const char *alias;
	const char *pcre2;
} Category;

static const Category categories[] = {
	{"Cased_Letter", "LC", "L&"},
	{"Close_Punctuation", "Pe", "Pe"},
	{"Connector_Punctuation", "Pc", "Pc"},
	{"Control", "Cc", "Cc"},
	{"cntrl", "Cc", "Cc"},
	{"Currency_Symbol", "Sc", "Sc"},
	{"Dash_Punctuation", "Pd", "Pd"},
	{"Decimal_Number", "Nd", "Nd"},
	{"digit", "Nd", "Nd"},
	{"Enclosing_Mark", "Me", "Me"},
	{"Final_Punctuation", "Pf", "Pf"},
	{"Format", "Cf", "Cf"},
	{"Initial_Punctuation", "Pi", "Pi"},
	{"Letter", "L", "L"},
	{"Letter_Number", "Nl", "Nl"},
	{"Line_Separator", "Zl", "Zl"},
	{"Lowercase_Letter", "Ll", "Ll"},
	{"Mark", "M", "M"},
	{"Combining_Mark", "M", "M"},
	{"Math_Symbol", "Sm", "Sm"},
	{"Modifier_Letter", "Lm", "Lm"},
	{"Modifier_Symbol", "Sk", "Sk"},
	{"Nonspacing_Mark", "Mn", "Mn"},
	{"Number", "N", "N"},
	{"Open_Punctuation", "Ps", "Ps"},
	{"Other", "C", "C"},
	{"Other_Letter", "Lo", "Lo"},
	{"Other_Number", "No", "No"},
	{"Other_Punctuation", "Po", "Po"},
	{"Other_Symbol", "So", "So"},
	{"Paragraph_Separator", "Zp", "Zp"},
	{"Private_Use", "Co", "Co"},
	{"Punctuation", "P", "P"},
	{"punct", "P", "P"},
	{"Separator", "Z", "Z"},
	{"Space_Separator", "Zs", "Zs"},
	{"Spacing_Mark", "Mc", "Mc"},
	{"Surrogate", "Cs", "Cs"},
	{"Symbol", "S", "S"},
	{"Titlecase_Letter", "Lt", "Lt"},
	{"Unassigned", "Cn", "Cn"},
	{"Uppercase_Letter", "Lu", "Lu"}
};

/* binary properties of ECMA-262; PCRE2 has them under the same names */
static const char *const binary_properties[] = {
	"ASCII", "ASCII_Hex_Digit", "AHex", "Alphabetic", "Alpha", "Any",
	"Bidi_Control", "Bidi_C", "Bidi_Mirrored", "Bidi_M", "Case_Ignorable",
	"CI", "Cased", "Changes_When_Casefolded", "CWCF",
	"Changes_When_Casemapped", "CWCM", "Changes_When_Lowercased", "CWL",
	"Changes_When_NFKC_Casefolded", "CWKCF", "Changes_When_Titlecased", "CWT",
	"Changes_When_Uppercased", "CWU", "Dash", "Default_Ignorable_Code_Point",
	"DI", "Deprecated", "Dep", "Diacritic", "Dia", "Emoji",
	"Emoji_Component", "EComp", "Emoji_Modifier", "EMod",
	"Emoji_Modifier_Base", "EBase", "Emoji_Presentation", "EPres",
	"Extended_Pictographic", "ExtPict", "Extender", "Ext", "Grapheme_Base",
	"Gr_Base", "Grapheme_Extend", "Gr_Ext", "Hex_Digit", "Hex",
	"IDS_Binary_Operator", "IDSB", "IDS_Trinary_Operator", "IDST",
	"ID_Continue", "IDC", "ID_Start", "IDS", "Ideographic", "Ideo",
	"Join_Control", "Join_C", "Logical_Order_Exception", "LOE", "Lowercase",
	"Lower", "Math", "Noncharacter_Code_Point", "NChar", "Pattern_Syntax",
	"Pat_Syn", "Pattern_White_Space", "Pat_WS", "Quotation_Mark", "QMark",
	"Radical", "Regional_Indicator", "RI", "Sentence_Terminal", "STerm",
	"Soft_Dotted", "SD", "Terminal_Punctuation", "Term",
	"Unified_Ideograph", "UIdeo", "Uppercase", "Upper",
	"Variation_Selector", "VS", "White_Space", "space", "XID_Continue",
	"XIDC", "XID_Start", "XIDS"
};

static bool
is_binary_property(const char *name)
{
	for (size_t i = 0; i < sizeof(binary_properties) / sizeof(char *); i++)
		if (strcmp(binary_properties[i], name) == 0)
			return true;
	return false;
}

/* PCRE2's name of a general category, or NULL. */
static const char *
find_category(const char *name)
{
	for (size_t i = 0; i < sizeof(categories) / sizeof(categories[0]); i++)
		if (strcmp(categories[i].name, name) == 0 ||
			strcmp(categories[i].alias, name) == 0)
			return categories[i].pcre2;
	return NULL;
}

bool
accord_ecma_property(const char *name, AccordEcmaToken *token)
{
	const char *value = strchr(name, '=');
	const char *category = NULL;

	if (value == NULL)
	{
		category = find_category(name);
		if (category == NULL && strcmp(name, "Assigned") == 0)
		{
			category = "Cn";
			token->letter ^= 'p' ^ 'P';
		}
		if (category == NULL && is_binary_property(name))
			category = name;
	}
	else if (strncmp(name, "gc=", 3) == 0 ||
			 strncmp(name, "General_Category=", 17) == 0)
		category = find_category(value + 1);
	else if (value[1] >= 'A' && value[1] <= 'Z')
	{
		token->script = true;
		if (strncmp(name, "sc=", 3) == 0 || strncmp(name, "Script=", 7) == 0)
			snprintf(token->property, sizeof(token->property), "sc:%s",
					 value + 1);
		else if (strncmp(name, "scx=", 4) == 0 ||
				 strncmp(name, "Script_Extensions=", 18) == 0)
			snprintf(token->property, sizeof(token->property), "scx:%s",
					 value + 1);
		else
			return false;
		return true;
	}
	if (category == NULL)
		return false;
	snprintf(token->property, sizeof(token->property), "%s", category);
	return true;
}

bool
accord_ecma_script_known(const AccordEcmaToken *token)
{
	char		pattern[sizeof(token->property) + 4];
	int			code;
	PCRE2_SIZE	offset;
	pcre2_code *compiled;

	snprintf(pattern, sizeof(pattern), "\\p{%s}", token->property);
	compiled = pcre2_compile((PCRE2_SPTR) pattern, PCRE2_ZERO_TERMINATED,
							 PCRE2_UTF, &code, &offset, NULL);
	pcre2_code_free(compiled);
	return compiled != NULL || code != PCRE2_ERROR_UNKNOWN_UNICODE_PROPERTY;
}
