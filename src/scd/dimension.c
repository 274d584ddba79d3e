/*
 * dimension.c
 *	  A dimension as it is registered, and as its table is today.
 *
 * The registration knows names only, so that a dump restores it; what they
 * mean is looked up each time.  Its row is read and locked by one UPDATE
 * through the index: a sequential scan would take a predicate lock on the
 * whole table, and merges of different dimensions would fail each other
 * under SERIALIZABLE.
 */
#include "postgres.h"

#include "access/relation.h"
#include "catalog/pg_class.h"
#include "catalog/pg_type.h"
#include "commands/defrem.h"
#include "executor/spi.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/inval.h"
#include "utils/jsonb.h"
#include "utils/lsyscache.h"
#include "utils/rel.h"
#include "utils/timestamp.h"

#include "scd/dimension.h"
#include "support/owner.h"

/* what is read of the registration, in this order */
typedef enum RegistryField
{
	FIELD_SOURCE_SCHEMA = 1,
	FIELD_SOURCE_NAME,
	FIELD_KEY,
	FIELD_POLICIES,
	FIELD_VALID_FROM,
	FIELD_VALID_TO,
	FIELD_IS_CURRENT,
	FIELD_ROW_HASH,
	FIELD_IS_DELETED,
	FIELD_SURROGATE_KEY,
	FIELD_SCD_ID,
	FIELD_UPDATED_AT,
	FIELD_OPEN_END,
	FIELD_END_INCLUSIVE,
	FIELD_TIMEZONE,
	FIELD_HASH,
	FIELD_VALID_FROM_COLUMN,
	FIELD_LATE,
	FIELD_FIXED,
	FIELD_FILLED,
	FIELD_HASHED_BEFORE,
	FIELD_LAST_AT,
	FIELD_LAST_VALID_FROM,
	FIELD_LAST_OVERWRITTEN,
	FIELD_FEEDS,
} RegistryField;

#define REGISTRY_FIELDS \
	"source_schema, source_name, key, " \
	"ARRAY(SELECT pg_catalog.unnest(ARRAY[p.key, p.value]) FROM pg_catalog.jsonb_each_text(policies) AS p), " \
	"valid_from, valid_to, is_current, row_hash, is_deleted, surrogate_key, scd_id, updated_at, " \
	"open_end, end_inclusive, timezone, hash, valid_from_column, late, fixed, filled, hashed_before, " \
	"last_at, last_valid_from, last_overwritten, feeds"

#define REGISTRY_ROW \
	"dimension_schema OPERATOR(pg_catalog.=) $1 AND dimension_name OPERATOR(pg_catalog.=) $2"

/* how often a registration is looked for, by the name that its table has then */
#define LOCK_ATTEMPTS 3

static const char *const policy_names[] = {
	[ACCORD_POLICY_KEY] = "key",
	[ACCORD_POLICY_VERSION] = "version",
	[ACCORD_POLICY_OVERWRITE] = "overwrite",
	[ACCORD_POLICY_FIXED] = "fixed",
	[ACCORD_POLICY_PREVIOUS] = "previous",
	[ACCORD_POLICY_CURRENT] = "current",
	[ACCORD_POLICY_CARRY] = "carry",
};

static const char *const open_end_names[] = {
	[ACCORD_OPEN_INFINITY] = "infinity",
	[ACCORD_OPEN_NULL] = "null",
	[ACCORD_OPEN_FAR] = "9999-12-31",
};

int
accord_policy_by_name(const char *name)
{
	for (int i = 0; i < (int) lengthof(policy_names); i++)
		if (i != ACCORD_POLICY_KEY && strcmp(policy_names[i], name) == 0)
			return i;
	return -1;
}

const char *
accord_policy_name(AccordPolicy policy)
{
	return policy_names[policy];
}

