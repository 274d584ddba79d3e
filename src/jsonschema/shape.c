/*
 * shape.c
 *	  Is the value of a keyword of the shape that the meta-schemas ask for?
 *
 * Only the value itself is looked at: the schemas inside it are checked when
 * they are compiled.  Where drafts differ, each one's meta-schema counts.
 */
#include "postgres.h"

#include "support/errors.h"

#include "jsonschema/compiler.h"

typedef bool (*ShapeCheck) (AccordCompiler *compiler, const AccordKeyword *keyword,
							const AccordJson *value);

/* "keyword" must be what */
static bool
refuse_shape(AccordCompiler *compiler, const AccordKeyword *keyword,
			 const AccordJson *at, const char *what)
{
	return accord_refuse(compiler, ACCORD_ERRCODE_INVALID_SCHEMA, at, NULL,
						 "invalid JSON schema: \"%s\" must be %s", keyword->name, what);
}

static inline bool
is_draft_4(const AccordCompiler *compiler)
{
	return compiler->resource->dialect->draft == ACCORD_DRAFT_4;
}

/* In draft 4 a boolean is no schema. */
static bool
is_schema(const AccordCompiler *compiler, const AccordJson *value)
{
	if (value->kind == ACCORD_JSON_TRUE || value->kind == ACCORD_JSON_FALSE)
		return !is_draft_4(compiler);
	return value->kind == ACCORD_JSON_OBJECT;
}

static bool
check_schema(AccordCompiler *compiler, const AccordKeyword *keyword, const AccordJson *value)
{
	if (is_schema(compiler, value))
		return true;
	if (is_draft_4(compiler))
		return refuse_shape(compiler, keyword, value, "a schema: an object");
	return refuse_shape(compiler, keyword, value, "a schema: an object, true or false");
}

/* These were booleans before schemas could be. */
static bool
check_additional(AccordCompiler *compiler, const AccordKeyword *keyword, const AccordJson *value)
{
	return value->kind == ACCORD_JSON_OBJECT || value->kind == ACCORD_JSON_TRUE ||
		value->kind == ACCORD_JSON_FALSE ||
		refuse_shape(compiler, keyword, value, "a schema: an object, true or false");
}

static bool
check_schemas(AccordCompiler *compiler, const AccordKeyword *keyword, const AccordJson *value)
{
	if (value->kind != ACCORD_JSON_ARRAY || value->nchildren == 0)
		return refuse_shape(compiler, keyword, value, "a non-empty array of schemas");
	for (const AccordJson *item = value->first; item; item = item->next)
		if (!is_schema(compiler, item))
			return refuse_shape(compiler, keyword, item, "a non-empty array of schemas");
	return true;
}

static bool
check_schema_map(AccordCompiler *compiler, const AccordKeyword *keyword, const AccordJson *value)
{
	if (value->kind != ACCORD_JSON_OBJECT)
		return refuse_shape(compiler, keyword, value, "an object whose values are schemas");
	for (const AccordJson *member = value->first; member; member = member->next)
		if (!is_schema(compiler, member))
			return refuse_shape(compiler, keyword, member, "an object whose values are schemas");
	return true;
}

/* Until 2019-09 "items" is a schema or one schema an item, of one at least. */
static bool
check_items(AccordCompiler *compiler, const AccordKeyword *keyword,
			const AccordJson *value)
{
	const char *what = "a schema or a non-empty array of schemas";

	if (value->kind != ACCORD_JSON_ARRAY)
		return check_schema(compiler, keyword, value);
	if (compiler->resource->dialect->draft == ACCORD_DRAFT_2020_12)
		return accord_refuse(compiler, ACCORD_ERRCODE_INVALID_SCHEMA, value,
							 "Write \"prefixItems\" for one schema an item, or name an older draft in \"$schema\".",
							 "invalid JSON schema: \"%s\" must be a schema: an object, true or false",
							 keyword->name);
	if (value->nchildren == 0)
		return refuse_shape(compiler, keyword, value, what);
	for (const AccordJson *item = value->first; item; item = item->next)
		if (!is_schema(compiler, item))
			return refuse_shape(compiler, keyword, item, what);
	return true;
}

static int
compare_strings(const void *a, const void *b)
{
	const AccordJson *left = *(const AccordJson *const *) a;
	const AccordJson *right = *(const AccordJson *const *) b;
	int			order = accord_key_compare(left->string, left->len, right->string, right->len);

	return order != 0 ? order : left->index - right->index;
}

