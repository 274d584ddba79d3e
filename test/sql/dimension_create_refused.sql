-- create_dimension says what is wrong with a name, a key, a policy or an option before it makes anything.
\set SHOW_CONTEXT never
CREATE FUNCTION pg_temp.try(statement text) RETURNS TABLE (state text, message text, detail text, hint text) LANGUAGE plpgsql AS $$
BEGIN
	EXECUTE statement;
	state := 'no error';
	RETURN NEXT;
EXCEPTION WHEN OTHERS THEN
	GET STACKED DIAGNOSTICS state = RETURNED_SQLSTATE, message = MESSAGE_TEXT, detail = PG_EXCEPTION_DETAIL, hint = PG_EXCEPTION_HINT;
	RETURN NEXT;
END
$$;
CREATE FUNCTION pg_temp.create_with(key text[], policies jsonb, options jsonb, source text DEFAULT 'public.customer') RETURNS TABLE (state text, message text, detail text, hint text) LANGUAGE sql AS $$
	SELECT * FROM pg_temp.try(format('SELECT accord.create_dimension(''public.dim_refused'', %L::regclass, %L, %L, %L)', source, key, policies, options))
$$;
\x
BEGIN;
CREATE COLLATION public.blind (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
CREATE TABLE public.customer (id int, name text, name_previous text, since timestamptz, doc json, place point, docs json[], folded text COLLATE public.blind, big int[]);
CREATE TABLE public.plain (id int, name text, valid_from date, aname text);
-- key
SELECT * FROM pg_temp.create_with('{}', '{}', '{}');
SELECT * FROM pg_temp.create_with('{id,id}', '{}', '{}');
SELECT * FROM pg_temp.create_with('{id,NULL}', '{}', '{}');
SELECT * FROM pg_temp.create_with('{ID}', '{}', '{}');
SELECT * FROM pg_temp.create_with('{doc}', '{}', '{}');
SELECT * FROM pg_temp.create_with('{place}', '{}', '{}');
SELECT * FROM pg_temp.create_with('{docs}', '{}', '{}');
-- policies
SELECT * FROM pg_temp.create_with('{id}', '[]', '{}');
SELECT * FROM pg_temp.create_with('{id}', '{"name": "type2"}', '{}');
SELECT * FROM pg_temp.create_with('{id}', '{"name": null}', '{}');
SELECT * FROM pg_temp.create_with('{id}', '{"nix": "carry"}', '{}');
SELECT * FROM pg_temp.create_with('{id}', '{"id": "carry"}', '{}');
-- types that have no hash, unless they are not compared
SELECT * FROM pg_temp.create_with('{id}', '{}', '{}');
SELECT * FROM pg_temp.create_with('{id}', '{"doc": "overwrite"}', '{}');
SELECT * FROM pg_temp.create_with('{id}', '{"doc": "carry", "docs": "fixed"}', '{"hash": "sha256"}');
SELECT * FROM pg_temp.create_with('{id}', '{"doc": "carry", "docs": "carry", "place": "carry"}', '{}');
SELECT * FROM pg_temp.create_with('{id}', '{"doc": "carry", "docs": "carry", "place": "carry", "folded": "carry", "name": "previous"}', '{}');
SELECT * FROM pg_temp.create_with('{id}', '{"doc": "carry", "docs": "carry", "place": "carry", "folded": "carry"}', '{}');
SET LOCAL client_min_messages = warning;
DROP TABLE public.dim_refused CASCADE;
RESET client_min_messages;
-- names of the history against those of the source
SELECT * FROM pg_temp.create_with('{id}', '{}', '{}', 'public.plain');
SELECT * FROM pg_temp.create_with('{id}', '{}', '{"valid_from": "name"}', 'public.plain');
SELECT * FROM pg_temp.create_with('{id}', '{}', '{"valid_from": "f", "is_deleted": "f"}', 'public.plain');
SELECT * FROM pg_temp.create_with('{id}', '{}', '{"valid_from": "f", "surrogate_key": "uuid", "surrogate_key_column": "row_hash"}', 'public.plain');
SELECT * FROM pg_temp.create_with('{id}', '{}', '{"valid_from": "ctid"}', 'public.plain');
-- options
SELECT * FROM pg_temp.create_with('{id}', '{}', '"x"', 'public.plain');
SELECT * FROM pg_temp.create_with('{id}', '{}', '{"validFrom": "f"}', 'public.plain');
SELECT * FROM pg_temp.create_with('{id}', '{}', '{"scd_id": "f"}', 'public.plain');
SELECT state, message, hint FROM (VALUES ('{"valid_from": null}'), ('{"valid_from": ""}'), ('{"is_current": 1}'), ('{"type": "time"}'), ('{"open_end": null}'), ('{"end_inclusive": "yes"}'),
	('{"end_inclusive": true}'), ('{"timezone": "Mars/Phobos"}'), ('{"timezone": 1}'), ('{"hash": "md5"}'), ('{"late": "never"}'), ('{"fixed": true}'), ('{"surrogate_key": "serial"}'),
	('{"surrogate_key_column": "sk"}'), ('{"valid_from_column": "nix"}'), ('{"valid_from_column": "name"}'), ('{"valid_from": "0123456789012345678901234567890123456789012345678901234567890123"}')) AS o (options),
	LATERAL pg_temp.create_with('{id}', '{}', '{"valid_from": "f"}'::jsonb || o.options::jsonb, 'public.plain');
-- partition_by is words of ours and names, nothing else
SELECT options, state, message FROM (VALUES ('RANGE (f'), ('RANGE f'), ('f'), ('RANGE ()'), ('RANGE (f) TABLESPACE x'), ('RANGE ((f))'), ('RANGE (lower(aname))'), ('RANGE (f); DROP TABLE public.plain'),
	('LIST (nix)'), ('RANGE (F text_ops)'), ('RANGE ("F")'), ('RANGE (f, )'), ('')) AS o (options),
	LATERAL pg_temp.create_with('{id}', '{}', jsonb_build_object('valid_from', 'f', 'partition_by', o.options), 'public.plain');
-- the place
SELECT * FROM pg_temp.try($$SELECT accord.create_dimension('public.plain', 'public.plain', '{id}', options => '{"valid_from": "f"}')$$);
SELECT * FROM pg_temp.try($$SELECT accord.create_dimension('nowhere.dim', 'public.plain', '{id}')$$);
SELECT * FROM pg_temp.try($$SELECT accord.create_dimension('a.b.c.d', 'public.plain', '{id}')$$);
SELECT * FROM pg_temp.try($$SELECT accord.create_dimension('"open', 'public.plain', '{id}')$$);
SELECT * FROM pg_temp.try($$SELECT accord.create_dimension('pg_temp.dim', 'public.plain', '{id}')$$);
SELECT * FROM pg_temp.try($$SELECT accord.create_dimension(NULL, 'public.plain', '{id}')$$);
SELECT * FROM pg_temp.try($$SELECT accord.create_dimension('public.dim', NULL, '{id}')$$);
CREATE SEQUENCE public.counter;
SELECT * FROM pg_temp.try($$SELECT accord.create_dimension('public.dim', 'public.counter', '{id}')$$);
SELECT count(*) FROM accord.dimension;
ROLLBACK;
