/*
 * owner.c
 *	  Writing accord's own tables inside a statement of a user who may not.
 *
 * As ri_triggers.c does: the owner's rights, for exactly one statement.
 */
#include "postgres.h"

#include "access/htup_details.h"
#include "catalog/namespace.h"
#include "catalog/pg_class.h"
#include "executor/spi.h"
#include "miscadmin.h"
#include "utils/guc.h"
#include "utils/lsyscache.h"
#include "utils/rel.h"
#include "utils/syscache.h"

#include "support/owner.h"

/* That of one table stands for all. */
Oid
accord_owner(void)
{
	Oid			relation = get_relname_relid("dimension", get_namespace_oid("accord", false));
	HeapTuple	tuple = SearchSysCache1(RELOID, ObjectIdGetDatum(relation));
	Oid			owner;

	if (!HeapTupleIsValid(tuple))
		ereport(ERROR,
				(errcode(ERRCODE_UNDEFINED_TABLE),
				 errmsg("table \"accord.dimension\" is missing"),
				 errhint("Create the extension accord again in this database.")));
	owner = ((Form_pg_class) GETSTRUCT(tuple))->relowner;
	ReleaseSysCache(tuple);
	return owner;
}

void
accord_owner_enter(AccordCaller *caller)
{
	GetUserIdAndSecContext(&caller->user, &caller->context);
	SetUserIdAndSecContext(accord_owner(),
						   caller->context | SECURITY_LOCAL_USERID_CHANGE | SECURITY_NOFORCE_RLS);
}

void
accord_owner_leave(const AccordCaller *caller)
{
	SetUserIdAndSecContext(caller->user, caller->context);
}

void
accord_owner_execute(const char *sql, int nargs, Oid *types, Datum *values, const char *nulls, int expected)
{
	AccordCaller caller;
	int			level = NewGUCNestLevel();
	int			result;

	(void) set_config_option("enable_seqscan", "off", PGC_USERSET, PGC_S_SESSION, GUC_ACTION_SAVE, true, 0, false);
	accord_owner_enter(&caller);
	result = SPI_execute_with_args(sql, nargs, types, values, nulls, false, 0);
	accord_owner_leave(&caller);
	AtEOXact_GUC(true, level);
	if (result != expected)
		elog(ERROR, "a statement on a table of accord returned %s", SPI_result_code_string(result));
}
