/*
 * json.c
 *	  mask_json: masks values of a document and leaves all else as it is.
 *
 * The rules that may still apply go down with the walk, each by its number in
 * a buffer that grows like a stack.  Where none may, the container is taken
 * over as a whole.  One value has one method: a path goes before a key, and an
 * index before any item.
 */
#include "postgres.h"

#include "fmgr.h"
#include "miscadmin.h"
#include "utils/jsonb.h"
#include "utils/memutils.h"

#include "support/compat.h"

#include "mask/json_plan.h"

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

/* Paths whose first steps have been taken, as numbers of rules. */
typedef struct Active
{
	int			n;
	int		   *rules;
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

static bool
is_name(const AccordJsonStep *step, const JsonbValue *key)
{
	return step->name.len == (uint32) key->val.string.len &&
		memcmp(step->name.data, key->val.string.val, step->name.len) == 0;
}

static bool
leads_to(const AccordJsonStep *step, const Place *place)
{
	if (place->key != NULL)
		return is_name(step, place->key);
	return step->any || step->index == place->index;
}

/* The more exact of two rules for a value. */
static const AccordJsonRule *
preferred(const AccordJsonRule *a, const AccordJsonRule *b)
{
	return a == NULL || b->nany < a->nany ? b : a;
}

/*
 * Takes the step to a place: fills below with the paths that go on from there,
 * and returns the rule that ends there, NULL if none does.
 */
static const AccordJsonRule *
step_to(const AccordJsonPlan *plan, const Place *place, const Active *active, int depth, Active *below)
{
	const AccordJsonRule *found = NULL;

	below->n = 0;
	for (int i = 0; i < active->n; i++)
	{
		const AccordJsonRule *rule = &plan->rules[active->rules[i]];

		if (!leads_to(&rule->steps[depth], place))
			continue;
		if (rule->nsteps == depth + 1)
			found = preferred(found, rule);
		else
			below->rules[below->n++] = active->rules[i];
	}
	if (found != NULL || place->key == NULL || !plan->has_keys)
		return found;
	for (int i = 0; i < plan->nrules; i++)
		if (!plan->rules[i].is_path && is_name(plan->rules[i].steps, place->key))
			return &plan->rules[i];
	return NULL;
}

/* Adds a value, masked where a rule says so. */
static void
add_value(Walk *walk, JsonbIteratorToken token, JsonbValue *value, const Place *place, const Active *active, int depth)
{
	Active		below = {.rules = active->rules + active->n};
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
	else if (value->type == jbvBinary && (below.n > 0 || walk->plan->has_keys))
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
	for (int i = 0; i < plan->nrules; i++)
		if (plan->rules[i].is_path && plan->rules[i].nsteps == 0)
			return &plan->rules[i];
	return NULL;
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
	Active		active = {.rules = plan->active};
	JsonbValue *result;

	if (whole != NULL)
		return mask_root(whole, doc);
	if (JB_ROOT_IS_SCALAR(doc))
		return doc;
	for (int i = 0; i < plan->nrules; i++)
		if (plan->rules[i].is_path)
			active.rules[active.n++] = i;
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