static bool
check_strings(AccordCompiler *compiler, const AccordKeyword *keyword, const AccordJson *value)
{
	const char *what = "an array of different strings";
	const AccordJson **sorted;
	int			n = 0;

	if (is_draft_4(compiler))
		what = "a non-empty array of different strings";
	if (value->kind != ACCORD_JSON_ARRAY || (is_draft_4(compiler) && value->nchildren == 0))
		return refuse_shape(compiler, keyword, value, what);
	sorted = palloc(sizeof(AccordJson *) * (value->nchildren + 1));
	for (const AccordJson *item = value->first; item; item = item->next)
	{
		if (item->kind != ACCORD_JSON_STRING)
			return refuse_shape(compiler, keyword, item, what);
		sorted[n++] = item;
	}
	qsort(sorted, n, sizeof(AccordJson *), compare_strings);
	for (int i = 1; i < n; i++)
		if (accord_key_compare(sorted[i]->string, sorted[i]->len,
							   sorted[i - 1]->string, sorted[i - 1]->len) == 0)
			return refuse_shape(compiler, keyword, sorted[i], what);
	pfree(sorted);
	return true;
}

static bool
check_strings_map(AccordCompiler *compiler, const AccordKeyword *keyword, const AccordJson *value)
{
	if (value->kind != ACCORD_JSON_OBJECT)
		return refuse_shape(compiler, keyword, value,
							"an object whose values are arrays of strings");
	for (const AccordJson *member = value->first; member; member = member->next)
		if (!check_strings(compiler, keyword, member))
			return false;
	return true;
}

static bool
check_dependencies(AccordCompiler *compiler, const AccordKeyword *keyword,
				   const AccordJson *value)
{
	const char *what = "an object whose values are schemas or arrays of strings";

	if (value->kind != ACCORD_JSON_OBJECT)
		return refuse_shape(compiler, keyword, value, what);
	for (const AccordJson *member = value->first; member; member = member->next)
	{
		if (member->kind == ACCORD_JSON_ARRAY)
		{
			if (!check_strings(compiler, keyword, member))
				return false;
		}
		else if (!is_schema(compiler, member))
			return refuse_shape(compiler, keyword, member, what);
	}
	return true;
}

static bool
check_string(AccordCompiler *compiler, const AccordKeyword *keyword, const AccordJson *value)
{
	return value->kind == ACCORD_JSON_STRING ||
		refuse_shape(compiler, keyword, value, "a string");
}

static bool
check_boolean(AccordCompiler *compiler, const AccordKeyword *keyword, const AccordJson *value)
{
	return value->kind == ACCORD_JSON_TRUE || value->kind == ACCORD_JSON_FALSE ||
		refuse_shape(compiler, keyword, value, "true or false");
}

static bool
check_array(AccordCompiler *compiler, const AccordKeyword *keyword, const AccordJson *value)
{
	return value->kind == ACCORD_JSON_ARRAY ||
		refuse_shape(compiler, keyword, value, "an array");
}

/* That the values differ, as draft 4 asks, is seen when they are read: values.c. */
static bool
check_values(AccordCompiler *compiler, const AccordKeyword *keyword, const AccordJson *value)
{
	if (value->kind == ACCORD_JSON_ARRAY && (value->nchildren > 0 || !is_draft_4(compiler)))
		return true;
	return refuse_shape(compiler, keyword, value,
						is_draft_4(compiler) ? "a non-empty array of different values" : "an array");
}

static bool
check_vocabulary(AccordCompiler *compiler, const AccordKeyword *keyword, const AccordJson *value)
{
	const char *what = "an object of booleans";

	if (value->kind != ACCORD_JSON_OBJECT)
		return refuse_shape(compiler, keyword, value, what);
	for (const AccordJson *entry = value->first; entry; entry = entry->next)
		if (entry->kind != ACCORD_JSON_TRUE && entry->kind != ACCORD_JSON_FALSE)
			return refuse_shape(compiler, keyword, entry, what);
	return true;
}

static bool
check_recursion(AccordCompiler *compiler, const AccordKeyword *keyword, const AccordJson *value)
{
	return (value->kind == ACCORD_JSON_STRING && strcmp(value->string, "#") == 0) ||
		refuse_shape(compiler, keyword, value, "\"#\"");
}

