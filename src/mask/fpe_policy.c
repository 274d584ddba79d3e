/*
 * fpe_policy.c
 *	  Policies: found in accord.fpe_policy, compiled once in a backend.
 *
 * The table is read without the rights of the user, who needs none on it.  A
 * policy that was changed is noticed by an invalidation of the table, which
 * may come at any time a relation is opened: so it only counts, and what was
 * compiled goes when the next policy is looked for.  Ciphers go with the keys
 * they come from.
 *
 * A ciphertext does not tell its version, so values that one statement
 * encrypts under two of them are lost.  Versions are read with a snapshot of
 * now, as catalogs are; but which is the newest is read with the statement's,
 * so that its parallel workers agree, and then kept until the statement ends,
 * since triggers and functions in it have later snapshots.  It is kept by
 * portal: what is planned or fetched from a cursor has a snapshot of its own.
 */
#include "postgres.h"

#include "access/genam.h"
#include "access/htup_details.h"
#include "access/table.h"
#include "access/xact.h"
#include "catalog/namespace.h"
#include "tcop/pquery.h"
#include "utils/builtins.h"
#include "utils/fmgroids.h"
#include "utils/inval.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"
#include "utils/rel.h"
#include "utils/snapmgr.h"

#include "mask/fpe_policy.h"

/* columns of the table */
enum
{
	COLUMN_POLICY = 1,
	COLUMN_VERSION,
	COLUMN_DOMAIN,
	COLUMN_KEY_VERSION,
	COLUMN_DEFINITION
};

/* the newest version of a policy, in this statement */
typedef struct Newest
{
	struct Newest *next;
	Portal		portal;			/* that asked; never looked into */
	int32		version;
	char		name[ACCORD_FPE_NAME_BYTES + 1];
} Newest;

uint64		accord_fpe_generation = 1;

static AccordFpePolicy *cache = NULL;
static uint64 cache_generation = 0;
static Newest *newest = NULL;
static Oid	policy_table = InvalidOid;

/* ---- the table ---- */

static Oid
find_relation(const char *name)
{
	Oid			relation = get_relname_relid(name, get_namespace_oid("accord", false));

	if (!OidIsValid(relation))
		ereport(ERROR,
				(errcode(ERRCODE_UNDEFINED_TABLE),
				 errmsg("relation \"accord.%s\" is missing", name),
				 errhint("Create the extension accord again in this database.")));
	return relation;
}

static void
read_row(HeapTuple tuple, TupleDesc descriptor, AccordFpeRow *row)
{
	Datum		values[COLUMN_DEFINITION];
	bool		nulls[COLUMN_DEFINITION];

	Assert(descriptor->natts == COLUMN_DEFINITION);
	heap_deform_tuple(tuple, descriptor, values, nulls);
	row->version = DatumGetInt32(values[COLUMN_VERSION - 1]);
	row->key_version = DatumGetInt32(values[COLUMN_KEY_VERSION - 1]);
	row->domain = TextDatumGetCString(values[COLUMN_DOMAIN - 1]);
	row->definition = nulls[COLUMN_DEFINITION - 1] ? NULL : DatumGetJsonbPCopy(values[COLUMN_DEFINITION - 1]);
}

/* By the primary key; the newest version is the last one there. */
bool
accord_fpe_any_row(const char *name, int32 version, Snapshot snapshot, AccordFpeRow *row)
{
	Relation	table;
	Relation	index;
	ScanKeyData keys[2];
	SysScanDesc scan;
	HeapTuple	tuple;

	policy_table = find_relation("fpe_policy");
	table = table_open(policy_table, AccessShareLock);
	index = index_open(find_relation("fpe_policy_pkey"), AccessShareLock);
	ScanKeyInit(&keys[0], COLUMN_POLICY, BTEqualStrategyNumber, F_TEXTEQ, CStringGetTextDatum(name));
	ScanKeyInit(&keys[1], COLUMN_VERSION, BTEqualStrategyNumber, F_INT4EQ, Int32GetDatum(version));
	scan = systable_beginscan_ordered(table, index, snapshot, version == ACCORD_FPE_NEWEST ? 1 : 2, keys);
	tuple = systable_getnext_ordered(scan, BackwardScanDirection);
	if (HeapTupleIsValid(tuple))
		read_row(tuple, RelationGetDescr(table), row);
	systable_endscan_ordered(scan);
	index_close(index, AccessShareLock);
	table_close(table, AccessShareLock);
	return HeapTupleIsValid(tuple);
}

bool
accord_fpe_row(const char *name, int32 version, Snapshot snapshot, AccordFpeRow *row)
{
	return accord_fpe_any_row(name, version, snapshot, row) && row->definition != NULL;
}

void
accord_fpe_find_row(const char *name, int32 version, AccordFpeRow *row)
{
	if (accord_fpe_row(name, version, NULL, row))
		return;
	if (version != ACCORD_FPE_NEWEST && accord_fpe_row(name, ACCORD_FPE_NEWEST, NULL, row))
		ereport(ERROR,
				(errcode(ERRCODE_UNDEFINED_OBJECT),
				 errmsg("policy \"%s\" has no version %d", name, version),
				 errhint("Its newest version is %d; accord.fpe_policy lists them.", row->version)));
	ereport(ERROR,
			(errcode(ERRCODE_UNDEFINED_OBJECT),
			 errmsg("there is no policy \"%s\"", name),
			 errhint("accord.create_fpe_policy() makes one; accord.fpe_policy lists those that exist.")));
}

