/*
 * row_hash_support.c
 *	  Refuses columns when a query is planned: only the planner knows their
 *	  names.  Where it does not see them (index expressions, generated columns,
 *	  parameters) row_hash refuses them itself, by their number.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "nodes/nodeFuncs.h"
#include "nodes/pathnodes.h"
#include "nodes/supportnodes.h"
#include "parser/parsetree.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"

#include "scd/canonical.h"

/* The name of a column, or of a whole row; NULL if it is not to be had. */
static const char *
column_name(PlannerInfo *root, const Var *var)
{
	RangeTblEntry *entry;

	for (Index up = var->varlevelsup; up > 0 && root != NULL; up--)
		root = root->parent_root;
	if (root == NULL || var->varno < 1 || var->varno > list_length(root->parse->rtable))
		return NULL;
	entry = rt_fetch(var->varno, root->parse->rtable);
	if (var->varattno == InvalidAttrNumber)
		return entry->eref->aliasname;
	return get_rte_attribute_name(entry, var->varattno);
}

static void
check_columns(PlannerInfo *root, const char *function, List *columns)
{
	int			position = 0;
	ListCell   *cell;

	foreach(cell, columns)
	{
		Node	   *column = lfirst(cell);
		AccordPlace place = {
			.function = function,
			.position = ++position,
			.name = IsA(column, Var) ? column_name(root, (Var *) column) : NULL,
			.type = exprType(column)
		};

		(void) accord_canonical_resolve(place.type, exprCollation(column), &place);
	}
}

/* The columns of a call that are seen in it, of row_hash or record_hash. */
static List *
visible_columns(const FuncExpr *call)
{
	Node	   *first = linitial(call->args);

	if (OidIsValid(get_func_variadictype(call->funcid)))
		return call->funcvariadic ? NIL : call->args;
	if (IsA(first, RowExpr) && ((RowExpr *) first)->row_typeid == RECORDOID)
		return ((RowExpr *) first)->args;
	return NIL;
}

/* Resolves the columns, to see whether that can be done. */
static void
check_call(PlannerInfo *root, const FuncExpr *call)
{
	MemoryContext resolved = AllocSetContextCreate(CurrentMemoryContext, "accord columns",
												   ALLOCSET_SMALL_SIZES);
	MemoryContext caller = MemoryContextSwitchTo(resolved);

	check_columns(root, get_func_name(call->funcid), visible_columns(call));
	MemoryContextSwitchTo(caller);
	MemoryContextDelete(resolved);
}

PG_FUNCTION_INFO_V1(accord_row_hash_support);
Datum
accord_row_hash_support(PG_FUNCTION_ARGS)
{
	Node	   *request = (Node *) PG_GETARG_POINTER(0);

	if (IsA(request, SupportRequestSimplify))
	{
		SupportRequestSimplify *simplify = (SupportRequestSimplify *) request;

		if (simplify->root != NULL)
			check_call(simplify->root, simplify->fcall);
	}
	/* the call stays as it is */
	PG_RETURN_POINTER(NULL);
}
