-- A parallel plan gives the hashes of a serial one, anonymous records and enums included.
CREATE TYPE row_hash_mood AS ENUM ('sad', 'ok');
CREATE TABLE row_hash_rows AS
SELECT i, 'name ' || i AS name, i / 7.0 AS share, CASE WHEN i % 2 = 0 THEN 'ok'::row_hash_mood END AS mood, jsonb_build_object('i', i) AS doc
FROM generate_series(1, 20000) AS i;
ANALYZE row_hash_rows;
CREATE VIEW row_hash_hashes AS
SELECT bit_xor(('x' || left(accord.row_hash(i, name, share, mood, doc)::text, 8))::bit(32)) AS columns,
	   bit_xor(('x' || left(accord.record_hash(r)::text, 8))::bit(32)) AS rows,
	   bit_xor(('x' || left(accord.record_hash(ROW(i, ROW(name, ROW(share, mood), doc)))::text, 8))::bit(32)) AS nested,
	   bit_xor(('x' || left(accord.row_hash_sha256(i, ROW(name, mood))::text, 8))::bit(32)) AS sha256
FROM row_hash_rows AS r;
SET max_parallel_workers_per_gather = 0;
TABLE row_hash_hashes;
SET max_parallel_workers_per_gather = 2;
SET parallel_setup_cost = 0;
SET parallel_tuple_cost = 0;
SET min_parallel_table_scan_size = 0;
EXPLAIN (COSTS OFF) TABLE row_hash_hashes;
TABLE row_hash_hashes;
RESET max_parallel_workers_per_gather;
RESET parallel_setup_cost;
RESET parallel_tuple_cost;
RESET min_parallel_table_scan_size;
DROP VIEW row_hash_hashes;
DROP TABLE row_hash_rows;
DROP TYPE row_hash_mood;
