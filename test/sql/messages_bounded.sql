-- A message stays one short line, however long the schema's names, numbers and patterns are.
\set VERBOSITY default
\set SHOW_CONTEXT never

-- a name that pretends to be another reason
SELECT accord.assert_valid('{}', '{"required": ["a\" is missing\n/other: type: must be \"x"]}');
SELECT accord.assert_valid('{"a\nb": 1}', '{"properties": {"a\nb": {"type": "string"}}}');

SELECT schema, max(length(e.message)) < 300 AS short, min(left(e.message, 40)) AS message
FROM (VALUES ('minimum'), ('required'), ('pattern'), ('const'), ('enum')) AS k (keyword),
	LATERAL (SELECT CASE keyword
		WHEN 'minimum' THEN '{"minimum": 1e130000}'
		WHEN 'required' THEN format('{"required": ["%s"]}', repeat('r', 5000))
		WHEN 'pattern' THEN format('{"pattern": "^%s$"}', repeat('p', 5000))
		WHEN 'const' THEN format('{"const": "%s"}', repeat('c', 5000))
		ELSE format('{"enum": [%s "e"]}', (SELECT string_agg(format('"e%s",', i), ' ') FROM generate_series(1, 3000) AS i))
		END) AS s (text),
	LATERAL (SELECT left(s.text, 12)) AS shown (schema),
	LATERAL accord.errors(CASE keyword WHEN 'minimum' THEN '1' WHEN 'required' THEN '{}' ELSE '"x"' END::jsonb, s.text::accord.jsonschema) AS e
GROUP BY schema ORDER BY schema COLLATE "C";

-- NULL is no violation, and no maximum is the default one
SELECT count(*) FROM accord.errors(NULL, '{"type": "string"}');
SELECT count(*) FROM accord.errors('1', NULL);
SELECT count(*) FROM accord.errors('1', '{"type": "string"}', NULL);
