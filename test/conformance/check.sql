-- Judges every test of suite_file and prints TAP.  A test is passed when |=, errors(), report() and
-- assert_valid() all say what the suite expects; a test that exceptions.txt names is passed when accord refuses
-- it with the SQLSTATE that belongs to the reason.

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

-- Optional format tests expect that format asserts: in 2020-12 that is accord's own dialect, without $schema.
UPDATE test
SET schema_text = regexp_replace(schema_text, '"\$schema"\s*:\s*"[^"]*"\s*,?', '')
WHERE path LIKE 'draft2020-12/optional/format/%' AND is_object;

UPDATE test
SET schema_text = regexp_replace(schema_text, '\{(\s*\})?',
	'{"$schema": ' || CASE split_part(path, '/', 1)
		WHEN 'draft7' THEN '"http://json-schema.org/draft-07/schema#"'
		ELSE '"https://json-schema.org/draft/2020-12/schema"'
	END || CASE WHEN schema_text ~ '^\s*\{\s*\}' THEN '}' ELSE ', ' END)
WHERE path NOT LIKE 'draft2020-12/optional/format/%' AND is_object AND NOT has_dialect;

-- 'valid', 'invalid', an SQLSTATE with its message, or how the functions disagree
CREATE FUNCTION pg_temp.outcome(schema_text text, doc text) RETURNS text
LANGUAGE plpgsql
AS $$
DECLARE
	s accord.jsonschema := schema_text::accord.jsonschema;
	d jsonb := doc::jsonb;
	verdict boolean := d OPERATOR(accord.|=) s;
	said text[] := ARRAY[
		verdict::text,
		accord.is_valid(d, s)::text,
		(NOT EXISTS (SELECT FROM accord.errors(d, s)))::text,
		accord.report(d, s) ->> 'valid'];
BEGIN
	BEGIN
		said := said || accord.assert_valid(d, s)::text;
	EXCEPTION WHEN check_violation THEN
		said := said || 'false'::text;
	END;
	IF verdict::text = ALL (said) THEN
		RETURN CASE WHEN verdict THEN 'valid' ELSE 'invalid' END;
	END IF;
	RETURN format('|=, is_valid, errors, report, assert_valid say %s', said);
END
$$;

CREATE FUNCTION pg_temp.outcome_or_error(schema_text text, doc text) RETURNS text
LANGUAGE plpgsql
AS $$
BEGIN
	RETURN pg_temp.outcome(schema_text, doc);
EXCEPTION WHEN OTHERS THEN
	RETURN SQLSTATE || ' ' || SQLERRM;
END
$$;

CREATE TEMP TABLE judged AS
SELECT t.*, e.reason,
	   CASE
		   WHEN e.reason IS NULL THEN CASE WHEN t.valid THEN 'valid' ELSE 'invalid' END
		   WHEN e.reason ~ '^NUL ' THEN '22P05'
		   ELSE '0A000'
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

SELECT '1..' || count(*) FROM line;
SELECT CASE WHEN ok THEN 'ok ' ELSE 'not ok ' END || n || ' - ' || replace(name, '#', '\#')
	   || CASE WHEN ok THEN '' ELSE E'\n' || diagnosis END
FROM line
ORDER BY n;

DO $$
DECLARE
	failed bigint := (SELECT count(*) FROM line WHERE NOT ok);
BEGIN
	IF failed > 0 OR NOT EXISTS (SELECT FROM line) THEN
		RAISE '% tests failed', failed;
	END IF;
END
$$;
ROLLBACK;
