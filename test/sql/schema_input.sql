-- An invalid schema is refused at input, with line, column, JSON Pointer and what to do.
\set SHOW_CONTEXT never
-- not JSON
SELECT accord.jsonschema '';
SELECT accord.jsonschema '{"type": }';
SELECT accord.jsonschema '{
  "type": "object"
  "properties": {}
}';
SELECT accord.jsonschema '{"type": "object"';
SELECT accord.jsonschema '{"type": "object"} x';
-- JSON that is no schema
SELECT accord.jsonschema '3';
SELECT accord.jsonschema '{
  "type": "object",
  "properties": {"id": {"type": "strnig"}}
}';
-- a column counts characters, not bytes
SELECT accord.jsonschema U&'{"title": "\00e9\20ac\+01f600", "type": "text"}';

-- every keyword looks at its value
CREATE FUNCTION pg_temp.refusal(schema_text text) RETURNS text
LANGUAGE plpgsql
AS $$
DECLARE
	detail text;
	hint text;
BEGIN
	PERFORM schema_text::accord.jsonschema;
	RETURN 'accepted';
EXCEPTION WHEN OTHERS THEN
	GET STACKED DIAGNOSTICS detail = PG_EXCEPTION_DETAIL, hint = PG_EXCEPTION_HINT;
	RETURN concat_ws(E'\n', SQLSTATE || ' ' || SQLERRM, nullif(detail, ''), nullif(hint, ''));
END
$$;
\pset format unaligned
\pset tuples_only on
\pset fieldsep '\n'
\pset recordsep '\n\n'
SELECT s, pg_temp.refusal(s)
FROM (VALUES
	('{"type": 1}'),
	('{"type": []}'),
	('{"type": ["string", "string"]}'),
	('{"type": ["string", "any"]}'),
	('{"type": ["string", null]}'),
	('{"enum": "a"}'),
	('{"multipleOf": 0}'),
	('{"multipleOf": -0.5}'),
	('{"multipleOf": "2"}'),
	('{"maximum": "3"}'),
	('{"exclusiveMinimum": true}'),
	('{"maxLength": -1}'),
	('{"maxLength": 1.5}'),
	('{"minItems": "1"}'),
	('{"pattern": 1}'),
	('{"pattern": "a("}'),
	('{"pattern": "[z-a]"}'),
	('{"patternProperties": {"*": true}}'),
	('{"uniqueItems": 1}'),
	('{"required": "id"}'),
	('{"required": ["id", 1]}'),
	('{"required": ["id", "id"]}'),
	('{"properties": []}'),
	('{"properties": {"a": 1}}'),
	('{"properties": {"a/b~c": {"minimum": null}}}'),
	('{"dependentRequired": {"a": "b"}}'),
	('{"dependentSchemas": {"a": ["b"]}}'),
	('{"items": [true]}'),
	('{"items": 1}'),
	('{"prefixItems": []}'),
	('{"prefixItems": {}}'),
	('{"allOf": []}'),
	('{"anyOf": {}}'),
	('{"oneOf": [true, 1]}'),
	('{"not": "x"}'),
	('{"if": 1}'),
	('{"$defs": {"a": 1}}'),
	('{"$ref": 1}'),
	('{"$ref": "#/$defs/missing"}'),
	('{"$ref": "#missing"}'),
	('{"$ref": "#/$defs/a~2"}'),
	('{"$id": 1}'),
	('{"$anchor": "1 2"}'),
	('{"$defs": {"a": {"$anchor": "x"}, "b": {"$anchor": "x"}}}'),
	('{"$schema": 1}'),
	('{"format": 1}'),
	('{"minContains": -1}')
) v(s);
-- what means nothing to JSON Schema is let through, and integers may be written 2.0
SELECT s, pg_temp.refusal(s)
FROM (VALUES
	('true'),
	('false'),
	('{}'),
	('{"x-owner": "orders", "tpye": "string"}'),
	('{"maxLength": 2.0}'),
	('{"maxLength": 1e2}'),
	('{"format": "no-such-format"}'),
	('{"enum": []}'),
	('{"examples": [1], "default": {}, "title": "t", "description": "d", "$comment": "c"}'),
	('{"required": []}')
) v(s);
