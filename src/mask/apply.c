/*
 * apply.c
 *	  Masks of text in the server encoding, and the SQL functions that are
 *	  nothing else.
 */
#include "postgres.h"

#include "fmgr.h"
#include "utils/builtins.h"

#include "support/compat.h"
#include "support/text.h"

#include "mask/apply.h"

#define CHARACTER_BYTES 4		/* at most, in every encoding of the server */

text *
accord_mask_in_server_encoding(const char *utf8, uint32 len)
{
	AccordText	converted;

	if (!accord_text_server(utf8, len, &converted))
		return cstring_to_text(ACCORD_MASK_WHOLE);
	return cstring_to_text_with_len(converted.data, converted.len);
}

text *
accord_mask_apply(AccordMaskForm form, const char *s, uint32 len)
{
	AccordText	utf8;
	text	   *result;
	uint32		masked;

	/* neither time nor memory is spent on what is masked whole */
	if (len / CHARACTER_BYTES > ACCORD_MASK_LONGEST ||
		!accord_text_utf8(s, len, &utf8) || utf8.len > ACCORD_MASK_LONGEST)
		return cstring_to_text(ACCORD_MASK_WHOLE);
	result = palloc(VARHDRSZ + utf8.len + ACCORD_MASK_ROOM);
	masked = (uint32) form(utf8.data, utf8.len, VARDATA(result));
	SET_VARSIZE(result, VARHDRSZ + masked);
	return utf8.data == s ? result : accord_mask_in_server_encoding(VARDATA(result), masked);
}

static inline Datum
masked_argument(FunctionCallInfo fcinfo, AccordMaskForm form)
{
	text	   *value = PG_GETARG_TEXT_PP(0);

	PG_RETURN_TEXT_P(accord_mask_apply(form, VARDATA_ANY(value), VARSIZE_ANY_EXHDR(value)));
}

PG_FUNCTION_INFO_V1(accord_mask_text);
Datum
accord_mask_text(PG_FUNCTION_ARGS)
{
	PG_RETURN_TEXT_P(cstring_to_text(ACCORD_MASK_WHOLE));
}

PG_FUNCTION_INFO_V1(accord_mask_email);
Datum
accord_mask_email(PG_FUNCTION_ARGS)
{
	return masked_argument(fcinfo, PG_GETARG_BOOL(1) ? accord_mask_form_email : accord_mask_form_email_local);
}

PG_FUNCTION_INFO_V1(accord_mask_phone);
Datum
accord_mask_phone(PG_FUNCTION_ARGS)
{
	return masked_argument(fcinfo, accord_mask_form_phone);
}

PG_FUNCTION_INFO_V1(accord_mask_card);
Datum
accord_mask_card(PG_FUNCTION_ARGS)
{
	return masked_argument(fcinfo, accord_mask_form_card);
}

PG_FUNCTION_INFO_V1(accord_mask_ssn);
Datum
accord_mask_ssn(PG_FUNCTION_ARGS)
{
	return masked_argument(fcinfo, accord_mask_form_ssn);
}

PG_FUNCTION_INFO_V1(accord_mask_iban);
Datum
accord_mask_iban(PG_FUNCTION_ARGS)
{
	return masked_argument(fcinfo, accord_mask_form_iban);
}

PG_FUNCTION_INFO_V1(accord_mask_name);
Datum
accord_mask_name(PG_FUNCTION_ARGS)
{
	return masked_argument(fcinfo, accord_mask_form_name);
}

PG_FUNCTION_INFO_V1(accord_mask_ip);
Datum
accord_mask_ip(PG_FUNCTION_ARGS)
{
	return masked_argument(fcinfo, accord_mask_form_ip);
}
