/*
 * fpe.c
 *	  encrypt_fpe, decrypt_fpe: the SQL functions.
 *
 * What a call site's policy and key are is kept in fn_extra, and looked for
 * again only when one of them may have changed.
 */
#include "postgres.h"

#include "miscadmin.h"
#include "utils/builtins.h"

#include "mask/disclosure.h"
#include "mask/fpe_policy.h"
#include "mask/fpe_value.h"
#include "mask/token.h"
#include "support/compat.h"

enum
{
	ARG_VALUE,
	ARG_POLICY,
	ARG_VERSION,
	ARG_TWEAK
};

typedef struct Site
{
	AccordFpePolicy *policy;
	uint64		generation;		/* that policy is of */
	uint64		statement;		/* the same */
	int32		version;		/* as asked for */
	int			len;			/* bytes of the policy's name */
	char		name[ACCORD_FPE_NAME_BYTES + 1];
	AccordKeyUse use;
	AccordSite *token;			/* NULL until a value did not fit */
} Site;

/* ---- the site ---- */

static void
set_policy(Site *site, const text *name, int32 version)
{
	int			len = VARSIZE_ANY_EXHDR(name);

	if (len == 0 || len > ACCORD_FPE_NAME_BYTES)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("the name of a policy has 1 to %d bytes", ACCORD_FPE_NAME_BYTES)));
	site->policy = NULL;
	memset(&site->use, 0, sizeof(site->use));
	memcpy(site->name, VARDATA_ANY(name), len);
	site->name[len] = '\0';
	site->len = len;
	site->version = version;
}

static int32
version_argument(FunctionCallInfo fcinfo)
{
	if (PG_ARGISNULL(ARG_VERSION))
		return ACCORD_FPE_NEWEST;
	if (PG_GETARG_INT32(ARG_VERSION) <= 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("versions of policies begin at 1")));
	return PG_GETARG_INT32(ARG_VERSION);
}

/* The site of this call, with the policy that it names. */
static Site *
find_site(FunctionCallInfo fcinfo)
{
	Site	   *site = fcinfo->flinfo->fn_extra;
	int32		version = version_argument(fcinfo);
	uint64		statement = accord_fpe_statement();
	text	   *name;
	int			len;

	if (PG_ARGISNULL(ARG_POLICY))
		ereport(ERROR,
				(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
				 errmsg("argument \"%s\" must not be NULL", "policy")));
	if (site == NULL)
		site = fcinfo->flinfo->fn_extra = MemoryContextAllocZero(fcinfo->flinfo->fn_mcxt, sizeof(Site));
	name = PG_GETARG_TEXT_PP(ARG_POLICY);
	len = VARSIZE_ANY_EXHDR(name);
	if (site->len != len || site->version != version || len == 0 || memcmp(site->name, VARDATA_ANY(name), len) != 0)
		set_policy(site, name, version);
	if (site->policy == NULL || site->generation != accord_fpe_generation || site->statement != statement)
	{
		site->policy = NULL;
		memset(&site->use, 0, sizeof(site->use));
		/* looking may itself bring news */
		site->generation = accord_fpe_generation;
		site->statement = statement;
		site->policy = accord_fpe_find(site->name, version);
	}
	return site;
}

static const AccordDataKey *
find_key(Site *site, AccordKeyRight right)
{
	AccordKeyRequest request;

	if (accord_keys_is_fresh(&site->use, GetUserId()))
		return site->use.key;
	request.domain = site->policy->domain;
	request.subject = NULL;
	request.version = site->policy->key_version;
	request.right = right;
	request.role = GetUserId();
	accord_keys_use(&site->use, &request);
	return site->use.key;
}

/* What the tweak is made of beside kept digits; NULL for nothing. */
static const text *
column_argument(FunctionCallInfo fcinfo, const AccordFpePolicy *policy)
{
	bool		wanted = (policy->rules->tweak & ACCORD_TWEAK_COLUMN) != 0;

	if (wanted == !PG_ARGISNULL(ARG_TWEAK))
		return wanted ? PG_GETARG_TEXT_PP(ARG_TWEAK) : NULL;
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 wanted
			 ? errmsg("policy \"%s\" needs a tweak", policy->name)
			 : errmsg("policy \"%s\" takes no tweak", policy->name),
			 wanted
			 ? errhint("Pass what makes the row another one, as argument \"tweak\"; NULL is none.")
			 : errhint("Policies whose \"tweak\" is \"column\" take one.")));
}

/* ---- values that do not fit ---- */

