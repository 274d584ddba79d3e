/*
 * columns.c
 *	  From what a user says and what a table has to the columns of a
 *	  dimension.
 */
#include "postgres.h"

#include "access/htup_details.h"
#include "access/tupdesc.h"
#include "catalog/namespace.h"
#include "catalog/pg_type.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/rel.h"
#include "utils/syscache.h"

#include "scd/canonical.h"
#include "scd/columns.h"
#include "support/event.h"
#include "support/sqltext.h"

List *
accord_names_read(ArrayType *names, const char *what)
{
	List	   *result = NIL;
	Datum	   *elements;
	bool	   *nulls;
	int			count;

	deconstruct_array(names, TEXTOID, -1, false, TYPALIGN_INT, &elements, &nulls, &count);
	for (int i = 0; i < count; i++)
	{
		char	   *name = nulls[i] ? NULL : TextDatumGetCString(elements[i]);

		if (name == NULL)
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("%s contains NULL", what),
					 errhint("It is an array of names of columns.")));
		if (accord_name_is_in(result, name))
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("%s contains column \"%s\" twice", what, name),
					 errhint("Name each column once.")));
		result = lappend(result, name);
	}
	return result;
}

Form_pg_attribute
accord_find_attribute(Relation relation, const char *name)
{
	TupleDesc	descriptor = RelationGetDescr(relation);

	for (int i = 0; i < descriptor->natts; i++)
	{
		Form_pg_attribute attribute = TupleDescAttr(descriptor, i);

		if (!attribute->attisdropped && strcmp(NameStr(attribute->attname), name) == 0)
			return attribute;
	}
	return NULL;
}

static AccordColumn *
make_column(Form_pg_attribute attribute, AccordPolicy policy)
{
	AccordColumn *column = palloc0_object(AccordColumn);

	column->name = pstrdup(NameStr(attribute->attname));
	column->number = attribute->attnum;
	column->type = attribute->atttypid;
	column->typmod = attribute->atttypmod;
	column->collation = attribute->attcollation;
	column->policy = policy;
	column->companion = accord_companion_name(column->name, policy);
	return column;
}

static AccordColumn *
make_key(Relation relation, const char *name)
{
	Form_pg_attribute attribute = accord_find_attribute(relation, name);

	if (attribute == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_UNDEFINED_COLUMN),
				 errmsg("key column \"%s\" of \"%s\" does not exist", name, RelationGetRelationName(relation)),
				 errhint("Key columns are written as the table has them, without quotes."),
				 errtable(relation)));
	if (!accord_sql_is_sortable(attribute->atttypid))
		ereport(ERROR,
				(errcode(ERRCODE_UNDEFINED_FUNCTION),
				 errmsg("column \"%s\" of type %s cannot be part of a key", name, format_type_be(attribute->atttypid)),
				 errdetail("The type has no default btree operator class."),
				 errhint("Cast the column in a view, and make that the source."),
				 errtablecol(relation, attribute->attnum)));
	return make_column(attribute, ACCORD_POLICY_KEY);
}

void
accord_columns_add(AccordDimension *dimension, Relation relation, const char *name, const List *policies)
{
	int			policy = accord_policies_find(policies, name);

	dimension->columns = lappend(dimension->columns,
								 make_column(accord_find_attribute(relation, name), policy < 0 ? ACCORD_POLICY_VERSION : policy));
}

void
accord_columns_choose(AccordDimension *dimension, Relation relation, const List *key, const List *policies,
					  const List *left_out)
{
	TupleDesc	descriptor = RelationGetDescr(relation);
	ListCell   *cell;

	if (key == NIL)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("the key of a dimension has at least one column"),
				 errhint("Give the columns that tell the rows of one feed apart.")));
	dimension->columns = NIL;
	foreach(cell, key)
		dimension->columns = lappend(dimension->columns, make_key(relation, lfirst(cell)));
	dimension->keys = list_length(key);
	for (int i = 0; i < descriptor->natts; i++)
	{
		Form_pg_attribute attribute = TupleDescAttr(descriptor, i);
		char	   *name = NameStr(attribute->attname);

		if (attribute->attisdropped || accord_name_is_in(key, name) || accord_name_is_in(left_out, name))
			continue;
		accord_columns_add(dimension, relation, name, policies);
	}
	accord_policies_check(policies, dimension);
}

