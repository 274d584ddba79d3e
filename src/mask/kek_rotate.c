/*
 * kek_rotate.c
 *	  From one key-encryption key to the next: rotate_kek, kek_id.
 *
 * All keys are wrapped anew in one transaction.  Before it and after it each
 * unwraps under the KEK whose id it has, the one in force or the previous one,
 * so nobody waits and nothing stops being readable in between.
 */
#include "postgres.h"

#include "access/xact.h"
#include "catalog/pg_type.h"
#include "executor/spi.h"
#include "fmgr.h"
#include "miscadmin.h"
#include "utils/builtins.h"

#include "mask/key.h"
#include "mask/key_memory.h"
#include "support/compat.h"
#include "support/owner.h"

/* an error may leave bytes in here: they are wiped by the next run, or at the end of the process */
typedef struct Work
{
	AccordKek	in_force;
	AccordKek	previous;
	bool		asked;			/* for the previous one, which few runs need */
	bool		has_previous;
	uint8		key[ACCORD_KEY_BYTES];
} Work;

static Work *work = NULL;

/* Both are obtained once: a command may take its time, and keys are many. */
static const AccordKek *
kek_of(const AccordKeyRow *row)
{
	if (accord_equal(work->in_force.id, row->kek_id, sizeof(row->kek_id)))
		return &work->in_force;
	if (!work->asked)
		work->has_previous = accord_kek_previous(&work->previous);
	work->asked = true;
	if (work->has_previous && accord_equal(work->previous.id, row->kek_id, sizeof(row->kek_id)))
		return &work->previous;
	return NULL;
}

/* Wraps the key of the row anew.  False if it is wrapped under the KEK in force. */
static bool
rewrap(const AccordKeyName *name, AccordKeyRow *row)
{
	AccordKeyPlace place;
	bool		named = accord_key_place(name, &place);
	const AccordKek *kek = kek_of(row);

	if (kek == NULL)
		accord_key_refuse_kek(name, row, work->in_force.id);
	if (!named || !accord_key_unwrap(kek, &place, row->wrapped, work->key))
		accord_key_refuse_damaged(name);
	if (kek == &work->in_force)
		return false;
	if (!accord_key_wrap(&work->in_force, &place, work->key, row->wrapped))
		elog(ERROR, "OpenSSL failed to wrap a key");
	memcpy(row->kek_id, work->in_force.id, sizeof(row->kek_id));
	return true;
}

/* UPDATE accord.data_key SET kek_id = $4, wrapped = $5 WHERE <primary key> = ($1, $2, $3) */
static void
store(const AccordKeyName *name, const AccordKeyRow *row)
{
	Oid			types[] = {TEXTOID, TEXTOID, INT4OID, BYTEAOID, BYTEAOID};
	Datum		values[] = {
		CStringGetTextDatum(name->domain),
		CStringGetTextDatum(name->subject),
		Int32GetDatum(name->version),
		PointerGetDatum(cstring_to_text_with_len((const char *) row->kek_id, sizeof(row->kek_id))),
		PointerGetDatum(cstring_to_text_with_len((const char *) row->wrapped, sizeof(row->wrapped)))
	};

	accord_owner_execute("UPDATE accord.data_key SET kek_id = $4, wrapped = $5 WHERE domain OPERATOR(pg_catalog.=) $1 "
						 "AND subject OPERATOR(pg_catalog.=) $2 AND version OPERATOR(pg_catalog.=) $3",
						 lengthof(types), types, values, NULL, SPI_OK_UPDATE);
}

static int64
rewrap_all(const SPITupleTable *list)
{
	int64		rewrapped = 0;

	for (uint64 i = 0; i < list->numvals; i++)
	{
		AccordKeyName name = {SPI_getvalue(list->vals[i], list->tupdesc, 1),
		SPI_getvalue(list->vals[i], list->tupdesc, 2), 0};
		bool		isnull;
		AccordKeyRow row;

		CHECK_FOR_INTERRUPTS();
		name.version = DatumGetInt32(SPI_getbinval(list->vals[i], list->tupdesc, 3, &isnull));
		accord_keys_read(name.domain, name.subject, name.version, &row);
		if (!rewrap(&name, &row))
			continue;
		store(&name, &row);
		rewrapped++;
	}
	return rewrapped;
}

PG_FUNCTION_INFO_V1(accord_rotate_kek);

Datum
accord_rotate_kek(PG_FUNCTION_ARGS)
{
	int64		rewrapped;

	(void) fcinfo;
	if (IsolationUsesXactSnapshot())
		ereport(ERROR,
				(errcode(ERRCODE_ACTIVE_SQL_TRANSACTION),
				 errmsg("rotate_kek must run in a transaction with isolation level READ COMMITTED"),
				 errdetail("Others would leave out keys that were made since the transaction began.")));
	if (work == NULL)
		work = accord_key_memory(sizeof(Work));
	/* or else a crash could bring back what only the KEK before unwraps */
	ForceSyncCommit();
	SPI_connect();
	/* no key is made meanwhile */
	accord_owner_execute("LOCK TABLE accord.data_key IN SHARE ROW EXCLUSIVE MODE", 0, NULL, NULL, NULL, SPI_OK_UTILITY);
	accord_owner_execute("SELECT domain, subject, version FROM accord.data_key WHERE wrapped IS NOT NULL "
						 "ORDER BY domain, subject, version", 0, NULL, NULL, NULL, SPI_OK_SELECT);
	accord_wipe(work, sizeof(*work));
	accord_kek_in_force(&work->in_force);
	rewrapped = rewrap_all(SPI_tuptable);
	accord_wipe(work, sizeof(*work));
	SPI_finish();
	PG_RETURN_INT64(rewrapped);
}

PG_FUNCTION_INFO_V1(accord_kek_id);

Datum
accord_kek_id(PG_FUNCTION_ARGS)
{
	AccordKek	kek;

	(void) fcinfo;
	accord_kek_in_force(&kek);
	accord_wipe(kek.wrap, sizeof(kek.wrap));
	PG_RETURN_TEXT_P(cstring_to_text(accord_kek_id_text(kek.id)));
}