static int
explain(AccordFpeFit fit, const AccordFpeRules *rules)
{
	switch (fit)
	{
		case ACCORD_FOREIGN_CHARACTER:
			return errdetail("It has a character that is neither in the alphabet of the policy nor one of its literals.");
		case ACCORD_TOO_FEW_CHARACTERS:
			return errdetail("It has fewer than %d characters, literals apart.", rules->min_length);
		case ACCORD_TOO_MANY_CHARACTERS:
			return errdetail("It has more than %d characters, literals apart.", rules->max_length);
		case ACCORD_WRONG_CHECK_DIGIT:
			return errdetail("Its check digit is wrong.");
		case ACCORD_FITS:
			break;
	}
	return 0;
}

static void
refuse(const AccordFpePolicy *policy, AccordFpeFit fit)
{
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("a value does not fit policy \"%s\"", policy->name),
			 explain(fit, policy->rules),
			 errhint("The member \"on_unfit\" of a policy says what becomes of such values.")));
}

/* The token that token() gave when the key of the policy was the newest. */
static Datum
make_token(FunctionCallInfo fcinfo, Site *site, const AccordDataKey *key)
{
	Datum		token;

	if (site->token == NULL)
		site->token = MemoryContextAllocZero(fcinfo->flinfo->fn_mcxt, sizeof(AccordSite));
	accord_site_name(site->token, cstring_to_text(site->policy->domain), NULL);
	if (!accord_token_make(site->token, key, ACCORD_TOKEN_TEXT, PG_GETARG_DATUM(ARG_VALUE), false, &token))
		PG_RETURN_NULL();
	return token;
}

/* ---- both ---- */

static text *
crypt_value(Site *site, const AccordDataKey *key, const text *input, AccordFpeValue *value, const text *column,
			bool encrypt)
{
	AccordFpePolicy *policy = site->policy;
	AccordFf1Error error = accord_fpe_crypt(policy->rules, accord_fpe_cipher(policy, key), value, column, encrypt);

	if (error == ACCORD_FF1_TWEAK_TOO_LONG)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("a tweak has at most %d bytes", ACCORD_FF1_MAX_TWEAK)));
	if (error != ACCORD_FF1_OK)
		elog(ERROR, "FF1 failed with error %d", error);
	return accord_fpe_join(policy->rules, VARDATA_ANY(input), VARSIZE_ANY_EXHDR(input), value);
}

PG_FUNCTION_INFO_V1(accord_encrypt_fpe);
Datum
accord_encrypt_fpe(PG_FUNCTION_ARGS)
{
	Site	   *site;
	const AccordDataKey *key;
	const text *column;
	text	   *input;
	AccordFpeValue value;
	AccordFpeFit fit;

	if (PG_ARGISNULL(ARG_VALUE))
		PG_RETURN_NULL();
	site = find_site(fcinfo);
	key = find_key(site, ACCORD_RIGHT_TOKEN);
	column = column_argument(fcinfo, site->policy);
	input = PG_GETARG_TEXT_PP(ARG_VALUE);
	fit = accord_fpe_split(site->policy->rules, VARDATA_ANY(input), VARSIZE_ANY_EXHDR(input), &value);
	if (fit == ACCORD_FITS)
		PG_RETURN_TEXT_P(crypt_value(site, key, input, &value, column, true));
	switch (site->policy->rules->on_unfit)
	{
		case ACCORD_UNFIT_ERROR:
			refuse(site->policy, fit);
			break;
		case ACCORD_UNFIT_TOKEN:
			return make_token(fcinfo, site, key);
		case ACCORD_UNFIT_NULL:
			break;
	}
	PG_RETURN_NULL();
}

/*
 * What encrypt_fpe() made of a value that did not fit cannot come back; NULL
 * says so.
 */
PG_FUNCTION_INFO_V1(accord_decrypt_fpe);
Datum
accord_decrypt_fpe(PG_FUNCTION_ARGS)
{
	Site	   *site;
	const AccordDataKey *key;
	const text *column;
	text	   *input;
	AccordFpeValue value;
	AccordFpeFit fit;
	AccordDisclosure *disclosure;
	text	   *plain;

	if (PG_ARGISNULL(ARG_VALUE))
		PG_RETURN_NULL();
	site = find_site(fcinfo);
	(void) find_key(site, ACCORD_RIGHT_DECRYPT);
	column = column_argument(fcinfo, site->policy);
	input = PG_GETARG_TEXT_PP(ARG_VALUE);
	fit = accord_fpe_split(site->policy->rules, VARDATA_ANY(input), VARSIZE_ANY_EXHDR(input), &value);
	if (fit != ACCORD_FITS && site->policy->rules->on_unfit != ACCORD_UNFIT_ERROR)
		PG_RETURN_NULL();
	if (fit != ACCORD_FITS)
		refuse(site->policy, fit);
	disclosure = accord_disclosure_open(site->policy->domain);
	/* again: that may have taken the key away */
	key = find_key(site, ACCORD_RIGHT_DECRYPT);
	plain = crypt_value(site, key, input, &value, column, false);
	disclosure->values++;
	PG_RETURN_TEXT_P(plain);
}