AccordOpenEnd
accord_open_end_by_name(const char *name)
{
	for (int i = 0; i < (int) lengthof(open_end_names); i++)
		if (strcmp(open_end_names[i], name) == 0)
			return i;
	elog(ERROR, "unknown open end in the registry of dimensions");
}

const char *
accord_open_end_name(AccordOpenEnd open_end)
{
	return open_end_names[open_end];
}

/* The field as text in the caller's memory, or NULL. */
static char *
field_text(RegistryField field)
{
	return SPI_getvalue(SPI_tuptable->vals[0], SPI_tuptable->tupdesc, field);
}

static bool
field_is(RegistryField field, const char *value)
{
	char	   *text_value = field_text(field);

	return text_value != NULL && strcmp(text_value, value) == 0;
}

static Datum
field_datum(RegistryField field, bool *isnull)
{
	return SPI_getbinval(SPI_tuptable->vals[0], SPI_tuptable->tupdesc, field, isnull);
}

/* A text[] as a list of strings. */
static List *
field_list(RegistryField field)
{
	List	   *result = NIL;
	bool		isnull;
	Datum		array = field_datum(field, &isnull);
	Datum	   *elements;
	int			count;

	if (isnull)
		return NIL;
	deconstruct_array(DatumGetArrayTypeP(array), TEXTOID, -1, false, TYPALIGN_INT, &elements, NULL, &count);
	for (int i = 0; i < count; i++)
		result = lappend(result, TextDatumGetCString(elements[i]));
	return result;
}

static void
read_last_feed(AccordDimension *dimension)
{
	bool		isnull;
	Datum		last = field_datum(FIELD_LAST_AT, &isnull);

	dimension->has_last = !isnull;
	if (isnull)
		return;
	dimension->last_at = DatumGetTimestampTz(last);
	dimension->last_valid_from = DatumGetTimestamp(field_datum(FIELD_LAST_VALID_FROM, &isnull));
}

/* The registration in SPI's result. */
static AccordDimension *
read_registration(Oid relid)
{
	AccordDimension *dimension = palloc0(sizeof(AccordDimension));
	bool		isnull;

	dimension->relid = relid;
	dimension->schema = get_namespace_name(get_rel_namespace(relid));
	dimension->name = get_rel_name(relid);
	dimension->source_schema = field_text(FIELD_SOURCE_SCHEMA);
	dimension->source_name = field_text(FIELD_SOURCE_NAME);
	dimension->key_names = field_list(FIELD_KEY);
	dimension->policy_names = field_list(FIELD_POLICIES);
	dimension->valid_from = field_text(FIELD_VALID_FROM);
	dimension->valid_to = field_text(FIELD_VALID_TO);
	dimension->is_current = field_text(FIELD_IS_CURRENT);
	dimension->row_hash = field_text(FIELD_ROW_HASH);
	dimension->is_deleted = field_text(FIELD_IS_DELETED);
	dimension->surrogate_key = field_text(FIELD_SURROGATE_KEY);
	dimension->scd_id = field_text(FIELD_SCD_ID);
	dimension->updated_at = field_text(FIELD_UPDATED_AT);
	dimension->open_end = accord_open_end_by_name(field_text(FIELD_OPEN_END));
	dimension->end_inclusive = field_is(FIELD_END_INCLUSIVE, "t");
	dimension->timezone = field_text(FIELD_TIMEZONE);
	dimension->sha256 = field_is(FIELD_HASH, "sha256");
	dimension->valid_from_column = field_text(FIELD_VALID_FROM_COLUMN);
	dimension->skip_late = field_is(FIELD_LATE, "skip");
	dimension->refuse_fixed = field_is(FIELD_FIXED, "error");
	dimension->filled_names = field_list(FIELD_FILLED);
	dimension->hashed_before = field_text(FIELD_HASHED_BEFORE);
	read_last_feed(dimension);
	dimension->last_overwritten = DatumGetInt64(field_datum(FIELD_LAST_OVERWRITTEN, &isnull));
	dimension->feeds = DatumGetInt64(field_datum(FIELD_FEEDS, &isnull));
	return dimension;
}

