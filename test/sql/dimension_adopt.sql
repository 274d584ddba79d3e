-- adopt_dimension registers history tables that others made: dbt's, with days, with keys and hashes of their own; it shows what they lack, or adds it.
SET timezone = 'UTC';
SET datestyle = 'ISO';
\set SHOW_CONTEXT never
\set registration 'dimension_schema, dimension_name, source_schema, source_name, key, policies, valid_from, valid_to, is_current, row_hash, is_deleted, surrogate_key, scd_id, updated_at, open_end, end_inclusive, timezone, hash, valid_from_column, late, fixed, filled, hashed_before, last_at, last_valid_from'
BEGIN;
CREATE SCHEMA dims;
SET LOCAL search_path = dims, public;
-- a snapshot of dbt
CREATE TABLE snapshot (id int, name text, updated_at timestamp, dbt_scd_id text, dbt_updated_at timestamp, dbt_valid_from timestamp, dbt_valid_to timestamp);
INSERT INTO snapshot VALUES (1, 'a', '2024-01-01', 'x', '2024-01-01', '2024-01-01', '2024-02-01'), (1, 'b', '2024-02-01', 'y', '2024-02-01', '2024-02-01', NULL);
SAVEPOINT s;
SELECT accord.adopt_dimension('snapshot', '{id}', preset => 'dbt');
ROLLBACK TO s;
SELECT accord.adopt_dimension('snapshot', '{id}', '{"updated_at": "carry"}', preset => 'dbt', prepare => true);
\d snapshot
\x
SELECT :registration FROM accord.dimension;
\x
SELECT * FROM snapshot ORDER BY dbt_valid_from;
SELECT name FROM snapshot_as_of('2024-01-31 23:59Z');
SELECT accord.adopt_dimension('snapshot', '{id}', preset => 'dbt');
ROLLBACK TO s;
-- what it asked for, made by hand, is what it needs
ALTER TABLE snapshot ADD COLUMN row_hash uuid;
CREATE UNIQUE INDEX ON snapshot (id) INCLUDE (name, row_hash) WHERE dbt_valid_to IS NULL AND true;
CREATE UNIQUE INDEX ON snapshot (id, dbt_valid_from);
SELECT accord.adopt_dimension('snapshot', '{id}', preset => 'dbt');
ROLLBACK TO s;
-- dbt with deletion versions, and with an end for open versions
ALTER TABLE snapshot ADD COLUMN dbt_is_deleted text;
UPDATE snapshot SET dbt_valid_to = '9999-12-31' WHERE dbt_valid_to IS NULL;
SELECT accord.adopt_dimension('snapshot', '{id}', preset => 'dbt', prepare => true, options => '{"current_view": true, "updated_at": null, "row_hash": "accord_hash"}');
SELECT is_deleted, scd_id, updated_at, open_end, row_hash, policies FROM accord.dimension;
INSERT INTO snapshot (id, name, dbt_valid_from, dbt_valid_to, dbt_is_deleted) VALUES (2, 'gone', '2024-03-01', '9999-12-31', 'True'), (3, 'there', '2024-03-01', '9999-12-31', 'False');
SELECT id, name FROM snapshot_current ORDER BY id;
SELECT id, name FROM snapshot_as_of('2024-03-02Z') ORDER BY id;
SELECT prosrc FROM pg_proc WHERE oid = 'snapshot_as_of'::regproc;
ROLLBACK TO s;
-- days, the last one included; a serial key, and columns that the source does not have
CREATE TABLE customer (id int, city text, name text);
CREATE TABLE dim_customer (sk serial PRIMARY KEY, id int NOT NULL, name text, city text, valid_from date NOT NULL, valid_to date, is_current boolean, md5 text, loaded_by text DEFAULT 'loader', shout text GENERATED ALWAYS AS (upper(name)) STORED);
INSERT INTO dim_customer (id, name, valid_from, valid_to, is_current) VALUES (1, 'a', '2024-01-01', '2024-01-31', false), (1, 'b', '2024-02-01', NULL, true), (2, 'c', '2024-01-05', '2024-02-10', false);
SELECT accord.adopt_dimension('dim_customer', '{id}', '{"city": "previous", "name": "current"}', '{"end_inclusive": true, "surrogate_key_column": "sk", "timezone": "Asia/Tokyo"}', source => 'customer', prepare => true);
SELECT * FROM dim_customer ORDER BY sk;
\x
SELECT :registration FROM accord.dimension;
\x
SELECT indexdef FROM pg_indexes WHERE tablename = 'dim_customer' ORDER BY indexdef COLLATE "C";
ROLLBACK TO s;
-- without a source all columns are the source's but those that fill themselves; a policy takes one of those in
CREATE TABLE dim_self (id int, made uuid DEFAULT gen_random_uuid(), n int GENERATED ALWAYS AS IDENTITY, constant int DEFAULT 1, stamped timestamptz DEFAULT clock_timestamp(), valid_from timestamptz, valid_to timestamptz);
SELECT accord.adopt_dimension('dim_self', '{id}', '{"stamped": "carry"}', prepare => true);
SELECT policies, is_current, open_end, last_at FROM accord.dimension;
ROLLBACK TO s;
-- a hash made elsewhere is not written over; one that accord made is taken
CREATE TABLE dim_hashed (id int, name text, valid_from timestamptz, valid_to timestamptz, row_hash uuid);
INSERT INTO dim_hashed VALUES (1, 'a', '2024-01-01', 'infinity', md5('a')::uuid), (2, 'b', '2024-01-01', 'infinity', accord.row_hash('b'::text)), (3, 'c', '2024-01-01', '2024-02-01', NULL);
SELECT accord.adopt_dimension('dim_hashed', '{id}', prepare => true);
ROLLBACK TO s;
CREATE TABLE dim_hashed (id int, name text, valid_from timestamptz, valid_to timestamptz, row_hash uuid, text_hash text);
INSERT INTO dim_hashed VALUES (2, 'b', '2024-01-01', 'infinity', accord.row_hash('b'::text));
SAVEPOINT t;
SELECT accord.adopt_dimension('dim_hashed', '{id}', prepare => true, options => '{"row_hash": "text_hash"}');
ROLLBACK TO t;
ALTER TABLE dim_hashed DROP COLUMN text_hash;
SELECT accord.adopt_dimension('dim_hashed', '{id}', prepare => true);
CALL accord.rehash('dim_hashed');
SELECT id, row_hash = accord.row_hash(name) AS ours FROM dim_hashed ORDER BY id;
ROLLBACK TO s;
-- partitions: an index that cannot be unique is not asked to be
CREATE TABLE dim_parted (id int, name text, valid_from timestamptz, valid_to timestamptz) PARTITION BY RANGE (valid_from);
CREATE TABLE dim_parted_1 PARTITION OF dim_parted FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
INSERT INTO dim_parted VALUES (1, 'a', '2024-01-01', 'infinity');
SELECT accord.adopt_dimension('dim_parted', '{id}');
ROLLBACK TO s;
ROLLBACK;