/* The number at a node; false, with the error recorded, if there is none. */
static bool
read_number(AccordCompiler *compiler, const AccordKeyword *keyword,
			const AccordJson *value, const char *what, AccordNumber *number)
{
	Numeric		parsed;

	if (value->kind != ACCORD_JSON_NUMBER)
		return refuse_shape(compiler, keyword, value, what);
	parsed = accord_number_parse(value->string, value->len);
	if (parsed == NULL)
		return accord_refuse(compiler, ACCORD_ERRCODE_INVALID_SCHEMA, value, NULL,
							 "invalid JSON schema: the number of \"%s\" is out of range",
							 keyword->name);
	accord_number_read((const char *) parsed, number);
	return true;
}

static bool
check_number(AccordCompiler *compiler, const AccordKeyword *keyword, const AccordJson *value)
{
	AccordNumber number;

	return read_number(compiler, keyword, value, "a number", &number);
}

/* In draft 4 it says whether the bound beside it is exclusive. */
static bool
check_exclusive(AccordCompiler *compiler, const AccordKeyword *keyword, const AccordJson *value)
{
	if (is_draft_4(compiler))
	{
		const char *bound = keyword->id == ACCORD_KW_EXCLUSIVE_MINIMUM ? "minimum" : "maximum";

		if (!check_boolean(compiler, keyword, value))
			return false;
		return accord_member(value->parent, bound) != NULL ||
			accord_refuse(compiler, ACCORD_ERRCODE_INVALID_SCHEMA, value, NULL,
						  "invalid JSON schema: \"%s\" is about \"%s\", which is missing",
						  keyword->name, bound);
	}
	return check_number(compiler, keyword, value);
}

static bool
check_positive(AccordCompiler *compiler, const AccordKeyword *keyword, const AccordJson *value)
{
	const char *what = "a number above zero";
	AccordNumber number;

	return read_number(compiler, keyword, value, what, &number) &&
		((number.ndigits > 0 && !number.negative) ||
		 refuse_shape(compiler, keyword, value, what));
}

static bool
check_count(AccordCompiler *compiler, const AccordKeyword *keyword, const AccordJson *value)
{
	const char *what = "an integer of zero or more";
	AccordNumber number;

	return read_number(compiler, keyword, value, what, &number) &&
		((accord_number_is_integer(&number) && !number.negative &&
		  (number.scale == 0 || !is_draft_4(compiler))) ||
		 refuse_shape(compiler, keyword, value, what));
}

/* The names themselves are checked where they are read: rules.c. */
static bool
check_type(AccordCompiler *compiler, const AccordKeyword *keyword, const AccordJson *value)
{
	if (value->kind == ACCORD_JSON_STRING)
		return true;
	if (value->kind != ACCORD_JSON_ARRAY || value->nchildren == 0)
		return refuse_shape(compiler, keyword, value,
							"a type name or a non-empty array of type names");
	return check_strings(compiler, keyword, value);
}

static const ShapeCheck checks[] = {
	[ACCORD_SHAPE_ANY] = NULL,
	[ACCORD_SHAPE_SCHEMA] = check_schema,
	[ACCORD_SHAPE_SCHEMAS] = check_schemas,
	[ACCORD_SHAPE_SCHEMA_MAP] = check_schema_map,
	[ACCORD_SHAPE_ITEMS] = check_items,
	[ACCORD_SHAPE_ADDITIONAL] = check_additional,
	[ACCORD_SHAPE_DEPENDENCIES] = check_dependencies,
	[ACCORD_SHAPE_STRINGS_MAP] = check_strings_map,
	[ACCORD_SHAPE_STRINGS] = check_strings,
	[ACCORD_SHAPE_STRING] = check_string,
	[ACCORD_SHAPE_BOOLEAN] = check_boolean,
	[ACCORD_SHAPE_ARRAY] = check_array,
	[ACCORD_SHAPE_VALUES] = check_values,
	[ACCORD_SHAPE_VOCABULARY] = check_vocabulary,
	[ACCORD_SHAPE_RECURSION] = check_recursion,
	[ACCORD_SHAPE_NUMBER] = check_number,
	[ACCORD_SHAPE_EXCLUSIVE] = check_exclusive,
	[ACCORD_SHAPE_POSITIVE] = check_positive,
	[ACCORD_SHAPE_COUNT] = check_count,
	[ACCORD_SHAPE_TYPE] = check_type,
};

bool
accord_check_shape(AccordCompiler *compiler, const AccordKeyword *keyword,
				   const AccordJson *value)
{
	ShapeCheck	check = checks[keyword->shape];

	return check == NULL || check(compiler, keyword, value);
}
