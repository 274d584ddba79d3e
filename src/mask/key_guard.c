/*
 * key_guard.c
 *	  Two triggers around the tables of keys.
 *
 * key_changed tells other backends, whoever changes the tables and however.
 * keep_keys refuses commands that would drop the extension, and its keys with
 * it.  PostgreSQL refuses by itself to drop a part of an extension, so there
 * are not many: DROP EXTENSION of accord or, with CASCADE, of the language
 * that functions of it are written in, and DROP OWNED of its owner.
 */
#include "postgres.h"

#include "commands/event_trigger.h"
#include "commands/trigger.h"
#include "fmgr.h"
#include "nodes/parsenodes.h"
#include "utils/acl.h"
#include "utils/guc.h"
#include "utils/inval.h"
#include "utils/rel.h"

#include "mask/key.h"
#include "support/compat.h"
#include "support/owner.h"

static bool allow_drop = false;

void
accord_key_guard_init(void)
{
	DefineCustomBoolVariable("accord.allow_drop",
							 "Lets DROP EXTENSION accord drop keys.",
							 "Without its key nothing that was encrypted can be read again.",
							 &allow_drop,
							 false,
							 PGC_USERSET, 0,
							 NULL, NULL, NULL);
}

PG_FUNCTION_INFO_V1(accord_key_changed);

Datum
accord_key_changed(PG_FUNCTION_ARGS)
{
	if (!CALLED_AS_TRIGGER(fcinfo))
		ereport(ERROR,
				(errcode(ERRCODE_E_R_I_E_TRIGGER_PROTOCOL_VIOLATED),
				 errmsg("function \"accord.key_changed\" was not called as a trigger")));
	CacheInvalidateRelcache(((TriggerData *) fcinfo->context)->tg_relation);
	return PointerGetDatum(NULL);
}

static bool
drops_extension(const DropStmt *drop)
{
	ListCell   *cell;

	if (drop->removeType != OBJECT_EXTENSION)
		return false;
	foreach(cell, drop->objects)
	{
		const char *name = strVal(lfirst(cell));

		if (strcmp(name, "accord") == 0 || (strcmp(name, "plpgsql") == 0 && drop->behavior == DROP_CASCADE))
			return true;
	}
	return false;
}

static bool
drops_owned(const DropOwnedStmt *drop)
{
	ListCell   *cell;

	foreach(cell, drop->roles)
		if (get_rolespec_oid(lfirst(cell), true) == accord_owner())
		return true;
	return false;
}

PG_FUNCTION_INFO_V1(accord_keep_keys);

Datum
accord_keep_keys(PG_FUNCTION_ARGS)
{
	Node	   *parsetree;

	if (!CALLED_AS_EVENT_TRIGGER(fcinfo))
		ereport(ERROR,
				(errcode(ERRCODE_E_R_I_E_TRIGGER_PROTOCOL_VIOLATED),
				 errmsg("function \"accord.keep_keys\" was not called as an event trigger")));
	parsetree = ((EventTriggerData *) fcinfo->context)->parsetree;
	if (!allow_drop &&
		((IsA(parsetree, DropStmt) && drops_extension((DropStmt *) parsetree)) ||
		 (IsA(parsetree, DropOwnedStmt) && drops_owned((DropOwnedStmt *) parsetree))) &&
		accord_key_table_holds_keys())
		ereport(ERROR,
				(errcode(ERRCODE_DEPENDENT_OBJECTS_STILL_EXIST),
				 errmsg("extension \"accord\" holds keys"),
				 errdetail("Without them nothing that was encrypted can be read again, and no token is made again."),
				 errhint("To drop them all the same: SET accord.allow_drop = on")));
	PG_RETURN_NULL();
}
