/*
 * rules.c
 *	  The blocks of a compiled schema, one per kind of instance.
 *
 * Shapes have been checked (shape.c): what is read here is known to be an
 * object, a number, a string where it must be one.
 */
#include "postgres.h"

#include "support/compat.h"
#include "support/errors.h"

#include "jsonschema/compiler.h"
#include "jsonschema/textmap.h"

#define TYPE_NAMES_HINT "Type names are null, boolean, object, array, number, string and integer."

/* In the order in which messages list them; "integer" is a number too. */
const AccordTypeName accord_type_names[ACCORD_TYPE_NAMES] = {
	{"null", ACCORD_KIND_BIT(ACCORD_NULL)},
	{"boolean", ACCORD_KIND_BIT(ACCORD_FALSE) | ACCORD_KIND_BIT(ACCORD_TRUE)},
	{"object", ACCORD_KIND_BIT(ACCORD_OBJECT)},
	{"array", ACCORD_KIND_BIT(ACCORD_ARRAY)},
	{"number", ACCORD_KIND_BIT(ACCORD_NUMBER)},
	{"string", ACCORD_KIND_BIT(ACCORD_STRING)},
};

/* Does any of the listed keywords stand in the schema? */
static bool
has_any(AccordMembers members, const AccordKeywordId *ids, int n)
{
	for (int i = 0; i < n; i++)
		if (members[ids[i]])
			return true;
	return false;
}

#define HAS_ANY(members, ids) has_any(members, ids, lengthof(ids))

bool
accord_applies_in_place(AccordMembers members)
{
	static const AccordKeywordId ids[] = {
		ACCORD_KW_REF, ACCORD_KW_DYNAMIC_REF, ACCORD_KW_RECURSIVE_REF,
		ACCORD_KW_ALL_OF, ACCORD_KW_ANY_OF, ACCORD_KW_ONE_OF,
		ACCORD_KW_NOT, ACCORD_KW_IF, ACCORD_KW_THEN, ACCORD_KW_ELSE,
	};

	return HAS_ANY(members, ids);
}

bool
accord_compile_optional(AccordCompiler *compiler, AccordJson *node, AccordSchema **result)
{
	AccordSchema *schema;

	*result = NULL;
	if (node == NULL)
		return true;
	schema = accord_compile_schema(compiler, node);
	if (schema == NULL)
		return false;
	if (!schema->anything)
		*result = schema;
	return true;
}

uint32
accord_read_count(const AccordJson *node, uint32 absent)
{
	AccordNumber number;
	uint64		value = 0;

	if (node == NULL)
		return absent;
	accord_number_read((const char *) accord_number_parse(node->string, node->len), &number);
	for (int i = 0; i <= number.weight; i++)
	{
		value = value * 10000 + (i < number.ndigits ? number.digits[i] : 0);
		if (value >= PG_INT32_MAX)
			return PG_INT32_MAX;
	}
	return (uint32) value;
}

static bool
add_type(AccordCompiler *compiler, AccordJson *name, uint8 *kinds,
		 bool *integer, bool *number)
{
	if (strcmp(name->string, "integer") == 0)
	{
		*kinds |= ACCORD_KIND_BIT(ACCORD_NUMBER);
		*integer = true;
		return true;
	}
	for (int i = 0; i < ACCORD_TYPE_NAMES; i++)
	{
		if (strcmp(accord_type_names[i].name, name->string) != 0)
			continue;
		*kinds |= accord_type_names[i].kinds;
		*number |= strcmp(name->string, "number") == 0;
		return true;
	}
	return accord_refuse(compiler, ACCORD_ERRCODE_INVALID_SCHEMA, name, TYPE_NAMES_HINT,
						 "invalid JSON schema: unknown type name \"%s\"", name->string);
}

