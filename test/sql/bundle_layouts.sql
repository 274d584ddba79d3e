-- bundle() takes parts as they come: a reference at the root, an $id that is not the row's URI, names that are taken.
\set SHOW_CONTEXT never
BEGIN;
INSERT INTO accord.schema_part (uri, source) VALUES
	('https://example.org/old', '{"$schema": "http://json-schema.org/draft-07/schema#", "$id": "https://example.org/old", "$ref": "#/definitions/s", "type": "null", "definitions": {"s": {"type": "string"}, "i": {"type": "integer"}}}');
-- until draft-07 an identifier beside $ref counts for nothing, but the row's URI is the part's
SELECT doc, doc OPERATOR(accord.|=) accord.bundle('{"$ref": "https://example.org/old"}') AS whole,
	   doc OPERATOR(accord.|=) accord.bundle('{"$ref": "https://example.org/old#/definitions/i"}') AS inside
FROM (VALUES (jsonb '1'), ('"x"'), ('null')) v (doc);
ROLLBACK;
BEGIN;
INSERT INTO accord.schema_part (uri, source) VALUES
	('https://example.org/mirror/a', '{"$id": "https://example.com/origin/a", "$ref": "b"}'),
	('https://example.com/origin/b', '{"type": "string"}');
-- references in a part are relative to the $id that stands in it
SELECT doc, doc OPERATOR(accord.|=) accord.bundle('{"$ref": "https://example.org/mirror/a"}') AS valid FROM (VALUES (jsonb '1'), ('"x"')) v (doc);
ROLLBACK;
-- the name under which a part would go is taken by something else
SELECT doc, doc OPERATOR(accord.|=) accord.bundle('{"$defs": {"urn:example:a": {"type": "null"}}, "$ref": "urn:example:a"}', '{"$id": "urn:example:a", "type": "string"}') AS valid
FROM (VALUES (jsonb '1'), ('"x"')) v (doc);
