-- With valid_from_column a version opens at its row's own time; a changed row that is not later than the open version is late.
\set SHOW_CONTEXT never
SET datestyle TO ISO;
SET timezone TO 'UTC';
CREATE SCHEMA merge_valid_from_column;
SET search_path TO merge_valid_from_column;
CREATE TABLE person (id int PRIMARY KEY, name text, town text, changed timestamptz);
SELECT accord.create_dimension('dim_person', 'person', '{id}', '{"town": "overwrite", "changed": "carry"}', '{"valid_from_column": "changed"}');
INSERT INTO person VALUES (1, 'a', 't', '2020-01-01 10:00'), (2, 'b', 't', '2021-01-01 10:00'), (3, 'c', 't', '2022-01-01 10:00');
SELECT inserted FROM accord.merge('dim_person', at => '2026-01-01');
UPDATE person SET name = 'aa', changed = '2020-01-01 10:00:00.000001' WHERE id = 1;
UPDATE person SET changed = '2025-01-01' WHERE id = 2;
SELECT versioned, unchanged FROM accord.merge('dim_person', at => '2026-01-02', deletes => 'close');
SELECT id, name, town, valid_from, valid_to FROM dim_person ORDER BY id, valid_from;
-- late: a microsecond earlier, equal; equal rows are not, nor is a new key
UPDATE person SET name = 'x', changed = '2021-01-01 09:59:59.999999' WHERE id = 2;
SELECT accord.merge('dim_person', at => '2026-01-03');
UPDATE person SET changed = '2021-01-01 10:00' WHERE id = 2;
SELECT accord.merge('dim_person', at => '2026-01-03');
SELECT accord.merge('dim_person', at => '2026-01-03', mode => 'delta', dry_run => true);
UPDATE person SET name = 'b', changed = '1999-01-01' WHERE id = 2;
INSERT INTO person VALUES (4, 'd', 't', '1999-01-01');
SELECT inserted, unchanged, late FROM accord.merge('dim_person', at => '2026-01-03');
-- a value overwritten by a late row is a late change too
UPDATE person SET town = 'tt' WHERE id = 2;
SELECT accord.merge('dim_person', at => '2026-01-04');
UPDATE person SET changed = '2025-01-01' WHERE id = 2;
SELECT overwritten, late FROM accord.merge('dim_person', at => '2026-01-04');
-- no time, and times that are no time
UPDATE person SET name = 'y', changed = NULL WHERE id = 3;
SELECT accord.merge('dim_person', at => '2026-01-05');
SELECT * FROM merge_valid_from_column.person WHERE changed IS NULL;
SELECT accord.merge('dim_person', query => 'TABLE person', at => '2026-01-05');
UPDATE person SET changed = 'infinity' WHERE id = 3;
SELECT accord.merge('dim_person', at => '2026-01-05');
SELECT * FROM merge_valid_from_column.person WHERE changed >= 'infinity';
UPDATE person SET changed = '-infinity' WHERE id = 3;
SELECT accord.merge('dim_person', at => '2026-01-05');
SELECT accord.merge('dim_person', query => 'SELECT 9 AS id, ''n'' AS name, ''t'' AS town, timestamptz ''-infinity'' AS changed', at => '2026-01-05', mode => 'delta');
UPDATE person SET name = 'c', changed = NULL WHERE id = 3;
SELECT unchanged FROM accord.merge('dim_person', at => '2026-01-05 12:00');
-- a missing key ends at the time of the feed; a revival opens at the greater of its own time and its last end
DELETE FROM person WHERE id IN (1, 2);
SELECT closed FROM accord.merge('dim_person', at => '2026-01-06', deletes => 'close');
INSERT INTO person VALUES (1, 'aa', 't', '2026-01-05'), (2, 'b', 'tt', '2026-01-06 00:00:00.000001');
SELECT reopened FROM accord.merge('dim_person', at => '2026-01-07', deletes => 'close');
SELECT id, name, valid_from, valid_to FROM dim_person WHERE id <= 2 ORDER BY id, valid_from;
-- the feed itself cannot be replaced, a later one can follow
SELECT accord.merge('dim_person', at => '2026-01-07');
\echo :SQLSTATE
SELECT unchanged FROM accord.merge('dim_person', at => '2026-01-08');
-- a missing key whose version begins after the feed
UPDATE person SET name = 'future', changed = '2027-01-01' WHERE id = 1;
SELECT versioned FROM accord.merge('dim_person', at => '2026-01-09');
DELETE FROM person WHERE id = 1;
SELECT accord.merge('dim_person', at => '2026-01-10', deletes => 'close');
SELECT unchanged FROM accord.merge('dim_person', at => '2026-01-10');

