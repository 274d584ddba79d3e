/*
 * rules_object.c
 *	  The rules for objects.
 *
 * "properties" and "required" become one list of names, sorted as jsonb sorts
 * its keys, so that one merge of two sorted lists decides both and finds the
 * additional properties as well.
 */
#include "postgres.h"

#include "jsonschema/compiler.h"

static int
compare_properties(const void *a, const void *b)
{
	const AccordProperty *left = a;
	const AccordProperty *right = b;

	return accord_key_compare(left->name.data, left->name.len,
							  right->name.data, right->name.len);
}

/* Folds what is known of one name into one entry; the list is sorted. */
static void
merge_same_names(AccordObjectRules *rules)
{
	AccordProperty *list = rules->properties;
	int			kept = 0;

	for (int i = 0; i < rules->nproperties; i++)
	{
		if (kept > 0 && compare_properties(&list[kept - 1], &list[i]) == 0)
		{
			AccordProperty *into = &list[kept - 1];

			into->required |= list[i].required;
			into->declared |= list[i].declared;
			if (list[i].schema)
				into->schema = list[i].schema;
		}
		else
			list[kept++] = list[i];
	}
	rules->nproperties = kept;
}

static bool
compile_properties(AccordCompiler *compiler, AccordObjectRules *rules,
				   AccordJson *properties, AccordJson *required)
{
	int			n = (properties ? properties->nchildren : 0) +
		(required ? required->nchildren : 0);
	AccordProperty *list = accord_keep(compiler, sizeof(AccordProperty), n);

	rules->properties = list;
	for (AccordJson *member = properties ? properties->first : NULL; member; member = member->next)
	{
		list->name = accord_keep_text(compiler, member->key, member->key_len);
		list->declared = true;
		list++;
	}
	for (AccordJson *name = required ? required->first : NULL; name; name = name->next)
	{
		list->name = accord_keep_text(compiler, name->string, name->len);
		list->required = true;
		list++;
	}
	list = rules->properties;
	for (AccordJson *member = properties ? properties->first : NULL; member; member = member->next)
	{
		AccordSchema *schema = accord_compile_schema(compiler, member);

		if (schema == NULL)
			return false;
		list->schema = schema->anything ? NULL : schema;
		list++;
	}
	rules->nproperties = n;
	qsort(rules->properties, n, sizeof(AccordProperty), compare_properties);
	merge_same_names(rules);
	return true;
}

static bool
compile_pattern_properties(AccordCompiler *compiler, AccordObjectRules *rules,
						   AccordJson *patterns)
{
	if (patterns == NULL)
		return true;
	rules->patterns = accord_keep(compiler, sizeof(AccordPatternProperty), patterns->nchildren);
	rules->npatterns = patterns->nchildren;
	for (AccordJson *member = patterns->first; member; member = member->next)
	{
		AccordPatternProperty *entry = &rules->patterns[member->index];

		if (!accord_compile_pattern(compiler, member, member->key, member->key_len,
									&entry->pattern))
			return false;
		entry->source = accord_keep_text(compiler, member->key, member->key_len);
		entry->schema = accord_compile_schema(compiler, member);
		if (entry->schema == NULL)
			return false;
	}
	return true;
}

static bool
compile_dependency(AccordCompiler *compiler, AccordDependency *dependency,
				   AccordKeywordId keyword, AccordJson *member)
{
	dependency->keyword = keyword;
	dependency->trigger = accord_keep_text(compiler, member->key, member->key_len);
	if (member->kind != ACCORD_JSON_ARRAY)
	{
		dependency->schema = accord_compile_schema(compiler, member);
		return dependency->schema != NULL;
	}
	dependency->nrequired = member->nchildren;
	dependency->required = accord_keep(compiler, sizeof(AccordText), member->nchildren);
	for (AccordJson *name = member->first; name; name = name->next)
		dependency->required[name->index] = accord_keep_text(compiler, name->string, name->len);
	return true;
}

static bool
compile_dependencies(AccordCompiler *compiler, AccordObjectRules *rules,
					 AccordMembers members)
{
	static const AccordKeywordId ids[] = {
		ACCORD_KW_DEPENDENT_REQUIRED, ACCORD_KW_DEPENDENT_SCHEMAS, ACCORD_KW_DEPENDENCIES,
	};
	int			n = 0;

	for (int i = 0; i < (int) lengthof(ids); i++)
		if (members[ids[i]])
			n += members[ids[i]]->nchildren;
	if (n == 0)
		return true;
	rules->dependencies = accord_keep(compiler, sizeof(AccordDependency), n);
	for (int i = 0; i < (int) lengthof(ids); i++)
		for (AccordJson *member = members[ids[i]] ? members[ids[i]]->first : NULL;
			 member; member = member->next)
			if (!compile_dependency(compiler, &rules->dependencies[rules->ndependencies++],
									ids[i], member))
				return false;
	return true;
}

static bool
has_no_rule(const AccordCompiler *compiler, const AccordObjectRules *rules)
{
	/* "additionalProperties": true checks nothing, but it evaluates */
	if (rules->rest.given && compiler->sources[0]->has_unevaluated)
		return false;
	return rules->nproperties == 0 && rules->npatterns == 0 && !rules->rest.schema &&
		!rules->rest.unevaluated && !rules->names && rules->ndependencies == 0 &&
		rules->min_properties == 0 && rules->max_properties == ACCORD_NO_LIMIT;
}

bool
accord_compile_object(AccordCompiler *compiler, AccordSchema *schema, AccordMembers members)
{
	AccordJson *additional = members[ACCORD_KW_ADDITIONAL_PROPERTIES];
	AccordObjectRules rules = {0};

	rules.min_properties = accord_read_count(members[ACCORD_KW_MIN_PROPERTIES], 0);
	rules.max_properties = accord_read_count(members[ACCORD_KW_MAX_PROPERTIES], ACCORD_NO_LIMIT);
	rules.rest.keyword = ACCORD_KW_ADDITIONAL_PROPERTIES;
	rules.rest.given = additional != NULL;
	if (!compile_properties(compiler, &rules, members[ACCORD_KW_PROPERTIES],
							members[ACCORD_KW_REQUIRED]) ||
		!compile_pattern_properties(compiler, &rules, members[ACCORD_KW_PATTERN_PROPERTIES]) ||
		!accord_compile_optional(compiler, additional, &rules.rest.schema) ||
		!accord_compile_optional(compiler, members[ACCORD_KW_PROPERTY_NAMES], &rules.names) ||
		!compile_dependencies(compiler, &rules, members) ||
		!accord_compile_unevaluated(compiler, schema, &rules.rest,
									ACCORD_KW_UNEVALUATED_PROPERTIES,
									members[ACCORD_KW_UNEVALUATED_PROPERTIES],
									accord_applies_in_place(members) ||
									members[ACCORD_KW_DEPENDENT_SCHEMAS] ||
									members[ACCORD_KW_DEPENDENCIES]))
		return false;
	if (has_no_rule(compiler, &rules))
		return true;
	schema->object = accord_keep(compiler, sizeof(AccordObjectRules), 1);
	*schema->object = rules;
	return true;
}
