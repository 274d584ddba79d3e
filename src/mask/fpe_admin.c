/*
 * fpe_admin.c
 *	  create_fpe_policy, rotate_fpe_policy, drop_fpe_policy, fpe_templates.
 *
 * A version of a policy, once made, never changes: values were encrypted by
 * it.  Who may call these is said by grants; the table is written as its
 * owner.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "commands/trigger.h"
#include "executor/spi.h"
#include "funcapi.h"
#include "utils/builtins.h"
#include "utils/fmgrprotos.h"
#include "utils/inval.h"

#include "mask/fpe_policy.h"
#include "support/compat.h"
#include "support/owner.h"

static char *
name_argument(FunctionCallInfo fcinfo, int number)
{
	char	   *name = text_to_cstring(PG_GETARG_TEXT_PP(number));

	if (name[0] == '\0' || strlen(name) > ACCORD_FPE_NAME_BYTES)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("the name of a policy has 1 to %d bytes", ACCORD_FPE_NAME_BYTES)));
	return name;
}

static void
insert_row(const char *policy, const AccordFpeRow *row)
{
	Oid			types[] = {TEXTOID, INT4OID, TEXTOID, INT4OID, JSONBOID};
	Datum		values[] = {
		CStringGetTextDatum(policy), Int32GetDatum(row->version), CStringGetTextDatum(row->domain),
		Int32GetDatum(row->key_version), JsonbPGetDatum(row->definition)
	};

	SPI_connect();
	accord_owner_execute("INSERT INTO accord.fpe_policy (policy, version, domain, key_version, definition) "
						 "VALUES ($1, $2, $3, $4, $5)",
						 lengthof(types), types, values, NULL, SPI_OK_INSERT);
	SPI_finish();
}

PG_FUNCTION_INFO_V1(accord_create_fpe_policy);
Datum
accord_create_fpe_policy(PG_FUNCTION_ARGS)
{
	char	   *policy = name_argument(fcinfo, 0);
	AccordFpeRow row;
	bool		dropped = accord_fpe_any_row(policy, ACCORD_FPE_NEWEST, NULL, &row);

	if (dropped && row.definition != NULL)
		ereport(ERROR,
				(errcode(ERRCODE_DUPLICATE_OBJECT),
				 errmsg("policy \"%s\" exists already", policy),
				 errhint("accord.rotate_fpe_policy() makes another version of it.")));

	/*
	 * values that the one before encrypted may still be there, and name its
	 * versions
	 */
	row.version = dropped ? row.version + 1 : 1;
	row.domain = text_to_cstring(PG_GETARG_TEXT_PP(1));
	row.definition = accord_fpe_derive(NULL, PG_GETARG_JSONB_P(2));
	(void) accord_fpe_read(policy, row.definition);
	row.key_version = accord_keys_newest(row.domain);
	insert_row(policy, &row);
	PG_RETURN_INT32(row.version);
}

static bool
same_definition(const Jsonb *a, const Jsonb *b)
{
	return DatumGetBool(DirectFunctionCall2(jsonb_eq, JsonbPGetDatum(a), JsonbPGetDatum(b)));
}

PG_FUNCTION_INFO_V1(accord_rotate_fpe_policy);
Datum
accord_rotate_fpe_policy(PG_FUNCTION_ARGS)
{
	char	   *policy = name_argument(fcinfo, 0);
	AccordFpeRow before;
	AccordFpeRow row;

	accord_fpe_find_row(policy, ACCORD_FPE_NEWEST, &before);
	row = before;
	row.version++;
	row.key_version = accord_keys_newest(row.domain);
	row.definition = accord_fpe_derive(before.definition, PG_GETARG_JSONB_P(1));
	(void) accord_fpe_read(policy, row.definition);
	if (row.key_version == before.key_version && same_definition(row.definition, before.definition))
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("another version of policy \"%s\" would be the same", policy),
				 errdetail("Neither its definition nor the key of domain \"%s\" changed.", row.domain),
				 errhint("accord.rotate_key() makes a new key.")));
	insert_row(policy, &row);
	PG_RETURN_INT32(row.version);
}

