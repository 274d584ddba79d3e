/*
 * token_registry.c
 *	  Which columns hold tokens of which, by name.
 *
 * Read by its index, without SPI: a trigger does so for each statement of
 * somebody who need not have any right on it.  Its names are COLLATE "C",
 * since that is what such a scan compares by.
 */
#include "postgres.h"

#include "access/genam.h"
#include "access/htup_details.h"
#include "access/skey.h"
#include "access/table.h"
#include "catalog/namespace.h"
#include "catalog/partition.h"
#include "catalog/pg_type.h"
#include "executor/spi.h"
#include "utils/builtins.h"
#include "utils/fmgroids.h"
#include "utils/lsyscache.h"
#include "utils/rel.h"

#include "mask/token_registry.h"
#include "support/owner.h"

/* more than any statement here has */
#define MAX_NAMES 7

/* columns of the table */
enum
{
	COLUMN_SCHEMA = 1,
	COLUMN_RELATION,
	COLUMN_TARGET,
	COLUMN_SOURCE,
	COLUMN_DOMAIN,
	COLUMN_ROLE,
	COLUMN_OWNER,
	COLUMNS = COLUMN_OWNER
};

/* Of the extension of this database; InvalidOid while it is not there. */
static Oid
object_of_accord(const char *name)
{
	Oid			schema = get_namespace_oid("accord", true);

	return OidIsValid(schema) ? get_relname_relid(name, schema) : InvalidOid;
}

static AccordTokenColumn *
read_column(HeapTuple tuple, TupleDesc descriptor)
{
	AccordTokenColumn *column = palloc_object(AccordTokenColumn);
	Datum		values[COLUMNS];
	bool		nulls[COLUMNS];

	heap_deform_tuple(tuple, descriptor, values, nulls);
	column->schema = TextDatumGetCString(values[COLUMN_SCHEMA - 1]);
	column->relation = TextDatumGetCString(values[COLUMN_RELATION - 1]);
	column->target = TextDatumGetCString(values[COLUMN_TARGET - 1]);
	column->source = TextDatumGetCString(values[COLUMN_SOURCE - 1]);
	column->domain = TextDatumGetCString(values[COLUMN_DOMAIN - 1]);
	column->role = TextDatumGetCString(values[COLUMN_ROLE - 1]);
	column->owner = TextDatumGetCString(values[COLUMN_OWNER - 1]);
	return column;
}

static List *
find_of_relation(Relation registry, Oid relid, List *columns)
{
	ScanKeyData keys[2];
	SysScanDesc scan;
	HeapTuple	tuple;

	ScanKeyInit(&keys[0], COLUMN_SCHEMA, BTEqualStrategyNumber, F_TEXTEQ,
				CStringGetTextDatum(get_namespace_name(get_rel_namespace(relid))));
	ScanKeyInit(&keys[1], COLUMN_RELATION, BTEqualStrategyNumber, F_TEXTEQ,
				CStringGetTextDatum(get_rel_name(relid)));
	scan = systable_beginscan(registry, object_of_accord("token_registration_pkey"), true, NULL, lengthof(keys), keys);
	while (HeapTupleIsValid(tuple = systable_getnext(scan)))
	{
		AccordTokenColumn *column = read_column(tuple, RelationGetDescr(registry));

		column->relid = relid;
		columns = lappend(columns, column);
	}
	systable_endscan(scan);
	return columns;
}

List *
accord_token_registry_find(Oid relid)
{
	Relation	registry = table_open(object_of_accord("token_registration"), AccessShareLock);
	List	   *columns = find_of_relation(registry, relid, NIL);
	ListCell   *cell;

	if (get_rel_relispartition(relid))
		foreach(cell, get_partition_ancestors(relid))
			columns = find_of_relation(registry, lfirst_oid(cell), columns);
	table_close(registry, AccessShareLock);
	return columns;
}

AccordTokenColumn *
accord_token_registry_target(Oid relid, const char *target)
{
	Relation	registry = table_open(object_of_accord("token_registration"), AccessShareLock);
	List	   *columns = find_of_relation(registry, relid, NIL);
	ListCell   *cell;

	table_close(registry, AccessShareLock);
	foreach(cell, columns)
	{
		AccordTokenColumn *column = lfirst(cell);

		if (strcmp(column->target, target) == 0)
			return column;
	}
	return NULL;
}

/*
 * A statement whose parameters are names; NULL stays NULL.  It sees what is
 * committed by now, as the functions above do.
 */
