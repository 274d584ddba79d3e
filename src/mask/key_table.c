/*
 * key_table.c
 *	  The tables of domains and keys, read by their indexes.
 *
 * A scan of systable_beginscan() without a snapshot takes the one of the
 * catalogues, which is new each time for tables like these; the latest one of
 * GetLatestSnapshot() cannot be had while a plan runs in parallel.
 */
#include "postgres.h"

#include "access/genam.h"
#include "access/htup_details.h"
#include "access/table.h"
#include "catalog/namespace.h"
#include "catalog/pg_type.h"
#include "utils/acl.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/fmgroids.h"
#include "utils/lsyscache.h"
#include "utils/rel.h"

#include "mask/key_table.h"
#include "support/owner.h"

/* columns, as the install script has them */
enum
{
	DOMAIN_DOMAIN = 1,
	DOMAIN_NORMALISE
};

enum
{
	KEY_DOMAIN = 1,
	KEY_SUBJECT,
	KEY_VERSION,
	KEY_KEK_ID,
	KEY_WRAPPED
};

enum
{
	GRANT_DOMAIN = 1,
	GRANT_RIGHT,
	GRANT_ROLE
};

typedef struct Table
{
	const char *name;
	const char *index;			/* of the primary key */
	Oid			relid;			/* as it was when last read */
} Table;

static Table domains = {"domain", "domain_pkey", InvalidOid};
static Table keys = {"data_key", "data_key_pkey", InvalidOid};
static Table grants = {"domain_grant", "domain_grant_pkey", InvalidOid};

static const char *const right_names[] = {
	[ACCORD_RIGHT_TOKEN] = "token",
	[ACCORD_RIGHT_DECRYPT] = "decrypt",
};

/* in order of the bits */
static const char *const normalisation_names[] = {"trim", "lower", "digits"};

/* a scan under way */
typedef struct Reading
{
	Relation	table;
	Relation	index;
	SysScanDesc scan;
} Reading;

static Relation
open_table(Table *table, Oid *index)
{
	Oid			schema = get_namespace_oid("accord", false);
	Oid			relid = get_relname_relid(table->name, schema);

	*index = get_relname_relid(table->index, schema);
	if (!OidIsValid(relid) || !OidIsValid(*index))
		ereport(ERROR,
				(errcode(ERRCODE_UNDEFINED_TABLE),
				 errmsg("table \"accord.%s\" or its index is missing", table->name),
				 errhint("Create the extension accord again in this database.")));
	table->relid = relid;
	return table_open(relid, AccessShareLock);
}

/* The rows in the order of the index, whose first columns are equal to the keys. */
static Reading
begin_reading(Table *table, int nkeys, ScanKey scan_keys)
{
	Reading		reading;
	Oid			index;

	reading.table = open_table(table, &index);
	reading.index = index_open(index, AccessShareLock);
	reading.scan = systable_beginscan_ordered(reading.table, reading.index, NULL, nkeys, scan_keys);
	return reading;
}

/* The locks stay, as those of a query do. */
static void
end_reading(Reading *reading)
{
	systable_endscan_ordered(reading->scan);
	index_close(reading->index, NoLock);
	table_close(reading->table, NoLock);
}

static void
key_text(ScanKey scan_key, AttrNumber column, const char *value)
{
	ScanKeyInit(scan_key, column, BTEqualStrategyNumber, F_TEXTEQ, CStringGetTextDatum(value));
}

static int
bit_of(const char *name)
{
	for (int i = 0; i < (int) lengthof(normalisation_names); i++)
		if (strcmp(name, normalisation_names[i]) == 0)
			return 1 << i;
	return 0;
}

/* Bits of a text[] of names, and the first that is none. */
static int
read_normalisation(Datum names, const char **unknown)
{
	int			bits = 0;
	int			n;
	Datum	   *elements;
	bool	   *nulls;

	deconstruct_array(DatumGetArrayTypeP(names), TEXTOID, -1, false, TYPALIGN_INT, &elements, &nulls, &n);
	for (int i = 0; i < n; i++)
	{
		const char *name = nulls[i] ? "NULL" : TextDatumGetCString(elements[i]);

		if (bit_of(name) == 0 && *unknown == NULL)
			*unknown = name;
		bits |= bit_of(name);
	}
	return bits;
}

const char *
accord_key_table_unknown_normalisation(Datum names)
{
	const char *unknown = NULL;

	(void) read_normalisation(names, &unknown);
	return unknown;
}

