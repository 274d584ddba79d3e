-- The hash of a value is the same for ever: on every version, on every machine.
CREATE TYPE row_hash_mood AS ENUM ('sad', 'ok');
CREATE TYPE row_hash_pair AS (x integer, y text);
CREATE FUNCTION row_hash_golden(VARIADIC expressions text[]) RETURNS TABLE (expression text, xxh3 uuid, sha256 uuid) LANGUAGE plpgsql AS $$
BEGIN
	FOREACH expression IN ARRAY expressions LOOP
		EXECUTE format('SELECT accord.row_hash(%s), accord.row_hash_sha256(%1$s)', expression) INTO xxh3, sha256;
		RETURN NEXT;
	END LOOP;
END
$$;
SELECT * FROM row_hash_golden('NULL', '''''', 'NULL, NULL', '1', '-1', '''a''', 'U&''\00e9\65e5\+01f600''', 'true', '1.5', '-12345678.9', '0::numeric', '''NaN''::numeric',
	'1.5::real', '0.1::float8', '''NaN''::float8', 'money ''1.23''', '''ab''::char(5)', '''a''::"char"', '''\x00ff''::bytea', 'B''101''', 'B''101''::varbit',
	'''00112233-4455-6677-8899-aabbccddeeff''::uuid', 'date ''2000-01-31''', 'date ''infinity''', 'time ''12:00''', 'timetz ''12:00+01''',
	'timestamp ''2000-01-01 12:00:00''', 'timestamptz ''2000-01-01 12:00:00+00''', 'interval ''1 year -3 days 25 hours''', 'inet ''10.1.2.3/8''',
	'cidr ''10.0.0.0/8''', 'inet ''::1''', 'macaddr ''08:00:2b:01:02:03''', 'macaddr8 ''08:00:2b:01:02:03:04:05''', '42::oid', 'xid8 ''42''', 'pg_lsn ''1/2A''',
	'''{"bb": [1.0, {}, []], "a": null, "\u00e9": true, "\u65e5": "x"}''::jsonb', '''ok''::row_hash_mood', '''{}''::text[]', '''[0:1]={1,NULL}''::integer[]',
	'''[1,3]''::int4range', '''empty''::numrange', '''{[1,2],[5,)}''::int4multirange', 'ROW(1, ''a'')::row_hash_pair', 'ROW()',
	'1, ''a'', NULL, 2.50, true, date ''2024-02-29''', 'repeat(''x'', 240)', 'repeat(''x'', 10000), 1');
DROP FUNCTION row_hash_golden;
DROP TYPE row_hash_pair, row_hash_mood;
