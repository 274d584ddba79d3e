-- pattern is ECMA-262, finds a match anywhere, and means the same whether it is simple or not.
SELECT p AS pattern, doc, doc::jsonb OPERATOR(accord.|=) jsonb_build_object('pattern', p)::accord.jsonschema AS valid
FROM (VALUES
	('b', '"abc"'), ('b', '"acc"'), ('b', '12'),
	('^b', '"abc"'), ('c$', '"abc"'), ('c$', '"abc\n"'), ('^$', '""'), ('', '"x"'),
	('^[A-Z]{2}-\d{4}$', '"DE-1234"'), ('^[A-Z]{2}-\d{4}$', '"DE-123"'), ('^[A-Z]{2}-\d{4}$', '"DE-12345"'), ('^[A-Z]{2}-\d{4}$', '"dE-1234"'),
	('^[0-9a-f]{2,}$', '"a"'), ('^[0-9a-f]{2,}$', '"af09"'),
	('^a?b*c+$', '"c"'), ('^a?b*c+$', '"abbcc"'), ('^a?b*c+$', '"aac"'),
	('^.{2}$', '"éü"'), ('^.{2}$', '"a\nb"'), ('^.$', '"\n"'), ('^.$', '"\ud83d\ude00"'), ('^[\ud83d\ude00-\ud83d\ude02]$', '"\ud83d\ude01"'),
	('^\w+$', '"abc_9"'), ('^\w+$', '"é"'), ('^\d$', '"\u0669"'), ('^\s$', '"\u00a0"'), ('^\s$', '"\ufeff"'), ('^\S$', '"\u2003"'),
	('^\p{Lu}$', '"É"'), ('^\p{Letter}+$', '"aé"'), ('^\P{L}$', '"1"'),
	('^\u0061$', '"a"'), ('^\x61$', '"a"'), ('^\cA$', '"\u0001"'), ('^\/$', '"/"'), ('^[^]$', '"\n"'), ('[]', '"a"'),
	('^(a|b)*c$', '"ababc"'), ('^(?:ab){2}$', '"abab"'), ('(a)\1', '"aa"'), ('(a)\1', '"ab"'), ('(?<=x)y', '"xy"'), ('(?<n>a)\k<n>', '"aa"'),
	('^(?!.*secret)', '"no secret"'), ('^(?!.*secret)', '"nothing"'), ('a.c', '"a\u2028c"')
) v(p, doc);
-- the 33rd pattern is as good as the first
SELECT count(*) FILTER (WHERE to_jsonb('p' || i) OPERATOR(accord.|=) format('{"pattern": "^(?:p|q)%s$"}', i)::accord.jsonschema) AS matching,
	   count(*) FILTER (WHERE to_jsonb('p' || i) OPERATOR(accord.|=) format('{"pattern": "^(?:p|q)%s$"}', i + 1)::accord.jsonschema) AS others
FROM generate_series(1, 100) i;
