-- A merge is a statement like others: in functions, triggers and cursors, several in a transaction, undone with it.
\set SHOW_CONTEXT never
SET datestyle TO ISO;
SET timezone TO 'UTC';
CREATE SCHEMA merge_in_function;
SET search_path TO merge_in_function;
CREATE TABLE person (id int PRIMARY KEY, name text);
SELECT accord.create_dimension('dim', 'person', '{id}', '{}', '{"is_deleted": true}');
INSERT INTO person VALUES (1, 'a'), (2, 'b'), (3, 'c');
-- plpgsql, twice with other feeds; its plans are made anew each time
CREATE FUNCTION nightly(days int[]) RETURNS SETOF text LANGUAGE plpgsql AS $$
DECLARE
	day int;
	counts record;
BEGIN
	FOREACH day IN ARRAY days LOOP
		UPDATE person SET name = name || day WHERE id = 1 + day % 3;
		SELECT * INTO counts FROM accord.merge('dim', at => timestamptz '2026-01-01' + day * interval '1 day', deletes => 'record');
		RETURN NEXT format('%s: %s inserted, %s versioned, %s unchanged', day, counts.inserted, counts.versioned, counts.unchanged);
	END LOOP;
END
$$;
SELECT nightly('{1,2,3}');
SELECT nightly('{4,5}');
-- in one transaction: a savepoint takes the second back, and its time may come again
BEGIN;
UPDATE person SET name = 'x' WHERE id = 1;
SELECT versioned FROM accord.merge('dim', at => '2026-02-01');
SAVEPOINT s;
UPDATE person SET name = 'y' WHERE id = 1;
SELECT versioned FROM accord.merge('dim', at => '2026-02-02');
ROLLBACK TO s;
SELECT name, valid_from FROM dim WHERE id = 1 AND is_current;
SELECT last_at FROM accord.dimension WHERE dimension_schema = 'merge_in_function';
UPDATE person SET name = 'z' WHERE id = 1;
SELECT versioned, replaced FROM accord.merge('dim', at => '2026-02-02');
COMMIT;
BEGIN;
DELETE FROM person;
SELECT recorded FROM accord.merge('dim', at => '2026-02-03', deletes => 'record', allow_empty => true);
ROLLBACK;
SELECT count(*) FROM dim WHERE is_current AND NOT is_deleted;
-- an error leaves neither tables nor settings behind
BEGIN;
SAVEPOINT s;
SELECT accord.merge('dim', query => 'SELECT 1 AS id, (1 / (id - 2))::text AS name FROM merge_in_function.person', at => '2026-02-03');
ROLLBACK TO s;
SELECT accord.merge('dim', query => 'SELECT 1 AS id, ''q''::text AS name FROM merge_in_function.person', at => '2026-02-03');
ROLLBACK TO s;
SHOW row_security;
SHOW enable_hashjoin;
SELECT count(*) FROM pg_class WHERE relnamespace = pg_my_temp_schema() AND relname LIKE 'accord%';
SELECT unchanged FROM accord.merge('dim', at => '2026-02-03');
COMMIT;
-- temporary tables of the user's with such names
CREATE TEMP TABLE accord_found_1 (a int);
CREATE TEMP TABLE accord_change_1 AS SELECT 1 AS id, 'temp' AS name;
CREATE TEMP TABLE accord_feed_1 AS SELECT 2 AS id, 'b' AS name;
SELECT versioned FROM accord.merge('dim', query => 'SELECT * FROM accord_change_1', at => '2026-02-04', mode => 'delta');
SELECT versioned FROM accord.merge('dim', 'accord_feed_1', at => '2026-02-05', mode => 'delta');
DROP TABLE accord_found_1, accord_change_1, accord_feed_1;
-- from a trigger of a table; the feed is the rows of the statement
CREATE TABLE inbox (id int, name text);
CREATE FUNCTION merge_inbox() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	PERFORM accord.merge('dim', query => 'SELECT * FROM merge_in_function.inbox', at => '2026-02-06', mode => 'delta');
	RETURN NULL;
