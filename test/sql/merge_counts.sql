-- Each row of a feed counts once: the eight counts add up to its rows, the feed is logged, and dry_run says the same and changes nothing.
\set SHOW_CONTEXT never
SET datestyle TO ISO;
SET timezone TO 'UTC';
CREATE SCHEMA merge_counts;
SET search_path TO merge_counts;
CREATE TABLE person (id int, name text, city text, born date, changed timestamptz, seq int);
SELECT accord.create_dimension('dim_person', 'person', '{id}', '{"city": "overwrite", "born": "fixed", "changed": "carry", "seq": "carry"}',
	'{"valid_from_column": "changed", "late": "skip"}');
INSERT INTO person SELECT n, 'name ' || n, 'city ' || n, '2000-01-01', '2026-01-01', 1 FROM generate_series(1, 7) AS n;
SELECT * FROM accord.merge('dim_person', at => '2026-01-01 12:00');
DELETE FROM person WHERE id = 7;
SELECT * FROM accord.merge('dim_person', at => '2026-01-02 12:00', deletes => 'close');
-- one row for each outcome, 1 to 8; two of the second come too often, and 6 is missing
TRUNCATE person;
INSERT INTO person VALUES
	(1, 'name 1', 'city 1', '2000-01-01', '2026-01-03', 1),
	(2, 'a', 'city 2', '2000-01-01', '2026-01-03', 1), (2, 'b', 'city 2', '2000-01-01', '2026-01-03', 3), (2, 'c', 'city 2', '2000-01-01', '2026-01-03', 2),
	(3, 'name 3', 'town', '2000-01-01', '2026-01-03', 1),
	(4, 'name 4', 'city 4', '2000-01-04', '2026-01-03', 1),
	(5, 'late', 'city 5', '2000-01-01', '2026-01-01', 1),
	(7, 'name 7', 'city 7', '2000-01-01', '2026-01-03', 1),
	(8, 'name 8', 'city 8', '2000-01-01', '2026-01-03', 1);
CREATE FUNCTION state() RETURNS text LANGUAGE sql AS $$
	SELECT md5(string_agg(concat(ctid, xmin, d), ';' ORDER BY ctid)) FROM merge_counts.dim_person AS d
$$;
SELECT state() AS before \gset
SELECT * FROM accord.merge('dim_person', at => '2026-01-03 12:00', deletes => 'close', sequence_by => 'seq', dry_run => true);
SELECT state() = :'before' AS untouched;
SELECT count(*) AS feeds FROM accord.feed WHERE dimension_schema = 'merge_counts';
SELECT last_at, feeds FROM accord.dimension WHERE dimension_schema = 'merge_counts';
SELECT relname FROM pg_class WHERE relnamespace = pg_my_temp_schema() AND relname LIKE 'accord%';
CREATE TEMP TABLE result AS SELECT * FROM accord.merge('dim_person', at => '2026-01-03 12:00', deletes => 'close', sequence_by => 'seq');
SELECT state() = :'before' AS untouched;
SELECT * FROM result;
SELECT inserted + versioned + overwritten + reopened + unchanged + fixed_kept + late + duplicates AS counted, (SELECT count(*) FROM person) AS rows FROM result;
SELECT * FROM dim_person WHERE is_current ORDER BY id;
SELECT id, name, city, valid_from, valid_to FROM dim_person WHERE NOT is_current ORDER BY id;
-- the log
SELECT dimension_name, at, valid_from, mode, deletes, inserted, versioned, overwritten, reopened, unchanged, fixed_kept, late, duplicates, closed, recorded, replaced, run, merged_by = current_user AS me, merged_at <= clock_timestamp() AS past
	FROM accord.feed WHERE dimension_schema = 'merge_counts' ORDER BY feed;
SELECT last_at, last_valid_from, feeds FROM accord.dimension WHERE dimension_schema = 'merge_counts';
-- the same feed once more: not a row is written, and that too is a feed
SELECT state() AS before \gset
DELETE FROM person WHERE id IN (4, 5) OR (id, seq) IN ((2, 1), (2, 2));
INSERT INTO person VALUES (4, 'name 4', 'city 4', '2000-01-01', '2026-01-04', 1), (5, 'name 5', 'city 5', '2000-01-01', '2026-01-04', 1);
SELECT * FROM accord.merge('dim_person', at => '2026-01-04 12:00', deletes => 'close');
SELECT state() = :'before' AS untouched;
SELECT at, unchanged FROM accord.feed WHERE dimension_schema = 'merge_counts' ORDER BY feed DESC LIMIT 1;
-- a row that changes versioned, overwritten and fixed columns counts once
UPDATE person SET name = 'x', city = 'y', born = '2000-02-02', changed = '2026-01-05' WHERE id = 1;
SELECT * FROM accord.merge('dim_person', at => '2026-01-05 12:00', mode => 'delta', query => 'SELECT * FROM merge_counts.person WHERE id = 1');
SELECT mode, versioned, overwritten, fixed_kept FROM accord.feed WHERE dimension_schema = 'merge_counts' ORDER BY feed DESC LIMIT 1;
SELECT name, city, born, valid_from, valid_to FROM dim_person WHERE id = 1 ORDER BY valid_from;
-- recorded is not closed
CREATE TABLE thing (id int PRIMARY KEY, name text);
SELECT accord.create_dimension('dim_thing', 'thing', '{id}', '{}', '{"is_deleted": true}');
INSERT INTO thing VALUES (1, 'a'), (2, 'b');
SELECT * FROM accord.merge('dim_thing', at => '2026-01-01');
DELETE FROM thing WHERE id = 1;
SELECT * FROM accord.merge('dim_thing', at => '2026-01-02', deletes => 'record');
SELECT deletes, closed, recorded FROM accord.feed WHERE dimension_schema = 'merge_counts' AND dimension_name = 'dim_thing' ORDER BY feed DESC LIMIT 1;
-- nobody but accord writes the log
CREATE ROLE regress_accord_log;
SET ROLE regress_accord_log;
SELECT count(*) FROM accord.feed WHERE dimension_schema = 'merge_counts';
INSERT INTO accord.feed (dimension_schema) VALUES ('merge_counts');
UPDATE accord.dimension SET last_at = NULL;
RESET ROLE;
DROP ROLE regress_accord_log;
SET client_min_messages = warning;
DROP SCHEMA merge_counts CASCADE;
