/*
 * site.h
 *	  The domain that a call site names, and its key.
 *
 * A query names one domain and calls a function for many rows.  What can be
 * known before the value is known once, and kept in fn_extra.
 */
#ifndef ACCORD_MASK_SITE_H
#define ACCORD_MASK_SITE_H

#include "postgres.h"

#include "fmgr.h"
#include "mb/pg_wchar.h"
#include "mask/keys.h"
#include "mask/token_form.h"
#include "support/text.h"

typedef struct AccordSite
{
	AccordKeyUse use;
	int32		version;		/* that use is of, or ACCORD_KEY_CURRENT */
	bool		has_subject;
	int			len;			/* bytes of the domain's name, in the server
								 * encoding */
	char		domain[ACCORD_DOMAIN_BYTES + 1];
	char		subject[ACCORD_SUBJECT_BYTES + 1];
	size_t		prefix_len;		/* of what every HMAC of the domain begins
								 * with */
	uint8		prefix[ACCORD_TOKEN_PREFIX_BYTES(ACCORD_DOMAIN_BYTES * MAX_CONVERSION_GROWTH)];
} AccordSite;

/* The site of this call, made when it is first called. */
extern AccordSite *accord_site_of(FunctionCallInfo fcinfo);

/* Takes the names; whatever was known of others is forgotten.  The subject may be NULL. */
extern void accord_site_name(AccordSite *site, const text *domain, const text *subject);

/* The key of that version, or ACCORD_KEY_CURRENT, for what that right is for. */
extern const AccordDataKey *accord_site_key(AccordSite *site, AccordKeyRight right, int32 version, Oid role);

/*
 * The value in UTF-8, or an error; converted text is the caller's to free, or
 * its memory context's.
 */
extern AccordText accord_site_utf8(const char *value, size_t len);

#endif							/* ACCORD_MASK_SITE_H */
