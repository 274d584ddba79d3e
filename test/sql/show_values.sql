-- accord.show_values puts offending values and undeclared names into the DETAIL; only a superuser may turn it on.
\set SHOW_CONTEXT never
SELECT jsonb '1' OPERATOR(accord.|=) 'true' AS loaded;
SHOW accord.show_values;
SELECT accord.assert_valid('{"jane@example.org": "secret", "age": "secret age"}', '{"properties": {"age": {"type": "integer"}}, "additionalProperties": {"type": "integer"}}', 'people');
SET accord.show_values = on;
SELECT accord.assert_valid('{"jane@example.org": "secret", "age": "secret age"}', '{"properties": {"age": {"type": "integer"}}, "additionalProperties": {"type": "integer"}}', 'people');
-- errors() and report() never show values, so that they stay immutable
SELECT * FROM accord.errors('{"age": "secret age"}', '{"properties": {"age": {"type": "integer", "const": 1}}}');
SELECT accord.report('{"age": "secret age"}', '{"properties": {"age": {"type": "integer", "const": 1}}}')::text LIKE '%secret%' AS report_shows;
-- a long value is not shown whole
DO $$
DECLARE
	detail text;
BEGIN
	PERFORM accord.assert_valid(jsonb_build_object('a', repeat('x', 1000000)), '{"properties": {"a": {"maxLength": 10}}}');
EXCEPTION WHEN check_violation THEN
	GET STACKED DIAGNOSTICS detail = PG_EXCEPTION_DETAIL;
	RAISE NOTICE 'shorter than the value: %', length(detail) < 1000;
END
$$;
RESET accord.show_values;
CREATE ROLE regress_accord_reader;
SET ROLE regress_accord_reader;
SET accord.show_values = on;
-- nor by setting it before the library is loaded
\c -
\set SHOW_CONTEXT never
SET ROLE regress_accord_reader;
SET accord.show_values = on;
SELECT accord.assert_valid('"secret"', '{"type": "integer"}');
SHOW accord.show_values;
RESET ROLE;
DROP ROLE regress_accord_reader;
