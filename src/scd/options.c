/*
 * options.c
 *	  What users say of a dimension in jsonb: options and policies.
 *
 * Options are a table: a name that is not in it is refused, with the names
 * that are.
 */
#include "postgres.h"

#include "lib/stringinfo.h"
#include "mb/pg_wchar.h"
#include "utils/builtins.h"
#include "utils/fmgrprotos.h"
#include "utils/timestamp.h"

#include "scd/options.h"

typedef enum OptionKind
{
	OPTION_TEXT,
	OPTION_BOOL,
	OPTION_CHOICE,				/* one of some words */
	OPTION_NAME,				/* of a column */
	OPTION_NAME_OR_NONE,		/* null is none, true the option's own name */
} OptionKind;

typedef struct Option
{
	const char *name;
	OptionKind	kind;
	int			uses;			/* AccordOptionUse, or-ed */
	size_t		offset;			/* in AccordOptions */
	const char *const *choices;
} Option;

#define CREATE ACCORD_OPTION_CREATE
#define ADOPT ACCORD_OPTION_ADOPT
#define ALTER ACCORD_OPTION_ALTER
#define FIELD(name) offsetof(AccordOptions, name)

static const char *const types[] = {"timestamptz", "timestamp", "date", NULL};
static const char *const open_ends[] = {"infinity", "null", "9999-12-31", NULL};
static const char *const surrogate_keys[] = {"uuid", "identity", NULL};
static const char *const hashes[] = {"xxh3", "sha256", NULL};
static const char *const lates[] = {"error", "skip", NULL};
static const char *const fixeds[] = {"keep", "error", NULL};

/* in the order of the documentation, which is that of the hint too */
static const Option option_table[] = {
	{"valid_from", OPTION_NAME, CREATE | ADOPT, FIELD(valid_from), NULL},
	{"valid_to", OPTION_NAME, CREATE | ADOPT, FIELD(valid_to), NULL},
	{"is_current", OPTION_NAME_OR_NONE, CREATE | ADOPT, FIELD(is_current), NULL},
	{"row_hash", OPTION_NAME, CREATE | ADOPT, FIELD(row_hash), NULL},
	{"is_deleted", OPTION_NAME_OR_NONE, CREATE | ADOPT | ALTER, FIELD(is_deleted), NULL},
	{"scd_id", OPTION_NAME_OR_NONE, ADOPT, FIELD(scd_id), NULL},
	{"updated_at", OPTION_NAME_OR_NONE, ADOPT, FIELD(updated_at), NULL},
	{"type", OPTION_CHOICE, CREATE, FIELD(type), types},
	{"timezone", OPTION_TEXT, CREATE | ADOPT, FIELD(timezone), NULL},
	{"open_end", OPTION_CHOICE, CREATE | ADOPT, FIELD(open_end), open_ends},
	{"end_inclusive", OPTION_BOOL, CREATE | ADOPT, FIELD(end_inclusive), NULL},
	{"surrogate_key", OPTION_CHOICE, CREATE, FIELD(surrogate_key), surrogate_keys},
	{"surrogate_key_column", OPTION_NAME, CREATE | ADOPT, FIELD(surrogate_key_column), NULL},
	{"hash", OPTION_CHOICE, CREATE | ADOPT, FIELD(hash), hashes},
	{"valid_from_column", OPTION_NAME_OR_NONE, CREATE | ADOPT | ALTER, FIELD(valid_from_column), NULL},
	{"late", OPTION_CHOICE, CREATE | ADOPT | ALTER, FIELD(late), lates},
	{"fixed", OPTION_CHOICE, CREATE | ADOPT | ALTER, FIELD(fixed), fixeds},
	{"exclude_overlap", OPTION_BOOL, CREATE, FIELD(exclude_overlap), NULL},
	{"partition_by", OPTION_TEXT, CREATE, FIELD(partition_by), NULL},
	{"current_view", OPTION_BOOL, CREATE | ADOPT | ALTER, FIELD(current_view), NULL},
};

