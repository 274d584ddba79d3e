-- merge_sql shows the statements that merge runs, and runs none; they hold with the plainest names and with the worst.
\set SHOW_CONTEXT never
SET datestyle TO ISO;
SET timezone TO 'UTC';
CREATE SCHEMA merge_sql;
SET search_path TO merge_sql;
CREATE TABLE person (id int PRIMARY KEY, name text);
INSERT INTO person VALUES (1, 'a'), (2, 'b');
SELECT accord.create_dimension('dim', 'person', '{id}');
\pset format unaligned
\pset tuples_only on
SELECT format(E'%s. %s\n%s\n', step, purpose, statement) FROM accord.merge_sql('dim', at => '2026-01-01', deletes => 'close');
-- with everything that a merge can do: the steps, and some of them
CREATE TABLE rich (id int, a text, v text, o text, f text, p text, c text, k json);
SELECT accord.create_dimension('dim_rich', 'rich', '{id,a}', '{"o": "overwrite", "f": "fixed", "p": "previous", "c": "current", "k": "carry"}', '{"is_deleted": true, "type": "timestamp", "timezone": "Europe/Berlin", "hash": "sha256"}');
SELECT step, purpose FROM accord.merge_sql('dim_rich', at => '2026-01-01', deletes => 'record') ORDER BY step;
SELECT step, purpose FROM accord.merge_sql('dim_rich', query => 'TABLE rich', at => '2026-01-01', mode => 'delta', sequence_by => 'v', max_change => 0.2) ORDER BY step;
SELECT statement FROM accord.merge_sql('dim_rich', query => 'TABLE rich -- all', at => '2026-01-01', mode => 'delta', sequence_by => 'v') WHERE purpose = 'read';
SELECT statement FROM accord.merge_sql('dim_rich', at => '2026-01-01', deletes => 'record') WHERE purpose = 'collect';
SELECT inserted FROM accord.merge('dim_rich', at => '2026-01-01');
SELECT step, purpose FROM accord.merge_sql('dim_rich', at => '2026-01-01', deletes => 'record') ORDER BY step;
SELECT statement FROM accord.merge_sql('dim_rich', at => '2026-01-01', deletes => 'record') WHERE purpose IN ('remove', 'reopen', 'replace') ORDER BY step;
\pset tuples_only off
\pset format aligned
-- nothing was run, nothing is locked, and it may be read only
SELECT count(*) FROM dim;
BEGIN READ ONLY;
SELECT count(*) > 0 AS shown FROM accord.merge_sql('dim', at => '2026-01-01');
SELECT count(*) FROM pg_locks WHERE pid = pg_backend_pid() AND relation = 'dim'::regclass AND mode <> 'AccessShareLock';
COMMIT;
-- each statement is one that PostgreSQL plans, the parameters apart
CREATE FUNCTION plans(dimension regclass, deletes text, sequence text) RETURNS TABLE (purpose text, planned text) LANGUAGE plpgsql AS $$
DECLARE
	shown record;