/* Runs a statement on the row of the registry. */
static void
execute_on_registry(const char *sql, Oid relid, int expected)
{
	Oid			types[2] = {TEXTOID, TEXTOID};
	Datum		values[2];

	if (get_rel_name(relid) == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_UNDEFINED_TABLE),
				 errmsg("relation with OID %u does not exist", relid)));
	values[0] = CStringGetTextDatum(get_namespace_name(get_rel_namespace(relid)));
	values[1] = CStringGetTextDatum(get_rel_name(relid));
	accord_owner_execute(sql, 2, types, values, NULL, expected);
}

static void
not_registered(Oid relid)
{
	ereport(ERROR,
			(errcode(ERRCODE_UNDEFINED_OBJECT),
			 errmsg("\"%s\" is not a dimension", get_rel_name(relid)),
			 errhint("Make it with accord.create_dimension, or register a table that exists with accord.adopt_dimension.")));
}

AccordDimension *
accord_dimension_find(Oid relid, bool missing_ok)
{
	execute_on_registry("SELECT " REGISTRY_FIELDS " FROM accord.dimension WHERE " REGISTRY_ROW, relid, SPI_OK_SELECT);
	if (SPI_processed == 0)
	{
		if (!missing_ok)
			not_registered(relid);
		return NULL;
	}
	return read_registration(relid);
}

AccordDimension *
accord_dimension_lock(Oid relid)
{
	for (int i = 0; i < LOCK_ATTEMPTS; i++)
	{
		execute_on_registry("UPDATE accord.dimension SET feeds = feeds WHERE " REGISTRY_ROW
							" RETURNING " REGISTRY_FIELDS,
							relid, SPI_OK_UPDATE_RETURNING);
		if (SPI_processed > 0)
			return read_registration(relid);
		/* it may have waited for one who gave the table another name */
		AcceptInvalidationMessages();
	}
	not_registered(relid);
	return NULL;
}

bool
accord_dimension_policy(Oid relid, const char *column, AccordPolicy *policy)
{
	AccordDimension *dimension = accord_dimension_find(relid, true);

	if (dimension == NULL)
		return false;
	for (int i = 0; i + 1 < list_length(dimension->policy_names); i += 2)
	{
		if (strcmp(list_nth(dimension->policy_names, i), column) != 0)
			continue;
		*policy = accord_policy_by_name(list_nth(dimension->policy_names, i + 1));
		return true;
	}
	return false;
}

AccordColumn *
accord_dimension_column(const AccordDimension *dimension, const char *name)
{
	ListCell   *cell;

	foreach(cell, dimension->columns)
	{
		AccordColumn *column = lfirst(cell);

		if (strcmp(column->name, name) == 0)
			return column;
	}
	return NULL;
}

/* The attribute of that name; 42703 if the table has it no longer. */
static Form_pg_attribute
attribute_of(Relation relation, const char *name)
{
	TupleDesc	descriptor = RelationGetDescr(relation);

	for (int i = 0; i < descriptor->natts; i++)
	{
		Form_pg_attribute attribute = TupleDescAttr(descriptor, i);

		if (!attribute->attisdropped && strcmp(NameStr(attribute->attname), name) == 0)
			return attribute;
	}
	ereport(ERROR,
			(errcode(ERRCODE_UNDEFINED_COLUMN),
			 errmsg("dimension \"%s\" has no column \"%s\"", RelationGetRelationName(relation), name),
			 errdetail("It is registered with that column."),
			 errhint("Add the column again, or take it out with accord.alter_dimension."),
			 errtable(relation)));
}

bool
accord_name_is_in(const List *names, const char *name)
{
	ListCell   *cell;

	foreach(cell, names)
		if (strcmp(lfirst(cell), name) == 0)
		return true;
	return false;
}

