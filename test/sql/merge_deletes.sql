-- What becomes of a key missing from a full feed: nothing, its version ends, or a deletion version opens; too much at once is refused.
\set SHOW_CONTEXT never
SET datestyle TO ISO;
SET timezone TO 'UTC';
CREATE SCHEMA merge_deletes;
SET search_path TO merge_deletes;
CREATE TABLE person (id int PRIMARY KEY, name text);
SELECT accord.create_dimension('dim_person', 'person', '{id}', '{}', '{"is_deleted": "gone"}');
INSERT INTO person VALUES (1, 'a'), (2, 'b'), (3, 'c');
SELECT inserted FROM accord.merge('dim_person', at => '2026-01-01');
-- ignore, by name and by default; a delta never ends anything
SELECT unchanged, closed, recorded FROM accord.merge('dim_person', query => 'SELECT * FROM person WHERE id = 1', at => '2026-01-02');
SELECT unchanged, closed, recorded FROM accord.merge('dim_person', query => 'SELECT * FROM person WHERE id = 1', at => '2026-01-03', mode => 'delta');
SELECT unchanged, closed, recorded FROM accord.merge('dim_person', query => 'SELECT * FROM person WHERE false', at => '2026-01-04');
-- close, again, and a revival with equal values
DELETE FROM person WHERE id = 2;
SELECT unchanged, closed, recorded FROM accord.merge('dim_person', at => '2026-01-05', deletes => 'close');
SELECT unchanged, closed, recorded FROM accord.merge('dim_person', at => '2026-01-06', deletes => 'close');
INSERT INTO person VALUES (2, 'b');
SELECT inserted, reopened, versioned FROM accord.merge('dim_person', at => '2026-01-07', deletes => 'close');
-- record, again, and revivals with equal and with other values
DELETE FROM person WHERE id IN (2, 3);
SELECT unchanged, closed, recorded FROM accord.merge('dim_person', at => '2026-01-08', deletes => 'record');
SELECT unchanged, closed, recorded FROM accord.merge('dim_person', at => '2026-01-09', deletes => 'record');
SELECT unchanged, closed, recorded FROM accord.merge('dim_person', at => '2026-01-10');
INSERT INTO person VALUES (2, 'b'), (3, 'cc');
SELECT inserted, reopened, versioned, unchanged FROM accord.merge('dim_person', at => '2026-01-11', deletes => 'record');
SELECT * FROM dim_person ORDER BY id, valid_from;
-- as of: not while it was deleted
SELECT d.day::date, array_agg(p.id || p.name ORDER BY id) FILTER (WHERE p.id IS NOT NULL) FROM generate_series('2026-01-01'::timestamptz, '2026-01-11', '1 day') AS d (day) LEFT JOIN LATERAL dim_person_as_of(d.day) AS p ON true GROUP BY 1 ORDER BY 1;
-- one that was recorded is not closed as well: it is gone already
DELETE FROM person WHERE id = 3;
SELECT recorded FROM accord.merge('dim_person', at => '2026-01-12', deletes => 'record');
SELECT closed, recorded FROM accord.merge('dim_person', at => '2026-01-13', deletes => 'close');
SELECT name, valid_from, valid_to, is_current, gone FROM dim_person WHERE id = 3 AND valid_from >= '2026-01-11' ORDER BY valid_from;
-- an empty feed
TRUNCATE person;
SELECT accord.merge('dim_person', at => '2026-01-14', deletes => 'close');
SELECT accord.merge('dim_person', at => '2026-01-14', deletes => 'record');
SELECT accord.merge('dim_person', at => '2026-01-14', deletes => 'record', dry_run => true);
SELECT recorded FROM accord.merge('dim_person', at => '2026-01-14', deletes => 'record', allow_empty => true);
SELECT closed FROM accord.merge('dim_person', at => '2026-01-15', deletes => 'close', allow_empty => true);
SELECT accord.merge('dim_person', at => '2026-01-16', mode => 'delta');

-- max_change: the share of open versions that change or end; new ones and revivals are none
CREATE TABLE ten (id int PRIMARY KEY, name text, town text);
SELECT accord.create_dimension('dim_ten', 'ten', '{id}', '{"town": "overwrite"}', '{"is_deleted": true}');
INSERT INTO ten SELECT n, 'n', 't' FROM generate_series(1, 10) AS n;
SELECT inserted FROM accord.merge('dim_ten', at => '2026-01-01', max_change => 0);
CREATE FUNCTION try(named int, moved int, missing int, added int, share numeric, deletes text DEFAULT 'close') RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	message text;
	detail text;
	counts record;
