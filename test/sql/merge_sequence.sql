-- sequence_by takes the row that is highest, NULL lowest, of each key; a tie of rows that differ is an error, of equal ones is not.
\set SHOW_CONTEXT never
SET datestyle TO ISO;
SET timezone TO 'UTC';
CREATE SCHEMA merge_sequence;
SET search_path TO merge_sequence;
CREATE TABLE person (id int, name text, notes json);
SELECT accord.create_dimension('dim_person', 'person', '{id}', '{"notes": "carry"}');
CREATE TABLE feed (n int, id int, name text, notes json, seq numeric);
INSERT INTO feed VALUES
	-- highest wins; NULL is lowest; numbers and not text; NaN is the highest number
	(1, 1, 'old', NULL, 1), (1, 1, 'new', NULL, 2), (1, 2, 'null', NULL, NULL), (1, 2, 'some', NULL, -5), (1, 3, 'nine', NULL, 9), (1, 3, 'ten', NULL, 10), (1, 4, 'ten', NULL, 10), (1, 4, 'nan', NULL, 'NaN'),
	-- all NULL is a tie, here of equal rows; equal numbers written otherwise
	(2, 1, 'same', NULL, NULL), (2, 1, 'same', NULL, NULL), (2, 2, 'same', NULL, 1.0), (2, 2, 'same', NULL, 1), (2, 2, 'same', NULL, 1.00),
	-- ties that differ: in a value, in NULL, in a column that is not compared
	(3, 1, 'a', NULL, 1), (3, 1, 'b', NULL, 1), (4, 1, 'a', NULL, NULL), (4, 1, NULL, NULL, NULL), (5, 1, 'a', '{"a":1}', 1), (5, 1, 'a', '{"a":2}', 1), (5, 2, 'a', '1', 1), (5, 2, 'a', NULL, 1),
	-- ties below the highest do not matter
	(6, 1, 'a', NULL, 1), (6, 1, 'b', NULL, 1), (6, 1, 'c', NULL, 2), (6, 2, 'a', '1', NULL), (6, 2, 'b', '2', NULL), (6, 2, 'c', '3', 0),
	-- equal rows at the top, with json of the same text
	(7, 1, 'a', '{"a":1}', 1), (7, 1, 'a', '{"a":1}', 1), (7, 1, 'z', NULL, 0);
CREATE FUNCTION feed_of(which int) RETURNS text LANGUAGE sql AS $$ SELECT format('SELECT id, name, notes, seq FROM merge_sequence.feed WHERE n = %s', which) $$;
SELECT inserted, duplicates FROM accord.merge('dim_person', query => feed_of(1), at => '2026-01-01', sequence_by => 'seq');
SELECT id, name FROM dim_person ORDER BY id;
SELECT versioned, unchanged, duplicates FROM accord.merge('dim_person', query => feed_of(2), at => '2026-01-02', mode => 'delta', sequence_by => 'seq');
SELECT accord.merge('dim_person', query => feed_of(3), at => '2026-01-03', mode => 'delta', sequence_by => 'seq');
SELECT accord.merge('dim_person', query => feed_of(4), at => '2026-01-03', sequence_by => 'seq');
SELECT accord.merge('dim_person', query => feed_of(5), at => '2026-01-03', sequence_by => 'seq', deletes => 'close', dry_run => true);
SELECT versioned, duplicates FROM accord.merge('dim_person', query => feed_of(6), at => '2026-01-03', mode => 'delta', sequence_by => 'seq');
SELECT versioned, duplicates, closed FROM accord.merge('dim_person', query => feed_of(7), at => '2026-01-04', deletes => 'close', sequence_by => 'seq');
SELECT id, name, notes, valid_from, valid_to FROM dim_person ORDER BY id, valid_from;
-- from a table: the loser is the one that is equal to the open version
CREATE TABLE staged (id int, name text, notes json, lsn bigint);
INSERT INTO staged VALUES (1, 'a', NULL, 1), (1, 'b', NULL, 2), (2, 'q', NULL, 1), (2, 'c', NULL, 0), (5, 'v', NULL, 1), (5, 'w', NULL, 2);
SELECT inserted, versioned, reopened, unchanged, duplicates FROM accord.merge('dim_person', 'staged', at => '2026-01-05', sequence_by => 'lsn');
SELECT id, name FROM dim_person WHERE is_current ORDER BY id;
-- the winner may be the equal one
UPDATE staged SET lsn = 3 WHERE name IN ('a', 'v');
INSERT INTO staged VALUES (1, 'b', NULL, 4);
SELECT inserted, versioned, reopened, unchanged, duplicates FROM accord.merge('dim_person', 'staged', at => '2026-01-06', sequence_by => 'lsn');
-- a column of the dimension, of the key, and ones that do not exist or sort
SELECT duplicates FROM accord.merge('dim_person', 'staged', at => '2026-01-07', sequence_by => 'name', dry_run => true);
SELECT accord.merge('dim_person', 'staged', at => '2026-01-07', sequence_by => 'id');
SELECT accord.merge('dim_person', 'staged', at => '2026-01-07', sequence_by => 'LSN');
SELECT accord.merge('dim_person', 'staged', at => '2026-01-07', sequence_by => 'notes');
-- where each key is unique there is nothing to decide
DELETE FROM staged WHERE (id, lsn) NOT IN ((1, 4), (2, 1), (5, 3));
ALTER TABLE staged ADD PRIMARY KEY (id);
SELECT unchanged, duplicates FROM accord.merge('dim_person', 'staged', at => '2026-01-08', sequence_by => 'lsn');
-- NULL in the key is an error before it is a duplicate
SELECT accord.merge('dim_person', query => 'SELECT NULL::int AS id, n::text AS name, NULL::json AS notes, n AS lsn FROM generate_series(1, 3) AS n', at => '2026-01-09', sequence_by => 'lsn');
SET client_min_messages = warning;
DROP SCHEMA merge_sequence CASCADE;
