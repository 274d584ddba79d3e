-- What was said of a key outlasts a crash: a commit that changes keys is on disk, whatever synchronous_commit says.
SET synchronous_commit = off;
BEGIN;
SELECT accord.create_key('durable'), pg_current_wal_insert_lsn() AS written \gset
COMMIT;
SELECT pg_current_wal_flush_lsn() >= :'written' AS created;
BEGIN;
SELECT accord.rotate_key('durable'), pg_current_wal_insert_lsn() AS written \gset
COMMIT;
SELECT pg_current_wal_flush_lsn() >= :'written' AS rotated;
BEGIN;
SELECT accord.destroy_key('durable'), pg_current_wal_insert_lsn() AS written \gset
COMMIT;
SELECT pg_current_wal_flush_lsn() >= :'written' AS destroyed;
BEGIN;
SELECT accord.grant_domain('durable', 'public', 'token');
COMMIT;
BEGIN;
SELECT accord.revoke_domain('durable', 'public', 'token'), pg_current_wal_insert_lsn() AS written \gset
COMMIT;
SELECT pg_current_wal_flush_lsn() >= :'written' AS revoked;
-- nothing is wrapped anew here: something else is written
BEGIN;
CREATE TABLE something AS SELECT accord.rotate_kek();
SELECT pg_current_wal_insert_lsn() AS written \gset
COMMIT;
SELECT pg_current_wal_flush_lsn() >= :'written' AS rewrapped;
BEGIN;
DELETE FROM accord.data_key WHERE domain = 'durable';
DELETE FROM accord.domain WHERE domain = 'durable';
DROP TABLE something;
COMMIT;
