-- Judges every document of SchemaStore: with formats asserted in drafts 4 to 7, as annotations in 2019-09 and 2020-12.

INSERT INTO accord.schema_part (uri, source)
SELECT DISTINCT u.uri, r.line ->> 'schema'
FROM store s, json_each_text(s.line -> 'remotes') AS u (uri, name)
	JOIN store_remote r ON r.line ->> 'schema_name' = u.name;

-- An "$id" beside "$ref" counts for nothing until draft-07: where that leads elsewhere, the URI goes around the schema.
CREATE TEMP TABLE store_schema AS
SELECT row_number() OVER () AS id,
	   line ->> 'schema_name' AS name,
	   CASE WHEN line ->> 'draft' IN ('draft2019-09', 'draft2020-12') THEN 'verdict_format_off' ELSE 'verdict_format_on' END AS verdict,
	   CASE
		   WHEN line #>> '{schema,$ref}' !~ '^#' THEN
			   format('{"$schema": %s, "$id": "https://json.schemastore.org/%s.json", "allOf": [%s]}',
				   line #> '{schema,$schema}', line ->> 'schema_name', line -> 'schema')
		   ELSE line ->> 'schema'
	   END AS source,
	   line -> 'tests' AS tests
FROM store;

CREATE FUNCTION pg_temp.bundle_or_error(source text, OUT schema accord.jsonschema, OUT error text)
LANGUAGE plpgsql
AS $$
BEGIN
	schema := accord.bundle(source);
EXCEPTION WHEN OTHERS THEN
	error := SQLSTATE || ' ' || SQLERRM;
END
$$;

CREATE FUNCTION pg_temp.outcome_or_error(schema accord.jsonschema, doc text) RETURNS text
LANGUAGE plpgsql
AS $$
BEGIN
	RETURN pg_temp.outcome(schema, doc::jsonb);
EXCEPTION WHEN OTHERS THEN
	RETURN SQLSTATE || ' ' || SQLERRM;
END
$$;

CREATE TEMP TABLE store_bundle AS
SELECT s.id, b.schema, b.error FROM store_schema s, pg_temp.bundle_or_error(s.source) b;

CREATE TEMP TABLE line AS
SELECT row_number() OVER (ORDER BY id, n) AS n,
	   got = expected AS ok,
	   format('schemastore: %s: %s', name, path) AS name,
	   format('# expected: %s, got: %s', expected, got) AS diagnosis
FROM (
	SELECT s.id, t.n, s.name, t.value ->> 'path' AS path, t.value ->> s.verdict AS expected,
		   coalesce(b.error, pg_temp.outcome_or_error(b.schema, t.value ->> 'document')) AS got
	FROM store_schema s JOIN store_bundle b USING (id), json_array_elements(s.tests) WITH ORDINALITY t (value, n)) judged;
