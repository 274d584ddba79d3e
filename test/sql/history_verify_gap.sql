-- A gap is in order where the last feed of its begin closed versions, and only there.
\set VERBOSITY terse
SET client_min_messages = warning;
SET timezone = 'UTC';
SET datestyle = 'ISO';
CREATE TABLE plan (code text PRIMARY KEY, price numeric);
SELECT accord.create_dimension('dim_plan', 'plan', '{code}', options => '{"is_deleted": true}');
INSERT INTO plan VALUES ('basic', 5), ('team', 20);
SELECT inserted FROM accord.merge('dim_plan', at => '2026-01-01');
DELETE FROM plan WHERE code = 'team';
SELECT closed FROM accord.merge('dim_plan', at => '2026-01-02', deletes => 'close');
INSERT INTO plan VALUES ('team', 20);
SELECT reopened FROM accord.merge('dim_plan', at => '2026-01-03');
SELECT * FROM accord.verify('dim_plan');

-- the feed that closed is one of another dimension, or did not close
BEGIN;
UPDATE accord.feed SET dimension_name = 'dim_other' WHERE dimension_name = 'dim_plan' AND closed > 0;
SELECT * FROM accord.verify('dim_plan');
ROLLBACK;
BEGIN;
UPDATE accord.feed SET closed = 0, recorded = 1, deletes = 'record' WHERE dimension_name = 'dim_plan' AND closed > 0;
SELECT * FROM accord.verify('dim_plan');
ROLLBACK;

-- recorded deletions leave no gap
DELETE FROM plan WHERE code = 'basic';
SELECT recorded FROM accord.merge('dim_plan', at => '2026-01-04', deletes => 'record');
INSERT INTO plan VALUES ('basic', 6);
SELECT reopened FROM accord.merge('dim_plan', at => '2026-01-05', deletes => 'record');
SELECT * FROM accord.verify('dim_plan');

-- a feed that closed was replaced by one that did not
DELETE FROM plan WHERE code = 'basic';
SELECT closed FROM accord.merge('dim_plan', at => '2026-01-06', deletes => 'close');
INSERT INTO plan VALUES ('basic', 6);
SELECT closed, unchanged, replaced FROM accord.merge('dim_plan', at => '2026-01-06', deletes => 'close');
SELECT * FROM accord.verify('dim_plan');
BEGIN;
UPDATE dim_plan SET valid_to = '2026-01-06', is_current = false WHERE code = 'basic' AND is_current;
INSERT INTO dim_plan SELECT code, price, '2026-01-07', 'infinity', true, false, row_hash FROM dim_plan WHERE code = 'basic' AND valid_to = '2026-01-06';
UPDATE accord.dimension SET last_valid_from = '2026-01-07' WHERE dimension_name = 'dim_plan';
SELECT problem, key, valid_from FROM accord.verify('dim_plan');
ROLLBACK;

-- what began before the first feed, in a table that was adopted, is nobody's mistake
CREATE TABLE rate (currency text PRIMARY KEY, rate numeric);
CREATE TABLE rate_snapshot (currency text, rate numeric, dbt_scd_id text, dbt_updated_at timestamp, dbt_valid_from timestamp, dbt_valid_to timestamp);
INSERT INTO rate_snapshot VALUES ('EUR', 1.1, '', '2026-01-01', '2026-01-01', '2026-01-02'), ('EUR', 1.2, '', '2026-01-03', '2026-01-03', NULL);
SELECT accord.adopt_dimension('rate_snapshot', '{currency}', preset => 'dbt', source => 'rate', prepare => true);
SELECT * FROM accord.verify('rate_snapshot');
INSERT INTO rate VALUES ('EUR', 1.3);
SELECT versioned FROM accord.merge('rate_snapshot', at => '2026-01-04');
SELECT * FROM accord.verify('rate_snapshot');
UPDATE rate SET rate = 1.4;
SELECT versioned FROM accord.merge('rate_snapshot', at => '2026-01-05');
UPDATE rate_snapshot SET dbt_valid_to = dbt_valid_to - interval '1 hour' WHERE dbt_valid_to >= '2026-01-04';
SELECT * FROM accord.verify('rate_snapshot');

SELECT accord.drop_dimension(d) FROM unnest('{dim_plan, rate_snapshot}'::regclass[]) AS d;
DROP TABLE plan, dim_plan, rate, rate_snapshot CASCADE;
