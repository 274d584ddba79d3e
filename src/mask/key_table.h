/*
 * key_table.h
 *	  The tables of domains and keys, read by their indexes.
 *
 * What is read is what is committed now, whatever snapshot the statement has:
 * a key that was destroyed is gone in REPEATABLE READ too.  No executor runs,
 * so no right is asked for or borrowed, nothing of the user's runs, and it
 * goes in parallel workers, in transactions that only read and on standbys.
 */
#ifndef ACCORD_MASK_KEY_TABLE_H
#define ACCORD_MASK_KEY_TABLE_H

#include "postgres.h"

#include "mask/key_wrap.h"
#include "mask/keys.h"

/* a row of accord.data_key */
typedef struct AccordKeyRow
{
	int32		version;
	bool		destroyed;		/* then there is no more of it */
	uint8		kek_id[ACCORD_KEK_ID_BYTES];
	uint8		wrapped[ACCORD_WRAPPED_BYTES];
} AccordKeyRow;

/* False if there is no such domain. */
extern bool accord_key_table_domain(const char *domain, int *normalisation);

/* The first element of a text[] that names no normalisation, or NULL. */
extern const char *accord_key_table_unknown_normalisation(Datum names);

/* subject is "" for the key of the domain itself; the newest version if it is ACCORD_KEY_CURRENT. */
extern bool accord_key_table_find(const char *domain, const char *subject, int32 version, AccordKeyRow *row);

/* Has a role, or one that it is a member of, been given the right? */
extern bool accord_key_table_granted(const char *domain, AccordKeyRight right, Oid role);

/* Is there a key that was not destroyed? */
extern bool accord_key_table_holds_keys(void);

/* Is it one of these tables?  Asks no catalogue, so only of those that were read before. */
extern bool accord_key_table_is(Oid relid);

/* The tables may have gone. */
extern void accord_key_table_forget(void);

#endif							/* ACCORD_MASK_KEY_TABLE_H */
