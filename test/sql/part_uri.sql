-- URIs of parts are compared in their normal form: a reference finds its part however both are spelled.
\set SHOW_CONTEXT never
\set VERBOSITY default
BEGIN;
SELECT uri, accord.part_uri(uri) AS normal
FROM (VALUES
	('HTTPS://Example.ORG/Schemas/A'),
	('https://example.org/a/./b/../c.json'),
	('https://example.org/%7euser/%c3%bc%2f?q=%2d%2b'),
	('https://ex%41mple.org/'),
	('https://Jo%48n@EXAMPLE.org/'),
	('https://example.org/a#'),
	('URN:Example:a%2Db'),
	('https://example.org/50%'),
	('iglu:org.example/visit/jsonschema/1-0-0'),
	('')) v (uri);
SELECT accord.part_uri(NULL) IS NULL AS of_null;
SAVEPOINT s;
SELECT accord.part_uri('https://example.org/a#/$defs/b');
\echo :SQLSTATE
ROLLBACK TO s;
INSERT INTO accord.schema_part (uri, source) VALUES ('https://example.org/a#b', '{}');
ROLLBACK TO s;
\set VERBOSITY terse
INSERT INTO accord.schema_part (uri, source) VALUES ('#', '{}');
\set VERBOSITY default
ROLLBACK TO s;
SELECT accord.bundle_parts('{"$ref": "urn:a"}', ARRAY['{}'], ARRAY['urn:a#b']);
ROLLBACK TO s;
SELECT accord.bundle('{"$ref": "urn:a"}', '{"$id": "urn:a#b"}');
ROLLBACK TO s;

-- one row a URI, whatever its spelling
INSERT INTO accord.schema_part (uri, source) VALUES ('HTTP://Example.org/x/../%61#', '{"type": "string"}');
INSERT INTO accord.schema_part (uri, source) VALUES ('http://example.org/a', '{"type": "string"}');
SELECT uri FROM accord.schema_part;
INSERT INTO accord.schema_part (uri, source) VALUES ('http://EXAMPLE.org/a#', '{}');
ROLLBACK TO s;

-- the reference may be spelled otherwise than the row, and an argument otherwise than both
INSERT INTO accord.schema_part (uri, source) VALUES ('HTTP://Example.org/%61', '{"type": "string"}');
SELECT reference, jsonb '1' OPERATOR(accord.|=) accord.bundle(format('{"$ref": "%s"}', reference)) AS of_table,
	   jsonb '1' OPERATOR(accord.|=) accord.bundle(format('{"$ref": "%s"}', reference), '{"$id": "http://example.ORG/b/../a#", "type": "string"}') AS of_argument
FROM (VALUES ('http://example.org/a'), ('HTTP://EXAMPLE.ORG/a'), ('http://example.org/%61'), ('http://example.org/./a#')) v (reference);
SELECT accord.schema_references('{"$ref": "HTTP://EXAMPLE.org/%61?%2d#x"}');
-- in a schema too
SELECT accord.violation('1', '{"$ref": "HTTP://EXAMPLE.org/%61", "$defs": {"a": {"$id": "http://example.org/b/../a", "type": "string"}}}'),
	   accord.violation('1.0', '{"$schema": "HTTP://JSON-Schema.org/draft-04/schema", "type": "integer"}'),
	   accord.assert_formats('{"$schema": "HTTPS://json-schema.org/draft/2020-12/%73chema"}');
SELECT accord.jsonschema '{"$schema": "http://json-schema.org/draft-04/schema#x"}';
ROLLBACK;