#undef CREATE
#undef ADOPT
#undef ALTER
#undef FIELD

static char *
names_for(AccordOptionUse use)
{
	StringInfoData names;

	initStringInfo(&names);
	for (size_t i = 0; i < lengthof(option_table); i++)
		if (option_table[i].uses & use)
			appendStringInfo(&names, "%s%s", names.len > 0 ? ", " : "", option_table[i].name);
	return names.data;
}

static const Option *
find_option(const char *name, AccordOptionUse use)
{
	const Option *found = NULL;

	for (size_t i = 0; i < lengthof(option_table); i++)
		if (strcmp(option_table[i].name, name) == 0)
			found = &option_table[i];
	if (found != NULL && (found->uses & use) != 0)
		return found;
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 found != NULL
			 ? errmsg("option \"%s\" cannot be set here", name)
			 : errmsg("dimensions have no option \"%s\"", name),
			 errhint("Options here are %s.", names_for(use))));
}

static void
wrong_value(const Option *option, const char *expected)
{
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("option \"%s\" has an impossible value", option->name),
			 errhint("It is %s.", expected)));
}

static char *
string_of(const JsonbValue *value)
{
	return pnstrdup(value->val.string.val, value->val.string.len);
}

/* The name of a column, as short as PostgreSQL's names are. */
static char *
name_of(const Option *option, const JsonbValue *value)
{
	bool		optional = option->kind == OPTION_NAME_OR_NONE;

	if (value->type == jbvString && value->val.string.len > 0 && value->val.string.len < NAMEDATALEN)
		return string_of(value);
	if (optional && value->type == jbvNull)
		return pstrdup("");
	if (optional && value->type == jbvBool)
		return pstrdup(value->val.boolean ? option->name : "");
	wrong_value(option, psprintf("the name of a column of up to %d bytes%s", NAMEDATALEN - 1,
								 optional ? ", or null for none" : ""));
	return NULL;
}

static char *
choice_of(const Option *option, const JsonbValue *value)
{
	StringInfoData expected;

	initStringInfo(&expected);
	for (const char *const *choice = option->choices; *choice != NULL; choice++)
	{
		if (value->type == jbvString && strcmp(string_of(value), *choice) == 0)
			return pstrdup(*choice);
		appendStringInfo(&expected, "%s\"%s\"", expected.len == 0 ? "" : choice[1] ? ", " : " or ", *choice);
	}
	wrong_value(option, expected.data);
	return NULL;
}

static void
read_option(const Option *option, const JsonbValue *value, AccordOptions *options)
{
	void	   *field = (char *) options + option->offset;

	switch (option->kind)
	{
		case OPTION_TEXT:
			if (value->type != jbvString)
				wrong_value(option, "text");
			*(char **) field = string_of(value);
			break;
		case OPTION_BOOL:
			if (value->type != jbvBool)
				wrong_value(option, "true or false");
			*(bool *) field = value->val.boolean;
			break;
		case OPTION_CHOICE:
			*(char **) field = choice_of(option, value);
			break;
		case OPTION_NAME:
		case OPTION_NAME_OR_NONE:
			*(char **) field = name_of(option, value);
			break;
	}
}

/* Begins to read an object; "what" is how users call it. */
static JsonbIterator *
begin_object(const Jsonb *json, const char *what)
{
	JsonbValue	value;
	JsonbIterator *iterator;

	if (!JB_ROOT_IS_OBJECT(json))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("%s of a dimension are no JSON object", what),
				 errhint("Write them as {\"name\": \"value\"}.")));
	iterator = JsonbIteratorInit(unconstify(JsonbContainer *, &json->root));
	(void) JsonbIteratorNext(&iterator, &value, true);
	return iterator;
}

