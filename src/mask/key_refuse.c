/*
 * key_refuse.c
 *	  The errors about keys.
 *
 * They name domain and version.  A subject may be a person, and is never
 * named.
 */
#include "postgres.h"

#include "utils/builtins.h"

#include "mask/key.h"
#include "support/errors.h"

pg_noreturn static void
refuse_missing(const char *domain, const char *subject, int32 version)
{
	bool		of_subject = subject[0] != '\0';

	if (version != ACCORD_KEY_CURRENT)
		ereport(ERROR,
				(errcode(ACCORD_ERRCODE_NO_KEY),
				 of_subject ? errmsg("the subject has no key version %d in domain \"%s\"", version, domain) :
				 errmsg("domain \"%s\" has no key version %d", domain, version)));
	ereport(ERROR,
			(errcode(ACCORD_ERRCODE_NO_KEY),
			 of_subject ? errmsg("the subject has no key in domain \"%s\"", domain) :
			 errmsg("domain \"%s\" has no key", domain),
			 of_subject ? errhint("An administrator makes one: accord.create_key(%s, subject => ...)",
								  quote_literal_cstr(domain)) :
			 errhint("An administrator makes one: accord.rotate_key(%s)", quote_literal_cstr(domain))));
}

void
accord_key_refuse_domain(const char *domain)
{
	ereport(ERROR,
			(errcode(ACCORD_ERRCODE_NO_KEY),
			 errmsg("domain \"%s\" does not exist", domain),
			 errhint("An administrator makes it and its first key: accord.create_key(%s)", quote_literal_cstr(domain))));
}

void
accord_keys_read(const char *domain, const char *subject, int32 version, AccordKeyRow *row)
{
	int			normalisation;

	if (!accord_key_table_find(domain, subject, version, row))
	{
		if (!accord_key_table_domain(domain, &normalisation))
			accord_key_refuse_domain(domain);
		refuse_missing(domain, subject, version);
	}
	if (row->destroyed)
		ereport(ERROR,
				(errcode(ACCORD_ERRCODE_NO_KEY),
				 errmsg("key version %d of domain \"%s\" was destroyed", row->version, domain),
				 subject[0] != '\0' ? errdetail("It was the key of one subject.") : 0,
				 version == ACCORD_KEY_CURRENT ? errhint("An administrator makes a new version: accord.rotate_key(%s%s)",
														 quote_literal_cstr(domain), subject[0] != '\0' ? ", subject => ..." : "") : 0));
}

void
accord_key_refuse_kek(const AccordKeyName *name, const AccordKeyRow *row, const uint8 *in_force)
{
	ereport(ERROR,
			(errcode(ACCORD_ERRCODE_KEK),
			 errmsg("the key-encryption key in force is not the one of key version %d of domain \"%s\"",
					name->version, name->domain),
			 errdetail("The key was wrapped under the one with id %s; in force is %s.",
					   accord_kek_id_text(row->kek_id), accord_kek_id_text(in_force)),
			 errhint("Set accord.key_file to the right file. While a key-encryption key is being changed, accord.previous_key_file names the one before.")));
}

void
accord_key_refuse_damaged(const AccordKeyName *name)
{
	ereport(ERROR,
			(errcode(ERRCODE_DATA_CORRUPTED),
			 errmsg("key version %d of domain \"%s\" is damaged", name->version, name->domain),
			 errdetail("It is not what was wrapped for this domain and version under the key-encryption key that it names."),
			 errhint("Restore its row in accord.data_key from a dump.")));
}
