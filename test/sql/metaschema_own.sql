-- The draft of a dialect of one's own is that of its vocabularies, else that of its meta-schema's dialect; meta-schemas may describe themselves or each other.
\set SHOW_CONTEXT never
-- told: the draft by "$dynamicRef", which is 2020-12's, and whether the vocabulary of "type" is there
CREATE FUNCTION pg_temp.told(dialect text, metaschemas text) RETURNS text
LANGUAGE plpgsql
AS $$
DECLARE
	form text := '{"$id": "https://example.org/root", "$schema": "%s", %s, "$defs": {"never": {"$anchor": "never", "$ref": "https://example.org/never"}, "n": {"$id": "never", "$schema": "https://json-schema.org/draft/2019-09/schema", "not": {}}, %s}}';
BEGIN
	RETURN CASE WHEN accord.is_valid('1', format(form, dialect, '"$dynamicRef": "#never"', metaschemas)::accord.jsonschema) THEN '2019-09' ELSE '2020-12' END
		|| CASE WHEN accord.is_valid('1', format(form, dialect, '"type": "array"', metaschemas)::accord.jsonschema) THEN ', no validation' ELSE ', validation' END;
EXCEPTION WHEN OTHERS THEN
	RETURN SQLSTATE || ' ' || SQLERRM;
END
$$;
\set v2020 '"https://json-schema.org/draft/2020-12/vocab/core": true, "https://json-schema.org/draft/2020-12/vocab/applicator": true, "https://json-schema.org/draft/2020-12/vocab/validation": true'
\set v2019 '"https://json-schema.org/draft/2019-09/vocab/core": true, "https://json-schema.org/draft/2019-09/vocab/applicator": true, "https://json-schema.org/draft/2019-09/vocab/validation": true'
SELECT name, pg_temp.told(dialect, metaschemas)
FROM (VALUES
	(1, 'describes itself, 2020-12', 'https://example.org/m', format('"m": {"$id": "https://example.org/m", "$schema": "https://example.org/m", "$vocabulary": {%s}}', :'v2020')),
	(2, 'describes itself, 2019-09', 'https://example.org/m', format('"m": {"$id": "https://example.org/m", "$schema": "https://example.org/m", "$vocabulary": {%s}}', :'v2019')),
	(3, 'describes itself, no vocabulary tells the draft', 'https://example.org/m', '"m": {"$id": "https://example.org/m", "$schema": "https://example.org/m", "$vocabulary": {"https://example.org/v": false}}'),
	(4, 'no vocabulary of a draft: that of its own $schema', 'https://example.org/m', '"m": {"$id": "https://example.org/m", "$schema": "https://json-schema.org/draft/2019-09/schema", "$vocabulary": {}}'),
	(5, 'its vocabularies count for more', 'https://example.org/m', format('"m": {"$id": "https://example.org/m", "$schema": "https://json-schema.org/draft/2020-12/schema", "$vocabulary": {%s}}', :'v2019')),
	(6, 'two steps', 'https://example.org/m', format('"m": {"$id": "https://example.org/m", "$schema": "https://example.org/mm", "$vocabulary": {%s}}, "mm": {"$id": "https://example.org/mm", "$schema": "https://json-schema.org/draft/2020-12/schema", "$vocabulary": {%s}}', :'v2019', :'v2020')),
	(7, 'two steps, the second tells the draft', 'https://example.org/m', format('"m": {"$id": "https://example.org/m", "$schema": "https://example.org/mm", "$vocabulary": {}}, "mm": {"$id": "https://example.org/mm", "$schema": "https://json-schema.org/draft/2020-12/schema", "$vocabulary": {%s}}', :'v2019')),
	(8, 'two that describe each other', 'https://example.org/m', '"m": {"$id": "https://example.org/m", "$schema": "https://example.org/mm", "$vocabulary": {}}, "mm": {"$id": "https://example.org/mm", "$schema": "https://example.org/m", "$vocabulary": {}}'),
	(9, 'the second step is missing', 'https://example.org/m', format('"m": {"$id": "https://example.org/m", "$schema": "https://example.org/mm", "$vocabulary": {%s}}', :'v2019')),
	(10, 'relative $id', 'https://example.org/m', format('"m": {"$id": "m", "$schema": "https://json-schema.org/draft/2019-09/schema", "$vocabulary": {%s}}', :'v2019')),
	(11, 'relative to the $id around it', 'https://example.org/metas/m', format('"x": {"$id": "metas/all", "$defs": {"m": {"$id": "./m#", "$schema": "https://json-schema.org/draft/2019-09/schema", "$vocabulary": {%s}}}}', :'v2019')),
	(12, 'spelled otherwise', 'HTTPS://Example.ORG/%6D#', format('"m": {"$id": "https://example.org/x/../m", "$schema": "https://json-schema.org/draft/2019-09/schema", "$vocabulary": {%s}}', :'v2019')),
	(13, 'vocabularies of two drafts', 'https://example.org/m', format('"m": {"$id": "https://example.org/m", "$vocabulary": {%s, "https://json-schema.org/draft/2020-12/vocab/content": true}}', :'v2019')),
	(14, 'no $vocabulary', 'https://example.org/m', '"m": {"$id": "https://example.org/m", "$schema": "https://json-schema.org/draft/2019-09/schema"}'),
	(15, 'a fragment', 'https://example.org/m#x', format('"m": {"$id": "https://example.org/m", "$vocabulary": {%s}}', :'v2020'))) v (i, name, dialect, metaschemas)
ORDER BY i;
-- a meta-schema as the whole: it describes itself
SELECT doc, doc OPERATOR(accord.|=) format('{"$id": "https://example.org/m", "$schema": "https://example.org/m", "$vocabulary": {%s}, "type": "object", "prefixItems": [false]}', :'v2019')::accord.jsonschema AS valid
FROM (VALUES (jsonb '{}'), ('1')) v (doc);
-- through a table, in two steps
BEGIN;
INSERT INTO accord.schema_part (uri, source) VALUES
	('https://example.org/m', '{"$schema": "mm", "$vocabulary": {}}'),
	('https://example.org/n', format('{"$id": "https://example.org/n", "$schema": "https://example.org/nn", "$vocabulary": {%s}}', :'v2019')),
	('https://example.org/nn', format('{"$id": "https://example.org/nn", "$schema": "https://example.org/nn", "$vocabulary": {%s}}', :'v2020'));
SELECT doc, doc OPERATOR(accord.|=) accord.bundle('{"$schema": "https://example.org/n", "items": [{"type": "string"}]}') AS valid FROM (VALUES (jsonb '[1]'), ('["x"]')) v (doc);
-- many parts in one dialect
SELECT jsonb '["x"]' OPERATOR(accord.|=) accord.bundle(format('{"$schema": "https://example.org/n", "allOf": [%s], "$defs": {%s}}', string_agg(format('{"$ref": "urn:p:%s"}', i), ','),
	string_agg(format('"%s": {"$id": "urn:p:%s", "$schema": "https://example.org/n", "items": [{"type": "integer"}]}', i, i), ','))) AS valid
FROM generate_series(1, 2000) i;
ROLLBACK;
