/*
 * json.c
 *	  mask_json: masks values of a document and leaves all else as it is.
 *
 * The rules that may still apply go down with the walk, as ranges in a buffer
 * that grows like a stack, so that a value costs a search and not a look at
 * each rule.  Where none may, the container is taken over as a whole.  One
 * value has one method: a path goes before a key, and an index before any item.
 */
#include "postgres.h"

#include "fmgr.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/jsonb.h"
#include "utils/memutils.h"

#include "support/compat.h"

#include "mask/json_plan.h"

#define INDEX_ROOM 24			/* of a number of 64 bits in digits */

/* A plan with what it was made of, in a memory context of its own. */
typedef struct CallSite
{
	MemoryContext context;
	Jsonb	   *methods;
	AccordJsonPlan *plan;
} CallSite;

typedef struct Walk
{
	const AccordJsonPlan *plan;
	JsonbParseState *state;
	bool		masked;			/* anything, so far */
} Walk;

/* Paths whose first steps have been taken. */
typedef struct Active
{
	int			n;
	AccordJsonRange *ranges;
} Active;

/* The place of a value in its container: a member's name, or an index. */
typedef struct Place
{
	const JsonbValue *key;		/* NULL in an array */
	int64		index;
} Place;

static JsonbValue *mask_container(Walk *walk, JsonbContainer *container, const Active *active, int depth);

static CallSite *
compile(FunctionCallInfo fcinfo, Jsonb *methods)
{
	CallSite   *site = fcinfo->flinfo->fn_extra;
	MemoryContext caller;

	if (site == NULL)
	{
		site = MemoryContextAllocZero(fcinfo->flinfo->fn_mcxt, sizeof(CallSite));
		site->context = AllocSetContextCreate(fcinfo->flinfo->fn_mcxt, "accord mask_json", ALLOCSET_SMALL_SIZES);
		fcinfo->flinfo->fn_extra = site;
	}
	/* an error while compiling leaves no plan */
	site->plan = NULL;
	MemoryContextReset(site->context);
	caller = MemoryContextSwitchTo(site->context);
	site->methods = palloc(VARSIZE(methods));
	memcpy(site->methods, methods, VARSIZE(methods));
	site->plan = accord_json_plan(site->methods);
	MemoryContextSwitchTo(caller);
	return site;
}

/*
 * The plan of this call, compiled when the methods are other ones than before.
 * They are always compared: what get_fn_expr_arg_stable() calls stable may be a
 * variable of PL/pgSQL, which is another one in the next call of this site.
 */
static const AccordJsonPlan *
plan_of(FunctionCallInfo fcinfo)
{
	CallSite   *site = fcinfo->flinfo->fn_extra;
	Jsonb	   *methods = PG_GETARG_JSONB_P(1);

	if (site == NULL || site->plan == NULL || VARSIZE(site->methods) != VARSIZE(methods) ||
		memcmp(site->methods, methods, VARSIZE(methods)) != 0)
		site = compile(fcinfo, methods);
	PG_FREE_IF_COPY(methods, 1);
	return site->plan;
}

/* The more exact of two rules for a value. */
static const AccordJsonRule *
preferred(const AccordJsonRule *a, const AccordJsonRule *b)
{
	if (a == NULL || b->nany < a->nany)
		return b;
	return b->nany == a->nany && b->order < a->order ? b : a;
}

/*
 * Takes a step by a name: adds the paths that go on from there to below, and
 * returns the rule that ends there or found, whichever is preferred.
 */
static const AccordJsonRule *
step_by(const AccordJsonPlan *plan, AccordText name, const Active *active, int depth,
		const AccordJsonRule *found, Active *below)
{
	for (int i = 0; i < active->n; i++)
	{
		AccordJsonRange range = accord_json_named(plan, active->ranges[i], depth, name);

		/* the shortest path is the first one */
		if (range.from < range.to && plan->rules[range.from].nsteps == depth + 1)
			found = preferred(found, &plan->rules[range.from++]);
		if (range.from < range.to)
			below->ranges[below->n++] = range;
	}
	return found;
}

/*
 * Takes the step to a place: fills below with the paths that go on from there,
 * and returns the rule that ends there, NULL if none does.
 */
