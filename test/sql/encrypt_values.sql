-- What is encrypted is another ciphertext each time and comes back as it was, by any version of the key, with the domain, context and subject it was given and no others; each fault has an error of its own.
BEGIN;
SELECT accord.create_key('person'), accord.create_key('order'), accord.create_key('person', subject => 'ada'), accord.create_key('person', subject => 'eve');
SET LOCAL accord.purpose = 'test';
SELECT v = accord.decrypt(accord.encrypt(v, 'person'), 'person') AS same, octet_length(accord.encrypt(v, 'person')) - octet_length(v) AS longer
FROM (VALUES (''), ('a'), ('Ада 😀'), (repeat('x', 100000))) AS t (v);
SELECT b = accord.decrypt_bytea(accord.encrypt(b, 'person', 'c'), 'person', 'c') AS same FROM (VALUES (''::bytea), ('\x00ff00'), (decode(repeat('00', 5000), 'hex'))) AS t (b);
SELECT accord.decrypt(accord.encrypt('{"a": [1, 2]}'::jsonb::text, 'person'), 'person')::jsonb;
SELECT accord.encrypt(NULL::text, 'person') IS NULL AS e, accord.encrypt(NULL::bytea, 'person') IS NULL AS eb, accord.decrypt(NULL, 'person') IS NULL AS d, accord.decrypt_bytea(NULL, 'person') IS NULL AS db;
SELECT pg_typeof(accord.encrypt('a', 'person')), accord.decrypt(accord.encrypt('\x61', 'person'), 'person') AS literal_is_text;
-- random: no two alike, within a statement or between them, and nothing of the value in it
SELECT count(DISTINCT accord.encrypt('same', 'person')), count(DISTINCT substr(accord.encrypt('same', 'person'), 27, 12)) FROM generate_series(1, 1000);
SELECT position('readable'::bytea IN accord.encrypt('readable', 'person')), encode(substr(accord.encrypt('readable', 'person'), 1, 10), 'hex') AS header;
-- an old version decrypts, and so do the keys of subjects
CREATE TEMP TABLE kept AS SELECT accord.encrypt('old', 'person') AS plain, accord.encrypt('old', 'person', 'c') AS placed, accord.encrypt('ada''s', 'person', subject => 'ada') AS hers,
	accord.encrypt('bytes'::bytea, 'person') AS bytes;
SELECT accord.rotate_key('person');
SELECT accord.decrypt(plain, 'person'), accord.decrypt(placed, 'person', 'c'), accord.decrypt(hers, 'person', subject => 'ada'), accord.decrypt_bytea(bytes, 'person') FROM kept;
SELECT accord.decrypt(accord.encrypt('new', 'person'), 'person'), substr(accord.encrypt('new', 'person'), 3, 4) AS version;
SAVEPOINT s;
-- moved: another context, none, one where there was none, another domain, another subject
SELECT accord.decrypt(placed, 'person', 'd') FROM kept;
ROLLBACK TO s;
SELECT accord.decrypt(placed, 'person') FROM kept;
ROLLBACK TO s;
SELECT accord.decrypt(plain, 'person', '') FROM kept;
ROLLBACK TO s;
SELECT accord.decrypt(plain, 'order') FROM kept;
ROLLBACK TO s;
SELECT accord.decrypt(hers, 'person', subject => 'eve') FROM kept;
ROLLBACK TO s;
SELECT accord.decrypt(hers, 'person') FROM kept;
ROLLBACK TO s;
-- text cannot stand in for a context, a context not for a subject
SELECT accord.decrypt(accord.encrypt('x', 'person', 'ada'), 'person', subject => 'ada');
ROLLBACK TO s;
-- truncated, at either end of the ladder, and made longer
SELECT accord.decrypt(substr(plain, 1, octet_length(plain) - 1), 'person') FROM kept;
ROLLBACK TO s;
SELECT accord.decrypt(substr(plain, 1, 20), 'person') FROM kept;
ROLLBACK TO s;
SELECT accord.decrypt('', 'person');
ROLLBACK TO s;
SELECT accord.decrypt(plain || '\x00', 'person') FROM kept;
ROLLBACK TO s;
SELECT accord.decrypt('\x6a616e65', 'person');
ROLLBACK TO s;
SELECT accord.decrypt(bytes, 'person') FROM kept;
ROLLBACK TO s;
SELECT accord.decrypt_bytea(plain, 'person') FROM kept;
ROLLBACK TO s;
SELECT accord.encrypt('x', NULL);
ROLLBACK TO s;
SELECT accord.decrypt(plain, NULL) FROM kept;
ROLLBACK TO s;
SELECT accord.encrypt('x', 'person', subject => 'nobody');
ROLLBACK TO s;
-- tampered: any bit of any byte is noticed, and what is said depends on where it is
CREATE FUNCTION pg_temp.refusal(value bytea) RETURNS text LANGUAGE plpgsql AS $$
DECLARE code text;
BEGIN
	PERFORM accord.decrypt(value, 'person', 'c');
	RETURN 'decrypted';
EXCEPTION WHEN OTHERS THEN
	GET STACKED DIAGNOSTICS code = RETURNED_SQLSTATE;
	RETURN code || ' ' || regexp_replace(sqlerrm, '[0-9]+$', '...');
END $$;
SELECT min(byte) AS from, max(byte) AS to, refusal, count(*) AS bits
FROM kept, generate_series(0, octet_length(placed) - 1) byte, generate_series(0, 7) bit, pg_temp.refusal(set_bit(placed, byte * 8 + bit, 1 - get_bit(placed, byte * 8 + bit))) refusal
GROUP BY refusal ORDER BY min(byte), max(byte), refusal COLLATE "C";
-- destroyed with its key
SELECT accord.destroy_key('person', subject => 'ada');
SAVEPOINT s;
SELECT accord.decrypt(hers, 'person', subject => 'ada') FROM kept;
ROLLBACK TO s;
SELECT accord.decrypt(plain, 'person') FROM kept;
SELECT accord.destroy_key('person', 1);
SAVEPOINT s;
SELECT accord.decrypt(plain, 'person') FROM kept;
ROLLBACK TO s;
SELECT proname, provolatile, proisstrict, proparallel, count(*) FROM pg_proc
WHERE pronamespace = 'accord'::regnamespace AND proname IN ('encrypt', 'decrypt', 'decrypt_bytea') GROUP BY 1, 2, 3, 4 ORDER BY 1;
ROLLBACK;