void
accord_options_read(const Jsonb *json, AccordOptionUse use, AccordOptions *options)
{
	JsonbIterator *iterator = begin_object(json, "options");
	JsonbValue	value;

	memset(options, 0, sizeof(*options));
	while (JsonbIteratorNext(&iterator, &value, true) == WJB_KEY)
	{
		const Option *option = find_option(string_of(&value), use);

		(void) JsonbIteratorNext(&iterator, &value, true);
		read_option(option, &value, options);
	}
}

static int
policy_of(const char *column, const JsonbValue *value)
{
	int			policy = value->type == jbvString ? accord_policy_by_name(string_of(value)) : -1;

	if (policy < 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("column \"%s\" has an impossible policy", column),
				 errhint("Policies are version, overwrite, fixed, previous, current and carry.")));
	return policy;
}

List *
accord_policies_read(const Jsonb *json)
{
	JsonbIterator *iterator = begin_object(json, "policies");
	JsonbValue	value;
	List	   *choices = NIL;

	while (JsonbIteratorNext(&iterator, &value, true) == WJB_KEY)
	{
		AccordPolicyChoice *choice = palloc_object(AccordPolicyChoice);

		choice->column = string_of(&value);
		(void) JsonbIteratorNext(&iterator, &value, true);
		choice->policy = policy_of(choice->column, &value);
		choices = lappend(choices, choice);
	}
	return choices;
}

int
accord_policies_find(const List *choices, const char *column)
{
	ListCell   *cell;

	foreach(cell, choices)
	{
		const AccordPolicyChoice *choice = lfirst(cell);

		if (strcmp(choice->column, column) == 0)
			return choice->policy;
	}
	return -1;
}

void
accord_policies_check(const List *choices, const AccordDimension *dimension)
{
	ListCell   *cell;

	foreach(cell, choices)
	{
		const AccordPolicyChoice *choice = lfirst(cell);
		const AccordColumn *column = accord_dimension_column(dimension, choice->column);

		if (column == NULL)
			ereport(ERROR,
					(errcode(ERRCODE_UNDEFINED_COLUMN),
					 errmsg("policies name \"%s\", which is no column of dimension \"%s\"", choice->column, dimension->name),
					 errhint("Policies are for the columns that come from the source.")));
		if (column->policy == ACCORD_POLICY_KEY)
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("column \"%s\" is part of the key of dimension \"%s\" and has no policy", choice->column,
							dimension->name),
					 errhint("Take it out of the policies.")));
	}
}

/* As PostgreSQL's own timezone() reads it, which will be called with it. */
static char *
checked_timezone(char *timezone)
{
	(void) DirectFunctionCall2(timestamptz_zone, CStringGetTextDatum(timezone), TimestampTzGetDatum(0));
	return timezone;
}

static void
apply_name(char **field, char *given)
{
	if (given != NULL)
		*field = given[0] != '\0' ? given : NULL;
}

void
accord_options_apply(const AccordOptions *options, AccordDimension *dimension)
{
	apply_name(&dimension->valid_from, options->valid_from);
	apply_name(&dimension->valid_to, options->valid_to);
	apply_name(&dimension->is_current, options->is_current);
	apply_name(&dimension->row_hash, options->row_hash);
	apply_name(&dimension->is_deleted, options->is_deleted);
	apply_name(&dimension->scd_id, options->scd_id);
	apply_name(&dimension->updated_at, options->updated_at);
	apply_name(&dimension->surrogate_key, options->surrogate_key_column);
	apply_name(&dimension->valid_from_column, options->valid_from_column);
	if (options->timezone != NULL)
		dimension->timezone = checked_timezone(options->timezone);
	if (options->open_end != NULL)
		dimension->open_end = accord_open_end_by_name(options->open_end);
	if (options->hash != NULL)
		dimension->sha256 = strcmp(options->hash, "sha256") == 0;
	if (options->late != NULL)
		dimension->skip_late = strcmp(options->late, "skip") == 0;
	if (options->fixed != NULL)
		dimension->refuse_fixed = strcmp(options->fixed, "error") == 0;
	if (options->end_inclusive)
		dimension->end_inclusive = true;
}
