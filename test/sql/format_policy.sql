-- format_policy() says whether formats are asserted; assert_formats() makes it so and changes nothing else.
\set SHOW_CONTEXT never
SELECT schema, accord.format_policy(schema::accord.jsonschema) AS policy,
	   jsonb '"x"' OPERATOR(accord.|=) schema::accord.jsonschema AS as_written,
	   accord.assert_formats(schema::accord.jsonschema) AS asserting,
	   accord.format_policy(accord.assert_formats(schema::accord.jsonschema)) AS policy_then,
	   jsonb '"x"' OPERATOR(accord.|=) accord.assert_formats(schema::accord.jsonschema) AS then
FROM (VALUES
	('{"format": "ipv4"}'),
	('{"$schema": "http://json-schema.org/draft-04/schema#", "format": "ipv4"}'),
	('{"$schema": "http://json-schema.org/draft-06/schema#", "format": "ipv4"}'),
	('{"$schema": "http://json-schema.org/draft-07/schema#", "format": "ipv4"}'),
	('{"$schema": "https://json-schema.org/draft/2019-09/schema", "format": "ipv4"}'),
	('{ "$schema" : "https://json-schema.org/draft/2020-12/schema#" ,  "format": "ipv4", "maximum": 1.50}'),
	('{"$schema": "https:\/\/json-schema.org/draft/2020-12/schema", "format": "ipv4"}'),
	('{"$schema": "urn:accord:2020-12-formats", "format": "ipv4"}'),
	('{"$schema": "urn:accord:2019-09-formats", "format": "ipv4"}'),
	('{"$schema": "https://json-schema.org/draft/2020-12/schema", "$ref": "#/$defs/a", "$defs": {"a": {"$id": "urn:a", "$schema": "https://json-schema.org/draft/2019-09/schema", "format": "ipv4"}}}'),
	('{"$schema": "https://json-schema.org/draft/2020-12/schema", "const": {"$schema": "https://json-schema.org/draft/2020-12/schema"}, "format": "ipv4"}'),
	('true')) v (schema);
SELECT accord.format_policy(NULL) IS NULL AS policy_of_null, accord.assert_formats(NULL) IS NULL AS null_stays;
-- keywords of a draft stay those of the draft
SELECT jsonb '[1]' OPERATOR(accord.|=) accord.assert_formats('{"$schema": "https://json-schema.org/draft/2019-09/schema", "items": [{"type": "string"}]}') AS "2019-09",
	   jsonb '[1]' OPERATOR(accord.|=) accord.assert_formats('{"$schema": "https://json-schema.org/draft/2020-12/schema", "prefixItems": [{"type": "string"}]}') AS "2020-12";
