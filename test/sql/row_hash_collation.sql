-- Text under a non-deterministic collation, and citext, may be equal and differ: they are refused unless pinned.
CREATE COLLATION row_hash_ci (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
CREATE TYPE row_hash_range AS RANGE (subtype = text, collation = row_hash_ci);
CREATE DOMAIN row_hash_label AS text COLLATE row_hash_ci;
CREATE TABLE row_hash_loose (id integer, name text COLLATE row_hash_ci, tags text[] COLLATE row_hash_ci, label row_hash_label, code char(3) COLLATE row_hash_ci);
INSERT INTO row_hash_loose VALUES (1, 'Ada', '{a,b}', 'x', 'y');
SELECT accord.row_hash(id, name) FROM row_hash_loose;
SELECT accord.row_hash(id, tags) FROM row_hash_loose;
SELECT accord.row_hash(id, label) FROM row_hash_loose;
SELECT accord.row_hash(id, code) FROM row_hash_loose;
SELECT accord.row_hash(id, name::varchar || 'x') FROM row_hash_loose;
SELECT accord.record_hash(l) FROM row_hash_loose AS l;
SELECT accord.row_hash(row_hash_range('a', 'b'));
SELECT accord.row_hash(id, name COLLATE "C", tags COLLATE "C", label COLLATE "C", code COLLATE "C") = accord.row_hash(1, 'Ada', ARRAY['a', 'b'], 'x', 'y'::bpchar) AS pinned
FROM row_hash_loose;
-- a deterministic collation changes nothing
SELECT accord.row_hash('Ada' COLLATE "C") = accord.row_hash('Ada' COLLATE "und-x-icu") AS same;

CREATE EXTENSION citext;
CREATE TABLE row_hash_citext (email citext);
SELECT accord.row_hash(email) FROM row_hash_citext;
INSERT INTO row_hash_citext VALUES ('A@example.com');
SELECT accord.row_hash(email::text) = accord.row_hash('A@example.com') AS pinned FROM row_hash_citext;
DROP TABLE row_hash_citext, row_hash_loose;
DROP EXTENSION citext;
DROP DOMAIN row_hash_label;
DROP TYPE row_hash_range;
DROP COLLATION row_hash_ci;
