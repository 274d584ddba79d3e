-- A parallel plan gives the verdicts of a serial one.
\set SHOW_CONTEXT never
CREATE TABLE parallel_docs AS
SELECT i AS n, jsonb_build_object('id', i, 'code', CASE WHEN i % 7 = 0 THEN 'bad' ELSE 'K-' || i END, 'tags', jsonb_build_array(i % 3, i % 5)) AS doc
FROM generate_series(1, 20000) i;
ANALYZE parallel_docs;
CREATE VIEW verdicts AS
SELECT count(*) FILTER (WHERE doc OPERATOR(accord.|=) '{"properties": {"id": {"multipleOf": 2}, "code": {"pattern": "^(?:K|L)-[0-9]+$"}, "tags": {"uniqueItems": true}}}') AS valid,
	   sum(jsonb_array_length(accord.report(doc, '{"properties": {"id": {"multipleOf": 2}, "code": {"pattern": "^(?:K|L)-[0-9]+$"}, "tags": {"uniqueItems": true}}}') -> 'errors')) AS errors,
	   count(*) FILTER (WHERE accord.is_valid(doc, '{"properties": {"tags": {"uniqueItems": true}}}')) AS unique_tags,
	   count(accord.try_jsonb(doc::text || CASE WHEN n % 2 = 0 THEN '}' ELSE '' END)) AS is_json,
	   count(accord.json_error(doc::text || CASE WHEN n % 2 = 0 THEN '}' ELSE '' END)) AS is_no_json
FROM parallel_docs;
SET max_parallel_workers_per_gather = 0;
TABLE verdicts;
SET max_parallel_workers_per_gather = 2;
SET parallel_setup_cost = 0;
SET parallel_tuple_cost = 0;
SET min_parallel_table_scan_size = 0;
EXPLAIN (COSTS OFF) TABLE verdicts;
TABLE verdicts;
-- an error in a worker arrives with its reasons
SELECT count(accord.assert_valid(doc, '{"properties": {"id": {"maximum": 19999}}}', 'below')) FROM parallel_docs WHERE n = 20000;
DROP VIEW verdicts;
DROP TABLE parallel_docs;
