-- Registrations follow renames and drops, whoever does them and however; other commands are left alone.
SET timezone = 'UTC';
SET datestyle = 'ISO';
\set SHOW_CONTEXT never
-- nothing is registered: nothing is looked at
CREATE TABLE lonely (id int);
ALTER TABLE lonely RENAME TO lonelier;
ALTER TABLE lonelier RENAME id TO key;
DROP TABLE lonelier;
\set registration 'dimension_schema, dimension_name, source_schema, source_name, key, policies, valid_from, valid_to, is_current, row_hash, is_deleted, surrogate_key, scd_id, updated_at, open_end, end_inclusive, timezone, hash, valid_from_column, late, fixed, filled, hashed_before, last_at, last_valid_from'
BEGIN;
CREATE SCHEMA dims;
CREATE SCHEMA elsewhere;
SET LOCAL search_path = dims, public;
CREATE TABLE item (id int PRIMARY KEY, name text, colour text, since timestamptz);
INSERT INTO item VALUES (1, 'a', 'red', '2024-01-01Z'), (2, 'b', 'blue', '2024-01-01Z');
SELECT accord.create_dimension('dim_item', 'item', '{id}', '{"name": "previous", "colour": "current", "since": "carry"}', '{"is_deleted": true, "surrogate_key": "uuid", "valid_from_column": "since"}');
SELECT accord.create_dimension('dim_other', 'item', '{id}');
SELECT inserted FROM accord.merge('dim_item', at => '2024-01-01Z');
SELECT accord.alter_dimension('dim_item', '{"since": "version"}');
SAVEPOINT s;
-- columns of the table, each that is registered
ALTER TABLE dim_item RENAME id TO item_id;
ALTER TABLE dim_item RENAME COLUMN name TO label;
ALTER TABLE dim_item RENAME colour TO hue;
ALTER TABLE dim_item RENAME valid_from TO begins;
ALTER TABLE dim_item RENAME valid_to TO ends;
ALTER TABLE dim_item RENAME is_current TO is_open;
ALTER TABLE dim_item RENAME row_hash TO h;
ALTER TABLE dim_item RENAME is_deleted TO gone;
ALTER TABLE dim_item RENAME dim_item_sk TO sk;
ALTER TABLE dim_item RENAME since TO started;
-- the table, its schema, and the name of that
ALTER TABLE dim_item RENAME TO history;
ALTER TABLE history SET SCHEMA elsewhere;
ALTER SCHEMA elsewhere RENAME TO warehouse;
-- the source
ALTER TABLE item RENAME since TO began;
ALTER TABLE item RENAME TO product;
ALTER TABLE product SET SCHEMA warehouse;
\x
SELECT :registration FROM accord.dimension WHERE dimension_name = 'history';
\x
SELECT dimension_schema, dimension_name, source_schema, source_name FROM accord.dimension WHERE dimension_name = 'dim_other';
SELECT dimension_schema, dimension_name FROM accord.feed;
SELECT attname FROM pg_attribute WHERE attrelid = 'warehouse.history'::regclass AND attnum > 0 ORDER BY attnum;
SELECT prosrc FROM pg_proc WHERE oid = 'dim_item_as_of'::regproc;
SELECT item_id, label, hue_current FROM dim_item_as_of('2024-01-02Z') ORDER BY 1;
ALTER TABLE warehouse.product RENAME id TO item_id;
ALTER TABLE warehouse.product RENAME name TO label;
ALTER TABLE warehouse.product RENAME colour TO hue;
ALTER TABLE warehouse.product RENAME began TO started;
SELECT unchanged FROM accord.merge('warehouse.history', at => '2024-02-01Z');
ROLLBACK TO s;
SELECT dimension_schema, dimension_name, key, policies FROM accord.dimension ORDER BY dimension_name COLLATE "C";
-- ALTER INDEX renames tables too
ALTER INDEX dim_item RENAME TO dim_renamed;
ALTER INDEX item RENAME TO item_renamed;
SELECT unchanged FROM accord.merge('dim_renamed', at => '2024-02-01Z');
SELECT dimension_name, source_name FROM accord.dimension ORDER BY dimension_name COLLATE "C";
SELECT count(*) FROM dim_item_as_of('2024-01-02Z');
ROLLBACK TO s;
-- a schema takes the name of one whose dimensions were dropped behind the registry's back
CREATE SCHEMA dims_before;
SELECT accord.create_dimension('dims_before.dim_item', 'item', '{id}');
SET LOCAL session_replication_role = replica;
SET LOCAL client_min_messages = warning;
DROP SCHEMA dims_before CASCADE;
SET LOCAL session_replication_role = origin;
ALTER SCHEMA dims RENAME TO dims_before;
SELECT dimension_schema, dimension_name, is_deleted FROM accord.dimension ORDER BY dimension_name COLLATE "C";
ROLLBACK TO s;
-- what fails, or is about something else, changes nothing
ALTER TABLE IF EXISTS nothing RENAME TO something;
ALTER TABLE dim_item RENAME name TO colour;
ROLLBACK TO s;
ALTER TABLE dim_item RENAME TO dim_other;
ROLLBACK TO s;
ALTER TABLE dim_item SET SCHEMA nowhere;
ROLLBACK TO s;
ALTER TABLE nothing RENAME TO something;
ROLLBACK TO s;
CREATE TABLE public.dim_item (id int, name text);
ALTER TABLE public.dim_item RENAME name TO title;
ALTER TABLE public.dim_item RENAME TO dim_item_2;
ALTER INDEX dim_item_pkey RENAME TO dim_item_key;
ALTER TABLE dim_item RENAME CONSTRAINT dim_item_check TO dim_item_order;
ALTER TABLE dim_item ALTER COLUMN name SET STATISTICS 10;
CREATE TEMP TABLE dim_other (id int);
ALTER TABLE pg_temp.dim_other RENAME id TO key;
DROP TABLE pg_temp.dim_other;
SELECT dimension_schema, dimension_name, key, policies FROM accord.dimension ORDER BY dimension_name COLLATE "C";
-- a dimension that has lost a column can still be renamed
ALTER TABLE dim_item DROP COLUMN since;
ALTER TABLE dim_item RENAME TO dim_poor;
SELECT count(*) FROM dim_item_as_of('2024-01-02Z');
ROLLBACK TO s;
-- two at once: the names change places
ALTER TABLE dim_item RENAME TO dim_x;
ALTER TABLE dim_other RENAME TO dim_item;
ALTER TABLE dim_x RENAME TO dim_other;
SELECT dimension_name, is_deleted FROM accord.dimension ORDER BY dimension_name COLLATE "C";
ROLLBACK TO s;
-- drops
SET LOCAL client_min_messages = warning;
DROP TABLE dim_item CASCADE;
SELECT dimension_name FROM accord.dimension;
SELECT count(*) FROM accord.feed;
ROLLBACK TO s;
SET LOCAL client_min_messages = warning;
DROP SCHEMA dims CASCADE;
SELECT dimension_name FROM accord.dimension;
ROLLBACK TO s;
-- the function of somebody else is left to them
CREATE ROLE regress_accord_a;
ALTER FUNCTION dim_item_as_of(timestamptz) OWNER TO regress_accord_a;
GRANT ALL ON SCHEMA dims TO regress_accord_a;
CREATE ROLE regress_accord_b;
GRANT ALL ON SCHEMA dims TO regress_accord_b;
ALTER TABLE dim_item OWNER TO regress_accord_b;
SET LOCAL ROLE regress_accord_b;
ALTER TABLE dim_item RENAME TO dim_mine;
RESET ROLE;
SELECT dimension_name FROM accord.dimension ORDER BY dimension_name COLLATE "C";
ROLLBACK TO s;
-- a function that somebody made to look like ours is in nobody's way
CREATE ROLE regress_accord_c;
CREATE SCHEMA theirs AUTHORIZATION regress_accord_c;
GRANT USAGE ON SCHEMA dims TO regress_accord_c;
CREATE TABLE versions (id int, valid_from timestamptz, valid_to timestamptz, is_current boolean);
SET LOCAL ROLE regress_accord_c;
CREATE FUNCTION theirs.versions_as_of(at timestamptz) RETURNS SETOF dims.versions LANGUAGE sql AS '/* written by accord, again when the dimension changes */ SELECT NULL::dims.versions';
RESET ROLE;
SELECT accord.adopt_dimension('versions', '{id}', prepare => true);
ALTER TABLE versions RENAME TO versions_of_ours;
SELECT count(*) FROM versions_as_of('2024-01-02Z');
ROLLBACK TO s;
-- to the schema that it is in
ALTER TABLE dims.dim_item SET SCHEMA dims;
SELECT dimension_schema, dimension_name FROM accord.dimension WHERE dimension_name = 'dim_item';
ROLLBACK TO s;
-- a column that is inherited
CREATE TABLE dim_base (id int, colour text);
CREATE TABLE dim_thing (valid_from timestamptz, valid_to timestamptz, is_current boolean) INHERITS (dim_base);
SELECT accord.adopt_dimension('dim_thing', '{id}', prepare => true);
ALTER TABLE dim_base RENAME COLUMN colour TO hue;
SELECT policies FROM accord.dimension WHERE dimension_name = 'dim_thing';
SELECT inserted FROM accord.merge('dim_thing', query => $$SELECT 1 AS id, 'red' AS hue$$, at => '2024-01-01Z');
ROLLBACK TO s;
-- a table that goes with what it depends on
CREATE FUNCTION half(i int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT i / 2';
CREATE TABLE dim_parts (id int, valid_from timestamptz NOT NULL, valid_to timestamptz, is_current boolean) PARTITION BY RANGE (half(id));
CREATE TABLE dim_parts_all PARTITION OF dim_parts DEFAULT;
INSERT INTO accord.dimension (dimension_schema, dimension_name, key, policies, valid_from, valid_to, row_hash) VALUES ('dims', 'dim_parts', '{id}', '{}', 'valid_from', 'valid_to', 'row_hash');
SET LOCAL client_min_messages = warning;
DROP FUNCTION half CASCADE;
SELECT to_regclass('dim_parts') AS dim_parts, count(*) FROM accord.dimension WHERE dimension_name = 'dim_parts';
ROLLBACK;
