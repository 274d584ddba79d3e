-- record_hash of a row is row_hash of its columns, whatever they are.
CREATE TYPE row_hash_mood AS ENUM ('sad', 'ok');
CREATE DOMAIN row_hash_positive AS integer CHECK (VALUE > 0);
CREATE TYPE row_hash_pair AS (a integer, b text);
CREATE TABLE row_hash_all (
	c01 boolean, c02 smallint, c03 integer, c04 bigint, c05 numeric, c06 real, c07 double precision, c08 money, c09 text,
	c10 varchar(20), c11 name, c12 char(5), c13 "char", c14 bytea, c15 bit(5), c16 varbit, c17 uuid, c18 date, c19 time,
	c20 timetz, c21 timestamp, c22 timestamptz, c23 interval, c24 inet, c25 cidr, c26 macaddr, c27 macaddr8, c28 oid,
	c29 xid8, c30 pg_lsn, c31 jsonb, c32 row_hash_mood, c33 row_hash_positive, c34 integer[], c35 text[], c36 int4range,
	c37 nummultirange, c38 row_hash_pair, c39 row_hash_pair[], c40 tstzrange, c41 row_hash_mood[], c42 int2vector, c43 oidvector);
INSERT INTO row_hash_all VALUES
	(true, -1, 2, 3, 4.50, 5.5, -0.0, 6, 'seven', 'eight', 'nine', 'ten', 'e', '\x0c', B'10101', B'1', '0e0e0e0e-0000-0000-0000-000000000000',
	 '2015-01-01', '16:00', '17:00+02', '2018-01-01', '2019-01-01', '20 days', '21.0.0.1/8', '22.0.0.0/8', '23:00:00:00:00:00',
	 '24:00:00:00:00:00:00:00', 25, '26', '0/27', '{"a": [28, {"b": null}]}', 'ok', 30, '[0:1]={31,NULL}', '{{a},{b}}', '[33,34]',
	 '{[1.0,2],[3,)}', '(35,x)', '{"(36,)"}', '[2037-01-01,)', '{sad,NULL}', '1 2', '3 4');
INSERT INTO row_hash_all DEFAULT VALUES;
SELECT string_agg(attname, ', ' ORDER BY attnum) AS columns FROM pg_attribute WHERE attrelid = 'row_hash_all'::regclass AND attnum > 0 \gset
SELECT accord.record_hash(t) = accord.row_hash(:columns) AS named,
	accord.record_hash(ROW(:columns)) = accord.row_hash(:columns) AS anonymous,
	accord.record_hash_sha256(t) = accord.row_hash_sha256(:columns) AS sha256,
	accord.row_hash(t) = accord.row_hash(ROW(:columns)) AS nested,
	accord.row_hash(t) <> accord.record_hash(t) AS not_the_row_itself
FROM row_hash_all AS t;
-- and one column at a time, by any way a record comes: none is named
CREATE FUNCTION row_hash_unequal(columns text) RETURNS SETOF text LANGUAGE plpgsql AS $$
DECLARE
	same boolean;
	col text;
BEGIN
	FOREACH col IN ARRAY string_to_array(columns, ', ') LOOP
		EXECUTE format('SELECT count(*) = 2 AND bool_and(accord.record_hash(ROW(%1$I)) = accord.row_hash(%1$I) AND accord.record_hash(s) = accord.row_hash(%1$I)) FROM (SELECT %1$I FROM row_hash_all OFFSET 0) AS s', col)
			INTO same;
		IF same IS NOT TRUE THEN
			RETURN NEXT col;
		END IF;
	END LOOP;
END
$$;
SELECT row_hash_unequal(:'columns');

-- NULL
SELECT accord.record_hash(NULL) IS NULL AS of_null, accord.record_hash(ROW(NULL)) = accord.row_hash(NULL) AS of_row, accord.record_hash(ROW()) IS NOT NULL AS of_empty_row;

-- dropped columns do not count, added ones do, and their defaults are found
CREATE TABLE row_hash_altered (a integer, gone text, b text);
INSERT INTO row_hash_altered VALUES (1, 'x', 'y');
ALTER TABLE row_hash_altered DROP COLUMN gone;
SELECT accord.record_hash(t) = accord.row_hash(1, 'y') AS dropped FROM row_hash_altered AS t;
ALTER TABLE row_hash_altered ADD COLUMN c integer DEFAULT 3;
SELECT accord.record_hash(t) = accord.row_hash(1, 'y', 3) AS added FROM row_hash_altered AS t;

-- a call site that lives while its row type changes
CREATE FUNCTION row_hash_live(OUT before boolean, OUT after boolean) LANGUAGE plpgsql AS $$
DECLARE
	r row_hash_altered;
	hashes uuid[];
BEGIN
	FOR i IN 1 .. 2 LOOP
		EXECUTE 'SELECT * FROM row_hash_altered' INTO r;
		hashes := hashes || accord.record_hash(r);
		IF i = 1 THEN
			ALTER TABLE row_hash_altered ADD COLUMN d text DEFAULT 'z';
		END IF;
	END LOOP;
	before := hashes[1] = accord.row_hash(1, 'y', 3);
	after := hashes[2] = accord.row_hash(1, 'y', 3, 'z');
END
$$;
SELECT * FROM row_hash_live();

-- one call site, rows of several shapes, anonymous ones in anonymous ones
CREATE FUNCTION row_hash_shape(i integer) RETURNS record LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
	RETURN CASE i % 4
		WHEN 0 THEN ROW(i)
		WHEN 1 THEN ROW(i, 'a')
		WHEN 2 THEN ROW('b', ROW(i, ARRAY[i]))
		ELSE ROW('c', ROW(i, ARRAY['d'])) END;
END
$$;
SELECT bool_and(accord.record_hash(row_hash_shape(i)) = CASE i % 4
		WHEN 0 THEN accord.row_hash(i)
		WHEN 1 THEN accord.row_hash(i, 'a')
		WHEN 2 THEN accord.row_hash('b', ROW(i, ARRAY[i]))
		ELSE accord.row_hash('c', ROW(i, ARRAY['d'])) END) AS same
FROM generate_series(1, 200) AS i;

-- more columns than a call takes
SELECT string_agg('n + ' || i, ', ' ORDER BY i) AS wide FROM generate_series(1, 150) AS i \gset
SELECT count(DISTINCT accord.record_hash(ROW(:wide))) FROM generate_series(1, 10) AS n;

-- where rows are compared
CREATE INDEX ON row_hash_altered (accord.row_hash(a, b));
CREATE TABLE row_hash_generated (a integer, b text, hash uuid GENERATED ALWAYS AS (accord.row_hash(a, b)) STORED);
INSERT INTO row_hash_generated VALUES (1, 'y'), (NULL, NULL);
SELECT bool_and(hash = accord.row_hash(a, b)) AS same FROM row_hash_generated;
DROP FUNCTION row_hash_live;
DROP TABLE row_hash_generated, row_hash_all, row_hash_altered;
DROP FUNCTION row_hash_shape, row_hash_unequal;
DROP TYPE row_hash_pair, row_hash_mood;
DROP DOMAIN row_hash_positive;
