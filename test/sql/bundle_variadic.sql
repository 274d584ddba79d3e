-- bundle(schema, parts) takes the parts it is given, each by its own identifier, and does not look into the table.
\set SHOW_CONTEXT never
BEGIN;
INSERT INTO accord.schema_part (uri, source) VALUES ('https://example.org/a', 'false'), ('https://example.org/b', 'false');
SELECT accord.bundle('{"$ref": "https://example.org/a"}', '{"$id": "https://example.org/a", "type": "string"}');
SELECT accord.bundle('{"$ref": "https://example.org/a"}', VARIADIC ARRAY['{"$id": "https://example.org/a", "$ref": "b"}', '{"type": "string", "$id": "https://example.org/b#"}']);
SELECT accord.bundle('{"$id": "https://example.org/main", "$ref": "a"}', '{"$id": "a", "type": "string"}');
SELECT accord.bundle('{"$schema": "http://json-schema.org/draft-04/schema#", "allOf": [{"$ref": "https://example.org/a"}]}', '{"id": "https://example.org/a", "type": "string"}');
SELECT accord.bundle('true', '{"$id": "https://example.org/a"}'), accord.bundle('{}', VARIADIC '{}'), accord.bundle(NULL, '{"$id": "https://example.org/a"}') IS NULL AS of_null;
-- one that nothing refers to is taken along
SELECT accord.bundle('{"type": "object"}', '{"$id": "https://example.org/a", "type": "string"}');
SAVEPOINT s;
SELECT accord.bundle('{"$ref": "https://example.org/a"}', '{"$id": "https://example.org/a", "$ref": "b"}');
\echo :SQLSTATE
ROLLBACK TO s;
SELECT accord.bundle('{"$ref": "https://example.org/a"}', '{"type": "string"}');
\echo :SQLSTATE
ROLLBACK TO s;
SELECT accord.bundle('{"$ref": "https://example.org/a"}', '{"$id": "https://example.org/a"}', NULL);
\echo :SQLSTATE
ROLLBACK TO s;
SELECT accord.bundle('{"$ref": "https://example.org/a"}', 'true');
ROLLBACK TO s;
SELECT accord.bundle('{"$ref": "https://example.org/a"}', '[');
ROLLBACK;
