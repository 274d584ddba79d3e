-- Tables that accord alone writes refuse the statements of everybody else, whatever they were granted; its functions, its owner and superusers write them.
\set SHOW_CONTEXT never
SET client_min_messages = warning;
BEGIN;
CREATE ROLE regress_accord_loader IN ROLE pg_write_all_data, pg_read_all_data;
GRANT ALL ON ALL TABLES IN SCHEMA accord TO regress_accord_loader;
CREATE ROLE regress_accord_administrator IN ROLE regress_accord_loader;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA accord TO regress_accord_administrator;
CREATE SCHEMA key_guard_written AUTHORIZATION regress_accord_administrator;
SELECT accord.create_key('person');
CREATE FUNCTION pg_temp.refused(statement text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	hint text;
BEGIN
	EXECUTE statement;
	RETURN 'done';
EXCEPTION WHEN insufficient_privilege THEN
	GET STACKED DIAGNOSTICS hint = PG_EXCEPTION_HINT;
	RETURN concat_ws(' / ', SQLERRM, regexp_replace(hint, '".*"', '"..."'));
END $$;
SET LOCAL ROLE regress_accord_loader;
SELECT name, pg_temp.refused(format(statement, name))
FROM unnest('{domain,data_key,domain_grant,token_registration,fpe_policy,dimension,feed}'::text[]) WITH ORDINALITY AS t (name, n),
	unnest(ARRAY['INSERT INTO accord.%I OVERRIDING SYSTEM VALUE SELECT * FROM accord.%1$I', 'DELETE FROM accord.%I', 'TRUNCATE accord.%I CASCADE']) WITH ORDINALITY AS s (statement, o)
ORDER BY n, o;
SELECT pg_temp.refused($$UPDATE accord.data_key SET wrapped = NULL, destroyed_at = now()$$);
SELECT pg_temp.refused($$INSERT INTO accord.domain_grant VALUES ('person', 'decrypt', 'regress_accord_loader', now(), 'postgres')$$);
SELECT pg_temp.refused($$INSERT INTO accord.token_registration VALUES ('public', 'mine', 'token', 'email', 'person', 'postgres')$$);
RESET ROLE;
-- not by switching triggers off either
SET LOCAL session_replication_role = replica;
SET LOCAL ROLE regress_accord_loader;
SELECT pg_temp.refused('DELETE FROM accord.domain_grant');
RESET ROLE;
SET LOCAL session_replication_role = origin;
-- accord's functions, as whoever may call them
SET LOCAL ROLE regress_accord_administrator;
SELECT accord.grant_domain('person', 'regress_accord_administrator', 'token');
SELECT accord.rotate_key('person');
SELECT accord.create_fpe_policy('digits', 'person', '{"like": "numeric_id"}') > 0 AS made;
CREATE TABLE key_guard_written.patient (id int, name text);
SELECT accord.token_column('key_guard_written.patient', 'name', 'name_token', 'person');
SELECT accord.drop_token_column('key_guard_written.patient', 'name_token');
SELECT accord.destroy_key('person');
RESET ROLE;
-- and the owner and superusers, as a restore does
DELETE FROM accord.domain_grant WHERE domain = 'person';
SELECT pg_temp.refused(format('GRANT %s TO regress_accord_loader', extowner::regrole)) FROM pg_extension WHERE extname = 'accord';
SET LOCAL ROLE regress_accord_loader;
DELETE FROM accord.data_key WHERE domain = 'person';
ROLLBACK;
-- every table that says so
BEGIN;
SELECT tgrelid::regclass AS "table", tgname, tgenabled
FROM pg_trigger WHERE tgfoid = 'accord.written_by_accord'::regproc ORDER BY tgrelid::regclass::text COLLATE "C";
SELECT obj_description(c.oid, 'pg_class') FROM pg_class AS c
WHERE c.relnamespace = 'accord'::regnamespace AND obj_description(c.oid, 'pg_class') LIKE '%accord alone%'
	AND NOT EXISTS (SELECT FROM pg_trigger AS t WHERE t.tgrelid = c.oid AND t.tgname = 'written_by_accord');
ROLLBACK;
