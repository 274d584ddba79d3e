-- as_of gives the versions that were valid at a moment, whatever the open end, the type and the zone; it is inlined, and a key is an index scan.
SET timezone = 'UTC';
SET datestyle = 'ISO';
BEGIN;
CREATE SCHEMA dims;
SET LOCAL search_path = dims, public;
CREATE TABLE item (id int, name text);
SELECT accord.create_dimension('at_infinity', 'item', '{id}', options => '{"is_deleted": true}');
SELECT accord.create_dimension('at_null', 'item', '{id}', options => '{"open_end": "null", "is_current": null}');
SELECT accord.create_dimension('in_berlin', 'item', '{id}', options => '{"type": "timestamp", "timezone": "Europe/Berlin"}');
SELECT accord.create_dimension('by_day', 'item', '{id}', options => '{"type": "date", "timezone": "Europe/Berlin"}');
SELECT accord.create_dimension('by_last_day', 'item', '{id}', options => '{"type": "date", "end_inclusive": true, "open_end": "9999-12-31"}');
INSERT INTO at_infinity (id, name, valid_from, valid_to, is_current, is_deleted) VALUES
	(1, 'first', '2024-01-01', '2024-02-01', false, false), (1, 'second', '2024-02-01', '2024-03-01', false, false), (1, 'second', '2024-03-01', 'infinity', true, true);
INSERT INTO at_null (id, name, valid_from, valid_to) VALUES (1, 'first', '2024-01-01', '2024-02-01'), (1, 'second', '2024-02-01', NULL);
INSERT INTO in_berlin (id, name, valid_from, valid_to, is_current) VALUES (1, 'first', '2024-01-01', '2024-02-01', false), (1, 'second', '2024-02-01', 'infinity', true);
INSERT INTO by_day (id, name, valid_from, valid_to, is_current) VALUES (1, 'first', '2024-01-01', '2024-02-01', false), (1, 'second', '2024-02-01', 'infinity', true);
INSERT INTO by_last_day (id, name, valid_from, valid_to, is_current) VALUES (1, 'first', '2024-01-01', '2024-01-31', false), (1, 'second', '2024-02-01', '9999-12-31', true);
-- the moment of a change belongs to the new version; 23:00 in UTC is the next day in Berlin
SELECT at, i.name AS at_infinity, n.name AS at_null, b.name AS in_berlin, d.name AS by_day, l.name AS by_last_day
FROM (VALUES ('2023-12-31 22:59Z'::timestamptz), ('2023-12-31 23:00Z'), ('2024-01-01 00:00Z'), ('2024-01-31 22:59:59.999999Z'), ('2024-01-31 23:00Z'), ('2024-01-31 23:59:59.999999Z'),
	('2024-02-01 00:00Z'), ('2024-03-01 00:00Z'), ('9998-01-01 00:00Z'), (NULL)) AS t (at)
	LEFT JOIN LATERAL at_infinity_as_of(at) AS i ON true
	LEFT JOIN LATERAL at_null_as_of(at) AS n ON true
	LEFT JOIN LATERAL in_berlin_as_of(at) AS b ON true
	LEFT JOIN LATERAL by_day_as_of(at) AS d ON true
	LEFT JOIN LATERAL by_last_day_as_of(at) AS l ON true
ORDER BY at;
-- nothing of it depends on search_path, and no operator of the user's gets in
CREATE FUNCTION dims.never(timestamptz, timestamptz) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT false';
CREATE OPERATOR dims.<= (FUNCTION = dims.never, LEFTARG = timestamptz, RIGHTARG = timestamptz);
SET LOCAL search_path = dims, pg_catalog;
SELECT count(*) FROM at_null_as_of('2024-02-02Z');
SET LOCAL search_path = '';
SELECT count(*) FROM dims.at_null_as_of('2024-02-02Z');
SET LOCAL search_path = dims, public;
-- a column added to the table is in it at once
ALTER TABLE at_null ADD COLUMN colour text DEFAULT 'red';
SELECT id, colour FROM at_null_as_of('2024-02-02Z');
-- plans
INSERT INTO at_infinity (id, name, valid_from, valid_to, is_current) SELECT n, 'x', '2024-01-01', 'infinity', true FROM generate_series(2, 20000) n;
ANALYZE at_infinity;
EXPLAIN (COSTS OFF) SELECT name FROM at_infinity_as_of('2024-01-15Z') WHERE id = 7;
PREPARE look(int, timestamptz) AS SELECT name FROM at_infinity_as_of($2) WHERE id = $1;
SET LOCAL plan_cache_mode = force_generic_plan;
EXPLAIN (COSTS OFF) EXECUTE look(7, '2024-01-15Z');
ROLLBACK;
