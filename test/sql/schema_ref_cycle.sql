-- A loop of references that consumes no input is refused; one that goes down the document is recursion.
\set SHOW_CONTEXT never
SELECT accord.jsonschema '{"$ref": "#"}';
\echo :SQLSTATE
SELECT accord.jsonschema '{"$defs": {"a": {"$ref": "#/$defs/b"}, "b": {"$ref": "#/$defs/a"}}}';
SELECT accord.jsonschema '{"allOf": [{"$ref": "#"}]}';
SELECT accord.jsonschema '{"$defs": {"a": {"not": {"anyOf": [true, {"$ref": "#/$defs/a"}]}}}, "properties": {"x": {"$ref": "#/$defs/a"}}}';
SELECT accord.jsonschema '{"if": {"$ref": "#"}}';
SELECT accord.jsonschema '{"dependentSchemas": {"a": {"$ref": "#"}}}';
SELECT accord.jsonschema '{"$schema": "http://json-schema.org/draft-07/schema#", "dependencies": {"a": {"$ref": "#"}}}';
SELECT accord.jsonschema '{"$id": "urn:example:a", "$defs": {"b": {"$anchor": "b", "oneOf": [{"$ref": "urn:example:a"}]}}, "$ref": "#b"}';

-- recursion: a tree, a list
SELECT doc, doc OPERATOR(accord.|=) '{
  "type": "object",
  "properties": {"value": {"type": "integer"}, "children": {"type": "array", "items": {"$ref": "#"}}},
  "required": ["value"]
}' AS tree
FROM (VALUES
	(jsonb '{"value": 1}'),
	('{"value": 1, "children": [{"value": 2, "children": [{"value": 3}]}]}'),
	('{"value": 1, "children": [{"value": 2, "children": [{"value": "3"}]}]}'),
	('{"value": 1, "children": [{"children": []}]}')
) v(doc);
SELECT doc, doc OPERATOR(accord.|=) '{"additionalProperties": {"$ref": "#"}, "propertyNames": {"$ref": "#/$defs/short"}, "$defs": {"short": {"maxLength": 1}}, "type": "object"}' AS nested
FROM (VALUES
	(jsonb '{"a": {"b": {"c": {}}}}'),
	('{"a": {"b": {"cc": {}}}}'),
	('{"a": {"b": {"c": 1}}}')
) v(doc);
