-- verify() names each problem of a history, at its version, and says nothing of a healthy one.
\set VERBOSITY terse
SET client_min_messages = warning;
SET timezone = 'UTC';
SET datestyle = 'ISO';
CREATE TABLE customer (id integer PRIMARY KEY, name text, city text);
SELECT accord.create_dimension('dim_customer', 'customer', '{id}');
INSERT INTO customer VALUES (1, 'Ada', 'London'), (2, 'Bruno', NULL), (3, 'Hana', 'Brno');
SELECT inserted FROM accord.merge('dim_customer', at => '2026-03-01');
UPDATE customer SET city = 'Lisbon' WHERE id = 2;
DELETE FROM customer WHERE id = 3;
SELECT versioned, closed FROM accord.merge('dim_customer', at => '2026-03-02', deletes => 'close');
INSERT INTO customer VALUES (3, 'Hana', 'Brno');
SELECT reopened FROM accord.merge('dim_customer', at => '2026-03-03', deletes => 'close');
SELECT id, name, city, valid_from, valid_to, is_current FROM dim_customer ORDER BY id, valid_from;

-- the gap in the history of 3 was made by a feed
SELECT * FROM accord.verify('dim_customer');

-- what the indexes and constraints of the dimension would refuse
BEGIN;
DO $$
DECLARE command text;
BEGIN
	FOR command IN SELECT format('ALTER TABLE dim_customer DROP CONSTRAINT %I', conname) FROM pg_constraint
		WHERE conrelid = 'dim_customer'::regclass AND contype IN ('p', 'c', 'u')
	LOOP EXECUTE command; END LOOP;
	FOR command IN SELECT format('DROP INDEX %s', indexrelid::regclass) FROM pg_index
		WHERE indrelid = 'dim_customer'::regclass
	LOOP EXECUTE command; END LOOP;
END $$;
ALTER TABLE dim_customer ALTER id DROP NOT NULL;
SELECT * FROM accord.verify('dim_customer');
CREATE VIEW problem AS SELECT problem, key, valid_from, detail FROM accord.verify('dim_customer') WHERE problem <> 'index is missing';

SAVEPOINT healthy;
INSERT INTO dim_customer SELECT id, name, 'Leeds', '2026-03-02', 'infinity', true, accord.row_hash(name, 'Leeds'::text) FROM dim_customer WHERE id = 1;
SELECT * FROM problem;
ROLLBACK TO healthy;
UPDATE dim_customer SET valid_to = '2026-03-03' WHERE id = 2 AND NOT is_current;
SELECT * FROM problem;
ROLLBACK TO healthy;
UPDATE dim_customer SET valid_to = 'infinity', is_current = true WHERE id = 2 AND NOT is_current;
UPDATE dim_customer SET valid_to = '2026-03-03', is_current = false WHERE id = 2 AND city = 'Lisbon';
SELECT * FROM problem;
ROLLBACK TO healthy;
UPDATE dim_customer SET valid_to = valid_from WHERE id = 3 AND NOT is_current;
SELECT * FROM problem;
ROLLBACK TO healthy;
UPDATE dim_customer SET valid_to = '2026-02-01' WHERE id = 2 AND NOT is_current;
SELECT * FROM problem;
ROLLBACK TO healthy;
UPDATE dim_customer SET id = NULL WHERE id = 1;
SELECT * FROM problem;
ROLLBACK;

-- what no constraint refuses
BEGIN;
UPDATE dim_customer SET valid_to = '2026-03-01 12:00' WHERE id = 2 AND NOT is_current;
SELECT * FROM accord.verify('dim_customer');
ROLLBACK;
BEGIN;
UPDATE dim_customer SET valid_from = '2026-03-04' WHERE id = 1;
SELECT * FROM accord.verify('dim_customer');
UPDATE dim_customer SET valid_from = '2026-03-03', valid_to = '2026-03-04', is_current = false WHERE id = 1;
SELECT * FROM accord.verify('dim_customer');
ROLLBACK;
BEGIN;
UPDATE dim_customer SET is_current = false WHERE id = 3;
UPDATE dim_customer SET is_current = true WHERE id = 3 AND valid_to = '2026-03-02';
SELECT * FROM accord.verify('dim_customer');
ROLLBACK;
BEGIN;
UPDATE dim_customer SET name = 'Bruna' WHERE id = 2;
SELECT * FROM accord.verify('dim_customer');
UPDATE dim_customer SET row_hash = NULL WHERE id = 2;
SELECT * FROM accord.verify('dim_customer');
ROLLBACK;

-- several at once, in the order of keys and times
BEGIN;
UPDATE dim_customer SET name = 'Bruna', valid_to = CASE WHEN is_current THEN valid_to ELSE '2026-03-01 12:00' END WHERE id = 2;
UPDATE dim_customer SET name = 'Hanna' WHERE id = 3;
SELECT problem, key, valid_from FROM accord.verify('dim_customer');
ROLLBACK;

-- orphans
BEGIN;
ALTER TABLE dim_customer DROP COLUMN city;
SELECT * FROM accord.verify('dim_customer');
ROLLBACK;
SELECT * FROM accord.verify(NULL);
BEGIN;
SET LOCAL session_replication_role = replica;
DROP TABLE dim_customer CASCADE;
SELECT * FROM accord.verify(NULL);
ROLLBACK;

-- what is no dimension
SELECT * FROM accord.verify('customer');
SELECT * FROM accord.verify(1::regclass);

DROP TABLE customer CASCADE;
SELECT accord.drop_dimension('dim_customer');
DROP TABLE dim_customer CASCADE;
