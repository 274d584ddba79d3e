-- A reference finds its target by JSON Pointer (~0, ~1, percent-encoding), $anchor or $id, inside the schema only.
SELECT doc, doc OPERATOR(accord.|=) '{
  "$defs": {
    "a~b": {"const": 1},
    "a/b": {"const": 2},
    "a%b": {"const": 3},
    "a\"b": {"const": 4},
    "é": {"const": 5},
    "": {"const": 6}
  },
  "prefixItems": [
    {"$ref": "#/$defs/a~0b"},
    {"$ref": "#/$defs/a~1b"},
    {"$ref": "#/$defs/a%25b"},
    {"$ref": "#/$defs/a%22b"},
    {"$ref": "#/$defs/%C3%A9"},
    {"$ref": "#/$defs/"}
  ]
}' AS valid
FROM (VALUES
	(jsonb '[1, 2, 3, 4, 5, 6]'),
	('[9]'), ('[1, 9]'), ('[1, 2, 9]'), ('[1, 2, 3, 9]'), ('[1, 2, 3, 4, 9]'), ('[1, 2, 3, 4, 5, 9]')
) v(doc);

-- through arrays, and through a reference
SELECT doc, doc OPERATOR(accord.|=) '{
  "allOf": [true, {"properties": {"a": {"type": "integer"}}}],
  "properties": {"b": {"$ref": "#/allOf/1/properties/a"}, "c": {"$ref": "#/properties/b"}}
}' AS valid
FROM (VALUES (jsonb '{"b": 1, "c": 1}'), ('{"b": "x"}'), ('{"c": "x"}')) v(doc);

-- $anchor, and $id with a relative reference
SELECT doc, doc OPERATOR(accord.|=) '{
  "$id": "https://example.org/schemas/order",
  "properties": {
    "a": {"$ref": "#amount"},
    "b": {"$ref": "customer"},
    "c": {"$ref": "https://example.org/schemas/customer#/properties/name"},
    "d": {"$ref": "customer#name"}
  },
  "$defs": {
    "x": {"$anchor": "amount", "type": "number"},
    "y": {"$id": "customer", "type": "object", "properties": {"name": {"$anchor": "name", "type": "string"}}}
  }
}' AS valid
FROM (VALUES
	(jsonb '{"a": 1, "b": {"name": "x"}, "c": "x", "d": "x"}'),
	('{"a": "1"}'), ('{"b": {"name": 1}}'), ('{"b": 1}'), ('{"c": 1}'), ('{"d": 1}')
) v(doc);

-- in 2020-12 keywords beside $ref count, in draft-07 they do not
SELECT jsonb '5' OPERATOR(accord.|=) '{"$ref": "#/$defs/i", "minimum": 6, "$defs": {"i": {"type": "integer"}}}' AS draft2020_12,
	   jsonb '5' OPERATOR(accord.|=) '{"$schema": "http://json-schema.org/draft-07/schema#", "properties": {}, "allOf": [{"$ref": "#/definitions/i", "minimum": 6}], "definitions": {"i": {"type": "integer"}}}' AS draft_07;

-- the meta-schema of draft-07 is there
SELECT doc, doc OPERATOR(accord.|=) '{"$schema": "http://json-schema.org/draft-07/schema#", "$ref": "http://json-schema.org/draft-07/schema#"}' AS is_a_schema
FROM (VALUES
	(jsonb 'true'),
	('{"type": "string", "minLength": 1, "properties": {"a": {"items": [true, {"not": {}}]}}}'),
	('{"type": "strnig"}'),
	('{"properties": {"a": {"minLength": -1}}}'),
	('{"items": {"required": ["a", "a"]}}'),
	('1')
) v(doc);
