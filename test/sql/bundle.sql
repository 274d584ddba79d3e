-- bundle() makes one self-contained schema out of a text and the parts that it refers to, directly or through others.
\set SHOW_CONTEXT never
BEGIN;
INSERT INTO accord.schema_part (uri, source) VALUES
	('https://example.org/schemas/order.json', '{"$id": "https://example.org/schemas/order.json", "properties": {"to": {"$ref": "address.json"}, "lines": {"items": {"$ref": "parts/line.json#/$defs/line"}}}}'),
	('https://example.org/schemas/address.json', '{"properties": {"zip": {"$ref": "urn:example:zip"}}, "required": ["zip"]}'),
	('https://example.org/schemas/parts/line.json', '{"$defs": {"line": {"properties": {"sku": {"$ref": "../sku.json#sku"}, "parent": {"$ref": "../order.json"}}}}}'),
	('https://example.org/schemas/sku.json', '{"$defs": {"s": {"$anchor": "sku", "pattern": "^[A-Z]+$"}}}'),
	('urn:example:zip', '{"type": "string", "maxLength": 5}'),
	('iglu:org.example/visit/jsonschema/1-0-0', '{"$schema": "http://json-schema.org/draft-04/schema#", "type": "object", "properties": {"n": {"maximum": 3, "exclusiveMaximum": true}}}'),
	('https://example.org/true', 'true'),
	('https://example.org/false', 'false'),
	('https://example.org/spaced', E'\n { } \n'),
	('https://example.org/lonely', '{"$ref": "https://example.org/nowhere"}'),
	('https://example.org/loop/a', '{"properties": {"b": {"$ref": "b"}}, "type": "object"}'),
	('https://example.org/loop/b', '{"properties": {"a": {"$ref": "a"}}, "type": "object"}'),
	('https://example.org/never/a', '{"$ref": "b"}'),
	('https://example.org/never/b', '{"$ref": "a"}'),
	('https://example.org/quote"''\{}/%22', '{"type": "integer"}'),
	('https://example.org/über/schema', '{"type": "integer"}'),
	('x:', '{"type": "integer"}');
CREATE FUNCTION pg_temp.bundle_error(schema text) RETURNS text
LANGUAGE plpgsql
AS $$
DECLARE
	context text;
BEGIN
	RETURN accord.bundle(schema);
EXCEPTION WHEN OTHERS THEN
	GET STACKED DIAGNOSTICS context = PG_EXCEPTION_CONTEXT;
	RETURN SQLSTATE || ' ' || SQLERRM || coalesce(', ' || substring(context FROM 'schema part "[^"]*"'), '');
END
$$;
SAVEPOINT s;

-- what it needs and no more; the texts stay as they are
SELECT accord.bundle('{"$ref": "urn:example:zip"}');
SELECT accord.bundle('{"type": "object", "$defs": {"own": {"$ref": "urn:example:zip"}}}');
SELECT accord.bundle('{"$schema": "http://json-schema.org/draft-07/schema#", "items": {"$ref": "urn:example:zip"}}');
SELECT accord.bundle('{ "maximum" : 1.50 }'), accord.bundle('true'), accord.bundle(NULL) IS NULL AS of_null;
SELECT uri, accord.bundle(format('{"$ref": "%s"}', uri)) AS bundled FROM accord.schema_part WHERE uri ~ '^https://example.org/(true|false|spaced)' ORDER BY uri COLLATE "C";

-- through others, by references relative to where they stand
CREATE TEMP TABLE bundled AS SELECT accord.bundle('{"properties": {"order": {"$ref": "https://example.org/schemas/order.json"}}}') AS schema;
SELECT jsonb_object_keys(schema::jsonb -> '$defs') AS part FROM bundled;
SELECT doc, doc OPERATOR(accord.|=) schema AS valid
FROM bundled, (VALUES
	(jsonb '{"order": {"to": {"zip": "12345"}, "lines": [{"sku": "ABC"}]}}'),
	('{"order": {"to": {"zip": "123456"}}}'),
	('{"order": {"to": {}}}'),
	('{"order": {"lines": [{"sku": "abc"}]}}'),
	('{"order": {"lines": [{"parent": {"to": {}}}]}}')) v (doc);
