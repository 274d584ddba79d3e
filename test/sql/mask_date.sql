-- A date is masked as the first day of its year or another unit of months, whatever its type.
\pset format unaligned
SELECT v AS value, accord.mask_date(v) AS default, accord.mask_date(v, 'month') AS month, accord.mask_date(v, 'quarter') AS quarter, accord.mask_date(v, 'year') AS year, accord.mask_date(v, 'decade') AS decade, accord.mask_date(v, 'century') AS century
FROM unnest('{NULL,1983-08-06,2000-02-29,2001-01-01,2000-12-31,1999-12-31,0001-01-01,"0001-12-31 BC","0002-06-01 BC","0100-05-05 BC","4714-11-24 BC","4713-01-01 BC",5874897-12-31,infinity,-infinity}'::date[]) WITH ORDINALITY AS t (v, n) ORDER BY n;
SELECT v AS value, accord.mask_date(v) AS default, accord.mask_date(v, 'month') AS month, accord.mask_date(v, 'century') AS century
FROM unnest('{1983-08-06 12:34:56.789,1999-12-31 23:59:59.999999,2000-01-01,"4714-11-24 00:00:00 BC","294276-12-31 23:59:59.999999",infinity,-infinity}'::timestamp[]) WITH ORDINALITY AS t (v, n) ORDER BY n;
-- a moment in UTC, whatever the session's time zone
SET timezone = 'Pacific/Kiritimati';
SELECT accord.mask_date(timestamptz '1984-01-01 05:00:00', 'year') AT TIME ZONE 'UTC';
SET timezone = 'America/Los_Angeles';
SELECT accord.mask_date(timestamptz '1983-12-31 20:00:00', 'year') AT TIME ZONE 'UTC';
RESET timezone;
-- text
SELECT v AS value, accord.mask_date(v) AS default, accord.mask_date(v, 'month') AS month, accord.mask_date(v, 'century') AS century
FROM unnest(ARRAY[NULL, '', '1983', '1983-08', '1983-8-6', '1983-08-06', '1983-08-32', '1983-02-29', '1984-02-29', '1900-02-29', '2000-02-29', '1983-13-01', '1983-00-01', '1983-08-00', '0000-01-01', '0001-01-01', '9999-12-31', '19830806', '06.08.1983', '08/06/1983', '1983-08-06T10:20:30Z', '1983-08-06 10:20:30',
	'1983-08-06t10:20:30Z', '1983-08-06Z', '1983-08-06x', ' 1983-08-06', '-1983-08-06', '１９８３-08-06', 'infinity', '1983-08-06 and more', '1983-08-06 10:20 and more', '1983-08-06T', '1983-08-06T10:20', '1983-08-06 10:20:30.123456+02:00']) WITH ORDINALITY AS t (v, n) ORDER BY n;
SELECT pg_typeof(accord.mask_date(date '1983-08-06')), pg_typeof(accord.mask_date(timestamp '1983-08-06')), pg_typeof(accord.mask_date(timestamptz '1983-08-06')), pg_typeof(accord.mask_date('1983-08-06'));
-- a unit that is none, or shorter than a month
SELECT accord.mask_date(date '1983-08-06', 'day');
SELECT accord.mask_date(date '1983-08-06', 'Year');
SELECT accord.mask_date(timestamp '1983-08-06', '');
SELECT accord.mask_date('1983-08-06', E'a\nb' || repeat('x', 100));
SELECT accord.mask_date(timestamptz '1983-08-06', 'week');
-- the same as date_trunc, from 4713 BC to the year 5874897
SELECT u AS unit, count(*) AS days, count(*) FILTER (WHERE accord.mask_date(d, u) <> date_trunc(u, d::timestamp)::date) AS differ
FROM unnest('{month,quarter,year,decade,century}'::text[]) u, generate_series(-1700000, 1700000, 97) i, LATERAL (SELECT date '2000-01-01' + i AS d) s
GROUP BY u ORDER BY u COLLATE "C";
-- what is longer than any form is masked whole, though a date begins it: 1,024 bytes
SELECT n, accord.mask_date('1983-08-06T10:20' || repeat('0', n)), accord.mask_json(to_jsonb('1983-08-06T10:20' || repeat('0', n)), '{"": "year"}') FROM unnest('{1,1008,1009,100000}'::int[]) n;
