-- generalize tells the range that a value lies in, and the range is the same for all values in it.
SELECT v AS value, accord.generalize(v, 10) AS ten, accord.generalize(v, 1) AS one, accord.generalize(v, 2147483647) AS huge
FROM unnest('{NULL,0,1,9,10,11,-1,-9,-10,-11,2147483647,2147483646,-2147483648,-2147483647}'::int[]) WITH ORDINALITY AS t (v, n) ORDER BY n;
SELECT v AS value, accord.generalize(v, 10) AS ten, accord.generalize(v, 9223372036854775807) AS huge
FROM unnest('{0,9,-1,9223372036854775807,-9223372036854775808,-9223372036854775807}'::bigint[]) WITH ORDINALITY AS t (v, n) ORDER BY n;
SELECT v AS value, accord.generalize(v, 10) AS ten, accord.generalize(v, 0.25) AS quarter, accord.generalize(v, 3) AS three
FROM unnest('{0,0.00,9.99,10,10.000001,-0.1,-10,148750.40,0.249999999999999999999999,-0.000000000000000000000001,1e30,NaN,Infinity,-Infinity}'::numeric[]) WITH ORDINALITY AS t (v, n) ORDER BY n;
-- an end that numeric cannot hold is left open
SELECT lower_inf(r) AS from_open, upper_inf(r) AS to_open, r @> v AS inside, length(lower(r)::text) AS from_length, length(upper(r)::text) AS to_length
FROM (VALUES (repeat('9', 131072)::numeric, 10::numeric), (-repeat('9', 131072)::numeric, 10), (repeat('9', 131072)::numeric, 1e-3), (-repeat('9', 131072)::numeric, 3), (-repeat('9', 131071)::numeric, repeat('9', 131072)::numeric), (1e-16383, repeat('9', 131072)::numeric)) AS t (v, step), LATERAL (SELECT accord.generalize(v, step) AS r) s;
SELECT accord.generalize(1, 0);
SELECT accord.generalize(1, -1);
SELECT accord.generalize(1::bigint, 0::bigint);
SELECT accord.generalize(1.5, 0);
SELECT accord.generalize(1.5, -1);
SELECT accord.generalize(1.5, 'NaN');
SELECT accord.generalize(1.5, 'Infinity');
SELECT pg_typeof(accord.generalize(1, 10)), pg_typeof(accord.generalize(1::smallint, 10)), pg_typeof(accord.generalize(1::bigint, 10)), pg_typeof(accord.generalize(1.5, 10)), pg_typeof(accord.generalize(1, 10.0));
-- dates
SELECT v AS value, accord.generalize(v, 'week') AS week, accord.generalize(v, 'month') AS month, accord.generalize(v, 'quarter') AS quarter, accord.generalize(v, 'year') AS year, accord.generalize(v, 'decade') AS decade, accord.generalize(v, 'century') AS century
FROM unnest('{1983-08-06,2000-02-29,1999-12-31,2000-01-02,2000-01-03,"0001-01-01 BC","4714-11-24 BC",5874897-12-31,infinity,-infinity}'::date[]) WITH ORDINALITY AS t (v, n) ORDER BY n;
SELECT accord.generalize(date '1983-08-06', 'day');
SELECT accord.generalize(date '1983-08-06', 'fortnight');
-- moments
SELECT v AS value, accord.generalize(v, 'minute') AS minute, accord.generalize(v, 'hour') AS hour, accord.generalize(v, 'day') AS day, accord.generalize(v, 'week') AS week
FROM unnest('{1983-08-06 12:34:56.789,1999-12-31 23:59:59.999999,2000-01-01,"4714-11-24 00:00:00 BC","294276-12-31 23:59:59.999999",infinity,-infinity}'::timestamp[]) WITH ORDINALITY AS t (v, n) ORDER BY n;
SELECT accord.generalize(timestamp '1983-08-06 12:34:56', 'second');
SET timezone = 'Asia/Tokyo';
SELECT accord.generalize(timestamptz '1983-08-06 03:00:00', 'day'), accord.generalize(timestamptz '1983-08-06 03:00:00', 'month') = accord.generalize(timestamptz '1983-08-01 09:00:00', 'month') AS same;
RESET timezone;
-- as PostgreSQL truncates, and every value is in its range
SELECT count(*) AS values, count(*) FILTER (WHERE lower(accord.generalize(t, u)) <> date_trunc(u, t)) AS differ, count(*) FILTER (WHERE NOT accord.generalize(t, u) @> t) AS outside
FROM unnest('{minute,hour,day,week,month,quarter,year,decade,century}'::text[]) u, generate_series(-1500000, 20000000, 7919) i, LATERAL (SELECT timestamp '2000-01-01' + i * interval '1 day 37 minutes 11.000123 seconds' AS t) s;
SELECT count(*) FILTER (WHERE NOT accord.generalize(v, s) @> v) AS outside, count(*) FILTER (WHERE mod(lower(accord.generalize(v, s)), s) <> 0) AS no_multiple
FROM generate_series(-1000, 1000) v, unnest('{1,2,3,7,10,99,1000}'::int[]) s;
-- the end of a range, where the type of the column must stay
SELECT lower(accord.generalize(37, 10)) AS integer, lower(accord.generalize(148750.40, 10000)) AS numeric;
