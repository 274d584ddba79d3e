/*
 * row_hash.c
 *	  row_hash, record_hash: 128 bits over the canonical form of a row.
 *
 * What is hashed is the version of the form and then the row as a composite
 * value, so that both functions agree.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "nodes/nodeFuncs.h"
#include "utils/uuid.h"

#include "support/errors.h"

#include "scd/canonical.h"
#include "scd/digest_sha256.h"
#include "scd/flat.h"

StaticAssertDecl(UUID_LEN == ACCORD_DIGEST_BYTES, "a hash is as wide as a uuid");

/* The columns of a call site. */
typedef struct Columns
{
	int			n;
	AccordType *types[FLEXIBLE_ARRAY_MEMBER];
} Columns;

static AccordType *
resolve_argument(FmgrInfo *flinfo, int i, const char *function)
{
	Node	   *argument = list_nth(((FuncExpr *) flinfo->fn_expr)->args, i);
	AccordPlace place = {
		.function = function,
		.position = i + 1,
		.type = exprType(argument)
	};

	return accord_canonical_resolve(place.type, exprCollation(argument), &place);
}

static Columns *
resolve_columns(FunctionCallInfo fcinfo, const char *function)
{
	FmgrInfo   *flinfo = fcinfo->flinfo;
	int			n = PG_NARGS();
	Columns    *columns;
	MemoryContext caller;

	if (flinfo->fn_expr == NULL || !IsA(flinfo->fn_expr, FuncExpr))
		elog(ERROR, "%s was called without its expression", function);
	if (get_fn_expr_variadic(flinfo))
		ereport(ERROR,
				(errcode(ACCORD_ERRCODE_UNSUPPORTED),
				 errmsg("%s does not spread an array", function),
				 errhint("Give the columns one by one, or the array without VARIADIC as a column.")));
	caller = MemoryContextSwitchTo(flinfo->fn_mcxt);
	columns = palloc(offsetof(Columns, types) + n * sizeof(AccordType *));
	columns->n = n;
	for (int i = 0; i < n; i++)
		columns->types[i] = resolve_argument(flinfo, i, function);
	MemoryContextSwitchTo(caller);
	flinfo->fn_extra = columns;
	return columns;
}

static Datum
finish(AccordDigest *digest)
{
	pg_uuid_t  *hash = palloc_object(pg_uuid_t);

	accord_digest_finish(digest, hash->data);
	return UUIDPGetDatum(hash);
}

static inline Datum
hash_arguments(FunctionCallInfo fcinfo, const AccordDigestMethod *method, const char *function)
{
	Columns    *columns = fcinfo->flinfo->fn_extra;
	AccordDigest digest;

	if (unlikely(columns == NULL))
		columns = resolve_columns(fcinfo, function);
	accord_digest_begin(&digest, method);
	accord_form_byte(&digest, ACCORD_FORM_VERSION);
	accord_form_32(&digest, ACCORD_TAG_ROW, columns->n);
	for (int i = 0; i < columns->n; i++)
		accord_canonical_value(&digest, fcinfo->args[i].value, fcinfo->args[i].isnull,
							   columns->types[i]);
	return finish(&digest);
}

static inline Datum
hash_fields(FunctionCallInfo fcinfo, const AccordDigestMethod *method, const char *function)
{
	AccordRow  *row = fcinfo->flinfo->fn_extra;
	AccordDigest digest;
	AccordShort copy;
	Datum		value;
	HeapTupleHeader header;

	if (unlikely(row == NULL))
	{
		MemoryContext caller = MemoryContextSwitchTo(fcinfo->flinfo->fn_mcxt);
		AccordPlace place = {.function = function};

		row = fcinfo->flinfo->fn_extra = accord_canonical_row(&place);
		MemoryContextSwitchTo(caller);
	}
	value = PG_GETARG_DATUM(0);
	header = accord_flat_aligned(value, &copy);
	accord_digest_begin(&digest, method);
	accord_form_byte(&digest, ACCORD_FORM_VERSION);
	accord_canonical_write_row(&digest, header, row);
	accord_flat_free(header, value, &copy);
	return finish(&digest);
}

PG_FUNCTION_INFO_V1(accord_row_hash);
Datum
accord_row_hash(PG_FUNCTION_ARGS)
{
	return hash_arguments(fcinfo, &accord_digest_xxh3, "row_hash");
}

PG_FUNCTION_INFO_V1(accord_row_hash_sha256);
Datum
accord_row_hash_sha256(PG_FUNCTION_ARGS)
{
	return hash_arguments(fcinfo, &accord_digest_sha256, "row_hash_sha256");
}

PG_FUNCTION_INFO_V1(accord_record_hash);
Datum
accord_record_hash(PG_FUNCTION_ARGS)
{
	return hash_fields(fcinfo, &accord_digest_xxh3, "record_hash");
}

PG_FUNCTION_INFO_V1(accord_record_hash_sha256);
Datum
accord_record_hash_sha256(PG_FUNCTION_ARGS)
{
	return hash_fields(fcinfo, &accord_digest_sha256, "record_hash_sha256");
}