char *
accord_companion_name(const char *name, AccordPolicy policy)
{
	if (policy != ACCORD_POLICY_PREVIOUS && policy != ACCORD_POLICY_CURRENT)
		return NULL;
	return makeObjectName(name, NULL, accord_policy_name(policy));
}

static AccordColumn *
make_column(const AccordDimension *dimension, Relation relation, const char *name, AccordPolicy policy)
{
	AccordColumn *column = palloc0(sizeof(AccordColumn));
	Form_pg_attribute attribute = attribute_of(relation, name);

	column->name = pstrdup(name);
	column->number = attribute->attnum;
	column->type = attribute->atttypid;
	column->typmod = attribute->atttypmod;
	column->collation = attribute->attcollation;
	column->policy = policy;
	column->companion = accord_companion_name(name, policy);
	if (column->companion != NULL)
		(void) attribute_of(relation, column->companion);
	column->filled = accord_name_is_in(dimension->filled_names, name);
	return column;
}

static int
compare_numbers(const ListCell *a, const ListCell *b)
{
	const AccordColumn *left = lfirst(a);
	const AccordColumn *right = lfirst(b);

	return left->number - right->number;
}

/* Of times that are compared before they are rounded, two may become one. */
void
accord_dimension_check_precision(Relation relation, Form_pg_attribute attribute)
{
	if (attribute->atttypmod < 0 || attribute->atttypmod >= MAX_TIMESTAMP_PRECISION)
		return;
	ereport(ERROR,
			(errcode(ERRCODE_DATATYPE_MISMATCH),
			 errmsg("column \"%s\" of dimension \"%s\" is of type %s", NameStr(attribute->attname),
					RelationGetRelationName(relation), format_type_with_typemod(attribute->atttypid, attribute->atttypmod)),
			 errdetail("It would round the times of feeds."),
			 errhint("Change its type with ALTER TABLE to %s, which keeps all values.", format_type_be(attribute->atttypid)),
			 errtable(relation)));
}

/* A merge reads it as one. */
static void
check_hash(Relation relation, Form_pg_attribute attribute)
{
	if (getBaseType(attribute->atttypid) == UUIDOID)
		return;
	ereport(ERROR,
			(errcode(ERRCODE_DATATYPE_MISMATCH),
			 errmsg("column \"%s\" of dimension \"%s\" is of type %s", NameStr(attribute->attname),
					RelationGetRelationName(relation), format_type_be(attribute->atttypid)),
			 errdetail("It holds the hash of a version, which is a uuid."),
			 errhint("Change its type with ALTER TABLE to uuid; NULL stands for a hash that is not known."),
			 errtable(relation)));
}

/* Also: the columns of ours are there. */
static void
resolve_times(AccordDimension *dimension, Relation relation)
{
	const char *const ours[] = {dimension->valid_to, dimension->row_hash, dimension->is_current,
	dimension->surrogate_key, dimension->scd_id, dimension->updated_at};

	dimension->time_type = attribute_of(relation, dimension->valid_from)->atttypid;
	if (dimension->time_type != TIMESTAMPTZOID && dimension->time_type != TIMESTAMPOID &&
		dimension->time_type != DATEOID)
		ereport(ERROR,
				(errcode(ERRCODE_DATATYPE_MISMATCH),
				 errmsg("column \"%s\" of dimension \"%s\" is of type %s", dimension->valid_from,
						RelationGetRelationName(relation), format_type_be(dimension->time_type)),
				 errhint("It must be timestamp with time zone, timestamp or date.")));
	accord_dimension_check_precision(relation, attribute_of(relation, dimension->valid_from));
	accord_dimension_check_precision(relation, attribute_of(relation, dimension->valid_to));
	for (int i = 0; i < (int) lengthof(ours); i++)
		if (ours[i] != NULL)
			(void) attribute_of(relation, ours[i]);
	check_hash(relation, attribute_of(relation, dimension->row_hash));
	if (dimension->is_deleted != NULL)
		dimension->deleted_is_text = attribute_of(relation, dimension->is_deleted)->atttypid != BOOLOID;
}

