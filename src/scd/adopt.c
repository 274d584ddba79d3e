/*
 * adopt.c
 *	  adopt_dimension: a history table that exists, registered.
 *
 * Nothing of it is changed unless the caller says so; what merges need and the
 * table lacks is shown as statements.  Hashes stay unknown until rehash or a
 * merge fills them.
 */
#include "postgres.h"

#include "access/relation.h"
#include "catalog/namespace.h"
#include "catalog/pg_type.h"
#include "commands/defrem.h"
#include "executor/spi.h"
#include "miscadmin.h"
#include "optimizer/optimizer.h"
#include "rewrite/rewriteHandler.h"
#include "utils/acl.h"
#include "utils/builtins.h"
#include "utils/guc.h"
#include "utils/lsyscache.h"
#include "utils/rel.h"

#include "scd/arguments.h"
#include "scd/as_of.h"
#include "scd/columns.h"
#include "scd/inspect.h"
#include "scd/missing.h"
#include "scd/registry.h"
#include "support/compat.h"
#include "support/event.h"
#include "support/spi.h"

/* what is asked of a call */
typedef struct Adoption
{
	List	   *key;
	List	   *policies;
	AccordOptions options;
	bool		dbt;			/* preset */
	Oid			source;			/* or InvalidOid */
	bool		prepare;
} Adoption;

static Relation
open_table(Oid relid)
{
	Relation	relation = relation_open(relid, AccessShareLock);
	char		kind = relation->rd_rel->relkind;

	if (kind != RELKIND_RELATION && kind != RELKIND_PARTITIONED_TABLE)
		ereport(ERROR,
				(errcode(ERRCODE_WRONG_OBJECT_TYPE),
				 errmsg("\"%s\" is not a table", RelationGetRelationName(relation)),
				 errhint("A dimension is a table, which may be partitioned.")));
	if (!accord_is_owner(RelationRelationId, relid, GetUserId()))
		aclcheck_error(ACLCHECK_NOT_OWNER, OBJECT_TABLE, RelationGetRelationName(relation));
	if (isAnyTempNamespace(RelationGetNamespace(relation)))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_TABLE_DEFINITION),
				 errmsg("dimension \"%s\" cannot be a temporary table", RelationGetRelationName(relation)),
				 errhint("Put it into a schema that stays.")));
	if (accord_dimension_find(relid, true) != NULL)
		ereport(ERROR,
				(errcode(ERRCODE_DUPLICATE_OBJECT),
				 errmsg("\"%s\" is a dimension already", RelationGetRelationName(relation)),
				 errhint("Change it with accord.alter_dimension, or forget it with accord.drop_dimension.")));
	return relation;
}

static char *
if_there(Relation relation, char *name)
{
	return accord_find_attribute(relation, name) != NULL ? name : NULL;
}

/* The names of the columns of history. */
static void
choose_names(AccordDimension *dimension, Relation relation, const Adoption *adoption)
{
	accord_event_hold_names(relation);
	dimension->relid = RelationGetRelid(relation);
	dimension->schema = get_namespace_name(RelationGetNamespace(relation));
	dimension->name = pstrdup(RelationGetRelationName(relation));
	dimension->partitioned = relation->rd_rel->relkind == RELKIND_PARTITIONED_TABLE;
	dimension->valid_from = adoption->dbt ? "dbt_valid_from" : "valid_from";
	dimension->valid_to = adoption->dbt ? "dbt_valid_to" : "valid_to";
	dimension->is_current = adoption->dbt ? NULL : if_there(relation, "is_current");
	dimension->row_hash = "row_hash";
	dimension->timezone = "UTC";
	if (adoption->dbt)
	{
		dimension->is_deleted = if_there(relation, "dbt_is_deleted");
		dimension->scd_id = "dbt_scd_id";
		dimension->updated_at = "dbt_updated_at";
	}
	accord_options_apply(&adoption->options, dimension);
}

