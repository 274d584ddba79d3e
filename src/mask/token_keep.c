/*
 * token_keep.c
 *	  The trigger that keeps token columns.
 *
 * Each row that comes in gets the token of its value, whatever it says itself;
 * a row that is updated gets it anew if value or token change or the token is
 * missing, and else stays as it is.
 *
 * Whose right on the domain counts says the registration, never the trigger:
 * anybody can put this function on a table of their own, with any arguments.
 */
#include "postgres.h"

#include "access/htup_details.h"
#include "catalog/pg_class.h"
#include "catalog/pg_type.h"
#include "commands/trigger.h"
#include "miscadmin.h"
#include "nodes/makefuncs.h"
#include "parser/parse_func.h"
#include "utils/acl.h"
#include "utils/builtins.h"
#include "utils/datum.h"
#include "utils/lsyscache.h"
#include "utils/syscache.h"
#include "utils/uuid.h"

#include "mask/token_keep.h"
#include "support/compat.h"

/* a column of the table that a statement writes to */
typedef struct Kept
{
	const AccordTokenColumn *names;
	AccordTokenPlace place;
	Oid			role;
	AccordSite	site;
} Kept;

/* those of one statement, in fn_extra */
typedef struct Keeper
{
	int			n;
	Kept		kept[FLEXIBLE_ARRAY_MEMBER];
} Keeper;

bool		accord_token_refill = false;

static AttrNumber
find_column(Relation relation, const char *name)
{
	AttrNumber	number = get_attnum(RelationGetRelid(relation), name);

	if (number <= 0)
		ereport(ERROR,
				(errcode(ERRCODE_UNDEFINED_COLUMN),
				 errmsg("column \"%s\" of table \"%s\" does not exist", name, RelationGetRelationName(relation))));
	if (TupleDescAttr(RelationGetDescr(relation), number - 1)->attgenerated != '\0')
		ereport(ERROR,
				(errcode(ERRCODE_WRONG_OBJECT_TYPE),
				 errmsg("column \"%s\" of table \"%s\" is a generated column", name, RelationGetRelationName(relation)),
				 errdetail("Its value is not known when tokens are made.")));
	return number;
}

static bool
is_uuid(Form_pg_attribute target)
{
	if (target->atttypid == UUIDOID)
		return true;
	if (target->atttypid != TEXTOID &&
		!(target->atttypid == VARCHAROID &&
		  (target->atttypmod < 0 || target->atttypmod - VARHDRSZ >= ACCORD_TOKEN_TEXT_BYTES)))
		ereport(ERROR,
				(errcode(ERRCODE_DATATYPE_MISMATCH),
				 errmsg("column \"%s\" cannot hold tokens", NameStr(target->attname)),
				 errhint("A token column is of type text or uuid.")));
	return false;
}

AccordTokenPlace
accord_token_place(Relation relation, const AccordTokenColumn *column)
{
	AccordTokenPlace place;
	Form_pg_attribute source;

	place.source = find_column(relation, column->source);
	place.target = find_column(relation, column->target);
	place.as_uuid = is_uuid(TupleDescAttr(RelationGetDescr(relation), place.target - 1));
	source = TupleDescAttr(RelationGetDescr(relation), place.source - 1);
	if (!accord_token_input(source->atttypid, &place.input))
		ereport(ERROR,
				(errcode(ERRCODE_DATATYPE_MISMATCH),
				 errmsg("values of type %s have no tokens", format_type_be(source->atttypid)),
				 errhint("Tokens are made of text, integers and uuid.")));
	return place;
}

bool
accord_token_has_trigger(Relation relation)
{
	Oid			function = LookupFuncName(list_make2(makeString("accord"), makeString("keep_tokens")), 0, NULL, false);

	for (int i = 0; relation->trigdesc != NULL && i < relation->trigdesc->numtriggers; i++)
	{
		Trigger    *trigger = &relation->trigdesc->triggers[i];

		if (trigger->tgfoid == function && strcmp(trigger->tgname, ACCORD_TOKEN_TRIGGER) == 0)
			return true;
	}
	return false;
}

bool
accord_token_is_kept(Relation relation)
{
	TriggerDesc *triggers = relation->trigdesc;

	for (int i = 0; triggers != NULL && i < triggers->numtriggers; i++)
	{
		Trigger    *trigger = &triggers->triggers[i];

		if (strcmp(trigger->tgname, ACCORD_TOKEN_TRIGGER) == 0)
			return trigger->tgenabled == TRIGGER_FIRES_ALWAYS ||
				trigger->tgenabled == (SessionReplicationRole == SESSION_REPLICATION_ROLE_REPLICA ?
									   TRIGGER_FIRES_ON_REPLICA : TRIGGER_FIRES_ON_ORIGIN);
	}
	return false;
}

/*
 * Is it the table that was registered?  A name is taken by another one where
 * the registration could not follow, and a row of it would tell tokens.
 */
static void
check_owner(const AccordTokenColumn *column)
{
	HeapTuple	tuple = SearchSysCache1(RELOID, ObjectIdGetDatum(column->relid));
	Oid			owner = get_role_oid(column->owner, true);
	bool		same = HeapTupleIsValid(tuple) && OidIsValid(owner) && ((Form_pg_class) GETSTRUCT(tuple))->relowner == owner;

	if (HeapTupleIsValid(tuple))
		ReleaseSysCache(tuple);
	if (!same)
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("table \"%s\" belonged to role \"%s\" when its token column \"%s\" was set up",
						column->relation, column->owner, column->target),
				 errhint("Set it up again with accord.token_column().")));
}

