-- unevaluatedProperties sees what stands beside it and in it, through every keyword that applies to the same object.
CREATE FUNCTION pg_temp.closed(schema text) RETURNS accord.jsonschema
LANGUAGE sql
RETURN overlay(schema PLACING '{"unevaluatedProperties": false, ' FROM 1 FOR 1)::accord.jsonschema;
-- a and b are named: c never is
SELECT schema,
	   jsonb '{"a": 1}' OPERATOR(accord.|=) pg_temp.closed(schema) AS a,
	   jsonb '{"b": 1}' OPERATOR(accord.|=) pg_temp.closed(schema) AS b,
	   jsonb '{"a": 1, "b": 1}' OPERATOR(accord.|=) pg_temp.closed(schema) AS ab,
	   jsonb '{"a": 1, "c": 1}' OPERATOR(accord.|=) pg_temp.closed(schema) AS ac,
	   jsonb '{}' OPERATOR(accord.|=) pg_temp.closed(schema) AS empty,
	   jsonb '[1]' OPERATOR(accord.|=) pg_temp.closed(schema) AS "array"
FROM (VALUES
	('{"x": 1}'),
	('{"properties": {"a": true}}'),
	('{"patternProperties": {"^[ab]$": true}}'),
	('{"additionalProperties": {"type": "integer"}}'),
	('{"allOf": [{"properties": {"a": true}}, {"properties": {"b": true}}]}'),
	('{"anyOf": [{"properties": {"a": true}, "required": ["a"]}, {"properties": {"b": true}, "required": ["b"]}]}'),
	('{"oneOf": [{"properties": {"a": true}, "required": ["a"]}, {"properties": {"b": true}, "required": ["b"]}]}'),
	('{"not": {"properties": {"a": true}, "required": ["z"]}}'),
	('{"not": {"not": {"properties": {"a": true}}}}'),
	('{"if": {"properties": {"a": true}, "required": ["a"]}}'),
	('{"if": {"required": ["a"]}, "then": {"properties": {"a": true}}, "else": {"properties": {"b": true}}}'),
	('{"if": {"properties": {"a": true}, "required": ["a"]}, "then": {"properties": {"b": true}}}'),
	('{"dependentSchemas": {"a": {"properties": {"a": true, "b": true}}}}'),
	('{"dependencies": {"a": {"properties": {"a": true, "b": true}}}}'),
	('{"$ref": "#/$defs/x", "$defs": {"x": {"properties": {"a": true}}}}'),
	('{"$dynamicRef": "#x", "$defs": {"x": {"$dynamicAnchor": "x", "properties": {"a": true}}}}'),
	('{"allOf": [{"anyOf": [{"$ref": "#/$defs/x"}]}], "$defs": {"x": {"allOf": [{"properties": {"a": true}}]}}}'),
	('{"allOf": [{"unevaluatedProperties": true}]}'),
	('{"allOf": [{"properties": {"a": true}, "unevaluatedProperties": {"const": 1}}]}'),
	('{"propertyNames": {"enum": ["a", "b"]}}'),
	('{"properties": {"a": true}, "contains": {"properties": {"b": true}}}')) v (schema);
-- a cousin is not seen: what another branch evaluates counts there
SELECT doc, doc OPERATOR(accord.|=) '{"allOf": [{"properties": {"a": true}}, {"unevaluatedProperties": false}]}' AS cousin,
	   doc OPERATOR(accord.|=) '{"properties": {"a": true}, "anyOf": [{"unevaluatedProperties": false}, {"required": ["z"]}]}' AS parent
FROM (VALUES (jsonb '{}'), ('{"a": 1}'), ('{"z": 1}')) v (doc);
-- a branch that fails has evaluated nothing, though it looked
SELECT doc, doc OPERATOR(accord.|=) '{"anyOf": [{"properties": {"kind": {"const": "x"}, "x": true}}, {"properties": {"kind": true, "y": true}}], "unevaluatedProperties": false}' AS valid
FROM (VALUES (jsonb '{"kind": "x", "x": 1}'), ('{"kind": "y", "x": 1}'), ('{"kind": "y", "y": 1}'), ('{"kind": "x", "x": 1, "y": 1}')) v (doc);
-- each object by itself, at any depth; a schema for what is left
SELECT doc,
	   doc OPERATOR(accord.|=) '{"type": "object", "allOf": [{"properties": {"n": {"$ref": "#"}}}], "unevaluatedProperties": false}' AS nested,
	   doc OPERATOR(accord.|=) '{"allOf": [{"properties": {"n": true}}], "unevaluatedProperties": {"type": "integer"}}' AS with_schema
FROM (VALUES (jsonb '{"n": {"n": {}}}'), ('{"n": {"n": {"m": 1}}}'), ('{"n": {}, "m": 1}'), ('{"m": "x"}')) v (doc);
-- more properties than a machine word has bits
SELECT n, (SELECT jsonb_object_agg('p' || i, i) FROM generate_series(1, n) i) OPERATOR(accord.|=)
	('{"allOf": [{"properties": {' || (SELECT string_agg(format('"p%s": true', i), ',') FROM generate_series(1, 200, 2) i) || '}}, {"properties": {' ||
	 (SELECT string_agg(format('"p%s": true', i), ',') FROM generate_series(2, 200, 2) i) || '}}], "unevaluatedProperties": false}')::accord.jsonschema AS valid
FROM unnest('{63,64,65,128,129,200,201}'::int[]) n;
-- the reports
SELECT instance_path, schema_path, keyword, message
FROM accord.errors('{"a": 1, "secret": 1, "other": 2}', '{"allOf": [{"properties": {"a": true}}], "unevaluatedProperties": false}');
SELECT instance_path, schema_path, keyword, message
FROM accord.errors('{"o": {"a": 1, "secret": "x"}}', '{"properties": {"o": {"$ref": "#/$defs/o"}}, "$defs": {"o": {"anyOf": [{"properties": {"a": true}}], "unevaluatedProperties": {"type": "integer"}}}}');
SELECT jsonb_pretty(accord.report('{"secret": 1}', '{"$id": "https://example.org/a", "unevaluatedProperties": false}'));