/* ---- the newest version ---- */

void
accord_fpe_forget_newest(void)
{
	while (newest != NULL)
	{
		Newest	   *entry = newest;

		newest = entry->next;
		pfree(entry);
	}
}

uint64
accord_fpe_statement(void)
{
	static uint64 number = 0;
	static TimestampTz statement = 0;
	static TimestampTz transaction = 0;

	if (statement != GetCurrentStatementStartTimestamp() || transaction != GetCurrentTransactionStartTimestamp())
	{
		/* a statement that takes no lock has not heard of what others did */
		AcceptInvalidationMessages();
		accord_fpe_forget_newest();
		statement = GetCurrentStatementStartTimestamp();
		transaction = GetCurrentTransactionStartTimestamp();
		number++;
	}
	return number;
}

static Newest *
find_newest(const char *name)
{
	Newest	   *entry = newest;

	while (entry != NULL && (entry->portal != ActivePortal || strcmp(entry->name, name) != 0))
		entry = entry->next;
	return entry;
}

static void
remember_newest(const char *name, int32 version)
{
	Newest	   *entry = find_newest(name);

	if (entry == NULL)
	{
		entry = MemoryContextAllocZero(CacheMemoryContext, sizeof(Newest));
		entry->portal = ActivePortal;
		strlcpy(entry->name, name, sizeof(entry->name));
		entry->next = newest;
		newest = entry;
	}
	entry->version = version;
}

static int32
newest_version(const char *name)
{
	Newest	   *entry = find_newest(name);
	AccordFpeRow row;

	/* the one that was may have been rolled back since */
	if (entry != NULL && accord_fpe_row(name, entry->version, NULL, &row))
		return entry->version;

	/*
	 * a policy that the statement itself has made is younger than its
	 * snapshot
	 */
	if (!ActiveSnapshotSet() || !accord_fpe_row(name, ACCORD_FPE_NEWEST, GetActiveSnapshot(), &row))
		accord_fpe_find_row(name, ACCORD_FPE_NEWEST, &row);
	remember_newest(name, row.version);
	return row.version;
}

/* ---- the cache ---- */

static void
drop_ciphers(void)
{
	for (AccordFpePolicy *policy = cache; policy != NULL; policy = policy->next)
	{
		accord_ff1_free(policy->cipher);
		policy->cipher = NULL;
	}
}

static void
drop_policies(void)
{
	drop_ciphers();
	while (cache != NULL)
	{
		AccordFpePolicy *policy = cache;

		cache = policy->next;
		MemoryContextDelete(policy->context);
	}
}

/* In a context of its own, which is the cache's once nothing can fail any more. */
static AccordFpePolicy *
compile(const char *name, int32 version)
{
	AccordFpeRow row;
	MemoryContext caller = CurrentMemoryContext;
	MemoryContext context = AllocSetContextCreate(caller, "accord policy", ALLOCSET_SMALL_SIZES);
	AccordFpePolicy *policy;

	MemoryContextSwitchTo(context);
	accord_fpe_find_row(name, version, &row);
	policy = palloc0(sizeof(*policy));
	policy->context = context;
	policy->name = pstrdup(name);
	policy->version = row.version;
	policy->domain = row.domain;
	policy->key_version = row.key_version;
	policy->rules = accord_fpe_read(name, row.definition);
	MemoryContextSwitchTo(caller);
	MemoryContextSetParent(context, CacheMemoryContext);
	return policy;
}

static AccordFpePolicy *
find_compiled(const char *name, int32 version)
{
	AccordFpePolicy *policy = cache;

	while (policy != NULL && (policy->version != version || strcmp(policy->name, name) != 0))
		policy = policy->next;
	return policy;
}

AccordFpePolicy *
accord_fpe_find(const char *name, int32 version)
{
	AccordFpePolicy *policy;
	uint64		generation = accord_fpe_generation;

	if (cache_generation != generation)
		drop_policies();
	cache_generation = generation;
	if (version == ACCORD_FPE_NEWEST)
		version = newest_version(name);
	policy = find_compiled(name, version);
	if (policy != NULL)
		return policy;
	policy = compile(name, version);
	policy->next = cache;
	cache = policy;
	return policy;
}

AccordFf1 *
accord_fpe_cipher(AccordFpePolicy *policy, const AccordDataKey *key)
{
	if (policy->cipher == NULL &&
		accord_ff1_create(&policy->cipher, key->subkey[ACCORD_PURPOSE_FPE], ACCORD_KEY_BYTES,
						  policy->rules->alphabet->radix, 0) != ACCORD_FF1_OK)
		elog(ERROR, "could not set up FF1");
	return policy->cipher;
}

static void
note_change(Datum argument, Oid relation)
{
	(void) argument;
	if (relation == policy_table || !OidIsValid(relation))
		accord_fpe_generation++;
}

void
accord_fpe_init(void)
{
	CacheRegisterRelcacheCallback(note_change, (Datum) 0);
	accord_keys_on_drop(drop_ciphers);
}
