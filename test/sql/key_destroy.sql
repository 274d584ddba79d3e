-- A destroyed key is gone for good: its version is never given again, the others stay, and no error names a subject.
\set SHOW_CONTEXT never
BEGIN;
SELECT accord.create_key('person');
SELECT accord.rotate_key('person');
SELECT accord.create_key('person', subject => 'ada lovelace');
SELECT accord.check_key('person', version => 1), accord.check_key('person'), accord.check_key('person', subject => 'ada lovelace');
SELECT accord.destroy_key('person', 1);
SELECT accord.check_key('person');
SAVEPOINT s;
SELECT accord.check_key('person', version => 1);
ROLLBACK TO s;
SELECT accord.destroy_key('person', 1);
ROLLBACK TO s;
SELECT accord.destroy_key('person', 7);
ROLLBACK TO s;
SELECT accord.destroy_key('person', 0);
ROLLBACK TO s;
SELECT accord.destroy_key('person', -1);
ROLLBACK TO s;
SELECT accord.destroy_key('nobody');
ROLLBACK TO s;
-- a subject's key, while the domain's stays
SELECT accord.destroy_key('person', subject => 'ada lovelace');
SELECT accord.check_key('person');
SELECT accord.check_key('person', subject => 'ada lovelace');
ROLLBACK TO s;
-- what was not committed did not happen
SELECT accord.check_key('person', subject => 'ada lovelace');
SELECT accord.destroy_key('person', subject => 'ada lovelace');
SAVEPOINT t;
SELECT accord.create_key('person', subject => 'ada lovelace');
ROLLBACK TO t;
SELECT accord.destroy_key('person');
SAVEPOINT t;
SELECT accord.check_key('person');
ROLLBACK TO t;
SELECT accord.rotate_key('person');
SELECT accord.check_key('person');
SELECT domain, subject, version, state, kek_id IS NOT NULL AS has_kek, destroyed_by = current_user AS by_me
FROM accord.key_status ORDER BY subject NULLS FIRST, version;
SELECT count(*) FROM accord.data_key WHERE wrapped IS NOT NULL;
SAVEPOINT t;
-- the key with destroyed versions below it, one and all
SELECT accord.destroy_key('person');
ROLLBACK;
-- a snapshot would leave out versions that were made since
BEGIN ISOLATION LEVEL REPEATABLE READ;
SELECT accord.destroy_key('person');
ROLLBACK;
BEGIN ISOLATION LEVEL SERIALIZABLE;
SELECT accord.destroy_key('person', 1);
ROLLBACK;
