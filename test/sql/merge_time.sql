-- The time of a feed is later than all before it, compared as the dimension holds it; only the same time again, when it is given, replaces.
\set SHOW_CONTEXT never
SET datestyle TO ISO;
SET timezone TO 'UTC';
CREATE SCHEMA merge_time;
SET search_path TO merge_time;
CREATE TABLE person (id int PRIMARY KEY, name text);
INSERT INTO person VALUES (1, 'a'), (2, 'b');
SELECT accord.create_dimension('dim_person', 'person', '{id}');
SELECT inserted FROM accord.merge('dim_person', at => '2001-03-01 12:00:00.000001');
-- a microsecond before, the same, a microsecond after; the same instant in another zone
UPDATE person SET name = 'x' WHERE id = 1;
SELECT accord.merge('dim_person', at => '2001-03-01 12:00');
SELECT accord.merge('dim_person', at => '2000-01-01');
SELECT replaced FROM accord.merge('dim_person', at => '2001-03-01 13:00:00.000001+01', dry_run => true);
SELECT versioned FROM accord.merge('dim_person', at => '2001-03-01 12:00:00.000002');
SELECT id, name, valid_from, valid_to FROM dim_person ORDER BY id, valid_from;
-- NULL: the clock
UPDATE person SET name = 'y' WHERE id = 1;
SELECT versioned FROM accord.merge('dim_person');
SELECT p.name, p.valid_from > '2001-03-01 12:00:00.000002' AS later, p.valid_from <= clock_timestamp() AS past, p.valid_from = d.last_at AS registered, p.valid_from = f.at AS logged
	FROM dim_person AS p, accord.dimension AS d, (SELECT at FROM accord.feed WHERE dimension_schema = 'merge_time' ORDER BY feed DESC LIMIT 1) AS f
	WHERE p.id = 1 AND p.is_current AND d.dimension_schema = 'merge_time';
-- NULL twice in one transaction: one after the other, no version without length
BEGIN;
UPDATE person SET name = 'z' WHERE id = 1;
SELECT versioned, replaced FROM accord.merge('dim_person');
UPDATE person SET name = 'zz' WHERE id = 1;
SELECT versioned, replaced FROM accord.merge('dim_person');
COMMIT;
SELECT count(*), count(*) FILTER (WHERE valid_from < valid_to) AS long, count(DISTINCT valid_from) AS times FROM dim_person WHERE id = 1;
-- NULL after a feed in the future: one unit later than that
UPDATE person SET name = 'f' WHERE id = 1;
SELECT versioned FROM accord.merge('dim_person', at => '3000-01-01');
UPDATE person SET name = 'g' WHERE id = 1;
SELECT versioned, replaced FROM accord.merge('dim_person');
SELECT name, valid_from, valid_to FROM dim_person WHERE id = 1 AND valid_from >= '3000-01-01' ORDER BY valid_from;

-- a column of type date: the day in the time zone of the dimension
CREATE TABLE daily (id int PRIMARY KEY, name text);
INSERT INTO daily VALUES (1, 'a');
SELECT accord.create_dimension('dim_daily', 'daily', '{id}', '{}', '{"type": "date", "timezone": "Europe/Berlin"}');
SELECT inserted FROM accord.merge('dim_daily', at => '2026-01-01 22:59:59+00');
UPDATE daily SET name = 'b';
-- the evening before that is the same day there, and replaces; the day before is early, the next second is tomorrow
SELECT replaced, inserted FROM accord.merge('dim_daily', at => '2025-12-31 23:00:00+00');
SELECT * FROM accord.merge('dim_daily', at => '2025-12-31 22:59:59.999999+00');
SELECT versioned, unchanged FROM accord.merge('dim_daily', at => '2026-01-01 23:00:00+00');
UPDATE daily SET name = 'c';
SELECT versioned, replaced FROM accord.merge('dim_daily', at => '2026-01-03 12:00:00+00');
SELECT name, valid_from, valid_to FROM dim_daily ORDER BY valid_from;
SELECT last_at, last_valid_from FROM accord.dimension WHERE dimension_schema = 'merge_time' AND dimension_name = 'dim_daily';
-- NULL after a feed in the future: the next day
UPDATE daily SET name = 'd';
SELECT versioned FROM accord.merge('dim_daily', at => '3000-06-01 12:00:00+00');
UPDATE daily SET name = 'e';
SELECT versioned, replaced FROM accord.merge('dim_daily');
SELECT name, valid_from, valid_to FROM dim_daily WHERE valid_from >= '3000-01-01' ORDER BY valid_from;
SELECT last_at, last_valid_from FROM accord.dimension WHERE dimension_schema = 'merge_time' AND dimension_name = 'dim_daily';

