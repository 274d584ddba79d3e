-- A schema may be nested 1000 levels deep, whatever nests: schemas, constants or what means nothing.
\set SHOW_CONTEXT never
CREATE FUNCTION pg_temp.nested(opening text, inner_text text, closing text, depth int) RETURNS text
LANGUAGE sql
RETURN repeat(opening, depth) || inner_text || repeat(closing, depth);
SELECT jsonb '1' OPERATOR(accord.|=) pg_temp.nested('{"not": ', 'true', '}', 1000)::accord.jsonschema AS even,
	   jsonb '1' OPERATOR(accord.|=) pg_temp.nested('{"not": ', 'true', '}', 999)::accord.jsonschema AS odd;
SELECT pg_temp.nested('{"not": ', 'true', '}', 1001)::accord.jsonschema;
\echo :SQLSTATE
SELECT jsonb '1' OPERATOR(accord.|=) ('{"const": ' || pg_temp.nested('[', '1', ']', 999) || '}')::accord.jsonschema AS constant;
SELECT ('{"const": ' || pg_temp.nested('[', '1', ']', 1000) || '}')::accord.jsonschema;
SELECT jsonb '1' OPERATOR(accord.|=) ('{"x-note": ' || pg_temp.nested('{"a": ', '1', '}', 999) || '}')::accord.jsonschema AS unknown_keyword;
SELECT ('{"x-note": ' || pg_temp.nested('{"a": ', '1', '}', 1000) || '}')::accord.jsonschema;
-- references add no nesting of their own: the document decides
SELECT n, pg_temp.nested('[', '', ']', n)::jsonb OPERATOR(accord.|=) '{"type": "array", "items": {"$ref": "#"}}' AS valid,
	   (SELECT length(instance_path) FROM accord.errors(pg_temp.nested('[', '1', ']', n)::jsonb, '{"type": "array", "items": {"$ref": "#"}}')) AS length_of_path
FROM unnest(ARRAY[1, 10, 1000, 2000]) n;
