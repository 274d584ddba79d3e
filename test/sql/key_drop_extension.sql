-- The extension is not dropped while it holds keys, on none of the ways that lead there, unless accord.allow_drop is on; destroyed keys hold nothing.
\set SHOW_CONTEXT never
SET client_min_messages = warning;
BEGIN;
SELECT accord.create_key('person');
SAVEPOINT s;
DROP EXTENSION accord;
ROLLBACK TO s;
DROP EXTENSION IF EXISTS plpgsql, accord CASCADE;
ROLLBACK TO s;
DROP EXTENSION plpgsql CASCADE;
ROLLBACK TO s;
DROP OWNED BY CURRENT_USER CASCADE;
ROLLBACK TO s;
-- PostgreSQL's own refusals
DROP SCHEMA accord CASCADE;
ROLLBACK TO s;
DROP TABLE accord.data_key CASCADE;
ROLLBACK TO s;
DROP LANGUAGE plpgsql CASCADE;
ROLLBACK TO s;
DROP EVENT TRIGGER accord_keep_keys;
ROLLBACK TO s;
-- others go as ever
DROP EXTENSION plpgsql;
ROLLBACK TO s;
SET LOCAL accord.allow_drop = on;
DROP EXTENSION accord;
ROLLBACK TO s;
SELECT accord.destroy_key('person');
DROP EXTENSION accord;
ROLLBACK;
