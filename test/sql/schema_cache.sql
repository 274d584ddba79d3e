-- A cache too small for its schemas changes no verdict, whatever comes in which order.
SELECT jsonb '1' OPERATOR(accord.|=) 'true' AS loaded;
SHOW accord.schema_cache;
SET accord.schema_cache = '64kB';
CREATE TEMP TABLE cached AS
SELECT i, format('{"properties": {"v": {"minimum": %s}, "w": {"pattern": "^(?:k%s|x)$"}}, "description": "%s"}', i, i, repeat(md5(i::text), 20))::accord.jsonschema AS s
FROM generate_series(1, 500) i;
SELECT count(*) FILTER (WHERE jsonb_build_object('v', i, 'w', 'k' || i) OPERATOR(accord.|=) s) AS good,
	   count(*) FILTER (WHERE jsonb_build_object('v', i - 1) OPERATOR(accord.|=) s) AS below,
	   count(*) FILTER (WHERE jsonb_build_object('w', 'k' || i + 1) OPERATOR(accord.|=) s) AS other_pattern
FROM cached, generate_series(1, 3) again;
-- two schemas in one row, and the same again in another order
SELECT count(*) FILTER (WHERE jsonb_build_object('v', a.i) OPERATOR(accord.|=) a.s AND NOT jsonb_build_object('v', a.i) OPERATOR(accord.|=) b.s) AS right
FROM cached a JOIN cached b ON b.i = a.i + 1;
SELECT count(*) FILTER (WHERE jsonb_build_object('v', i) OPERATOR(accord.|=) s) AS good FROM (SELECT * FROM cached ORDER BY i DESC) d;
-- two schemas of the same length and the same CRC-32C
SELECT doc, doc OPERATOR(accord.|=) '{"const": 6835557923}' AS first, doc OPERATOR(accord.|=) '{"const": 6836626519}' AS second
FROM (VALUES (jsonb '6835557923'), ('6836626519')) v(doc);
-- a schema larger than the whole cache
SELECT length(s::text) > 64 * 1024 AS larger, jsonb '{"p700": 1}' OPERATOR(accord.|=) s AS good, jsonb '{"p700": "x"}' OPERATOR(accord.|=) s AS bad, n
FROM (SELECT ('{"properties": {' || string_agg(format('"p%s": {"type": "integer", "description": "%s"}', i, repeat('d', 100)), ',') || '}}')::accord.jsonschema AS s
	  FROM generate_series(1, 1000) i) big, generate_series(1, 3) n;
-- the setting has a least value
\set VERBOSITY sqlstate
SET accord.schema_cache = '63kB';
RESET accord.schema_cache;