-- late => skip: kept out and counted
SELECT accord.create_dimension('dim_skip', 'person', '{id}', '{"town": "overwrite", "changed": "carry"}', '{"valid_from_column": "changed", "late": "skip", "is_deleted": true}');
TRUNCATE person;
INSERT INTO person VALUES (1, 'a', 't', '2026-01-01'), (2, 'b', 't', '2026-01-01'), (3, 'c', 't', '2026-01-01');
SELECT inserted FROM accord.merge('dim_skip', at => '2026-01-01');
UPDATE person SET name = 'x', town = 'x' WHERE id = 1;
UPDATE person SET town = 'x' WHERE id = 2;
SELECT * FROM accord.merge('dim_skip', at => '2026-01-02');
SELECT id, name, town, valid_from, valid_to FROM dim_skip ORDER BY id;
-- recorded: deleted at the time of the feed, revived at its own
DELETE FROM person WHERE id = 3;
SELECT late, recorded FROM accord.merge('dim_skip', at => '2026-01-03', deletes => 'record');
INSERT INTO person VALUES (3, 'c', 't', '2026-01-02');
SELECT late, reopened FROM accord.merge('dim_skip', at => '2026-01-04', deletes => 'record');
SELECT name, valid_from, valid_to, is_deleted FROM dim_skip WHERE id = 3 ORDER BY valid_from;

-- the column may be of another type than valid_from
CREATE FUNCTION try(dimension text, day text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	rows bigint;
BEGIN
	SELECT inserted INTO rows FROM accord.merge(dimension::regclass, at => '2026-01-01', dry_run => true, query => format('SELECT 1 AS id, ''a'' AS name, date %L AS day', day));
	RETURN rows;
EXCEPTION WHEN OTHERS THEN
	RETURN SQLSTATE || ' ' || SQLERRM;
END
$$;
CREATE TABLE daily (id int PRIMARY KEY, name text, day date);
SELECT accord.create_dimension('dim_zoned', 'daily', '{id}', '{"day": "carry"}', '{"valid_from_column": "day", "timezone": "Europe/Berlin", "type": "timestamptz"}');
SELECT accord.create_dimension('dim_day', 'person', '{id}', '{"changed": "carry", "town": "carry"}', '{"valid_from_column": "changed", "timezone": "Europe/Berlin", "type": "date"}');
INSERT INTO daily VALUES (1, 'a', '2026-07-01'), (2, 'b', '2026-01-01');
SELECT inserted FROM accord.merge('dim_zoned', at => '2026-07-02');
SELECT id, valid_from FROM dim_zoned ORDER BY id;
TRUNCATE person;
INSERT INTO person VALUES (1, 'a', 't', '2026-01-01 22:59:59+00'), (2, 'b', 't', '2026-01-01 23:00+00');
SELECT inserted FROM accord.merge('dim_day', at => '2026-01-03');
UPDATE person SET name = name || name, changed = '2026-01-02 22:59:59+00';
SELECT accord.merge('dim_day', at => '2026-01-04');
UPDATE person SET changed = '2026-01-02 23:00+00' WHERE id = 2;
SELECT versioned FROM accord.merge('dim_day', at => '2026-01-04');
SELECT id, name, valid_from, valid_to FROM dim_day ORDER BY id, valid_from;
-- other open ends
SELECT accord.create_dimension('dim_null', 'daily', '{id}', '{"day": "carry"}', '{"valid_from_column": "day", "type": "date", "open_end": "null"}');
SELECT accord.create_dimension('dim_far', 'daily', '{id}', '{"day": "carry"}', '{"valid_from_column": "day", "type": "date", "open_end": "9999-12-31", "is_current": null}');
SELECT dimension, day, try(dimension, day) FROM unnest('{dim_null,dim_far}'::text[]) AS dimension, unnest('{infinity,9999-12-31,9999-12-30}'::text[]) WITH ORDINALITY AS d (day, n) ORDER BY dimension DESC, n;
-- the source must have it, as a time
SELECT accord.merge('dim_day', query => 'SELECT id, name, town FROM person', at => '2026-01-05');
SELECT accord.merge('dim_day', query => 'SELECT id, name, town, changed::text AS changed FROM person', at => '2026-01-05');
SET client_min_messages = warning;
DROP SCHEMA merge_valid_from_column CASCADE;
