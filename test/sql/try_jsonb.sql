-- try_jsonb() is the jsonb of a text, or NULL for any text that jsonb refuses: it never raises.
SELECT t, accord.try_jsonb(t) AS doc
FROM (VALUES
	('{"a": [1, 2.50, "x", null, true]}'), ('1'), (' "x" '), ('null'), (E'[1,\n2]'), ('{"a": 1, "a": 2}'), ('"\u00e9"'), ('1e20'), ('-0.0'),
	(''), (' '), ('{'), ('{"a": 1'), ('{"a" 1}'), ('{a: 1}'), ('[1, 2,]'), ('[1 2]'), ('1 2'), ('tru'), ('01'), ('1.'), ('+1'), ('.5'), ('0x1'), ('NaN'),
	('Infinity'), ('''x'''), ('"x'), (E'"a\tb"'), ('"\x"'), ('"\u12"'), ('"\u0000"'), ('"\ud83d"'), ('"\ude00"'), ('"\ud83dx"'), ('1e200000'), ('1e-200000'), ('{"a": 1}}'), ('{"a\u0000": 1}')
) v(t);
SELECT accord.try_jsonb(NULL) IS NULL AS null_in, accord.try_jsonb('1e400') = '1e400' AS large;
-- it agrees with jsonb in what it takes
SELECT t, t::jsonb = accord.try_jsonb(t) AS same
FROM (VALUES ('{"b": 1, "a": {"c": [1.10, -2e3, "\\\"\/\b\f\n\r\t\u00E9"]}, "b": 2}'), ('[]'), ('{}'), ('""'), ('12345678901234567890.123456789')) v(t);
-- what jsonb cannot hold for its size
SELECT accord.try_jsonb('"' || repeat('x', 268435456) || '"') IS NULL AS too_long_a_string;
SELECT accord.try_jsonb(repeat('[', 20000) || repeat(']', 20000)) IS NULL AS too_deep;
SELECT accord.try_jsonb(repeat('[', 1000) || repeat(']', 1000)) IS NULL AS not_too_deep;
-- in a load: every line, with its document or its reason
SELECT n, accord.try_jsonb(line) AS doc, accord.json_error(line) IS NOT NULL AS refused
FROM unnest(ARRAY['{"id": 1}', '{"id": 2', '', 'id,3']) WITH ORDINALITY v(line, n);
