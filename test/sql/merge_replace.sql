-- A feed at the time of the last one takes its place: history is as if only the second had been merged.
\set SHOW_CONTEXT never
SET datestyle TO ISO;
SET timezone TO 'UTC';
CREATE SCHEMA merge_replace;
SET search_path TO merge_replace;
CREATE TABLE person (id int PRIMARY KEY, name text, notes json);
SELECT accord.create_dimension('dim_person', 'person', '{id}', '{"notes": "carry"}', '{"surrogate_key": "identity", "surrogate_key_column": "sk"}');
CREATE FUNCTION history() RETURNS TABLE (id int, name text, notes json, valid_from date, valid_to text, is_current boolean, hash_is_right boolean) LANGUAGE sql AS $$
	SELECT id, name, notes, valid_from::date, CASE WHEN isfinite(valid_to) THEN valid_to::date::text ELSE 'open' END, is_current, row_hash = accord.row_hash(name)
	FROM merge_replace.dim_person ORDER BY id, valid_from
$$;
-- into an empty dimension
INSERT INTO person VALUES (1, 'a', '1'), (2, 'b', '1'), (3, 'c', '1'), (4, 'd', '1');
SELECT * FROM accord.merge('dim_person', at => '2026-01-01', deletes => 'close');
CREATE TEMP TABLE numbered AS SELECT id, sk FROM dim_person;
DELETE FROM person WHERE id = 4;
UPDATE person SET name = 'bb' WHERE id = 2;
UPDATE person SET notes = '2' WHERE id = 3;
INSERT INTO person VALUES (5, 'e', '1');
SELECT * FROM accord.merge('dim_person', at => '2026-01-01', deletes => 'close');
SELECT * FROM history();
SELECT n.id, d.sk = n.sk AS same_number FROM numbered AS n LEFT JOIN dim_person AS d USING (id) ORDER BY n.id;
-- the same once more replaces nothing
SELECT * FROM accord.merge('dim_person', at => '2026-01-01', deletes => 'close');
-- an empty one takes all of it back, if that is meant
SELECT accord.merge('dim_person', query => 'SELECT * FROM person WHERE false', at => '2026-01-01', deletes => 'close');
BEGIN;
SELECT * FROM accord.merge('dim_person', query => 'SELECT * FROM person WHERE false', at => '2026-01-01', deletes => 'close', allow_empty => true);
SELECT count(*) FROM dim_person;
SELECT inserted FROM accord.merge('dim_person', at => '2026-01-02');
ROLLBACK;
-- second night: 1 changed, 2 ended, 3 the same, 6 new; a fact points to the new version of 1
UPDATE person SET name = 'aa' WHERE id = 1;
DELETE FROM person WHERE id = 2;
INSERT INTO person VALUES (6, 'f', '1');
SELECT * FROM accord.merge('dim_person', at => '2026-01-02', deletes => 'close');
ALTER TABLE dim_person ADD UNIQUE (sk);
CREATE TABLE fact (sk bigint REFERENCES dim_person (sk));
INSERT INTO fact SELECT sk FROM dim_person WHERE id = 1 AND is_current;
-- corrected: 1 changed otherwise, 2 is still there, 3 ended, 6 came under another name, 5 changed
UPDATE person SET name = 'aaa' WHERE id = 1;
INSERT INTO person VALUES (2, 'bb', '1');
DELETE FROM person WHERE id = 3;
UPDATE person SET name = 'ff' WHERE id = 6;
UPDATE person SET name = 'ee' WHERE id = 5;
SELECT * FROM accord.merge('dim_person', at => '2026-01-02', deletes => 'close', dry_run => true);
SELECT * FROM accord.merge('dim_person', at => '2026-01-02', deletes => 'close');
SELECT * FROM history();
SELECT d.id, d.name FROM fact JOIN dim_person AS d USING (sk);
-- corrected again: 1 did not change at all, but its version is pointed to; nothing is replaced
UPDATE person SET name = 'a' WHERE id = 1;
\set VERBOSITY terse
SELECT accord.merge('dim_person', at => '2026-01-02', deletes => 'close');
\set VERBOSITY default
SELECT name, valid_to FROM dim_person WHERE id = 1 ORDER BY valid_from;
DELETE FROM fact;
SELECT * FROM accord.merge('dim_person', at => '2026-01-02', deletes => 'close');
SELECT * FROM history();
-- a key that the feed opened and the second does not have leaves nothing
DELETE FROM person WHERE id = 6;
SELECT * FROM accord.merge('dim_person', at => '2026-01-02', deletes => 'close');
SELECT count(*) FROM dim_person WHERE id = 6;
-- a delta is replaced by a full feed, that by a delta: only the last one counts
SELECT * FROM accord.merge('dim_person', query => 'SELECT 1 AS id, ''delta'' AS name, NULL::json AS notes', at => '2026-01-03', mode => 'delta');
SELECT * FROM accord.merge('dim_person', query => 'SELECT 2 AS id, ''full'' AS name, NULL::json AS notes', at => '2026-01-03', deletes => 'close');
SELECT * FROM history() WHERE valid_to = 'open' OR valid_to >= '2026-01-03';
SELECT * FROM accord.merge('dim_person', query => 'SELECT 5 AS id, ''delta'' AS name, NULL::json AS notes', at => '2026-01-03', mode => 'delta');
SELECT * FROM history() WHERE valid_to = 'open' OR valid_to >= '2026-01-03';
-- the share that max_change speaks of is that of the versions before the feed
SELECT accord.merge('dim_person', query => 'SELECT id, name || ''!'' AS name, notes FROM person', at => '2026-01-03', max_change => 0.5);
SELECT replaced, unchanged FROM accord.merge('dim_person', at => '2026-01-03', max_change => 0);
-- only the last feed: one before it is too early
SELECT accord.merge('dim_person', at => '2026-01-02');
-- each is logged
SELECT at::date, mode, replaced FROM accord.feed WHERE dimension_name = 'dim_person' AND dimension_schema = 'merge_replace' ORDER BY feed;

