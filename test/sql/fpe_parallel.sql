-- encrypt_fpe runs in parallel workers and gives there what it gives elsewhere; decrypt_fpe, which is put on record, does not run there.
BEGIN;
SELECT accord.create_key('fpe_parallel');
SELECT accord.create_fpe_policy('fpe_id', 'fpe_parallel', '{"like": "numeric_id"}');
CREATE TABLE public.fpe_rows AS SELECT (1000000000 + i)::text AS id FROM generate_series(1, 20000) AS i;
ALTER TABLE fpe_rows ADD COLUMN cipher text;
UPDATE fpe_rows SET cipher = accord.encrypt_fpe(id, 'fpe_id');
ANALYZE fpe_rows;
SET LOCAL max_parallel_workers_per_gather = 2;
SET LOCAL parallel_setup_cost = 0;
SET LOCAL parallel_tuple_cost = 0;
SET LOCAL min_parallel_table_scan_size = 0;
EXPLAIN (COSTS OFF) SELECT count(*) FROM fpe_rows WHERE accord.encrypt_fpe(id, 'fpe_id') = cipher;
SELECT count(*) FROM fpe_rows WHERE accord.encrypt_fpe(id, 'fpe_id') = cipher;
EXPLAIN (COSTS OFF) SELECT count(*) FROM fpe_rows WHERE accord.decrypt_fpe(cipher, 'fpe_id') = id;
SET LOCAL accord.purpose = 'test';
SELECT count(*) FROM fpe_rows WHERE accord.decrypt_fpe(cipher, 'fpe_id') = id;
ROLLBACK;
