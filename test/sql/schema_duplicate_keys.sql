-- An object of the schema that has a key twice is refused, at any depth and however the key is spelled.
\set SHOW_CONTEXT never
SELECT accord.jsonschema '{"type": "string", "type": "number"}';
\echo :SQLSTATE
SELECT accord.jsonschema '{
  "properties": {
    "id": {"type": "integer"},
    "id": {"type": "string"}
  }
}';
SELECT accord.jsonschema '{"allOf": [{"minimum": 1, "m\u0069nimum": 2}]}';
-- also in what is data to the schema
SELECT accord.jsonschema '{"const": {"a": 1, "a": 2}}';
SELECT accord.jsonschema '{"x-note": {"a": 1, "a": 2}}';
-- the same key in different objects is no duplicate
SELECT accord.jsonschema '{"properties": {"id": {"type": "integer"}, "type": {"type": "string"}}}';
