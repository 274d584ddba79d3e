/*
 * walk_in_place.c
 *	  The walk through keywords that apply other schemas to the same instance.
 *
 * What such a schema evaluates counts for the one around it, but only if it
 * passes.  So where somebody asks, each branch that may fail collects apart.
 */
#include "postgres.h"

#include "miscadmin.h"

#include "jsonschema/walker.h"

/* Does a branch pass?  Then what it evaluates is added. */
static pg_noinline bool
passes_seeing(AccordWalk *walk, const AccordSchema *schema, const AccordValue *value,
			  AccordSeen *seen)
{
	AccordSeen	own;
	bool		passes;

	if (value->kind != ACCORD_ARRAY && value->kind != ACCORD_OBJECT)
		return accord_walk_passes(walk, schema, value, NULL);
	accord_seen_init(&own, accord_value_count(value));
	passes = accord_walk_passes(walk, schema, value, &own);
	if (passes)
		accord_seen_merge(seen, &own);
	accord_seen_free(&own);
	return passes;
}

static inline bool
passes_branch(AccordWalk *walk, const AccordSchema *schema, const AccordValue *value,
			  AccordSeen *seen)
{
	if (likely(seen == NULL))
		return accord_walk_passes(walk, schema, value, NULL);
	return passes_seeing(walk, schema, value, seen);
}

/*
 * The branches that can pass, where one property tells them apart: a run of
 * entries, which may be empty.
 */
