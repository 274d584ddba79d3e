/*
 * walk_object.c
 *	  The walk through an object.
 */
#include "postgres.h"

#include "miscadmin.h"

#include "jsonschema/walker.h"

/*
 * Applies a schema to a member; name is what the keyword calls the schema, if
 * it has a name there.
 */
static inline bool
walk_member(AccordWalk *walk, AccordKeywordId keyword, const AccordText *name,
			const AccordValue *key, uint32 place,
			const AccordSchema *schema, const AccordValue *value)
{
	bool		ok;

	if (likely(walk->report == NULL))
		return accord_walk_schema(walk, schema, value, NULL);
	accord_report_step(&walk->report->instance, key->data, key->len, place);
	ok = accord_walk_under(walk, keyword, name, -1, schema, value, NULL);
	walk->report->instance.length--;
	return ok;
}

/* Applies the schemas whose patterns a name, in UTF-8, matches. */
static bool
walk_matching(AccordWalk *walk, const AccordSchema *schema, const AccordValue *key,
			  const AccordText *name, uint32 place, const AccordValue *value, bool *matched)
{
	const AccordObjectRules *rules = schema->object;
	bool		ok = true;

	for (int i = 0; i < rules->npatterns; i++)
	{
		const AccordPatternProperty *entry = &rules->patterns[i];

		CHECK_FOR_INTERRUPTS();
		if (!accord_pattern_matches(entry->pattern, name->data, name->len))
			continue;
		*matched = true;
		ACCORD_MUST_PASS(walk_member(walk, ACCORD_KW_PATTERN_PROPERTIES, &entry->source,
									 key, place, entry->schema, value));
	}
	return ok;
}

/* Applies "patternProperties"; matched tells whether any pattern did. */
static pg_noinline bool
walk_patterns(AccordWalk *walk, const AccordSchema *schema, const AccordValue *key,
			  uint32 place, const AccordValue *value, bool *matched)
{
	AccordText	name;
	bool		ok;

	/* a name that is no Unicode matches no pattern */
	if (!accord_text_utf8(key->data, key->len, &name))
		return true;
	ok = walk_matching(walk, schema, key, &name, place, value, matched);
	accord_text_free(&name, key->data);
	return ok;
}

/* Applies "propertyNames": the instance is the name itself. */
static pg_noinline bool
walk_name(AccordWalk *walk, const AccordSchema *schema, const AccordValue *key, uint32 place)
{
	bool		ok;

	if (walk->report)
		walk->report->in_name = true;
	ok = walk_member(walk, ACCORD_KW_PROPERTY_NAMES, NULL, key, place,
					 schema->object->names, key);
	if (walk->report)
		walk->report->in_name = false;
	return ok;
}

/* What applies to a member beside its schema in "properties". */
static pg_noinline bool
walk_other_member(AccordWalk *walk, const AccordSchema *schema, const AccordValue *key,
				  uint32 place, bool declared, const AccordValue *value,
				  AccordSeen *seen)
{
	const AccordObjectRules *rules = schema->object;
	bool		matched = declared;
	bool		ok = true;

	if (rules->npatterns > 0)
		ACCORD_MUST_PASS(walk_patterns(walk, schema, key, place, value, &matched));
	if (!matched && rules->rest.schema)
		ACCORD_MUST_PASS(walk_member(walk, rules->rest.keyword, NULL,
									 key, place, rules->rest.schema, value));
	if (seen && (matched || rules->rest.given))
		accord_seen_add(seen, place);
	if (rules->names)
		ACCORD_MUST_PASS(walk_name(walk, schema, key, place));
	return ok;
}

/*
 * Merges the keys of the object with the names the schema speaks of: both are
 * sorted by length and bytes.
 */