-- a timestamp without time zone at the end of daylight saving time: 02:30 comes twice, an hour later is no later
CREATE TABLE hourly (id int PRIMARY KEY, name text);
INSERT INTO hourly VALUES (1, 'a');
SELECT accord.create_dimension('dim_hourly', 'hourly', '{id}', '{}', '{"type": "timestamp", "timezone": "Europe/Berlin"}');
SELECT inserted FROM accord.merge('dim_hourly', at => '2026-10-25 02:30+02');
UPDATE hourly SET name = 'b';
SELECT accord.merge('dim_hourly', at => '2026-10-25 02:15+01');
SELECT replaced FROM accord.merge('dim_hourly', at => '2026-10-25 02:30+01', dry_run => true);
SELECT versioned FROM accord.merge('dim_hourly', at => '2026-10-25 02:45+02');
UPDATE hourly SET name = 'c';
SELECT accord.merge('dim_hourly', at => '2026-10-25 02:44:59.999999+01');
SELECT versioned, replaced FROM accord.merge('dim_hourly', at => '2026-10-25 02:45:00.000001+01');
SELECT name, valid_from, valid_to FROM dim_hourly ORDER BY valid_from;
-- and an hour that does not exist at its begin
UPDATE hourly SET name = 'd';
SELECT versioned FROM accord.merge('dim_hourly', at => '2027-03-28 01:59:59.999999+01');
UPDATE hourly SET name = 'e';
SELECT versioned FROM accord.merge('dim_hourly', at => '2027-03-28 02:00+01');
SELECT name, valid_from, valid_to FROM dim_hourly WHERE valid_from >= '2027-01-01' ORDER BY valid_from;
SELECT count(*) FILTER (WHERE valid_from >= valid_to) AS without_length FROM dim_hourly;
-- the ends of what the types hold
SELECT accord.merge('dim_hourly', at => 'infinity');
SELECT accord.merge('dim_daily', at => '-infinity');
SELECT accord.merge('dim_hourly', at => '4713-01-02 BC');
-- an open end of 9999-12-31 leaves no room behind it
CREATE TABLE far (id int PRIMARY KEY, name text);
INSERT INTO far VALUES (1, 'a');
SELECT accord.create_dimension('dim_far', 'far', '{id}', '{}', '{"open_end": "9999-12-31"}');
SELECT inserted FROM accord.merge('dim_far', at => '2026-01-01');
SET timezone TO 'Pacific/Auckland';
UPDATE far SET name = 'b';
SELECT versioned FROM accord.merge('dim_far', at => '2026-01-02 00:00+00');
SET timezone TO 'UTC';
SELECT name, valid_from, valid_to FROM dim_far ORDER BY valid_from;
UPDATE far SET name = 'c';
SELECT accord.merge('dim_far', at => '10000-01-01 00:00+00');
SELECT accord.merge('dim_far', at => '9999-12-31 00:00+00');
SELECT versioned FROM accord.merge('dim_far', at => '9999-12-30 23:59:59.999999+00');
SELECT accord.merge('dim_far');
SELECT name, valid_from, valid_to FROM dim_far ORDER BY valid_from;
SET client_min_messages = warning;
DROP SCHEMA merge_time CASCADE;