/* The type of a column of history that must be there. */
static Oid
type_of(Relation relation, const char *name, const char *option)
{
	Form_pg_attribute attribute = accord_find_attribute(relation, name);

	if (attribute == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_UNDEFINED_COLUMN),
				 errmsg("\"%s\" has no column \"%s\"", RelationGetRelationName(relation), name),
				 errhint("Name the column with option \"%s\".", option),
				 errtable(relation)));
	return attribute->atttypid;
}

static void
expect_type(Relation relation, const char *name, Oid expected, const char *option)
{
	if (name == NULL || type_of(relation, name, option) == expected)
		return;
	ereport(ERROR,
			(errcode(ERRCODE_DATATYPE_MISMATCH),
			 errmsg("column \"%s\" of \"%s\" is of type %s", name, RelationGetRelationName(relation),
					format_type_be(type_of(relation, name, option))),
			 errhint("It must be %s. Name another column with option \"%s\".", format_type_be(expected), option)));
}

/* Each column of history has one purpose. */
static void
check_purposes(const AccordDimension *dimension)
{
	const char *const ours[] = {dimension->valid_from, dimension->valid_to, dimension->is_current, dimension->row_hash,
	dimension->is_deleted, dimension->surrogate_key, dimension->scd_id, dimension->updated_at};

	for (size_t i = 0; i < lengthof(ours); i++)
		for (size_t j = 0; ours[i] != NULL && j < i; j++)
			if (ours[j] != NULL && strcmp(ours[i], ours[j]) == 0)
				ereport(ERROR,
						(errcode(ERRCODE_DUPLICATE_COLUMN),
						 errmsg("the options name column \"%s\" twice", ours[i]),
						 errhint("Each column of the history has one purpose.")));
}

/* Merges write the columns of history, so none of them may be computed; the surrogate key is not written. */
static void
check_written(const AccordDimension *dimension, Relation relation)
{
	const char *const written[] = {dimension->valid_from, dimension->valid_to, dimension->is_current, dimension->row_hash,
	dimension->is_deleted, dimension->scd_id, dimension->updated_at};

	for (size_t i = 0; i < lengthof(written); i++)
	{
		Form_pg_attribute attribute = written[i] != NULL ? accord_find_attribute(relation, written[i]) : NULL;

		if (attribute != NULL && (attribute->attgenerated || attribute->attidentity == ATTRIBUTE_IDENTITY_ALWAYS))
			ereport(ERROR,
					(errcode(ERRCODE_GENERATED_ALWAYS),
					 errmsg("column \"%s\" of \"%s\" is generated, and a merge writes it", written[i],
							RelationGetRelationName(relation)),
					 errhint("Make it a column of its own with ALTER COLUMN ... DROP EXPRESSION, or name another one in the options."),
					 errtablecol(relation, attribute->attnum)));
	}
}

static void
check_names(AccordDimension *dimension, Relation relation)
{
	check_purposes(dimension);
	dimension->time_type = type_of(relation, dimension->valid_from, "valid_from");
	if (dimension->time_type != TIMESTAMPTZOID && dimension->time_type != TIMESTAMPOID && dimension->time_type != DATEOID)
		expect_type(relation, dimension->valid_from, TIMESTAMPTZOID, "valid_from");
	expect_type(relation, dimension->valid_to, dimension->time_type, "valid_to");
	accord_dimension_check_precision(relation, accord_find_attribute(relation, dimension->valid_from));
	accord_dimension_check_precision(relation, accord_find_attribute(relation, dimension->valid_to));
	expect_type(relation, dimension->is_current, BOOLOID, "is_current");
	accord_dimension_check_time(dimension);
	check_written(dimension, relation);
	if (dimension->scd_id != NULL)
		(void) type_of(relation, dimension->scd_id, "scd_id");
	if (dimension->updated_at != NULL)
		(void) type_of(relation, dimension->updated_at, "updated_at");
	if (dimension->surrogate_key != NULL)
		(void) type_of(relation, dimension->surrogate_key, "surrogate_key_column");
	if (accord_find_attribute(relation, dimension->row_hash) != NULL)
		expect_type(relation, dimension->row_hash, UUIDOID, "row_hash");
	if (dimension->is_deleted != NULL && accord_find_attribute(relation, dimension->is_deleted) != NULL)
	{
		dimension->deleted_is_text = type_of(relation, dimension->is_deleted, "is_deleted") == TEXTOID;
		if (!dimension->deleted_is_text)
			expect_type(relation, dimension->is_deleted, BOOLOID, "is_deleted");
	}
}

