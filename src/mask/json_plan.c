/*
 * json_plan.c
 *	  Compiling what mask_json is told.
 *
 * What begins with / is a JSON Pointer (RFC 6901), and the empty text is the
 * one to the whole document; anything else is a key.  Where RFC 6901 has the
 * index of an array, * is any of them.  In an object * is a name like others.
 */
#include "postgres.h"

#include "support/jsonb_value.h"

#include "mask/json_plan.h"

#define PATH_SHOWN_BYTES 60		/* of a path that is none, in the error */

static void
refuse_path(const AccordValue *path)
{
	StringInfoData shown;

	initStringInfo(&shown);
	accord_text_append(&shown, path->data, path->len, PATH_SHOWN_BYTES);
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("\"%s\" is no JSON Pointer", shown.data),
			 errdetail("A ~ is followed by neither 0 nor 1."),
			 errhint("Write ~0 for ~ and ~1 for /. Paths are /member/0/member, with * for any item of an array; a key without / is meant wherever it is.")));
}

static void
read_step(AccordJsonStep *step, const char *token, uint32 len, const AccordValue *path)
{
	char	   *name = palloc(len + 1);
	uint32		n = 0;

	for (uint32 i = 0; i < len; i++)
	{
		if (token[i] == '~')
		{
			i++;
			if (i == len || (token[i] != '0' && token[i] != '1'))
				refuse_path(path);
			name[n++] = token[i] == '0' ? '~' : '/';
		}
		else
			name[n++] = token[i];
	}
	step->name.data = name;
	step->name.len = n;
}

static void
read_path(AccordJsonRule *rule, const AccordValue *path)
{
	const char *end = path->data + path->len;
	const char *at = path->data;

	for (uint32 i = 0; i < path->len; i++)
		rule->nsteps += path->data[i] == '/';
	rule->steps = palloc(rule->nsteps * sizeof(AccordJsonStep));
	for (int i = 0; i < rule->nsteps; i++)
	{
		const char *next = memchr(at + 1, '/', end - at - 1);

		if (next == NULL)
			next = end;
		read_step(&rule->steps[i], at + 1, next - at - 1, path);
		rule->nany += rule->steps[i].name.len == 1 && rule->steps[i].name.data[0] == '*';
		at = next;
	}
}

static void
read_rule(AccordJsonRule *rule, const AccordValue *target, const AccordValue *method)
{
	if (method->kind != ACCORD_STRING)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("methods of mask_json are strings"),
				 errhint("Write {\"/user/email\": \"email\"}.")));
	rule->method = accord_json_method(method->data, method->len);
	rule->is_path = target->len == 0 || target->data[0] == '/';
	if (rule->is_path)
	{
		read_path(rule, target);
		return;
	}
	rule->nsteps = 1;
	rule->steps = palloc0(sizeof(AccordJsonStep));
	rule->steps->name.data = pnstrdup(target->data, target->len);
	rule->steps->name.len = target->len;
}

static int
compare_names(AccordText a, AccordText b)
{
	if (a.len != b.len)
		return a.len < b.len ? -1 : 1;
	return memcmp(a.data, b.data, a.len);
}

static int
compare_rules(const void *left, const void *right)
{
	const AccordJsonRule *a = left;
	const AccordJsonRule *b = right;

	if (a->is_path != b->is_path)
		return a->is_path ? -1 : 1;
	for (int i = 0; i < a->nsteps && i < b->nsteps; i++)
	{
		int			order = compare_names(a->steps[i].name, b->steps[i].name);

		if (order != 0)
			return order;
	}
	return a->nsteps - b->nsteps;
}

/* The first rule of a range whose step is not before the name, or is behind it. */
static int
border(const AccordJsonPlan *plan, AccordJsonRange among, int depth, AccordText name, bool behind)
{
	while (among.from < among.to)
	{
		int			middle = among.from + (among.to - among.from) / 2;
		int			order = compare_names(plan->rules[middle].steps[depth].name, name);

		if (order < 0 || (behind && order == 0))
			among.from = middle + 1;
		else
			among.to = middle;
	}
	return among.from;
}

AccordJsonRange
accord_json_named(const AccordJsonPlan *plan, AccordJsonRange among, int depth, AccordText name)
{
	among.from = border(plan, among, depth, name, false);
	among.to = border(plan, among, depth, name, true);
	return among;
}

AccordJsonPlan *
accord_json_plan(const Jsonb *methods)
{
	AccordJsonPlan *plan = palloc0(sizeof(AccordJsonPlan));
	AccordValue root;
	AccordCursor keys;
	AccordCursor values;
	Size		steps = 1;

	accord_value_root(methods, &root);
	if (root.kind != ACCORD_OBJECT)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("methods of mask_json are not a JSON object"),
				 errhint("Write {\"/user/email\": \"email\"}.")));
	plan->nrules = accord_value_count(&root);
	plan->rules = palloc0(plan->nrules * sizeof(AccordJsonRule));
	accord_object_cursors(&root, &keys, &values);
	for (int i = 0; i < plan->nrules; i++)
	{
		AccordValue key;
		AccordValue method;

		accord_cursor_next(&keys, &key);
		accord_cursor_next(&values, &method);
		read_rule(&plan->rules[i], &key, &method);
		plan->rules[i].order = i;
		plan->npaths += plan->rules[i].is_path;
		steps += plan->rules[i].nsteps;
	}
	qsort(plan->rules, plan->nrules, sizeof(AccordJsonRule), compare_rules);

	/*
	 * at each depth the ranges have no rule in common, and none that ends
	 * before
	 */
	plan->active = palloc(steps * sizeof(AccordJsonRange));
	return plan;
}
