-- errors() names instance path, schema path, keyword and what was expected: true JSON Pointers, never values.
CREATE FUNCTION pg_temp.why(doc jsonb, s accord.jsonschema) RETURNS SETOF text
LANGUAGE sql
BEGIN ATOMIC
	SELECT format('%s | %s | %s | %s', instance_path, schema_path, keyword, message) FROM accord.errors(doc, s);
END;
SELECT * FROM accord.errors('{"user": {"email": 7}}', '{"properties": {"user": {"required": ["id"], "properties": {"email": {"type": "string"}}}}}');
SELECT count(*) FROM accord.errors('{"user": {"id": 1, "email": "x"}}', '{"properties": {"user": {"required": ["id"], "properties": {"email": {"type": "string"}}}}}');
\pset tuples_only on
-- one line for each keyword
SELECT s AS schema, pg_temp.why(doc, s)
FROM (VALUES
	(jsonb '1', 'false'::accord.jsonschema),
	('1', '{"type": "string"}'),
	('1.5', '{"type": ["integer", "null", "object"]}'),
	('1', '{"enum": ["a", 2, null]}'),
	('1', '{"const": {"a": 1}}'),
	('1', '{"minimum": 2}'),
	('1', '{"exclusiveMinimum": 1}'),
	('1', '{"maximum": 0.50}'),
	('1', '{"exclusiveMaximum": 1}'),
	('1', '{"multipleOf": 0.3}'),
	('"abc"', '{"minLength": 4}'),
	('"abc"', '{"maxLength": 2}'),
	('""', '{"minLength": 1}'),
	('[]', '{"minItems": 1}'),
	('{}', '{"minProperties": 1}'),
	('"abc"', '{"pattern": "^[0-9]+$"}'),
	('"abc"', '{"format": "date-time"}'),
	('"abc"', '{"format": "email"}'),
	('[1]', '{"minItems": 2}'),
	('[1]', '{"maxItems": 0}'),
	('[1, 2, 1]', '{"uniqueItems": true}'),
	('[1, 2]', '{"items": {"minimum": 2}}'),
	('[1, 2]', '{"items": false}'),
	('[1, 2]', '{"prefixItems": [true, {"maximum": 1}], "items": false}'),
	('[1, 2]', '{"contains": {"minimum": 3}}'),
	('[1, 2]', '{"contains": true, "minContains": 3}'),
	('[1, 2]', '{"contains": true, "maxContains": 1}'),
	('{"a": 1}', '{"minProperties": 2}'),
	('{"a": 1}', '{"maxProperties": 0}'),
	('{"a": 1}', '{"required": ["b", "a", "c"]}'),
	('{"a": 1}', '{"properties": {"a": false}}'),
	('{"a": 1, "b": 2}', '{"additionalProperties": false}'),
	('{"a": 1, "b": 2}', '{"additionalProperties": {"minimum": 2}}'),
	('{"a": 1, "b": 2}', '{"patternProperties": {"^a": {"minimum": 2}}}'),
	('{"a": 1, "bb": 2}', '{"propertyNames": {"maxLength": 1}}'),
	('{"a": 1}', '{"dependentRequired": {"a": ["b", "c"]}}'),
	('{"a": 1}', '{"dependentSchemas": {"a": {"maxProperties": 0}}}'),
	('1', '{"allOf": [true, {"minimum": 2}]}'),
	('1', '{"anyOf": [{"minimum": 2}, {"type": "string"}]}'),
	('1', '{"oneOf": [{"minimum": 2}, {"type": "string"}]}'),
	('1', '{"oneOf": [{"minimum": 1}, {"type": "integer"}]}'),
	('1', '{"not": {"type": "integer"}}'),
	('1', '{"if": true, "then": {"minimum": 2}}'),
	('1', '{"if": false, "else": {"minimum": 2}}'),
	('1', '{"$ref": "#/$defs/d", "$defs": {"d": {"minimum": 2}}}'),
	('[1, "x"]', '{"$schema": "http://json-schema.org/draft-07/schema#", "items": [{"minimum": 2}], "additionalItems": {"type": "integer"}}'),
	('{"a": 1}', '{"$schema": "http://json-schema.org/draft-07/schema#", "dependencies": {"a": ["b"]}}')
) v(doc, s);
-- names that a pointer must escape, and names that need no escape
SELECT pg_temp.why('{"a/b": {"m~n": {"": {"x y": {"é\"\\": 1}}}}}',
	'{"properties": {"a/b": {"properties": {"m~n": {"properties": {"": {"additionalProperties": {"patternProperties": {"/~": true, "é": {"minimum": 2}}}}}}}}}}');
SELECT pg_temp.why('[[0, 1, 2], {"10": [{"a": null}]}]', '{"items": {"items": {"maximum": 1}, "additionalProperties": {"items": {"properties": {"a": {"type": "string"}}}}}}');
-- several violations
SELECT pg_temp.why('{"id": "x", "lines": [{"qty": 0}, {"qty": 1}, {"qty": 0.5, "sku": 7}], "state": "gone"}', '{
  "required": ["id", "customer"],
  "properties": {
    "id": {"type": "integer"},
    "customer": true,
    "lines": {"items": {"required": ["sku"], "properties": {"qty": {"type": "integer", "minimum": 1}, "sku": {"type": "string"}}}},
    "state": {"enum": ["new", "paid"]}
  }
}');
-- at most max_errors of them
SELECT n, (SELECT count(*) FROM accord.errors((SELECT jsonb_agg(i) FROM generate_series(1, 250) i), '{"items": false}', n))
FROM unnest(ARRAY[1, 2, 100, 249, 250, 1000]) n;
SELECT count(*) FROM accord.errors((SELECT jsonb_agg(i) FROM generate_series(1, 250) i), '{"items": {"type": "string"}}');
SELECT count(*) FROM accord.errors('1', 'false', 0);
-- NULL
SELECT count(*) FROM accord.errors(NULL, 'false');
SELECT count(*) FROM accord.errors('1', NULL);
-- no value of the document is in any column
SELECT count(*) AS leaks
FROM accord.errors('{"email": "jane.secret@example", "pin": 4711123, "tags": ["secret1", "secret1"], "note": {"deep": "secret2"}}', '{
  "properties": {
    "email": {"format": "email", "pattern": "^x", "maxLength": 3, "const": "a"},
    "pin": {"maximum": 9, "multipleOf": 2, "enum": [1], "type": "string", "not": {"type": "integer"}},
    "tags": {"uniqueItems": true, "items": {"enum": ["a"]}, "contains": {"const": 1}},
    "note": {"additionalProperties": {"type": "null"}}
  }
}') e
WHERE e::text ~ 'secret|4711';