static List *
add_name(List *names, const char *name)
{
	return name == NULL ? names : lappend(names, unconstify(char *, name));
}

/* what dbt adds to a snapshot; none of it comes from the source */
static const char *const dbt_names[] = {
	"dbt_valid_from", "dbt_valid_to", "dbt_scd_id", "dbt_updated_at", "dbt_is_deleted",
};

/* Columns of history, and companions. */
static List *
own_names(const AccordDimension *dimension, const Adoption *adoption)
{
	List	   *names = NIL;
	ListCell   *cell;

	names = add_name(names, dimension->valid_from);
	names = add_name(names, dimension->valid_to);
	names = add_name(names, dimension->is_current);
	names = add_name(names, dimension->row_hash);
	names = add_name(names, dimension->is_deleted);
	names = add_name(names, dimension->surrogate_key);
	names = add_name(names, dimension->scd_id);
	names = add_name(names, dimension->updated_at);
	for (size_t i = 0; adoption->dbt && i < lengthof(dbt_names); i++)
		names = add_name(names, dbt_names[i]);
	foreach(cell, adoption->policies)
	{
		const AccordPolicyChoice *choice = lfirst(cell);

		names = add_name(names, accord_companion_name(choice->column, choice->policy));
	}
	return names;
}

/* A column that fills itself: generated, an identity, or of a default that differs from row to row. */
static bool
fills_itself(Relation relation, Form_pg_attribute attribute)
{
	if (attribute->attgenerated || attribute->attidentity)
		return true;
	return attribute->atthasdef && contain_volatile_functions(build_column_default(relation, attribute->attnum));
}

static void
check_left_out(Relation relation, Form_pg_attribute attribute)
{
	if (!attribute->attnotnull || attribute->atthasdef || attribute->attidentity)
		return;
	ereport(ERROR,
			(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
			 errmsg("column \"%s\" of \"%s\" could not be filled", NameStr(attribute->attname),
					RelationGetRelationName(relation)),
			 errdetail("It is NOT NULL, has no default, and the source has no such column."),
			 errhint("Give it a default, or take a source that has it.")));
}

/* Columns that do not come from the source. */
static List *
choose_left_out(const AccordDimension *dimension, Relation relation, Relation source, const Adoption *adoption)
{
	TupleDesc	descriptor = RelationGetDescr(relation);
	List	   *own = own_names(dimension, adoption);
	List	   *left_out = NIL;

	for (int i = 0; i < descriptor->natts; i++)
	{
		Form_pg_attribute attribute = TupleDescAttr(descriptor, i);
		char	   *name = NameStr(attribute->attname);
		bool		chosen = accord_policies_find(adoption->policies, name) >= 0 || accord_name_is_in(adoption->key, name);

		if (attribute->attisdropped || accord_name_is_in(own, name))
			continue;
		if (attribute->attgenerated || (!chosen && fills_itself(relation, attribute)))
			left_out = lappend(left_out, name);
		else if (!chosen && source != NULL && accord_find_attribute(source, name) == NULL)
		{
			check_left_out(relation, attribute);
			ereport(NOTICE,
					(errmsg("column \"%s\" is left to its default: \"%s\" has no such column", name,
							RelationGetRelationName(source))));
			left_out = lappend(left_out, name);
		}
	}
	return list_concat(own, left_out);
}

static void
check_key(const AccordDimension *dimension, const Adoption *adoption, const List *left_out)
{
	ListCell   *cell;

	foreach(cell, adoption->key)
		if (accord_name_is_in(left_out, lfirst(cell)))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("column \"%s\" of \"%s\" is no part of a natural key", (char *) lfirst(cell), dimension->name),
				 errhint("The key is of columns that come from the source.")));
}

