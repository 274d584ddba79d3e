-- A merge has the rights of its caller and no others; nothing of search_path, triggers or row security gets between.
\set SHOW_CONTEXT never
SET datestyle TO ISO;
SET timezone TO 'UTC';
CREATE ROLE regress_accord_owner;
CREATE ROLE regress_accord_loader;
CREATE SCHEMA merge_rights;
GRANT USAGE ON SCHEMA merge_rights TO regress_accord_loader;
GRANT ALL ON SCHEMA merge_rights TO regress_accord_owner;
SET search_path TO merge_rights;
SET ROLE regress_accord_owner;
CREATE TABLE person (id int, name text);
INSERT INTO person VALUES (1, 'a'), (2, 'b');
SELECT accord.create_dimension('dim', 'person', '{id}', '{}', '{"surrogate_key": "identity"}');
RESET ROLE;
-- which rights: all but one; the row of the dimension is not locked where one on the dimension is missing
CREATE FUNCTION try(revoked text, statement text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	result text;
	before text := (SELECT concat(ctid, xmax) FROM accord.dimension WHERE dimension_schema = 'merge_rights');
	touched boolean;
BEGIN
	GRANT SELECT, INSERT, UPDATE, DELETE ON merge_rights.dim TO regress_accord_loader;
	GRANT SELECT ON merge_rights.person TO regress_accord_loader;
	EXECUTE format('REVOKE %s FROM regress_accord_loader', revoked);
	SET LOCAL ROLE regress_accord_loader;
	BEGIN
		EXECUTE statement INTO result;
		result := 'accepted';
	EXCEPTION WHEN OTHERS THEN
		result := SQLSTATE || ' ' || SQLERRM;
	END;
	RESET ROLE;
	SELECT concat(ctid, xmax) <> before INTO touched FROM accord.dimension WHERE dimension_schema = 'merge_rights';
	RETURN result || CASE WHEN touched THEN ', locked' ELSE ', not locked' END;
END
$$;
SELECT revoked, try(revoked, 'SELECT accord.merge(''merge_rights.dim'', at => ''2026-01-01'', dry_run => true)') AS merge, try(revoked, 'SELECT accord.merge_sql(''merge_rights.dim'', at => ''2026-01-01'')') AS merge_sql
	FROM unnest('{SELECT ON merge_rights.dim,INSERT ON merge_rights.dim,UPDATE ON merge_rights.dim,DELETE ON merge_rights.dim,SELECT ON merge_rights.person,ALL ON ALL TABLES IN SCHEMA merge_rights}'::text[]) WITH ORDINALITY AS r (revoked, n) ORDER BY n;
GRANT SELECT, INSERT, UPDATE ON dim TO regress_accord_loader;
GRANT SELECT ON person TO regress_accord_loader;
-- who owns nothing of accord and may not write its tables merges, and that is written
SET ROLE regress_accord_loader;
SELECT inserted FROM accord.merge('dim', at => '2026-01-01');
SELECT at, inserted, merged_by FROM accord.feed WHERE dimension_schema = 'merge_rights';
SELECT has_table_privilege('accord.feed', 'INSERT') OR has_table_privilege('accord.dimension', 'UPDATE') AS may_write;
-- some of the columns of the source are enough, or a query of one's own
RESET ROLE;
REVOKE SELECT ON person FROM regress_accord_loader;
GRANT SELECT (id) ON person TO regress_accord_loader;
SET ROLE regress_accord_loader;
SELECT accord.merge('dim', at => '2026-01-02');
SELECT accord.merge('dim', query => 'SELECT id, name FROM merge_rights.person', at => '2026-01-02');
SELECT unchanged FROM accord.merge('dim', query => 'SELECT id, chr(96 + id) AS name FROM merge_rights.person', at => '2026-01-02');
-- of the dimension all columns are needed
RESET ROLE;
GRANT SELECT ON person TO regress_accord_loader;
REVOKE UPDATE ON dim FROM regress_accord_loader;
GRANT UPDATE (valid_to, is_current) ON dim TO regress_accord_loader;
SET ROLE regress_accord_loader;
SELECT accord.merge('dim', at => '2026-01-03');
RESET ROLE;
GRANT UPDATE ON dim TO regress_accord_loader;
-- without the right to temporary tables
DO $$ BEGIN EXECUTE format('REVOKE TEMP ON DATABASE %I FROM PUBLIC', current_database()); END $$;
SET ROLE regress_accord_loader;
\set VERBOSITY sqlstate
SELECT accord.merge('dim', at => '2026-01-03');
\set VERBOSITY default
RESET ROLE;
DO $$ BEGIN EXECUTE format('GRANT TEMP ON DATABASE %I TO PUBLIC', current_database()); END $$;

-- row security on the source, on the target: an error and not the part that the caller sees
INSERT INTO person VALUES (3, 'c');
ALTER TABLE person ENABLE ROW LEVEL SECURITY;
CREATE POLICY a_part ON person USING (id < 3);
SET ROLE regress_accord_loader;
SELECT count(*) FROM person;
SELECT accord.merge('dim', at => '2026-01-03', deletes => 'close');
SELECT accord.merge('dim', query => 'SELECT * FROM merge_rights.person', at => '2026-01-03', deletes => 'close');
RESET ROLE;
ALTER TABLE person DISABLE ROW LEVEL SECURITY;
ALTER TABLE dim ENABLE ROW LEVEL SECURITY;
CREATE POLICY a_part ON dim USING (id < 2);
SET ROLE regress_accord_loader;
SELECT accord.merge('dim', at => '2026-01-03');
SHOW row_security;
-- not for the owner, whom it does not bind, unless it is forced
SET ROLE regress_accord_owner;
SELECT inserted, unchanged FROM accord.merge('dim', at => '2026-01-03');
ALTER TABLE dim FORCE ROW LEVEL SECURITY;
SELECT accord.merge('dim', at => '2026-01-04');
ALTER TABLE dim NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
RESET ROLE;

-- operators, functions and types of the same name first in search_path
CREATE SCHEMA merge_rights_evil;
GRANT USAGE ON SCHEMA merge_rights_evil TO PUBLIC;
SET search_path TO merge_rights_evil, pg_catalog;
CREATE FUNCTION merge_rights_evil.bad(int, int) RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'called'; END $$;
CREATE FUNCTION merge_rights_evil.bad(text, text) RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'called'; END $$;
CREATE FUNCTION merge_rights_evil.bad(uuid, uuid) RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'called'; END $$;
CREATE FUNCTION merge_rights_evil.bad("char", "char") RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'called'; END $$;
CREATE FUNCTION merge_rights_evil.bad(timestamptz, timestamptz) RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'called'; END $$;
CREATE FUNCTION merge_rights_evil.bad(tid, tid) RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'called'; END $$;
CREATE FUNCTION merge_rights_evil.bad(bigint, bigint) RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'called'; END $$;
DO $$
DECLARE
	operator text;
	type text;
BEGIN
	FOR operator, type IN SELECT o, t FROM unnest('{=,<>,<,>,<=,>=}'::text[]) AS o, unnest('{int,text,uuid,"\"char\"",timestamptz,tid,bigint}'::text[]) AS t LOOP
		EXECUTE format('CREATE OPERATOR merge_rights_evil.%s (FUNCTION = merge_rights_evil.bad, LEFTARG = %s, RIGHTARG = %2$s)', operator, type);
	END LOOP;
END
$$;
CREATE FUNCTION merge_rights_evil.count() RETURNS bigint LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'called'; END $$;
CREATE FUNCTION merge_rights_evil.row_number() RETURNS bigint LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'called'; END $$;
CREATE FUNCTION merge_rights_evil.row_hash(VARIADIC text[]) RETURNS uuid LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'called'; END $$;
CREATE DOMAIN merge_rights_evil.int8 AS text CHECK (false);
CREATE DOMAIN merge_rights_evil.timestamptz AS text CHECK (false);
CREATE TABLE merge_rights_evil.dimension (a int);
CREATE TABLE merge_rights_evil.person (id int, name text);
DO $$ BEGIN PERFORM 1 WHERE 1 = 1; EXCEPTION WHEN OTHERS THEN RAISE NOTICE '%', SQLERRM; END $$;
CREATE TABLE merge_rights.staged (id bigint, name varchar, lsn bigint);
INSERT INTO merge_rights.staged VALUES (1, 'A', 1), (1, 'a', 0), (3, 'c', 1), (4, 'd', 5);
SELECT inserted, versioned, unchanged, duplicates, closed FROM accord.merge('merge_rights.dim', 'merge_rights.staged', at => '2026-01-05', deletes => 'close', sequence_by => 'lsn', max_change => 1);
SELECT inserted, versioned, unchanged, duplicates, closed, replaced FROM accord.merge('merge_rights.dim', 'merge_rights.staged', at => '2026-01-05', sequence_by => 'lsn');
SELECT reopened, unchanged FROM accord.merge('merge_rights.dim', at => '2026-01-06', mode => 'delta');
-- all that merges can be asked for
CREATE TABLE merge_rights.rich (id text, v text, o text, f text, p text, c text, k json, t date);
SELECT accord.create_dimension('merge_rights.dim_rich', 'merge_rights.rich', '{id,v}', '{"o": "overwrite", "f": "fixed", "p": "previous", "c": "current", "k": "carry", "t": "carry"}', '{"is_deleted": true, "valid_from_column": "t", "type": "date", "open_end": "null", "is_current": null, "hash": "sha256"}');
SELECT accord.create_dimension('merge_rights.dim_replaced', 'merge_rights.rich', '{id,v}', '{"o": "overwrite", "f": "fixed", "p": "previous", "c": "current", "k": "carry", "t": "carry"}', '{"is_deleted": true, "open_end": "9999-12-31", "is_current": null}');
INSERT INTO merge_rights.rich SELECT pg_catalog.chr(96 OPERATOR(pg_catalog.+) n), 'v', 'o', 'f', 'p', 'c', '1', '2026-01-01' FROM pg_catalog.generate_series(1, 4) AS n;
SELECT inserted FROM accord.merge('merge_rights.dim_rich', at => '2026-01-01', deletes => 'record', sequence_by => 't', max_change => 1);
SELECT inserted FROM accord.merge('merge_rights.dim_replaced', at => '2026-01-01', deletes => 'record');
UPDATE merge_rights.rich SET o = 'o2', f = 'f2', p = 'p2', c = 'c2', k = '2', t = '2026-01-02' WHERE id OPERATOR(pg_catalog.=) 'a';
UPDATE merge_rights.rich SET p = 'p2', t = '2026-01-02' WHERE id OPERATOR(pg_catalog.=) 'b';
DELETE FROM merge_rights.rich WHERE id OPERATOR(pg_catalog.=) 'c';
SELECT versioned, overwritten, unchanged, recorded FROM accord.merge('merge_rights.dim_rich', at => '2026-01-03', deletes => 'record', sequence_by => 't', max_change => 1);
SELECT versioned, overwritten, unchanged, recorded FROM accord.merge('merge_rights.dim_replaced', at => '2026-01-03', deletes => 'record');
SELECT versioned, overwritten, unchanged, closed, replaced FROM accord.merge('merge_rights.dim_replaced', query => 'SELECT id, v, o, f, p, ''c3'' AS c, k, t FROM merge_rights.rich', at => '2026-01-03', deletes => 'close', sequence_by => 't');
SET search_path TO merge_rights;
SELECT id, name, valid_from, valid_to FROM dim ORDER BY id, valid_from;

-- a trigger that keeps a row back: nothing is changed
CREATE FUNCTION keep_back() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN CASE WHEN NEW.id = 1 THEN NULL ELSE NEW END; END $$;
CREATE TRIGGER keep_back BEFORE INSERT ON dim FOR EACH ROW EXECUTE FUNCTION keep_back();
UPDATE person SET name = name || '!';
SELECT accord.merge('dim', at => '2026-01-07');
\echo :SQLSTATE
DROP TRIGGER keep_back ON dim;
CREATE TRIGGER keep_back BEFORE UPDATE ON dim FOR EACH ROW EXECUTE FUNCTION keep_back();
SELECT accord.merge('dim', at => '2026-01-07');
DROP TRIGGER keep_back ON dim;
SELECT count(*) FROM dim WHERE name LIKE '%!';
SELECT max(at) FROM accord.feed WHERE dimension_schema = 'merge_rights';
-- triggers and foreign keys of the target
CREATE TABLE written (n int GENERATED ALWAYS AS IDENTITY, what text);
CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN INSERT INTO merge_rights.written (what) VALUES (TG_OP || ' ' || NEW.id || ' by ' || session_user); RETURN NULL; END $$;
CREATE TRIGGER note AFTER INSERT OR UPDATE ON dim FOR EACH ROW EXECUTE FUNCTION note();
CREATE TABLE known (name text PRIMARY KEY);
INSERT INTO known SELECT DISTINCT name FROM dim UNION SELECT name FROM person WHERE id > 1;
ALTER TABLE dim ADD CONSTRAINT known FOREIGN KEY (name) REFERENCES known;
\set VERBOSITY terse
SELECT accord.merge('dim', at => '2026-01-07');
\echo :SQLSTATE
\set VERBOSITY default
SELECT versioned FROM accord.merge('dim', query => 'SELECT * FROM merge_rights.person WHERE id = 2', at => '2026-01-07');
SELECT split_part(what, ' by ', 1) FROM written ORDER BY n;
-- a trigger reads what the caller may see, as with any other statement
CREATE TABLE limits (name text);
INSERT INTO limits VALUES ('shown'), ('hidden');
ALTER TABLE limits ENABLE ROW LEVEL SECURITY;
CREATE POLICY a_part ON limits USING (name = 'shown');
CREATE TABLE counted (n bigint);
GRANT SELECT ON limits TO regress_accord_loader;
GRANT INSERT ON counted TO regress_accord_loader;
CREATE FUNCTION read_limits() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO merge_rights.counted SELECT count(*) FROM merge_rights.limits; RETURN NULL; END $$;
CREATE TRIGGER read_limits AFTER INSERT ON dim FOR EACH STATEMENT EXECUTE FUNCTION read_limits();
SET ROLE regress_accord_loader;
SELECT inserted FROM accord.merge('dim', query => 'SELECT 9 AS id, ''a'' AS name', at => '2026-01-07 12:00', mode => 'delta');
RESET ROLE;
SELECT n FROM counted;
DROP TRIGGER read_limits ON dim;
-- what each step is, in pg_stat_activity
CREATE TABLE seen (n int GENERATED ALWAYS AS IDENTITY, op text, activity text);
CREATE FUNCTION look() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
	PERFORM pg_catalog.pg_stat_clear_snapshot();
	INSERT INTO merge_rights.seen (op, activity) SELECT TG_OP, query FROM pg_catalog.pg_stat_activity WHERE pid OPERATOR(pg_catalog.=) pg_catalog.pg_backend_pid();
	RETURN NULL;
END
$$;
CREATE TRIGGER look AFTER INSERT OR UPDATE OR DELETE ON dim FOR EACH STATEMENT EXECUTE FUNCTION look();
ALTER TABLE dim DROP CONSTRAINT known;
SELECT versioned, closed FROM accord.merge('dim', at => '2026-01-08', deletes => 'close');
SELECT versioned, closed FROM accord.merge('dim', query => 'SELECT * FROM merge_rights.person', at => '2026-01-08', deletes => 'close');
SELECT op, activity FROM seen ORDER BY n;
SELECT query FROM pg_stat_activity WHERE pid = pg_backend_pid();
SELECT accord.merge('dim', at => '2026-01-01'); SELECT query FROM pg_stat_activity WHERE pid = pg_backend_pid();
SET client_min_messages = warning;
DROP SCHEMA merge_rights, merge_rights_evil CASCADE;
DROP ROLE regress_accord_owner, regress_accord_loader;
