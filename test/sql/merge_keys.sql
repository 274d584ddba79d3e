-- A key is of any type that sorts, of one column or more; equal is what the type holds to be equal.
\set SHOW_CONTEXT never
SET datestyle TO ISO;
SET timezone TO 'UTC';
SET intervalstyle TO postgres;
CREATE SCHEMA merge_keys;
SET search_path TO merge_keys;
CREATE TYPE color AS ENUM ('red', 'green', 'blue');
CREATE TYPE place AS (x int, y int);
CREATE DOMAIN code AS text CHECK (VALUE ~ '^[a-z]');
-- each type: first night two keys, second night the first of them written otherwise, a changed second and a third
CREATE FUNCTION nights(type text, one text, two text, one_again text, three text) RETURNS TABLE (first text, second text, third text, open text, versions bigint) LANGUAGE plpgsql AS $$
BEGIN
	EXECUTE format('CREATE TABLE source (k %s, v int)', type);
	PERFORM accord.create_dimension('merge_keys.dim', 'source', '{k}');
	EXECUTE format('INSERT INTO source VALUES (%L, 1), (%L, 1)', one, two);
	SELECT to_json(array[inserted, versioned, reopened, unchanged, closed]) INTO first FROM accord.merge('dim', at => '2026-01-01', deletes => 'close');
	EXECUTE format('TRUNCATE source; INSERT INTO source SELECT k::%s, v FROM (VALUES (%L, 1), (%L, 2), (%L, 1)) AS s (k, v) WHERE k IS NOT NULL', type, one_again, two, three);
	SELECT to_json(array[inserted, versioned, reopened, unchanged, closed]) INTO second FROM accord.merge('dim', at => '2026-01-02', deletes => 'close');
	DELETE FROM source WHERE v = 1;
	SELECT to_json(array[inserted, versioned, reopened, unchanged, closed]) INTO third FROM accord.merge('dim', at => '2026-01-03', deletes => 'close', mode => 'full');
	EXECUTE 'SELECT string_agg(k::text, '' '') FROM dim WHERE is_current' INTO open;
	EXECUTE 'SELECT count(*) FROM dim' INTO versions;
	SET LOCAL client_min_messages = warning;
	DROP TABLE source, dim CASCADE;
	RETURN NEXT;
