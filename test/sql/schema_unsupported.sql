-- What cannot be judged is refused with 0A000 and its place, never passed over.
\set SHOW_CONTEXT never
SELECT accord.jsonschema '{"$schema": "https://example.org/my-dialect"}';
\echo :SQLSTATE
SELECT accord.jsonschema '{"$schema": "http://json-schema.org/draft-03/schema#"}';
\echo :SQLSTATE
SELECT accord.jsonschema '{"$schema": "http://json-schema.org/schema#"}';
\echo :SQLSTATE
-- in a part with an identifier of its own, even if nothing refers to it
SELECT accord.jsonschema '{"$defs": {"a": {"$id": "https://example.org/a", "$schema": "https://example.org/my-dialect"}}}';
\echo :SQLSTATE
-- a dialect of one's own that requires a vocabulary nobody knows
SELECT accord.jsonschema '{"$schema": "https://example.org/meta", "$defs": {"meta": {"$id": "https://example.org/meta",
  "$vocabulary": {"https://json-schema.org/draft/2020-12/vocab/core": true, "https://example.org/vocab/units": true}}}}';
\echo :SQLSTATE
SELECT accord.jsonschema '{"$ref": "https://example.org/address.json"}';
\echo :SQLSTATE
SELECT accord.jsonschema '{"$id": "https://example.org/a", "properties": {"b": {"$ref": "b#/$defs/x"}}}';
\echo :SQLSTATE
SELECT accord.jsonschema '{"$dynamicRef": "https://example.org/tree#node"}';
\echo :SQLSTATE
SELECT accord.jsonschema '{"$schema": "https://json-schema.org/draft/2019-09/schema", "not": {"$ref": "urn:example:a"}}';
\echo :SQLSTATE
SELECT accord.jsonschema '{"$schema": "http://json-schema.org/draft-04/schema#", "items": [{"$ref": "other.json"}]}';
\echo :SQLSTATE
-- also in a part that nothing refers to
SELECT accord.jsonschema '{"$defs": {"a": {"$ref": "https://example.org/address.json"}}}';
\echo :SQLSTATE
-- as the name of a property, or in a constant, it is no keyword
SELECT accord.jsonschema '{"properties": {"$ref": true, "$schema": false}, "const": {"$ref": "https://example.org/a", "$schema": "x"}}';
-- each draft by each of its names
SELECT s, format('{"$schema": "%s"}', s)::accord.jsonschema IS NOT NULL AS accepted
FROM unnest('{https://json-schema.org/draft/2020-12/schema,https://json-schema.org/draft/2020-12/schema#,https://json-schema.org/draft/2019-09/schema,
	http://json-schema.org/draft-07/schema,http://json-schema.org/draft-07/schema#,https://json-schema.org/draft-07/schema#,http://json-schema.org/draft-06/schema#,
	http://json-schema.org/draft-04/schema#,http://json-schema.org/draft-04/schema,urn:accord:2020-12-formats,urn:accord:2019-09-formats}'::text[]) s;
-- and by its meta-schema, which is built in
SELECT s, doc, doc::jsonb OPERATOR(accord.|=) format('{"$ref": "%s"}', s)::accord.jsonschema AS valid
FROM unnest('{https://json-schema.org/draft/2020-12/schema,https://json-schema.org/draft/2019-09/schema,http://json-schema.org/draft-07/schema#,
	http://json-schema.org/draft-06/schema#,http://json-schema.org/draft-04/schema#}'::text[]) s,
	(VALUES ('{"properties": {"a": {"type": "string", "maxLength": 1}}}'), ('{"properties": {"a": {"type": "strnig"}}}'), ('{"items": {"maxLength": -1}}')) d(doc);
