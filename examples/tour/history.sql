--
-- A table that remembers
--
-- The CRM knows what is true today. dim_customer will know what was true on
-- any day: a row for each version of a customer, from valid_from up to and
-- not including valid_to.
CREATE SCHEMA crm;
CREATE TABLE crm.customer (
    id integer PRIMARY KEY,
    name text NOT NULL,
    email text,
    city text
);
SELECT accord.create_dimension('crm.dim_customer', 'crm.customer', '{id}', policies => '{"email": "overwrite"}');
-- The first night. Everything is new, and the counts say so.
INSERT INTO crm.customer VALUES
    (1, 'Ada',   'ada@example.com',   'London'),
    (2, 'Bruno', 'bruno@example.com', NULL),
    (3, 'Hana',  'hana@example.com',  'Brno');
SELECT inserted, versioned, overwritten, reopened, unchanged, closed
FROM accord.merge('crm.dim_customer', at => '2026-03-01 02:00+00', deletes => 'close');
-- The second night: Bruno's city is known at last. NULL is a value, and a
-- change away from it is a change. Ada has another address, but that is
-- overwritten and makes no version: the policy says so.
UPDATE crm.customer SET city = 'Lisbon' WHERE id = 2;
UPDATE crm.customer SET email = 'ada@example.org' WHERE id = 1;
SELECT inserted, versioned, overwritten, reopened, unchanged, closed
FROM accord.merge('crm.dim_customer', at => '2026-03-02 02:00+00', deletes => 'close');
-- The third night: Hana is gone, and the job runs twice. The second run finds
-- nothing to do.
DELETE FROM crm.customer WHERE id = 3;
SELECT inserted, versioned, overwritten, reopened, unchanged, closed
FROM accord.merge('crm.dim_customer', at => '2026-03-03 02:00+00', deletes => 'close');
SELECT inserted, versioned, overwritten, reopened, unchanged, closed
FROM accord.merge('crm.dim_customer', at => '2026-03-03 02:10+00', deletes => 'close');
-- The fourth night the export breaks off: one customer of two is there,
-- and in the next attempt one is there twice. Neither gets through.
\set ON_ERROR_STOP off
SELECT closed FROM accord.merge('crm.dim_customer', at => '2026-03-04 02:00+00', deletes => 'close', max_change => 0.3,
    query => 'SELECT * FROM crm.customer WHERE id = 1');
SELECT closed FROM accord.merge('crm.dim_customer', at => '2026-03-04 02:00+00', deletes => 'close',
    query => 'SELECT * FROM crm.customer UNION ALL SELECT * FROM crm.customer WHERE id = 1');
\set ON_ERROR_STOP on
-- The fifth night: Hana is back, and Bruno has moved.
INSERT INTO crm.customer VALUES (3, 'Hana', 'hana@example.com', 'Brno');
UPDATE crm.customer SET city = 'Porto' WHERE id = 2;
SELECT inserted, versioned, overwritten, reopened, unchanged, closed
FROM accord.merge('crm.dim_customer', at => '2026-03-05 02:00+00', deletes => 'close');
SELECT id, name, email, city, valid_from, valid_to, is_current FROM crm.dim_customer ORDER BY id, valid_from;
-- Who were our customers on the evening of the third, and where did they live?
SELECT id, name, city FROM crm.dim_customer_as_of('2026-03-03 20:00+00') ORDER BY id;
-- What happened to Hana?
SELECT * FROM accord.history_of('crm.dim_customer', '3');
-- Every merge is on record.
SELECT at, mode, deletes, inserted, versioned, overwritten, reopened, unchanged, closed
FROM accord.feed WHERE dimension_name = 'dim_customer' ORDER BY feed;
-- And is it a history? No row means yes: no gap that no feed made, no overlap,
-- no key with two open versions, no hash that is not its row's.
SELECT * FROM accord.verify('crm.dim_customer');
