-- A dialect of one's own: its meta-schema stands in the text, and its $vocabulary says which keywords count.
\set SHOW_CONTEXT never
CREATE FUNCTION pg_temp.s(vocabularies text, schema text, draft text DEFAULT '2020-12') RETURNS accord.jsonschema
LANGUAGE sql
RETURN format('{"$schema": "https://example.org/meta", %s, "$defs": {"meta": {"$id": "https://example.org/meta", "$schema": "https://json-schema.org/draft/%s/schema",
  "$vocabulary": {%s}}}}', schema, draft, (SELECT string_agg(format('"https://json-schema.org/draft/%s/vocab/%s": %s', draft, split_part(v, '=', 1), split_part(v, '=', 2)), ', ')
	FROM unnest(string_to_array(vocabularies, ' ')) v))::accord.jsonschema;
SELECT vocabularies,
	   jsonb '1' OPERATOR(accord.|=) pg_temp.s(vocabularies, '"type": "string"') AS type,
	   jsonb '{"a": 1}' OPERATOR(accord.|=) pg_temp.s(vocabularies, '"properties": {"a": false}') AS properties,
	   jsonb '{"a": 1}' OPERATOR(accord.|=) pg_temp.s(vocabularies, '"unevaluatedProperties": false') AS unevaluated,
	   jsonb '"x"' OPERATOR(accord.|=) pg_temp.s(vocabularies, '"format": "ipv4"') AS format,
	   accord.format_policy(pg_temp.s(vocabularies, '"format": "ipv4"')) AS policy
FROM (VALUES
	('core=true'),
	('core=true validation=true'),
	('core=true validation=false'),
	('core=true applicator=true'),
	('core=true unevaluated=true'),
	('core=true format-annotation=true'),
	('core=true format-assertion=true'),
	('core=true format-assertion=false'),
	('core=true applicator=true unevaluated=true validation=true meta-data=true content=true')) v (vocabularies);
-- 2019-09: one vocabulary for formats, asserted where it is required
SELECT vocabularies,
	   jsonb '1' OPERATOR(accord.|=) pg_temp.s(vocabularies, '"type": "string"', '2019-09') AS type,
	   jsonb '{"a": 1}' OPERATOR(accord.|=) pg_temp.s(vocabularies, '"unevaluatedProperties": false', '2019-09') AS unevaluated,
	   jsonb '"x"' OPERATOR(accord.|=) pg_temp.s(vocabularies, '"format": "ipv4"', '2019-09') AS format,
	   accord.format_policy(pg_temp.s(vocabularies, '"format": "ipv4"', '2019-09')) AS policy
FROM (VALUES ('core=true'), ('core=true validation=true applicator=true'), ('core=true format=true'), ('core=true format=false')) v (vocabularies);
-- one that is not required may be unknown, one that is required may not
SELECT jsonb '1' OPERATOR(accord.|=) '{"$schema": "https://example.org/meta", "unit": "m", "type": "string", "$defs": {"meta": {"$id": "https://example.org/meta",
  "$vocabulary": {"https://json-schema.org/draft/2020-12/vocab/validation": true, "https://example.org/units": false}}}}' AS valid;
SELECT accord.jsonschema '{"$schema": "https://example.org/meta", "unit": "m", "$defs": {"meta": {"$id": "https://example.org/meta",
  "$vocabulary": {"https://example.org/units": true}}}}';
-- bundle() finds the meta-schema among the parts
SELECT accord.bundle('{"$schema": "https://example.org/meta", "type": "string", "minimum": 1}',
	'{"$id": "https://example.org/meta", "$vocabulary": {"https://json-schema.org/draft/2020-12/vocab/core": true}}');
BEGIN;
INSERT INTO accord.schema_part (uri, source)
VALUES ('https://example.org/meta', '{"$id": "https://example.org/meta", "$schema": "https://json-schema.org/draft/2020-12/schema", "$vocabulary": {"https://json-schema.org/draft/2020-12/vocab/core": true, "https://json-schema.org/draft/2020-12/vocab/format-assertion": true}}');
SELECT doc, doc OPERATOR(accord.|=) accord.bundle('{"$schema": "https://example.org/meta", "format": "ipv4", "type": "string"}') AS valid
FROM (VALUES (jsonb '"1.2.3.4"'), ('"x"'), ('1')) v (doc);
ROLLBACK;
