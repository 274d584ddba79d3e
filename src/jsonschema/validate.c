/*
 * validate.c
 *	  Documents against schemas, as SQL sees it.
 *
 * A schema that is a constant of the expression is looked up once and held in
 * fn_extra: the constant is not copied per row, so its address tells that it
 * is the same.  Any other schema goes through the cache at each call, since
 * the memory of a row is used again by the next.
 */
#include "postgres.h"

#include "fmgr.h"
#include "funcapi.h"
#include "nodes/primnodes.h"
#include "utils/builtins.h"
#include "utils/fmgrprotos.h"
#include "utils/json.h"
#include "utils/jsonb.h"
#include "utils/tuplestore.h"

#include "support/compat.h"
#include "support/errors.h"
#include "support/guc.h"

#include "jsonschema/cache.h"
#include "jsonschema/jsonschema.h"
#include "jsonschema/walk.h"

/* reasons in the DETAIL of one error */
#define ASSERT_MAX_REASONS 10

/* bytes of a path there: documents may be deep */
#define ASSERT_PATH_BYTES 1000

/* errors() without a maximum */
#define DEFAULT_MAX_ERRORS 100

/* entries of one report */
#define REPORT_MAX_ENTRIES 1000

typedef struct ConstantSchema
{
	Pointer		datum;
	AccordProgram *program;
} ConstantSchema;

static bool
is_constant(const FmgrInfo *flinfo, int arg)
{
	Node	   *expr = flinfo->fn_expr;
	List	   *args = NIL;

	if (expr == NULL)
		return false;
	if (IsA(expr, OpExpr))
		args = castNode(OpExpr, expr)->args;
	else if (IsA(expr, FuncExpr))
		args = castNode(FuncExpr, expr)->args;
	return arg < list_length(args) && IsA(list_nth(args, arg), Const);
}

/* The program of an argument that is not NULL. */
static inline AccordProgram *
program_of(FunctionCallInfo fcinfo, int arg)
{
	FmgrInfo   *flinfo = fcinfo->flinfo;
	Datum		datum = PG_GETARG_DATUM(arg);
	ConstantSchema *constant = flinfo->fn_extra;

	if (likely(constant && constant->datum == DatumGetPointer(datum)))
		return constant->program;
	if (constant || !is_constant(flinfo, arg))
		return accord_jsonschema_program(datum);
	constant = MemoryContextAlloc(flinfo->fn_mcxt, sizeof(ConstantSchema));
	constant->datum = DatumGetPointer(datum);
	constant->program = accord_jsonschema_program(datum);
	accord_cache_hold(constant->program, flinfo->fn_mcxt);
	flinfo->fn_extra = constant;
	return constant->program;
}

/* The operator |= and is_valid(): does the document satisfy the schema? */
PG_FUNCTION_INFO_V1(accord_is_valid);
Datum
accord_is_valid(PG_FUNCTION_ARGS)
{
	const Jsonb *doc = PG_GETARG_JSONB_P(0);

	PG_RETURN_BOOL(accord_walk(program_of(fcinfo, 1), doc));
}

static char *
reasons_of(const AccordReport *report)
{
	StringInfoData out;

	initStringInfo(&out);
	for (int i = 0; i < Min(report->count, ASSERT_MAX_REASONS); i++)
	{
		const AccordViolation *violation = &report->violations[i];

		if (i > 0)
			appendStringInfoChar(&out, '\n');
		if (violation->instance_path[0])
			accord_text_append(&out, violation->instance_path,
							   strlen(violation->instance_path), ASSERT_PATH_BYTES);
		else
			appendStringInfoString(&out, "(root)");
		appendStringInfo(&out, ": %s: %s", violation->keyword, violation->message);
		if (violation->value)
			appendStringInfo(&out, "; value: %s", violation->value);
	}
	if (report->count > ASSERT_MAX_REASONS)
		appendStringInfoString(&out, "\n(more violations follow)");
	return out.data;
}

static void
raise_violation(const AccordProgram *program, const Jsonb *doc, const char *name)
{
	AccordReport report;

	accord_report_init(&report, program, ASSERT_MAX_REASONS + 1);
	report.mask_names = !accord_show_values;
	report.show_values = accord_show_values;
	accord_walk_report(&report, doc);
	ereport(ERROR,
			(errcode(ACCORD_ERRCODE_VIOLATION),
			 name ? errmsg("document does not satisfy schema \"%s\"", name)
			 : errmsg("document does not satisfy its JSON schema"),
			 errdetail_internal("%s", reasons_of(&report)),
			 name ? err_generic_string(PG_DIAG_CONSTRAINT_NAME, name) : 0));
}

