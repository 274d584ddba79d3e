/*
 * compat.h
 *	  Differences between PostgreSQL 15 and 18, in one place.
 *
 * Each wrapper has the newest signature; code elsewhere knows no versions.
 */
#ifndef ACCORD_SUPPORT_COMPAT_H
#define ACCORD_SUPPORT_COMPAT_H

#include "postgres.h"

#include "access/tupdesc.h"
#include "access/xlog.h"
#include "catalog/pg_class.h"
#include "catalog/pg_namespace.h"
#include "catalog/pg_proc.h"
#include "common/jsonapi.h"
#include "executor/executor.h"
#include "fmgr.h"
#include "replication/message.h"
#include "utils/acl.h"
#include "utils/fmgrprotos.h"
#include "utils/guc_tables.h"
#include "utils/rangetypes.h"

#if PG_VERSION_NUM < 150000 || PG_VERSION_NUM >= 190000
#error "accord supports PostgreSQL 15 to 18"
#endif

#if PG_VERSION_NUM >= 160000
#include "nodes/miscnodes.h"
#include "varatt.h"
#endif

/*
 * Before 16, PGXS neither hides symbols nor exports SQL-callable functions
 * (upstream 089480c07705).
 */
#if PG_VERSION_NUM < 160000
#undef PGDLLEXPORT
#define PGDLLEXPORT __attribute__((visibility("default")))
#undef PG_FUNCTION_INFO_V1
#define PG_FUNCTION_INFO_V1(funcname) \
extern PGDLLEXPORT Datum funcname(PG_FUNCTION_ARGS); \
extern PGDLLEXPORT const Pg_finfo_record * CppConcat(pg_finfo_,funcname)(void); \
const Pg_finfo_record * \
CppConcat(pg_finfo_,funcname) (void) \
{ \
	static const Pg_finfo_record my_finfo = { 1 }; \
	return &my_finfo; \
} \
extern int no_such_variable
#endif

/*
 * Soft errors arrived in 16 (upstream d9f7f5d32f20).  Before, every error is
 * hard and the context is NULL.
 */
#if PG_VERSION_NUM < 160000
#define errsave(context, ...) \
	do { \
		(void) (context); \
		ereport(ERROR, __VA_ARGS__); \
	} while (0)
#define ereturn(context, dummy_value, ...) \
	do { \
		errsave(context, __VA_ARGS__); \
		return dummy_value; \
	} while (0)
#define SOFT_ERROR_OCCURRED(escontext) (false)
#endif

/*
 * JSON semantic actions return a result since 16 (upstream 3b3182195b74);
 * before, an action cannot end the parse.
 */
#if PG_VERSION_NUM < 160000
typedef void AccordJsonActionResult;
#define ACCORD_JSON_ACTION_END(failed) return
#else
typedef JsonParseErrorType AccordJsonActionResult;
#define ACCORD_JSON_ACTION_END(failed) \
	return (failed) ? JSON_SEM_ACTION_FAILED : JSON_SUCCESS
#endif

/*
 * A lexing context for text in the server encoding, its strings de-escaped.
 * 17 added the first argument (upstream 1c99cde2f344) and made the input
 * const.
 */
static inline JsonLexContext *
accord_json_lex_context(const char *json, size_t len, int encoding)
{
#if PG_VERSION_NUM < 170000
	return makeJsonLexContextCstringLen(unconstify(char *, json), (int) len,
										encoding, true);
#else
	return makeJsonLexContextCstringLen(NULL, json, len, encoding, true);
#endif
}

/*
 * Reads JSON text as jsonb does; false when it refuses it softly.  It may
 * also raise an error: before 16 always, later where a limit is reached.
 */
