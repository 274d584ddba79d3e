-- A domain has one key in versions from 1, a subject in it has its own; names have a length, normalisations are known.
BEGIN;
SELECT accord.create_key('person', normalise => '{lower,trim}');
SELECT accord.rotate_key('person');
SELECT accord.create_key('card');
SELECT accord.create_key('person', subject => 'ada');
SELECT accord.rotate_key('person', 'ada');
SELECT domain, subject, version, state, created_by = current_user AS mine, kek_id = accord.kek_id() AS in_force
FROM accord.key_status ORDER BY domain, subject NULLS FIRST, version;
-- found as current, and each version by its number
SELECT accord.check_key('person'), accord.check_key('person', version => 1), accord.check_key('person', subject => 'ada'),
	accord.check_key('person', 'decrypt', 1, 'ada'), accord.check_key('card');
-- the key of each version is another one, and none is there unwrapped
SELECT count(DISTINCT wrapped), min(octet_length(wrapped)), max(octet_length(wrapped)) FROM accord.data_key;
SELECT domain, normalise FROM accord.domain ORDER BY domain;
SAVEPOINT s;
SELECT accord.create_key('person');
ROLLBACK TO s;
SELECT accord.create_key('person', subject => 'ada');
ROLLBACK TO s;
SELECT accord.create_key('nobody', subject => 'ada');
ROLLBACK TO s;
SELECT accord.create_key('person', subject => 'bruno', normalise => '{trim}');
ROLLBACK TO s;
SELECT accord.rotate_key('nobody');
ROLLBACK TO s;
SELECT accord.rotate_key('person', 'bruno');
ROLLBACK TO s;
SELECT accord.check_key('person', version => 3);
ROLLBACK TO s;
SELECT accord.check_key('person', version => 0);
ROLLBACK TO s;
SELECT accord.check_key('person', version => -1);
ROLLBACK TO s;
SELECT accord.check_key('person', subject => 'bruno');
ROLLBACK TO s;
SELECT accord.check_key('person', version => 9, subject => 'ada');
ROLLBACK TO s;
SELECT accord.check_key('person', 'read');
ROLLBACK TO s;
SELECT accord.create_key(NULL);
ROLLBACK TO s;
SELECT accord.create_key('');
ROLLBACK TO s;
SELECT accord.create_key(repeat('x', 63));
SELECT accord.check_key(repeat('x', 63));
SELECT accord.create_key(repeat('x', 64));
ROLLBACK TO s;
SELECT accord.create_key('person', repeat('s', 255));
SELECT accord.check_key('person', subject => repeat('s', 255));
SELECT accord.create_key('person', repeat('s', 256));
ROLLBACK TO s;
SELECT accord.create_key('phone', normalise => '{digits,lower,trim}');
SELECT accord.create_key('phone2', normalise => '{digits,Upper}');
ROLLBACK TO s;
SELECT accord.create_key('phone', normalise => ARRAY['digits', NULL]);
ROLLBACK;
-- nothing of it is left, in the cache neither
SELECT accord.check_key('person');
SELECT count(*) FROM accord.key_status;
