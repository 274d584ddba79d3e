/*
 * loops.c
 *	  Refuses references that come back to themselves without consuming input.
 *
 * {"$ref": "#"} would recurse for ever on any document.  A loop is harmless
 * when it passes through a property or an item, since documents end; so only
 * the edges are followed that stay at the same instance.
 */
#include "postgres.h"

#include "support/errors.h"

#include "jsonschema/compiler.h"

/* AccordSchema.mark */
#define UNSEEN 0
#define OPEN 1					/* on the path from the start */
#define DONE 2

static bool visit(AccordCompiler *compiler, AccordSchema *from, AccordSchema *schema, int depth);

static bool
visit_branches(AccordCompiler *compiler, AccordSchema *from,
			   const AccordBranches *branches, int depth)
{
	for (int i = 0; i < branches->count; i++)
		if (!visit(compiler, from, branches->schemas[i], depth))
			return false;
	return true;
}

/* All schemas that one applies to its own instance. */
static bool
visit_next(AccordCompiler *compiler, AccordSchema *from, int depth)
{
	const AccordApplicators *rules = from->in_place;
	const AccordObjectRules *object = from->object;

	for (int i = 0; object && i < object->ndependencies; i++)
		if (!visit(compiler, from, object->dependencies[i].schema, depth))
			return false;
	if (rules == NULL)
		return true;
	/* what a dynamic reference means on a walk, the walk's stack bounds */
	return visit(compiler, from, rules->ref, depth) &&
		(rules->dynamic || visit(compiler, from, rules->dynamic_ref, depth)) &&
		visit_branches(compiler, from, &rules->all_of, depth) &&
		visit_branches(compiler, from, &rules->any_of, depth) &&
		visit_branches(compiler, from, &rules->one_of, depth) &&
		visit(compiler, from, rules->not, depth) &&
		visit(compiler, from, rules->condition, depth) &&
		visit(compiler, from, rules->then_schema, depth) &&
		visit(compiler, from, rules->else_schema, depth);
}

/* The "$ref" of a schema; any of the path, if the schema has none itself. */
static const AccordJson *
reference_of(const AccordCompiler *compiler, const AccordSchema *schema)
{
	const AccordJson *found = compiler->sources[0]->root;

	for (const AccordReference *reference = compiler->resolved; reference; reference = reference->next)
	{
		if (reference->schema == schema)
			return reference->value;
		if (reference->schema->mark == OPEN)
			found = reference->value;
	}
	return found;
}

static bool
refuse_chain(AccordCompiler *compiler, const AccordSchema *schema)
{
	return accord_refuse(compiler, ACCORD_ERRCODE_LIMIT,
						 reference_of(compiler, schema), NULL,
						 "JSON schema chains more than %d references",
						 ACCORD_MAX_SCHEMA_DEPTH);
}

/*
 * Visits a schema that another applies in place.  The depth bounds this
 * recursion; the height, which does not depend on where a visit began, that
 * of the walk.
 */
static bool
visit(AccordCompiler *compiler, AccordSchema *from, AccordSchema *schema, int depth)
{
	if (schema == NULL)
		return true;
	if (schema->mark == OPEN)
		return accord_refuse(compiler, ACCORD_ERRCODE_INVALID_SCHEMA,
							 reference_of(compiler, schema),
							 "A schema may refer to itself only from inside a property or an item.",
							 "invalid JSON schema: reference loop that never ends");
	if (depth > ACCORD_MAX_SCHEMA_DEPTH)
		return refuse_chain(compiler, schema);
	if (schema->mark == UNSEEN)
	{
		schema->mark = OPEN;
		if (!visit_next(compiler, schema, depth + 1))
			return false;
		schema->mark = DONE;
	}
	if (from && from->height <= schema->height)
		from->height = schema->height + 1;
	if (from && from->height > ACCORD_MAX_SCHEMA_DEPTH)
		return refuse_chain(compiler, from);
	return true;
}

bool
accord_refuse_loops(AccordCompiler *compiler)
{
	for (int i = 0; i < compiler->nschemas; i++)
		if (!visit(compiler, NULL, compiler->schemas[i], 0))
			return false;
	return true;
}
