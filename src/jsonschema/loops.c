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

static bool visit(AccordCompiler *compiler, AccordSchema *schema, int depth);

static bool
visit_branches(AccordCompiler *compiler, const AccordBranches *branches, int depth)
{
	for (int i = 0; i < branches->count; i++)
		if (!visit(compiler, branches->schemas[i], depth))
			return false;
	return true;
}

static bool
visit_applicators(AccordCompiler *compiler, const AccordApplicators *rules, int depth)
{
	return visit(compiler, rules->ref, depth) &&
		visit_branches(compiler, &rules->all_of, depth) &&
		visit_branches(compiler, &rules->any_of, depth) &&
		visit_branches(compiler, &rules->one_of, depth) &&
		visit(compiler, rules->not, depth) &&
		visit(compiler, rules->condition, depth) &&
		visit(compiler, rules->then_schema, depth) &&
		visit(compiler, rules->else_schema, depth);
}

/* The "$ref" of a schema; any of the loop, if the schema has none itself. */
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
visit(AccordCompiler *compiler, AccordSchema *schema, int depth)
{
	if (schema == NULL || schema->mark == DONE)
		return true;
	if (schema->mark == OPEN)
		return accord_refuse(compiler, ACCORD_ERRCODE_INVALID_SCHEMA,
							 reference_of(compiler, schema),
							 "A schema may refer to itself only from inside a property or an item.",
							 "invalid JSON schema: reference loop that never ends");
	if (depth > ACCORD_MAX_SCHEMA_DEPTH)
		return accord_refuse(compiler, ACCORD_ERRCODE_LIMIT,
							 reference_of(compiler, schema), NULL,
							 "JSON schema chains more than %d references",
							 ACCORD_MAX_SCHEMA_DEPTH);
	schema->mark = OPEN;
	if (schema->in_place && !visit_applicators(compiler, schema->in_place, depth + 1))
		return false;
	for (int i = 0; schema->object && i < schema->object->ndependencies; i++)
		if (!visit(compiler, schema->object->dependencies[i].schema, depth + 1))
			return false;
	schema->mark = DONE;
	return true;
}

bool
accord_refuse_loops(AccordCompiler *compiler)
{
	for (int i = 0; i < compiler->nschemas; i++)
		if (!visit(compiler, compiler->schemas[i], 0))
			return false;
	return true;
}
