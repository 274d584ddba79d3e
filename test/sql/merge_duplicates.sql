-- A key comes once in a feed: twice is an error that counts and says how to list them, unless sequence_by decides.
\set SHOW_CONTEXT never
SET datestyle TO ISO;
SET timezone TO 'UTC';
CREATE SCHEMA merge_duplicates;
SET search_path TO merge_duplicates;
CREATE TABLE person (id int, name text, seq int);
SELECT accord.create_dimension('dim_person', 'person', '{id}', '{"seq": "carry"}');
INSERT INTO person VALUES (1, 'a', 1), (2, 'b', 1), (3, 'c', 1);
SELECT inserted FROM accord.merge('dim_person', at => '2026-01-01');
-- keys that are open and unchanged, changed, ended, new; identical rows too
DELETE FROM person WHERE id = 3;
SELECT closed FROM accord.merge('dim_person', at => '2026-01-02', deletes => 'close');
CREATE TABLE feed (n int, id int, name text, seq int);
INSERT INTO feed VALUES (1, 1, 'a', 1), (1, 1, 'a', 1), (2, 2, 'x', 1), (2, 2, 'x', 1), (3, 2, 'x', 1), (3, 2, 'y', 2), (4, 3, 'c', 1), (4, 3, 'c', 1), (5, 4, 'd', 1), (5, 4, 'd', 1),
	(6, 1, 'a', 1), (6, 1, 'a', 2), (6, 1, 'b', 3), (6, 4, 'd', 1), (6, 4, 'e', 1), (6, 2, 'b', 1);
CREATE FUNCTION try(which int, mode text, deletes text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	message text;
	detail text;
	state text;
BEGIN
	PERFORM accord.merge('dim_person', query => format('SELECT id, name, seq FROM merge_duplicates.feed WHERE n = %s', which), at => '2026-01-03', mode => mode, deletes => deletes);
	RETURN 'accepted';
EXCEPTION WHEN OTHERS THEN
	GET STACKED DIAGNOSTICS state = RETURNED_SQLSTATE, message = MESSAGE_TEXT, detail = PG_EXCEPTION_DETAIL;
	RETURN concat_ws(': ', state, message, detail);
END
$$;
SELECT n, mode, deletes, try(n, mode, deletes) FROM generate_series(1, 6) AS n, (VALUES (1, 'full', 'ignore'), (2, 'full', 'close'), (3, 'delta', 'ignore')) AS m (place, mode, deletes) ORDER BY n, place;
-- how to list them, from a table, a view, a query
CREATE TABLE twice AS SELECT id, name, seq FROM feed WHERE n = 6;
CREATE VIEW twice_view AS SELECT * FROM twice;
CREATE TEMP TABLE twice_temp AS SELECT * FROM twice;
SELECT accord.merge('dim_person', 'twice', at => '2026-01-03');
SELECT id, count(*) FROM merge_duplicates.twice GROUP BY id HAVING count(*) > 1 ORDER BY id;
SELECT accord.merge('dim_person', 'twice_view', at => '2026-01-03', mode => 'delta');
SELECT accord.merge('dim_person', 'twice_temp', at => '2026-01-03', deletes => 'close');
SELECT accord.merge('dim_person', query => 'TABLE twice', at => '2026-01-03');
SELECT accord.merge('dim_person', query => 'TABLE twice', at => '2026-01-03', dry_run => true);
-- into a dimension without a row
SELECT accord.create_dimension('dim_empty', 'person', '{id}');
SELECT accord.merge('dim_empty', 'twice', at => '2026-01-03');
SELECT accord.merge('dim_empty', 'twice', at => '2026-01-03', mode => 'delta');
-- what an index says: unique, partial, on an expression, deferrable, of fewer and of more columns, with NULLs
CREATE FUNCTION looks_for_duplicates() RETURNS boolean LANGUAGE sql AS $$
	SELECT count(*) > 0 FROM accord.merge_sql('merge_duplicates.dim_person', 'merge_duplicates.indexed'::text::regclass, at => '2026-02-01', mode => 'delta') WHERE purpose = 'look for duplicates'
$$;
CREATE TABLE indexed (id int, name text, seq int);
SELECT looks_for_duplicates();
ALTER TABLE indexed ADD PRIMARY KEY (id);
SELECT looks_for_duplicates();
ALTER TABLE indexed DROP CONSTRAINT indexed_pkey, ADD PRIMARY KEY (id) DEFERRABLE;
SELECT looks_for_duplicates();
ALTER TABLE indexed DROP CONSTRAINT indexed_pkey, ADD UNIQUE (id);
SELECT looks_for_duplicates();
ALTER TABLE indexed ALTER id DROP NOT NULL;
SELECT looks_for_duplicates();
ALTER TABLE indexed DROP CONSTRAINT indexed_id_key, ALTER id SET NOT NULL;
CREATE UNIQUE INDEX indexed_partial ON indexed (id) WHERE seq > 0;
SELECT looks_for_duplicates();
CREATE UNIQUE INDEX indexed_expression ON indexed ((id + 0));
SELECT looks_for_duplicates();
CREATE UNIQUE INDEX indexed_more ON indexed (id, seq);
SELECT looks_for_duplicates();
CREATE INDEX indexed_plain ON indexed (id);
SELECT looks_for_duplicates();
CREATE UNIQUE INDEX indexed_include ON indexed (id) INCLUDE (seq, name);
SELECT looks_for_duplicates();
DROP TABLE indexed;
-- a child has not the index of its parent
CREATE TABLE indexed (id int PRIMARY KEY, name text, seq int);
CREATE TABLE indexed_child () INHERITS (indexed);
INSERT INTO indexed VALUES (1, 'a', 1);
INSERT INTO indexed_child VALUES (1, 'a', 1);
SELECT looks_for_duplicates();
SELECT accord.merge('dim_person', 'indexed', at => '2026-01-03');
-- two columns, either of them NULL
CREATE TABLE pair (a int, b text, v int);
SELECT accord.create_dimension('dim_pair', 'pair', '{b,a}');
INSERT INTO pair VALUES (1, 'x', 1), (1, 'y', 1), (2, 'x', 1);
SELECT inserted FROM accord.merge('dim_pair', at => '2026-01-01');
INSERT INTO pair VALUES (1, 'x', 1);
SELECT accord.merge('dim_pair', at => '2026-01-02');
DELETE FROM pair WHERE (a, b) = (1, 'x');
CREATE UNIQUE INDEX pair_b_a ON pair (a, b);
INSERT INTO pair VALUES (1, NULL, 1), (NULL, 'x', 2), (NULL, NULL, 3);
SELECT accord.merge('dim_pair', at => '2026-01-02');
SELECT * FROM merge_duplicates.pair WHERE b IS NULL OR a IS NULL ORDER BY v;
SELECT accord.merge('dim_pair', at => '2026-01-02', mode => 'delta', sequence_by => 'v');
SELECT accord.merge('dim_pair', query => 'SELECT NULL::int AS a, ''x'' AS b, 1 AS v', at => '2026-01-02', mode => 'delta');
SELECT accord.create_dimension('dim_none', 'pair', '{a}');
SELECT accord.merge('dim_none', at => '2026-01-02');
-- nothing was merged
SELECT dimension_name, at FROM accord.feed WHERE dimension_schema = 'merge_duplicates' ORDER BY feed;
SET client_min_messages = warning;
DROP SCHEMA merge_duplicates CASCADE;