SELECT instance_path, schema_path, keyword FROM bundled, accord.errors('{"order": {"lines": [{"parent": {"to": {"zip": 1}}}]}}', schema);
-- bundled again it is the same
SELECT accord.bundle(schema::text) OPERATOR(accord.=) schema AS same FROM bundled;

-- a loop through properties ends, one that goes nowhere is refused
SELECT doc, doc OPERATOR(accord.|=) accord.bundle('{"$ref": "https://example.org/loop/a"}') AS valid FROM (VALUES (jsonb '{"b": {"a": {}}}'), ('{"b": {"a": 1}}')) v (doc);
SELECT accord.bundle('{"$ref": "https://example.org/never/a"}');
ROLLBACK TO s;

-- a part keeps its own draft
SELECT doc, doc OPERATOR(accord.|=) accord.bundle('{"$ref": "iglu:org.example/visit/jsonschema/1-0-0"}') AS valid FROM (VALUES (jsonb '{"n": 2}'), ('{"n": 3}'), ('1')) v (doc);
-- without one it has that of the schema
SELECT jsonb '[1]' OPERATOR(accord.|=) accord.bundle('{"$schema": "http://json-schema.org/draft-07/schema#", "$ref": "x:y"}', '{"$id": "x:y", "items": [{"type": "string"}]}') AS old,
	   jsonb '[1]' OPERATOR(accord.|=) accord.bundle('{"$ref": "x:y"}', '{"$id": "x:y", "prefixItems": [{"type": "string"}]}') AS new;

-- names with quotes, backslashes, escapes
SELECT doc, doc OPERATOR(accord.|=) accord.bundle(jsonb_build_object('$ref', 'https://example.org/quote"''\{}/%22')::text) AS quotes,
	   doc OPERATOR(accord.|=) accord.bundle('{"$ref": "https://example.org/über/schema"}') AS umlaut,
	   doc OPERATOR(accord.|=) accord.bundle('{"$ref": "https://example.org/\u00fcber/schema"}') AS escaped,
	   doc OPERATOR(accord.|=) accord.bundle('{"$ref": "x:"}') AS short
FROM (VALUES (jsonb '1'), ('"x"')) v (doc);

-- what cannot be resolved is named, with its place
SELECT accord.bundle('{"properties": {"a": {"$ref": "https://example.org/nowhere"}}}');
\echo :SQLSTATE
ROLLBACK TO s;
SELECT accord.bundle('{"$ref": "relative.json"}');
\echo :SQLSTATE
ROLLBACK TO s;
SELECT accord.bundle('{"properties": {"a": {"$ref": "https://example.org/lonely"}}}');
\echo :SQLSTATE
ROLLBACK TO s;
SELECT accord.bundle('{"$ref": "https://example.org/schemas/sku.json#nothing"}');
\echo :SQLSTATE
ROLLBACK TO s;
SELECT accord.bundle('{"$ref": "https://example.org/schemas/sku.json", "type": "strnig"}');
\echo :SQLSTATE
ROLLBACK TO s;
-- a part that is no schema is named
INSERT INTO accord.schema_part (uri, source) VALUES ('urn:example:wrong', '{"type": "strnig"}');
SELECT uri, pg_temp.bundle_error(format('{"$ref": "%s"}', uri)) FROM accord.schema_part WHERE uri ~ '^urn:example:wrong' ORDER BY uri COLLATE "C";

-- meta-schemas need no row
SELECT accord.bundle('{"$ref": "https://json-schema.org/draft/2020-12/schema"}');
ROLLBACK;
