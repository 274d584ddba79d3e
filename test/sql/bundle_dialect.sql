-- A part without "$schema" is read in the dialect of the whole, as a schema inside a schema is; one with it keeps its own.
\set SHOW_CONTEXT never
BEGIN;
INSERT INTO accord.schema_part (uri, source) VALUES
	('urn:example:plain', '{"items": [{"format": "ipv4"}], "prefixItems": [{"format": "ipv4"}]}'),
	('urn:example:format', '{"format": "ipv4"}'),
	('urn:example:own', '{"$schema": "http://json-schema.org/draft-07/schema#", "items": [{"format": "ipv4"}]}'),
	('urn:example:through-own', '{"$schema": "http://json-schema.org/draft-07/schema#", "allOf": [{"$ref": "urn:example:format"}]}'),
	('urn:example:inside-own', '{"$schema": "http://json-schema.org/draft-07/schema#", "allOf": [{"$ref": "#/definitions/f"}], "definitions": {"f": {"$id": "urn:example:f", "format": "ipv4"}}}');
SAVEPOINT s;
CREATE FUNCTION pg_temp.valid(doc jsonb, dialect text, part text) RETURNS text
LANGUAGE plpgsql
AS $$
BEGIN
	RETURN doc OPERATOR(accord.|=) accord.bundle(format('{%s "allOf": [{"$ref": "%s"}]}', '"$schema": "' || dialect || '",', part));
EXCEPTION WHEN OTHERS THEN
	RETURN SQLERRM;
END
$$;
SELECT coalesce(dialect, 'none') AS whole,
	   pg_temp.valid('["x"]', dialect, 'urn:example:plain') AS plain,
	   pg_temp.valid('"x"', dialect, 'urn:example:format') AS format,
	   pg_temp.valid('["x"]', dialect, 'urn:example:own') AS own,
	   -- its "$schema" is that of the part, not of what the part refers to
	   pg_temp.valid('"x"', dialect, 'urn:example:through-own') AS through_own,
	   -- but it is that of what stands inside
	   pg_temp.valid('"x"', dialect, 'urn:example:inside-own') AS inside_own
FROM (VALUES (1, NULL), (2, 'https://json-schema.org/draft/2020-12/schema'), (3, 'urn:accord:2020-12-formats'), (4, 'https://json-schema.org/draft/2019-09/schema'),
	(5, 'http://json-schema.org/draft-07/schema#'), (6, 'http://json-schema.org/draft-04/schema#')) v (i, dialect)
ORDER BY i;
-- alone, the same text has the default
SELECT accord.violation('"x"', source::accord.jsonschema) FROM accord.schema_part WHERE uri = 'urn:example:format';
-- parts that come as arguments alike
SELECT jsonb '"x"' OPERATOR(accord.|=) accord.bundle('{"$schema": "https://json-schema.org/draft/2020-12/schema", "$ref": "urn:a"}', '{"$id": "urn:a", "format": "ipv4"}') AS annotation,
	   jsonb '"x"' OPERATOR(accord.|=) accord.bundle('{"$ref": "urn:a"}', '{"$id": "urn:a", "format": "ipv4"}') AS asserted,
	   jsonb '"x"' OPERATOR(accord.|=) accord.bundle('{"$schema": "http://json-schema.org/draft-04/schema#", "allOf": [{"$ref": "urn:a"}]}', '{"id": "urn:a", "format": "ipv4"}') AS draft_04;
-- a name that a draft-07 identifier gives its root stays
SELECT jsonb '1' OPERATOR(accord.|=) accord.bundle('{"$ref": "urn:a#name"}', '{"$schema": "http://json-schema.org/draft-07/schema#", "$id": "urn:a#name", "type": "string"}') AS full,
	   jsonb '1' OPERATOR(accord.|=) accord.bundle_parts('{"$ref": "urn:a#name"}', ARRAY['{"$schema": "http://json-schema.org/draft-07/schema#", "$id": "#name", "type": "string"}'], ARRAY['urn:a']) AS fragment;
ROLLBACK;
