/*
 * json_plan.h
 *	  What mask_json is told: which values of a document are masked, and how.
 */
#ifndef ACCORD_MASK_JSON_PLAN_H
#define ACCORD_MASK_JSON_PLAN_H

#include "postgres.h"

#include "utils/jsonb.h"

#include "support/text.h"

#include "mask/form.h"

/* Makes the masked value of any value that is not null. */
typedef void (*AccordJsonMask) (const JsonbValue *value, AccordMaskForm form, JsonbValue *masked);

/* A method that a document's values can be masked by. */
typedef struct AccordJsonMethod
{
	const char *name;
	AccordJsonMask mask;
	AccordMaskForm form;		/* of methods that mask text */
} AccordJsonMethod;

/* A step of a path. */
typedef struct AccordJsonStep
{
	AccordText	name;			/* of a member, unescaped */
	int64		index;			/* of an item; -1 if it can be none */
	bool		any;			/* any item of an array */
} AccordJsonStep;

/* A path from the root, or a key wherever it is. */
typedef struct AccordJsonRule
{
	const AccordJsonMethod *method;
	bool		is_path;
	int			nany;			/* steps that are any item */
	int			nsteps;
	AccordJsonStep *steps;		/* of a key: the one */
} AccordJsonRule;

typedef struct AccordJsonPlan
{
	bool		has_keys;
	int			nrules;
	AccordJsonRule *rules;
	int		   *active;			/* room for all rules at each depth of a path */
} AccordJsonPlan;

/* The method of that name; an error that lists all if there is none. */
extern const AccordJsonMethod *accord_json_method(const char *name, int len);

/*
 * Compiles {"/user/email": "email", "phone": "phone"} in the current memory
 * context, which must live as long as the plan.
 */
extern AccordJsonPlan *accord_json_plan(const Jsonb *methods);

#endif							/* ACCORD_MASK_JSON_PLAN_H */
