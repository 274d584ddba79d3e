/*
 * registry.c
 *	  Writing accord.dimension, as its owner.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "executor/spi.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/timestamp.h"

#include "scd/registry.h"
#include "support/owner.h"

/* the most that a statement here has */
#define MAX_PARAMETERS 26

/* the parameters of a statement, in the order in which they were added */
typedef struct Parameters
{
	int			n;
	Oid			types[MAX_PARAMETERS];
	Datum		values[MAX_PARAMETERS];
	char		nulls[MAX_PARAMETERS];
} Parameters;

static void
add_datum(Parameters *parameters, Oid type, Datum value, bool isnull)
{
	Assert(parameters->n < MAX_PARAMETERS);
	parameters->types[parameters->n] = type;
	parameters->values[parameters->n] = value;
	parameters->nulls[parameters->n] = isnull ? 'n' : ' ';
	parameters->n++;
}

static void
add_text(Parameters *parameters, const char *value)
{
	add_datum(parameters, TEXTOID, value ? CStringGetTextDatum(value) : (Datum) 0, value == NULL);
}

static void
add_bool(Parameters *parameters, bool value)
{
	add_datum(parameters, BOOLOID, BoolGetDatum(value), false);
}

/* A list of names as text[]. */
static void
add_names(Parameters *parameters, const List *names)
{
	Datum	   *elements = palloc_array(Datum, list_length(names) + 1);
	int			n = 0;
	ListCell   *cell;

	foreach(cell, names)
		elements[n++] = CStringGetTextDatum(lfirst(cell));
	add_datum(parameters, TEXTARRAYOID,
			  PointerGetDatum(construct_array(elements, n, TEXTOID, -1, false, TYPALIGN_INT)), false);
}

static void
execute(const char *sql, Parameters *parameters, int expected)
{
	accord_owner_execute(sql, parameters->n, parameters->types, parameters->values, parameters->nulls, expected);
}

bool
accord_registry_delete(const char *schema, const char *name)
{
	Parameters	parameters = {0};

	add_text(&parameters, schema);
	add_text(&parameters, name);
	accord_owner_execute_latest("DELETE FROM accord.dimension "
								"WHERE dimension_schema OPERATOR(pg_catalog.=) $1 AND dimension_name OPERATOR(pg_catalog.=) $2",
								parameters.n, parameters.types, parameters.values, parameters.nulls, SPI_OK_DELETE);
	return SPI_processed > 0;
}

/* Key, policies and filled columns as resolved. */
static void
add_columns(Parameters *parameters, const AccordDimension *dimension)
{
	List	   *keys = NIL;
	List	   *policies = NIL;
	List	   *filled = NIL;
	ListCell   *cell;

	foreach(cell, dimension->columns)
	{
		AccordColumn *column = lfirst(cell);

		if (column->policy == ACCORD_POLICY_KEY)
			keys = lappend(keys, column->name);
		else
			policies = lappend(lappend(policies, column->name),
							   unconstify(char *, accord_policy_name(column->policy)));
		if (column->filled)
			filled = lappend(filled, column->name);
	}
	add_names(parameters, keys);
	add_names(parameters, policies);
	add_names(parameters, filled);
}

/* $1 to $12 */
static void
add_changeable(Parameters *parameters, const AccordDimension *dimension)
{
	add_text(parameters, dimension->schema);
	add_text(parameters, dimension->name);
	add_columns(parameters, dimension);
	add_text(parameters, dimension->is_deleted);
	add_text(parameters, dimension->valid_from_column);
	add_text(parameters, dimension->skip_late ? "skip" : "error");
	add_text(parameters, dimension->refuse_fixed ? "error" : "keep");
	add_text(parameters, dimension->source_schema);
	add_text(parameters, dimension->source_name);
	add_text(parameters, dimension->surrogate_key);
}

void
accord_registry_insert(const AccordDimension *dimension)
{
	Parameters	parameters = {0};

	(void) accord_registry_delete(dimension->schema, dimension->name);
	add_changeable(&parameters, dimension);
	add_text(&parameters, dimension->valid_from);
	add_text(&parameters, dimension->valid_to);
	add_text(&parameters, dimension->is_current);
	add_text(&parameters, dimension->row_hash);
	add_text(&parameters, dimension->scd_id);
	add_text(&parameters, dimension->updated_at);
	add_text(&parameters, accord_open_end_name(dimension->open_end));
	add_bool(&parameters, dimension->end_inclusive);
	add_text(&parameters, dimension->timezone);
	add_text(&parameters, dimension->sha256 ? "sha256" : "xxh3");
	add_datum(&parameters, TIMESTAMPTZOID, TimestampTzGetDatum(dimension->last_at), !dimension->has_last);
	add_datum(&parameters, TIMESTAMPOID, TimestampGetDatum(dimension->last_valid_from), !dimension->has_last);
	execute("INSERT INTO accord.dimension (dimension_schema, dimension_name, key, policies, filled, "
			"is_deleted, valid_from_column, late, fixed, source_schema, source_name, surrogate_key, "
			"valid_from, valid_to, is_current, row_hash, scd_id, updated_at, open_end, end_inclusive, timezone, hash, "
			"last_at, last_valid_from) "
			"VALUES ($1, $2, $3, pg_catalog.jsonb_object($4), $5, $6, $7, $8, $9, $10, $11, $12, $13, "
			"$14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24)",
			&parameters, SPI_OK_INSERT);
}

void
accord_registry_update(const AccordDimension *dimension)
{
	Parameters	parameters = {0};

	add_changeable(&parameters, dimension);
	execute("UPDATE accord.dimension SET key = $3, policies = pg_catalog.jsonb_object($4), filled = $5, is_deleted = $6, "
			"valid_from_column = $7, late = $8, fixed = $9, source_schema = $10, source_name = $11, surrogate_key = $12 "
			"WHERE dimension_schema OPERATOR(pg_catalog.=) $1 AND dimension_name OPERATOR(pg_catalog.=) $2",
			&parameters, SPI_OK_UPDATE);
	if (SPI_processed != 1)
		elog(ERROR, "the registration of dimension \"%s\" is gone", dimension->name);
}

void
accord_registry_hashed_before(const AccordDimension *dimension, const List *names)
{
	Parameters	parameters = {0};

	add_text(&parameters, dimension->schema);
	add_text(&parameters, dimension->name);
	add_names(&parameters, names);
	execute("UPDATE accord.dimension "
			"SET hashed_before = hashed_before OPERATOR(pg_catalog.||) pg_catalog.jsonb_build_array($3) "
			"WHERE dimension_schema OPERATOR(pg_catalog.=) $1 AND dimension_name OPERATOR(pg_catalog.=) $2 "
			"AND NOT EXISTS (SELECT FROM pg_catalog.jsonb_array_elements(hashed_before) AS e "
			"WHERE e.value OPERATOR(pg_catalog.=) pg_catalog.to_jsonb($3))",
			&parameters, SPI_OK_UPDATE);
}
