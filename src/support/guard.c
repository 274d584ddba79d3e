/*
 * guard.c
 *	  Tables that are written by accord alone.
 *
 * Rights on tables do not keep them: a member of pg_write_all_data has those
 * on every table, and a row there may be a right to use keys.  So a trigger
 * asks who writes.  A function of accord that writes is the owner meanwhile
 * (owner.h).  Logical replication applies rows without statements, and copies
 * tables as the subscription's owner or that of the table.
 */
#include "postgres.h"

#include "commands/trigger.h"
#include "fmgr.h"
#include "miscadmin.h"
#include "utils/acl.h"
#include "utils/rel.h"

#include "support/compat.h"
#include "support/owner.h"

PG_FUNCTION_INFO_V1(accord_written_by_accord);

Datum
accord_written_by_accord(PG_FUNCTION_ARGS)
{
	Oid			owner;

	if (!CALLED_AS_TRIGGER(fcinfo))
		ereport(ERROR,
				(errcode(ERRCODE_E_R_I_E_TRIGGER_PROTOCOL_VIOLATED),
				 errmsg("function \"accord.written_by_accord\" was not called as a trigger")));
	owner = accord_owner();
	if (!has_privs_of_role(GetUserId(), owner))
		ereport(ERROR,
				(errcode(ERRCODE_INSUFFICIENT_PRIVILEGE),
				 errmsg("table \"accord.%s\" is written by accord alone",
						RelationGetRelationName(((TriggerData *) fcinfo->context)->tg_relation)),
				 errhint("Use the functions of accord. A dump is restored by a superuser or by role \"%s\".",
						 GetUserNameFromId(owner, false))));
	return PointerGetDatum(NULL);
}
