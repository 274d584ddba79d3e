-- A full feed that comes in the order of its key is walked beside the open versions, and does what a join of them would do.
\set SHOW_CONTEXT never
SET datestyle TO ISO;
SET timezone TO 'UTC';
CREATE SCHEMA merge_walk;
SET search_path TO merge_walk;

-- how: by what the index is like, what statistics say, and what the merge is asked for
CREATE TABLE item (id int, name text COLLATE "C", note text);
SELECT accord.create_dimension('dim_item', 'item', '{id,name}');
CREATE FUNCTION how(mode text DEFAULT 'full', deletes text DEFAULT 'close', sequence_by text DEFAULT NULL) RETURNS text LANGUAGE sql AS $$
	SELECT string_agg(purpose, ', ' ORDER BY step) FROM accord.merge_sql('dim_item', at => '2026-01-01', mode => mode, deletes => deletes, sequence_by => sequence_by) WHERE purpose ~ '^compare|duplicates|count open'
$$;
SELECT how();
CREATE INDEX item_other ON item (note, id, name);
SELECT how();
CREATE INDEX item_id ON item (id);
SELECT how();
CREATE INDEX item_collation ON item (id, name COLLATE "POSIX");
SELECT how();
CREATE INDEX item_partial ON item (id, name) WHERE id > 0;
SELECT how();
CREATE INDEX item_hash ON item USING hash (id);
SELECT how();
CREATE INDEX item_key ON item (name, id DESC, note);
SELECT how();
SELECT how('delta', 'ignore'), how(sequence_by => 'note');
ALTER TABLE item ADD PRIMARY KEY (id, name);
SELECT how(), how(deletes => 'ignore');
-- without the index on open versions, nobody can say what walking them costs; nor with rows that lie otherwise
BEGIN;
ALTER TABLE item DROP CONSTRAINT item_pkey;
DROP INDEX item_key, dim_item_id_name_row_hash_idx;
SELECT how();
ROLLBACK;
BEGIN;
INSERT INTO item SELECT i, 'n', 'x' FROM generate_series(1, 2000) AS i;
ANALYZE item;
SELECT how();
UPDATE item SET note = 'y' WHERE id = 1000;
ANALYZE item;
SELECT how();
ALTER TABLE item DROP CONSTRAINT item_pkey;
DROP INDEX item_key;
SELECT how();
ROLLBACK;
-- a few rows for many versions are looked up, unless missing keys are asked for
INSERT INTO item SELECT i, 'n', 'x' FROM generate_series(1, 2000) AS i;
SELECT inserted FROM accord.merge('dim_item', at => '2026-01-01');
DELETE FROM item WHERE id > 20;
VACUUM (FULL, ANALYZE) item, dim_item;
BEGIN;
SELECT pg_stat_get_xact_tuples_returned('dim_item_id_name_row_hash_idx'::regclass) AS before \gset
SELECT unchanged FROM accord.merge('dim_item', at => '2026-01-02');
SELECT pg_stat_get_xact_tuples_returned('dim_item_id_name_row_hash_idx'::regclass) - :before < 100 AS looked_up;
SELECT unchanged, closed FROM accord.merge('dim_item', at => '2026-01-03', deletes => 'close');
COMMIT;

-- the same history as by a join, over more rows than are read at once, whatever way they come
CREATE TABLE walked (a int, b text, c numeric, v text, PRIMARY KEY (a, b, c));
SELECT accord.create_dimension('dim_walked', 'walked', '{a,b,c}', '{"v": "version"}', '{"is_deleted": true}');
SELECT accord.create_dimension('dim_lying', 'walked', '{a,b,c}', '{"v": "version"}', '{"is_deleted": true}');
SELECT accord.create_dimension('dim_joined', 'walked', '{a,b,c}', '{"v": "version"}', '{"is_deleted": true}');
CREATE FUNCTION night(n int) RETURNS TABLE (how text, inserted bigint, versioned bigint, reopened bigint, unchanged bigint, recorded bigint) LANGUAGE plpgsql AS $$
BEGIN
	TRUNCATE walked;
	-- keys come and go, at both ends too
	INSERT INTO walked SELECT i % 40 - 20, chr(97 + i % 26), i / 7.0, CASE WHEN (i * 31 + n * 17) % 11 > 0 THEN (i * (1 + n / 3)) % 5 END
	FROM generate_series(1, 3000) AS i WHERE (i * 7919 + n * 104729) % 10 > n % 4;
	RETURN QUERY SELECT 'walked', m.inserted, m.versioned, m.reopened, m.unchanged, m.recorded FROM accord.merge('dim_walked', at => timestamptz '2026-01-01' + n * interval '1 day', deletes => 'record') AS m;
	RETURN QUERY SELECT 'lying', m.inserted, m.versioned, m.reopened, m.unchanged, m.recorded FROM accord.merge('dim_lying', query => 'SELECT * FROM merge_walk.walked ORDER BY a, b, c', at => timestamptz '2026-01-01' + n * interval '1 day', deletes => 'record') AS m;
	RETURN QUERY SELECT 'joined', m.inserted, m.versioned, m.reopened, m.unchanged, m.recorded FROM accord.merge('dim_joined', query => 'SELECT * FROM merge_walk.walked ORDER BY v, c', at => timestamptz '2026-01-01' + n * interval '1 day', deletes => 'record') AS m;
	RETURN QUERY SELECT 'differ', count(*), NULL::int8, NULL::int8, NULL::int8, NULL::int8 FROM (TABLE dim_walked EXCEPT TABLE dim_joined UNION ALL (TABLE dim_joined EXCEPT TABLE dim_walked)
		UNION ALL (TABLE dim_lying EXCEPT TABLE dim_joined) UNION ALL (TABLE dim_joined EXCEPT TABLE dim_lying)) AS d;