/*
 * An older version.  The newest one goes only with all others: the next one
 * would get its number, and what it encrypted would come back wrong.
 */
static void
drop_version(const char *policy, int32 version)
{
	AccordFpeRow row;
	Oid			types[] = {TEXTOID, INT4OID};
	Datum		values[] = {CStringGetTextDatum(policy), Int32GetDatum(version)};

	if (version <= 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("versions of policies begin at 1")));
	accord_fpe_find_row(policy, version, &row);
	accord_fpe_find_row(policy, ACCORD_FPE_NEWEST, &row);
	if (version == row.version)
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("version %d of policy \"%s\" is its newest one", version, policy),
				 errhint("Drop older versions, or without a version the policy as a whole.")));
	accord_owner_execute("DELETE FROM accord.fpe_policy WHERE policy OPERATOR(pg_catalog.=) $1 "
						 "AND version OPERATOR(pg_catalog.=) $2",
						 lengthof(types), types, values, NULL, SPI_OK_DELETE);
}

/* All of it but the number of its newest version, which no other one is to get. */
static void
drop_policy(const char *policy)
{
	AccordFpeRow row;
	Oid			types[] = {TEXTOID, INT4OID};
	Datum		values[] = {CStringGetTextDatum(policy), 0};

	accord_fpe_find_row(policy, ACCORD_FPE_NEWEST, &row);
	values[1] = Int32GetDatum(row.version);
	accord_owner_execute("DELETE FROM accord.fpe_policy WHERE policy OPERATOR(pg_catalog.=) $1 "
						 "AND version OPERATOR(pg_catalog.<) $2",
						 lengthof(types), types, values, NULL, SPI_OK_DELETE);
	accord_owner_execute("UPDATE accord.fpe_policy SET definition = NULL WHERE policy OPERATOR(pg_catalog.=) $1 "
						 "AND version OPERATOR(pg_catalog.=) $2",
						 lengthof(types), types, values, NULL, SPI_OK_UPDATE);
}

PG_FUNCTION_INFO_V1(accord_drop_fpe_policy);
Datum
accord_drop_fpe_policy(PG_FUNCTION_ARGS)
{
	char	   *policy;

	if (PG_ARGISNULL(0))
		PG_RETURN_VOID();
	policy = name_argument(fcinfo, 0);
	SPI_connect();
	if (PG_ARGISNULL(1))
		drop_policy(policy);
	else
		drop_version(policy, PG_GETARG_INT32(1));
	SPI_finish();
	PG_RETURN_VOID();
}

/* By whatever statement, also of a restore: all sessions forget what they know of policies. */
PG_FUNCTION_INFO_V1(accord_fpe_policy_changed);
Datum
accord_fpe_policy_changed(PG_FUNCTION_ARGS)
{
	if (!CALLED_AS_TRIGGER(fcinfo))
		ereport(ERROR,
				(errcode(ERRCODE_E_R_I_E_TRIGGER_PROTOCOL_VIOLATED),
				 errmsg("accord.fpe_policy_changed() is a trigger function")));
	CacheInvalidateRelcache(((TriggerData *) fcinfo->context)->tg_relation);
	accord_fpe_forget_newest();
	return PointerGetDatum(NULL);
}

PG_FUNCTION_INFO_V1(accord_fpe_templates_list);
Datum
accord_fpe_templates_list(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;

	InitMaterializedSRF(fcinfo, 0);
	for (const AccordFpeTemplate *t = accord_fpe_templates; t->name != NULL; t++)
	{
		Datum		values[2];
		bool		nulls[2] = {false};

		if (t->needs_utf8 && GetDatabaseEncoding() != PG_UTF8)
			continue;
		values[0] = CStringGetTextDatum(t->name);
		values[1] = JsonbPGetDatum(accord_fpe_template(t->name));
		tuplestore_putvalues(result->setResult, result->setDesc, values, nulls);
	}
	return (Datum) 0;
}
