/*
 * as_of.c
 *	  What reads a history table: the function <dimension>_as_of and the view
 *	  <dimension>_current.
 *
 * The function is text, for only then may its caller's plan swallow it and
 * may columns be added to the table.  Text does not follow renames, so it is
 * written anew with each; it is found by its row type and by the mark that it
 * begins with, whatever its name is by then.  The view follows by itself.
 */
#include "postgres.h"

#include "access/genam.h"
#include "access/htup_details.h"
#include "access/table.h"
#include "catalog/dependency.h"
#include "catalog/indexing.h"
#include "catalog/pg_class.h"
#include "catalog/pg_depend.h"
#include "catalog/pg_proc.h"
#include "catalog/pg_rewrite.h"
#include "catalog/pg_type.h"
#include "commands/defrem.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/fmgroids.h"
#include "utils/lsyscache.h"
#include "utils/regproc.h"
#include "utils/syscache.h"

#include "scd/as_of.h"
#include "scd/ddl.h"
#include "support/compat.h"
#include "support/spi.h"

/* What a function holds, or NULL. */
static char *
source_of(HeapTuple tuple)
{
	bool		isnull;
	Datum		source = SysCacheGetAttr(PROCOID, tuple, Anum_pg_proc_prosrc, &isnull);

	return isnull ? NULL : TextDatumGetCString(source);
}

/*
 * May a function be taken for ours?  The mark alone is written by anybody;
 * into the table's schema, or with its owner's rights, not by everybody.
 */
static bool
is_trusted(Form_pg_proc form, Oid relid)
{
	return form->pronamespace == get_rel_namespace(relid) ||
		accord_is_owner(RelationRelationId, relid, form->proowner);
}

/* Is it a function of ours that returns rows of this type? */
static bool
is_as_of(Oid function, Oid row_type)
{
	HeapTuple	tuple = SearchSysCache1(PROCOID, ObjectIdGetDatum(function));
	Form_pg_proc form;
	bool		result = false;

	if (!HeapTupleIsValid(tuple))
		return false;
	form = (Form_pg_proc) GETSTRUCT(tuple);
	if (form->prorettype == row_type && form->proretset && form->pronargs == 1 &&
		form->proargtypes.values[0] == TIMESTAMPTZOID && is_trusted(form, get_typ_typrelid(row_type)))
	{
		const char *source = source_of(tuple);

		result = source != NULL && strncmp(source, ACCORD_AS_OF_MARK, strlen(ACCORD_AS_OF_MARK)) == 0;
	}
	ReleaseSysCache(tuple);
	return result;
}

/* What depends on an object, until the visitor says that it is enough. */
static Oid
scan_dependents(Oid class_id, Oid object, bool (*is_wanted) (const FormData_pg_depend *dependency, Oid context),
				Oid context)
{
	Relation	depend = table_open(DependRelationId, AccessShareLock);
	ScanKeyData keys[2];
	SysScanDesc scan;
	HeapTuple	tuple;
	Oid			found = InvalidOid;

	ScanKeyInit(&keys[0], Anum_pg_depend_refclassid, BTEqualStrategyNumber, F_OIDEQ, ObjectIdGetDatum(class_id));
	ScanKeyInit(&keys[1], Anum_pg_depend_refobjid, BTEqualStrategyNumber, F_OIDEQ, ObjectIdGetDatum(object));
	scan = systable_beginscan(depend, DependReferenceIndexId, true, NULL, 2, keys);
	while (!OidIsValid(found) && HeapTupleIsValid(tuple = systable_getnext(scan)))
	{
		Form_pg_depend dependency = (Form_pg_depend) GETSTRUCT(tuple);

		if (is_wanted(dependency, context))
			found = dependency->objid;
	}
	systable_endscan(scan);
	table_close(depend, AccessShareLock);
	return found;
}

static bool
dependent_is_as_of(const FormData_pg_depend *dependency, Oid row_type)
{
	return dependency->classid == ProcedureRelationId && is_as_of(dependency->objid, row_type);
}

static bool
dependent_is_anything(const FormData_pg_depend *dependency, Oid context)
{
	(void) dependency;
	(void) context;
	return true;
}

/* The view of a rule that makes it one. */
static Oid
view_of_rule(Oid rule)
{
	Relation	rewrite = table_open(RewriteRelationId, AccessShareLock);
	ScanKeyData key;
	SysScanDesc scan;
	HeapTuple	tuple;
	Oid			view = InvalidOid;

	ScanKeyInit(&key, Anum_pg_rewrite_oid, BTEqualStrategyNumber, F_OIDEQ, ObjectIdGetDatum(rule));
	scan = systable_beginscan(rewrite, RewriteOidIndexId, true, NULL, 1, &key);
	tuple = systable_getnext(scan);
	if (HeapTupleIsValid(tuple) && ((Form_pg_rewrite) GETSTRUCT(tuple))->ev_type == CMD_SELECT + '0')
		view = ((Form_pg_rewrite) GETSTRUCT(tuple))->ev_class;
	systable_endscan(scan);
	table_close(rewrite, AccessShareLock);
	return view;
}

