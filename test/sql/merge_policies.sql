-- What a change of a column does is its policy: version, overwrite, fixed, previous, current or carry; NULL is a value like others.
\set SHOW_CONTEXT never
SET datestyle TO ISO;
SET timezone TO 'UTC';
CREATE SCHEMA merge_policies;
SET search_path TO merge_policies;
CREATE TABLE src (id int PRIMARY KEY, v text, o text, f text, p text, c text, k json);
SELECT accord.create_dimension('dim', 'src', '{id}', '{"o": "overwrite", "f": "fixed", "p": "previous", "c": "current", "k": "carry"}');
-- each policy has its key: 1 version, 2 overwrite, 3 fixed, 4 previous, 5 current, 6 carry; 7 changes all
INSERT INTO src SELECT n, 'v', 'o', 'f', 'p', 'c', '"k"' FROM generate_series(1, 7) AS n;
SELECT inserted FROM accord.merge('dim', at => '2026-01-01');
CREATE VIEW history AS SELECT id, v, o, f, p, p_previous AS was, c, c_current AS today, k, valid_from::date AS since, NULLIF(valid_to, 'infinity')::date AS until, is_current AS open, row_hash = accord.row_hash(v, p, c) AS hash FROM dim;
UPDATE src SET v = CASE WHEN id IN (1, 7) THEN v || '2' ELSE v END, o = CASE WHEN id IN (2, 7) THEN o || '2' ELSE o END, f = CASE WHEN id IN (3, 7) THEN f || '2' ELSE f END,
	p = CASE WHEN id IN (4, 7) THEN p || '2' ELSE p END, c = CASE WHEN id IN (5, 7) THEN c || '2' ELSE c END, k = CASE WHEN id IN (6, 7) THEN '"k2"' ELSE k END;
