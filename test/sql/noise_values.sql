-- Noise moves a value by at most the scale and never by nothing, the same way each time, and alike for equal values of any type; another domain, scale or value, another distance.
BEGIN;
SELECT accord.create_key('pay'), accord.create_key('age');
SELECT bool_and(abs(accord.noise(i, 'pay', 10) - i) BETWEEN 1 AND 10) AS within, count(DISTINCT accord.noise(i, 'pay', 10) - i) AS distances,
	bool_and(accord.noise(i, 'pay', 10) = accord.noise(i, 'pay', 10)) AS again FROM generate_series(-500, 500) i;
SELECT bool_and(accord.noise(i, 'pay', 10) = accord.noise(i::bigint, 'pay', 10)) AS bigint, bool_and(accord.noise(i, 'pay', 10) = accord.noise(i::smallint, 'pay', 10)) AS smallint,
	bool_and(accord.noise(i, 'pay', 10) = accord.noise(i::numeric, 'pay', 10)) AS numeric, bool_and(accord.noise(i + 0.00, 'pay', 10.00) = accord.noise(i + 0.0000, 'pay', 10.00)) AS zeros,
	avg((accord.noise(i, 'pay', 10) - i = accord.noise(i, 'age', 10) - i)::int) < 0.3 AS domain, avg((accord.noise(i, 'pay', 1000) / 100 = accord.noise(i, 'pay', 10))::int) < 0.3 AS scale
FROM generate_series(1, 100) i;
-- every distance is as likely: 40,000 draws of 4 are within 5 standard deviations
SELECT d, count(*) BETWEEN 9567 AND 10433 AS fair FROM generate_series(1, 40000) i, LATERAL (SELECT accord.noise(i, 'pay', 2) - i) n (d) GROUP BY d ORDER BY d;
-- the type stays; numeric has the decimals of the scale, and no more of the value shines through
SELECT pg_typeof(accord.noise(1::smallint, 'pay', 10)), pg_typeof(accord.noise(1, 'pay', 10)), pg_typeof(accord.noise(1::bigint, 'pay', 10)), pg_typeof(accord.noise(1.0, 'pay', 10)),
	pg_typeof(accord.noise(1::real, 'pay', 10)), pg_typeof(accord.noise(1::double precision, 'pay', 10)), pg_typeof(accord.noise(date '2000-01-01', 'pay', 10)),
	pg_typeof(accord.noise(timestamp '2000-01-01', 'pay', '1 day')), pg_typeof(accord.noise(timestamptz '2000-01-01Z', 'pay', '1 day'));
SELECT scale(accord.noise(1234.5678, 'pay', 100)) AS none, scale(accord.noise(1234.5678, 'pay', 100.00)) AS two, scale(accord.noise(1234, 'pay', 0.001)) AS three,
	abs(accord.noise(1234.5678, 'pay', 100.00) - 1234.57) BETWEEN 0.01 AND 100 AS within, abs(accord.noise(0, 'pay', 0.001)) BETWEEN 0.001 AND 0.001 AS smallest;
SELECT bool_and(abs(accord.noise(i / 7.0::double precision, 'pay', 0.5) - i / 7.0::double precision) BETWEEN 1e-12 AND 0.5) AS within, count(DISTINCT accord.noise(i / 7.0::double precision, 'pay', 0.5)) AS distinct,
	accord.noise('-0'::double precision, 'pay', 1) = accord.noise('0'::double precision, 'pay', 1) AS zero FROM generate_series(1, 1000) i;
SELECT bool_and(abs(accord.noise(date '2000-01-01' + i, 'pay', 30) - (date '2000-01-01' + i)) BETWEEN 1 AND 30) AS days, count(DISTINCT accord.noise(date '2000-01-01' + i, 'pay', 30) - (date '2000-01-01' + i)) AS distances,
	bool_and(accord.noise(timestamp '2000-01-01' + i * interval '1 hour', 'pay', '90 minutes') - (timestamp '2000-01-01' + i * interval '1 hour') BETWEEN '-90 minutes' AND '90 minutes') AS times
FROM generate_series(1, 3000) i;
SELECT accord.noise('infinity'::date, 'pay', 1), accord.noise('-infinity'::timestamp, 'pay', '1 day'), accord.noise('NaN'::numeric, 'pay', 1), accord.noise('Infinity'::numeric, 'pay', 1),
	accord.noise('NaN'::double precision, 'pay', 1), accord.noise(NULL::int, 'pay', 1), accord.noise(1, 'pay', NULL);
-- another version of the key, another distance
CREATE TEMP TABLE kept AS SELECT i, accord.noise(i, 'pay', 1000000) AS n FROM generate_series(1, 10) i;
SELECT accord.rotate_key('pay');
SELECT count(*) FILTER (WHERE n = accord.noise(i, 'pay', 1000000)) AS same FROM kept;
SAVEPOINT s;
SELECT accord.noise(1, 'pay', 0);
ROLLBACK TO s;
SELECT accord.noise(1, 'pay', -5);
ROLLBACK TO s;
SELECT accord.noise(1::bigint, 'pay', 9223372036854775807);
ROLLBACK TO s;
SELECT accord.noise(1.5, 'pay', 0.00);
ROLLBACK TO s;
SELECT accord.noise(1.5, 'pay', 'NaN');
ROLLBACK TO s;
SELECT accord.noise(1.5, 'pay', 1e30);
ROLLBACK TO s;
SELECT accord.noise(1.5::double precision, 'pay', 'NaN');
ROLLBACK TO s;
SELECT accord.noise(timestamp '2000-01-01', 'pay', '1 month');
ROLLBACK TO s;
SELECT accord.noise(timestamp '2000-01-01', 'pay', '-1 day');
ROLLBACK TO s;
-- out of range: without the value in the error
SELECT count(accord.noise(2147483647 - i, 'pay', 2000000000)) FROM generate_series(1, 50) i;
ROLLBACK TO s;
SELECT count(accord.noise(9223372036854775807 - i, 'pay', 4000000000000000000)) FROM generate_series(1, 50) i;
ROLLBACK TO s;
SELECT count(accord.noise(date '5874897-12-31' - i, 'pay', 2000000000)) FROM generate_series(1, 50) i;
ROLLBACK TO s;
SELECT DISTINCT provolatile, proisstrict, proparallel FROM pg_proc WHERE pronamespace = 'accord'::regnamespace AND proname = 'noise';
ROLLBACK;