END
$$;
CREATE TRIGGER merge_inbox AFTER INSERT ON inbox FOR EACH STATEMENT EXECUTE FUNCTION merge_inbox();
INSERT INTO inbox VALUES (2, 'from the inbox'), (8, 'new');
SELECT id, name FROM dim WHERE is_current ORDER BY id;
-- one merge inside another, from a trigger of the first's target: each counts its own rows
CREATE TABLE copies (id int, name text);
SELECT accord.create_dimension('dim_copy', 'copies', '{id}');
CREATE FUNCTION merge_copy() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	PERFORM accord.merge('dim_copy', query => 'SELECT id, name FROM merge_in_function.dim WHERE is_current', at => (SELECT last_at + interval '1 hour' FROM accord.dimension WHERE dimension_schema = 'merge_in_function' AND dimension_name = 'dim'));
	RETURN NULL;
END
$$;
CREATE TRIGGER merge_copy AFTER INSERT ON dim FOR EACH STATEMENT EXECUTE FUNCTION merge_copy();
UPDATE person SET name = 'nested';
SELECT inserted, versioned, unchanged FROM accord.merge('dim', at => '2026-02-07');
SELECT dimension_name, at, inserted, versioned, unchanged FROM accord.feed WHERE dimension_schema = 'merge_in_function' ORDER BY feed DESC LIMIT 2;
-- inside a feed's own query: a merge of another dimension
DROP TRIGGER merge_copy ON dim;
CREATE FUNCTION other_merge() RETURNS bigint LANGUAGE sql AS $$ SELECT unchanged + versioned FROM accord.merge('merge_in_function.dim_copy', query => 'SELECT id, name FROM merge_in_function.dim WHERE is_current', at => '2026-03-01', sequence_by => 'id') $$;
SELECT versioned, unchanged FROM accord.merge('dim', query => 'SELECT id, ''n'' || merge_in_function.other_merge() AS name FROM merge_in_function.person WHERE id = 1', at => '2026-03-01', mode => 'delta');
-- but of the same dimension it would follow an outer one that has its time already
CREATE FUNCTION same_merge(moment timestamptz) RETURNS bigint LANGUAGE sql AS $$ SELECT versioned FROM accord.merge('merge_in_function.dim', query => 'SELECT 2 AS id, ''inner'' AS name', at => moment, mode => 'delta') $$;
SELECT accord.merge('dim', query => 'SELECT 1 AS id, ''outer'' || merge_in_function.same_merge(''2026-12-31'') AS name', at => '2026-03-02', mode => 'delta');
\echo :SQLSTATE
SELECT accord.merge('dim_copy', query => 'SELECT 1 AS id, (merge_in_function.other_merge())::text AS name', at => '2026-03-02');
CREATE FUNCTION merge_again() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM merge_in_function.same_merge('2026-12-31'); RETURN NULL; END $$;
CREATE TRIGGER merge_again AFTER INSERT ON dim FOR EACH STATEMENT EXECUTE FUNCTION merge_again();
SELECT accord.merge('dim', query => 'SELECT 1 AS id, ''outer'' AS name', at => '2026-03-02', mode => 'delta');
DROP TRIGGER merge_again ON dim;
SELECT max(at) FROM accord.feed WHERE dimension_schema = 'merge_in_function';
-- a cursor; not executed before it is read
BEGIN;
DECLARE merged CURSOR FOR SELECT unchanged FROM accord.merge('dim', at => '2026-04-01');
SELECT count(*) FROM accord.feed WHERE dimension_schema = 'merge_in_function' AND at = '2026-04-01';
FETCH merged;
FETCH merged;
CLOSE merged;
COMMIT;
SELECT count(*) FROM accord.feed WHERE dimension_schema = 'merge_in_function' AND at = '2026-04-01';
-- the target or the source is in use by the statement around it
SELECT p.id, (SELECT versioned + unchanged FROM accord.merge('dim', at => '2026-05-01')) AS rows FROM person AS p ORDER BY id;
DO $$
DECLARE
	version record;