bool
accord_compile_type(AccordCompiler *compiler, AccordSchema *schema, AccordMembers members)
{
	AccordJson *type = members[ACCORD_KW_TYPE];
	bool		integer = false;
	bool		number = false;

	if (type == NULL)
		return true;
	schema->type_kinds = 0;
	if (type->kind == ACCORD_JSON_STRING)
	{
		if (!add_type(compiler, type, &schema->type_kinds, &integer, &number))
			return false;
	}
	else
		for (AccordJson *name = type->first; name; name = name->next)
			if (!add_type(compiler, name, &schema->type_kinds, &integer, &number))
				return false;
	schema->allowed &= schema->type_kinds;
	if (integer && !number)
	{
		schema->number = accord_keep(compiler, sizeof(AccordNumberRules), 1);
		schema->number->integer_only = true;
		schema->number->no_fraction = compiler->resource->dialect->draft == ACCORD_DRAFT_4;
	}
	return true;
}

static void
read_bound(AccordCompiler *compiler, const AccordJson *node, AccordNumberRules *rules,
		   AccordBoundId id)
{
	AccordBound *bound = &rules->bounds[id];
	Numeric		value;
	char	   *copy;

	if (node == NULL)
		return;
	rules->given |= 1 << id;
	value = accord_number_parse(node->string, node->len);
	copy = accord_keep(compiler, 1, VARSIZE(value));
	memcpy(copy, value, VARSIZE(value));
	bound->numeric = copy;
	bound->spelling = accord_keep_shown(compiler, node->string, node->len);
	accord_number_read(copy, &bound->number);
}

/* In draft 4 the exclusive keyword is a boolean about the other one. */
static void
read_bounds(AccordCompiler *compiler, const AccordJson *inclusive, const AccordJson *exclusive,
			AccordNumberRules *rules, AccordBoundId at, AccordBoundId beyond)
{
	if (exclusive == NULL || exclusive->kind == ACCORD_JSON_NUMBER)
	{
		read_bound(compiler, inclusive, rules, at);
		read_bound(compiler, exclusive, rules, beyond);
	}
	else
		read_bound(compiler, inclusive, rules, exclusive->kind == ACCORD_JSON_TRUE ? beyond : at);
}

bool
accord_compile_number(AccordCompiler *compiler, AccordSchema *schema, AccordMembers members)
{
	static const AccordKeywordId ids[] = {
		ACCORD_KW_MINIMUM, ACCORD_KW_MAXIMUM, ACCORD_KW_EXCLUSIVE_MINIMUM,
		ACCORD_KW_EXCLUSIVE_MAXIMUM, ACCORD_KW_MULTIPLE_OF,
	};
	AccordNumberRules *rules;

	if (!HAS_ANY(members, ids))
		return true;
	if (schema->number == NULL)
		schema->number = accord_keep(compiler, sizeof(AccordNumberRules), 1);
	rules = schema->number;
	read_bounds(compiler, members[ACCORD_KW_MINIMUM], members[ACCORD_KW_EXCLUSIVE_MINIMUM], rules,
				ACCORD_BOUND_MINIMUM, ACCORD_BOUND_EXCLUSIVE_MINIMUM);
	read_bounds(compiler, members[ACCORD_KW_MAXIMUM], members[ACCORD_KW_EXCLUSIVE_MAXIMUM], rules,
				ACCORD_BOUND_MAXIMUM, ACCORD_BOUND_EXCLUSIVE_MAXIMUM);
	read_bound(compiler, members[ACCORD_KW_MULTIPLE_OF], rules, ACCORD_BOUND_MULTIPLE_OF);
	return true;
}

bool
accord_compile_pattern(AccordCompiler *compiler, const AccordJson *node,
					   const char *text, int len, AccordPattern **pattern)
{
	void	  **known = accord_textmap_place(compiler->patterns, text, len);
	AccordPatternError error = {0};
	AccordText	utf8;
	MemoryContext scratch;

	if (*known == NULL)
	{
		if (!accord_text_utf8(text, len, &utf8))
			return accord_refuse(compiler, ACCORD_ERRCODE_INVALID_PATTERN, node, NULL,
								 "invalid JSON schema: the pattern is not valid UTF-8");
		scratch = MemoryContextSwitchTo(compiler->program->context);
		*known = accord_pattern_compile(utf8.data, utf8.len,
										&compiler->program->external, &error);
		MemoryContextSwitchTo(scratch);
		if (*known == NULL)
			return accord_refuse(compiler, ACCORD_ERRCODE_INVALID_PATTERN, node,
								 "Patterns are ECMA-262 regular expressions.",
								 "invalid JSON schema: bad pattern \"%s\": %s (byte %d)",
								 text, error.reason, error.offset + 1);
	}
	*pattern = *known;
	return true;
}

