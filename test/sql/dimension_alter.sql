-- alter_dimension changes policies, options and columns of a dimension: what was hashed before is remembered, and the first feed fills a new column without opening versions.
SET timezone = 'UTC';
SET datestyle = 'ISO';
\set SHOW_CONTEXT never
BEGIN;
CREATE SCHEMA dims;
SET LOCAL search_path = dims, public;
CREATE TABLE item (id int PRIMARY KEY, name text, colour text, price numeric);
INSERT INTO item VALUES (1, 'a', 'red', 1), (2, 'b', 'blue', 2), (3, 'c', 'green', 3);
SELECT accord.create_dimension('dim_item', 'item', '{id}', options => '{"current_view": true}');
SELECT inserted FROM accord.merge('dim_item', at => '2024-01-01Z');
SAVEPOINT s;
-- a column is added: from the source, and from the table
ALTER TABLE item ADD COLUMN size varchar(3) COLLATE "C", ADD COLUMN note text, ADD COLUMN tag text;
UPDATE item SET size = 'XL', note = 'n', tag = 't';
ALTER TABLE dim_item ADD COLUMN note text;
SELECT accord.alter_dimension('dim_item', '{"note": "carry", "tag": "overwrite"}', '{"current_view": true}', add_columns => '{size,note,tag}');
SELECT policies, filled, hashed_before FROM accord.dimension;
SELECT attname, format_type(atttypid, atttypmod), attcollation::regcollation FROM pg_attribute WHERE attrelid = 'dim_item'::regclass AND attname IN ('size', 'note', 'tag') ORDER BY attnum;
SELECT id, row_hash FROM dim_item ORDER BY id;
-- an open version that waits stays so
CALL accord.rehash('dim_item');
SELECT count(*) FROM dim_item WHERE row_hash = 'ffffffff-ffff-ffff-ffff-ffffffffffff';
SELECT count(*) FROM accord.verify('dim_item');
SELECT versioned, overwritten, unchanged FROM accord.merge('dim_item', at => '2024-02-01Z');
SELECT id, size, note, tag, valid_from, row_hash = accord.row_hash(name, colour, price, size) AS ours FROM dim_item_current ORDER BY id;
UPDATE item SET size = 'S' WHERE id = 2;
SELECT versioned FROM accord.merge('dim_item', at => '2024-03-01Z');
-- a second one: the first does not wait any longer, its changes are versions
ALTER TABLE item ADD COLUMN shape text DEFAULT 'round';
SELECT accord.alter_dimension('dim_item', add_columns => '{shape}');
SELECT filled FROM accord.dimension;
UPDATE item SET size = 'M' WHERE id = 3;
SELECT versioned, overwritten, unchanged FROM accord.merge('dim_item', at => '2024-04-01Z');
-- a hash that nobody knows is no mark of a version that waits: what differs is a change
UPDATE dim_item SET row_hash = NULL;
UPDATE item SET shape = 'flat' WHERE id = 1;
SELECT versioned, unchanged FROM accord.merge('dim_item', at => '2024-05-01Z');
ROLLBACK TO s;
-- two calls before the first feed: it fills both columns
ALTER TABLE item ADD COLUMN size text DEFAULT 'XL', ADD COLUMN shape text DEFAULT 'round';
SELECT accord.alter_dimension('dim_item', add_columns => '{size}');
SELECT accord.alter_dimension('dim_item', '{"shape": "carry", "colour": "previous"}', add_columns => '{shape}');
SELECT filled FROM accord.dimension;
SELECT versioned, unchanged FROM accord.merge('dim_item', at => '2024-02-01Z');
SELECT id, size, shape FROM dim_item ORDER BY id;
-- and no later one does: what is carried stays in a version that is written in place
UPDATE item SET colour = 'grey', shape = 'flat' WHERE id = 1;
SELECT overwritten, unchanged FROM accord.merge('dim_item', at => '2024-03-01Z');
SELECT id, colour, colour_previous, shape FROM dim_item ORDER BY id;
ROLLBACK TO s;
-- a version that a replaced feed closed opens as it was, however often that feed is replaced
UPDATE item SET name = 'x' WHERE id = 1;
SELECT versioned FROM accord.merge('dim_item', at => '2024-02-01Z');
ALTER TABLE item ADD COLUMN size text DEFAULT 'XL';
SELECT accord.alter_dimension('dim_item', '{"size": "fixed"}', add_columns => '{size}', drop_columns => '{colour}');
UPDATE item SET name = 'a' WHERE id = 1;
SELECT unchanged, fixed_kept, replaced FROM accord.merge('dim_item', at => '2024-02-01Z');
SELECT unchanged, fixed_kept, replaced FROM accord.merge('dim_item', at => '2024-02-01Z');
SELECT id, size, valid_from FROM dim_item ORDER BY id;
ROLLBACK TO s;
-- nor does a deletion version that takes its place have a hash over columns of then
SELECT accord.alter_dimension('dim_item', options => '{"is_deleted": true}');
UPDATE item SET colour = 'x' WHERE id = 1;
SELECT versioned FROM accord.merge('dim_item', at => '2024-02-01Z');
SELECT accord.alter_dimension('dim_item', drop_columns => '{colour}');
DELETE FROM item WHERE id = 1;
SELECT recorded, replaced FROM accord.merge('dim_item', at => '2024-02-01Z', deletes => 'record');
SELECT * FROM accord.verify('dim_item');
ROLLBACK TO s;
-- where nothing is waited for any longer, rehash makes the hashes of versions that waited
ALTER TABLE item ADD COLUMN size text DEFAULT 'XL';
SELECT accord.alter_dimension('dim_item', '{"size": "carry"}', add_columns => '{size}');
SELECT accord.alter_dimension('dim_item', drop_columns => '{size}');
CALL accord.rehash('dim_item');
SELECT count(*) FILTER (WHERE row_hash = 'ffffffff-ffff-ffff-ffff-ffffffffffff') AS waiting, count(*) FILTER (WHERE row_hash = accord.row_hash(name, colour, price)) AS hashed FROM dim_item;
ROLLBACK TO s;
-- a column is taken out: the table keeps it, hashes are those of the others, and no version opens
SELECT accord.alter_dimension('dim_item', drop_columns => '{colour}');
SELECT policies, filled, hashed_before FROM accord.dimension;
SELECT id, colour, row_hash = accord.row_hash(name, price) AS ours FROM dim_item ORDER BY id;
SET LOCAL client_min_messages = warning;
SELECT versioned, unchanged FROM accord.merge('dim_item', at => '2024-02-01Z');
RESET client_min_messages;
-- and in again
SELECT accord.alter_dimension('dim_item', add_columns => '{colour}');
SELECT policies, filled, hashed_before FROM accord.dimension;
ROLLBACK TO s;
-- a column that the table has lost is taken out too
DROP VIEW dim_item_current;
ALTER TABLE dim_item DROP COLUMN colour;
SELECT accord.alter_dimension('dim_item', drop_columns => '{colour}');
SELECT policies, hashed_before FROM accord.dimension;
ROLLBACK TO s;
-- policies: companions are made and filled, hashes follow what is compared
UPDATE item SET name = 'x' WHERE id = 1;
SELECT versioned FROM accord.merge('dim_item', at => '2024-02-01Z');
SELECT accord.alter_dimension('dim_item', '{"name": "current", "colour": "previous"}');
SELECT hashed_before FROM accord.dimension;
SELECT id, name, name_current, colour_previous, row_hash = accord.row_hash(name, colour, price) AS ours FROM dim_item ORDER BY id, valid_from;
SELECT accord.alter_dimension('dim_item', '{"name": "overwrite", "price": "fixed"}');
SELECT policies, hashed_before FROM accord.dimension;
SELECT id, is_current, row_hash = accord.row_hash(colour) AS ours FROM dim_item ORDER BY id, valid_from;
SELECT accord.alter_dimension('dim_item', '{"name": "version", "price": "version"}');
SELECT hashed_before FROM accord.dimension;
-- a companion that is there holds values of the past
UPDATE item SET name = 'y' WHERE id = 1;
SELECT versioned FROM accord.merge('dim_item', at => '2024-03-01Z');
SELECT name, name_current FROM dim_item WHERE id = 1 ORDER BY valid_from;
SELECT accord.alter_dimension('dim_item', '{"name": "current"}');
SELECT name, name_current FROM dim_item WHERE id = 1 ORDER BY valid_from;
-- also where the column was away meanwhile
SELECT accord.alter_dimension('dim_item', drop_columns => '{name}');
UPDATE item SET price = 7 WHERE id = 1;
SET LOCAL client_min_messages = warning;
SELECT versioned FROM accord.merge('dim_item', at => '2024-04-01Z');
RESET client_min_messages;
SELECT accord.alter_dimension('dim_item', '{"name": "current"}', add_columns => '{name}');
SELECT name, name_current FROM dim_item WHERE id = 1 ORDER BY valid_from;
ROLLBACK TO s;
-- hashes that were not known stay so
UPDATE dim_item SET row_hash = NULL WHERE id = 1;
SELECT accord.alter_dimension('dim_item', '{"name": "carry"}');
SELECT id, row_hash = accord.row_hash(colour, price) AS ours FROM dim_item ORDER BY id;
ROLLBACK TO s;
-- options: a mark for deletion versions comes into the index and into as_of
SELECT accord.alter_dimension('dim_item', options => '{"is_deleted": "gone", "late": "skip", "fixed": "error"}');
SELECT is_deleted, late, fixed, valid_from_column FROM accord.dimension;
SELECT indexdef FROM pg_indexes WHERE tablename = 'dim_item' ORDER BY indexdef COLLATE "C";
SELECT prosrc FROM pg_proc WHERE oid = 'dim_item_as_of'::regproc;
SELECT accord.alter_dimension('dim_item', options => '{"is_deleted": "gone", "late": "error"}');
ROLLBACK TO s;
-- as_of comes back where it was dropped
DROP FUNCTION dim_item_as_of(timestamptz);
SELECT accord.alter_dimension('dim_item');
SELECT count(*) FROM dim_item_as_of('2024-01-01Z');
ROLLBACK TO s;
-- forgetting leaves the table, the feeds and the view
SELECT accord.drop_dimension('dim_item');
SELECT (SELECT count(*) FROM accord.dimension) AS dimensions, (SELECT count(*) FROM accord.feed) AS feeds, (SELECT count(*) FROM dim_item_current) AS rows, to_regproc('dim_item_as_of') AS as_of;
ROLLBACK TO s;
CREATE VIEW reader AS SELECT * FROM dim_item_as_of('2024-01-01Z');
SELECT accord.drop_dimension('dim_item');
SELECT count(*) FROM reader;
-- the one that stayed is written anew
SELECT accord.adopt_dimension('dim_item', '{id}', source => 'item');
SELECT proname FROM pg_proc WHERE pronamespace = 'dims'::regnamespace;
ROLLBACK TO s;
-- the view, where its name is taken by something else
CREATE VIEW dim_other_current AS SELECT 1 AS x;
SELECT accord.create_dimension('dim_other', 'item', '{id}');
DO $$ BEGIN PERFORM accord.alter_dimension('dim_other', options => '{"current_view": true}'); EXCEPTION WHEN duplicate_table THEN RAISE NOTICE '%', SQLERRM; END $$;
SELECT * FROM dim_other_current;
DROP VIEW dim_other_current;
SELECT accord.alter_dimension('dim_other', options => '{"current_view": true}');
SELECT accord.alter_dimension('dim_other', options => '{"current_view": true}');
SELECT count(*) FROM dim_other_current;
ROLLBACK TO s;
-- what is refused
CREATE FUNCTION pg_temp.try(arguments text) RETURNS TABLE (state text, message text, hint text) LANGUAGE plpgsql AS $$
BEGIN
	EXECUTE format('SELECT accord.alter_dimension(%s)', arguments);
	state := 'no error';
	RETURN NEXT;