BEGIN
	SELECT * FROM accord.merge('dim_ten', at => '2026-02-01', deletes => deletes, max_change => share, dry_run => true,
		query => format('SELECT id, CASE WHEN id <= %s THEN ''x'' ELSE name END AS name, CASE WHEN id > %1$s AND id <= %1$s + %s THEN ''y'' ELSE town END AS town FROM merge_deletes.ten WHERE id <= 10 - %s'
			' UNION ALL SELECT n, ''n'', ''t'' FROM generate_series(101, 100 + %s) AS n', named, moved, missing, added)) INTO counts;
	RETURN 'accepted';
EXCEPTION WHEN object_not_in_prerequisite_state THEN
	GET STACKED DIAGNOSTICS message = MESSAGE_TEXT, detail = PG_EXCEPTION_DETAIL;
	RETURN concat_ws(': ', message, detail);
END
$$;
SELECT t.*, try(named, moved, missing, added, share) FROM (VALUES (2, 0, 0, 0, 0.2), (2, 0, 0, 0, 0.19), (3, 0, 0, 0, 0.2), (1, 1, 0, 0, 0.2), (1, 1, 1, 0, 0.2), (0, 0, 2, 0, 0.2), (0, 0, 3, 0, 0.2), (0, 0, 0, 50, 0), (1, 0, 0, 0, 0), (0, 1, 0, 0, 0),
	(0, 0, 1, 0, 0), (0, 0, 0, 0, 0), (10, 0, 0, 0, 1), (5, 0, 5, 0, 1), (10, 0, 0, 0, 0.999), (10, 0, 0, 0, NULL), (3, 0, 0, 0, 0.3), (7, 0, 0, 0, 0.7)) AS t (named, moved, missing, added, share);
SELECT try(0, 0, 3, 0, 0.2, 'ignore') AS ignore, try(0, 0, 3, 0, 0.2, 'record') AS record;
SELECT accord.merge('dim_ten', query => 'SELECT * FROM merge_deletes.ten WHERE id > 3', at => '2026-02-01', deletes => 'close', max_change => 0.2);
-- deletion versions are no open rows
SELECT recorded FROM accord.merge('dim_ten', query => 'SELECT * FROM merge_deletes.ten WHERE id > 5', at => '2026-02-01', deletes => 'record', max_change => 0.5);
DELETE FROM ten WHERE id <= 5;
UPDATE ten SET name = 'x' WHERE id IN (6, 7);
SELECT accord.merge('dim_ten', at => '2026-02-02', deletes => 'record', max_change => 0.39);
SELECT versioned FROM accord.merge('dim_ten', at => '2026-02-02', deletes => 'record', max_change => 0.4);
INSERT INTO ten VALUES (1, 'n', 't'), (2, 'n', 't');
SELECT reopened FROM accord.merge('dim_ten', at => '2026-02-03', max_change => 0);
-- 29 of 100 is no more than 0.29, whatever binary fractions make of it
CREATE TABLE hundred (id int PRIMARY KEY, name text);
SELECT accord.create_dimension('dim_hundred', 'hundred', '{id}');
INSERT INTO hundred SELECT n, 'a' FROM generate_series(1, 100) AS n;
SELECT inserted FROM accord.merge('dim_hundred', at => '2026-01-01');
UPDATE hundred SET name = 'b' WHERE id <= 29;
SELECT accord.merge('dim_hundred', at => '2026-01-02', max_change => 0.28999999999999999999);
SELECT versioned FROM accord.merge('dim_hundred', at => '2026-01-02', max_change => 0.290);
-- a delta has a share too
SELECT accord.merge('dim_ten', query => 'SELECT id, ''d'' AS name, town FROM merge_deletes.ten WHERE id IN (6, 7)', at => '2026-02-04', mode => 'delta', max_change => 0.2);
SELECT versioned FROM accord.merge('dim_ten', query => 'SELECT id, ''d'' AS name, town FROM merge_deletes.ten WHERE id = 6', at => '2026-02-04', mode => 'delta', max_change => 0.2);
SET client_min_messages = warning;
DROP SCHEMA merge_deletes CASCADE;
