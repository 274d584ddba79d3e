-- A key that is open twice, since another program wrote it so, is an error and never counted or closed twice.
SET TIME ZONE 'UTC';
CREATE TABLE person (id int PRIMARY KEY, name text);
INSERT INTO person VALUES (1, 'Ada'), (2, 'Bo');
SELECT accord.create_dimension('dim_person', 'person', '{id}');
SELECT inserted FROM accord.merge('dim_person', at => '2026-01-01');

-- the index that proves it cannot be had any more
DROP INDEX dim_person_id_row_hash_idx;
SELECT unchanged FROM accord.merge('dim_person', at => '2026-01-02');
INSERT INTO dim_person SELECT id, name, '2026-01-02', valid_to, is_current, row_hash FROM dim_person WHERE id = 1;

SELECT * FROM accord.merge('dim_person', at => '2026-01-03');
SELECT * FROM accord.merge('dim_person', at => '2026-01-03', deletes => 'close');
SELECT * FROM accord.merge('dim_person', at => '2026-01-03', mode => 'delta');
SELECT * FROM accord.merge('dim_person', query => 'TABLE person', at => '2026-01-03');
-- also where the feed ends with it, and nobody asks what comes after
BEGIN;
DELETE FROM person WHERE id = 2;
SELECT * FROM accord.merge('dim_person', at => '2026-01-03');
ROLLBACK;
UPDATE person SET name = 'Ada L.' WHERE id = 1;
SELECT * FROM accord.merge('dim_person', at => '2026-01-03');
SELECT problem, key FROM accord.verify('dim_person');

-- nothing of it when the feed does not meet the key
DELETE FROM person WHERE id = 1;
SELECT unchanged, closed FROM accord.merge('dim_person', at => '2026-01-03');

-- as it was
DELETE FROM dim_person WHERE id = 1 AND valid_from = '2026-01-02';
INSERT INTO person VALUES (1, 'Ada L.');
SELECT versioned, unchanged FROM accord.merge('dim_person', at => '2026-01-04');
