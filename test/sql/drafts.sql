-- A keyword counts in the drafts that have it, with the meaning it has there, and means nothing in the others.
CREATE FUNCTION pg_temp.verdict(dialect text, schema text, doc jsonb) RETURNS text
LANGUAGE plpgsql
AS $$
BEGIN
	RETURN CASE WHEN doc OPERATOR(accord.|=) overlay(schema PLACING format('{"$schema": "%s", ', dialect) FROM 1 FOR 1)::accord.jsonschema
		THEN 'yes' ELSE '-' END;
EXCEPTION WHEN OTHERS THEN
	RETURN SQLSTATE;
END
$$;
-- each document breaks the keyword: "-" where it counts, "yes" where it does not, an SQLSTATE where it is refused
SELECT schema, doc,
	   pg_temp.verdict('http://json-schema.org/draft-04/schema#', schema, doc::jsonb) AS "04",
	   pg_temp.verdict('http://json-schema.org/draft-06/schema#', schema, doc::jsonb) AS "06",
	   pg_temp.verdict('http://json-schema.org/draft-07/schema#', schema, doc::jsonb) AS "07",
	   pg_temp.verdict('https://json-schema.org/draft/2019-09/schema', schema, doc::jsonb) AS "2019-09",
	   pg_temp.verdict('https://json-schema.org/draft/2020-12/schema', schema, doc::jsonb) AS "2020-12"
FROM (VALUES
	('{"type": "string"}', '1'),
	('{"not": {}}', '1'),
	('{"const": 1}', '2'),
	('{"contains": {"type": "null"}}', '[1]'),
	('{"contains": true, "maxContains": 1}', '[1, 1]'),
	('{"contains": true, "minContains": 2}', '[1]'),
	('{"propertyNames": {"maxLength": 1}}', '{"ab": 1}'),
	('{"if": true, "then": {"type": "null"}}', '1'),
	('{"items": [{"type": "null"}]}', '[1]'),
	('{"items": [{}], "additionalItems": {"type": "null"}}', '[1, 1]'),
	('{"prefixItems": [{"type": "null"}]}', '[1]'),
	('{"dependencies": {"a": ["b"]}}', '{"a": 1}'),
	('{"dependencies": {"a": []}}', '{"a": 1}'),
	('{"dependentRequired": {"a": ["b"]}}', '{"a": 1}'),
	('{"dependentSchemas": {"a": {"required": ["b"]}}}', '{"a": 1}'),
	('{"unevaluatedProperties": {"type": "null"}}', '{"a": 1}'),
	('{"unevaluatedItems": {"type": "null"}}', '[1]'),
	('{"maximum": 1, "exclusiveMaximum": true}', '1'),
	('{"minimum": 1, "exclusiveMinimum": true}', '1'),
	('{"exclusiveMaximum": true}', '1'),
	('{"exclusiveMaximum": 1}', '1'),
	('{"type": "integer"}', '1.0'),
	('{"type": "integer"}', '1.5'),
	('{"properties": {"a": false}}', '{"a": 1}'),
	('{"required": []}', '{}'),
	('{"format": "ipv4"}', '"x"'),
	('{"format": "date"}', '"x"'),
	('{"format": "uuid"}', '"x"'),
	('{"$defs": {"a": {"type": "null"}}, "allOf": [{"$ref": "#/$defs/a"}]}', '1'),
	('{"definitions": {"a": {"type": "null"}}, "allOf": [{"$ref": "#/definitions/a"}]}', '1'),
	('{"definitions": {"a": {}}, "$ref": "#/definitions/a", "type": "null"}', '1'),
	('{"definitions": {"a": {"$anchor": "n", "type": "null"}}, "allOf": [{"$ref": "#n"}]}', '1'),
	('{"definitions": {"a": {"$id": "#n", "type": "null"}}, "allOf": [{"$ref": "#n"}]}', '1'),
	('{"definitions": {"a": {"id": "#n", "type": "null"}}, "allOf": [{"$ref": "#n"}]}', '1'),
	('{"definitions": {"a": {"$id": "urn:a", "type": "null"}}, "allOf": [{"$ref": "urn:a"}]}', '1'),
	('{"definitions": {"a": {"id": "urn:a", "type": "null"}}, "allOf": [{"$ref": "urn:a"}]}', '1'),
	('{"definitions": {"a": {"$dynamicAnchor": "n", "type": "null"}}, "$dynamicRef": "#n"}', '1'),
	('{"$recursiveAnchor": true, "properties": {"a": {"$recursiveRef": "#"}}, "maxProperties": 1}', '{"a": {"b": 1, "c": 1}}'),
	('{"contentEncoding": "base64", "contentMediaType": "application/json"}', '"{"')) v (schema, doc);
-- a part with an identifier may follow another draft than what is around it
SELECT doc,
	   doc::jsonb OPERATOR(accord.|=) '{"$ref": "urn:example:old", "$defs": {"a": {"$id": "urn:example:old", "$schema": "http://json-schema.org/draft-07/schema#",
		"items": [{"type": "integer"}], "unevaluatedItems": false, "prefixItems": [{"type": "null"}]}}}' AS "07 in 2020-12",
	   doc::jsonb OPERATOR(accord.|=) '{"$schema": "http://json-schema.org/draft-04/schema#", "$ref": "urn:example:new", "definitions": {"a": {"id": "urn:example:new", "$id": "urn:example:new",
		"$schema": "https://json-schema.org/draft/2020-12/schema", "prefixItems": [{"type": "integer"}], "unevaluatedItems": false}}}' AS "2020-12 in 04"
FROM (VALUES ('[1]'), ('["x"]'), ('[1, 2]')) v (doc);
