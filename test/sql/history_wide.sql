-- A source may have as many columns as fit into a table beside ours, and as few as its key.
DO $$
BEGIN
	EXECUTE (SELECT 'CREATE TABLE wide (' || string_agg('c' || i || ' int', ', ') || ')' FROM generate_series(1, 1590) i);
	EXECUTE (SELECT 'INSERT INTO wide SELECT ' || string_agg(CASE i WHEN 1 THEN 'n' ELSE i::text END, ', ') || ' FROM generate_series(1, 3) n' FROM generate_series(1, 1590) i);
END
$$;
SELECT accord.create_dimension('dim_wide', 'wide', '{c1}', '{"c1589": "overwrite"}');
SELECT inserted FROM accord.merge('dim_wide', 'wide', at => '2024-01-01 00:00:00+00');
UPDATE wide SET c1590 = NULL WHERE c1 = 1;
UPDATE wide SET c1589 = NULL WHERE c1 = 2;
SELECT versioned, overwritten, unchanged FROM accord.merge('dim_wide', 'wide', at => '2024-01-02 00:00:00+00');
SELECT c1, c2, c1589, c1590, is_current FROM dim_wide ORDER BY c1, valid_from;
SELECT * FROM accord.verify('dim_wide');

-- only a key: a version has nothing that could change, but it can end and come back
CREATE TABLE narrow (id int);
INSERT INTO narrow VALUES (1), (2);
SELECT accord.create_dimension('dim_narrow', 'narrow', '{id}', '{}', '{"is_deleted": true}');
SELECT inserted FROM accord.merge('dim_narrow', 'narrow', at => '2024-01-01 00:00:00+00');
DELETE FROM narrow WHERE id = 2;
SELECT unchanged, closed FROM accord.merge('dim_narrow', 'narrow', at => '2024-01-02 00:00:00+00', deletes => 'close');
INSERT INTO narrow VALUES (2);
DELETE FROM narrow WHERE id = 1;
SELECT reopened, recorded FROM accord.merge('dim_narrow', 'narrow', at => '2024-01-03 00:00:00+00', deletes => 'record');
INSERT INTO narrow VALUES (1);
SELECT unchanged, reopened FROM accord.merge('dim_narrow', 'narrow', at => '2024-01-04 00:00:00+00', deletes => 'record');
SELECT id, valid_from AT TIME ZONE 'UTC' AS valid_from, valid_to AT TIME ZONE 'UTC' AS valid_to, is_current, is_deleted FROM dim_narrow ORDER BY id, valid_from;
SELECT * FROM accord.verify('dim_narrow');
SET client_min_messages = warning;
DROP TABLE wide, dim_wide, narrow, dim_narrow CASCADE;
