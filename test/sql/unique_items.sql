-- uniqueItems compares by value: numbers by number, objects without order, types kept apart; any length.
SELECT doc, doc OPERATOR(accord.|=) '{"uniqueItems": true}' AS is_unique, doc OPERATOR(accord.|=) '{"uniqueItems": false}' AS off
FROM (VALUES
	(jsonb '[]'), ('[1]'), ('[1, 2]'), ('[1, 1]'), ('[1, 1.0]'), ('[1, 1.00, "1"]'), ('[0, false]'), ('[1, true]'), ('[null, null]'), ('["a", "A"]'), ('["a", "b", "a"]'),
	('[[1], [1.0]]'), ('[[1, 2], [2, 1]]'), ('[{"a": 1, "b": 2}, {"b": 2, "a": 1}]'), ('[{"a": 1}, {"a": 1, "b": 1}]'),
	('[{"a": false}, {"a": 0}]'), ('[[], {}, "", 0, false, null]'), ('[{}, {}]'), ('{"a": 1, "b": 1}'), ('"aa"')
) v(doc);
-- long arrays take another way: unique, a pair far apart, a pair of different spelling
SELECT n,
	   doc OPERATOR(accord.|=) '{"uniqueItems": true}' AS is_unique,
	   (doc || jsonb '[1.0]') OPERATOR(accord.|=) '{"uniqueItems": true}' AS with_a_number_again,
	   (doc || jsonb '[{"v": [1.00], "k": "s1"}]') OPERATOR(accord.|=) '{"uniqueItems": true}' AS with_an_object_again,
	   (doc || jsonb '["s1"]') OPERATOR(accord.|=) '{"uniqueItems": true}' AS with_a_string_again
FROM unnest(ARRAY[5, 20, 300, 20000]) n,
	 LATERAL (SELECT jsonb_agg(i) || jsonb_agg('s' || i) || jsonb_agg(jsonb_build_object('k', 's' || i, 'v', jsonb_build_array(i))) AS doc
			  FROM generate_series(1, n) i) d;