END
$$;
SELECT n, night.* FROM generate_series(1, 6) AS n, night(n);
SELECT count(*) FROM accord.verify('dim_walked');
-- rows in order, then but for the last one, and but for one in the midst: as the keys tell
CREATE TABLE lying (a int, b text);
SELECT accord.create_dimension('dim_order', 'lying', '{a}');
INSERT INTO lying SELECT i, 'x' FROM generate_series(1, 1500) AS i;
SELECT inserted, unchanged FROM accord.merge('dim_order', at => '2026-01-01', deletes => 'close');
UPDATE lying SET b = 'y' WHERE a IN (1, 700);
SELECT inserted, versioned, unchanged, closed FROM accord.merge('dim_order', at => '2026-01-02', deletes => 'close');
INSERT INTO lying VALUES (1501, 'x'), (1500, 'x');
SELECT accord.merge('dim_order', at => '2026-01-03', deletes => 'close');
DELETE FROM lying WHERE b = 'y' OR a > 1499;
SELECT inserted, versioned, unchanged, closed FROM accord.merge('dim_order', at => '2026-01-03', deletes => 'close');
-- the same with an index
CREATE INDEX lying_a ON lying (a);
SET enable_sort = off;
BEGIN;
SELECT pg_stat_get_xact_numscans('lying_a'::regclass) AS before \gset
SET LOCAL enable_indexscan = off;
SET LOCAL enable_bitmapscan = off;
UPDATE lying SET b = 'z' WHERE a = 1400;
RESET enable_indexscan;
SELECT inserted, versioned, unchanged, closed FROM accord.merge('dim_order', at => '2026-01-04', deletes => 'close');
SELECT pg_stat_get_xact_numscans('lying_a'::regclass) > :before AS by_key;
COMMIT;
RESET enable_sort;
SELECT count(*), count(DISTINCT a), count(*) FILTER (WHERE is_current) FROM dim_order;
SELECT count(*) FROM accord.verify('dim_order');
-- where everything changes, more than fits into work_mem
SET work_mem = '64kB';
UPDATE walked SET v = 'changed';
SELECT versioned, unchanged FROM accord.merge('dim_walked', at => '2026-02-01', deletes => 'record');
RESET work_mem;
-- nothing on one side, and on both
TRUNCATE walked;
SELECT recorded FROM accord.merge('dim_walked', at => '2026-02-02', deletes => 'record', allow_empty => true);
SELECT accord.create_dimension('dim_empty', 'walked', '{a,b,c}');
SELECT inserted, closed FROM accord.merge('dim_empty', at => '2026-02-02', deletes => 'close', allow_empty => true);
INSERT INTO walked VALUES (1, 'a', 1, 'v');
SELECT inserted FROM accord.merge('dim_empty', at => '2026-02-03', deletes => 'close');

-- a key twice, wherever it is: open or not, between two batches, in a spelling of its own; NULLs
CREATE TABLE feed (k numeric, v text);
CREATE INDEX feed_k ON feed (k);
SELECT accord.create_dimension('dim_feed', 'feed', '{k}');
INSERT INTO feed SELECT i, 'v' FROM generate_series(1, 2000) AS i;
SELECT inserted FROM accord.merge('dim_feed', at => '2026-01-01');
CREATE FUNCTION try(VARIADIC more numeric[]) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	message text;
	detail text;
	counts record;
BEGIN
	INSERT INTO feed SELECT unnest(more), 'v';
	SELECT * INTO counts FROM accord.merge('dim_feed', at => '2026-01-02', deletes => 'close', dry_run => true);
	DELETE FROM feed WHERE ctid IN (SELECT ctid FROM feed ORDER BY ctid DESC LIMIT cardinality(more));
	RETURN format('inserted %s, unchanged %s, closed %s', counts.inserted, counts.unchanged, counts.closed);
EXCEPTION WHEN OTHERS THEN
	GET STACKED DIAGNOSTICS message = MESSAGE_TEXT, detail = PG_EXCEPTION_DETAIL;
	RETURN concat_ws(': ', message, detail);
