-- history_of() shows the versions of one key in order, and what changed from each to the next.
\set VERBOSITY terse
SET client_min_messages = warning;
SET timezone = 'UTC';
SET datestyle = 'ISO';
CREATE TABLE plan (code text, region integer, price numeric, note json, PRIMARY KEY (code, region));
SELECT accord.create_dimension('dim_plan', 'plan', '{code, region}', '{"note": "carry"}', '{"is_deleted": true}');
INSERT INTO plan VALUES ('basic', 1, 5, '{"a": 1}'), ('team', 1, 20, NULL), ('team', 2, 25, NULL);
SELECT inserted FROM accord.merge('dim_plan', at => '2026-01-01');
UPDATE plan SET price = 5.50, note = '{"a":2}' WHERE code = 'basic';
UPDATE plan SET price = NULL WHERE region = 2;
SELECT versioned FROM accord.merge('dim_plan', at => '2026-01-02');
DELETE FROM plan WHERE code = 'basic';
SELECT recorded FROM accord.merge('dim_plan', at => '2026-01-03', deletes => 'record');
INSERT INTO plan VALUES ('basic', 1, 5.5, '{"a" : 2}');
SELECT reopened FROM accord.merge('dim_plan', at => '2026-01-04', deletes => 'record');
DELETE FROM plan WHERE region = 2;
SELECT closed FROM accord.merge('dim_plan', at => '2026-01-05', deletes => 'close');
SELECT * FROM accord.history_of('dim_plan', 'basic', '1');
SELECT * FROM accord.history_of('dim_plan', 'team', '2');
INSERT INTO plan VALUES ('team', 2, 30, NULL);
SELECT reopened FROM accord.merge('dim_plan', at => '2026-01-06', deletes => 'close');
SELECT * FROM accord.history_of('dim_plan', VARIADIC '{team,2}');
SELECT * FROM accord.history_of('dim_plan', 'unheard of', '1');

-- the whole key, in its types
\set VERBOSITY default
SELECT * FROM accord.history_of('dim_plan', 'basic');
\set VERBOSITY terse
SELECT * FROM accord.history_of('dim_plan', 'basic', 'one');
SELECT * FROM accord.history_of('dim_plan', 'basic', NULL);
SELECT * FROM accord.history_of('plan', 'basic', '1');

-- days, the last one included, without a flag
CREATE TABLE dim_rate (currency char(3), rate numeric, begins date, ends date);
INSERT INTO dim_rate VALUES ('EUR', 1.1, '2026-01-01', '2026-01-31'), ('EUR', 1.2, '2026-02-01', '2026-02-10'), ('EUR', 1.3, '2026-03-01', NULL);
SELECT accord.adopt_dimension('dim_rate', '{currency}',
	options => '{"valid_from": "begins", "valid_to": "ends", "is_current": null, "open_end": "null", "end_inclusive": true}', prepare => true);
SELECT * FROM accord.history_of('dim_rate', 'EUR');

-- one key of many is read by the index
CREATE TABLE many (id integer PRIMARY KEY, v integer);
SELECT accord.create_dimension('dim_many', 'many', '{id}');
INSERT INTO many SELECT i, i FROM generate_series(1, 20000) AS i;
SELECT inserted FROM accord.merge('dim_many', at => '2026-01-01');
ANALYZE dim_many;
BEGIN;
SELECT seq_scan AS seq_before, idx_scan AS idx_before FROM pg_stat_xact_user_tables WHERE relid = 'dim_many'::regclass \gset
SELECT change, changed FROM accord.history_of('dim_many', '4711');
SELECT seq_scan - :seq_before AS sequential, idx_scan - :idx_before AS by_index FROM pg_stat_xact_user_tables WHERE relid = 'dim_many'::regclass;
COMMIT;

SELECT accord.drop_dimension(d) FROM unnest('{dim_plan,dim_rate,dim_many}'::regclass[]) AS d;
DROP TABLE plan, many, dim_plan, dim_rate, dim_many CASCADE;