static void
prepare_kept(Kept *kept, Relation relation, const AccordTokenColumn *column)
{
	kept->names = column;
	kept->place = accord_token_place(relation, column);
	kept->role = get_role_oid(column->role, true);
	if (!OidIsValid(kept->role))
		ereport(ERROR,
				(errcode(ERRCODE_UNDEFINED_OBJECT),
				 errmsg("role \"%s\", which set up token column \"%s\" of table \"%s\", does not exist",
						column->role, column->target, RelationGetRelationName(relation)),
				 errhint("Set it up again with accord.token_column().")));
	check_owner(column);
	accord_site_name(&kept->site, cstring_to_text(column->domain), NULL);
}

static Keeper *
make_keeper(Relation relation)
{
	List	   *columns = accord_token_registry_find(RelationGetRelid(relation));
	Keeper	   *keeper = palloc0(offsetof(Keeper, kept) + list_length(columns) * sizeof(Kept));
	ListCell   *cell;

	if (columns == NIL)
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("no token column of table \"%s\" is registered", RelationGetRelationName(relation)),
				 errhint("Set it up again with accord.token_column(), or drop trigger \"%s\".", ACCORD_TOKEN_TRIGGER)));
	foreach(cell, columns)
		prepare_kept(&keeper->kept[keeper->n++], relation, lfirst(cell));
	return keeper;
}

/* Says which column it was, and whose right: the one who writes has neither. */
static void
tell_column(void *arg)
{
	const Kept *kept = arg;

	errcontext("token column \"%s\" of table \"%s.%s\", set up by role \"%s\"",
			   kept->names->target, kept->names->schema, kept->names->relation, kept->names->role);
}

static bool
is_same(Form_pg_attribute attribute, Datum a, bool a_null, Datum b, bool b_null)
{
	return a_null == b_null && (a_null || datum_image_eq(a, b, attribute->attbyval, attribute->attlen));
}

/* Is the token of a row that is updated what it should be? */
static bool
is_up_to_date(const Kept *kept, const AccordDataKey *key, HeapTuple old, HeapTuple new, TupleDesc descriptor)
{
	AttrNumber	numbers[] = {kept->place.source, kept->place.target};
	Datum		value = (Datum) 0;
	bool		isnull = true;

	for (int i = 0; i < (int) lengthof(numbers); i++)
	{
		bool		old_null;
		Datum		old_value = heap_getattr(old, numbers[i], descriptor, &old_null);

		value = heap_getattr(new, numbers[i], descriptor, &isnull);
		if (!is_same(TupleDescAttr(descriptor, numbers[i] - 1), old_value, old_null, value, isnull))
			return false;
	}
	if (isnull)
		return false;
	if (!accord_token_refill)
		return true;
	if (kept->place.as_uuid)
		return accord_token_version_of_uuid(DatumGetUUIDP(value)->data) == key->version;
	return accord_token_version_of_text(VARDATA_ANY(DatumGetTextPP(value)),
										VARSIZE_ANY_EXHDR(DatumGetTextPP(value))) == key->version;
}

/* The row, with the token of one column as it should be. */
static HeapTuple
keep(Kept *kept, TriggerData *data, HeapTuple row)
{
	TupleDesc	descriptor = RelationGetDescr(data->tg_relation);
	HeapTuple	old = TRIGGER_FIRED_BY_UPDATE(data->tg_event) ? data->tg_trigtuple : NULL;
	int			target = kept->place.target;
	const AccordDataKey *key = accord_site_key(&kept->site, ACCORD_RIGHT_TOKEN, ACCORD_KEY_CURRENT, kept->role);
	bool		isnull;
	Datum		value;
	Datum		token = (Datum) 0;

	if (old != NULL && is_up_to_date(kept, key, old, row, descriptor))
		return row;
	value = heap_getattr(row, kept->place.source, descriptor, &isnull);
	isnull = isnull || !accord_token_make(&kept->site, key, kept->place.input, value, kept->place.as_uuid, &token);
	return heap_modify_tuple_by_cols(row, descriptor, 1, &target, &token, &isnull);
}

static void
check_fired(FunctionCallInfo fcinfo)
{
	TriggerData *data = (TriggerData *) fcinfo->context;

	if (!CALLED_AS_TRIGGER(fcinfo) || !TRIGGER_FIRED_BEFORE(data->tg_event) || !TRIGGER_FIRED_FOR_ROW(data->tg_event) ||
		TRIGGER_FIRED_BY_DELETE(data->tg_event))
		ereport(ERROR,
				(errcode(ERRCODE_E_R_I_E_TRIGGER_PROTOCOL_VIOLATED),
				 errmsg("keep_tokens() is for a trigger BEFORE INSERT OR UPDATE FOR EACH ROW"),
				 errhint("accord.token_column() makes it.")));
}

PG_FUNCTION_INFO_V1(accord_keep_tokens);
Datum
accord_keep_tokens(PG_FUNCTION_ARGS)
{
	TriggerData *data = (TriggerData *) fcinfo->context;
	ErrorContextCallback context = {.previous = error_context_stack,.callback = tell_column};
	HeapTuple	row;
	Keeper	   *keeper;

	check_fired(fcinfo);
	if (fcinfo->flinfo->fn_extra == NULL)
	{
		MemoryContext caller = MemoryContextSwitchTo(fcinfo->flinfo->fn_mcxt);

		fcinfo->flinfo->fn_extra = make_keeper(data->tg_relation);
		MemoryContextSwitchTo(caller);
	}
	keeper = fcinfo->flinfo->fn_extra;
	row = TRIGGER_FIRED_BY_UPDATE(data->tg_event) ? data->tg_newtuple : data->tg_trigtuple;
	error_context_stack = &context;
	for (int i = 0; i < keeper->n; i++)
	{
		context.arg = &keeper->kept[i];
		row = keep(&keeper->kept[i], data, row);
	}
	error_context_stack = context.previous;
	return PointerGetDatum(row);
}
