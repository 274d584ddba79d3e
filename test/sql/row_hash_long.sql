-- A value has one hash, wherever and however it is stored, and however long it is.
CREATE TABLE row_hash_stored (how text, n integer, t text, b bytea, j jsonb, i integer[], r numeric, v varbit);
CREATE FUNCTION row_hash_fill(how text) RETURNS void LANGUAGE sql AS $$
	INSERT INTO row_hash_stored
	SELECT how, n, repeat('text ', n), decode(repeat('00ff', n), 'hex'),
		   jsonb_build_object('k', repeat('json ', n), 'a', (SELECT jsonb_agg(x * 1.5) FROM generate_series(1, n) AS x)),
		   array_agg(x), repeat('1234', n)::numeric, repeat('10', n)::varbit
	FROM unnest('{1,10,100,400,1000,20000}'::integer[]) AS n, generate_series(1, n) AS x
	GROUP BY n
$$;
SELECT row_hash_fill('compressed');
ALTER TABLE row_hash_stored ALTER t SET STORAGE external, ALTER b SET STORAGE external, ALTER j SET STORAGE external, ALTER i SET STORAGE external, ALTER v SET STORAGE external;
SELECT row_hash_fill('external');
ALTER TABLE row_hash_stored ALTER t SET STORAGE plain, ALTER b SET STORAGE plain, ALTER j SET STORAGE plain, ALTER i SET STORAGE plain, ALTER v SET STORAGE plain;
-- (a page holds no more)
INSERT INTO row_hash_stored
SELECT 'plain', n, t || '', b || '', j || '{}', i || '{}'::integer[], r, v || B'' FROM row_hash_stored WHERE how = 'external' AND n <= 100;
SELECT how, count(*) FILTER (WHERE pg_column_size(t) < octet_length(t)) > 0 AS some_compressed FROM row_hash_stored GROUP BY how ORDER BY how;
SELECT n, count(*) AS stored, count(DISTINCT accord.row_hash(t, b, j, i, r, v)) AS hashes,
	count(DISTINCT accord.record_hash(ROW(t, b, j, i, r, v))) AS record_hashes,
	bool_and(accord.row_hash(t, b, j, i, r, v) = accord.row_hash(repeat('text ', n), b || '', (j::text)::jsonb, i[:], r::text::numeric, v::text::varbit)) AS as_computed
FROM row_hash_stored GROUP BY n ORDER BY n;
SELECT count(DISTINCT accord.row_hash(t)) AS hashes FROM row_hash_stored;

-- around the sizes where bytes are no longer gathered: the same pieces through SHA-256, whose result PostgreSQL knows
SELECT count(*) AS lengths, bool_and(replace(accord.row_hash_sha256(repeat('x', n), 1)::text, '-', '') = encode(substr(sha256(
	'\x01520000000273'::bytea || int4send(n) || convert_to(repeat('x', n), 'UTF8') || '\x690000000000000001'::bytea), 1, 16), 'hex')) AS same
FROM unnest('{0,1,2000,2026,2027,2028,2035,2036,2037,2040,2048,2049,4080,4096,5000,100000}'::integer[]) AS n;
SELECT count(DISTINCT accord.row_hash(repeat('x', n))) FROM generate_series(0, 5000) AS n;
DROP TABLE row_hash_stored;
DROP FUNCTION row_hash_fill;
