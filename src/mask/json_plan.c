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
#define INDEX_DIGITS 9			/* an array cannot have more items */

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

/* The number that the step is as an index, -1 if it is none. */
static int64
index_of(const AccordText *name)
{
	int64		index = 0;

	if (name->len == 0 || name->len > INDEX_DIGITS || (name->len > 1 && name->data[0] == '0'))
		return -1;
	for (uint32 i = 0; i < name->len; i++)
	{
		if (name->data[i] < '0' || name->data[i] > '9')
			return -1;
		index = index * 10 + (name->data[i] - '0');
	}
	return index;
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
	step->index = index_of(&step->name);
	step->any = n == 1 && name[0] == '*';
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
		rule->nany += rule->steps[i].any;
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

AccordJsonPlan *
accord_json_plan(const Jsonb *methods)
{
	AccordJsonPlan *plan = palloc0(sizeof(AccordJsonPlan));
	AccordValue root;
	AccordCursor keys;
	AccordCursor values;
	int			depth = 0;

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
		plan->has_keys |= !plan->rules[i].is_path;
		depth = Max(depth, plan->rules[i].nsteps);
	}
	plan->active = palloc((Size) plan->nrules * (depth + 1) * sizeof(int));
	return plan;
}
