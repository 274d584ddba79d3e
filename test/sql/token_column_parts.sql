-- A token column of a partitioned table is kept in each partition, whichever way the rows come in and whatever the order of its columns; filling goes in committed batches.
SELECT accord.create_key('parts_person');
CREATE TABLE parts (id int, email text) PARTITION BY RANGE (id);
CREATE TABLE parts_1 PARTITION OF parts FOR VALUES FROM (0) TO (1000);
CREATE TABLE parts_2 (gone int, email text, id int);
ALTER TABLE parts_2 DROP COLUMN gone;
ALTER TABLE parts ATTACH PARTITION parts_2 FOR VALUES FROM (1000) TO (2000);
INSERT INTO parts SELECT i, 'p' || i || '@example.com' FROM generate_series(0, 1999) i;
SELECT accord.token_column('parts', 'email', 'token', 'parts_person');
SELECT tgrelid::regclass, tgname FROM pg_trigger WHERE tgname LIKE 'zz_accord%' ORDER BY tgrelid::regclass::text;
CREATE TABLE parts_3 PARTITION OF parts FOR VALUES FROM (2000) TO (3000) PARTITION BY LIST (id);
CREATE TABLE parts_3_1 PARTITION OF parts_3 DEFAULT;
INSERT INTO parts VALUES (2001, 'below@example.com');
INSERT INTO parts_2 (id, email) VALUES (1500, 'direct@example.com');
UPDATE parts SET id = 1501 WHERE id = 1;
SELECT tableoid::regclass, id, token = accord.token(email, 'parts_person') AS right FROM parts WHERE token IS NOT NULL ORDER BY id;
SELECT * FROM accord.token_versions('parts', 'token');
CALL accord.fill_token_column('parts', 'token', 300);
SELECT * FROM accord.token_versions('parts', 'token');
SELECT count(*) FROM parts WHERE token = accord.token(email, 'parts_person');
-- a new key: only what is old is written
SELECT accord.rotate_key('parts_person');
UPDATE parts SET email = 'q' || id WHERE id < 10;
SELECT * FROM accord.token_versions('parts', 'token');
CREATE TEMP TABLE places AS SELECT tableoid AS part, ctid AS place FROM parts WHERE id < 10;
CALL accord.fill_token_column('parts', 'token');
SELECT * FROM accord.token_versions('parts', 'token');
SELECT count(*) AS left_alone FROM parts JOIN places ON part = parts.tableoid AND place = parts.ctid;
SELECT count(*) FROM parts WHERE token = accord.token(email, 'parts_person');
-- inside a transaction it is one batch after the other, in that transaction
SELECT accord.rotate_key('parts_person');
BEGIN;
CALL accord.fill_token_column('parts', 'token', 100);
ROLLBACK;
SELECT * FROM accord.token_versions('parts', 'token');
-- the registration of the parent goes with the parent
ALTER TABLE parts DETACH PARTITION parts_2;
INSERT INTO parts_2 (id, email) VALUES (1600, 'alone@example.com');
SELECT count(*), count(token) FROM parts_2 WHERE email = 'alone@example.com';
DROP TABLE parts, parts_2;
SELECT count(*) FROM accord.token_registration;
SELECT accord.destroy_key('parts_person');
