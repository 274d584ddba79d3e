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
	AccordText	name;			/* of a member, unescaped; of an item its
								 * index, or * for any */
} AccordJsonStep;

/* A path from the root, or a key wherever it is. */
typedef struct AccordJsonRule
{
	const AccordJsonMethod *method;
	bool		is_path;
	int			order;			/* as the methods have them */
	int			nany;			/* steps that are any item */
	int			nsteps;
	AccordJsonStep *steps;		/* of a key: the one */
} AccordJsonRule;

/* Rules that follow one another, up to the one before to. */
typedef struct AccordJsonRange
{
	int			from;
	int			to;
} AccordJsonRange;

/*
 * The rules are sorted: paths by one step after the other, then keys by name.
 * So those of a range that go on by a name are a range as well.
 */
typedef struct AccordJsonPlan
{
	int			npaths;
	int			nrules;
	AccordJsonRule *rules;
	AccordJsonRange *active;	/* room for the ranges at all depths */
} AccordJsonPlan;

/* The rules of a range whose step at that depth has the name. */
extern AccordJsonRange accord_json_named(const AccordJsonPlan *plan, AccordJsonRange among, int depth, AccordText name);

/* The method of that name; an error that lists all if there is none. */
extern const AccordJsonMethod *accord_json_method(const char *name, int len);

/*
 * Compiles {"/user/email": "email", "phone": "phone"} in the current memory
 * context, which must live as long as the plan.
 */
extern AccordJsonPlan *accord_json_plan(const Jsonb *methods);

#endif							/* ACCORD_MASK_JSON_PLAN_H */
