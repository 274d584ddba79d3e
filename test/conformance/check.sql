-- Judges every test of suite_file.  A test is passed when all functions say what the suite expects; a test that
-- exceptions.txt names, when PostgreSQL refuses its NUL, or else when all functions say the contrary.

-- Tests with a remote go through bundle().
INSERT INTO accord.schema_part (uri, source) SELECT uri, source FROM remote;

-- json's own operators refuse a string with \u0000: it travels as \uE000, which the suite does not use.
CREATE TEMP TABLE test AS
SELECT row_number() OVER (ORDER BY f.path COLLATE "C", g.n, t.n) AS id,
	   f.path,
	   g.value ->> 'description' AS group_name,
	   t.value ->> 'description' AS test_name,
	   replace(g.value ->> 'schema', '\uE000', '\u0000') AS schema_text,
	   json_typeof(g.value -> 'schema') = 'object' AS is_object,
	   g.value #> '{schema,$schema}' IS NOT NULL AS has_dialect,
	   replace((t.value -> 'data')::text, '\uE000', '\u0000') AS doc,
	   (t.value ->> 'valid')::boolean AS valid
FROM suite_file f,
	 json_array_elements(replace(f.content, '\u0000', '\uE000')::json) WITH ORDINALITY g(value, n),
	 json_array_elements(g.value -> 'tests') WITH ORDINALITY t(value, n);

-- Optional format tests expect that format asserts: in 2019-09 and 2020-12 that is a dialect of accord's own.
UPDATE test
SET schema_text = regexp_replace(schema_text, '"\$schema"\s*:\s*"[^"]*"\s*,?', ''), has_dialect = false
WHERE path ~ '^draft20.*/optional/format/' AND is_object;

UPDATE test
SET schema_text = regexp_replace(schema_text, '\{(\s*\})?',
	format('{"$schema": "%s"%s', CASE
		WHEN path ~ '^draft2020-12/optional/format/' THEN 'urn:accord:2020-12-formats'
		WHEN path ~ '^draft2019-09/optional/format/' THEN 'urn:accord:2019-09-formats'
		WHEN path ~ '^draft20' THEN format('https://json-schema.org/draft/%s/schema', substr(split_part(path, '/', 1), 6))
		ELSE format('http://json-schema.org/draft-0%s/schema#', substr(split_part(path, '/', 1), 6))
	END, CASE WHEN schema_text ~ '^\s*\{\s*\}' THEN '}' ELSE ', ' END))
WHERE is_object AND NOT has_dialect;

-- what outcome() says, or an SQLSTATE with its message
CREATE FUNCTION pg_temp.outcome_or_error(schema_text text, doc text) RETURNS text
LANGUAGE plpgsql
AS $$
BEGIN
	RETURN pg_temp.outcome(CASE
		WHEN schema_text LIKE '%localhost:1234%' THEN accord.bundle(schema_text)
		ELSE schema_text::accord.jsonschema
	END, doc::jsonb);
EXCEPTION WHEN OTHERS THEN
	RETURN SQLSTATE || ' ' || SQLERRM;
END
$$;

CREATE TEMP TABLE judged AS
SELECT t.*, e.reason,
	   CASE
		   WHEN e.reason ~ '^NUL ' THEN '22P05'
		   WHEN t.valid = (e.reason IS NULL) THEN 'valid'
		   ELSE 'invalid'
	   END AS expected,
	   pg_temp.outcome_or_error(t.schema_text, t.doc) AS got
FROM test t
	 LEFT JOIN LATERAL (
		SELECT x.reason
		FROM exception x
		WHERE x.path = t.path AND x.group_name = t.group_name AND x.test_name IN ('*', t.test_name)
		LIMIT 1) e ON true;

-- An exception that names no test hides nothing and helps nobody.  Older suites differ among themselves.
CREATE TEMP TABLE stale AS
SELECT x.*
FROM exception x
WHERE :'current' AND x.suite = 'all' AND NOT EXISTS (
	SELECT
	FROM test t
	WHERE x.path = t.path AND x.group_name = t.group_name AND x.test_name IN ('*', t.test_name));

CREATE TEMP TABLE line AS
SELECT row_number() OVER (ORDER BY is_stale, id) AS n, ok, name, diagnosis
FROM (
	SELECT false AS is_stale, id,
		   split_part(got, ' ', 1) = expected AS ok,
		   format('%s: %s: %s', path, group_name, test_name) || coalesce(' (' || reason || ')', '') AS name,
		   format(E'# schema:   %s\n# document: %s\n# expected: %s, got: %s', schema_text, doc,
				  expected || CASE WHEN reason IS NULL THEN '' ELSE ', as exceptions.txt says' END, got) AS diagnosis
	FROM judged
	UNION ALL
	SELECT true, 0, false, format('%s: %s: %s', path, group_name, test_name), '# exceptions.txt names a test that the suite does not have'
	FROM stale) AS all_lines;
