-- What this version does not know how to judge is refused with 0A000 and its place, never passed over.
\set SHOW_CONTEXT never
SELECT accord.jsonschema '{"properties": {"a": {"$dynamicRef": "#node"}}}';
\echo :SQLSTATE
SELECT accord.jsonschema '{"allOf": [true, {"unevaluatedProperties": false}]}';
\echo :SQLSTATE
SELECT accord.jsonschema '{"unevaluatedItems": true}';
\echo :SQLSTATE
SELECT accord.jsonschema '{"$ref": "https://example.org/address.json"}';
\echo :SQLSTATE
SELECT accord.jsonschema '{"$id": "https://example.org/a", "properties": {"b": {"$ref": "b#/$defs/x"}}}';
\echo :SQLSTATE
SELECT accord.jsonschema '{"$ref": "https://json-schema.org/draft/2020-12/schema"}';
\echo :SQLSTATE
SELECT accord.jsonschema '{"$schema": "http://json-schema.org/draft-04/schema#"}';
\echo :SQLSTATE
SELECT accord.jsonschema '{"$schema": "http://json-schema.org/draft-06/schema#"}';
\echo :SQLSTATE
SELECT accord.jsonschema '{"$schema": "https://json-schema.org/draft/2019-09/schema"}';
\echo :SQLSTATE
SELECT accord.jsonschema '{"$schema": "https://example.org/my-dialect"}';
\echo :SQLSTATE
-- also in a part that nothing refers to
SELECT accord.jsonschema '{"$defs": {"a": {"unevaluatedItems": false}}}';
\echo :SQLSTATE
-- as the name of a property, or in a constant, it is no keyword
SELECT accord.jsonschema '{"properties": {"$dynamicRef": true, "unevaluatedItems": false}, "const": {"unevaluatedProperties": false}}';
-- draft-07 has no such keywords
SELECT accord.jsonschema '{"$schema": "http://json-schema.org/draft-07/schema#", "unevaluatedProperties": false, "$dynamicRef": "#"}';
-- both drafts by each of their names
SELECT accord.jsonschema '{"$schema": "http://json-schema.org/draft-07/schema"}';
SELECT accord.jsonschema '{"$schema": "https://json-schema.org/draft/2020-12/schema#"}';
