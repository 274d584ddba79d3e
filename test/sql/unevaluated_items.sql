-- unevaluatedItems sees what stands beside it and in it, through every keyword that applies to the same array.
CREATE FUNCTION pg_temp.closed(schema text, dialect text DEFAULT 'https://json-schema.org/draft/2020-12/schema') RETURNS accord.jsonschema
LANGUAGE sql
RETURN overlay(schema PLACING format('{"$schema": "%s", "unevaluatedItems": false, ', dialect) FROM 1 FOR 1)::accord.jsonschema;
SELECT schema,
	   jsonb '[]' OPERATOR(accord.|=) pg_temp.closed(schema) AS empty,
	   jsonb '[1]' OPERATOR(accord.|=) pg_temp.closed(schema) AS "[1]",
	   jsonb '[1, 2]' OPERATOR(accord.|=) pg_temp.closed(schema) AS "[1,2]",
	   jsonb '[1, 2, 3]' OPERATOR(accord.|=) pg_temp.closed(schema) AS "[1,2,3]",
	   jsonb '[2, 1]' OPERATOR(accord.|=) pg_temp.closed(schema) AS "[2,1]",
	   jsonb '{"a": 1}' OPERATOR(accord.|=) pg_temp.closed(schema) AS object
FROM (VALUES
	('{"x": 1}'),
	('{"prefixItems": [true]}'),
	('{"items": true}'),
	('{"prefixItems": [true], "items": {"const": 2}}'),
	('{"contains": {"const": 1}}'),
	('{"contains": {"enum": [1, 2]}, "minContains": 0}'),
	('{"prefixItems": [true], "contains": {"const": 2}}'),
	('{"allOf": [{"prefixItems": [true]}, {"prefixItems": [true, true]}]}'),
	('{"anyOf": [{"prefixItems": [{"const": 1}]}, {"prefixItems": [true, {"const": 1}]}]}'),
	('{"oneOf": [{"prefixItems": [{"const": 1}], "minItems": 1}, {"prefixItems": [{"const": 2}, true], "minItems": 1}]}'),
	('{"not": {"not": {"items": true}}}'),
	('{"if": {"prefixItems": [{"const": 1}], "minItems": 1}, "then": {"prefixItems": [true, true]}, "else": {"prefixItems": [true]}}'),
	('{"$ref": "#/$defs/x", "$defs": {"x": {"prefixItems": [true]}}}'),
	('{"$dynamicRef": "#x", "$defs": {"x": {"$dynamicAnchor": "x", "prefixItems": [true]}}}'),
	('{"allOf": [{"anyOf": [{"$ref": "#/$defs/x"}]}], "$defs": {"x": {"allOf": [{"prefixItems": [true]}]}}}'),
	('{"allOf": [{"unevaluatedItems": {"maximum": 2}}]}'),
	('{"allOf": [{"contains": {"const": 1}}, {"contains": {"const": 2}}]}')) v (schema);
-- 2019-09: items as an array, additionalItems; contains evaluates nothing there
SELECT schema,
	   jsonb '[1]' OPERATOR(accord.|=) pg_temp.closed(schema, 'https://json-schema.org/draft/2019-09/schema') AS "[1]",
	   jsonb '[1, 2]' OPERATOR(accord.|=) pg_temp.closed(schema, 'https://json-schema.org/draft/2019-09/schema') AS "[1,2]"
FROM (VALUES
	('{"items": [true]}'),
	('{"items": true}'),
	('{"items": [true], "additionalItems": {"const": 2}}'),
	('{"additionalItems": true}'),
	('{"contains": true}'),
	('{"allOf": [{"items": [true]}, {"items": [true, true]}]}'),
	('{"$recursiveAnchor": true, "anyOf": [{"items": [true]}]}')) v (schema);
-- a cousin is not seen
SELECT doc, doc OPERATOR(accord.|=) '{"allOf": [{"prefixItems": [true]}, {"unevaluatedItems": false}]}' AS cousin,
	   doc OPERATOR(accord.|=) '{"prefixItems": [true], "anyOf": [{"unevaluatedItems": false}, {"maxItems": 0}]}' AS parent
FROM (VALUES (jsonb '[]'), ('[1]'), ('[1, 2]')) v (doc);
-- each array by itself, at any depth; a schema for what is left
SELECT doc,
	   doc OPERATOR(accord.|=) '{"allOf": [{"prefixItems": [{"$ref": "#"}]}], "unevaluatedItems": false}' AS nested,
	   doc OPERATOR(accord.|=) '{"allOf": [{"prefixItems": [true]}], "unevaluatedItems": {"type": "integer"}}' AS with_schema
FROM (VALUES (jsonb '[[[1]]]'), ('[[[1, 2]]]'), ('[[], 1]'), ('[1, "x"]')) v (doc);
-- arrays longer than a machine word has bits
SELECT n, (SELECT jsonb_agg(i % 2) FROM generate_series(1, n) i) OPERATOR(accord.|=)
	'{"allOf": [{"contains": {"const": 0}}, {"contains": {"const": 1}}], "unevaluatedItems": false}' AS valid,
	(SELECT jsonb_agg(CASE WHEN i = n THEN 2 ELSE i % 2 END) FROM generate_series(1, n) i) OPERATOR(accord.|=)
	'{"allOf": [{"contains": {"const": 0}}, {"contains": {"const": 1}}], "unevaluatedItems": false}' AS last_one_not
FROM unnest('{63,64,65,128,129,1000}'::int[]) n;
-- the reports
SELECT instance_path, schema_path, keyword, message
FROM accord.errors('[1, "secret", 2]', '{"anyOf": [{"prefixItems": [true]}], "unevaluatedItems": false}');
SELECT instance_path, schema_path, keyword, message
FROM accord.errors('{"o": [1, "secret"]}', '{"properties": {"o": {"$ref": "#/$defs/o"}}, "$defs": {"o": {"allOf": [{"contains": {"const": 1}}], "unevaluatedItems": {"type": "integer"}}}}');
