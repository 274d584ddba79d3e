-- json_error() says why a text is not jsonb and where, and never repeats the text.
SELECT t, accord.json_error(t) AS reason
FROM (VALUES
	('{"a": 1}'), ('1e400'), (''), (' '), ('{'), ('{"secret": 1'), ('{"secret" 1}'), ('{secret: 1}'), ('[1, 2,]'), ('[1 2]'), ('1 2'), ('secret'), ('01'), ('1.'),
	('"secret'), (E'"a\tb"'), ('"\x"'), ('"\u12"'), ('"\u0000"'), ('"\ud83d"'), ('"\ude00"'), ('1e200000'), ('{"a": 1}}'), (E'[1,\n 2,\n secret]')
) v(t);
SELECT accord.json_error(NULL) IS NULL AS null_in;
-- one of the two is NULL, never both, never none
SELECT count(*) FILTER (WHERE (accord.try_jsonb(t) IS NULL) = (accord.json_error(t) IS NULL)) AS disagreements, count(*) AS texts
FROM (SELECT left(whole, n) AS t FROM (VALUES ('{"a": [1, -2.5e3, "x\u00e9\n"], "b": {"c": null, "d": true}}')) w(whole), generate_series(0, 70) n
	  UNION ALL
	  SELECT overlay(whole PLACING c FROM n FOR 1) FROM (VALUES ('{"a": [1, -2.5e3, "x\u00e9\n"], "b": {"c": null, "d": true}}')) w(whole), generate_series(1, 60) n, unnest(ARRAY['"', '{', ']', ',', '\', '0', 'e', '-', E'\t', 'é']) c) v;
SELECT count(*) AS leaks FROM (VALUES ('{"secret": 1'), ('{"secret" 1}'), ('{secret: 1}'), ('secret'), ('"secret'), ('[secret]'), ('{"a": secret}'), ('1secret'), ('"\usecret"')) v(t)
WHERE accord.json_error(t) ~ 'secret';
SELECT accord.json_error(repeat('[', 20000) || repeat(']', 20000)) IS NOT NULL AS too_deep;
