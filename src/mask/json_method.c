/*
 * json_method.c
 *	  The methods of mask_json, by their names.
 *
 * What a method does not know how to mask it masks whole: an object where an
 * e-mail address was expected is not shown.
 */
#include "postgres.h"

#include "utils/builtins.h"
#include "utils/fmgrprotos.h"
#include "utils/numeric.h"

#include "mask/apply.h"
#include "mask/json_plan.h"

#define NAME_SHOWN_BYTES 40		/* of an unknown method, in the error */
#define NIL_UUID "00000000-0000-0000-0000-000000000000"

static void
set_string(JsonbValue *masked, const char *s, int len)
{
	masked->type = jbvString;
	masked->val.string.val = unconstify(char *, s);
	masked->val.string.len = len;
}

/* A number is masked as the text it is written as. */
static void
mask_as_text(const JsonbValue *value, AccordMaskForm form, JsonbValue *masked)
{
	text	   *result;

	if (value->type == jbvString)
		result = accord_mask_apply(form, value->val.string.val, value->val.string.len);
	else if (value->type == jbvNumeric)
	{
		char	   *written = DatumGetCString(DirectFunctionCall1(numeric_out, NumericGetDatum(value->val.numeric)));

		result = accord_mask_apply(form, written, strlen(written));
	}
	else
	{
		set_string(masked, ACCORD_MASK_WHOLE, strlen(ACCORD_MASK_WHOLE));
		return;
	}
	set_string(masked, VARDATA(result), VARSIZE(result) - VARHDRSZ);
}

static void
mask_as_null(const JsonbValue *value, AccordMaskForm form, JsonbValue *masked)
{
	(void) value;
	(void) form;
	masked->type = jbvNull;
}

static void
mask_as_zero(const JsonbValue *value, AccordMaskForm form, JsonbValue *masked)
{
	(void) value;
	(void) form;
	masked->type = jbvNumeric;
	masked->val.numeric = int64_to_numeric(0);
}

static void
mask_as_uuid(const JsonbValue *value, AccordMaskForm form, JsonbValue *masked)
{
	(void) value;
	(void) form;
	set_string(masked, NIL_UUID, strlen(NIL_UUID));
}

/* in the order of the documentation, which is that of the hint too */
static const AccordJsonMethod methods[] = {
	{"text", mask_as_text, accord_mask_form_text},
	{"email", mask_as_text, accord_mask_form_email},
	{"email_local", mask_as_text, accord_mask_form_email_local},
	{"phone", mask_as_text, accord_mask_form_phone},
	{"card", mask_as_text, accord_mask_form_card},
	{"ssn", mask_as_text, accord_mask_form_ssn},
	{"iban", mask_as_text, accord_mask_form_iban},
	{"name", mask_as_text, accord_mask_form_name},
	{"ip", mask_as_text, accord_mask_form_ip},
	{"month", mask_as_text, accord_mask_form_month},
	{"year", mask_as_text, accord_mask_form_year},
	{"number", mask_as_zero, NULL},
	{"uuid", mask_as_uuid, NULL},
	{"null", mask_as_null, NULL},
};

const AccordJsonMethod *
accord_json_method(const char *name, int len)
{
	StringInfoData shown;
	StringInfoData names;

	for (size_t i = 0; i < lengthof(methods); i++)
		if (strlen(methods[i].name) == (size_t) len && memcmp(methods[i].name, name, len) == 0)
			return &methods[i];
	initStringInfo(&shown);
	accord_text_append(&shown, name, len, NAME_SHOWN_BYTES);
	initStringInfo(&names);
	for (size_t i = 0; i < lengthof(methods); i++)
		appendStringInfo(&names, "%s%s", i > 0 ? ", " : "", methods[i].name);
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("mask_json has no method \"%s\"", shown.data),
			 errhint("Methods are %s.", names.data)));
}