SELECT * FROM accord.merge('dim', at => '2026-01-02');
SELECT * FROM history ORDER BY id, since;
-- again: all equal but the fixed columns, which stay as they are
SELECT * FROM accord.merge('dim', at => '2026-01-03');
-- back to what it was: overwritten in both versions of 7, previous is the last other value, current is that of today
UPDATE src SET v = 'v', o = 'o', f = 'f', p = 'p', c = 'c', k = '"k"';
SELECT * FROM accord.merge('dim', at => '2026-01-04');
SELECT * FROM history ORDER BY id, since;
-- a change of only the columns named: how the row counts
CREATE FUNCTION outcome(columns text[]) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	counts record;
BEGIN
	SELECT * INTO counts FROM accord.merge('merge_policies.dim', at => '2026-02-01', mode => 'delta', dry_run => true, query => format('SELECT id, %s FROM merge_policies.src WHERE id = 1',
		(SELECT string_agg(CASE WHEN c = ANY (columns) THEN format('''"new"''::%s AS %I', CASE c WHEN 'k' THEN 'json' ELSE 'text' END, c) ELSE quote_ident(c) END, ', ' ORDER BY n) FROM unnest('{v,o,f,p,c,k}'::text[]) WITH ORDINALITY AS t (c, n))));
	RETURN (SELECT string_agg(key || ' ' || value, ', ') FROM jsonb_each_text(to_jsonb(counts)) WHERE value <> '0');
END
$$;
SELECT columns, outcome(columns) FROM unnest(ARRAY['{}', '{v}', '{o}', '{f}', '{p}', '{c}', '{k}', '{v,o}', '{v,f}', '{o,f}', '{p,f}', '{p,o}', '{f,k}', '{o,k}', '{c,p}', '{c,o}', '{o,f,p,k}', '{v,o,f,p,c,k}']) WITH ORDINALITY AS t (names, n), CAST(names AS text[]) AS columns ORDER BY n;
-- NULL to a value and back, in each
UPDATE src SET v = NULL WHERE id = 1;
UPDATE src SET o = NULL WHERE id = 2;
UPDATE src SET f = NULL WHERE id = 3;
UPDATE src SET p = NULL WHERE id = 4;
UPDATE src SET c = NULL WHERE id = 5;
UPDATE src SET k = NULL WHERE id = 6;
UPDATE src SET v = NULL, o = NULL, f = NULL, p = NULL, c = NULL, k = NULL WHERE id = 7;
\pset null (null)
SELECT * FROM accord.merge('dim', at => '2026-01-05');
SELECT * FROM history WHERE open ORDER BY id;
SELECT * FROM accord.merge('dim', at => '2026-01-06');
UPDATE src SET v = '', o = '', f = 'f', p = '', c = '', k = '0';
SELECT * FROM accord.merge('dim', at => '2026-01-07');
SELECT * FROM history WHERE open ORDER BY id;
SELECT id, v, o, f, p, was, c, today, since FROM history WHERE id = 7 ORDER BY since;
\pset null ''
-- a revival: fixed keeps the value of the last version, previous and current go on, overwrite reaches the old versions
DELETE FROM src WHERE id = 1;
SELECT closed FROM accord.merge('dim', at => '2026-01-08', deletes => 'close');
INSERT INTO src VALUES (1, 'v9', 'o9', 'f9', 'p9', 'c9', '"k9"');
SELECT * FROM accord.merge('dim', at => '2026-01-09', deletes => 'close');
SELECT * FROM history WHERE id = 1 ORDER BY since;

-- fixed => error
CREATE TABLE strict_src (id int PRIMARY KEY, name text, born date);
SELECT accord.create_dimension('dim_strict', 'strict_src', '{id}', '{"born": "fixed"}', '{"fixed": "error"}');
INSERT INTO strict_src VALUES (1, 'a', '2000-01-01'), (2, 'b', NULL);
SELECT inserted FROM accord.merge('dim_strict', at => '2026-01-01');
UPDATE strict_src SET name = 'x';
SELECT versioned FROM accord.merge('dim_strict', at => '2026-01-02');
UPDATE strict_src SET born = '2000-01-02' WHERE id = 1;
SELECT accord.merge('dim_strict', at => '2026-01-03');
UPDATE strict_src SET born = '2000-01-02', name = 'y';
SELECT accord.merge('dim_strict', at => '2026-01-03', dry_run => true);
SELECT accord.merge('dim_strict', at => '2026-01-03', mode => 'delta');
UPDATE strict_src SET born = CASE id WHEN 1 THEN date '2000-01-01' END;
SELECT versioned FROM accord.merge('dim_strict', at => '2026-01-03');
DELETE FROM strict_src WHERE id = 1;
SELECT closed FROM accord.merge('dim_strict', at => '2026-01-04', deletes => 'close');
INSERT INTO strict_src VALUES (1, 'back', '1999-09-09');
SELECT accord.merge('dim_strict', at => '2026-01-05');

-- nothing but the key; everything carried
CREATE TABLE key_only (id int PRIMARY KEY);
SELECT accord.create_dimension('dim_key_only', 'key_only', '{id}');
INSERT INTO key_only VALUES (1), (2);
SELECT inserted, unchanged FROM accord.merge('dim_key_only', at => '2026-01-01');
DELETE FROM key_only WHERE id = 1;
INSERT INTO key_only VALUES (3);
SELECT inserted, unchanged, closed FROM accord.merge('dim_key_only', at => '2026-01-02', deletes => 'close');
SELECT * FROM dim_key_only ORDER BY id;
CREATE TABLE carried (id int PRIMARY KEY, a int, b text);
SELECT accord.create_dimension('dim_carried', 'carried', '{id}', '{"a": "carry", "b": "carry"}');
INSERT INTO carried VALUES (1, 1, 'a');
SELECT inserted FROM accord.merge('dim_carried', at => '2026-01-01');
UPDATE carried SET a = 2, b = NULL;
SELECT unchanged FROM accord.merge('dim_carried', at => '2026-01-02');
SELECT id, a, b, valid_from, valid_to FROM dim_carried;
-- values that are equal in another spelling open no version
CREATE TABLE spelled (id int PRIMARY KEY, n numeric, t timestamptz, j jsonb, d double precision, i interval);
SELECT accord.create_dimension('dim_spelled', 'spelled', '{id}');
INSERT INTO spelled VALUES (1, 1.0, '2026-01-01 00:00+00', '{"a": 1, "b": 2}', 0, '1 day');
SELECT inserted FROM accord.merge('dim_spelled', at => '2026-01-01');
UPDATE spelled SET n = 1.000, t = '2026-01-01 05:00+05', j = '{"b": 2.0, "a": 1}', d = '-0', i = '24 hours';
SELECT unchanged FROM accord.merge('dim_spelled', at => '2026-01-02');
SELECT n FROM dim_spelled;
SET client_min_messages = warning;
DROP SCHEMA merge_policies CASCADE;
