/*
 * fpe_rules.c
 *	  The definition of a policy, a JSON object, turned into rules.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "lib/stringinfo.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/fmgrprotos.h"

#include "mask/ff1.h"
#include "mask/fpe_rules.h"
#include "support/compat.h"

/* What is said, before it is known to make sense. */
typedef struct Definition
{
	char	   *alphabet;
	AccordText	characters;
	AccordText	capitals;
	AccordText	literals;
	int			keep_first;
	int			keep_last;
	int			min_length;		/* 0: not said */
	int			max_length;
	char	   *check_digit;
	char	   *tweak;
	char	   *on_unfit;
} Definition;

typedef enum MemberKind
{
	MEMBER_TEXT,				/* AccordText */
	MEMBER_NAME,				/* char * */
	MEMBER_CHOICE,				/* char *, one of some */
	MEMBER_COUNT				/* int */
} MemberKind;

typedef struct Member
{
	const char *name;
	MemberKind	kind;
	size_t		offset;
	const char *const *choices; /* up to NULL */
} Member;

/* the last two in the order of AccordFpeTweak's bits and of AccordFpeUnfit */
static const char *const check_digits[] = {"luhn", "none", NULL};
static const char *const tweaks[] = {"none", "kept", "column", "kept and column", NULL};
static const char *const unfits[] = {"error", "token", "null", NULL};

#define FIELD(name) offsetof(Definition, name)

static const Member members[] = {
	{"alphabet", MEMBER_NAME, FIELD(alphabet), NULL},
	{"characters", MEMBER_TEXT, FIELD(characters), NULL},
	{"capitals", MEMBER_TEXT, FIELD(capitals), NULL},
	{"literals", MEMBER_TEXT, FIELD(literals), NULL},
	{"keep_first", MEMBER_COUNT, FIELD(keep_first), NULL},
	{"keep_last", MEMBER_COUNT, FIELD(keep_last), NULL},
	{"min_length", MEMBER_COUNT, FIELD(min_length), NULL},
	{"max_length", MEMBER_COUNT, FIELD(max_length), NULL},
	{"check_digit", MEMBER_CHOICE, FIELD(check_digit), check_digits},
	{"tweak", MEMBER_CHOICE, FIELD(tweak), tweaks},
	{"on_unfit", MEMBER_CHOICE, FIELD(on_unfit), unfits},
};

#undef FIELD

/* ---- reading ---- */

static const Member *
find_member(const char *name)
{
	StringInfoData names;

	initStringInfo(&names);
	for (size_t i = 0; i < lengthof(members); i++)
	{
		if (strcmp(members[i].name, name) == 0)
			return &members[i];
		appendStringInfo(&names, ", %s", members[i].name);
	}
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("policies have no member \"%s\"", name),
			 errhint("They have like%s.", names.data)));
}

pg_noreturn static void
refuse_member(const Member *member, const char *expected)
{
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("member \"%s\" of a policy has an impossible value", member->name),
			 errhint("It is %s.", expected)));
}

static char *
string_of(const Member *member, const JsonbValue *value)
{
	if (value->type != jbvString)
		refuse_member(member, "text");
	return pnstrdup(value->val.string.val, value->val.string.len);
}

static char *
choice_of(const Member *member, const JsonbValue *value)
{
	StringInfoData expected;

	initStringInfo(&expected);
	for (const char *const *choice = member->choices; *choice != NULL; choice++)
	{
		if (value->type == jbvString && (int) strlen(*choice) == value->val.string.len &&
			memcmp(*choice, value->val.string.val, value->val.string.len) == 0)
			return unconstify(char *, *choice);
		appendStringInfo(&expected, "%s\"%s\"", expected.len == 0 ? "" : choice[1] ? ", " : " or ", *choice);
	}
	refuse_member(member, expected.data);
}

static int
count_of(const Member *member, const JsonbValue *value)
{
	bool		failed = value->type != jbvNumeric;
	int32		count = failed ? 0 : numeric_int4_opt_error(value->val.numeric, &failed);

	failed = failed ||
		!DatumGetBool(DirectFunctionCall2(numeric_eq, NumericGetDatum(int64_to_numeric(count)),
										  NumericGetDatum(value->val.numeric)));
	if (failed || count < 0 || count > ACCORD_FPE_MAX_LENGTH)
		refuse_member(member, psprintf("a whole number up to %d", ACCORD_FPE_MAX_LENGTH));
	return count;
}