static const AccordJsonRule *
step_to(const AccordJsonPlan *plan, const Place *place, const Active *active, int depth, Active *below)
{
	const AccordJsonRule *found = NULL;
	AccordJsonRange keys = {plan->npaths, plan->nrules};
	char		index[INDEX_ROOM];
	AccordText	name = {.data = index};

	if (place->key == NULL)
	{
		AccordText	any = {.data = "*",.len = 1};

		if (active->n == 0)
			return NULL;
		name.len = pg_lltoa(place->index, index);
		found = step_by(plan, name, active, depth, NULL, below);
		return step_by(plan, any, active, depth, found, below);
	}
	name.data = place->key->val.string.val;
	name.len = place->key->val.string.len;
	found = step_by(plan, name, active, depth, NULL, below);
	if (found != NULL)
		return found;
	keys = accord_json_named(plan, keys, 0, name);
	return keys.from < keys.to ? &plan->rules[keys.from] : NULL;
}

/* Adds a value, masked where a rule says so. */
static void
add_value(Walk *walk, JsonbIteratorToken token, JsonbValue *value, const Place *place, const Active *active, int depth)
{
	Active		below = {.ranges = active->ranges + active->n};
	const AccordJsonRule *rule;

	/* a container may have very many values, and each takes its time */
	CHECK_FOR_INTERRUPTS();
	rule = step_to(walk->plan, place, active, depth, &below);
	if (rule != NULL)
	{
		JsonbValue	masked = {.type = jbvNull};

		if (value->type != jbvNull)
			rule->method->mask(value, rule->method->form, &masked);
		walk->masked = true;
		(void) pushJsonbValue(&walk->state, token, &masked);
	}
	else if (value->type == jbvBinary && (below.n > 0 || walk->plan->npaths < walk->plan->nrules))
		(void) mask_container(walk, value->val.binary.data, &below, depth + 1);
	else
		(void) pushJsonbValue(&walk->state, token, value);
}

/* Adds a container, its nested ones as they are where no rule leads into them. */
static JsonbValue *
mask_container(Walk *walk, JsonbContainer *container, const Active *active, int depth)
{
	JsonbIterator *iterator = JsonbIteratorInit(container);
	JsonbIteratorToken token;
	JsonbValue	value;
	JsonbValue	key;
	Place		place = {.index = -1};
	JsonbValue *result = NULL;

	check_stack_depth();
	CHECK_FOR_INTERRUPTS();
	while ((token = JsonbIteratorNext(&iterator, &value, true)) != WJB_DONE)
	{
		switch (token)
		{
			case WJB_KEY:
				key = value;
				place.key = &key;
				result = pushJsonbValue(&walk->state, token, &value);
				break;
			case WJB_ELEM:
				place.index++;
				/* FALLTHROUGH */
			case WJB_VALUE:
				add_value(walk, token, &value, &place, active, depth);
				break;
			default:
				result = pushJsonbValue(&walk->state, token, NULL);
				break;
		}
	}
	return result;
}

/* The rule for the whole document, if there is one. */
static const AccordJsonRule *
rule_of_root(const AccordJsonPlan *plan)
{
	return plan->npaths > 0 && plan->rules[0].nsteps == 0 ? &plan->rules[0] : NULL;
}

static Jsonb *
mask_root(const AccordJsonRule *rule, Jsonb *doc)
{
	JsonbValue	value = {.type = jbvBinary};
	JsonbValue	masked = {.type = jbvNull};

	if (JB_ROOT_IS_SCALAR(doc))
		(void) JsonbExtractScalar(&doc->root, &value);
	if (value.type == jbvNull)
		return doc;
	rule->method->mask(&value, rule->method->form, &masked);
	return JsonbValueToJsonb(&masked);
}

static Jsonb *
mask_document(const AccordJsonPlan *plan, Jsonb *doc)
{
	const AccordJsonRule *whole = rule_of_root(plan);
	Walk		walk = {.plan = plan};
	Active		active = {.ranges = plan->active};
	JsonbValue *result;

	if (whole != NULL)
		return mask_root(whole, doc);
	if (JB_ROOT_IS_SCALAR(doc))
		return doc;
	if (plan->npaths > 0)
		active.ranges[active.n++] = (AccordJsonRange)
	{
		0, plan->npaths
	};
	result = mask_container(&walk, &doc->root, &active, 0);
	return walk.masked ? JsonbValueToJsonb(result) : doc;
}

PG_FUNCTION_INFO_V1(accord_mask_json);
Datum
accord_mask_json(PG_FUNCTION_ARGS)
{
	const AccordJsonPlan *plan = plan_of(fcinfo);

	PG_RETURN_JSONB_P(mask_document(plan, PG_GETARG_JSONB_P(0)));
}
