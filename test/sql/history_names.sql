-- Names and values are data: the worst of them go through create, merge, as_of, verify and alter unharmed.
CREATE SCHEMA "Sch'ema %s";
CREATE TABLE "Sch'ema %s"."So""urce $1" (
	"Id" int,
	"key "" two" text,
	valid_from date,			-- as ours would be called
	"valid_to " text,
	"is_current" boolean,
	row_hash text,
	"at" text,
	source text,
	"$1" text,
	"%s %I %" text,
	"'; DROP TABLE customer; --" text,
	"Straße" text,
	"select" text,
	abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijk text	-- 63 bytes
);

-- history columns that the source has already are refused, with their names
\set VERBOSITY sqlstate
SELECT accord.create_dimension('"Sch''ema %s"."Dim ""x"" $1"', '"Sch''ema %s"."So""urce $1"', ARRAY['Id', 'key " two']);
\set VERBOSITY default

SELECT accord.create_dimension('"Sch''ema %s"."Dim ""x"" $1"', '"Sch''ema %s"."So""urce $1"', ARRAY['Id', 'key " two'],
	'{"$1": "overwrite", "%s %I %": "previous", "select": "current", "at": "carry", "source": "fixed"}',
	'{"valid_from": "From \"$1\"", "valid_to": "%s to", "is_current": "now''s", "row_hash": "Hash", "is_deleted": "de\"leted", "surrogate_key": "identity", "surrogate_key_column": "S K"}');

INSERT INTO "Sch'ema %s"."So""urce $1" VALUES
	(1, 'a''b', '2024-01-01', '$1', true, '%s', 'x', 'y', '$2', '%', '''', 'ß', 'now', repeat('k', 100)),
	(2, '"', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
SELECT * FROM accord.merge('"Sch''ema %s"."Dim ""x"" $1"', '"Sch''ema %s"."So""urce $1"', at => '2024-01-01 00:00:00+00', deletes => 'record') \gx
UPDATE "Sch'ema %s"."So""urce $1" SET "select" = 'later', "%s %I %" = '$$', "$1" = 'over', "at" = 'z', source = 'kept out' WHERE "Id" = 1;
DELETE FROM "Sch'ema %s"."So""urce $1" WHERE "Id" = 2;
SELECT * FROM accord.merge('"Sch''ema %s"."Dim ""x"" $1"', '"Sch''ema %s"."So""urce $1"', at => '2024-01-02 00:00:00+00', deletes => 'record') \gx
SELECT "Id", "$1", "%s %I %", "%s %I %_previous", "select", select_current, "at", source, "From ""$1""" AT TIME ZONE 'UTC' AS opened, "now's", "de""leted"
FROM "Sch'ema %s"."Dim ""x"" $1" ORDER BY "Id", "From ""$1""";
SELECT "Id", "select" FROM "Sch'ema %s"."Dim ""x"" $1_as_of"('2024-01-01 12:00:00+00') ORDER BY "Id";
SELECT * FROM accord.verify('"Sch''ema %s"."Dim ""x"" $1"');
SELECT valid_from IS NOT NULL AS opened, change, changed FROM accord.history_of('"Sch''ema %s"."Dim ""x"" $1"', '1', 'a''b');
SELECT count(*) > 0 AS shown FROM accord.merge_sql('"Sch''ema %s"."Dim ""x"" $1"', '"Sch''ema %s"."So""urce $1"');

-- another query, with what looks like parameters
SELECT unchanged, fixed_kept FROM accord.merge('"Sch''ema %s"."Dim ""x"" $1"', query => $q$SELECT s.*, '$1' AS "more %s" FROM "Sch'ema %s"."So""urce $1" s$q$, at => '2024-01-03 00:00:00+00');

-- two dimensions whose names differ only beyond what _as_of leaves room for
CREATE TABLE customer (id int, city text);
SELECT accord.create_dimension('dim_' || repeat('x', 58) || 'a', 'customer', '{id}'), accord.create_dimension('dim_' || repeat('x', 58) || 'b', 'customer', '{id}');
SELECT count(DISTINCT proname), max(octet_length(proname)) <= 63 AS fits FROM pg_proc WHERE proname LIKE 'dim\_xxx%';

-- key and attributes of unusual types; a search_path with operators of the caller's that must not be taken
CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy');
CREATE DOMAIN code AS text CHECK (VALUE <> '');
CREATE TYPE pair AS (a int, b text);
CREATE TABLE typed (k1 mood, k2 int4range, k3 bytea, c code, p pair, i interval, a int[], j jsonb, x bit varying, n numeric, f float8, t timetz, h inet, b "char");
SELECT accord.create_dimension('dim_typed', 'typed', '{k1,k2,k3}');
INSERT INTO typed VALUES ('sad', '[1,5)', '\x00ff', 'c', (1, NULL), '1 mon', '[0:1]={1,2}', '{"b": 1.0, "a": null}', B'101', 'NaN', '-0', '12:00+02', '10.0.0.1/8', 'x'),
	('happy', 'empty', '', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
SELECT inserted FROM accord.merge('dim_typed', 'typed', at => '2024-01-01 00:00:00+00');
UPDATE typed SET k2 = '[1,4]', i = '30 days', n = 'nan', f = 0, j = '{"a": null, "b": 1.00}' WHERE k1 = 'sad';
SELECT unchanged, versioned FROM accord.merge('dim_typed', 'typed', at => '2024-01-02 00:00:00+00');
UPDATE typed SET p = (1, ''), a = '{1,2}' WHERE k1 = 'sad';
SELECT unchanged, versioned FROM accord.merge('dim_typed', 'typed', at => '2024-01-03 00:00:00+00');
CREATE SCHEMA mine;
CREATE FUNCTION mine.never(int, int) RETURNS boolean LANGUAGE sql AS 'SELECT false';
CREATE FUNCTION mine.now() RETURNS timestamptz LANGUAGE sql AS $$SELECT timestamptz '1970-01-01'$$;
CREATE OPERATOR mine.= (LEFTARG = int, RIGHTARG = int, FUNCTION = mine.never);
CREATE TABLE mine.customer AS SELECT 1 AS id, 'Bern' AS city;
SELECT accord.create_dimension('mine.dim_customer', 'mine.customer', '{id}');
SET search_path = mine, pg_catalog;
SELECT inserted FROM accord.merge('mine.dim_customer', at => '2024-01-01 00:00:00+00');
SELECT unchanged FROM accord.merge('mine.dim_customer', at => '2024-01-02 00:00:00+00');
SELECT count(*) FROM mine.dim_customer_as_of('2024-01-01 12:00:00+00');
SELECT * FROM accord.verify('mine.dim_customer');
RESET search_path;

SET client_min_messages = warning;
SELECT accord.drop_dimension('mine.dim_customer'), accord.drop_dimension('dim_typed'), accord.drop_dimension('"Sch''ema %s"."Dim ""x"" $1"');
DROP SCHEMA mine, "Sch'ema %s" CASCADE;
DROP TABLE customer, dim_typed, typed CASCADE;
DROP TYPE mood, code, pair CASCADE;
DO $$ BEGIN EXECUTE (SELECT 'DROP TABLE ' || string_agg(relname, ', ') || ' CASCADE' FROM pg_class WHERE relname ~ '^dim_x+[ab]$'); END $$;
