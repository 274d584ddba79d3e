/*
 * token_functions.c
 *	  token, token_uuid, token_version: the SQL functions.
 */
#include "postgres.h"

#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/uuid.h"

#include "mask/token.h"
#include "support/compat.h"

static Datum
make(FunctionCallInfo fcinfo, AccordTokenInput input, bool as_uuid)
{
	AccordSite *site = accord_site_of(fcinfo);
	const AccordDataKey *key;
	Datum		token;

	accord_site_name(site, PG_GETARG_TEXT_PP(1), NULL);
	key = accord_site_key(site, ACCORD_RIGHT_TOKEN, ACCORD_KEY_CURRENT, GetUserId());
	if (!accord_token_make(site, key, input, PG_GETARG_DATUM(0), as_uuid, &token))
		PG_RETURN_NULL();
	return token;
}

PG_FUNCTION_INFO_V1(accord_token_text);
Datum
accord_token_text(PG_FUNCTION_ARGS)
{
	return make(fcinfo, ACCORD_TOKEN_TEXT, false);
}

PG_FUNCTION_INFO_V1(accord_token_bigint);
Datum
accord_token_bigint(PG_FUNCTION_ARGS)
{
	return make(fcinfo, ACCORD_TOKEN_INT8, false);
}

PG_FUNCTION_INFO_V1(accord_token_uuid);
Datum
accord_token_uuid(PG_FUNCTION_ARGS)
{
	return make(fcinfo, ACCORD_TOKEN_UUID, false);
}

PG_FUNCTION_INFO_V1(accord_token_uuid_text);
Datum
accord_token_uuid_text(PG_FUNCTION_ARGS)
{
	return make(fcinfo, ACCORD_TOKEN_TEXT, true);
}

PG_FUNCTION_INFO_V1(accord_token_uuid_bigint);
Datum
accord_token_uuid_bigint(PG_FUNCTION_ARGS)
{
	return make(fcinfo, ACCORD_TOKEN_INT8, true);
}

PG_FUNCTION_INFO_V1(accord_token_uuid_uuid);
Datum
accord_token_uuid_uuid(PG_FUNCTION_ARGS)
{
	return make(fcinfo, ACCORD_TOKEN_UUID, true);
}

PG_FUNCTION_INFO_V1(accord_token_version_text);
Datum
accord_token_version_text(PG_FUNCTION_ARGS)
{
	text	   *token = PG_GETARG_TEXT_PP(0);
	int32		version = accord_token_version_of_text(VARDATA_ANY(token), VARSIZE_ANY_EXHDR(token));

	if (version == 0)
		PG_RETURN_NULL();
	PG_RETURN_INT32(version);
}

PG_FUNCTION_INFO_V1(accord_token_version_uuid);
Datum
accord_token_version_uuid(PG_FUNCTION_ARGS)
{
	int32		version = accord_token_version_of_uuid(PG_GETARG_UUID_P(0)->data);

	if (version == 0)
		PG_RETURN_NULL();
	PG_RETURN_INT32(version);
}
