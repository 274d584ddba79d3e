-- Names are data: quotes, signs of formats and parameters, upper case and 63 bytes go through every function about dimensions.
SET timezone = 'UTC';
SET datestyle = 'ISO';
\set SHOW_CONTEXT never
\set registration 'dimension_schema, dimension_name, source_schema, source_name, key, policies, valid_from, valid_to, is_current, row_hash, is_deleted, surrogate_key, scd_id, updated_at, open_end, end_inclusive, timezone, hash, valid_from_column, late, fixed, filled, hashed_before, last_at, last_valid_from'
BEGIN;
CREATE SCHEMA "s ""%1$s";
SET LOCAL search_path = "s ""%1$s", public;
CREATE TABLE "So'urce" (
	"Id $1" int,
	"it's ""q""" text,
	"%s%n" numeric,
	"select" text,
	"back\slash" text,
	"äöüäöüäöüäöüäöüäöüäöüäöüäöüäöüä" text,
	"012345678901234567890123456789012345678901234567890123456789012" text,
	valid_from date
);
SELECT accord.create_dimension('"Dim ''x'' $1 %s äöüäöüäöüäöüäöüäöüäöüäöüäöüäöü"', '"So''urce"', ARRAY['Id $1', 'it''s "q"'],
	'{"%s%n": "current", "select": "overwrite", "äöüäöüäöüäöüäöüäöüäöüäöüäöüäöüä": "previous", "012345678901234567890123456789012345678901234567890123456789012": "previous"}',
	'{"valid_from": "from $1", "valid_to": "to \"x\"", "is_current": "NOW", "row_hash": "h%s", "is_deleted": "gone''", "surrogate_key": "uuid", "current_view": true, "valid_from_column": "valid_from"}');
SELECT relname AS dim FROM pg_class WHERE relname LIKE 'Dim%' AND relkind = 'r' \gset
SELECT :'dim' AS dimension, quote_ident(:'dim')::regclass AS quoted \gset
SELECT attname, length(attname), octet_length(attname) FROM pg_attribute WHERE attrelid = :'quoted'::regclass AND attnum > 0 ORDER BY attnum;
SELECT relname, relkind FROM pg_class WHERE relname LIKE 'Dim%' ORDER BY relname COLLATE "C";
SELECT proname, octet_length(proname), prosrc FROM pg_proc WHERE pronamespace = quote_ident(current_schema())::regnamespace;
\x
SELECT :registration FROM accord.dimension;
\x
-- what it makes works
INSERT INTO "So'urce" VALUES (1, 'k', 1.5, 'a', 'b', 'c', 'd', '2024-01-01'), (2, 'k', 2.5, 'a', 'b', 'c', 'd', '2024-01-01');
SELECT accord.merge(:'quoted'::regclass, at => '2024-01-01Z');
SELECT "Id $1", "%s%n_current", "from $1", "to ""x""", "NOW", "gone'" FROM :quoted ORDER BY 1;
SELECT format('SELECT "Id $1" FROM %I(%L) WHERE "Id $1" = 2', proname, '2024-02-01Z') FROM pg_proc WHERE pronamespace = quote_ident(current_schema())::regnamespace \gexec
-- altering
ALTER TABLE "So'urce" ADD COLUMN "new ""; --" varchar(7) COLLATE "C";
SELECT accord.alter_dimension(:'quoted'::regclass, '{"back\\slash": "current", "select": "version"}', add_columns => ARRAY['new "; --'], drop_columns => ARRAY['valid_from']);
SELECT policies, filled, hashed_before FROM accord.dimension;
CALL accord.rehash(:'quoted'::regclass);
SELECT accord.merge(:'quoted'::regclass, at => '2024-02-01Z');
-- renaming
ALTER TABLE :quoted RENAME COLUMN "%s%n" TO "to'""o %s";
ALTER TABLE :quoted RENAME COLUMN "from $1" TO "From";
ALTER TABLE "So'urce" RENAME COLUMN valid_from TO "Since ''";
ALTER TABLE :quoted RENAME TO "x ""'";
ALTER SCHEMA "s ""%1$s" RENAME TO "T $$";
SELECT dimension_schema, dimension_name, source_schema, valid_from, policies, hashed_before, valid_from_column FROM accord.dimension;
SELECT prosrc FROM pg_proc WHERE pronamespace = '"T $$"'::regnamespace;
SELECT attname FROM pg_attribute WHERE attrelid = '"T $$"."x ""''"'::regclass AND attname LIKE '%current' ORDER BY attnum;
-- forgetting, and taking in again
SELECT accord.drop_dimension('"T $$"."x ""''"');
SELECT count(*) FROM accord.dimension;
ALTER TABLE "T $$"."So'urce" RENAME COLUMN "%s%n" TO "to'""o %s";
SAVEPOINT s;
SET LOCAL client_min_messages = warning;
SELECT accord.adopt_dimension('"T $$"."x ""''"', ARRAY['Id $1', 'it''s "q"'], '{"to''\"o %s": "current"}', '{"valid_from": "From", "valid_to": "to \"x\"", "is_current": "NOW", "row_hash": "my ''hash", "is_deleted": "gone''"}',
	source => '"T $$"."So''urce"');
ROLLBACK TO s;
SET LOCAL client_min_messages = warning;
SELECT accord.adopt_dimension('"T $$"."x ""''"', ARRAY['Id $1', 'it''s "q"'], '{"to''\"o %s": "current"}', '{"valid_from": "From", "valid_to": "to \"x\"", "is_current": "NOW", "row_hash": "my ''hash", "is_deleted": "gone''"}',
	source => '"T $$"."So''urce"', prepare => true);
SELECT count(*), count("my 'hash"), count("to'""o %s_current") FROM "T $$"."x ""'";
ROLLBACK;