bool
accord_compile_string(AccordCompiler *compiler, AccordSchema *schema, AccordMembers members)
{
	static const AccordKeywordId ids[] = {
		ACCORD_KW_MIN_LENGTH, ACCORD_KW_MAX_LENGTH, ACCORD_KW_PATTERN,
	};
	const AccordJson *pattern = members[ACCORD_KW_PATTERN];
	const AccordJson *format = members[ACCORD_KW_FORMAT];
	const AccordFormat *known = NULL;
	AccordStringRules *rules;

	if (format && compiler->resource->dialect->asserts_formats)
		known = accord_format_find(format->string, format->len);
	if (!HAS_ANY(members, ids) && known == NULL)
		return true;
	rules = schema->string = accord_keep(compiler, sizeof(AccordStringRules), 1);
	rules->min_length = accord_read_count(members[ACCORD_KW_MIN_LENGTH], 0);
	rules->max_length = accord_read_count(members[ACCORD_KW_MAX_LENGTH], ACCORD_NO_LIMIT);
	rules->format = known;
	if (pattern == NULL)
		return true;
	rules->pattern_text = accord_keep_shown(compiler, pattern->string, pattern->len);
	return accord_compile_pattern(compiler, pattern, pattern->string, pattern->len,
								  &rules->pattern);
}

/* An array of schemas, compiled in order. */
static bool
compile_list(AccordCompiler *compiler, AccordJson *array, AccordSchema **schemas)
{
	for (AccordJson *item = array->first; item; item = item->next)
	{
		schemas[item->index] = accord_compile_schema(compiler, item);
		if (schemas[item->index] == NULL)
			return false;
	}
	return true;
}

/*
 * One schema an item, then one for the rest: prefixItems and items, which
 * drafts before 2020-12 called items and additionalItems.
 */
static bool
compile_items(AccordCompiler *compiler, AccordArrayRules *rules, AccordMembers members)
{
	AccordJson *prefix = members[ACCORD_KW_PREFIX_ITEMS];
	AccordJson *rest = members[ACCORD_KW_ITEMS];

	rules->prefix_keyword = ACCORD_KW_PREFIX_ITEMS;
	rules->rest.keyword = ACCORD_KW_ITEMS;
	if (rest && rest->kind == ACCORD_JSON_ARRAY)
	{
		rules->prefix_keyword = ACCORD_KW_ITEMS;
		rules->rest.keyword = ACCORD_KW_ADDITIONAL_ITEMS;
		prefix = rest;
		rest = members[ACCORD_KW_ADDITIONAL_ITEMS];
	}
	else if (members[ACCORD_KW_ADDITIONAL_ITEMS] &&
			 !accord_compile_schema(compiler, members[ACCORD_KW_ADDITIONAL_ITEMS]))
		return false;			/* without effect, but it must be a schema */
	if (prefix)
	{
		rules->nprefix = prefix->nchildren;
		rules->prefix = accord_keep(compiler, sizeof(AccordSchema *), rules->nprefix);
		if (!compile_list(compiler, prefix, rules->prefix))
			return false;
	}
	rules->rest.given = rest != NULL;
	return accord_compile_optional(compiler, rest, &rules->rest.schema);
}

bool
accord_compile_unevaluated(AccordCompiler *compiler, AccordSchema *schema, AccordRest *rest,
						   AccordKeywordId keyword, AccordJson *node, bool tracked)
{
	AccordSchema *unevaluated;

	if (node == NULL)
		return true;
	unevaluated = accord_compile_schema(compiler, node);
	if (unevaluated == NULL)
		return false;
	if (rest->given)
		return true;
	if (tracked)
	{
		rest->unevaluated = unevaluated;
		schema->tracks = true;
		return true;
	}
	rest->given = true;
	rest->keyword = keyword;
	rest->schema = unevaluated->anything ? NULL : unevaluated;
	return true;
}

