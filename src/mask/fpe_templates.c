/*
 * fpe_templates.c
 *	  Ready definitions of policies.
 *
 * A policy keeps a copy of the one it was made like, so these may change.
 */
#include "postgres.h"

#include "utils/builtins.h"
#include "utils/fmgrprotos.h"

#include "mask/fpe_rules.h"

const AccordFpeTemplate accord_fpe_templates[] = {
	{"card", false, "{\"alphabet\": \"digits\", \"literals\": \" -\", \"keep_first\": 6, \"check_digit\": \"luhn\", "
	"\"min_length\": 13, \"max_length\": 19}"},
	{"card_last4", false, "{\"alphabet\": \"digits\", \"literals\": \" -\", \"keep_first\": 6, \"keep_last\": 4, "
	"\"min_length\": 16, \"max_length\": 19}"},
	{"ssn", false, "{\"alphabet\": \"digits\", \"literals\": \" -\", \"min_length\": 9, \"max_length\": 9}"},
	{"phone", false, "{\"alphabet\": \"digits\", \"literals\": \"+ -().\", \"min_length\": 7, \"max_length\": 15}"},
	{"numeric_id", false, "{\"alphabet\": \"digits\", \"min_length\": 6, \"max_length\": 38}"},
	{"alphanumeric_id", false, "{\"alphabet\": \"alphanumeric\", \"literals\": \" -_./\", \"min_length\": 4, \"max_length\": 64}"},
	{"name_latin", true, "{\"alphabet\": \"latin\", \"literals\": \" -'.\\u2019\", \"min_length\": 3, \"max_length\": 100}"},
	{"name_cyrillic", true, "{\"alphabet\": \"cyrillic\", \"literals\": \" -'.\\u2019\", \"min_length\": 4, \"max_length\": 100}"},
	{NULL, false, NULL}
};

Jsonb *
accord_fpe_template(const char *name)
{
	for (const AccordFpeTemplate *t = accord_fpe_templates; t->name != NULL; t++)
		if (strcmp(t->name, name) == 0)
			return DatumGetJsonbP(DirectFunctionCall1(jsonb_in, CStringGetDatum(t->definition)));
	return NULL;
}
