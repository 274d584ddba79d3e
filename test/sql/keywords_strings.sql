-- minLength and maxLength count characters, whatever their size in bytes; other types are not concerned.
SELECT source, octet_length(doc #>> '{}') AS bytes,
	   doc OPERATOR(accord.|=) '{"minLength": 2}' AS min_2,
	   doc OPERATOR(accord.|=) '{"maxLength": 2}' AS max_2,
	   doc OPERATOR(accord.|=) '{"minLength": 2, "maxLength": 2}' AS exactly_2
FROM (VALUES
	('""'), ('"a"'), ('"ab"'), ('"abc"'), ('"é"'), ('"éé"'), ('"€€"'), ('"€€€"'),
	('"\ud83d\ude00"'), ('"\ud83d\ude00\ud83d\ude00"'), ('"e\u0301"'), ('"\n\t"'), ('12345'), ('[1, 2, 3]'), ('null')
) v(source), LATERAL (SELECT source::jsonb AS doc) d;
SELECT jsonb '""' OPERATOR(accord.|=) '{"maxLength": 0}' AS empty, jsonb '"a"' OPERATOR(accord.|=) '{"maxLength": 0}' AS one;
SELECT n, to_jsonb(repeat('é', n)) OPERATOR(accord.|=) '{"minLength": 100, "maxLength": 1000}' AS valid
FROM unnest(ARRAY[99, 100, 101, 999, 1000, 1001]) n;
