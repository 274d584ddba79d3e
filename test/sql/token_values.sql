-- A value has one token in a domain, whatever its type and column; another value, domain or key has another one; NULL has none.
BEGIN;
SELECT accord.create_key('person'), accord.create_key('order');
SELECT accord.token('ada@example.com', 'person') ~ '^t1_[a-z2-7]{26}$' AS as_text,
	accord.token_uuid('ada@example.com', 'person')::text ~ '^0001[0-9a-f]{4}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$' AS as_uuid;
-- the types of one person's number and id
CREATE TEMP TABLE person (n2 smallint, n4 int, n8 bigint, t text, v varchar(20), c char(20), u uuid, ut text);
INSERT INTO person
SELECT n, n, n, n::text, n::text, n::text, u, u::text FROM (VALUES (42, 'F81D4FAE-7DEC-11D0-A765-00A0C91E6BF6'::uuid), (-7, '00000000-0000-0000-0000-000000000000'), (0, 'ffffffff-ffff-ffff-ffff-ffffffffffff')) AS v (n, u);
SELECT count(*) AS rows,
	bool_and(accord.token(n2, 'person') = accord.token(t, 'person')) AS n2,
	bool_and(accord.token(n4, 'person') = accord.token(t, 'person')) AS n4,
	bool_and(accord.token(n8, 'person') = accord.token(t, 'person')) AS n8,
	bool_and(accord.token(v, 'person') = accord.token(t, 'person')) AS v,
	bool_and(accord.token(c, 'person') = accord.token(t, 'person')) AS c,
	bool_and(accord.token(u, 'person') = accord.token(ut, 'person')) AS u,
	bool_and(accord.token_uuid(n8, 'person') = accord.token_uuid(t, 'person')) AS as_uuid,
	bool_and(accord.token_uuid(u, 'person') = accord.token_uuid(ut, 'person')) AS u_as_uuid
FROM person;
SELECT accord.token(9223372036854775807, 'person') = accord.token('9223372036854775807', 'person') AS last,
	accord.token((-9223372036854775808)::bigint, 'person') = accord.token('-9223372036854775808', 'person') AS first;
-- an untyped literal is text
SELECT pg_typeof(accord.token('42', 'person')), pg_typeof(accord.token_uuid('42', 'person'));
-- text is taken as it is, any length of it
SELECT count(DISTINCT accord.token(v, 'person')), count(*)
FROM (VALUES ('a'), ('A'), (' a'), ('a '), (''), ('ab'), ('042'), ('42'), ('+42'), ('é'), ('e' || U&'\0301'), (repeat('x', 500)), (repeat('x', 501)), (repeat('x', 100000))) AS t (v);
SELECT count(DISTINCT accord.token_uuid(i, 'person')) FROM generate_series(1, 1000) i;
-- the border between domain and value is part of it
SELECT accord.create_key('a'), accord.create_key('ab');
SELECT accord.token('bc', 'a') = accord.token('c', 'ab') AS joined;
SELECT accord.token('x', 'person') = accord.token('x', 'order') AS joined,
	substr(accord.token('x', 'person'), 4, 16) = substr(accord.token('x', 'order'), 4, 16) AS alike;
SELECT accord.token(NULL::text, 'person') IS NULL AS value, accord.token(1, NULL) IS NULL AS domain;
-- a domain that changes from row to row
SELECT count(DISTINCT accord.token('x', d)) FROM (VALUES ('person'), ('order'), ('person'), ('order')) AS t (d);
-- keys turn: old tokens stay what they are, and say so
CREATE TEMP TABLE kept AS SELECT accord.token(i, 'person') AS t, accord.token_uuid(i, 'person') AS u FROM generate_series(1, 3) i;
SELECT accord.rotate_key('person');
SELECT count(*) FILTER (WHERE t = accord.token(i, 'person')) AS same, min(accord.token_version(t)) AS before_t, min(accord.token_version(u)) AS before_u,
	min(accord.token_version(accord.token(i, 'person'))) AS after_t, min(accord.token_version(accord.token_uuid(i, 'person'))) AS after_u
FROM (SELECT row_number() OVER () AS i, * FROM kept) k;
-- what is no token has no version
SELECT v, accord.token_version(v) FROM (VALUES (''), ('t'), ('t1_'), ('t1_aaaaaaaaaaaaaaaaaaaaaaaaaa'), ('t12_aaaaaaaaaaaaaaaaaaaaaaaaaa'), ('t0_aaaaaaaaaaaaaaaaaaaaaaaaaa'), ('t01_aaaaaaaaaaaaaaaaaaaaaaaaaa'),
	('t_aaaaaaaaaaaaaaaaaaaaaaaaaaa'), ('t1_aaaaaaaaaaaaaaaaaaaaaaaaa'), ('t1_aaaaaaaaaaaaaaaaaaaaaaaaaaa'), ('t1_aaaaaaaaaaaaaaaaaaaaaaaaa1'), ('t1_Aaaaaaaaaaaaaaaaaaaaaaaaaa'), ('x1_aaaaaaaaaaaaaaaaaaaaaaaaaa'),
	('t1-aaaaaaaaaaaaaaaaaaaaaaaaaa'), ('t2147483647_aaaaaaaaaaaaaaaaaaaaaaaaaa'), ('t2147483648_aaaaaaaaaaaaaaaaaaaaaaaaaa'), ('t9999999999_aaaaaaaaaaaaaaaaaaaaaaaaaa'), ('t11111111111_aaaaaaaaaaaaaaaaaaaaaaaaaa')) AS t (v);
SELECT accord.token_version('00ff0000-0000-8000-8000-000000000000'::uuid) AS v8, accord.token_version('00ff0000-0000-4000-8000-000000000000'::uuid) AS v4,
	accord.token_version('00ff0000-0000-8000-c000-000000000000'::uuid) AS variant, accord.token_version('00000000-0000-8000-8000-000000000000'::uuid) AS zero;
SAVEPOINT s;
SELECT accord.token('x', 'nobody');
ROLLBACK TO s;
SELECT accord.token('x', '');
ROLLBACK TO s;
SELECT accord.token('x', repeat('d', 64));
ROLLBACK TO s;
SELECT accord.token(1.5, 'person');
ROLLBACK TO s;
-- neither folded when planning nor shown in a plan
EXPLAIN (COSTS OFF, VERBOSE) SELECT accord.token('ada@example.com', 'person') FROM person;
SELECT proname, provolatile, proisstrict, proparallel, count(*) FROM pg_proc
WHERE pronamespace = 'accord'::regnamespace AND proname IN ('token', 'token_uuid', 'token_version') GROUP BY 1, 2, 3, 4 ORDER BY 1;
CREATE INDEX ON person (accord.token(t, 'person'));
ROLLBACK;
