-- schema_references() lists the URIs that a schema refers to and does not hold: what bundle() looks for.
SELECT schema, ARRAY(SELECT DISTINCT u COLLATE "C" FROM unnest(accord.schema_references(schema)) u ORDER BY 1) AS refers_to
FROM (VALUES
	('true'),
	('{"$ref": "#/$defs/a", "$defs": {"a": {}}}'),
	('{"$ref": "https://example.org/a#/$defs/b", "items": {"$ref": "https://example.org/a"}}'),
	('{"$id": "https://example.org/x/y", "items": {"$ref": "z"}, "not": {"$ref": "../z"}, "if": {"$ref": "/z?q#f"}}'),
	('{"$ref": "urn:example:a", "$defs": {"b": {"$id": "urn:example:a"}}}'),
	('{"$dynamicRef": "https://example.org/a#node"}'),
	('{"$schema": "https://example.org/meta"}'),
	('{"$ref": "https://json-schema.org/draft/2019-09/schema"}'),
	('{"const": {"$ref": "https://example.org/a"}, "properties": {"$ref": true}}'),
	('{"$schema": "http://json-schema.org/draft-07/schema#", "$ref": "https://example.org/a", "not": {"$ref": "https://example.org/ignored"}}')) v (schema);
SELECT accord.schema_references('{"$ref": "b"}', 'https://example.org/x/a'),
	   accord.schema_references('{"items": [{"$ref": "b"}]}', 'https://example.org/x/a', 'http://json-schema.org/draft-07/schema#'),
	   accord.schema_references(NULL) IS NULL AS of_null;
