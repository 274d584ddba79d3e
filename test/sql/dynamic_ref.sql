-- $dynamicRef goes to the outermost schema on the way that has the anchor, when where it points has it, too.
\set SHOW_CONTEXT never
CREATE FUNCTION pg_temp.s(text) RETURNS accord.jsonschema LANGUAGE sql RETURN ('{"$defs": {
  "tree": {"$id": "https://example.org/tree", "$dynamicAnchor": "node", "type": "object", "properties": {"data": true, "children": {"items": {"$dynamicRef": "#node"}}}},
  "strict": {"$id": "https://example.org/strict", "$dynamicAnchor": "node", "$ref": "tree", "unevaluatedProperties": false},
  "list": {"$id": "https://example.org/list", "items": {"$dynamicRef": "#item"}, "$defs": {"any": {"$dynamicAnchor": "item"}}},
  "plain": {"$id": "https://example.org/plain", "items": {"$dynamicRef": "#item"}, "$defs": {"any": {"$anchor": "item"}}}
}, ' || $1 || '}')::accord.jsonschema;
-- the same tree, open or closed by who refers to it
SELECT doc,
	   doc OPERATOR(accord.|=) pg_temp.s('"$ref": "https://example.org/tree"') AS tree,
	   doc OPERATOR(accord.|=) pg_temp.s('"$ref": "https://example.org/strict"') AS strict
FROM (VALUES (jsonb '{"children": [{"data": 1}]}'), ('{"children": [{"daat": 1}]}'), ('{"children": [{"children": [{"daat": 1}]}]}'), ('{"children": [1]}')) v (doc);
-- the type of the items comes from outside; from a plain anchor it does not
SELECT doc,
	   doc OPERATOR(accord.|=) pg_temp.s('"$ref": "https://example.org/list"') AS list,
	   doc OPERATOR(accord.|=) pg_temp.s('"$id": "https://example.org/texts", "$ref": "list", "properties": {"x": {"$dynamicAnchor": "item", "type": "string"}}') AS texts,
	   doc OPERATOR(accord.|=) pg_temp.s('"$id": "https://example.org/texts", "$ref": "plain", "anyOf": [true, {"$dynamicAnchor": "item", "type": "string"}]') AS plain
FROM (VALUES (jsonb '["a"]'), ('[1]')) v (doc);
-- two ways through one schema end in two different places
SELECT doc, doc OPERATOR(accord.|=) '{"$id": "https://example.org/root", "properties": {"n": {"$ref": "numbers"}, "s": {"$ref": "strings"}},
  "$defs": {
    "numbers": {"$id": "numbers", "$ref": "list", "$defs": {"x": {"$dynamicAnchor": "item", "type": "number"}}},
    "strings": {"$id": "strings", "$ref": "list", "$defs": {"x": {"$dynamicAnchor": "item", "type": "string"}}},
    "list": {"$id": "list", "items": {"$dynamicRef": "#item"}, "$defs": {"x": {"$dynamicAnchor": "item"}}}}}' AS valid
FROM (VALUES (jsonb '{"n": [1], "s": ["a"]}'), ('{"n": ["a"]}'), ('{"s": [1]}')) v (doc);
-- where it was, as report says it
SELECT instance_path, schema_path, keyword FROM accord.errors('{"children": [{"daat": 1}]}', pg_temp.s('"$ref": "https://example.org/strict"'));
-- it must point to something
SELECT accord.jsonschema '{"$dynamicRef": "#nowhere"}';
SELECT accord.jsonschema '{"$dynamicRef": 1}';
SELECT accord.jsonschema '{"$dynamicAnchor": "a b"}';
SELECT accord.jsonschema '{"$defs": {"a": {"$dynamicAnchor": "x"}, "b": {"$dynamicAnchor": "x"}}}';
