-- Values that are equal have the same hash, however they are written.
CREATE TYPE row_hash_mood AS ENUM ('sad', 'ok');
CREATE DOMAIN row_hash_positive AS integer CHECK (VALUE > 0);
CREATE DOMAIN row_hash_small AS row_hash_positive CHECK (VALUE < 100);
CREATE DOMAIN row_hash_list AS integer[];
CREATE TYPE row_hash_pair AS (a integer, b numeric);
CREATE TYPE row_hash_same_pair AS (c bigint, d numeric);
SET extra_float_digits = 1;
SELECT what
FROM (VALUES
	('numeric: scale', accord.row_hash(1.0) = accord.row_hash(1.00)),
	('numeric: scale of zero', accord.row_hash(0::numeric) = accord.row_hash('-0.000'::numeric)),
	('numeric: scale of a large one', accord.row_hash(12345678.90000) = accord.row_hash('1.23456789e7'::numeric)),
	('numeric: typmod', accord.row_hash(1.5::numeric(10,4)) = accord.row_hash(1.5)),
	('numeric: NaN', accord.row_hash('NaN'::numeric) = accord.row_hash('nan'::numeric(10,2))),
	('float8: zero', accord.row_hash('-0'::float8) = accord.row_hash('0'::float8)),
	('float4: zero', accord.row_hash('-0'::float4) = accord.row_hash('0'::float4)),
	('float8: NaN', accord.row_hash('NaN'::float8) = accord.row_hash(-'NaN'::float8)),
	('float4: NaN', accord.row_hash('NaN'::float4) = accord.row_hash('inf'::float4 - 'inf'::float4)),
	('float8: computed zero', accord.row_hash(-1::float8 * 0) = accord.row_hash(0::float8)),
	('integers of any width', accord.row_hash(7::int2, -7::int4) = accord.row_hash(7::int8, -7::int2)),
	('text, varchar and name', accord.row_hash('a'::text, 'b'::varchar(9), 'c'::name) = accord.row_hash('a'::name, 'b'::text, 'c'::varchar)),
	('a literal is text', accord.row_hash('a', NULL) = accord.row_hash('a'::text, NULL::integer)),
	('bpchar: padding', accord.row_hash('ab'::char(9)) = accord.row_hash('ab   '::bpchar)),
	('timestamptz: zone', accord.row_hash(timestamptz '2024-07-01 12:00:00+02') = accord.row_hash(timestamptz '2024-07-01 05:00:00-05')),
	('timestamptz: infinity', accord.row_hash(timestamptz 'infinity') = accord.row_hash(timestamptz ' INFINITY')),
	('timetz: spelling', accord.row_hash(timetz '12:00+02') = accord.row_hash(timetz '12:00:00.000+02:00')),
	('interval: a month is 30 days', accord.row_hash(interval '1 month') = accord.row_hash(interval '30 days')),
	('interval: a day is 24 hours', accord.row_hash(interval '-1 day 1 hour') = accord.row_hash(interval '-23 hours')),
	('interval: signs', accord.row_hash(interval '1 month -30 days') = accord.row_hash(interval '0')),
	('jsonb: spelling', accord.row_hash('{"b": [1.0, 1e2], "aa": "\u0061"}'::jsonb) = accord.row_hash('{"aa":"a","b":[1,100.00]}'::jsonb)),
	('jsonb: duplicate keys', accord.row_hash('{"a": 1, "a": 2}'::jsonb) = accord.row_hash('{"a": 2}'::jsonb)),
	('jsonb: built', accord.row_hash(jsonb_build_object('z', NULL, 'a', ARRAY[1, 2])) = accord.row_hash('{"a": [1, 2], "z": null}'::jsonb)),
	('bytea: spelling', accord.row_hash('\x6162'::bytea) = accord.row_hash('ab'::bytea)),
	('inet: spelling', accord.row_hash(inet '2001:DB8:0::1') = accord.row_hash(inet '2001:db8::1/128')),
	('macaddr: spelling', accord.row_hash(macaddr '08-00-2b-01-02-03') = accord.row_hash(macaddr '08002b:010203')),
	('bit: spelling', accord.row_hash(X'5') = accord.row_hash(B'0101')),
	('uuid: spelling', accord.row_hash('{A0EEBC999C0B4EF8BB6D6BB9BD380A11}'::uuid) = accord.row_hash('a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'::uuid)),
	('array: bounds written or not', accord.row_hash('[1:2]={1,2}'::integer[]) = accord.row_hash(ARRAY[1, 2])),
	('array: elements', accord.row_hash(ARRAY[1.0, NULL]) = accord.row_hash(ARRAY[1.00, NULL])),
	('array: of another integer', accord.row_hash(ARRAY[1, NULL]::int2[]) = accord.row_hash(ARRAY[1, NULL]::int8[])),
	('array: slice', accord.row_hash(('{1,2,3}'::integer[])[2:3]) = accord.row_hash(ARRAY[2, 3])),
	('range: discrete', accord.row_hash('[1,3]'::int4range) = accord.row_hash('(0,4)'::int4range)),
	('range: empty', accord.row_hash('[3,3)'::numrange) = accord.row_hash('empty'::numrange)),
	('range: scale', accord.row_hash('[1.0,2)'::numrange) = accord.row_hash('[1,2.00)'::numrange)),
	('range: infinite', accord.row_hash('[,3)'::int8range) = accord.row_hash('(,3)'::int8range)),
	('multirange: order and overlap', accord.row_hash('{[5,6),[1,3),[2,4)}'::int4multirange) = accord.row_hash('{[1,3],[5,5]}'::int4multirange)),
	('domain', accord.row_hash(5::row_hash_small) = accord.row_hash(5)),
	('domain: of an array', accord.row_hash('{1,2}'::row_hash_list) = accord.row_hash(ARRAY[1, 2])),
	('domain: in an array', accord.row_hash(ARRAY[5]::row_hash_small[]) = accord.row_hash(ARRAY[5])),
	('composite: fields', accord.row_hash(ROW(1, 1.0)::row_hash_pair) = accord.row_hash(ROW(1, 1.00)::row_hash_pair)),
	('composite: names', accord.row_hash(ROW(1, 1.0)::row_hash_pair) = accord.row_hash(ROW(1, 1)::row_hash_same_pair)),
	('composite: anonymous', accord.row_hash(ROW(1, 1.0)::row_hash_pair) = accord.row_hash(ROW(1, 1.0))),
	('composite: in an array', accord.row_hash(ARRAY[ROW(1, 1.0)::row_hash_pair]) = accord.row_hash(ARRAY[ROW(1, 1.00)]))
) AS t (what, same)
WHERE same IS NOT TRUE;

