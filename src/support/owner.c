/*
 * owner.c
 *	  Writing accord's own tables inside a statement of a user who may not.
 *
 * As ri_triggers.c does: the owner's rights, for exactly one statement.
 */
#include "postgres.h"

#include "access/htup_details.h"
#include "access/xact.h"
#include "catalog/namespace.h"
#include "catalog/pg_class.h"
#include "executor/spi.h"
#include "miscadmin.h"
#include "utils/guc.h"
#include "utils/lsyscache.h"
#include "utils/rel.h"
#include "utils/snapmgr.h"
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

/* What is committed by now; rows that the transaction does not see may not be written. */
static int
execute_latest(const char *sql, int nargs, Oid *types, Datum *values, const char *nulls)
{
	SPIPlanPtr	plan = SPI_prepare(sql, nargs, types);
	Snapshot	crosscheck = IsolationUsesXactSnapshot() ? GetTransactionSnapshot() : InvalidSnapshot;

	if (plan == NULL)
		elog(ERROR, "a statement on a table of accord was not prepared: %s", SPI_result_code_string(SPI_result));
	return SPI_execute_snapshot(plan, values, nulls, GetLatestSnapshot(), crosscheck, false, true, 0);
}

static int
execute(const char *sql, int nargs, Oid *types, Datum *values, const char *nulls)
{
	return SPI_execute_with_args(sql, nargs, types, values, nulls, false, 0);
}

/* One of the two above, as the owner and without sequential scans. */
static void
execute_as_owner(int (*run) (const char *, int, Oid *, Datum *, const char *),
				 const char *sql, int nargs, Oid *types, Datum *values, const char *nulls, int expected)
{
	AccordCaller caller;
	int			level = NewGUCNestLevel();
	int			result;

	(void) set_config_option("enable_seqscan", "off", PGC_USERSET, PGC_S_SESSION, GUC_ACTION_SAVE, true, 0, false);
	accord_owner_enter(&caller);
	result = run(sql, nargs, types, values, nulls);
	accord_owner_leave(&caller);
	AtEOXact_GUC(true, level);
	if (result != expected)
		elog(ERROR, "a statement on a table of accord returned %s", SPI_result_code_string(result));
}

void
accord_owner_execute(const char *sql, int nargs, Oid *types, Datum *values, const char *nulls, int expected)
{
	execute_as_owner(execute, sql, nargs, types, values, nulls, expected);
}

void
accord_owner_execute_latest(const char *sql, int nargs, Oid *types, Datum *values, const char *nulls, int expected)
{
	execute_as_owner(execute_latest, sql, nargs, types, values, nulls, expected);
}
