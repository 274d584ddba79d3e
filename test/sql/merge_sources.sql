-- A feed is a table, a view or a query, evaluated once; what it lacks or has otherwise is said, what it has besides is left alone.
\set SHOW_CONTEXT never
SET datestyle TO ISO;
SET timezone TO 'UTC';
CREATE SCHEMA merge_sources;
SET search_path TO merge_sources;
CREATE TABLE person (id int PRIMARY KEY, name text);
INSERT INTO person VALUES (1, 'a'), (2, 'b');
SELECT accord.create_dimension('dim', 'person', '{id}');
SELECT inserted FROM accord.merge('dim', at => '2026-01-01');
-- relations of all kinds
CREATE VIEW a_view AS SELECT name, id FROM person;
CREATE MATERIALIZED VIEW a_matview AS SELECT * FROM person;
CREATE TEMP TABLE a_temp AS SELECT * FROM person;
CREATE UNLOGGED TABLE an_unlogged AS SELECT * FROM person;
CREATE TABLE partitioned (name text, id int) PARTITION BY LIST (id);
CREATE TABLE partitioned_1 PARTITION OF partitioned FOR VALUES IN (1);
CREATE TABLE partitioned_2 (id int, gone text, name text);
ALTER TABLE partitioned_2 DROP gone;
ALTER TABLE partitioned ATTACH PARTITION partitioned_2 FOR VALUES IN (2);
INSERT INTO partitioned SELECT name, id FROM person;
CREATE TABLE parent (LIKE person);
CREATE TABLE child () INHERITS (parent);
INSERT INTO parent VALUES (1, 'a');
INSERT INTO child VALUES (2, 'b');
CREATE TABLE generated (id int GENERATED ALWAYS AS IDENTITY, base text, name text GENERATED ALWAYS AS (lower(base)) STORED);
INSERT INTO generated (base) VALUES ('A'), ('B');
CREATE TYPE typed_row AS (id int, name text);
CREATE TABLE typed OF typed_row;
INSERT INTO typed SELECT * FROM person;
SELECT source, m.* FROM unnest('{person,a_view,a_matview,a_temp,an_unlogged,partitioned,partitioned_2,parent,typed}'::text[]) WITH ORDINALITY AS s (source, n),
	LATERAL (SELECT inserted, versioned, unchanged FROM accord.merge('dim', source::regclass, at => timestamptz '2026-01-01' + n * interval '1 day', mode => CASE source WHEN 'partitioned_2' THEN 'delta' ELSE 'full' END)) AS m ORDER BY n;
SELECT unchanged FROM accord.merge('dim', 'generated', at => '2026-02-01');
SELECT accord.create_dimension('dim_generated', 'generated', '{id}', '{"base": "carry"}');
SELECT inserted FROM accord.merge('dim_generated', at => '2026-01-01');
UPDATE generated SET base = 'BB' WHERE id = 2;
SELECT versioned, unchanged FROM accord.merge('dim_generated', at => '2026-01-02');
SELECT id, base, name, valid_from FROM dim_generated ORDER BY id, valid_from;
SELECT count(*) FROM pg_class WHERE relnamespace = pg_my_temp_schema() AND relname LIKE 'accord%';
CREATE SEQUENCE a_sequence;
CREATE INDEX an_index ON person (name);
SELECT accord.merge('dim', 'a_sequence', at => '2026-03-01');
SELECT accord.merge('dim', 'an_index', at => '2026-03-01');
SELECT accord.merge('dim', 'typed_row', at => '2026-03-01');
-- queries
SELECT query, m.* FROM (VALUES (1, 'SELECT * FROM merge_sources.person'), (2, 'SELECT * FROM merge_sources.person;'), (3, 'SELECT * FROM merge_sources.person ; -- all'), (4, 'SELECT * FROM merge_sources.person -- all of them'),
	(5, 'TABLE merge_sources.person'), (6, 'SELECT * FROM (VALUES (1, ''a''), (2, ''b'')) AS v (id, name) /* two */'), (7, 'WITH p AS (SELECT * FROM merge_sources.person) SELECT * FROM p'), (8, 'WITH RECURSIVE p (id, name) AS (VALUES (1, ''a'') UNION SELECT id + 1, ''b'' FROM p WHERE id < 2) SELECT * FROM p ORDER BY id'),
	(9, '(SELECT 1 AS id, ''a'' AS name) UNION ALL (SELECT 2, ''b'')'), (10, E'\n\tSELECT "id", $$a$$::text AS name FROM merge_sources.person WHERE id = 1 LIMIT 1\n;\n'), (11, 'SELECT id, name FROM merge_sources.person FOR UPDATE'), (12, 'SELECT 1 AS id, '';'' AS name WHERE false')) AS q (n, query),
	LATERAL (SELECT inserted, versioned, unchanged FROM accord.merge('merge_sources.dim', query => query, at => timestamptz '2026-03-01' + n * interval '1 day')) AS m ORDER BY n;
