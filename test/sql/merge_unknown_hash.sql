-- A row_hash that is NULL is not known: the version is compared by value, and gets its hash; another program may write rows too.
\set SHOW_CONTEXT never
SET datestyle TO ISO;
SET timezone TO 'UTC';
CREATE SCHEMA merge_unknown_hash;
SET search_path TO merge_unknown_hash;
CREATE TABLE src (id int PRIMARY KEY, v text, o text, f text, p text, c text, k json);
SELECT accord.create_dimension('dim', 'src', '{id}', '{"o": "overwrite", "f": "fixed", "p": "previous", "c": "current", "k": "carry"}', '{"is_deleted": true}');
CREATE VIEW history AS SELECT id, v, o, f, p, p_previous AS was, c, c_current AS today, k, valid_from::date AS since, NULLIF(valid_to, 'infinity')::date AS until, is_deleted AS gone, row_hash IS NULL AS unknown, row_hash = accord.row_hash(v, p, c) AS hash FROM dim;
INSERT INTO src SELECT n, 'v', 'o', 'f', 'p', 'c', '1' FROM generate_series(1, 9) AS n;
SELECT inserted FROM accord.merge('dim', at => '2026-01-01');
-- equal rows get their hash, and count as unchanged
UPDATE dim SET row_hash = NULL;
SELECT * FROM accord.merge('dim', at => '2026-01-02', dry_run => true);
SELECT count(*) FILTER (WHERE unknown) AS unknown FROM history;
SELECT * FROM accord.merge('dim', at => '2026-01-02');
SELECT count(*), count(*) FILTER (WHERE hash) AS hashed, count(*) FILTER (WHERE until IS NULL) AS open FROM history;
-- each kind of change beside an unknown hash; 8 is missing, 9 ended and came back
DELETE FROM src WHERE id = 9;
SELECT closed FROM accord.merge('dim', at => '2026-01-03', deletes => 'close');
UPDATE dim SET row_hash = NULL;
INSERT INTO src VALUES (9, 'v', 'o', 'f', 'p', 'c', '1');
DELETE FROM src WHERE id = 8;
UPDATE src SET v = NULL WHERE id = 1;
UPDATE src SET o = 'o2' WHERE id = 2;
UPDATE src SET f = 'f2' WHERE id = 3;
UPDATE src SET p = 'p2' WHERE id = 4;
UPDATE src SET c = 'c2' WHERE id = 5;
UPDATE src SET k = '2' WHERE id = 6;
UPDATE src SET v = 'v2', o = 'o2', f = 'f2', p = 'p2', c = 'c2', k = '2' WHERE id = 7;
SELECT * FROM accord.merge('dim', at => '2026-01-04', deletes => 'record');
SELECT * FROM history ORDER BY id, since;
SELECT unchanged, fixed_kept FROM accord.merge('dim', at => '2026-01-05', deletes => 'record');
-- some known, some not
UPDATE dim SET row_hash = NULL WHERE id IN (2, 4) AND is_current;
UPDATE src SET v = 'v3' WHERE id IN (1, 2);
SELECT versioned, unchanged, fixed_kept FROM accord.merge('dim', at => '2026-01-06', deletes => 'record');
SELECT id, v, since, until, unknown, hash FROM history WHERE id IN (1, 2, 4) AND until IS DISTINCT FROM '2026-01-04' ORDER BY id, since;
-- the feed that is replaced had filled in a hash
UPDATE dim SET row_hash = NULL WHERE is_current;
SELECT unchanged, fixed_kept FROM accord.merge('dim', at => '2026-01-07', deletes => 'record');
UPDATE src SET v = 'v4' WHERE id = 3;
SELECT versioned, unchanged, fixed_kept, replaced FROM accord.merge('dim', at => '2026-01-07', deletes => 'record');
UPDATE src SET v = 'v' WHERE id = 3;
UPDATE dim SET row_hash = NULL WHERE id = 3;
SELECT versioned, unchanged, fixed_kept, replaced FROM accord.merge('dim', at => '2026-01-07', deletes => 'record');
SELECT id, v, since, until, unknown, hash FROM history WHERE id = 3 ORDER BY since;

-- another program writes: a new key, a new version, an end, values under an old hash
CREATE TABLE person (id int PRIMARY KEY, name text);
SELECT accord.create_dimension('dim_person', 'person', '{id}');
INSERT INTO person VALUES (1, 'a'), (2, 'b'), (3, 'c'), (4, 'd');
SELECT inserted FROM accord.merge('dim_person', at => '2026-01-01');
INSERT INTO dim_person (id, name, valid_from, valid_to, is_current) VALUES (5, 'e', '2026-01-02', 'infinity', true);
UPDATE dim_person SET valid_to = '2026-01-02', is_current = false WHERE id IN (1, 2);
INSERT INTO dim_person (id, name, valid_from, valid_to, is_current) VALUES (1, 'aa', '2026-01-02', 'infinity', true);
INSERT INTO person VALUES (5, 'e');
UPDATE person SET name = 'aa' WHERE id = 1;
SELECT * FROM accord.merge('dim_person', at => '2026-01-03');
SELECT id, name, valid_from, valid_to, row_hash = accord.row_hash(name) AS hash FROM dim_person ORDER BY id, valid_from;
-- a version that begins after the feed, one that ends after it: refused, and nothing is written
INSERT INTO dim_person (id, name, valid_from, valid_to, is_current) VALUES (6, 'f', '2026-01-10', 'infinity', true), (7, 'g', '2026-01-01', '2026-01-10', false);
INSERT INTO person VALUES (6, 'ff');
SELECT accord.merge('dim_person', at => '2026-01-04');
DELETE FROM person WHERE id = 6;
SELECT accord.merge('dim_person', at => '2026-01-04', deletes => 'close');
INSERT INTO person VALUES (6, 'f'), (7, 'g');
SELECT accord.merge('dim_person', at => '2026-01-04');
SELECT accord.merge('dim_person', at => '2026-01-04', dry_run => true);
SELECT inserted, reopened, unchanged FROM accord.merge('dim_person', at => '2026-01-10', deletes => 'close');
SELECT id, name, valid_from, valid_to FROM dim_person WHERE id >= 6 ORDER BY id, valid_from;
-- a column that holds no hash
BEGIN;
DROP FUNCTION dim_person_as_of;
ALTER TABLE dim_person ALTER row_hash TYPE text USING 'x';
SELECT accord.merge('dim_person', at => '2026-01-11');
\echo :SQLSTATE
ROLLBACK;
SET client_min_messages = warning;
DROP SCHEMA merge_unknown_hash CASCADE;
