-- With exclude_overlap PostgreSQL itself refuses versions of a key that overlap; without btree_gist the option says what is missing.
\set SHOW_CONTEXT never
CREATE TABLE place (id int, region text, name text);
SELECT accord.create_dimension('dim_place', 'place', '{id,region}', options => '{"exclude_overlap": true}');
SET client_min_messages = warning;
CREATE EXTENSION btree_gist;
RESET client_min_messages;
SELECT accord.create_dimension('dim_place', 'place', '{id,region}', options => '{"exclude_overlap": true}');
SELECT accord.create_dimension('dim_place_day', 'place', '{id}', options => '{"exclude_overlap": true, "type": "date", "end_inclusive": true, "open_end": "null", "is_current": null}');
SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE contype = 'x' ORDER BY conrelid::regclass::text COLLATE "C";
INSERT INTO dim_place VALUES (1, 'x', 'a', '2024-01-01Z', '2024-02-01Z', false), (1, 'x', 'b', '2024-02-01Z', 'infinity', true), (2, 'x', 'a', '2024-01-15Z', 'infinity', true);
\set VERBOSITY terse
INSERT INTO dim_place VALUES (1, 'x', 'c', '2024-01-31Z', '2024-02-01Z', false);
INSERT INTO dim_place VALUES (1, 'x', 'c', '2025-01-31Z', '2025-02-01Z', false);
INSERT INTO dim_place VALUES (1, 'y', 'c', '2025-02-01Z', '2025-02-01Z', false);
INSERT INTO dim_place_day VALUES (1, 'x', 'a', '2024-01-01', '2024-01-01'), (1, 'x', 'a', '2024-01-02', NULL);
INSERT INTO dim_place_day VALUES (1, 'x', 'a', '2024-01-01', '2024-01-01');
INSERT INTO dim_place_day VALUES (1, 'x', 'a', '2025-01-01', NULL);
SET client_min_messages = warning;
DROP TABLE dim_place, dim_place_day, place CASCADE;
DROP EXTENSION btree_gist;