/*
 * assert_valid(doc, schema, name): true, or 23514 with the reasons.  NULL for
 * a NULL document or schema, as CHECK expects; the name may be NULL.
 */
PG_FUNCTION_INFO_V1(accord_assert_valid);
Datum
accord_assert_valid(PG_FUNCTION_ARGS)
{
	const Jsonb *doc;
	AccordProgram *program;

	if (PG_ARGISNULL(0) || PG_ARGISNULL(1))
		PG_RETURN_NULL();
	doc = PG_GETARG_JSONB_P(0);
	program = program_of(fcinfo, 1);
	if (!accord_walk(program, doc))
		raise_violation(program, doc,
						PG_ARGISNULL(2) ? NULL : text_to_cstring(PG_GETARG_TEXT_PP(2)));
	PG_RETURN_BOOL(true);
}

/*
 * errors(doc, schema, max_errors): a row for each violation, none if the
 * document is valid, or either of the two is NULL.
 */
PG_FUNCTION_INFO_V1(accord_errors);
Datum
accord_errors(PG_FUNCTION_ARGS)
{
	int			max_errors = PG_ARGISNULL(2) ? DEFAULT_MAX_ERRORS : PG_GETARG_INT32(2);
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;
	AccordReport report;

	if (max_errors < 1)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("max_errors must be greater than zero")));
	InitMaterializedSRF(fcinfo, 0);
	if (PG_ARGISNULL(0) || PG_ARGISNULL(1))
		return (Datum) 0;
	accord_report_init(&report, program_of(fcinfo, 1), max_errors);
	accord_walk_report(&report, PG_GETARG_JSONB_P(0));
	for (int i = 0; i < report.count; i++)
	{
		const AccordViolation *violation = &report.violations[i];
		Datum		values[4];
		bool		nulls[4] = {0};

		values[0] = CStringGetTextDatum(violation->instance_path);
		values[1] = CStringGetTextDatum(violation->schema_path);
		values[2] = CStringGetTextDatum(violation->keyword);
		values[3] = CStringGetTextDatum(violation->message);
		tuplestore_putvalues(result->setResult, result->setDesc, values, nulls);
	}
	return (Datum) 0;
}

/* violation(doc, schema): the first violation as text, NULL if it is valid */
PG_FUNCTION_INFO_V1(accord_violation);
Datum
accord_violation(PG_FUNCTION_ARGS)
{
	const Jsonb *doc = PG_GETARG_JSONB_P(0);
	AccordProgram *program = program_of(fcinfo, 1);
	const AccordViolation *first;
	AccordReport report;

	if (accord_walk(program, doc))
		PG_RETURN_NULL();
	accord_report_init(&report, program, 1);
	accord_walk_report(&report, doc);
	first = &report.violations[0];
	PG_RETURN_TEXT_P(cstring_to_text(psprintf("%s: %s: %s",
											  first->instance_path[0] ? first->instance_path : "(root)",
											  first->keyword, first->message)));
}

static void
append_entry(StringInfo out, const char *separator, const char *name, const char *value)
{
	appendStringInfo(out, "%s\"%s\": ", separator, name);
	escape_json(out, value);
}

/* report(doc, schema): JSON Schema 2020-12, 12.4.2, output format "basic" */
PG_FUNCTION_INFO_V1(accord_report);
Datum
accord_report(PG_FUNCTION_ARGS)
{
	const Jsonb *doc = PG_GETARG_JSONB_P(0);
	AccordReport report;
	StringInfoData out;

	accord_report_init(&report, program_of(fcinfo, 1), REPORT_MAX_ENTRIES);
	report.absolute_paths = true;
	initStringInfo(&out);
	if (accord_walk_report(&report, doc))
		appendStringInfoString(&out, "{\"valid\": true}");
	else
	{
		appendStringInfoString(&out, "{\"valid\": false, \"errors\": [");
		for (int i = 0; i < report.count; i++)
		{
			const AccordViolation *violation = &report.violations[i];

			append_entry(&out, i == 0 ? "{" : ", {", "keywordLocation", violation->schema_path);
			append_entry(&out, ", ", "absoluteKeywordLocation", violation->absolute_path);
			append_entry(&out, ", ", "instanceLocation", violation->instance_path);
			append_entry(&out, ", ", "error", violation->message);
			appendStringInfoChar(&out, '}');
		}
		appendStringInfoString(&out, "]}");
	}
	return DirectFunctionCall1(jsonb_in, CStringGetDatum(out.data));
}
