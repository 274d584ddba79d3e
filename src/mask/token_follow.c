/*
 * token_follow.c
 *	  Registrations of token columns follow names.
 *
 * Before a rename the registration gets the new names (support/event.c).  What
 * is dropped is forgotten: a registration is a right to make tokens, which a
 * later table of that name must not inherit.
 */
#include "postgres.h"

#include "access/relation.h"
#include "catalog/namespace.h"
#include "catalog/pg_type.h"
#include "executor/spi.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"

#include "mask/token_keep.h"
#include "support/compat.h"
#include "support/event.h"

/* schema, table, column or trigger: as pg_event_trigger_dropped_objects() has them */
#define NAMES_OF_PART 3
#define NAMES_OF_TABLE 2

static const AccordRegistry token_registry = {
	.table = "token_registration",
	.rename_relation = accord_token_registry_rename,
	.rename_column = accord_token_registry_rename_column,
	.rename_schema = accord_token_registry_rename_schema,
};

PG_FUNCTION_INFO_V1(accord_token_follow_rename);
Datum
accord_token_follow_rename(PG_FUNCTION_ARGS)
{
	accord_event_before_rename(accord_event_command(fcinfo), &token_registry);
	PG_RETURN_NULL();
}

/*
 * Without its last column the trigger would refuse all rows.  Whoever dropped
 * the column owns the table.
 */
static void
drop_idle_trigger(const char *schema, const char *name)
{
	Oid			namespace = get_namespace_oid(schema, true);
	Oid			relid = OidIsValid(namespace) ? get_relname_relid(name, namespace) : InvalidOid;
	bool		is_watched;
	Relation	relation;

	if (!OidIsValid(relid) || accord_token_registry_find(relid) != NIL)
		return;
	relation = relation_open(relid, AccessShareLock);
	is_watched = accord_token_has_trigger(relation);
	relation_close(relation, NoLock);
	if (is_watched)
		accord_token_remove_trigger(schema, name);
}

static void
forget(const char *type, char *const *names, int n)
{
	if (n == NAMES_OF_TABLE)
		accord_token_registry_delete(names[0], names[1], NULL);
	else if (n == NAMES_OF_PART && strcmp(type, "table column") == 0)
	{
		accord_token_registry_forget_column(names[0], names[1], names[2]);
		drop_idle_trigger(names[0], names[1]);
	}
	else if (n == NAMES_OF_PART && strcmp(names[2], ACCORD_TOKEN_TRIGGER) == 0)
		accord_token_registry_delete(names[0], names[1], NULL);
}

/* The names of a dropped object, out of the result of a query. */
static char **
read_names(SPITupleTable *dropped, uint64 row, int *n)
{
	bool		isnull;
	Datum		array = SPI_getbinval(dropped->vals[row], dropped->tupdesc, 2, &isnull);
	Datum	   *elements;
	char	  **names;

	*n = 0;
	if (isnull)
		return NULL;
	deconstruct_array(DatumGetArrayTypeP(array), TEXTOID, -1, false, TYPALIGN_INT, &elements, NULL, n);
	names = palloc_array(char *, *n + 1);
	for (int i = 0; i < *n; i++)
		names[i] = TextDatumGetCString(elements[i]);
	return names;
}

PG_FUNCTION_INFO_V1(accord_token_follow_drop);
Datum
accord_token_follow_drop(PG_FUNCTION_ARGS)
{
	SPITupleTable *dropped;
	uint64		rows;

	(void) accord_event_command(fcinfo);
	if (accord_event_is_idle(token_registry.table))
		PG_RETURN_NULL();
	SPI_connect();
	if (SPI_execute("SELECT o.object_type, o.address_names FROM pg_catalog.pg_event_trigger_dropped_objects() AS o "
					"WHERE o.object_type OPERATOR(pg_catalog.=) ANY ('{table,table column,trigger}') AND NOT o.is_temporary",
					false, 0) != SPI_OK_SELECT)
		elog(ERROR, "the objects of an event trigger could not be read");
	dropped = SPI_tuptable;
	rows = SPI_processed;
	for (uint64 i = 0; i < rows; i++)
	{
		int			n;
		char	  **names = read_names(dropped, i, &n);

		forget(SPI_getvalue(dropped->vals[i], dropped->tupdesc, 1), names, n);
	}
	SPI_finish();
	PG_RETURN_NULL();
}
