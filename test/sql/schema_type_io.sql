-- The type keeps its source text; equality and hash compare that text; casts are explicit.
\set SHOW_CONTEXT never
SELECT accord.jsonschema '{ "maximum" : 1.50,
  "type": "number" }' AS source;
SELECT '{ "a" : 1.0 }'::text::accord.jsonschema AS from_text,
	   '{ "a" : 1.0 }'::json::accord.jsonschema AS from_json,
	   '{ "a" : 1.0 }'::jsonb::accord.jsonschema AS from_jsonb;
SELECT '{ "a" : 1.0 }'::accord.jsonschema::text AS to_text,
	   '{ "a" : 1.0 }'::accord.jsonschema::json AS to_json,
	   '{ "a" : 1.0 }'::accord.jsonschema::jsonb AS to_jsonb;
SELECT '{"type": "strnig"}'::jsonb::accord.jsonschema;
SELECT '{"a": 1, "a": 2}'::json::accord.jsonschema;
-- no implicit cast from or to jsonb
SELECT jsonb '1' OPERATOR(accord.|=) jsonb '{}';
SELECT jsonb_typeof('{}'::accord.jsonschema);

SELECT a OPERATOR(accord.=) b AS equal, a OPERATOR(accord.<>) b AS different
FROM (VALUES
	('{"a": 1}'::accord.jsonschema, '{"a": 1}'::accord.jsonschema),
	('{"a": 1}', '{"a": 2}'),
	('{"a": 1}', '{ "a": 1}'),
	('{"a": 1}', '{"a": 1.0}'),
	('true', '{}')
) v(a, b);
CREATE TEMP TABLE kept (id int, s accord.jsonschema);
INSERT INTO kept VALUES (1, '{}'), (2, '{ }'), (3, '{}'), (4, NULL), (5, 'true');
SELECT DISTINCT s::text COLLATE "C" AS distinct_text FROM kept ORDER BY 1;
SELECT s::text COLLATE "C" AS s, count(*) FROM kept GROUP BY s ORDER BY 1;
SET enable_mergejoin = off;
SET enable_nestloop = off;
SELECT a.id, b.id FROM kept a JOIN kept b ON a.s OPERATOR(accord.=) b.s WHERE a.id < b.id ORDER BY 1, 2;
RESET enable_mergejoin;
RESET enable_nestloop;
-- what it has not: an order
SELECT s FROM kept ORDER BY s;

-- send: a version byte, then the text
SELECT encode(accord.jsonschema_send('{"type": "integer"}'), 'escape') AS sent;

-- a large schema, compressed and stored outside the row, gives the same verdicts
INSERT INTO kept
SELECT 6, ('{"properties": {' || string_agg(format('"p%s": {"type": "integer", "description": "%s"}', i, md5(i::text)), ', ')
		   || '}}')::accord.jsonschema
FROM generate_series(1, 2000) i;
SELECT length(s::text) > 100000 AS large, '{"p1": 1, "p2000": 2}' OPERATOR(accord.|=) s AS good,
	   '{"p1": 1, "p2000": "2"}' OPERATOR(accord.|=) s AS bad
FROM kept
WHERE id = 6;
