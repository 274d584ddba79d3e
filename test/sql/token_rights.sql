-- Tokens are made by whoever was granted the domain, checked for the user of each call: SET ROLE, SECURITY DEFINER and revoking count at once.
\set SHOW_CONTEXT never
BEGIN;
CREATE ROLE regress_accord_maker;
CREATE ROLE regress_accord_other;
SELECT accord.create_key('person');
SELECT accord.grant_domain('person', 'regress_accord_maker', 'token');
SAVEPOINT s;
SET LOCAL ROLE regress_accord_other;
SELECT accord.token('x', 'person');
ROLLBACK TO s;
SET LOCAL ROLE regress_accord_other;
SELECT accord.token_uuid(1, 'person');
ROLLBACK TO s;
SET LOCAL ROLE regress_accord_other;
SELECT accord.noise(1, 'person', 10);
ROLLBACK TO s;
SET LOCAL ROLE regress_accord_other;
SELECT accord.encrypt('x', 'person');
ROLLBACK TO s;
-- a cursor that another role goes on with
SET LOCAL ROLE regress_accord_maker;
DECLARE c CURSOR FOR SELECT accord.token(i, 'person') IS NOT NULL FROM generate_series(1, 5) i;
FETCH 2 FROM c;
SET LOCAL ROLE regress_accord_other;
FETCH 1 FROM c;
ROLLBACK TO s;
-- lent by a function of who may
CREATE FUNCTION pg_temp.lent(text) RETURNS text LANGUAGE sql SECURITY DEFINER AS $$ SELECT accord.token($1, 'person') $$;
SET LOCAL ROLE regress_accord_other;
SELECT pg_temp.lent('x') IS NOT NULL AS lent;
RESET ROLE;
-- revoked between two statements
SET LOCAL ROLE regress_accord_maker;
PREPARE p AS SELECT accord.token('x', 'person') IS NOT NULL AS made;
EXECUTE p;
RESET ROLE;
SELECT accord.revoke_domain('person', 'regress_accord_maker', 'token');
SET LOCAL ROLE regress_accord_maker;
EXECUTE p;
ROLLBACK;
