-- A hash is compared with those over the columns of its time: today's for an open version, older lists for one that has ended.
\set VERBOSITY terse
SET client_min_messages = warning;
SET timezone = 'UTC';
SET datestyle = 'ISO';
CREATE TABLE customer (id integer PRIMARY KEY, name text, city text, phone text);
SELECT accord.create_dimension('dim_customer', 'customer', '{id}');
INSERT INTO customer VALUES (1, 'Ada', 'London', '1'), (2, 'Bruno', 'Rome', '2');
SELECT inserted FROM accord.merge('dim_customer', at => '2026-01-01');
UPDATE customer SET city = 'Paris' WHERE id = 1;
SELECT versioned FROM accord.merge('dim_customer', at => '2026-01-02');

-- less is compared from now on
SELECT accord.alter_dimension('dim_customer', policies => '{"phone": "carry"}');
SELECT hashed_before FROM accord.dimension WHERE dimension_name = 'dim_customer';
SELECT id, row_hash = accord.row_hash(name, city, phone) AS of_three, row_hash = accord.row_hash(name, city) AS of_two
FROM dim_customer ORDER BY id, valid_from;
SELECT * FROM accord.verify('dim_customer');

-- the old list is good for the versions of its time only
BEGIN;
UPDATE dim_customer SET row_hash = accord.row_hash(name, city, phone) WHERE is_current;
SELECT problem, key, valid_from FROM accord.verify('dim_customer');
ROLLBACK;
BEGIN;
UPDATE dim_customer SET phone = '7';
SELECT problem, key, valid_from FROM accord.verify('dim_customer');
ROLLBACK;

-- more is compared: what is not known yet is in order
ALTER TABLE customer ADD COLUMN email text DEFAULT 'none';
SELECT accord.alter_dimension('dim_customer', add_columns => '{email}');
SELECT * FROM accord.verify('dim_customer');
SELECT unchanged, versioned FROM accord.merge('dim_customer', at => '2026-01-03');
SELECT * FROM accord.verify('dim_customer');
UPDATE customer SET email = 'bruno@example.com' WHERE id = 2;
SELECT unchanged, versioned FROM accord.merge('dim_customer', at => '2026-01-04');
SELECT * FROM accord.verify('dim_customer');
SELECT change, changed FROM accord.history_of('dim_customer', '2');

-- where a column of its time is overwritten by now nobody can tell
SELECT accord.alter_dimension('dim_customer', policies => '{"city": "overwrite"}');
UPDATE customer SET city = 'Porto';
SELECT overwritten FROM accord.merge('dim_customer', at => '2026-01-05');
SELECT id, city, row_hash = accord.row_hash(name, email) AS of_today FROM dim_customer ORDER BY id, valid_from;
SELECT * FROM accord.verify('dim_customer');

-- nor once it is overwritten no longer
BEGIN;
SELECT accord.alter_dimension('dim_customer', policies => '{"city": "carry"}');
SELECT * FROM accord.verify('dim_customer');
SELECT accord.alter_dimension('dim_customer', policies => '{"city": "version"}');
SELECT hashed_before FROM accord.dimension WHERE dimension_name = 'dim_customer';
SELECT * FROM accord.verify('dim_customer');
UPDATE dim_customer SET row_hash = accord.row_hash(name, email) WHERE is_current;
SELECT problem, key, valid_from FROM accord.verify('dim_customer');
ROLLBACK;

-- where a column of its time is gone nobody can tell, and today's hashes are still looked at
SELECT accord.alter_dimension('dim_customer', drop_columns => '{phone}');
ALTER TABLE dim_customer DROP COLUMN phone;
SELECT * FROM accord.verify('dim_customer');
UPDATE dim_customer SET name = 'Eve';
SELECT problem, key, valid_from FROM accord.verify('dim_customer');

SELECT accord.drop_dimension('dim_customer');
DROP TABLE customer, dim_customer CASCADE;
