/*
 * sqltext.c
 *	  Pieces of SQL text: names quoted, everything qualified.
 *
 * Text made of these takes nothing from search_path.
 */
#include "postgres.h"

#include "access/htup_details.h"
#include "catalog/pg_collation.h"
#include "catalog/pg_operator.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/ruleutils.h"
#include "utils/syscache.h"
#include "utils/typcache.h"

#include "support/sqltext.h"

void
accord_sql_name(StringInfo sql, const char *name)
{
	appendStringInfoString(sql, quote_identifier(name));
}

void
accord_sql_column(StringInfo sql, const char *alias, const char *name)
{
	appendStringInfo(sql, "%s.%s", alias, quote_identifier(name));
}

void
accord_sql_relation(StringInfo sql, const char *schema, const char *name)
{
	appendStringInfoString(sql, quote_qualified_identifier(schema, name));
}

void
accord_sql_literal(StringInfo sql, const char *value)
{
	appendStringInfoString(sql, quote_literal_cstr(value));
}

void
accord_sql_separator(StringInfo sql, bool *first, const char *separator)
{
	if (!*first)
		appendStringInfoString(sql, separator);
	*first = false;
}

char *
accord_sql_type(Oid type, int32 typmod)
{
	return format_type_extended(type, typmod, FORMAT_TYPE_TYPEMOD_GIVEN | FORMAT_TYPE_FORCE_QUALIFY);
}

void
accord_sql_collation(StringInfo sql, Oid collation)
{
	HeapTuple	tuple = SearchSysCache1(COLLOID, ObjectIdGetDatum(collation));
	Form_pg_collation form;

	if (!HeapTupleIsValid(tuple))
		elog(ERROR, "cache lookup failed for collation %u", collation);
	form = (Form_pg_collation) GETSTRUCT(tuple);
	accord_sql_relation(sql, get_namespace_name(form->collnamespace), NameStr(form->collname));
	ReleaseSysCache(tuple);
}

bool
accord_sql_is_sortable(Oid type)
{
	return OidIsValid(lookup_type_cache(type, TYPECACHE_CMP_PROC)->cmp_proc);
}

Oid
accord_sql_sort_family(Oid type)
{
	return lookup_type_cache(type, TYPECACHE_BTREE_OPFAMILY)->btree_opf;
}

void
accord_sql_equal_operator(StringInfo sql, Oid type)
{
	Oid			operator = lookup_type_cache(type, TYPECACHE_EQ_OPR)->eq_opr;
	HeapTuple	tuple = SearchSysCache1(OPEROID, ObjectIdGetDatum(operator));
	Form_pg_operator form;

	if (!HeapTupleIsValid(tuple))
		elog(ERROR, "cache lookup failed for operator %u", operator);
	form = (Form_pg_operator) GETSTRUCT(tuple);
	appendStringInfo(sql, "OPERATOR(%s.%s)", quote_identifier(get_namespace_name(form->oprnamespace)),
					 NameStr(form->oprname));
	ReleaseSysCache(tuple);
}

void
accord_sql_equal(StringInfo sql, Oid type, const char *left, const char *right)
{
	TypeCacheEntry *entry = lookup_type_cache(type, TYPECACHE_EQ_OPR | TYPECACHE_BTREE_OPFAMILY);
	Oid			left_type;
	Oid			right_type;

	if (!OidIsValid(entry->eq_opr) || !OidIsValid(entry->btree_opf))
		ereport(ERROR,
				(errcode(ERRCODE_UNDEFINED_FUNCTION),
				 errmsg("type %s cannot be a key: it has no default btree operator class",
						format_type_be(type))));
	op_input_types(entry->eq_opr, &left_type, &right_type);
	if (IsPolymorphicType(left_type))
	{
		/*
		 * a cast to anyarray would take the element type from an array of
		 * varchar(n)
		 */
		appendStringInfo(sql, "%s ", left);
		accord_sql_equal_operator(sql, type);
		appendStringInfo(sql, " %s", right);
	}
	else
		generate_operator_clause(sql, left, type, entry->eq_opr, right, type);
}
