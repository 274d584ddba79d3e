-- A wrapped key belongs to its domain, subject and version: a row that was moved or changed is damaged, one of another key-encryption key says so.
BEGIN;
SELECT accord.create_key('person');
SELECT accord.create_key('card');
SELECT accord.rotate_key('card');
SELECT accord.create_key('card', subject => 'ada');
SAVEPOINT s;
UPDATE accord.data_key SET wrapped = (SELECT wrapped FROM accord.data_key WHERE domain = 'card' AND subject = '' AND version = 1) WHERE domain = 'person';
SELECT accord.check_key('person');
ROLLBACK TO s;
SELECT accord.check_key('person');
UPDATE accord.data_key SET wrapped = (SELECT wrapped FROM accord.data_key WHERE domain = 'card' AND subject = '' AND version = 1) WHERE domain = 'card' AND version = 2;
SELECT accord.check_key('card', version => 1);
SELECT accord.check_key('card');
ROLLBACK TO s;
UPDATE accord.data_key SET wrapped = (SELECT wrapped FROM accord.data_key WHERE domain = 'card' AND subject = '' AND version = 1) WHERE subject = 'ada';
SELECT accord.check_key('card', subject => 'ada');
ROLLBACK TO s;
-- each byte counts: nonce, key, tag
UPDATE accord.data_key SET wrapped = set_byte(wrapped, 0, get_byte(wrapped, 0) # 1) WHERE domain = 'person';
SELECT accord.check_key('person');
ROLLBACK TO s;
UPDATE accord.data_key SET wrapped = set_byte(wrapped, 12, get_byte(wrapped, 12) # 1) WHERE domain = 'person';
SELECT accord.check_key('person');
ROLLBACK TO s;
UPDATE accord.data_key SET wrapped = set_byte(wrapped, 59, get_byte(wrapped, 59) # 128) WHERE domain = 'person';
SELECT accord.check_key('person');
ROLLBACK TO s;
-- the row holds random bytes
\set VERBOSITY terse
UPDATE accord.data_key SET wrapped = substr(wrapped, 1, 59) WHERE domain = 'person';
ROLLBACK TO s;
UPDATE accord.data_key SET kek_id = '\x0000000000000000' WHERE domain = 'person';
DO $$
BEGIN
	PERFORM accord.check_key('person');
EXCEPTION WHEN config_file_error THEN
	RAISE NOTICE '%', sqlerrm;
END
$$;
-- it is not wrapped anew either
DO $$
BEGIN
	PERFORM accord.rotate_kek();
EXCEPTION WHEN config_file_error THEN
	RAISE NOTICE '%', sqlerrm;
END
$$;
ROLLBACK;
