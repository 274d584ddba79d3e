-- Who makes policies is said by grants; who encrypts and decrypts by grant_domain, each for itself. Nobody writes the table by hand, and all may read it.
\set SHOW_CONTEXT never
BEGIN;
CREATE ROLE regress_accord_fpe_in;
CREATE ROLE regress_accord_fpe_out;
SELECT accord.create_key('fpe_rights');
SELECT accord.create_fpe_policy('fpe_id', 'fpe_rights', '{"like": "numeric_id"}');
SELECT accord.grant_domain('fpe_rights', 'regress_accord_fpe_in', 'token'), accord.grant_domain('fpe_rights', 'regress_accord_fpe_out', 'decrypt');
CREATE TABLE public.fpe_rights AS SELECT accord.encrypt_fpe('123456789', 'fpe_id') AS id;
GRANT SELECT ON public.fpe_rights TO PUBLIC;
SAVEPOINT s;
SET LOCAL ROLE regress_accord_fpe_in;
SET LOCAL accord.purpose = 'test';
SELECT accord.encrypt_fpe('123456789', 'fpe_id') = id AS same FROM public.fpe_rights;
SELECT accord.decrypt_fpe(id, 'fpe_id') FROM public.fpe_rights;
ROLLBACK TO s;
SET LOCAL ROLE regress_accord_fpe_out;
SET LOCAL accord.purpose = 'test';
SELECT accord.decrypt_fpe(id, 'fpe_id') FROM public.fpe_rights;
SELECT accord.encrypt_fpe('123456789', 'fpe_id');
ROLLBACK TO s;
-- without a purpose nothing comes out
SELECT accord.decrypt_fpe(id, 'fpe_id') FROM public.fpe_rights;
ROLLBACK TO s;
-- the role of the moment counts, within one statement too
CREATE FUNCTION public.fpe_as_out(value text) RETURNS text LANGUAGE plpgsql SET role = regress_accord_fpe_out AS $$ BEGIN RETURN accord.encrypt_fpe(value, 'fpe_id'); END $$;
SELECT accord.encrypt_fpe('123456789', 'fpe_id') IS NOT NULL AS owner, public.fpe_as_out('123456789');
ROLLBACK TO s;
-- the table
SET LOCAL ROLE regress_accord_fpe_in;
SELECT policy, version FROM accord.fpe_policy WHERE policy = 'fpe_id';
INSERT INTO accord.fpe_policy VALUES ('mine', 1, 'fpe_rights', 1, '{}');
ROLLBACK TO s;
SET LOCAL ROLE regress_accord_fpe_in;
UPDATE accord.fpe_policy SET key_version = 1;
ROLLBACK TO s;
-- the functions that administer
SET LOCAL ROLE regress_accord_fpe_in;
SELECT accord.create_fpe_policy('mine', 'fpe_rights', '{"like": "card"}');
ROLLBACK TO s;
SET LOCAL ROLE regress_accord_fpe_in;
SELECT accord.rotate_fpe_policy('fpe_id', '{"like": "card"}');
ROLLBACK TO s;
SET LOCAL ROLE regress_accord_fpe_in;
SELECT accord.drop_fpe_policy('fpe_id');
ROLLBACK TO s;
GRANT EXECUTE ON FUNCTION accord.create_fpe_policy(text, text, jsonb), accord.rotate_fpe_policy(text, jsonb), accord.drop_fpe_policy(text, integer) TO regress_accord_fpe_in;
SET LOCAL ROLE regress_accord_fpe_in;
SELECT accord.create_fpe_policy('mine', 'fpe_rights', '{"like": "card"}'), accord.rotate_fpe_policy('fpe_id', '{"like": "card"}');
SELECT accord.drop_fpe_policy('fpe_id');
SELECT policy FROM accord.fpe_policy WHERE domain = 'fpe_rights' AND definition IS NOT NULL;
ROLLBACK;
