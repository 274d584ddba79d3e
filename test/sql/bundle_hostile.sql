-- What cannot be a part is refused by name; no text and no array of them does harm.
\set SHOW_CONTEXT always
\set VERBOSITY default
SELECT accord.bundle_parts('{}', array_fill('{}'::text, ARRAY[2000]), ARRAY['urn:a']);
SELECT accord.bundle_parts('{}', ARRAY['{}'], ARRAY[]::text[]);
SELECT accord.bundle_parts('{}', ARRAY['{}'], ARRAY[NULL]::text[]);
SELECT accord.bundle_parts('{}', ARRAY[NULL]::text[], ARRAY['urn:a']);
SELECT accord.bundle_parts('{"$ref": "urn:a"}', ARRAY['5'], ARRAY['urn:a']);
SELECT accord.bundle_parts('{"$ref": "urn:a"}', ARRAY['[]'], ARRAY['urn:a']);
SELECT accord.bundle_parts('{"$ref": "urn:a"}', ARRAY['{"type":'], ARRAY['urn:a']);
SELECT accord.is_valid('1', accord.bundle_parts('{"$ref": "urn:a"}', ARRAY['false'], ARRAY['urn:a'])) AS false_part,
	accord.is_valid('1', accord.bundle_parts('{"$ref": "urn:a"}', ARRAY['true'], ARRAY['urn:a'])) AS true_part;

-- into the table goes only what can be a part, under a URI that can be referred to
\set SHOW_CONTEXT never
\set VERBOSITY terse
INSERT INTO accord.schema_part (uri, source) VALUES ('urn:bad', '{ this is not json');
INSERT INTO accord.schema_part (uri, source) VALUES ('urn:bad', '[1]');
INSERT INTO accord.schema_part (uri, source) VALUES ('urn: blank', '{}');
INSERT INTO accord.schema_part (uri, source) VALUES ('urn:a#fragment', '{}');
INSERT INTO accord.schema_part (uri, source) VALUES ('relative', '{}');
INSERT INTO accord.schema_part (uri, source) VALUES ('urn:' || repeat('a', 3000), '{}');
INSERT INTO accord.schema_part (uri, source) VALUES (NULL, '{}');
SELECT count(*) FROM accord.schema_part;

-- a dialect of one's own comes from a meta-schema, not from an example
SELECT accord.jsonschema '{"$schema": "urn:m", "type": "string", "examples": [{"$id": "urn:m", "$vocabulary": {}}]}';
SELECT accord.jsonschema '{"$schema": "urn:m", "$defs": {"m": {"$id": "urn:m", "$vocabulary": {"urn:v": "yes"}}}}';

-- a name under an unknown keyword is no dynamic anchor
SELECT accord.is_valid('"x"', '{"$id": "urn:r", "allOf": [{"$ref": "urn:g"}], "properties": {"q": {"$ref": "#/x-foo/n"}}, "x-foo": {"n": {"type": "integer", "$dynamicAnchor": "n"}},
	"$defs": {"g": {"$id": "urn:g", "$dynamicRef": "#n", "$defs": {"d": {"$dynamicAnchor": "n"}}}}}');