bool
accord_compile_array(AccordCompiler *compiler, AccordSchema *schema, AccordMembers members)
{
	static const AccordKeywordId ids[] = {
		ACCORD_KW_MIN_ITEMS, ACCORD_KW_MAX_ITEMS, ACCORD_KW_UNIQUE_ITEMS,
		ACCORD_KW_ITEMS, ACCORD_KW_PREFIX_ITEMS, ACCORD_KW_ADDITIONAL_ITEMS,
		ACCORD_KW_CONTAINS, ACCORD_KW_UNEVALUATED_ITEMS,
	};
	AccordJson *unique = members[ACCORD_KW_UNIQUE_ITEMS];
	AccordJson *contains = members[ACCORD_KW_CONTAINS];
	AccordArrayRules *rules;

	if (!HAS_ANY(members, ids))
		return true;
	rules = schema->array = accord_keep(compiler, sizeof(AccordArrayRules), 1);
	rules->min_items = accord_read_count(members[ACCORD_KW_MIN_ITEMS], 0);
	rules->max_items = accord_read_count(members[ACCORD_KW_MAX_ITEMS], ACCORD_NO_LIMIT);
	rules->unique = unique && unique->kind == ACCORD_JSON_TRUE;
	rules->min_contains = accord_read_count(members[ACCORD_KW_MIN_CONTAINS], 1);
	rules->max_contains = accord_read_count(members[ACCORD_KW_MAX_CONTAINS], ACCORD_NO_LIMIT);
	if (contains)
	{
		rules->contains = accord_compile_schema(compiler, contains);
		if (rules->contains == NULL)
			return false;
	}
	rules->contains_evaluates = compiler->resource->dialect->draft >= ACCORD_DRAFT_2020_12;
	return compile_items(compiler, rules, members) &&
		accord_compile_unevaluated(compiler, schema, &rules->rest, ACCORD_KW_UNEVALUATED_ITEMS,
								   members[ACCORD_KW_UNEVALUATED_ITEMS],
								   accord_applies_in_place(members) ||
								   (contains && rules->contains_evaluates));
}

static bool
compile_branches(AccordCompiler *compiler, AccordJson *array, AccordBranches *branches)
{
	if (array == NULL)
		return true;
	branches->count = array->nchildren;
	branches->schemas = accord_keep(compiler, sizeof(AccordSchema *), branches->count);
	return compile_list(compiler, array, branches->schemas);
}

/* Like accord_compile_optional(), for keywords in which "anything" matters. */
static bool
given_schema(AccordCompiler *compiler, AccordJson *node, AccordSchema **result)
{
	*result = node ? accord_compile_schema(compiler, node) : NULL;
	return node == NULL || *result != NULL;
}

bool
accord_compile_applicators(AccordCompiler *compiler, AccordSchema *schema,
						   AccordMembers members)
{
	AccordApplicators *rules;

	if (!accord_applies_in_place(members))
		return true;
	rules = schema->in_place = accord_keep(compiler, sizeof(AccordApplicators), 1);
	if (members[ACCORD_KW_REF])
		accord_refer(compiler, schema, ACCORD_KW_REF, members[ACCORD_KW_REF]);
	if (members[ACCORD_KW_DYNAMIC_REF])
		accord_refer(compiler, schema, ACCORD_KW_DYNAMIC_REF, members[ACCORD_KW_DYNAMIC_REF]);
	if (members[ACCORD_KW_RECURSIVE_REF])
		accord_refer(compiler, schema, ACCORD_KW_RECURSIVE_REF, members[ACCORD_KW_RECURSIVE_REF]);
	return compile_branches(compiler, members[ACCORD_KW_ALL_OF], &rules->all_of) &&
		compile_branches(compiler, members[ACCORD_KW_ANY_OF], &rules->any_of) &&
		compile_branches(compiler, members[ACCORD_KW_ONE_OF], &rules->one_of) &&
		given_schema(compiler, members[ACCORD_KW_NOT], &rules->not) &&
		given_schema(compiler, members[ACCORD_KW_IF], &rules->condition) &&
		accord_compile_optional(compiler, members[ACCORD_KW_THEN], &rules->then_schema) &&
		accord_compile_optional(compiler, members[ACCORD_KW_ELSE], &rules->else_schema);
}
