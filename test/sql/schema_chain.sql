-- A chain of references has the same limit in whatever order the schema names its links.
\set VERBOSITY terse
\set SHOW_CONTEXT never

-- a chain of n references that ends at a schema without one, its links in ascending or descending order
CREATE FUNCTION pg_temp.chain(n integer, ascending boolean) RETURNS text LANGUAGE sql AS $$
	SELECT format('{"$ref": "#/$defs/n%s", "$defs": {"n0": {}, %s}}', n,
		string_agg(format('"n%s": {"$ref": "#/$defs/n%s"}', i, i - 1), ', '
			ORDER BY CASE WHEN ascending THEN i ELSE -i END))
	FROM generate_series(1, n) AS i
$$;

SELECT accord.is_valid('1', pg_temp.chain(999, true)::accord.jsonschema) AS ascending,
	accord.is_valid('1', pg_temp.chain(999, false)::accord.jsonschema) AS descending;
SELECT pg_temp.chain(1001, true)::accord.jsonschema;
SELECT pg_temp.chain(1001, false)::accord.jsonschema;

-- the same when the chain is reached through a property
SELECT replace(pg_temp.chain(1001, true), '{"$ref": "#/$defs/n1001",', '{"properties": {"p": {"$ref": "#/$defs/n1001"}},')::accord.jsonschema;