BEGIN
	FOR version IN SELECT * FROM merge_in_function.dim WHERE is_current ORDER BY id LIMIT 1 LOOP
		UPDATE person SET name = version.name || '+' WHERE id = version.id;
		PERFORM accord.merge('dim', at => '2026-05-02');
	END LOOP;
END
$$;
SELECT id, name FROM dim WHERE is_current AND valid_from = '2026-05-02';
-- prepared, and read only
PREPARE merging AS SELECT unchanged FROM accord.merge('dim', at => $1);
EXECUTE merging('2026-06-01');
ALTER TABLE person ADD COLUMN extra int;
EXECUTE merging('2026-06-02');
ALTER TABLE person DROP COLUMN extra;
EXECUTE merging('2026-06-03');
BEGIN READ ONLY;
SELECT accord.merge('dim', at => '2026-06-04');
ROLLBACK;
-- a function that runs while the merge is planned finds no cursor of it that it could close
BEGIN;
CREATE FUNCTION closing() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
	PERFORM set_config('merge.seen', (SELECT count(*) FROM pg_cursors WHERE name ~ 'unnamed portal')::text, true);
	EXECUTE 'CLOSE ALL';
END
$$;
CREATE FUNCTION harmless(int) RETURNS int IMMUTABLE LANGUAGE plpgsql AS $$
BEGIN
	IF current_setting('merge.runs', true) = 'yes' THEN
		PERFORM merge_in_function.closing();
	END IF;
	RETURN 1;
END
$$;
ALTER TABLE dim ADD CHECK (harmless(1) = 1);
INSERT INTO person SELECT i, 'many' FROM generate_series(100, 2000) AS i;
SELECT inserted FROM accord.merge('dim', at => '2026-06-04', deletes => 'close');
SET constraint_exclusion = on;
SET merge.runs = 'yes';
SELECT unchanged, closed FROM accord.merge('dim', at => '2026-06-05', deletes => 'close');
SELECT current_setting('merge.seen') AS cursors;
RESET merge.runs;
ROLLBACK;
-- nor does it bring values of another type into a statement that is planned already
BEGIN;
CREATE TABLE keyed (k text PRIMARY KEY, v text);
CREATE TABLE numbered (k int PRIMARY KEY, v text);
SELECT accord.create_dimension('dim_keyed', 'keyed', '{k}');
INSERT INTO keyed SELECT i, 'v' FROM generate_series(1, 100) AS i;
INSERT INTO numbered SELECT i, 'v' FROM generate_series(1, 100) AS i;
SELECT inserted FROM accord.merge('dim_keyed', 'keyed', at => '2026-01-01', deletes => 'close');
CREATE FUNCTION swap() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
	IF to_regclass('merge_in_function.numbered') IS NOT NULL THEN
		ALTER TABLE merge_in_function.keyed RENAME TO moved;
		ALTER TABLE merge_in_function.numbered RENAME TO keyed;
	END IF;
END
$$;
CREATE FUNCTION swapping(int) RETURNS int IMMUTABLE LANGUAGE plpgsql AS $$
BEGIN
	IF current_setting('merge.runs', true) = 'yes' THEN
		PERFORM merge_in_function.swap();
	END IF;
	RETURN 1;
END
$$;
ALTER TABLE dim_keyed ADD CHECK (swapping(1) = 1);
SET constraint_exclusion = on;
SET merge.runs = 'yes';
SELECT * FROM accord.merge('dim_keyed', 'keyed', at => '2026-01-02', deletes => 'close');
\echo :SQLSTATE
ROLLBACK;
-- the function inside is not to be called
SELECT accord.merge_duplicate(1, 1, 1, true);
\echo :SQLSTATE
SELECT accord.merge_duplicate(NULL, 1, 1, true);
SELECT accord.merge('dim', query => 'SELECT id, name FROM merge_in_function.person WHERE accord.merge_duplicate(1, 1, 1, true)', at => '2026-06-04');
SET client_min_messages = warning;
DROP SCHEMA merge_in_function CASCADE;
