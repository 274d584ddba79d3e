/*
 * rename.c
 *	  Names in the registry that change, written as its owner.
 *
 * Rows are found by the old name, among those committed by now.  Where another
 * rename was first, they are not found any more, and nothing happens here: the
 * command itself fails then.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "executor/spi.h"
#include "utils/builtins.h"

#include "scd/registry.h"
#include "scd/rename.h"
#include "support/owner.h"

/* more than any statement here has */
#define MAX_NAMES 4

/* A statement whose parameters are names. */
static void
execute(const char *sql, int expected, int n, const char *const *names)
{
	Oid			types[MAX_NAMES];
	Datum		values[MAX_NAMES];

	for (int i = 0; i < n; i++)
	{
		types[i] = TEXTOID;
		values[i] = CStringGetTextDatum(names[i]);
	}
	accord_owner_execute_latest(sql, n, types, values, NULL, expected);
}

void
accord_rename_relation(const char *schema, const char *name, const char *new_schema, const char *new_name)
{
	const char *const names[] = {schema, name, new_schema, new_name};

	/*
	 * SET SCHEMA to the schema that it is in: what is in the way is the
	 * relation itself
	 */
	if (strcmp(schema, new_schema) == 0 && strcmp(name, new_name) == 0)
		return;
	execute("DELETE FROM accord.dimension AS d WHERE d.dimension_schema OPERATOR(pg_catalog.=) $3 "
			"AND d.dimension_name OPERATOR(pg_catalog.=) $4 AND EXISTS (SELECT FROM accord.dimension AS o "
			"WHERE o.dimension_schema OPERATOR(pg_catalog.=) $1 AND o.dimension_name OPERATOR(pg_catalog.=) $2)",
			SPI_OK_DELETE, 4, names);
	execute("UPDATE accord.dimension SET dimension_schema = $3, dimension_name = $4 "
			"WHERE dimension_schema OPERATOR(pg_catalog.=) $1 AND dimension_name OPERATOR(pg_catalog.=) $2",
			SPI_OK_UPDATE, 4, names);
	if (SPI_processed > 0)
		execute("UPDATE accord.feed SET dimension_schema = $3, dimension_name = $4 "
				"WHERE dimension_schema OPERATOR(pg_catalog.=) $1 AND dimension_name OPERATOR(pg_catalog.=) $2",
				SPI_OK_UPDATE, 4, names);
	execute("UPDATE accord.dimension SET source_schema = $3, source_name = $4 "
			"WHERE source_schema OPERATOR(pg_catalog.=) $1 AND source_name OPERATOR(pg_catalog.=) $2",
			SPI_OK_UPDATE, 4, names);
}

void
accord_rename_schema(const char *schema, const char *new_schema)
{
	const char *const names[] = {schema, new_schema};

	execute("DELETE FROM accord.dimension AS d WHERE d.dimension_schema OPERATOR(pg_catalog.=) $2 "
			"AND EXISTS (SELECT FROM accord.dimension AS o WHERE o.dimension_schema OPERATOR(pg_catalog.=) $1 "
			"AND o.dimension_name OPERATOR(pg_catalog.=) d.dimension_name)",
			SPI_OK_DELETE, 2, names);
	execute("UPDATE accord.dimension SET dimension_schema = $2 WHERE dimension_schema OPERATOR(pg_catalog.=) $1",
			SPI_OK_UPDATE, 2, names);
	execute("UPDATE accord.dimension SET source_schema = $2 WHERE source_schema OPERATOR(pg_catalog.=) $1",
			SPI_OK_UPDATE, 2, names);
	execute("UPDATE accord.feed SET dimension_schema = $2 WHERE dimension_schema OPERATOR(pg_catalog.=) $1",
			SPI_OK_UPDATE, 2, names);
}

/* a column that holds a name, with the new one where it is the old one */
#define RENAMED(column) \
	column " = CASE WHEN " column " OPERATOR(pg_catalog.=) $3 THEN $4 ELSE " column " END"

void
accord_rename_column(const char *schema, const char *name, const char *column, const char *new_column)
{
	const char *const names[] = {schema, name, column, new_column};

	execute("UPDATE accord.dimension SET "
			RENAMED("valid_from") ", " RENAMED("valid_to") ", " RENAMED("is_current") ", " RENAMED("row_hash") ", "
			RENAMED("is_deleted") ", " RENAMED("surrogate_key") ", " RENAMED("scd_id") ", " RENAMED("updated_at") ", "
			"key = pg_catalog.array_replace(key, $3, $4), filled = pg_catalog.array_replace(filled, $3, $4), "
			"policies = CASE WHEN policies OPERATOR(pg_catalog.?) $3 THEN policies OPERATOR(pg_catalog.-) $3 "
			"OPERATOR(pg_catalog.||) pg_catalog.jsonb_build_object($4, policies OPERATOR(pg_catalog.->) $3) ELSE policies END, "
			"hashed_before = COALESCE((SELECT pg_catalog.jsonb_agg((SELECT COALESCE(pg_catalog.jsonb_agg("
			"CASE WHEN c.name OPERATOR(pg_catalog.=) $3 THEN $4 ELSE c.name END ORDER BY c.place), '[]') "
			"FROM pg_catalog.jsonb_array_elements_text(l.list) WITH ORDINALITY AS c (name, place)) ORDER BY l.place) "
			"FROM pg_catalog.jsonb_array_elements(hashed_before) WITH ORDINALITY AS l (list, place)), '[]') "
			"WHERE dimension_schema OPERATOR(pg_catalog.=) $1 AND dimension_name OPERATOR(pg_catalog.=) $2",
			SPI_OK_UPDATE, 4, names);
	execute("UPDATE accord.dimension SET valid_from_column = $4 WHERE source_schema OPERATOR(pg_catalog.=) $1 "
			"AND source_name OPERATOR(pg_catalog.=) $2 AND valid_from_column OPERATOR(pg_catalog.=) $3",
			SPI_OK_UPDATE, 4, names);
}

List *
accord_rename_dimensions_of(const char *schema)
{
	List	   *result = NIL;

	execute("SELECT dimension_name FROM accord.dimension WHERE dimension_schema OPERATOR(pg_catalog.=) $1",
			SPI_OK_SELECT, 1, &schema);
	for (uint64 i = 0; i < SPI_processed; i++)
		result = lappend(result, SPI_getvalue(SPI_tuptable->vals[i], SPI_tuptable->tupdesc, 1));
	return result;
}

/*
 * What was dropped is asked for as the user: only then are its temporary
 * tables the user's own.
 */
void
accord_rename_forget_dropped(void)
{
	SPITupleTable *dropped;
	uint64		n;

	if (SPI_execute("SELECT o.schema_name, o.object_name FROM pg_catalog.pg_event_trigger_dropped_objects() AS o "
					"WHERE o.object_type OPERATOR(pg_catalog.=) 'table' AND NOT o.is_temporary",
					false, 0) != SPI_OK_SELECT)
		elog(ERROR, "the objects of an event trigger could not be read");
	dropped = SPI_tuptable;
	n = SPI_processed;
	for (uint64 i = 0; i < n; i++)
	{
		char	   *schema = SPI_getvalue(dropped->vals[i], dropped->tupdesc, 1);
		char	   *name = SPI_getvalue(dropped->vals[i], dropped->tupdesc, 2);

		if (schema != NULL && name != NULL)
			(void) accord_registry_delete(schema, name);
	}
}