bool
accord_dimension_forget_column(AccordDimension *dimension, const char *name)
{
	for (int i = 0; i + 1 < list_length(dimension->policy_names); i += 2)
	{
		if (strcmp(list_nth(dimension->policy_names, i), name) != 0)
			continue;
		dimension->policy_names = list_delete_nth_cell(dimension->policy_names, i);
		dimension->policy_names = list_delete_nth_cell(dimension->policy_names, i);
		return true;
	}
	return false;
}

bool
accord_dimension_was_hashed(const AccordDimension *dimension, const char *name)
{
	for (int i = 0; i + 1 < list_length(dimension->policy_names); i += 2)
		if (strcmp(list_nth(dimension->policy_names, i), name) == 0)
			return accord_policy_is_hashed(accord_policy_by_name(list_nth(dimension->policy_names, i + 1)));
	return false;
}

/* The key stays in front, in its order. */
static void
sort_columns(AccordDimension *dimension)
{
	List	   *keys = list_copy_head(dimension->columns, dimension->keys);
	List	   *others = list_copy_tail(dimension->columns, dimension->keys);

	list_sort(others, compare_numbers);
	dimension->columns = list_concat(keys, others);
}

void
accord_dimension_renumber(AccordDimension *dimension, Relation relation)
{
	ListCell   *cell;

	foreach(cell, dimension->columns)
	{
		AccordColumn *column = lfirst(cell);

		column->number = attribute_of(relation, column->name)->attnum;
	}
	sort_columns(dimension);
}

void
accord_dimension_check_time(const AccordDimension *dimension)
{
	if (dimension->end_inclusive && dimension->time_type != DATEOID)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("option \"end_inclusive\" is for dates only"),
				 errdetail("\"%s\" is of type %s.", dimension->valid_to, format_type_be(dimension->time_type)),
				 errhint("Where an end is a moment, versions end where the next one begins.")));
}

void
accord_dimension_resolve(AccordDimension *dimension, Relation relation)
{
	ListCell   *cell;

	resolve_times(dimension, relation);
	dimension->partitioned = relation->rd_rel->relkind == RELKIND_PARTITIONED_TABLE;
	dimension->columns = NIL;
	foreach(cell, dimension->key_names)
		dimension->columns = lappend(dimension->columns,
									 make_column(dimension, relation, lfirst(cell), ACCORD_POLICY_KEY));
	dimension->keys = list_length(dimension->columns);
	for (int i = 0; i + 1 < list_length(dimension->policy_names); i += 2)
	{
		int			policy = accord_policy_by_name(list_nth(dimension->policy_names, i + 1));

		if (policy < 0)
			elog(ERROR, "unknown policy in the registry of dimensions");
		dimension->columns = lappend(dimension->columns,
									 make_column(dimension, relation, list_nth(dimension->policy_names, i), policy));
	}
	sort_columns(dimension);
}

List *
accord_dimension_hashed_before(const AccordDimension *dimension)
{
	Jsonb	   *lists = DatumGetJsonbP(DirectFunctionCall1(jsonb_in, CStringGetDatum(dimension->hashed_before)));
	JsonbIterator *iterator = JsonbIteratorInit(&lists->root);
	JsonbIteratorToken token;
	JsonbValue	value;
	List	   *result = NIL;
	List	   *names = NIL;
	int			depth = 0;

	while ((token = JsonbIteratorNext(&iterator, &value, false)) != WJB_DONE)
	{
		if (token == WJB_BEGIN_ARRAY && ++depth == 2)
			names = NIL;
		else if (token == WJB_ELEM && depth == 2 && value.type == jbvString)
			names = lappend(names, pnstrdup(value.val.string.val, value.val.string.len));
		else if (token == WJB_END_ARRAY && depth-- == 2)
			result = lappend(result, names);
	}
	return result;
}
