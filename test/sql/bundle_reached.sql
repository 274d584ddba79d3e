-- bundle() follows what is reached by reference, also from under unknown keywords, and nothing else.
\set SHOW_CONTEXT never
BEGIN;
INSERT INTO accord.schema_part (uri, source) VALUES
	('https://api.example.com/openapi', '{"openapi": "3.1.0", "info": {"title": "Orders", "version": "1"},
		"paths": {"/orders": {"get": {"responses": {"200": {"content": {"application/json": {"schema": {"$ref": "https://api.example.com/never-asked-for"}}}}}}}},
		"components": {"schemas": {
			"Order": {"type": "object", "required": ["lines"], "properties": {"lines": {"items": {"$ref": "#/components/schemas/Line"}}, "to": {"$ref": "address#/x-shapes/short"}}},
			"Line": {"required": ["sku"], "properties": {"sku": {"$ref": "sku"}}},
			"Unused": {"$ref": "https://api.example.com/not-there"}}}}'),
	('https://api.example.com/sku', '{"pattern": "^[A-Z]+$"}'),
	('https://api.example.com/address', '{"x-shapes": {"short": {"required": ["zip"], "properties": {"zip": {"$ref": "zip#/x-kinds/0/of"}}}, "long": {"$ref": "never-asked-for"}}}'),
	('https://api.example.com/zip', '{"x-kinds": [{"of": {"$ref": "digits"}}]}'),
	('https://api.example.com/digits', '{"pattern": "^[0-9]+$"}'),
	('https://api.example.com/never-asked-for', 'false');

-- a document of another kind as a part: only what is referred to comes along, through four parts
SELECT d AS part FROM jsonb_object_keys(accord.bundle('{"properties": {"order": {"$ref": "https://api.example.com/openapi#/components/schemas/Order"}}}')::jsonb -> '$defs') d;
SELECT doc, accord.violation(doc, accord.bundle('{"properties": {"order": {"$ref": "https://api.example.com/openapi#/components/schemas/Order"}}}'))
FROM (VALUES
	(jsonb '{"order": {"lines": [{"sku": "ABC"}], "to": {"zip": "1"}}}'),
	('{"order": {}}'),
	('{"order": {"lines": [{}]}}'),
	('{"order": {"lines": [{"sku": "abc"}]}}'),
	('{"order": {"lines": [], "to": {"zip": "x"}}}')) v (doc);
-- what is missing there is named
SAVEPOINT s;
SELECT accord.bundle('{"$ref": "https://api.example.com/openapi#/components/schemas/Unused"}');
ROLLBACK TO s;
-- from the schema itself too
SELECT d AS part FROM jsonb_object_keys(accord.bundle('{"$ref": "#/x-own/0", "x-own": [{"$ref": "https://api.example.com/sku"}, {"$ref": "https://api.example.com/zip"}]}')::jsonb -> '$defs') d;

-- missing_parts() is what bundle() asks again and again
SELECT accord.schema_references('{"$ref": "https://api.example.com/zip#/x-kinds/0/of"}') AS first,
	   accord.missing_parts('{"$ref": "https://api.example.com/zip#/x-kinds/0/of"}', ARRAY[source], ARRAY[uri]) AS second,
	   accord.missing_parts('{"$ref": "https://api.example.com/zip#/x-kinds/0/of"}', NULL, NULL) AS without,
	   accord.missing_parts(NULL, NULL, NULL) IS NULL AS of_null
FROM accord.schema_part WHERE uri = 'https://api.example.com/zip';

-- as long as its meta-schema is not there, a schema in a dialect of one's own is not read as if it had another one
INSERT INTO accord.schema_part (uri, source) VALUES
	('https://example.org/meta-2019', '{"$id": "https://example.org/meta-2019", "$schema": "https://json-schema.org/draft/2019-09/schema",
		"$vocabulary": {"https://json-schema.org/draft/2019-09/vocab/core": true, "https://json-schema.org/draft/2019-09/vocab/applicator": true, "https://json-schema.org/draft/2019-09/vocab/validation": true}}'),
	('https://example.org/tuple', '{"$schema": "https://example.org/meta-2019", "items": [{"$ref": "text"}]}'),
	('https://example.org/text', '{"type": "string"}'),
	('https://example.org/tuple-of-whole', '{"items": [{"$ref": "text"}]}');
SELECT accord.schema_references('{"$schema": "https://example.org/meta-2019", "items": [{"$ref": "https://example.org/text"}], "prefixItems": [{"$ref": "https://example.org/nowhere"}]}') AS of_schema,
	   accord.schema_references(source, uri) AS of_part,
	   accord.schema_references('{"items": [{"$ref": "text"}]}', uri, 'https://example.org/meta-2019') AS of_part_without
FROM accord.schema_part WHERE uri = 'https://example.org/tuple';
SELECT doc,
	   doc OPERATOR(accord.|=) accord.bundle('{"$schema": "https://example.org/meta-2019", "items": [{"$ref": "https://example.org/text"}], "prefixItems": [{"$ref": "https://example.org/nowhere"}]}') AS whole,
	   doc OPERATOR(accord.|=) accord.bundle('{"$ref": "https://example.org/tuple"}') AS part,
	   doc OPERATOR(accord.|=) accord.bundle('{"$schema": "https://example.org/meta-2019", "$ref": "https://example.org/tuple-of-whole"}') AS part_of_whole
FROM (VALUES (jsonb '["x"]'), ('[1]')) v (doc);
ROLLBACK;
