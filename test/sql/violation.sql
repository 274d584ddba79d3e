-- violation() gives the first violation as text, NULL for a valid document, and shows no value.
SELECT doc, schema, accord.violation(doc::jsonb, schema::accord.jsonschema)
FROM (VALUES
	('1', 'true'),
	('1', 'false'),
	('"secret"', '{"type": "integer"}'),
	('{"user": {"email": "secret"}}', '{"properties": {"user": {"required": ["id"], "properties": {"email": {"format": "email"}}}}}'),
	('{"secret": 1}', '{"properties": {"a": true}, "additionalProperties": false}'),
	('{"secret": 1}', '{"unevaluatedProperties": false}'),
	('[1, "secret"]', '{"items": {"type": "integer"}}'),
	('[3, 2, 1]', '{"items": {"maximum": 0}}'),
	('"secret"', '{"anyOf": [{"type": "null"}, {"maxLength": 1}]}')) v (doc, schema);
SELECT accord.violation(NULL, 'false') IS NULL AS of_null_document, accord.violation('1', NULL) IS NULL AS of_null_schema;
-- it is the first row of errors(), and immutable: a generated column may hold it
CREATE TABLE quarantine (doc jsonb, why text GENERATED ALWAYS AS (accord.violation(doc, '{"required": ["id"], "properties": {"id": {"type": "integer"}}}')) STORED);
INSERT INTO quarantine VALUES ('{"id": 1}'), ('{"id": "x"}'), ('{}'), (NULL);
SELECT doc, why FROM quarantine;
DROP TABLE quarantine;