END
$$;
SELECT t.type, n.* FROM (VALUES (1, 'bigint', '1', '2', '01', '3'), (2, 'numeric', '1', '2', '1.000', '1.0001'), (3, 'text', 'a', 'A', 'a', 'a '), (4, 'text', '', '''"\', '', '%s $1 ?'), (5, 'varchar(5)', 'a', 'b', 'a', 'abcde'), (6, 'char(5)', 'a', 'b', 'a  ', 'c'),
	(7, 'text COLLATE "POSIX"', 'a', 'B', 'a', 'ä'), (8, 'uuid', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', '00000000-0000-0000-0000-000000000000', '{A0EEBC999C0B4EF8BB6D6BB9BD380A11}', 'ffffffff-ffff-ffff-ffff-ffffffffffff'), (9, 'date', '2026-01-01', 'infinity', '20260101', '-infinity'),
	(10, 'timestamptz', '2026-01-01 00:00+00', '2026-01-01 00:00:00.000001+00', '2026-01-01 01:00+01', 'infinity'), (11, 'boolean', 't', 'f', 'yes', NULL), (12, 'float8', '0', 'NaN', '-0', 'Infinity'), (13, 'bytea', '\x00', '\x', '\000', '\x0000'), (14, 'jsonb', '{"a": 1}', '[]', '{"a": 1.0}', 'null'),
	(15, 'int[]', '{1,NULL}', '{}', '[1:2]={1,NULL}', '[0:1]={1,NULL}'), (16, 'inet', '10.0.0.1', '10.0.0.1/8', '10.0.0.1/32', '::1'), (17, 'color', 'red', 'green', 'red', 'blue'), (18, 'code', 'a', 'b', 'a', 'c'), (19, 'int4range', '[1,3]', 'empty', '[1,4)', '(,)'),
	(20, 'place', '(1,2)', '(1,)', '(1,2)', '(,)'), (21, 'name', 'a', 'b', 'a', 'c'), (22, '"char"', 'a', 'b', 'a', 'c'), (23, 'interval', '1 day', '1 month', '24:00:00', '31 days')) AS t (n, type, one, two, one_again, three),
	LATERAL nights(t.type, one, two, one_again, three) AS n ORDER BY t.n;

-- two columns, not the first ones and in another order; NULL in neither
CREATE TABLE sale (amount int, shop text, day date, "Till" int);
SELECT accord.create_dimension('dim_sale', 'sale', '{Till,shop,day}');
INSERT INTO sale VALUES (1, 'a', '2026-01-01', 1), (2, 'a', '2026-01-01', 2), (3, 'a', '2026-01-02', 1), (4, 'b', '2026-01-01', 1);
SELECT inserted FROM accord.merge('dim_sale', at => '2026-01-01');
UPDATE sale SET amount = 9 WHERE (shop, day, "Till") = ('a', '2026-01-01', 2);
DELETE FROM sale WHERE shop = 'b';
SELECT versioned, unchanged, closed FROM accord.merge('dim_sale', at => '2026-01-02', deletes => 'close');
INSERT INTO sale VALUES (4, 'b', '2026-01-01', 1);
CREATE UNIQUE INDEX ON sale (shop, "Till", day);
SELECT reopened, unchanged FROM accord.merge('dim_sale', at => '2026-01-03', deletes => 'close');
SELECT * FROM (SELECT amount, shop, day, "Till", valid_from, valid_to FROM dim_sale) AS d ORDER BY "Till", shop, day, valid_from;

-- a collation without determinism: what it holds to be equal is one key
CREATE COLLATION blind (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
CREATE TABLE folded (k text COLLATE blind, v int);
SELECT accord.create_dimension('dim_folded', 'folded', '{k}');
INSERT INTO folded VALUES ('Abc', 1), ('x', 1);
SELECT inserted FROM accord.merge('dim_folded', at => '2026-01-01');
SELECT versioned, unchanged, inserted FROM accord.merge('dim_folded', query => 'SELECT ''aBC'' AS k, 1 AS v UNION ALL SELECT ''X'', 2 UNION ALL SELECT ''y'', 1', at => '2026-01-02');
SELECT accord.merge('dim_folded', query => 'SELECT ''a'' AS k, 1 AS v UNION ALL SELECT ''A'', 1', at => '2026-01-03');
SELECT k, v FROM dim_folded WHERE is_current ORDER BY k;
-- as the dimension compares it, not as the source does, nor as an index of the source has it
CREATE TABLE exact (k text COLLATE "C" PRIMARY KEY, v int);
INSERT INTO exact VALUES ('z', 1), ('Z', 1);
SELECT accord.merge('dim_folded', 'exact', at => '2026-01-03');
SELECT count FROM (SELECT k COLLATE merge_keys.blind, count(*) FROM merge_keys.exact GROUP BY k COLLATE merge_keys.blind HAVING count(*) > 1) AS listed;
DELETE FROM exact WHERE k = 'Z';
SELECT inserted FROM accord.merge('dim_folded', 'exact', at => '2026-01-03');

-- a source of one column, and of many
CREATE TABLE single (id int);
SELECT accord.create_dimension('dim_single', 'single', '{id}');
INSERT INTO single VALUES (1), (2);
SELECT inserted FROM accord.merge('dim_single', at => '2026-01-01');
INSERT INTO single VALUES (2);
SELECT accord.merge('dim_single', at => '2026-01-02');
SELECT unchanged, duplicates FROM accord.merge('dim_single', at => '2026-01-02', sequence_by => 'id');
SELECT format('CREATE TABLE broad (id int PRIMARY KEY, %s)', string_agg('c' || n || ' int', ', ')) FROM generate_series(1, 150) AS n \gexec
SELECT accord.create_dimension('dim_broad', 'broad', '{id}', '{"c1": "overwrite", "c2": "previous", "c3": "fixed", "c4": "current"}');
INSERT INTO broad (id, c150) VALUES (1, 1), (2, 1);
SELECT inserted FROM accord.merge('dim_broad', at => '2026-01-01');
UPDATE broad SET c150 = 2 WHERE id = 2;
UPDATE broad SET c1 = 2 WHERE id = 1;
SELECT versioned, overwritten FROM accord.merge('dim_broad', at => '2026-01-02', sequence_by => 'c150');
-- a constraint that was never validated proves nothing
CREATE TABLE lax (id int UNIQUE, v int);
SELECT accord.create_dimension('dim_lax', 'lax', '{id}');
INSERT INTO lax VALUES (1, 1), (NULL, 2);
DO $$
BEGIN
	IF current_setting('server_version_num')::int >= 180000 THEN
		EXECUTE 'ALTER TABLE lax ADD CONSTRAINT lax_id NOT NULL id NOT VALID';
	END IF;
END
$$;
SELECT accord.merge('dim_lax');
-- an array of a type with a modifier
CREATE TABLE boxed (k varchar(3)[] PRIMARY KEY, v int);
SELECT accord.create_dimension('dim_boxed', 'boxed', '{k}');
INSERT INTO boxed VALUES ('{a,b}', 1), ('{c}', 1);
SELECT inserted FROM accord.merge('dim_boxed', at => '2026-01-01');
UPDATE boxed SET v = 2 WHERE k = '{c}';
SELECT versioned, unchanged FROM accord.merge('dim_boxed', query => 'SELECT * FROM boxed ORDER BY v DESC', at => '2026-01-02');
SELECT count(*) FROM accord.verify('dim_boxed');
SELECT count(*) FROM accord.history_of('dim_boxed', VARIADIC ARRAY['{c}']);
-- a key is spelled as it was at first, however the feed comes
CREATE TABLE spelled (k numeric PRIMARY KEY, v int);
SELECT accord.create_dimension('dim_spelled', 'spelled', '{k}');
INSERT INTO spelled VALUES (1.0, 1), (2.0, 1);
SELECT inserted FROM accord.merge('dim_spelled', at => '2026-01-01');
UPDATE spelled SET k = k * 1.0, v = 2;
SELECT versioned FROM accord.merge('dim_spelled', at => '2026-01-02');
SELECT versioned FROM accord.merge('dim_spelled', query => 'SELECT * FROM (VALUES (2.00, 3), (1, 3)) AS t (k, v)', at => '2026-01-03');
SELECT versioned FROM accord.merge('dim_spelled', query => 'SELECT 2::numeric AS k, 4 AS v', at => '2026-01-04', mode => 'delta');
SELECT k, array_agg(v ORDER BY v) FROM dim_spelled GROUP BY k, k::text ORDER BY k::text;
SET client_min_messages = warning;
DROP SCHEMA merge_keys CASCADE;
