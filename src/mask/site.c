/*
 * site.c
 *	  The domain that a call site names, and its key.
 *
 * For each row it is a comparison of the name with the last one, and a look
 * whether the key still holds (accord_keys_is_fresh).
 */
#include "postgres.h"

#include "mask/site.h"
#include "support/compat.h"

AccordSite *
accord_site_of(FunctionCallInfo fcinfo)
{
	if (fcinfo->flinfo->fn_extra == NULL)
		fcinfo->flinfo->fn_extra = MemoryContextAllocZero(fcinfo->flinfo->fn_mcxt, sizeof(AccordSite));
	return fcinfo->flinfo->fn_extra;
}

static void
set_domain(AccordSite *site, const char *name, int len)
{
	AccordText	utf8;

	if (len == 0 || len > ACCORD_DOMAIN_BYTES)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("the name of a domain has 1 to %d bytes", ACCORD_DOMAIN_BYTES)));
	memset(&site->use, 0, sizeof(site->use));
	utf8 = accord_site_utf8(name, len);
	memcpy(site->domain, name, len);
	site->domain[len] = '\0';
	site->len = len;
	site->prefix_len = accord_token_prefix(utf8.data, utf8.len, site->prefix);
	accord_text_free(&utf8, name);
}

static void
set_subject(AccordSite *site, const char *name, int len)
{
	if (len == 0 || len > ACCORD_SUBJECT_BYTES)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("the name of a subject has 1 to %d bytes", ACCORD_SUBJECT_BYTES)));
	if (site->has_subject && strlen(site->subject) == (size_t) len && memcmp(site->subject, name, len) == 0)
		return;
	memset(&site->use, 0, sizeof(site->use));
	memcpy(site->subject, name, len);
	site->subject[len] = '\0';
	site->has_subject = true;
}

void
accord_site_name(AccordSite *site, const text *domain, const text *subject)
{
	int			len = VARSIZE_ANY_EXHDR(domain);

	if (site->len != len || memcmp(site->domain, VARDATA_ANY(domain), len) != 0 || len == 0)
		set_domain(site, VARDATA_ANY(domain), len);
	if (subject != NULL)
		set_subject(site, VARDATA_ANY(subject), VARSIZE_ANY_EXHDR(subject));
	else if (site->has_subject)
	{
		site->has_subject = false;
		memset(&site->use, 0, sizeof(site->use));
	}
}

const AccordDataKey *
accord_site_key(AccordSite *site, AccordKeyRight right, int32 version, Oid role)
{
	AccordKeyRequest request;

	if (accord_keys_is_fresh(&site->use, role) && site->version == version)
		return site->use.key;
	request.domain = site->domain;
	request.subject = site->has_subject ? site->subject : NULL;
	request.version = version;
	request.right = right;
	request.role = role;
	accord_keys_use(&site->use, &request);
	site->version = version;
	return site->use.key;
}

AccordText
accord_site_utf8(const char *value, size_t len)
{
	AccordText	utf8;

	if (!accord_text_utf8(value, len, &utf8))
		ereport(ERROR,
				(errcode(ERRCODE_UNTRANSLATABLE_CHARACTER),
				 errmsg("text has a character without an equivalent in UTF-8"),
				 errdetail("Tokens and ciphertexts are made of text in UTF-8.")));
	return utf8;
}
