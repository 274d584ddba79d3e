-- format asserts in draft-07 and without $schema, is an annotation under an explicit 2020-12 $schema, and concerns strings only.
SELECT doc,
	   doc OPERATOR(accord.|=) '{"format": "email"}' AS without,
	   doc OPERATOR(accord.|=) '{"$schema": "http://json-schema.org/draft-07/schema#", "format": "email"}' AS draft_07,
	   doc OPERATOR(accord.|=) '{"$schema": "https://json-schema.org/draft/2020-12/schema", "format": "email"}' AS draft_2020_12,
	   doc OPERATOR(accord.|=) '{"format": "e-mail"}' AS unknown_format
FROM (VALUES (jsonb '"a@example.org"'), ('"a.example.org"'), ('""'), ('1'), ('{}'), ('null')) v(doc);

SELECT f AS format, doc, doc OPERATOR(accord.|=) format('{"format": "%s"}', f)::accord.jsonschema AS valid
FROM (VALUES
	('date-time', jsonb '"2024-02-29T23:59:59.123Z"'), ('date-time', '"2023-02-29T00:00:00Z"'), ('date-time', '"2024-01-01 00:00:00Z"'), ('date-time', '"2024-01-01T00:00:00"'), ('date-time', '"1998-12-31T23:59:60Z"'),
	('date', '"2000-02-29"'), ('date', '"1900-02-29"'), ('date', '"2024-13-01"'), ('date', '"2024-1-1"'),
	('time', '"08:30:06+02:00"'), ('time', '"08:30:06"'), ('time', '"24:00:00Z"'),
	('duration', '"P1Y2M3DT4H5M6S"'), ('duration', '"P1W"'), ('duration', '"P1Y2W"'), ('duration', '"P"'), ('duration', '"PT"'), ('duration', '"1D"'),
	('email', '"joe.bloggs@example.com"'), ('email', '".joe@example.com"'), ('email', '"joe@"'),
	('uuid', '"2eb8aa08-AA98-11ea-b4aa-73b441d16380"'), ('uuid', '"2eb8aa08aa9811eab4aa73b441d16380"'), ('uuid', '"2eb8aa08-aa98-11ea-b4aa-73b441d1638g"'),
	('ipv4', '"192.168.0.1"'), ('ipv4', '"192.168.0.256"'), ('ipv4', '"192.168.00.1"'), ('ipv4', '"1.2.3"'),
	('ipv6', '"::1"'), ('ipv6', '"::ffff:192.168.0.1"'), ('ipv6', '"1::2::3"'), ('ipv6', '"12345::"'), ('ipv6', '"fe80::1%eth0"'),
	('hostname', '"www.example.com"'), ('hostname', '"-bad.example"'), ('hostname', '"under_score.example"'),
	('uri', '"https://example.org/a?b=c#d"'), ('uri', '"/relative"'), ('uri', '"http://a b/"'), ('uri', '"urn:isbn:0451450523"'),
	('regex', '"^[a-z]+(?=x)$"'), ('regex', '"a("'),
	('json-pointer', '"/a/b~1c/~0"'), ('json-pointer', '"a/b"'), ('json-pointer', '"/~2"'), ('json-pointer', '""')
) v(f, doc);
