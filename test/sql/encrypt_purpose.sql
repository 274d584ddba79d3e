-- Nothing is decrypted without a purpose and the right 'decrypt'; encrypting needs the right 'token' alone, and neither right gives the other.
\set SHOW_CONTEXT never
BEGIN;
CREATE ROLE regress_accord_writer;
CREATE ROLE regress_accord_reader;
SELECT accord.create_key('person');
SELECT accord.grant_domain('person', 'regress_accord_writer', 'token');
SELECT accord.grant_domain('person', 'regress_accord_reader', 'decrypt');
CREATE TEMP TABLE kept (v bytea);
GRANT ALL ON kept TO regress_accord_writer, regress_accord_reader;
SHOW accord.purpose;
SAVEPOINT s;
SET LOCAL ROLE regress_accord_writer;
INSERT INTO kept SELECT accord.encrypt('x', 'person');
SAVEPOINT t;
SET LOCAL accord.purpose = 'ticket 4711';
SELECT accord.decrypt(v, 'person') FROM kept;
ROLLBACK TO t;
SET LOCAL ROLE regress_accord_reader;
SELECT accord.decrypt(v, 'person') FROM kept;
ROLLBACK TO t;
SET LOCAL ROLE regress_accord_reader;
SET LOCAL accord.purpose = '   ';
SELECT accord.decrypt(v, 'person') FROM kept;
ROLLBACK TO t;
SET LOCAL ROLE regress_accord_reader;
SET LOCAL accord.purpose = 'ticket 4711';
SELECT accord.decrypt(v, 'person') FROM kept;
SELECT accord.encrypt('x', 'person');
ROLLBACK TO t;
-- no purpose is asked for where nothing is decrypted
SET LOCAL ROLE regress_accord_reader;
SELECT accord.decrypt(NULL, 'person');
SET LOCAL accord.purpose = 'ticket 4711';
-- a read-only transaction decrypts
SET TRANSACTION READ ONLY;
SELECT accord.decrypt(v, 'person') FROM kept;
ROLLBACK;
SELECT set_config('accord.purpose', repeat('p', 256), false) IS NOT NULL AS fits;
SELECT set_config('accord.purpose', repeat('p', 257), false);
RESET accord.purpose;
