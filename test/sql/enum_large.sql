-- An enum of thousands is decided by a hash as one of few is by comparing: values are equal however they are spelled.
CREATE TEMP TABLE item (i int, value jsonb);
INSERT INTO item
SELECT i, CASE i % 6
		WHEN 0 THEN to_jsonb('s' || i)
		WHEN 1 THEN to_jsonb(i + 0.5)
		WHEN 2 THEN to_jsonb((i::text || repeat('0', i % 40))::numeric)
		WHEN 3 THEN jsonb_build_array(i, 'x', NULL)
		WHEN 4 THEN jsonb_build_object('k', i, 'l', jsonb_build_object('deep', jsonb_build_array(i)))
		ELSE to_jsonb(repeat('long', 100) || i) END
FROM generate_series(1, 6000) i;
CREATE FUNCTION pg_temp.enum_of(n int) RETURNS accord.jsonschema
LANGUAGE sql
RETURN (SELECT format('{"enum": [%s]}', string_agg(value::text, ', ' ORDER BY md5(i::text)))::accord.jsonschema FROM item WHERE i <= n);

-- what is listed is found, what is not is not, for any number of values
SELECT n,
	   count(*) FILTER (WHERE i <= n AND value OPERATOR(accord.|=) s) AS found,
	   count(*) FILTER (WHERE i > n AND NOT value OPERATOR(accord.|=) s) AS not_found
FROM (VALUES (1), (6), (47), (48), (54), (95), (96), (100), (1000), (6000)) v (n), LATERAL (SELECT pg_temp.enum_of(n) AS s OFFSET 0) e, item
GROUP BY n ORDER BY n;

-- numbers spelled otherwise, other orders of keys, values that are nearly one of the listed
CREATE TEMP TABLE spelled AS
SELECT accord.jsonschema '{"enum": [1.0, 2, 3e2, 0.4, -5, -0, 1e400, 123456789012345678901234567890.5, 6, 7, 8, 9, 10, 11, 12, 13,
	{"a": 1, "bb": [2.0, {"c": null}]}, [1.50, "x"], [[]], {}, [], "1", "", "true", "null", "a", "b", "ab", "ba", "c", "d"]}' AS s;
SELECT left(doc::text, 40) AS doc, doc OPERATOR(accord.|=) s AS valid
FROM spelled, (VALUES (jsonb '1'), ('1.000'), ('10e-1'), ('2.0'), ('300'), ('30e1'), ('0.40'), ('-5.0'), ('0'), ('0.000'), ('1E+400'), ('10e399'),
	('123456789012345678901234567890.50'), ('123456789012345678901234567890.4'), ('5'), ('1.1'), ('1e399'),
	('{"bb": [2, {"c": null}], "a": 1.0}'), ('{"bb": [2, {"c": false}], "a": 1}'), ('{"a": 1}'), ('[1.5, "x"]'), ('["x", 1.5]'), ('[[]]'), ('[[[]]]'), ('{}'), ('[]'),
	('"1"'), ('""'), ('"true"'), ('true'), ('"null"'), ('null'), ('"ab"'), ('"ba"'), ('"bb"'), ('"abc"')) v (doc);
-- null, true and false beside many others
SELECT doc, doc OPERATOR(accord.|=) s AS valid
FROM (SELECT format('{"enum": [null, true, %s]}', string_agg(format('"%s"', i), ','))::accord.jsonschema AS s FROM generate_series(1, 1000) i) e,
	(VALUES (jsonb 'null'), ('true'), ('false'), ('"1000"'), ('"1001"'), ('1000'), ('[]')) v (doc);

-- a value listed again and again is one
SELECT count(*) FILTER (WHERE doc OPERATOR(accord.|=) s) AS found
FROM (SELECT format('{"enum": [%s]}', string_agg(format('%s, "%s", %s.0', i % 20, i % 20, i % 20), ','))::accord.jsonschema AS s FROM generate_series(1, 3000) i) e,
	LATERAL (SELECT to_jsonb(i) AS doc FROM generate_series(0, 19) i UNION ALL SELECT to_jsonb(i::text) FROM generate_series(0, 19) i) d;
SELECT accord.violation('"x"', format('{"enum": [%s]}', repeat('"a", ', 49) || '"a"')::accord.jsonschema);

-- of long strings and large values only the beginning is hashed: they share a bucket, and are told apart all the same
SELECT count(*) FILTER (WHERE found) AS found, count(*) FILTER (WHERE nearly) AS nearly
FROM (SELECT format('{"enum": [%s]}', string_agg(format('"%s", %s', repeat('a', 300) || (i + 1000), to_jsonb(array_fill(0, ARRAY[100]) || i)), ','))::accord.jsonschema AS s FROM generate_series(1, 1000) i) e,
	LATERAL (SELECT to_jsonb(repeat('a', 300) || (i + 1000)) OPERATOR(accord.|=) s AND to_jsonb(array_fill(0, ARRAY[100]) || i) OPERATOR(accord.|=) s AS found,
					to_jsonb(repeat('a', 300) || (i + 2001)) OPERATOR(accord.|=) s OR to_jsonb(array_fill(0, ARRAY[100]) || -i) OPERATOR(accord.|=) s AS nearly
			 FROM generate_series(1, 1000) i) d;

-- a union of a thousand branches is told by the same look-up
SELECT doc, doc OPERATOR(accord.|=) s AS valid
FROM (SELECT format('{"oneOf": [%s]}', string_agg(format('{"required": ["t"], "properties": {"t": {"enum": ["a%s", "b%s", "both"]}, "n": {"const": %s}}}', i, i, i), ','))::accord.jsonschema AS s
	  FROM generate_series(1, 1000) i) e,
	(VALUES (jsonb '{"t": "a1", "n": 1}'), ('{"t": "b1000", "n": 1000}'), ('{"t": "a1000", "n": 1}'), ('{"t": "a1001", "n": 1}'), ('{"t": "both", "n": 500}'), ('{"t": "both"}'), ('{"t": 1}'), ('{}')) v (doc);
SELECT instance_path, schema_path, message
FROM (SELECT format('{"oneOf": [%s]}', string_agg(format('{"required": ["t"], "properties": {"t": {"const": "t%s"}, "n": {"const": %s}}}', i, i), ','))::accord.jsonschema AS s
	  FROM generate_series(1, 1000) i) e, accord.errors('{"t": "t77", "n": 78}', s);