static void
read_member(const Member *member, const JsonbValue *value, Definition *definition)
{
	void	   *field = (char *) definition + member->offset;

	switch (member->kind)
	{
		case MEMBER_TEXT:
			((AccordText *) field)->data = string_of(member, value);
			((AccordText *) field)->len = strlen(((AccordText *) field)->data);
			break;
		case MEMBER_NAME:
			*(char **) field = string_of(member, value);
			break;
		case MEMBER_CHOICE:
			*(char **) field = choice_of(member, value);
			break;
		case MEMBER_COUNT:
			*(int *) field = count_of(member, value);
			break;
	}
}

static void
read_members(const Jsonb *json, Definition *definition)
{
	JsonbIterator *iterator = JsonbIteratorInit(unconstify(JsonbContainer *, &json->root));
	JsonbValue	value;

	(void) JsonbIteratorNext(&iterator, &value, true);
	while (JsonbIteratorNext(&iterator, &value, true) == WJB_KEY)
	{
		const Member *member = find_member(pnstrdup(value.val.string.val, value.val.string.len));

		(void) JsonbIteratorNext(&iterator, &value, true);
		read_member(member, &value, definition);
	}
}

/* Where a choice stands among those of its member; "otherwise" if it is not made. */
static int
index_of(const char *const *choices, const char *choice, int otherwise)
{
	for (int i = 0; choice != NULL && choices[i] != NULL; i++)
		if (strcmp(choices[i], choice) == 0)
			return i;
	return otherwise;
}

/* ---- rules ---- */

static AccordAlphabet *
make_alphabet(const char *policy, Definition *definition)
{
	if ((definition->alphabet != NULL) == (definition->characters.data != NULL) ||
		(definition->alphabet != NULL && definition->capitals.data != NULL))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("policy \"%s\" does not say what is encrypted", policy),
				 errhint("It has an \"alphabet\" (%s), or \"characters\" with their \"capitals\" or without, or is \"like\" another one.",
						 accord_alphabet_names())));
	if (definition->alphabet != NULL &&
		!accord_alphabet_named(definition->alphabet, &definition->characters, &definition->capitals))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("there is no alphabet \"%s\"", definition->alphabet),
				 errhint("There are %s; others are given as \"characters\".", accord_alphabet_names())));
	return accord_alphabet_make(&definition->characters, &definition->capitals, &definition->literals);
}

static bool
is_decimal(const AccordAlphabet *alphabet)
{
	for (int digit = 0; digit < 10; digit++)
		if (alphabet->single['0' + digit] != digit)
			return false;
	return alphabet->radix == 10;
}

/* How to come to a domain that is large enough, when its characters are too few. */
static char *
suggestion(const AccordFpeRules *rules, int needed)
{
	int			room = rules->max_length - (rules->luhn ? 1 : 0) - needed;

	if (room >= 0 && rules->keep_first + rules->keep_last > 0)
		return psprintf("Keep at most %d of them, allow longer values, or use token().", room);
	if (rules->alphabet->radix < 62)
		return psprintf("Allow values of at least %d characters, take a larger alphabet, or use token().",
						needed + rules->keep_first + rules->keep_last + (rules->luhn ? 1 : 0));
	return psprintf("Allow values of at least %d characters, or use token().",
					needed + rules->keep_first + rules->keep_last + (rules->luhn ? 1 : 0));
}

/* Sets what was not said, and refuses what cannot be. */
static void
check_lengths(const char *policy, AccordFpeRules *rules)
{
	int			needed = (int) accord_ff1_min_length(rules->alphabet->radix, ACCORD_FF1_MIN_DOMAIN);
	int			shortest = needed + rules->keep_first + rules->keep_last + (rules->luhn ? 1 : 0);

	if (rules->max_length == 0)
		rules->max_length = Max(ACCORD_FPE_DEFAULT_LENGTH, Min(shortest, ACCORD_FPE_MAX_LENGTH));
	if (rules->max_length < shortest)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("policy \"%s\" can never encrypt as many values as it must", policy),
				 errdetail("Of %d characters it encrypts %d, but %d of an alphabet of %d are needed for %d values: of fewer, all can be tried.",
						   rules->max_length, Max(0, accord_fpe_encrypted(rules, rules->max_length)), needed,
						   rules->alphabet->radix, ACCORD_FF1_MIN_DOMAIN),
				 errhint("%s", suggestion(rules, needed))));
	if (rules->min_length == 0)
		rules->min_length = shortest;
	if (rules->min_length < shortest)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("policy \"%s\" allows values that are too short", policy),
				 errdetail("Of %d characters it encrypts %d, but %d of an alphabet of %d are needed for %d values: of fewer, all can be tried.",
						   rules->min_length, Max(0, accord_fpe_encrypted(rules, rules->min_length)), needed,
						   rules->alphabet->radix, ACCORD_FF1_MIN_DOMAIN),
				 errhint("The least \"min_length\" of this policy is %d; \"on_unfit\" says what becomes of shorter values.", shortest)));
	if (rules->min_length > rules->max_length)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("policy \"%s\" has a greater minimum than maximum of characters", policy)));
}