END
$$;
SELECT k, try(k) FROM unnest('{1, 511, 512, 513, 1024, 2000, 0.5, 2001, 512.00}'::numeric[]) AS k;
SELECT try(0.5, 0.50), try(2001, 2001, 2001), try(1, 1, 2, 512);
SELECT try(NULL), try(NULL, NULL, 1);
BEGIN;
ALTER TABLE dim_feed DROP CONSTRAINT dim_feed_pkey, ALTER k DROP NOT NULL;
INSERT INTO dim_feed SELECT NULL, v, valid_from, valid_to, is_current, row_hash FROM dim_feed WHERE k = 1;
SELECT try(NULL), try(1999.5);
ROLLBACK;
SELECT try(VARIADIC ARRAY(SELECT 512.5 + i / 10000.0 FROM generate_series(1, 1500) AS i));

-- a key is fitted into its column, or refused
CREATE TABLE wide (k varchar(5), c char(4), PRIMARY KEY (k, c));
CREATE TABLE narrow (k text, c char(2), PRIMARY KEY (k, c));
SELECT accord.create_dimension('dim_wide', 'wide', '{k,c}');
INSERT INTO narrow VALUES ('ok', 'x');
SELECT inserted FROM accord.merge('dim_wide', 'narrow', at => '2026-01-01');
SELECT inserted FROM accord.merge('dim_wide', 'narrow', at => '2026-01-01 12:00', mode => 'delta');
SELECT k, octet_length(c) FROM dim_wide;
INSERT INTO narrow VALUES ('too long', 'x');
SELECT accord.merge('dim_wide', 'narrow', at => '2026-01-02');
SELECT accord.merge('dim_wide', 'narrow', at => '2026-01-02', mode => 'delta');

-- keys of types with an order of their own: equal values meet, also where they are spelled otherwise
CREATE TYPE colour AS ENUM ('red', 'green', 'blue');
CREATE TYPE pair AS (x int, y text);
CREATE DOMAIN short AS text CHECK (length(VALUE) < 10);
CREATE TABLE typed (e colour, r pair, d short, t text COLLATE "C", f float8, i interval, s int[], b bytea, c char(4), n name, u uuid, z timestamptz, m numeric, v int, PRIMARY KEY (e, r, d, t, f, i, s, b, c, n, u, z, m));
SELECT accord.create_dimension('dim_typed', 'typed', '{e,r,d,t,f,i,s,b,c,n,u,z,m}');
INSERT INTO typed SELECT ('{red,green,blue}'::colour[])[1 + i % 3], ROW(i % 5, 'y')::pair, 'd' || i % 7, (ARRAY['a', 'B', 'é', ''])[1 + i % 4], (ARRAY['0', '1.5', 'NaN', '-Infinity'])[1 + i % 4]::float8, (i % 3) * interval '1 month', ARRAY[i % 2, i],
	decode(lpad(to_hex(i), 4, '0'), 'hex'), 'c', 'n', md5((i % 9)::text)::uuid, timestamptz '2026-01-01' + i * interval '1 s', i, i FROM generate_series(1, 1200) AS i;
SELECT inserted FROM accord.merge('dim_typed', at => '2026-01-01', deletes => 'close');
UPDATE typed SET f = '-0', i = i::text::interval * 1, m = m * 1.00 WHERE f = 0;
UPDATE typed SET i = interval '30 days' WHERE i = interval '1 month';
SELECT unchanged, versioned, inserted, closed FROM accord.merge('dim_typed', at => '2026-01-02', deletes => 'close');
UPDATE typed SET v = 0 WHERE v % 100 = 0;
SELECT unchanged, versioned, inserted, closed FROM accord.merge('dim_typed', at => '2026-01-03', deletes => 'close');

-- an index whose order is not that of the values is noticed before anything is written; here one that is said to descend
UPDATE feed SET v = v WHERE k = 1000;
ANALYZE feed;
BEGIN;
UPDATE pg_index SET indoption = '3' WHERE indexrelid = 'feed_k'::regclass;
SET LOCAL enable_seqscan = off;
SET LOCAL enable_sort = off;
SELECT * FROM accord.merge('dim_feed', at => '2026-01-02', deletes => 'close');
\echo :SQLSTATE
ROLLBACK;
BEGIN;
UPDATE pg_index SET indoption = '3 3' WHERE indexrelid = (SELECT indexrelid FROM pg_index WHERE indrelid = 'dim_feed'::regclass AND indpred IS NOT NULL);
SET LOCAL enable_seqscan = off;
SET LOCAL enable_sort = off;
SELECT * FROM accord.merge('dim_feed', at => '2026-01-02', deletes => 'close');
ROLLBACK;
SELECT unchanged FROM accord.merge('dim_feed', at => '2026-01-02', deletes => 'close');
SET client_min_messages = warning;
DROP SCHEMA merge_walk CASCADE;