-- record: deletion versions go and come
CREATE TABLE thing (id int PRIMARY KEY, name text);
SELECT accord.create_dimension('dim_thing', 'thing', '{id}', '{}', '{"is_deleted": true}');
INSERT INTO thing VALUES (1, 'a'), (2, 'b'), (3, 'c');
SELECT inserted FROM accord.merge('dim_thing', at => '2026-01-01', deletes => 'record');
DELETE FROM thing WHERE id IN (1, 2);
SELECT recorded FROM accord.merge('dim_thing', at => '2026-01-02', deletes => 'record');
INSERT INTO thing VALUES (1, 'a'), (2, 'bb');
DELETE FROM thing WHERE id = 3;
SELECT * FROM accord.merge('dim_thing', at => '2026-01-02', deletes => 'record');
SELECT id, name, valid_from, valid_to, is_deleted FROM dim_thing ORDER BY id, valid_from;
-- a revival replaced by none
INSERT INTO thing VALUES (3, 'c');
SELECT reopened FROM accord.merge('dim_thing', at => '2026-01-03', deletes => 'record');
DELETE FROM thing WHERE id = 3;
SELECT * FROM accord.merge('dim_thing', at => '2026-01-03', deletes => 'record');
SELECT id, name, valid_from, valid_to, is_deleted FROM dim_thing WHERE id = 3 ORDER BY valid_from;

-- dates: the same day replaces
CREATE TABLE daily (id int PRIMARY KEY, name text);
SELECT accord.create_dimension('dim_daily', 'daily', '{id}', '{}', '{"type": "date", "open_end": "null", "is_current": null}');
INSERT INTO daily VALUES (1, 'a'), (2, 'b');
SELECT inserted FROM accord.merge('dim_daily', at => '2026-01-01 01:00');
UPDATE daily SET name = 'x' WHERE id = 1;
SELECT versioned FROM accord.merge('dim_daily', at => '2026-01-02 01:00', deletes => 'close');
UPDATE daily SET name = 'a' WHERE id = 1;
DELETE FROM daily WHERE id = 2;
SELECT * FROM accord.merge('dim_daily', at => '2026-01-02 23:00', deletes => 'close');
SELECT id, name, valid_from, valid_to FROM dim_daily ORDER BY id, valid_from;

-- overwritten and previous values are not restored, and that is said each time; current ones are
CREATE TABLE mixed (id int PRIMARY KEY, a text, o text, p text, c text);
SELECT accord.create_dimension('dim_mixed', 'mixed', '{id}', '{"o": "overwrite", "p": "previous", "c": "current"}');
INSERT INTO mixed VALUES (1, 'a', 'o', 'p', 'c'), (2, 'a', 'o', 'p', 'c'), (3, 'a', 'o', 'p', 'c');
SELECT inserted FROM accord.merge('dim_mixed', at => '2026-01-01');
UPDATE mixed SET o = 'o2' WHERE id = 1;
UPDATE mixed SET p = 'p2' WHERE id = 2;
UPDATE mixed SET c = 'c2' WHERE id = 3;
SELECT * FROM accord.merge('dim_mixed', at => '2026-01-02');
SELECT id, a, o, p, p_previous, c, c_current, valid_from, valid_to FROM dim_mixed ORDER BY id, valid_from;
UPDATE mixed SET o = 'o', p = 'p', c = 'c';
SELECT * FROM accord.merge('dim_mixed', at => '2026-01-02');
SELECT id, a, o, p, p_previous, c, c_current, valid_from, valid_to FROM dim_mixed ORDER BY id, valid_from;
SELECT * FROM accord.merge('dim_mixed', at => '2026-01-02');
SELECT unchanged, replaced FROM accord.merge('dim_mixed', at => '2026-01-03');
SELECT unchanged, replaced FROM accord.merge('dim_mixed', at => '2026-01-03');
-- who may not delete may not replace
CREATE ROLE regress_accord_replacer;
GRANT USAGE ON SCHEMA merge_replace TO regress_accord_replacer;
GRANT SELECT, INSERT, UPDATE ON ALL TABLES IN SCHEMA merge_replace TO regress_accord_replacer;
SET ROLE regress_accord_replacer;
SELECT accord.merge('dim_mixed', at => '2026-01-03');
\echo :SQLSTATE
SELECT unchanged FROM accord.merge('dim_mixed', at => '2026-01-04');
RESET ROLE;
GRANT DELETE ON dim_mixed TO regress_accord_replacer;
SET ROLE regress_accord_replacer;
SELECT unchanged, replaced FROM accord.merge('dim_mixed', at => '2026-01-04');
RESET ROLE;
SET client_min_messages = warning;
DROP SCHEMA merge_replace CASCADE;
DROP ROLE regress_accord_replacer;
