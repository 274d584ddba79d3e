-- A resource that several parts hold is one if it is the same everywhere; if not, both places are named.
\set SHOW_CONTEXT never
BEGIN;
CREATE FUNCTION pg_temp.parts_of(schema accord.jsonschema) RETURNS text
LANGUAGE sql
RETURN (SELECT string_agg(d, ' ' ORDER BY d COLLATE "C") FROM jsonb_object_keys(schema::jsonb -> '$defs') d);
INSERT INTO accord.schema_part (uri, source) VALUES
	('https://example.org/country', '{"pattern": "^[A-Z]{2}$", "maxLength": 2}'),
	('https://example.org/address', '{"properties": {"country": {"$ref": "country"}, "geo": {"$ref": "geo#point"}}}'),
	('https://example.org/geo', '{"$defs": {"p": {"$anchor": "point", "type": "array"}, "d": {"$dynamicAnchor": "d"}}}');
-- parts that were bundled before, and hold what the table holds as well
INSERT INTO accord.schema_part (uri, source) VALUES
	('https://example.org/customer', accord.bundle('{"$id": "https://example.org/customer", "properties": {"home": {"$ref": "address"}}}')::text),
	('https://example.org/supplier', accord.bundle('{"$id": "https://example.org/supplier", "properties": {"office": {"$ref": "address"}, "country": {"$ref": "country"}}}')::text);
SAVEPOINT s;

-- used once: inside the part that has it
SELECT pg_temp.parts_of(accord.bundle('{"properties": {"c": {"$ref": "https://example.org/customer"}, "to": {"$ref": "https://example.org/address"}}}')) AS one,
	   pg_temp.parts_of(accord.bundle('{"properties": {"c": {"$ref": "https://example.org/customer"}, "s": {"$ref": "https://example.org/supplier"}, "to": {"$ref": "https://example.org/country"}}}')) AS two;
SELECT doc, accord.violation(doc, accord.bundle('{"properties": {"c": {"$ref": "https://example.org/customer"}, "s": {"$ref": "https://example.org/supplier"}, "to": {"$ref": "https://example.org/address"}}}'))
FROM (VALUES
	(jsonb '{"c": {"home": {"country": "DE"}}, "s": {"office": {"country": "FR"}}, "to": {"country": "AT"}}'),
	('{"c": {"home": {"country": "x"}}}'),
	('{"s": {"office": {"country": "x"}}}'),
	('{"s": {"office": {"geo": 1}}}'),
	('{"to": {"country": "x"}}')) v (doc);
-- in the schema itself, and the same part twice
SELECT pg_temp.parts_of(accord.bundle('{"$defs": {"mine": {"$id": "https://example.org/country", "maxLength": 2, "pattern": "^[A-Z]{2}$"}}, "$ref": "https://example.org/address"}')) AS of_schema,
	   pg_temp.parts_of(accord.bundle('{"$ref": "urn:a"}', '{"$id": "urn:a", "type": "string"}', '{"$id": "urn:a", "type": "string"}')) AS twice,
	   pg_temp.parts_of(accord.bundle('{"$ref": "urn:a"}', '{"$id": "urn:a", "type": "string"}', '{"type":  "string", "$id": "urn:a"}')) AS spelled_otherwise;
-- two schemas of one text that say the same are as good as one
SELECT accord.violation('1', '{"$ref": "urn:a", "$defs": {"x": {"$id": "urn:a", "$anchor": "n", "type": "string"}, "y": {"type": "string", "$id": "urn:a", "$anchor": "n"}}}');
SELECT accord.violation('1', '{"$ref": "urn:a#n", "$defs": {"x": {"$id": "urn:a", "$anchor": "n", "type": "string"}, "y": {"type": "string", "$id": "urn:a", "$anchor": "n"}}}');

-- another text under the same URI: both places are named
INSERT INTO accord.schema_part (uri, source) VALUES ('https://example.org/old', '{"$defs": {"c": {"$id": "country", "pattern": "^[A-Z]{3}$"}}, "$ref": "country"}');
SELECT accord.bundle('{"properties": {"a": {"$ref": "https://example.org/old"}, "b": {"$ref": "https://example.org/address"}}}');
\echo :SQLSTATE
ROLLBACK TO s;
SELECT accord.bundle('{"$ref": "urn:a"}', '{"$id": "urn:a", "type": "string"}', '{"$id": "urn:a", "type": "null"}');
ROLLBACK TO s;
-- numbers, nesting, one member more
SELECT accord.jsonschema '{"$defs": {"x": {"$id": "urn:a", "items": {"minimum": 1}}, "y": {"$id": "urn:a", "items": {"minimum": 2}}}}';
ROLLBACK TO s;
SELECT accord.jsonschema '{"$defs": {"x": {"$id": "urn:a", "enum": [[1, "a"]]}, "y": {"$id": "urn:a", "enum": [[1, "b"]]}}}';
ROLLBACK TO s;
SELECT accord.jsonschema '{"$defs": {"x": {"$id": "urn:a", "enum": [[1]]}, "y": {"$id": "urn:a", "enum": [[1, 1]]}}}';
ROLLBACK TO s;
SELECT accord.jsonschema '{"$defs": {"x": {"$id": "urn:a"}, "y": {"$id": "urn:a", "title": "y"}}}';
ROLLBACK TO s;
-- the same text in another dialect says something else
SELECT accord.jsonschema '{"$defs": {"x": {"$id": "urn:x", "$schema": "http://json-schema.org/draft-07/schema#", "definitions": {"a": {"$id": "urn:a", "format": "date"}}}, "y": {"$id": "urn:a", "format": "date"}}}';
ROLLBACK TO s;
-- in one resource a name stands for one schema
SELECT accord.jsonschema '{"$defs": {"x": {"$anchor": "n"}, "y": {"$anchor": "n"}}}';
ROLLBACK TO s;
-- two rows that call themselves the same
INSERT INTO accord.schema_part (uri, source) VALUES
	('https://example.com/mirror/1', '{"$id": "https://example.com/origin", "type": "string"}'),
	('https://example.com/mirror/2', '{"$id": "https://example.com/origin", "type": "string"}'),
	('https://example.com/mirror/3', '{"$id": "https://example.com/origin", "type": "null"}');
SELECT doc, doc OPERATOR(accord.|=) accord.bundle('{"anyOf": [{"$ref": "https://example.com/mirror/1"}, {"$ref": "https://example.com/mirror/2"}]}') AS valid
FROM (VALUES (jsonb '1'), ('"x"')) v (doc);
SELECT accord.bundle('{"anyOf": [{"$ref": "https://example.com/mirror/1"}, {"$ref": "https://example.com/mirror/3"}]}');
ROLLBACK;