/* Tokens have letters, digits and an underscore. */
static void
check_tokens(const char *policy, const AccordFpeRules *rules)
{
	if (rules->on_unfit == ACCORD_UNFIT_TOKEN && rules->alphabet->single['_'] != ACCORD_CODE_NONE &&
		rules->alphabet->single['t'] != ACCORD_CODE_NONE)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("policy \"%s\" could not tell a token from a ciphertext", policy),
				 errhint("Take the underscore out of its alphabet and literals, or let \"on_unfit\" be \"error\" or \"null\".")));
	if (rules->on_unfit == ACCORD_UNFIT_TOKEN && (rules->tweak & ACCORD_TWEAK_COLUMN) != 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("policy \"%s\" would join by tokens what its tweak parts", policy),
				 errdetail("Tokens take no tweak: equal values have equal ones."),
				 errhint("Let \"on_unfit\" be \"error\" or \"null\", or \"tweak\" do without the column.")));
}

AccordFpeRules *
accord_fpe_read(const char *policy, const Jsonb *json)
{
	Definition	definition = {.literals = {.data = ""}};
	AccordFpeRules *rules = palloc0(sizeof(*rules));

	read_members(json, &definition);
	rules->alphabet = make_alphabet(policy, &definition);
	rules->keep_first = definition.keep_first;
	rules->keep_last = definition.keep_last;
	rules->luhn = index_of(check_digits, definition.check_digit, 1) == 0;
	rules->tweak = index_of(tweaks, definition.tweak,
							rules->keep_first + rules->keep_last > 0 ? ACCORD_TWEAK_KEPT : 0);
	if ((rules->tweak & ACCORD_TWEAK_KEPT) && rules->keep_first + rules->keep_last == 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("policy \"%s\" makes its tweak of what it keeps, but keeps nothing", policy),
				 errhint("Say \"keep_first\" or \"keep_last\", or another \"tweak\".")));
	rules->on_unfit = index_of(unfits, definition.on_unfit, ACCORD_UNFIT_ERROR);
	rules->min_length = definition.min_length;
	rules->max_length = definition.max_length;
	if (rules->luhn && !is_decimal(rules->alphabet))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("policy \"%s\" has a check digit, but another alphabet than the ten digits", policy)));
	check_lengths(policy, rules);
	check_tokens(policy, rules);
	return rules;
}

/* ---- derived definitions ---- */

static void
check_object(const Jsonb *json)
{
	if (!JB_ROOT_IS_OBJECT(json))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("the definition of a policy is no JSON object"),
				 errhint("Write it as {\"like\": \"card\"}, or {\"alphabet\": \"digits\", ...}.")));
}

static Jsonb *
without(const Jsonb *json, const char *name)
{
	return DatumGetJsonbP(DirectFunctionCall2(jsonb_delete, JsonbPGetDatum(json), CStringGetTextDatum(name)));
}

static JsonbValue *
member_of(const Jsonb *json, const char *name)
{
	return getKeyJsonValueFromContainer(unconstify(JsonbContainer *, &json->root), name, strlen(name), NULL);
}

static Jsonb *
template_named(const JsonbValue *like)
{
	char	   *name = like->type == jbvString ? pnstrdup(like->val.string.val, like->val.string.len) : "";
	Jsonb	   *found = accord_fpe_template(name);
	StringInfoData names;

	if (found != NULL)
		return found;
	initStringInfo(&names);
	for (const AccordFpeTemplate *t = accord_fpe_templates; t->name != NULL; t++)
		appendStringInfo(&names, "%s%s", names.len == 0 ? "" : t[1].name ? ", " : " or ", t->name);
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("there is no ready policy \"%s\"", name),
			 errhint("A policy can be like %s.", names.data)));
}

Jsonb *
accord_fpe_derive(const Jsonb *base, const Jsonb *changes)
{
	static const char *const alphabets[] = {"alphabet", "characters", "capitals"};
	JsonbValue *like;
	bool		has_alphabet;

	check_object(changes);
	like = member_of(changes, "like");
	if (like != NULL)
	{
		base = template_named(like);
		changes = without(changes, "like");
	}
	has_alphabet = member_of(changes, "alphabet") != NULL || member_of(changes, "characters") != NULL;
	for (size_t i = 0; i < lengthof(alphabets) && base != NULL && has_alphabet; i++)
		base = without(base, alphabets[i]);
	if (base == NULL)
		return unconstify(Jsonb *, changes);
	return DatumGetJsonbP(DirectFunctionCall2(jsonb_concat, JsonbPGetDatum(base), JsonbPGetDatum(changes)));
}