static int
find_entries(const AccordDiscriminator *discriminator, const AccordValue *value,
			 const AccordDiscriminatorEntry **first)
{
	int			place = accord_object_find(value, discriminator->name.data,
										   discriminator->name.len);
	const AccordDiscriminatorEntry *entries = discriminator->entries;
	AccordValue member;
	int			low = 0;
	int			high = discriminator->nentries;
	int			last;
	int			end;

	if (place < 0)
		return 0;
	accord_object_value(value, place, &member);
	if (member.kind != ACCORD_STRING)
		return 0;
	if (discriminator->lookup.starts)
		accord_lookup_narrow(&discriminator->lookup, accord_string_hash(member.data, member.len),
							 &low, &high);
	last = high;
	while (low < high)
	{
		int			middle = (low + high) / 2;

		if (accord_key_compare(entries[middle].value.data, entries[middle].value.len,
							   member.data, member.len) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	for (end = low; end < last; end++)
		if (accord_key_compare(entries[end].value.data, entries[end].value.len,
							   member.data, member.len) != 0)
			break;
	*first = &entries[low];
	return end - low;
}

/* The branches to walk: all of them, or those that a look-up leaves. */
typedef struct Choice
{
	const AccordDiscriminatorEntry *entries;	/* NULL: all */
	int			count;
} Choice;

static inline Choice
choose(const AccordBranches *branches, const AccordValue *value)
{
	Choice		choice = {.entries = NULL,.count = branches->count};

	if (branches->discriminator && value->kind == ACCORD_OBJECT)
	{
		choice.entries = branches->discriminator->entries;
		choice.count = find_entries(branches->discriminator, value, &choice.entries);
	}
	return choice;
}

static inline int
chosen(const Choice *choice, int i)
{
	return choice->entries ? choice->entries[i].branch : i;
}

/*
 * Reports why branches fail: of those that a look-up left, if it left any,
 * since the others are not what was meant.
 */
static bool
report_branches(AccordWalk *walk, AccordKeywordId keyword, const AccordBranches *branches,
				Choice choice, const AccordValue *value)
{
	if (choice.count == 0)
	{
		choice.entries = NULL;
		choice.count = branches->count;
	}
	for (int i = 0; i < choice.count; i++)
	{
		int			branch = chosen(&choice, i);

		if (!accord_walk_under(walk, keyword, NULL, branch, branches->schemas[branch], value, NULL) &&
			walk->stop)
			return false;
	}
	return false;
}

static pg_noinline bool
walk_any_of(AccordWalk *walk, const AccordSchema *schema, const AccordValue *value,
			AccordSeen *seen)
{
	const AccordBranches *branches = &schema->in_place->any_of;
	Choice		choice = choose(branches, value);
	AccordDetail detail = {0};
	bool		any = false;

	for (int i = 0; i < choice.count; i++)
	{
		if (!passes_branch(walk, branches->schemas[chosen(&choice, i)], value, seen))
			continue;
		any = true;
		if (seen == NULL)
			break;
	}
	if (any)
		return true;
	if (accord_walk_violated(walk, schema, ACCORD_KW_ANY_OF, value, &detail))
		return false;
	return report_branches(walk, ACCORD_KW_ANY_OF, branches, choice, value);
}

static pg_noinline bool
walk_one_of(AccordWalk *walk, const AccordSchema *schema, const AccordValue *value,
			AccordSeen *seen)
{
	const AccordBranches *branches = &schema->in_place->one_of;
	Choice		choice = choose(branches, value);
	AccordDetail detail = {.first = -1,.second = -1};

	for (int i = 0; i < choice.count && detail.second < 0; i++)
	{
		int			branch = chosen(&choice, i);

		if (!passes_branch(walk, branches->schemas[branch], value, seen))
			continue;
		if (detail.first < 0)
			detail.first = branch;
		else
			detail.second = branch;
	}
	if (detail.first >= 0 && detail.second < 0)
		return true;
	if (accord_walk_violated(walk, schema, ACCORD_KW_ONE_OF, value, &detail) || detail.first >= 0)
		return false;
	return report_branches(walk, ACCORD_KW_ONE_OF, branches, choice, value);
}

static pg_noinline bool
walk_condition(AccordWalk *walk, const AccordApplicators *rules, const AccordValue *value,
			   AccordSeen *seen)
{
	if (rules->then_schema == NULL && rules->else_schema == NULL && seen == NULL)
		return true;
	if (passes_branch(walk, rules->condition, value, seen))
		return rules->then_schema == NULL ||
			accord_walk_under(walk, ACCORD_KW_THEN, NULL, -1, rules->then_schema, value, seen);
	return rules->else_schema == NULL ||
		accord_walk_under(walk, ACCORD_KW_ELSE, NULL, -1, rules->else_schema, value, seen);
}

/* What a dynamic reference means here: the outermost resource that has it. */
static const AccordSchema *
dynamic_target(const AccordWalk *walk, const AccordApplicators *rules)
{
	const AccordDynamic *dynamic = rules->dynamic;
	const AccordSchema *target = rules->dynamic_ref;

	if (dynamic == NULL)
		return target;
	for (const AccordScope *scope = walk->scope; scope; scope = scope->outer)
		for (int i = 0; i < dynamic->ntargets; i++)
			if (dynamic->targets[i].resource == scope->resource)
				target = dynamic->targets[i].schema;
	return target;
}

pg_noinline bool
accord_walk_in_place(AccordWalk *walk, const AccordSchema *schema, const AccordValue *value,
					 AccordSeen *seen)
{
	const AccordApplicators *rules = schema->in_place;
	bool		ok = true;

	check_stack_depth();
	CHECK_FOR_INTERRUPTS();

	if (rules->ref)
		ACCORD_MUST_PASS(accord_walk_under(walk, ACCORD_KW_REF, NULL, -1, rules->ref, value, seen));
	if (rules->dynamic_ref)
		ACCORD_MUST_PASS(accord_walk_under(walk, rules->dynamic_keyword, NULL, -1,
										   dynamic_target(walk, rules), value, seen));
	for (int i = 0; i < rules->all_of.count; i++)
		ACCORD_MUST_PASS(accord_walk_under(walk, ACCORD_KW_ALL_OF, NULL, i,
										   rules->all_of.schemas[i], value, seen));
	if (rules->any_of.count > 0)
		ACCORD_MUST_PASS(walk_any_of(walk, schema, value, seen));
	if (rules->one_of.count > 0)
		ACCORD_MUST_PASS(walk_one_of(walk, schema, value, seen));
	if (rules->not && accord_walk_passes(walk, rules->not, value, NULL))
		ACCORD_VIOLATION(ACCORD_KW_NOT);
	if (rules->condition)
		ACCORD_MUST_PASS(walk_condition(walk, rules, value, seen));
	return ok;
}
