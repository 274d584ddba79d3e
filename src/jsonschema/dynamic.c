/*
 * dynamic.c
 *	  References whose target depends on the way that led to them:
 *	  "$dynamicRef" of 2020-12 and "$recursiveRef" of 2019-09.
 *
 * Such a reference means the outermost resource on the way that has a dynamic
 * anchor of the same name.  Where only one resource of the whole text has it,
 * the reference is bound once and for all; else a table of candidates goes
 * into the program, and the walk keeps the list of resources it came through.
 * "$recursiveAnchor": true is a dynamic anchor with an empty name.
 */
#include "postgres.h"

#include "jsonschema/compiler.h"
#include "jsonschema/textmap.h"

void
accord_add_dynamic_anchor(AccordCompiler *compiler, AccordJson *node,
						  const char *name, int len)
{
	AccordDynamicAnchor *anchor = palloc(sizeof(AccordDynamicAnchor));
	void	  **place = accord_textmap_place(compiler->dynamic_anchors, name, len);

	/* what no schema is expected to be has no name either */
	if (compiler->stray)
		return;
	anchor->node = node;
	anchor->resource = compiler->resource;
	anchor->next = *place;
	*place = anchor;
}

/* Is the target itself a dynamic anchor of the name the reference gives? */
static const AccordDynamicAnchor *
candidates(AccordCompiler *compiler, const AccordReference *reference)
{
	const AccordText *name = &reference->fragment;
	const AccordDynamicAnchor *first;

	/* the empty name is that of "$recursiveAnchor" */
	if ((name->len == 0) != (reference->keyword == ACCORD_KW_RECURSIVE_REF))
		return NULL;
	first = *accord_textmap_place(compiler->dynamic_anchors, name->data, name->len);
	for (const AccordDynamicAnchor *anchor = first; anchor; anchor = anchor->next)
		if (anchor->node == reference->target)
			return first;
	return NULL;
}

static void
bind(AccordCompiler *compiler, const AccordReference *reference)
{
	const AccordDynamicAnchor *first = candidates(compiler, reference);
	AccordDynamic *dynamic;
	int			n = 0;

	for (const AccordDynamicAnchor *anchor = first; anchor; anchor = anchor->next)
		n += anchor->node->schema != NULL;
	if (n < 2)
		return;
	dynamic = accord_keep(compiler, sizeof(AccordDynamic), 1);
	dynamic->targets = accord_keep(compiler, sizeof(AccordDynamicTarget), n);
	for (const AccordDynamicAnchor *anchor = first; anchor; anchor = anchor->next)
	{
		if (anchor->node->schema == NULL)
			continue;
		dynamic->targets[dynamic->ntargets].resource = anchor->resource->number;
		dynamic->targets[dynamic->ntargets++].schema = anchor->node->schema;
	}
	reference->schema->in_place->dynamic = dynamic;
	compiler->has_dynamic = true;
}

void
accord_bind_dynamic_references(AccordCompiler *compiler)
{
	for (const AccordReference *reference = compiler->resolved; reference; reference = reference->next)
		if (reference->keyword != ACCORD_KW_REF)
			bind(compiler, reference);
	if (compiler->has_dynamic)
		return;
	/* nobody asks for the way, so nobody needs to note it */
	for (int i = 0; i < compiler->nschemas; i++)
		compiler->schemas[i]->resource = 0;
}
