-- rehash makes unknown hashes in transactions of so many versions, and leaves known ones as they are.
SET timezone = 'UTC';
\set SHOW_CONTEXT never
\set VERBOSITY terse
CREATE TABLE item (id int, name text, amount numeric);
SELECT accord.create_dimension('dim_item', 'item', '{id}', '{"amount": "carry"}');
INSERT INTO dim_item SELECT n, 'name ' || n, n, '2024-01-01Z', 'infinity', true, CASE WHEN n % 10 = 0 THEN '00000000-0000-0000-0000-000000000000'::uuid END FROM generate_series(1, 2000) n;
VACUUM ANALYZE dim_item;
CALL accord.rehash('dim_item', 500);
SELECT count(*), count(*) FILTER (WHERE row_hash = accord.row_hash(name)) AS ours, count(*) FILTER (WHERE row_hash = '00000000-0000-0000-0000-000000000000') AS kept FROM dim_item;
-- four or five transactions
SELECT count(DISTINCT xmin::text) BETWEEN 4 AND 5 AS in_batches FROM dim_item WHERE row_hash = accord.row_hash(name);
-- inside a transaction it is part of that
BEGIN;
UPDATE dim_item SET row_hash = NULL;
CALL accord.rehash('dim_item', 1);
SELECT count(*) FROM dim_item WHERE row_hash IS NULL;
ROLLBACK;
-- from a procedure of somebody's own
CREATE PROCEDURE nightly() LANGUAGE plpgsql AS $$ BEGIN UPDATE dim_item SET row_hash = NULL WHERE id < 3; COMMIT; CALL accord.rehash('dim_item'); END $$;
CALL nightly();
SELECT count(*) FROM dim_item WHERE row_hash IS NULL;
-- partitions, and a table without statistics or rows
SELECT accord.create_dimension('dim_parted', 'item', '{id}', options => '{"partition_by": "HASH (id)", "hash": "sha256"}');
CALL accord.rehash('dim_parted');
CREATE TABLE dim_parted_0 PARTITION OF dim_parted FOR VALUES WITH (MODULUS 2, REMAINDER 0);
CREATE TABLE dim_parted_1 PARTITION OF dim_parted FOR VALUES WITH (MODULUS 2, REMAINDER 1);
INSERT INTO dim_parted SELECT n, 'name ' || n, n, '2024-01-01Z', 'infinity', true, NULL FROM generate_series(1, 500) n;
CALL accord.rehash('dim_parted', 100);
SELECT count(*) FILTER (WHERE row_hash = accord.row_hash_sha256(name, amount)) FROM dim_parted;
CALL accord.rehash('dim_item', 0);
CALL accord.rehash('dim_item', NULL);
CALL accord.rehash('item');
SET client_min_messages = warning;
DROP TABLE dim_item, dim_parted, item CASCADE;
DROP PROCEDURE nightly();
SELECT count(*) FROM accord.dimension;
