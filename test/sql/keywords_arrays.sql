-- Array keywords: boundaries, which items each of them sees, and arrays only.
SELECT doc,
	   doc OPERATOR(accord.|=) '{"minItems": 2}' AS min_items,
	   doc OPERATOR(accord.|=) '{"maxItems": 2}' AS max_items,
	   doc OPERATOR(accord.|=) '{"items": {"type": "integer"}}' AS items,
	   doc OPERATOR(accord.|=) '{"items": false}' AS no_items,
	   doc OPERATOR(accord.|=) '{"prefixItems": [{"type": "integer"}, {"type": "string"}]}' AS prefix,
	   doc OPERATOR(accord.|=) '{"prefixItems": [true], "items": {"type": "string"}}' AS rest,
	   doc OPERATOR(accord.|=) '{"prefixItems": [true], "items": false}' AS closed
FROM (VALUES
	(jsonb '[]'), ('[1]'), ('[1, 2]'), ('[1, "a"]'), ('["a", 1]'), ('[1, "a", "b"]'), ('[1, 2, 3]'), ('{"0": "x"}'), ('"ab"'), ('3')
) v(doc);
SELECT doc,
	   doc OPERATOR(accord.|=) '{"contains": {"minimum": 5}}' AS contains,
	   doc OPERATOR(accord.|=) '{"contains": {"minimum": 5}, "minContains": 2}' AS min_2,
	   doc OPERATOR(accord.|=) '{"contains": {"minimum": 5}, "maxContains": 1}' AS max_1,
	   doc OPERATOR(accord.|=) '{"contains": {"minimum": 5}, "minContains": 0}' AS min_0,
	   doc OPERATOR(accord.|=) '{"contains": {"minimum": 5}, "minContains": 2, "maxContains": 2}' AS exactly_2,
	   doc OPERATOR(accord.|=) '{"minContains": 2}' AS without_contains
FROM (VALUES (jsonb '[]'), ('[1]'), ('[5]'), ('[5, 1]'), ('[5, 6]'), ('[5, 6, 7]'), ('{"a": 5}'), ('5')) v(doc);
SELECT doc, doc OPERATOR(accord.|=) '{"type": "array", "items": {"anyOf": [{"type": "integer"}, {"$ref": "#"}]}}' AS nested
FROM (VALUES (jsonb '[[1, [2, [4]]], 3]'), ('[[1, [2, ["x"]]], 3]'), ('[[[[{}]]]]'), ('[[[[]]]]')) v(doc);
