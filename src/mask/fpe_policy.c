/*
 * fpe_policy.c
 *	  Policies: found in accord.fpe_policy, compiled once in a backend.
 *
 * The table is read without the rights of the user, who needs none on it, and
 * with a snapshot of now, as catalogs are.  A policy that was changed is
 * noticed by an invalidation of the table, which may come at any time a
 * relation is opened: so it only counts, and what was compiled goes when the
 * next policy is looked for.  Ciphers go with the keys they come from.
 */
#include "postgres.h"

#include "access/genam.h"
#include "access/htup_details.h"
#include "access/table.h"
#include "catalog/namespace.h"
#include "utils/builtins.h"
#include "utils/fmgroids.h"
#include "utils/inval.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"
#include "utils/rel.h"

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

uint64		accord_fpe_generation = 1;

static AccordFpePolicy *cache = NULL;
static uint64 cache_generation = 0;
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
	row->definition = DatumGetJsonbPCopy(values[COLUMN_DEFINITION - 1]);
}

/* By the primary key; the newest version is the last one there. */
bool
accord_fpe_row(const char *name, int32 version, AccordFpeRow *row)
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
	scan = systable_beginscan_ordered(table, index, NULL, version == ACCORD_FPE_NEWEST ? 1 : 2, keys);
	tuple = systable_getnext_ordered(scan, BackwardScanDirection);
	if (HeapTupleIsValid(tuple))
		read_row(tuple, RelationGetDescr(table), row);
	systable_endscan_ordered(scan);
	index_close(index, AccessShareLock);
	table_close(table, AccessShareLock);
	return HeapTupleIsValid(tuple);
}

void
accord_fpe_find_row(const char *name, int32 version, AccordFpeRow *row)
{
	if (accord_fpe_row(name, version, row))
		return;
	if (version != ACCORD_FPE_NEWEST && accord_fpe_row(name, ACCORD_FPE_NEWEST, row))
		ereport(ERROR,
				(errcode(ERRCODE_UNDEFINED_OBJECT),
				 errmsg("policy \"%s\" has no version %d", name, version),
				 errhint("Its newest version is %d; accord.fpe_policy lists them.", row->version)));
	ereport(ERROR,
			(errcode(ERRCODE_UNDEFINED_OBJECT),
			 errmsg("there is no policy \"%s\"", name),
			 errhint("accord.create_fpe_policy() makes one; accord.fpe_policy lists those that exist.")));
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
	policy->asked = version;
	policy->name = pstrdup(name);
	policy->version = row.version;
	policy->domain = row.domain;
	policy->key_version = row.key_version;
	policy->rules = accord_fpe_read(name, row.definition);
	MemoryContextSwitchTo(caller);
	MemoryContextSetParent(context, CacheMemoryContext);
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
	for (policy = cache; policy != NULL; policy = policy->next)
		if (policy->asked == version && strcmp(policy->name, name) == 0)
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