static void
execute(const char *sql, int expected, int n, const char *const *names)
{
	Oid			types[MAX_NAMES];
	Datum		values[MAX_NAMES];
	char		nulls[MAX_NAMES];

	for (int i = 0; i < n; i++)
	{
		types[i] = TEXTOID;
		values[i] = names[i] ? CStringGetTextDatum(names[i]) : (Datum) 0;
		nulls[i] = names[i] ? ' ' : 'n';
	}
	accord_owner_execute_latest(sql, n, types, values, nulls, expected);
}

void
accord_token_registry_insert(const AccordTokenColumn *column)
{
	const char *const names[] = {
		column->schema, column->relation, column->target, column->source, column->domain, column->role, column->owner
	};

	accord_token_registry_delete(column->schema, column->relation, column->target);
	execute("INSERT INTO accord.token_registration (relation_schema, relation_name, target_column, source_column, domain, set_up_by, table_owner) "
			"VALUES ($1, $2, $3, $4, $5, $6, $7)", SPI_OK_INSERT, lengthof(names), names);
}

void
accord_token_registry_delete(const char *schema, const char *relation, const char *target)
{
	const char *const names[] = {schema, relation, target};

	execute("DELETE FROM accord.token_registration WHERE relation_schema OPERATOR(pg_catalog.=) $1 "
			"AND relation_name OPERATOR(pg_catalog.=) $2 AND ($3 IS NULL OR target_column OPERATOR(pg_catalog.=) $3)",
			SPI_OK_DELETE, lengthof(names), names);
}

void
accord_token_registry_forget_column(const char *schema, const char *relation, const char *column)
{
	const char *const names[] = {schema, relation, column};

	execute("DELETE FROM accord.token_registration WHERE relation_schema OPERATOR(pg_catalog.=) $1 "
			"AND relation_name OPERATOR(pg_catalog.=) $2 AND (target_column OPERATOR(pg_catalog.=) $3 "
			"OR source_column OPERATOR(pg_catalog.=) $3)",
			SPI_OK_DELETE, lengthof(names), names);
}

/* What is registered under the new name is left of a table that is gone. */
void
accord_token_registry_rename(const char *schema, const char *relation, const char *new_schema, const char *new_relation)
{
	const char *const names[] = {schema, relation, new_schema, new_relation};

	/*
	 * SET SCHEMA to the schema that it is in: what is in the way is the table
	 * itself
	 */
	if (strcmp(schema, new_schema) == 0 && strcmp(relation, new_relation) == 0)
		return;
	execute("DELETE FROM accord.token_registration WHERE relation_schema OPERATOR(pg_catalog.=) $3 "
			"AND relation_name OPERATOR(pg_catalog.=) $4 AND EXISTS (SELECT FROM accord.token_registration AS o "
			"WHERE o.relation_schema OPERATOR(pg_catalog.=) $1 AND o.relation_name OPERATOR(pg_catalog.=) $2)",
			SPI_OK_DELETE, lengthof(names), names);
	execute("UPDATE accord.token_registration SET relation_schema = $3, relation_name = $4 "
			"WHERE relation_schema OPERATOR(pg_catalog.=) $1 AND relation_name OPERATOR(pg_catalog.=) $2",
			SPI_OK_UPDATE, lengthof(names), names);
}

void
accord_token_registry_rename_column(const char *schema, const char *relation, const char *column, const char *new_column)
{
	const char *const names[] = {schema, relation, column, new_column};

	execute("UPDATE accord.token_registration SET "
			"target_column = CASE WHEN target_column OPERATOR(pg_catalog.=) $3 THEN $4 ELSE target_column END, "
			"source_column = CASE WHEN source_column OPERATOR(pg_catalog.=) $3 THEN $4 ELSE source_column END "
			"WHERE relation_schema OPERATOR(pg_catalog.=) $1 AND relation_name OPERATOR(pg_catalog.=) $2 "
			"AND (target_column OPERATOR(pg_catalog.=) $3 OR source_column OPERATOR(pg_catalog.=) $3)",
			SPI_OK_UPDATE, lengthof(names), names);
}

void
accord_token_registry_rename_schema(const char *schema, const char *new_schema)
{
	const char *const names[] = {schema, new_schema};

	execute("UPDATE accord.token_registration SET relation_schema = $2 WHERE relation_schema OPERATOR(pg_catalog.=) $1",
			SPI_OK_UPDATE, lengthof(names), names);
}