-- an enum is its label: not the type, the order or the oid
SELECT accord.row_hash('ok'::row_hash_mood) AS before \gset
DROP TYPE row_hash_mood;
CREATE TYPE row_hash_mood AS ENUM ('ok', 'great', 'sad');
SELECT accord.row_hash('ok'::row_hash_mood) = :'before' AS same;
ALTER TYPE row_hash_mood RENAME VALUE 'ok' TO 'fine';
SELECT accord.row_hash('fine'::row_hash_mood) <> :'before' AS differs;

-- settings change nothing
SELECT accord.row_hash(moment, d, i, f, b) AS before FROM (SELECT timestamptz '2024-07-01 12:00:00+02' AS moment, date '2024-02-01' AS d, interval '1 day' AS i, 0.1::float8 AS f, '\x00'::bytea AS b) AS s \gset
SET timezone = 'Asia/Tokyo';
SET datestyle = 'SQL, DMY';
SET intervalstyle = 'iso_8601';
SET extra_float_digits = -5;
SET bytea_output = 'escape';
SELECT accord.row_hash(timestamptz '2024-07-01 19:00:00', d, i, f, b) = :'before' AS same FROM (SELECT date '1/2/2024' AS d, interval '1 day' AS i, 0.1::float8 AS f, '\x00'::bytea AS b) AS s;
RESET timezone;
RESET datestyle;
RESET intervalstyle;
RESET extra_float_digits;
RESET bytea_output;
DROP TYPE row_hash_mood, row_hash_pair, row_hash_same_pair;
DROP DOMAIN row_hash_list, row_hash_small, row_hash_positive;