static bool
walk_members(AccordWalk *walk, const AccordSchema *schema, const AccordValue *value,
			 AccordSeen *seen)
{
	const AccordObjectRules *rules = schema->object;
	const AccordProperty *next = rules->properties;
	const AccordProperty *end = next + rules->nproperties;
	bool		every = rules->npatterns > 0 || rules->names || seen;
	uint32		n = accord_value_count(value);
	AccordCursor keys;
	AccordCursor values;
	bool		ok = true;

	accord_object_cursors(value, &keys, &values);
	for (uint32 i = 0; i < n; i++)
	{
		const AccordProperty *match = NULL;
		AccordValue key;
		AccordValue member;

		accord_cursor_next(&keys, &key);
		accord_cursor_next(&values, &member);
		for (; next < end; next++)
		{
			if (accord_key_equal(next->name.data, next->name.len, key.data, key.len))
			{
				match = next++;
				break;
			}
			if (accord_key_compare(next->name.data, next->name.len, key.data, key.len) > 0)
				break;
			if (next->required)
				ACCORD_VIOLATION(ACCORD_KW_REQUIRED,.name = &next->name);
		}
		if (match && match->schema)
			ACCORD_MUST_PASS(walk_member(walk, ACCORD_KW_PROPERTIES, &match->name,
										 &key, i, match->schema, &member));
		if (every || (rules->rest.schema && !(match && match->declared)))
			ACCORD_MUST_PASS(walk_other_member(walk, schema, &key, i,
											   match && match->declared, &member, seen));
		else if (next == end && rules->rest.schema == NULL)
			break;
		if (i % ACCORD_WALK_INTERVAL == ACCORD_WALK_INTERVAL - 1)
			CHECK_FOR_INTERRUPTS();
	}
	for (; next < end; next++)
		if (next->required)
			ACCORD_VIOLATION(ACCORD_KW_REQUIRED,.name = &next->name);
	return ok;
}

static pg_noinline bool
walk_dependency(AccordWalk *walk, const AccordSchema *schema, const AccordDependency *dependency,
				const AccordValue *value, AccordSeen *seen)
{
	bool		ok = true;

	for (int i = 0; i < dependency->nrequired; i++)
		if (accord_object_find(value, dependency->required[i].data,
							   dependency->required[i].len) < 0)
			ACCORD_VIOLATION(dependency->keyword,.name = &dependency->required[i],
							 .trigger = &dependency->trigger);
	if (dependency->schema)
		ACCORD_MUST_PASS(accord_walk_under(walk, dependency->keyword, &dependency->trigger, -1,
										   dependency->schema, value, seen));
	return ok;
}

bool
accord_walk_object(AccordWalk *walk, const AccordSchema *schema, const AccordValue *value,
				   AccordSeen *seen)
{
	const AccordObjectRules *rules = schema->object;
	uint32		n = accord_value_count(value);
	bool		ok = true;

	check_stack_depth();
	CHECK_FOR_INTERRUPTS();

	if (n < rules->min_properties)
		ACCORD_VIOLATION(ACCORD_KW_MIN_PROPERTIES,.first = n);
	if (n > rules->max_properties)
		ACCORD_VIOLATION(ACCORD_KW_MAX_PROPERTIES,.first = n);
	ACCORD_MUST_PASS(walk_members(walk, schema, value, seen));
	for (int i = 0; i < rules->ndependencies; i++)
	{
		const AccordDependency *dependency = &rules->dependencies[i];

		if (accord_object_find(value, dependency->trigger.data, dependency->trigger.len) >= 0)
			ACCORD_MUST_PASS(walk_dependency(walk, schema, dependency, value, seen));
	}
	return ok;
}

bool
accord_walk_unevaluated_members(AccordWalk *walk, const AccordSchema *schema,
								const AccordValue *value, const AccordSeen *seen)
{
	uint32		n = accord_value_count(value);
	AccordCursor keys;
	AccordCursor values;
	AccordValue key;
	AccordValue member;
	bool		ok = true;

	accord_object_cursors(value, &keys, &values);
	for (uint32 i = 0; i < n; i++)
	{
		CHECK_FOR_INTERRUPTS();
		accord_cursor_next(&keys, &key);
		accord_cursor_next(&values, &member);
		if (!accord_seen_has(seen, i))
			ACCORD_MUST_PASS(walk_member(walk, ACCORD_KW_UNEVALUATED_PROPERTIES, NULL,
										 &key, i, schema->object->rest.unevaluated, &member));
	}
	return ok;
}
