-- draft-07: items as array, additionalItems, dependencies, definitions; keywords that came later mean nothing.
SELECT doc,
	   doc OPERATOR(accord.|=) '{"$schema": "http://json-schema.org/draft-07/schema#", "items": [{"type": "integer"}, {"type": "string"}]}' AS tuple,
	   doc OPERATOR(accord.|=) '{"$schema": "http://json-schema.org/draft-07/schema#", "items": [{"type": "integer"}], "additionalItems": {"type": "string"}}' AS rest,
	   doc OPERATOR(accord.|=) '{"$schema": "http://json-schema.org/draft-07/schema#", "items": [true], "additionalItems": false}' AS closed,
	   doc OPERATOR(accord.|=) '{"$schema": "http://json-schema.org/draft-07/schema#", "items": {"type": "integer"}, "additionalItems": false}' AS additional_ignored,
	   doc OPERATOR(accord.|=) '{"$schema": "http://json-schema.org/draft-07/schema#", "prefixItems": [false], "minContains": 5, "contains": true}' AS later_keywords
FROM (VALUES (jsonb '[]'), ('[1]'), ('["x"]'), ('[1, "x"]'), ('[1, 2]'), ('[1, "x", 3]'), ('{}')) v(doc);
SELECT doc,
	   doc OPERATOR(accord.|=) '{"$schema": "http://json-schema.org/draft-07/schema#", "dependencies": {"a": ["b"], "c": {"required": ["d"]}, "e": false}}' AS dependencies,
	   doc OPERATOR(accord.|=) '{"$schema": "http://json-schema.org/draft-07/schema#", "dependentRequired": {"a": ["b"]}, "dependentSchemas": {"a": false}, "$defs": 5}' AS later_keywords
FROM (VALUES (jsonb '{}'), ('{"a": 1}'), ('{"a": 1, "b": 1}'), ('{"c": 1}'), ('{"c": 1, "d": 1}'), ('{"e": 1}'), ('["a"]')) v(doc);
SELECT doc, doc OPERATOR(accord.|=) '{"$schema": "http://json-schema.org/draft-07/schema#", "$ref": "#/definitions/a", "maximum": 0, "definitions": {"a": {"type": "integer"}}}' AS siblings_ignored,
	   doc OPERATOR(accord.|=) '{"$schema": "http://json-schema.org/draft-07/schema#", "allOf": [{"$ref": "#plus"}], "definitions": {"a": {"$id": "#plus", "exclusiveMinimum": 0}}}' AS id_as_anchor
FROM (VALUES (jsonb '1'), ('-1'), ('"x"')) v(doc);