static inline bool
accord_jsonb_in(char *json, Datum *result)
{
#if PG_VERSION_NUM < 160000
	*result = DirectFunctionCall1(jsonb_in, CStringGetDatum(json));
	return true;
#else
	ErrorSaveContext refusal = {.type = T_ErrorSaveContext};

	return DirectInputFunctionCallSafe(jsonb_in, json, InvalidOid, -1,
									   (Node *) &refusal, result);
#endif
}

/* 18 puts it before the declaration */
#if PG_VERSION_NUM < 180000
#define pg_noreturn __attribute__((noreturn))
#endif

/* 16 tells apart why an escape cannot be converted */
#if PG_VERSION_NUM < 160000
#define JSON_UNICODE_UNTRANSLATABLE JSON_UNICODE_HIGH_ESCAPE
#endif

/*
 * One function asks for the owner of any object since 16 (upstream
 * afbfc02983f8); before, each kind had its own.
 */
static inline bool
accord_is_owner(Oid class_id, Oid object, Oid role)
{
#if PG_VERSION_NUM < 160000
	switch (class_id)
	{
		case ProcedureRelationId:
			return pg_proc_ownercheck(object, role);
		case NamespaceRelationId:
			return pg_namespace_ownercheck(object, role);
		default:
			Assert(class_id == RelationRelationId);
			return pg_class_ownercheck(object, role);
	}
#else
	return object_ownercheck(class_id, object, role);
#endif
}

/* The same for what may be done in a schema (upstream c727f511bd7b). */
static inline bool
accord_may_create_in(Oid schema, Oid role)
{
#if PG_VERSION_NUM < 160000
	return pg_namespace_aclcheck(schema, role, ACL_CREATE) == ACLCHECK_OK;
#else
	return object_aclcheck(NamespaceRelationId, schema, role, ACL_CREATE) == ACLCHECK_OK;
#endif
}

/*
 * Has the column no NULL?  Since 18 attnotnull says so even of a constraint
 * that is NOT VALID (upstream a379061a22a8).
 */
static inline bool
accord_holds_no_null(TupleDesc descriptor, Form_pg_attribute attribute)
{
#if PG_VERSION_NUM < 180000
	(void) descriptor;
	return attribute->attnotnull;
#else
	return TupleDescCompactAttr(descriptor, attribute->attnum - 1)->attnullability == ATTNULLABLE_VALID;
#endif
}

/* Since 16 a range may be refused softly. */
static inline RangeType *
accord_make_range(TypeCacheEntry *cache, RangeBound *lower, RangeBound *upper, bool empty, Node *context)
{
#if PG_VERSION_NUM < 160000
	(void) context;
	return make_range(cache, lower, upper, empty);
#else
	return make_range(cache, lower, upper, empty, context);
#endif
}

/* All settings; 16 put them into a hash table (upstream 3057465acfbe). */
static inline struct config_generic **
accord_all_settings(int *n)
{
#if PG_VERSION_NUM < 160000
	*n = GetNumConfigOptions();
	return get_guc_variables();
#else
	return get_guc_variables(n);
#endif
}

/*
 * A message in the write-ahead log.  17 flushes what belongs to no transaction
 * if it is asked to (upstream 173b56f1ef59).
 */
static inline XLogRecPtr
accord_log_logical_message(const char *prefix, const char *message, size_t size, bool transactional, bool flush)
{
#if PG_VERSION_NUM < 170000
	XLogRecPtr	end = LogLogicalMessage(prefix, message, size, transactional);

	if (!transactional && flush)
		XLogFlush(end);
	return end;
#else
	return LogLogicalMessage(prefix, message, size, transactional, flush);
#endif
}

/* Runs some rows of a plan, to be called again; 18 needs no telling (upstream 3eea7a0c97e9). */
static inline void
accord_executor_run(QueryDesc *query, ScanDirection direction, uint64 rows)
{
#if PG_VERSION_NUM < 180000
	ExecutorRun(query, direction, rows, false);
#else
	ExecutorRun(query, direction, rows);
#endif
}

#endif							/* ACCORD_SUPPORT_COMPAT_H */
