-- A version of a policy is pinned to one key: rotating makes another one, and what was encrypted by the old one comes back as long as its version is named.
\set SHOW_CONTEXT never
BEGIN;
SELECT accord.create_key('fpe_versions');
SELECT accord.create_fpe_policy('fpe_id', 'fpe_versions', '{"like": "numeric_id"}');
SET LOCAL accord.purpose = 'test';
SELECT accord.encrypt_fpe('123456789', 'fpe_id') AS first \gset
-- a new key alone changes nothing
SELECT accord.rotate_key('fpe_versions');
SELECT accord.encrypt_fpe('123456789', 'fpe_id') = :'first' AS same;
SELECT accord.rotate_fpe_policy('fpe_id');
SELECT policy, version, domain, key_version, definition FROM accord.fpe_policy WHERE policy = 'fpe_id' ORDER BY version;
SELECT accord.encrypt_fpe('123456789', 'fpe_id') = :'first' AS newest, accord.encrypt_fpe('123456789', 'fpe_id', 1) = :'first' AS old,
	   accord.encrypt_fpe('123456789', 'fpe_id', 2) = accord.encrypt_fpe('123456789', 'fpe_id') AS two_is_newest,
	   accord.decrypt_fpe(:'first', 'fpe_id', 1) AS back, accord.decrypt_fpe(:'first', 'fpe_id') = '123456789' AS by_the_wrong_version;
-- re-encrypting a column
CREATE TABLE public.fpe_person (id text, version int);
INSERT INTO public.fpe_person SELECT accord.encrypt_fpe((100000 + i)::text, 'fpe_id', 1), 1 FROM generate_series(1, 100) AS i;
UPDATE public.fpe_person SET id = accord.encrypt_fpe(accord.decrypt_fpe(id, 'fpe_id', version), 'fpe_id', 2), version = 2;
SELECT count(*), sum(accord.decrypt_fpe(id, 'fpe_id', version)::int) FROM public.fpe_person;
-- versions of one call may differ from row to row
SELECT count(DISTINCT accord.encrypt_fpe('123456789', 'fpe_id', 1 + i % 2)) FROM generate_series(1, 10) AS i;
-- another definition
SELECT accord.rotate_fpe_policy('fpe_id', '{"min_length": 9, "alphabet": "hex"}');
SELECT version, key_version, definition FROM accord.fpe_policy WHERE policy = 'fpe_id' ORDER BY version DESC LIMIT 1;
SELECT accord.rotate_fpe_policy('fpe_id', '{"like": "ssn"}');
SELECT version, definition FROM accord.fpe_policy WHERE policy = 'fpe_id' ORDER BY version DESC LIMIT 1;
SAVEPOINT s;
-- nothing new
SELECT accord.rotate_fpe_policy('fpe_id');
ROLLBACK TO s;
SELECT accord.rotate_fpe_policy('fpe_id', '{"max_length": 5}');
ROLLBACK TO s;
SELECT accord.rotate_fpe_policy('fpe_nothing');
ROLLBACK TO s;
-- a version made and rolled back in one statement is not used afterwards
SELECT accord.encrypt_fpe('123456789', 'fpe_id') AS before \gset
DO $$
DECLARE
	before text := accord.encrypt_fpe('123456789', 'fpe_id');
BEGIN
	BEGIN
		PERFORM accord.rotate_key('fpe_versions'), accord.rotate_fpe_policy('fpe_id');
		IF accord.encrypt_fpe('123456789', 'fpe_id') = before THEN
			RAISE 'the new version is not used';
		END IF;
		RAISE 'back';
	EXCEPTION WHEN raise_exception THEN
		RAISE NOTICE '%', SQLERRM;
	END;
	IF accord.encrypt_fpe('123456789', 'fpe_id') <> before THEN
		RAISE 'the version that was rolled back is used';
	END IF;
END
$$;
-- nor is an old one, by the same expression of one statement
DO $$
DECLARE
	before text;
	cipher text;
BEGIN
	FOR i IN 1..2 LOOP
		cipher := accord.encrypt_fpe('123456789', 'fpe_id');
		IF cipher = before THEN
			RAISE 'the new version is not used';
		END IF;
		before := cipher;
		PERFORM accord.rotate_key('fpe_versions'), accord.rotate_fpe_policy('fpe_id');
	END LOOP;
END
$$;
ROLLBACK TO s;
-- versions that are none
SELECT accord.encrypt_fpe('123456789', 'fpe_id', 5);
ROLLBACK TO s;
SELECT accord.encrypt_fpe('123456789', 'fpe_id', 0);
ROLLBACK TO s;
SELECT accord.encrypt_fpe('123456789', 'fpe_nothing');
ROLLBACK TO s;
SELECT accord.encrypt_fpe('123456789', NULL);
ROLLBACK TO s;
SELECT accord.encrypt_fpe('123456789', '');
ROLLBACK TO s;
-- dropping
SELECT accord.drop_fpe_policy('fpe_id', 2);
SELECT accord.encrypt_fpe('123456789', 'fpe_id', 2);
ROLLBACK TO s;
SELECT accord.drop_fpe_policy('fpe_id', 4);
ROLLBACK TO s;
SELECT accord.drop_fpe_policy('fpe_id', 9);
ROLLBACK TO s;
SELECT accord.drop_fpe_policy('fpe_id', 0);
ROLLBACK TO s;
SELECT accord.drop_fpe_policy('fpe_id', -1);
ROLLBACK TO s;
SELECT accord.drop_fpe_policy('fpe_nothing');
ROLLBACK TO s;
-- a key that was destroyed: by its versions nothing comes back
SELECT accord.destroy_key('fpe_versions', 1);
SELECT accord.encrypt_fpe('123456789', 'fpe_id') = :'before' AS newest;
SELECT accord.decrypt_fpe(:'first', 'fpe_id', 1);
ROLLBACK TO s;
SELECT accord.drop_fpe_policy('fpe_id');
SELECT policy, version, definition IS NULL AS dropped FROM accord.fpe_policy WHERE policy = 'fpe_id';
SAVEPOINT s;
SELECT accord.encrypt_fpe('123456789', 'fpe_id');
ROLLBACK TO s;
SELECT accord.encrypt_fpe('123456789', 'fpe_id', 4);
ROLLBACK TO s;
SELECT accord.drop_fpe_policy('fpe_id');
ROLLBACK TO s;
SELECT accord.rotate_fpe_policy('fpe_id');
ROLLBACK TO s;
-- made again, it has other versions: what the first one encrypted does not come back wrong
SELECT accord.create_fpe_policy('fpe_id', 'fpe_versions', '{"like": "numeric_id"}');
SELECT accord.decrypt_fpe(accord.encrypt_fpe('123456789', 'fpe_id'), 'fpe_id', 5);
SELECT accord.drop_fpe_policy('fpe_id', 4);
ROLLBACK TO s;
SELECT accord.create_fpe_policy('fpe_id', 'fpe_versions', '{"like": "numeric_id"}');
SELECT accord.decrypt_fpe(:'first', 'fpe_id', 1);
ROLLBACK TO s;
SELECT accord.create_fpe_policy('fpe_id', 'fpe_versions', '{"like": "numeric_id"}');
SELECT accord.rotate_fpe_policy('fpe_id', '{"like": "ssn"}');
SELECT accord.drop_fpe_policy('fpe_id');
SELECT accord.create_fpe_policy('fpe_id', 'fpe_versions', '{"like": "numeric_id"}');
ROLLBACK;