/* Is the type a domain that is NOT NULL, or made over one? */
static bool
refuses_null(Oid type)
{
	while (get_typtype(type) == TYPTYPE_DOMAIN)
	{
		HeapTuple	tuple = SearchSysCache1(TYPEOID, ObjectIdGetDatum(type));
		Form_pg_type form;
		bool		result;

		if (!HeapTupleIsValid(tuple))
			elog(ERROR, "cache lookup failed for type %u", type);
		form = (Form_pg_type) GETSTRUCT(tuple);
		result = form->typnotnull;
		type = form->typbasetype;
		ReleaseSysCache(tuple);
		if (result)
			return true;
	}
	return false;
}

void
accord_columns_check_previous(const AccordDimension *dimension)
{
	ListCell   *cell;

	foreach(cell, dimension->columns)
	{
		const AccordColumn *column = lfirst(cell);

		if (column->policy == ACCORD_POLICY_PREVIOUS && refuses_null(column->type))
			ereport(ERROR,
					(errcode(ERRCODE_DATATYPE_MISMATCH),
					 errmsg("column \"%s\" of type %s cannot have policy \"previous\"", column->name,
							format_type_be(column->type)),
					 errdetail("Before its first change \"%s\" is NULL, which the domain refuses.", column->companion),
					 errhint("Cast the column to the type under the domain in a view, and make that the source.")));
	}
}

void
accord_columns_check_hash(const AccordDimension *dimension)
{
	ListCell   *cell;

	foreach(cell, dimension->columns)
	{
		const AccordColumn *column = lfirst(cell);
		AccordPlace place = {
			.function = dimension->sha256 ? "row_hash_sha256" : "row_hash",
			.position = column->number,
			.name = column->name,
			.type = column->type,
			.remedy = "Do so in a view that is the source, or give the column the policy \"carry\": then it is not compared.",
		};

		if (column->policy != ACCORD_POLICY_KEY && column->policy != ACCORD_POLICY_CARRY)
			(void) accord_canonical_resolve(column->type, column->collation, &place);
	}
}

void
accord_columns_set_source(AccordDimension *dimension, Relation source)
{
	if (isAnyTempNamespace(RelationGetNamespace(source)))
	{
		ereport(NOTICE,
				(errmsg("source \"%s\" is temporary and not remembered", RelationGetRelationName(source)),
				 errhint("Name the source in each merge.")));
		return;
	}
	accord_event_hold_names(source);
	dimension->source_schema = get_namespace_name(RelationGetNamespace(source));
	dimension->source_name = pstrdup(RelationGetRelationName(source));
}

void
accord_columns_check_source(const AccordDimension *dimension, Relation source)
{
	ListCell   *cell;

	foreach(cell, dimension->columns)
	{
		const AccordColumn *column = lfirst(cell);

		if (accord_find_attribute(source, column->name) == NULL)
			ereport(ERROR,
					(errcode(ERRCODE_UNDEFINED_COLUMN),
					 errmsg("source \"%s\" has no column \"%s\"", RelationGetRelationName(source), column->name),
					 errhint("The source must have the key of the dimension and the columns that policies name."),
					 errtable(source)));
	}
}

void
accord_columns_check_opens(const AccordDimension *dimension, Relation source)
{
	Form_pg_attribute attribute;
	Oid			type;

	if (dimension->valid_from_column == NULL)
		return;
	attribute = accord_find_attribute(source, dimension->valid_from_column);
	if (attribute == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_UNDEFINED_COLUMN),
				 errmsg("option \"valid_from_column\" names \"%s\", which is no column of \"%s\"",
						dimension->valid_from_column, RelationGetRelationName(source)),
				 errhint("It is a column of the source.")));
	type = getBaseType(attribute->atttypid);
	if (type != TIMESTAMPTZOID && type != TIMESTAMPOID && type != DATEOID)
		ereport(ERROR,
				(errcode(ERRCODE_DATATYPE_MISMATCH),
				 errmsg("option \"valid_from_column\" names \"%s\", which is of type %s",
						dimension->valid_from_column, format_type_be(attribute->atttypid)),
				 errhint("It must be timestamp with time zone, timestamp or date.")));
}