bool
accord_key_table_domain(const char *domain, int *normalisation)
{
	ScanKeyData scan_key;
	Reading		reading;
	HeapTuple	tuple;
	const char *unknown = NULL;
	bool		isnull;

	key_text(&scan_key, DOMAIN_DOMAIN, domain);
	reading = begin_reading(&domains, 1, &scan_key);
	tuple = systable_getnext_ordered(reading.scan, ForwardScanDirection);
	if (HeapTupleIsValid(tuple))
		*normalisation = read_normalisation(heap_getattr(tuple, DOMAIN_NORMALISE, RelationGetDescr(reading.table),
														 &isnull), &unknown);
	end_reading(&reading);
	return HeapTupleIsValid(tuple);
}

/* A bytea of just that length; anything else becomes zeroes, which fit nothing. */
static void
read_bytes(HeapTuple tuple, AttrNumber column, TupleDesc descriptor, uint8 *bytes, Size len)
{
	bool		isnull;
	Datum		value = heap_getattr(tuple, column, descriptor, &isnull);
	bytea	   *whole = isnull ? NULL : DatumGetByteaPP(value);

	memset(bytes, 0, len);
	if (whole != NULL && VARSIZE_ANY_EXHDR(whole) == len)
		memcpy(bytes, VARDATA_ANY(whole), len);
}

static void
read_key(HeapTuple tuple, TupleDesc descriptor, AccordKeyRow *row)
{
	bool		isnull;

	row->version = DatumGetInt32(heap_getattr(tuple, KEY_VERSION, descriptor, &isnull));
	row->destroyed = heap_attisnull(tuple, KEY_WRAPPED, descriptor);
	read_bytes(tuple, KEY_KEK_ID, descriptor, row->kek_id, sizeof(row->kek_id));
	read_bytes(tuple, KEY_WRAPPED, descriptor, row->wrapped, sizeof(row->wrapped));
}

bool
accord_key_table_find(const char *domain, const char *subject, int32 version, AccordKeyRow *row)
{
	ScanKeyData scan_keys[3];
	int			nkeys = 2;
	Reading		reading;
	HeapTuple	tuple;

	key_text(&scan_keys[0], KEY_DOMAIN, domain);
	key_text(&scan_keys[1], KEY_SUBJECT, subject);
	if (version != ACCORD_KEY_CURRENT)
		ScanKeyInit(&scan_keys[nkeys++], KEY_VERSION, BTEqualStrategyNumber, F_INT4EQ, Int32GetDatum(version));
	reading = begin_reading(&keys, nkeys, scan_keys);
	tuple = systable_getnext_ordered(reading.scan, BackwardScanDirection);
	if (HeapTupleIsValid(tuple))
		read_key(tuple, RelationGetDescr(reading.table), row);
	end_reading(&reading);
	return HeapTupleIsValid(tuple);
}

/* Is this the role, or everybody, or a role of which it is a member? */
static bool
is_role_or_member(const char *granted, Oid role)
{
	Oid			grantee;

	if (strcmp(granted, "public") == 0)
		return true;
	grantee = get_role_oid(granted, true);
	return OidIsValid(grantee) && has_privs_of_role(role, grantee);
}

bool
accord_key_table_granted(const char *domain, AccordKeyRight right, Oid role)
{
	ScanKeyData scan_keys[2];
	Reading		reading;
	HeapTuple	tuple;
	bool		granted = has_privs_of_role(role, accord_owner());

	key_text(&scan_keys[0], GRANT_DOMAIN, domain);
	key_text(&scan_keys[1], GRANT_RIGHT, right_names[right]);
	reading = begin_reading(&grants, 2, scan_keys);
	while (!granted && HeapTupleIsValid(tuple = systable_getnext_ordered(reading.scan, ForwardScanDirection)))
	{
		bool		isnull;
		Datum		name = heap_getattr(tuple, GRANT_ROLE, RelationGetDescr(reading.table), &isnull);

		granted = is_role_or_member(TextDatumGetCString(name), role);
	}
	end_reading(&reading);
	return granted;
}

bool
accord_key_table_holds_keys(void)
{
	Reading		reading = begin_reading(&keys, 0, NULL);
	HeapTuple	tuple;
	bool		found = false;

	while (!found && HeapTupleIsValid(tuple = systable_getnext_ordered(reading.scan, ForwardScanDirection)))
		found = !heap_attisnull(tuple, KEY_WRAPPED, RelationGetDescr(reading.table));
	end_reading(&reading);
	return found;
}

bool
accord_key_table_is(Oid relid)
{
	return relid == domains.relid || relid == keys.relid || relid == grants.relid;
}

void
accord_key_table_forget(void)
{
	domains.relid = keys.relid = grants.relid = InvalidOid;
}
