-- 2019-09: $recursiveRef goes to the outermost schema with $recursiveAnchor, when where it points has it, too.
\set SHOW_CONTEXT never
CREATE FUNCTION pg_temp.s(anchor_inside text, anchor_outside text) RETURNS accord.jsonschema
LANGUAGE sql
RETURN format('{"$schema": "https://json-schema.org/draft/2019-09/schema", "$id": "https://example.org/strict", "$recursiveAnchor": %s,
  "$ref": "tree", "unevaluatedProperties": false,
  "$defs": {"tree": {"$id": "tree", "$recursiveAnchor": %s, "type": "object",
    "properties": {"data": true, "children": {"items": {"$recursiveRef": "#"}}}}}}', anchor_outside, anchor_inside)::accord.jsonschema;
SELECT doc,
	   doc OPERATOR(accord.|=) pg_temp.s('true', 'true') AS both,
	   doc OPERATOR(accord.|=) pg_temp.s('true', 'false') AS inside,
	   doc OPERATOR(accord.|=) pg_temp.s('false', 'true') AS outside,
	   doc OPERATOR(accord.|=) pg_temp.s('false', 'false') AS neither
FROM (VALUES (jsonb '{"children": [{"data": 1}]}'), ('{"children": [{"daat": 1}]}'), ('{"children": [{"children": [{"daat": 1}]}]}'), ('{"children": [1]}'), ('{"daat": 1}')) v (doc);
SELECT instance_path, schema_path, keyword FROM accord.errors('{"children": [{"daat": 1}]}', pg_temp.s('true', 'true'));
-- it is no keyword elsewhere
SELECT jsonb '{"a": {"b": 1, "c": 1}}' OPERATOR(accord.|=) '{"$recursiveAnchor": true, "properties": {"a": {"$recursiveRef": "#"}}, "maxProperties": 1}' AS "2020-12";
SELECT accord.jsonschema '{"$schema": "https://json-schema.org/draft/2019-09/schema", "$recursiveAnchor": "yes"}';