-- what is no query, is two, or is no SQL; what would get out of the parentheses
SELECT accord.merge('dim', query => 'INSERT INTO merge_sources.person VALUES (3, ''c'') RETURNING *', at => '2026-04-01');
SELECT accord.merge('dim', query => 'SELECT * FROM merge_sources.person; DROP TABLE merge_sources.person', at => '2026-04-01');
SELECT accord.merge('dim', query => 'SELECT 1 AS id, ''a''::text AS name INTO merge_sources.made', at => '2026-04-01');
SELECT accord.merge('dim', query => '', at => '2026-04-01');
SELECT accord.merge('dim', query => ';', at => '2026-04-01');
SELECT accord.merge('dim', query => '-- nothing', at => '2026-04-01');
SELECT accord.merge('dim', query => 'CREATE TABLE merge_sources.made ()', at => '2026-04-01');
SELECT accord.merge('dim', query => 'EXPLAIN SELECT 1', at => '2026-04-01');
SELECT accord.merge('dim', query => 'COPY merge_sources.person TO STDOUT', at => '2026-04-01');
SELECT accord.merge('dim', query => 'WITH gone AS (DELETE FROM merge_sources.person RETURNING *) SELECT * FROM gone', at => '2026-04-01');
SELECT accord.merge('dim', query => 'SELECT * FROM merge_sources.person) AS s; DROP TABLE merge_sources.person; --', at => '2026-04-01');
SELECT accord.merge('dim', query => 'SELECT * FROM merge_sources.person WHERE id = $1', at => '2026-04-01');
SELECT accord.merge('dim', query => 'SELECT * FROM merge_sources.nowhere', at => '2026-04-01');
SELECT accord.merge('dim', query => 'SELEC', at => '2026-04-01');
SELECT accord.merge('dim', query => 'VALUES (1, ''a'')', at => '2026-04-01');
SELECT accord.merge('dim', query => 'SELECT 1 AS id, ''a''::text AS name, ''b''::text AS name', at => '2026-04-01');
SELECT count(*) FROM person;
SELECT count(*) FROM dim;
-- evaluated once, by merge; not at all by dry_run of merge_sql
CREATE SEQUENCE evaluations;
SELECT accord.merge('dim', query => 'SELECT nextval(''merge_sources.evaluations'')::int AS id, ''n'' AS name FROM generate_series(1, 3)', at => '2026-04-01', mode => 'delta');
SELECT last_value FROM evaluations;
SELECT count(*) > 0 AS shown FROM accord.merge_sql('dim', query => 'SELECT nextval(''merge_sources.evaluations'')::int AS id, ''n'' AS name FROM generate_series(1, 3)', at => '2026-04-02', mode => 'delta');
SELECT last_value FROM evaluations;
CREATE VIEW volatile_view AS SELECT (random() * 1000000)::int + 1000 AS id, 'n' AS name FROM generate_series(1, 3);
SELECT inserted + duplicates AS rows FROM accord.merge('dim', 'volatile_view', at => '2026-04-03', mode => 'delta', sequence_by => 'name', dry_run => true);
-- missing, retyped, new columns
CREATE TABLE other (id int, nom text, Age int, "the ""new"" one" text);
SELECT accord.merge('dim', 'other', at => '2026-05-01');
SELECT accord.merge('dim', query => 'SELECT id AS "ID", nom AS name FROM merge_sources.other', at => '2026-05-01');
SELECT accord.merge('dim', query => 'SELECT id, 1 AS name FROM merge_sources.other', at => '2026-05-01');
SELECT accord.merge('dim', query => 'SELECT id::text, nom AS name FROM merge_sources.other', at => '2026-05-01');
ALTER TABLE other RENAME nom TO name;
SELECT inserted FROM accord.merge('dim', 'other', at => '2026-05-01');
SELECT inserted FROM accord.merge('dim', query => 'TABLE merge_sources.other', at => '2026-05-02', mode => 'delta');
-- types that row_hash holds to be alike go into one another; what does not fit is an error, never cut
CREATE TABLE wide (id bigint, small smallint, code varchar(3), fixed char(3), amount numeric(6,2), label text, tags text[]);
SELECT accord.create_dimension('dim_wide', 'wide', '{id}');
INSERT INTO wide VALUES (1, 1, 'abc', 'ab', 1.25, 'l', '{x}');
SELECT inserted FROM accord.merge('dim_wide', at => '2026-01-01');
CREATE FUNCTION try_wide(columns text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	counts record;
	message text;
	detail text;
	state text;
BEGIN
	SELECT inserted, versioned, unchanged FROM accord.merge('merge_sources.dim_wide', at => '2026-01-02', dry_run => true, query => format('SELECT %s FROM (VALUES (1)) AS one (one)', columns)) INTO counts;
	RETURN counts::text;
EXCEPTION WHEN OTHERS THEN
	GET STACKED DIAGNOSTICS state = RETURNED_SQLSTATE, message = MESSAGE_TEXT, detail = PG_EXCEPTION_DETAIL;
	RETURN concat_ws(' ', state, message, detail);
END
$$;
SELECT changed, try_wide((SELECT string_agg(format('%s::%s AS %I', COALESCE(n.value, c.value), COALESCE(n.type, c.type), c.name), ', ' ORDER BY c.place)
	FROM (VALUES (1, 'id', '1', 'bigint'), (2, 'small', '1', 'smallint'), (3, 'code', '''abc''', 'varchar(3)'), (4, 'fixed', '''ab''', 'char(3)'), (5, 'amount', '1.25', 'numeric(6,2)'), (6, 'label', '''l''', 'text'), (7, 'tags', '''{x}''', 'text[]')) AS c (place, name, value, type)
	LEFT JOIN (SELECT split_part(changed, ' ', 1), NULLIF(split_part(changed, ' ', 2), ''), NULLIF(split_part(changed, ' ', 3), '')) AS n (name, value, type) ON n.name = c.name))
	FROM unnest(ARRAY['', 'id 1 smallint', 'id 1 int', 'id 1 numeric', 'id ''1'' text', 'small 1 int', 'small 1 bigint', 'small 32767 bigint', 'small 32768 bigint', 'code ''abc'' text', 'code ''abc'' varchar', 'code ''abc'' varchar(3)', 'code ''abc'' varchar(2)', 'code ''abc'' varchar(5)',
		'code ''abcd'' varchar(5)', 'code ''abcd'' text', 'code ''abc'' name', 'code ''abc'' char(3)', 'fixed ''ab'' char(2)', 'fixed ''ab'' bpchar', 'fixed ''ab'' text', 'fixed ''abcd'' char(4)', 'amount 1.250 numeric', 'amount 1.251 numeric', 'amount 1.251 numeric(6,3)', 'amount 1.25 numeric(6,2)', 'amount 12345.25 numeric',
		'amount 1.25 float8', 'amount 1 int', 'label ''l'' varchar(10)', 'label ''l'' name', 'label ''l'' char(1)', 'label ''l'' json', 'tags ''{x}'' varchar[]', 'tags ''{x}'' text']) WITH ORDINALITY AS t (changed, n) ORDER BY n;
SELECT accord.merge('dim_wide', query => 'SELECT id, small, ''abcd'' AS code, fixed, amount, label, tags FROM merge_sources.wide', at => '2026-01-02');
\echo :SQLSTATE
SELECT count(*) FROM dim_wide;
-- a column that went away from the dimension
ALTER TABLE dim_wide DROP COLUMN tags;
SELECT accord.merge('dim_wide', at => '2026-01-02');
SET client_min_messages = warning;
DROP SCHEMA merge_sources CASCADE;
