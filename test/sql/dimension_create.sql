-- create_dimension makes a history table like the source: columns, keys, indexes, as_of, the view of what is current, the registration.
SET timezone = 'UTC';
SET datestyle = 'ISO';
\set registration 'dimension_schema, dimension_name, source_schema, source_name, key, policies, valid_from, valid_to, is_current, row_hash, is_deleted, surrogate_key, scd_id, updated_at, open_end, end_inclusive, timezone, hash, valid_from_column, late, fixed, filled, hashed_before, last_at, last_valid_from'
BEGIN;
CREATE SCHEMA dims;
SET LOCAL search_path = dims, public;
CREATE DOMAIN score AS integer CHECK (VALUE > 0);
CREATE TABLE customer (
	region text COLLATE "C",
	dropped int,
	id int GENERATED ALWAYS AS IDENTITY,
	name varchar(20),
	amount numeric(10,2),
	twice int GENERATED ALWAYS AS (length(name) * 2) STORED,
	tags text[],
	rating score,
	took interval second(2)
);
ALTER TABLE customer DROP COLUMN dropped;
SELECT accord.create_dimension('dim_customer', 'customer', '{id,region}', '{"name": "previous", "amount": "current", "tags": "overwrite"}', '{"is_deleted": true, "current_view": true}');
\d dim_customer
\d dim_customer_current
SELECT reloptions, obj_description(oid) FROM pg_class WHERE oid = 'dim_customer_current'::regclass;
SELECT prosrc, provolatile, proparallel, proisstrict, obj_description(oid) FROM pg_proc WHERE oid = 'dim_customer_as_of(timestamptz)'::regprocedure;
\x
SELECT :registration FROM accord.dimension;
\x
-- an uuid or an identity as surrogate key
SELECT accord.create_dimension('dim_uuid', 'customer', '{id}', options => '{"surrogate_key": "uuid"}');
SELECT accord.create_dimension('dim_identity', 'customer', '{id}', options => '{"surrogate_key": "identity", "surrogate_key_column": "version"}');
SELECT a.attrelid::regclass, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity, pg_get_expr(d.adbin, d.adrelid)
FROM pg_attribute a LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
WHERE a.attrelid IN ('dim_uuid'::regclass, 'dim_identity'::regclass) AND a.attnum = 1 ORDER BY a.attrelid::regclass::text COLLATE "C";
SELECT pg_get_indexdef(indexrelid) FROM pg_index WHERE indrelid = 'dim_uuid'::regclass ORDER BY pg_get_indexdef(indexrelid) COLLATE "C";
-- time: types, open ends, an end that is included, a time zone
SELECT accord.create_dimension('dim_timestamp', 'customer', '{id}', options => '{"type": "timestamp", "timezone": "Europe/Berlin", "open_end": "9999-12-31", "is_current": null}');
SELECT accord.create_dimension('dim_date', 'customer', '{id}', options => '{"type": "date", "end_inclusive": true, "open_end": "null", "is_current": null, "valid_from": "first_day", "valid_to": "last_day", "row_hash": "h", "hash": "sha256", "late": "skip", "fixed": "error"}');
SELECT accord.create_dimension('dim_far', 'customer', '{id}', options => '{"open_end": "9999-12-31", "is_current": null}');
SELECT conrelid::regclass, pg_get_constraintdef(oid) FROM pg_constraint WHERE contype = 'c' AND conrelid IN ('dim_timestamp'::regclass, 'dim_date'::regclass) ORDER BY conrelid::regclass::text COLLATE "C";
SELECT indrelid::regclass, pg_get_expr(indpred, indrelid) FROM pg_index WHERE indpred IS NOT NULL AND indrelid::regclass::text LIKE 'dim%' ORDER BY indrelid::regclass::text COLLATE "C";
SELECT proname, prosrc FROM pg_proc WHERE proname IN ('dim_timestamp_as_of', 'dim_date_as_of', 'dim_far_as_of') ORDER BY proname COLLATE "C";
SELECT dimension_name, valid_from, valid_to, is_current, row_hash, open_end, end_inclusive, timezone, hash, late, fixed FROM accord.dimension ORDER BY dimension_name COLLATE "C";
-- partitions: unique where the key allows it
SELECT accord.create_dimension('dim_by_time', 'customer', '{id}', options => '{"partition_by": " range(Valid_From) ", "surrogate_key": "uuid"}');
SELECT accord.create_dimension('dim_by_key', 'customer', '{id,region}', options => '{"partition_by": "HASH ( id, \"region\" )"}');
SELECT pg_get_partkeydef('dim_by_time'::regclass), pg_get_partkeydef('dim_by_key'::regclass);
SELECT pg_get_indexdef(indexrelid) FROM pg_index WHERE indrelid IN ('dim_by_time'::regclass, 'dim_by_key'::regclass) ORDER BY pg_get_indexdef(indexrelid) COLLATE "C";
-- sources without a table of their own
CREATE VIEW shouting AS SELECT id, upper(name) AS name FROM customer;
SELECT accord.create_dimension('dim_view', 'shouting', '{id}');
CREATE TEMP TABLE passing (id int, name text);
SELECT accord.create_dimension('dim_passing', 'passing', '{id}');
SELECT dimension_name, source_schema, source_name FROM accord.dimension WHERE dimension_name IN ('dim_view', 'dim_passing') ORDER BY dimension_name COLLATE "C";
-- the wide and the narrow
DO $$ BEGIN EXECUTE (SELECT format('CREATE TABLE wide (%s)', string_agg(format('c%s int', n), ', ')) FROM generate_series(1, 1590) n); END $$;
SELECT accord.create_dimension('dim_wide', 'wide', '{c1}');
SELECT count(*) FROM pg_attribute WHERE attrelid = 'dim_wide'::regclass AND attnum > 0;
CREATE TABLE narrow (id text);
SELECT accord.create_dimension('dim_narrow', 'narrow', '{id}');
SELECT policies FROM accord.dimension WHERE dimension_name = 'dim_narrow';
ROLLBACK;