BEGIN
	FOR shown IN SELECT * FROM accord.merge_sql(dimension, at => '2026-06-01', deletes => deletes, sequence_by => sequence) ORDER BY step LOOP
		purpose := shown.purpose;
		EXECUTE 'EXPLAIN (COSTS OFF) ' || replace(replace(shown.statement, '$1', '''2026-06-01''::timestamptz'), '$2', '1::int8') INTO planned;
		IF shown.statement LIKE 'CREATE TEMPORARY TABLE%' THEN
			EXECUTE replace(shown.statement, '$1', '''2026-06-01''::timestamptz');
		ELSIF shown.purpose = 'compare: a join' THEN
			EXECUTE format('CREATE TEMPORARY TABLE accord_found AS SELECT true AS accord_in, true AS accord_open, c.accord_row, c.accord_hash, c.id FROM (%s) AS c WHERE false', shown.statement);
		END IF;
		planned := 'planned';
		RETURN NEXT;
	END LOOP;
END
$$;
BEGIN;
SELECT * FROM plans('dim', 'close', NULL);
ROLLBACK;
BEGIN;
ALTER TABLE person DROP CONSTRAINT person_pkey;
SELECT * FROM plans('dim', 'close', NULL);
ROLLBACK;

-- a name as long as names are, of the characters that ours begin with
BEGIN;
CREATE TABLE long_name (id int PRIMARY KEY, accord_________________________________________________________ text);
INSERT INTO long_name VALUES (1, 'a');
SELECT accord.create_dimension('dim_long_name', 'long_name', '{id}');
SELECT inserted FROM accord.merge('dim_long_name', at => '2026-01-01');
ROLLBACK;

-- the worst names
CREATE SCHEMA "merge_sql ""%s"" $1 @";
SET search_path TO "merge_sql ""%s"" $1 @";
CREATE TABLE "Source ""of"" '%' @" (
	"Key ""1""" int, "$1" text, "@" text, "%s%n" text, "accord_hash" text, "accord_in" text, "accord__open" text, "select" text, "e@mail" text, "a''b\c" text, "ä ö" text,
	"012345678901234567890123456789012345678901234567890123456789_63" text, "Überlänge_mit_Umlauten_0123456789012345678901234567890123_6" text, " " text, "row_hash " text, "CamelCase" text, "s" text, "d" text, "c" text, "p" text, "b" text, "f" text, "x" text, "y" text, "valid_from" timestamptz);
SELECT accord.create_dimension('"Dim ""of"" ''%'' $1 @ 01234567890123456789012345678901234567890123"', '"Source ""of"" ''%'' @"', ARRAY['Key "1"', '$1', 's'],
	'{"@": "overwrite", "%s%n": "fixed", "accord_hash": "previous", "accord_in": "current", "select": "previous", "e@mail": "overwrite", "012345678901234567890123456789012345678901234567890123456789_63": "previous", "Überlänge_mit_Umlauten_0123456789012345678901234567890123_6": "current", "d": "carry"}',
	'{"valid_from": "From ''%'' \"@\"", "valid_to": "$2", "is_current": "is it? %d", "row_hash": "accord_row", "is_deleted": "gone\"", "valid_from_column": "valid_from", "surrogate_key": "uuid", "surrogate_key_column": "accord_sk"}') \gset dimension_
SELECT :'dimension_create_dimension'::regclass AS dimension;
SELECT attname FROM pg_attribute WHERE attrelid = :'dimension_create_dimension'::regclass AND attnum > 0 ORDER BY attnum;
\pset format unaligned
\pset tuples_only on
SELECT statement FROM accord.merge_sql(:'dimension_create_dimension', at => '2026-01-02', deletes => 'record', sequence_by => 'd') WHERE purpose IN ('compare: a join', 'open') ORDER BY step;
\pset tuples_only off
\pset format aligned
INSERT INTO "Source ""of"" '%' @" SELECT n, 'k', 'v', 'v', 'v', 'v', 'v', 'v', 'v', 'v', 'v', 'v', 'v', 'v', 'v', 'v', 's', '1', 'v', 'v', 'v', 'v', 'v', 'v', '2026-01-01' FROM generate_series(1, 4) AS n;
SELECT * FROM accord.merge(:'dimension_create_dimension', at => '2026-01-01', deletes => 'record', sequence_by => 'd', max_change => 1);
UPDATE "Source ""of"" '%' @" SET "@" = 'w', "accord_in" = 'w', "accord_hash" = 'w', "%s%n" = 'w', "Überlänge_mit_Umlauten_0123456789012345678901234567890123_6" = 'w', "valid_from" = '2026-01-02' WHERE "Key ""1""" = 1;
UPDATE "Source ""of"" '%' @" SET "e@mail" = 'w', "accord_hash" = 'w', "valid_from" = '2026-01-02' WHERE "Key ""1""" = 2;
DELETE FROM "Source ""of"" '%' @" WHERE "Key ""1""" = 3;
INSERT INTO "Source ""of"" '%' @" SELECT * FROM "Source ""of"" '%' @" WHERE "Key ""1""" = 4;
SELECT * FROM accord.merge(:'dimension_create_dimension', query => 'SELECT * FROM "Source ""of"" ''%'' @" -- $1 @ %s', at => '2026-01-02', deletes => 'record', sequence_by => 'd', max_change => 1);
SELECT "Key ""1""", "@", "%s%n", "accord_in", "accord_in_current" AS current, "accord_hash", "accord_hash_previous" AS previous, "e@mail", "From '%' ""@""", "$2", "is it? %d", "gone""" FROM "Dim ""of"" '%' $1 @ 01234567890123456789012345678901234567890123" ORDER BY 1, 9;
SELECT accord.merge(:'dimension_create_dimension', at => '2026-01-03');
-- replaced, with such names
SELECT accord.create_dimension('"Re ""%"" @ $1"', '"Source ""of"" ''%'' @"', ARRAY['Key "1"', '$1'], '{"@": "overwrite", "accord_hash": "previous", "accord_in": "current", "valid_from": "carry"}', '{"valid_from": "@", "valid_to": "%", "row_hash": "accord_row", "is_deleted": "gone", "is_current": null}');
SELECT accord.create_dimension('"Re ""%"" @ $1"', '"Source ""of"" ''%'' @"', ARRAY['Key "1"', '$1'], '{"@": "overwrite", "accord_hash": "previous", "accord_in": "current", "valid_from": "carry"}', '{"valid_from": "@@", "valid_to": "%", "row_hash": "accord_row", "is_deleted": "gone", "is_current": null}');
SELECT inserted FROM accord.merge('"Re ""%"" @ $1"', at => '2026-01-01', sequence_by => 'd');
UPDATE "Source ""of"" '%' @" SET "accord_in" = 'x', "accord_hash" = 'x', "@" = 'x' WHERE "Key ""1""" <= 2;
SELECT versioned FROM accord.merge('"Re ""%"" @ $1"', at => '2026-01-02', sequence_by => 'd', deletes => 'record');
DELETE FROM "Source ""of"" '%' @" WHERE "Key ""1""" = 2;
UPDATE "Source ""of"" '%' @" SET "accord_in" = 'y';
SELECT versioned, recorded, replaced FROM accord.merge('"Re ""%"" @ $1"', at => '2026-01-02', sequence_by => 'd', deletes => 'record');
SELECT "Key ""1""", "@", "accord_in", "accord_in_current", "accord_hash", "@@", "%", gone FROM "Re ""%"" @ $1" ORDER BY 1, "@@";
SET client_min_messages = warning;
DROP SCHEMA merge_sql, "merge_sql ""%s"" $1 @" CASCADE;
