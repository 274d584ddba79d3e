-- What merge is asked for is checked first, and each refusal says what would do.
\set SHOW_CONTEXT never
SET datestyle TO ISO;
SET timezone TO 'UTC';
CREATE SCHEMA merge_arguments;
SET search_path TO merge_arguments;
CREATE TABLE person (id int PRIMARY KEY, name text);
INSERT INTO person VALUES (1, 'a'), (2, 'b'), (3, 'c'), (4, 'd'), (5, 'e');
CREATE TABLE other (id int PRIMARY KEY, name text);
INSERT INTO other VALUES (9, 'z');
SELECT accord.create_dimension('dim_person', 'person', '{id}');
CREATE FUNCTION try(statement text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	message text;
	state text;
BEGIN
	EXECUTE statement;
	RETURN 'accepted';
EXCEPTION WHEN OTHERS THEN
	GET STACKED DIAGNOSTICS state = RETURNED_SQLSTATE, message = MESSAGE_TEXT;
	RETURN concat_ws(': ', state, message);
END
$$;
-- words
SELECT accord.merge('dim_person', mode => 'Full');
SELECT accord.merge('dim_person', deletes => 'delete');
SELECT accord.merge('dim_person', mode => 'delta', deletes => 'close');
SELECT accord.merge('dim_person', deletes => 'record');
SELECT arguments, try(format('SELECT accord.merge(''dim_person'', dry_run => true, at => ''2026-01-01'', %s)', arguments)) FROM (VALUES (1, 'mode => ''full'''), (2, 'mode => ''delta'''), (3, 'mode => ''FULL'''),
	(4, 'mode => '''''), (5, 'mode => NULL'), (6, 'deletes => ''ignore'''), (7, 'deletes => ''close'''), (8, 'deletes => ''record'''), (9, 'deletes => ''Close'''), (10, 'deletes => NULL'),
	(11, 'mode => ''delta'', deletes => ''ignore'''), (12, 'mode => ''delta'', deletes => ''close'''), (13, 'mode => ''delta'', deletes => ''record''')) AS a (n, arguments) ORDER BY n;
-- max_change is a share
SELECT accord.merge('dim_person', max_change => 20);
SELECT share, try(format('SELECT accord.merge(''dim_person'', dry_run => true, at => ''2026-01-01'', max_change => %L)', share)) FROM (VALUES (1, '-0.001'), (2, '0'), (3, '0.2'), (4, '1'), (5, '1.001'), (6, 'NaN'), (7, 'Infinity'), (8, NULL)) AS s (n, share) ORDER BY n;
-- a dimension
SELECT accord.merge(NULL);
SELECT accord.merge('person');
SELECT accord.merge('dim_person_pkey');
SELECT accord.merge('nowhere');
SELECT accord.merge(4294967295::oid::regclass);
-- a feed from one place
SELECT accord.merge('dim_person', 'person', 'SELECT 1');
SELECT accord.merge('dim_person', 'dim_person');
SELECT accord.merge('dim_person', 'person_pkey');
SELECT accord.merge('dim_person', 4294967295::oid::regclass);
SELECT accord.merge('dim_person', sequence_by => 'nix');
SELECT accord.merge('dim_person', at => 'infinity');
SELECT accord.merge('dim_person', at => '-infinity');
-- none of these was a feed
SELECT count(*) FROM accord.feed WHERE dimension_schema = 'merge_arguments';
SELECT count(*) FROM dim_person;
-- NULL is the default where there is one
SELECT * FROM accord.merge('dim_person', NULL, NULL, '2026-01-01', 'full', 'ignore', NULL, NULL, NULL, NULL);
-- the source it was made like, whatever search_path says; another one; a query
SET search_path TO pg_catalog;
SELECT unchanged FROM accord.merge('merge_arguments.dim_person', at => '2026-01-02');
SET search_path TO merge_arguments;
SELECT inserted, closed FROM accord.merge('dim_person', 'other', at => '2026-01-03', deletes => 'close');
SELECT inserted, reopened, closed FROM accord.merge('dim_person', query => 'SELECT * FROM person', at => '2026-01-04', deletes => 'close');
-- the same by merge_sql
SELECT accord.merge_sql(NULL);
SELECT accord.merge_sql('person');
SELECT accord.merge_sql('dim_person', mode => NULL);
SELECT accord.merge_sql('dim_person', 'person', 'SELECT 1');
SELECT accord.merge_sql('dim_person', at => '2026-01-01');
-- the registered source is gone, or in a schema that is
ALTER TABLE person RENAME TO people;
SELECT accord.merge('dim_person', query => 'SELECT * FROM people', at => '2026-01-05', dry_run => true);
CREATE SCHEMA merge_arguments_source;
CREATE TABLE merge_arguments_source.src (id int PRIMARY KEY, name text);
SELECT accord.create_dimension('dim_src', 'merge_arguments_source.src', '{id}');
DROP TABLE merge_arguments_source.src;
SELECT accord.merge('dim_src');
DROP SCHEMA merge_arguments_source;
SELECT accord.merge('dim_src');
SELECT accord.merge('dim_src', 'other', at => '2026-01-01');
SET client_min_messages = warning;
DROP SCHEMA merge_arguments CASCADE;