/* The function as_of of the dimension, or InvalidOid. */
static Oid
find_as_of(const AccordDimension *dimension)
{
	Oid			row_type = get_rel_type_id(dimension->relid);

	return scan_dependents(TypeRelationId, row_type, dependent_is_as_of, row_type);
}

static void
write_as_of(const AccordDimension *dimension, const char *schema, const char *name)
{
	accord_spi_utility(accord_ddl_as_of(dimension, schema, name));
}

/* <dimension>_as_of, or with a number if that is taken. */
static char *
choose_name(const AccordDimension *dimension)
{
	Oid			argument = TIMESTAMPTZOID;
	oidvector  *arguments = buildoidvector(&argument, 1);
	Oid			schema = get_rel_namespace(dimension->relid);

	for (int i = 0;; i++)
	{
		char	   *label = i == 0 ? pstrdup("as_of") : psprintf("as_of%d", i);
		char	   *name = makeObjectName(dimension->name, NULL, label);

		if (!SearchSysCacheExists3(PROCNAMEARGSNSP, CStringGetDatum(name), PointerGetDatum(arguments),
								   ObjectIdGetDatum(schema)))
			return name;
	}
}

void
accord_as_of_create(const AccordDimension *dimension)
{
	char	   *name;

	if (OidIsValid(find_as_of(dimension)))
	{
		accord_as_of_follow(dimension);
		return;
	}
	name = choose_name(dimension);
	write_as_of(dimension, dimension->schema, name);
	accord_spi_utility(accord_ddl_as_of_comment(dimension->schema, name));
}

static bool
is_as_it_should_be(const AccordDimension *dimension, Oid function)
{
	HeapTuple	tuple = SearchSysCache1(PROCOID, ObjectIdGetDatum(function));
	bool		result;

	if (!HeapTupleIsValid(tuple))
		elog(ERROR, "cache lookup failed for function %u", function);
	result = strcmp(source_of(tuple), accord_ddl_as_of_body(dimension)) == 0;
	ReleaseSysCache(tuple);
	return result;
}

void
accord_as_of_follow(const AccordDimension *dimension)
{
	Oid			function = find_as_of(dimension);

	if (!OidIsValid(function) || is_as_it_should_be(dimension, function))
		return;
	if (accord_is_owner(ProcedureRelationId, function, GetUserId()) &&
		accord_may_create_in(get_func_namespace(function), GetUserId()))
		write_as_of(dimension, get_namespace_name(get_func_namespace(function)), get_func_name(function));
	else
		ereport(WARNING,
				(errcode(ERRCODE_INSUFFICIENT_PRIVILEGE),
				 errmsg("function %s was not written anew", format_procedure(function)),
				 errdetail("It belongs to somebody else, or CREATE is not granted on its schema."),
				 errhint("Give it to the owner of the dimension with CREATE on its schema, then call accord.alter_dimension.")));
}

void
accord_as_of_drop(const AccordDimension *dimension)
{
	Oid			function = find_as_of(dimension);

	if (!OidIsValid(function))
		return;
	if (!accord_is_owner(ProcedureRelationId, function, GetUserId()) ||
		OidIsValid(scan_dependents(ProcedureRelationId, function, dependent_is_anything, InvalidOid)))
		ereport(NOTICE,
				(errmsg("function %s stays", format_procedure(function)),
				 errdetail("Something depends on it, or it belongs to somebody else.")));
	else
		accord_spi_utility(psprintf("DROP FUNCTION %s", format_procedure_qualified(function)));
}

void
accord_current_create(const AccordDimension *dimension)
{
	char	   *name = ChooseRelationName(dimension->name, NULL, "current", get_rel_namespace(dimension->relid), false);

	accord_spi_utility(accord_ddl_current_view(dimension, name));
	accord_spi_utility(accord_ddl_current_comment(dimension, name));
}

static bool
dependent_is_rule_of(const FormData_pg_depend *dependency, Oid view)
{
	return dependency->classid == RewriteRelationId && view_of_rule(dependency->objid) == view;
}

/* It may be older than columns of today, so a view of that name that reads the table is taken for it. */
void
accord_current_replace(const AccordDimension *dimension)
{
	char	   *name = makeObjectName(dimension->name, NULL, "current");
	Oid			there = get_relname_relid(name, get_rel_namespace(dimension->relid));

	if (OidIsValid(there) && !OidIsValid(scan_dependents(RelationRelationId, dimension->relid, dependent_is_rule_of, there)))
		ereport(ERROR,
				(errcode(ERRCODE_DUPLICATE_TABLE),
				 errmsg("relation \"%s\" exists, and does not read dimension \"%s\"", name, dimension->name),
				 errhint("Rename it, then ask for the view again.")));
	accord_spi_utility(accord_ddl_current_view(dimension, name));
	accord_spi_utility(accord_ddl_current_comment(dimension, name));
}