static void
choose_columns(AccordDimension *dimension, Relation relation, const Adoption *adoption)
{
	Relation	source = OidIsValid(adoption->source) ? relation_open(adoption->source, AccessShareLock) : NULL;
	List	   *left_out = choose_left_out(dimension, relation, source, adoption);

	check_key(dimension, adoption, left_out);
	accord_columns_choose(dimension, relation, adoption->key, adoption->policies, left_out);
	accord_columns_check_hash(dimension);
	accord_columns_check_previous(dimension);
	if (source == NULL)
		return;
	accord_columns_check_source(dimension, source);
	accord_columns_check_opens(dimension, source);
	accord_columns_set_source(dimension, source);
	relation_close(source, NoLock);
}

/* Adds what is missing, or says what it is. */
static void
prepare_table(const AccordDimension *dimension, List *statements, bool prepare)
{
	StringInfoData text;
	ListCell   *cell;

	if (statements == NIL)
		return;
	initStringInfo(&text);
	foreach(cell, statements)
	{
		if (prepare)
			accord_spi_utility(lfirst(cell));
		else
			appendStringInfo(&text, "\n%s;", (char *) lfirst(cell));
	}
	if (!prepare)
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("\"%s\" lacks what merges need", dimension->name),
				 errhint("Say prepare => true, or run these statements:%s", text.data)));
}

/* Rows that a policy hides would be missed: better an error. */
static void
inspect(AccordDimension *dimension, Relation relation, const Adoption *adoption)
{
	int			level = NewGUCNestLevel();

	(void) set_config_option("row_security", "off", PGC_USERSET, PGC_S_SESSION, GUC_ACTION_SAVE, true, 0, false);
	if (adoption->options.open_end == NULL)
		dimension->open_end = accord_inspect_open_end(dimension, adoption->dbt ? ACCORD_OPEN_NULL : ACCORD_OPEN_INFINITY);
	accord_inspect_versions(dimension, accord_find_attribute(relation, dimension->row_hash) != NULL);
	AtEOXact_GUC(true, level);
}

static void
adopt_dimension(Oid relid, const Adoption *adoption)
{
	AccordDimension *dimension = palloc0_object(AccordDimension);
	Relation	relation = open_table(relid);
	List	   *statements;

	choose_names(dimension, relation, adoption);
	check_names(dimension, relation);
	choose_columns(dimension, relation, adoption);
	inspect(dimension, relation, adoption);
	statements = accord_missing_statements(dimension, relation);
	relation_close(relation, NoLock);

	prepare_table(dimension, statements, adoption->prepare);
	accord_as_of_create(dimension);
	if (adoption->options.current_view)
		accord_current_create(dimension);
	accord_registry_insert(dimension);
}

static bool
read_preset(FunctionCallInfo fcinfo, int number)
{
	if (PG_ARGISNULL(number))
		return false;
	if (strcmp(text_to_cstring(PG_GETARG_TEXT_PP(number)), "dbt") != 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("preset \"%s\" is not known", text_to_cstring(PG_GETARG_TEXT_PP(number))),
				 errhint("The only preset is dbt.")));
	return true;
}

PG_FUNCTION_INFO_V1(accord_adopt_dimension);
Datum
accord_adopt_dimension(PG_FUNCTION_ARGS)
{
	Adoption	adoption = {0};

	accord_argument_required(fcinfo, 0, "dimension");
	adoption.key = accord_argument_names(fcinfo, 1, "key");
	adoption.policies = accord_argument_policies(fcinfo, 2);
	accord_argument_options(fcinfo, 3, ACCORD_OPTION_ADOPT, &adoption.options);
	adoption.dbt = read_preset(fcinfo, 4);
	adoption.source = PG_ARGISNULL(5) ? InvalidOid : PG_GETARG_OID(5);
	adoption.prepare = !PG_ARGISNULL(6) && PG_GETARG_BOOL(6);
	SPI_connect();
	adopt_dimension(PG_GETARG_OID(0), &adoption);
	SPI_finish();
	PG_RETURN_OID(PG_GETARG_OID(0));
}