EXCEPTION WHEN OTHERS THEN
	GET STACKED DIAGNOSTICS state = RETURNED_SQLSTATE, message = MESSAGE_TEXT, hint = PG_EXCEPTION_HINT;
	RETURN NEXT;
END
$$;
SELECT accord.create_dimension('dim_plain', 'item', '{id}');
ALTER TABLE item ADD COLUMN doc json, ADD COLUMN colour_previous text;
SELECT a.arguments, t.* FROM (VALUES ($$NULL$$), ($$'item'$$), ($$'dim_item', '{"id": "carry"}'$$), ($$'dim_item', '{"nix": "carry"}'$$), ($$'dim_item', '{"name": "x"}'$$),
	($$'dim_item', options => '{"valid_from": "x"}'$$), ($$'dim_item', options => '{"valid_from_column": "nix"}'$$), ($$'dim_item', options => '{"valid_from_column": "name"}'$$),
	($$'dim_item', options => '{"is_deleted": "name"}'$$), ($$'dim_item', add_columns => '{nix}'$$), ($$'dim_item', add_columns => '{name}'$$), ($$'dim_item', add_columns => '{valid_to}'$$), ($$'dim_item', add_columns => '{xmin}'$$), ($$'dim_plain', options => '{"is_deleted": "is_current"}'$$),
	($$'dim_item', add_columns => '{doc}'$$), ($$'dim_item', '{"doc": "carry"}', add_columns => '{doc}'$$), ($$'dim_item', '{"colour": "previous"}', add_columns => '{colour_previous}'$$),
	($$'dim_item', drop_columns => '{id}'$$), ($$'dim_item', drop_columns => '{nix}'$$), ($$'dim_item', drop_columns => '{name,name}'$$), ($$'dim_item', drop_columns => '{NULL}'$$)) AS a (arguments),
	LATERAL pg_temp.try(a.arguments) AS t;
ROLLBACK;
