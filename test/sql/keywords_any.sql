-- type, enum, const, the boolean schemas and the combinators.
SELECT doc,
	   doc OPERATOR(accord.|=) '{"type": "null"}' AS "null",
	   doc OPERATOR(accord.|=) '{"type": "boolean"}' AS "boolean",
	   doc OPERATOR(accord.|=) '{"type": "string"}' AS string,
	   doc OPERATOR(accord.|=) '{"type": "integer"}' AS "integer",
	   doc OPERATOR(accord.|=) '{"type": "number"}' AS number,
	   doc OPERATOR(accord.|=) '{"type": "array"}' AS "array",
	   doc OPERATOR(accord.|=) '{"type": "object"}' AS object,
	   doc OPERATOR(accord.|=) '{"type": ["null", "integer", "object"]}' AS several
FROM (VALUES (jsonb 'null'), ('true'), ('false'), ('""'), ('1'), ('1.5'), ('[]'), ('{}')) v(doc);
SELECT doc,
	   doc OPERATOR(accord.|=) 'true' AS "true",
	   doc OPERATOR(accord.|=) 'false' AS "false",
	   doc OPERATOR(accord.|=) '{}' AS empty,
	   doc OPERATOR(accord.|=) '{"const": 1}' AS const_1,
	   doc OPERATOR(accord.|=) '{"const": {"a": [1, {"b": null}]}}' AS const_object,
	   doc OPERATOR(accord.|=) '{"enum": [1, "a", null, [1], {"x": 1, "y": 2.0}]}' AS enum,
	   doc OPERATOR(accord.|=) '{"enum": []}' AS nothing
FROM (VALUES
	(jsonb '1'), ('1.0'), ('true'), ('"1"'), ('"a"'), ('"A"'), ('null'), ('false'), ('0'), ('[1]'), ('[1.0]'), ('[true]'), ('[[1]]'),
	('{"y": 2, "x": 1}'), ('{"x": 1}'), ('{"a": [1.0, {"b": null}]}'), ('{"a": [1, {"b": null}], "c": 1}'), ('{"a": [{"b": null}, 1]}')
) v(doc);
SELECT doc,
	   doc OPERATOR(accord.|=) '{"allOf": [{"minimum": 3}, {"maximum": 7}]}' AS all_of,
	   doc OPERATOR(accord.|=) '{"anyOf": [{"maximum": 3}, {"minimum": 7}]}' AS any_of,
	   doc OPERATOR(accord.|=) '{"oneOf": [{"minimum": 3}, {"maximum": 7}]}' AS one_of,
	   doc OPERATOR(accord.|=) '{"not": {"minimum": 3}}' AS "not",
	   doc OPERATOR(accord.|=) '{"if": {"minimum": 5}, "then": {"multipleOf": 2}, "else": {"multipleOf": 3}}' AS if_then_else,
	   doc OPERATOR(accord.|=) '{"then": false, "else": false}' AS without_if,
	   doc OPERATOR(accord.|=) '{"if": {"minimum": 5}, "else": false}' AS without_then
FROM (VALUES (jsonb '2'), ('3'), ('4'), ('6'), ('7'), ('8'), ('9'), ('"x"')) v(doc);
-- NULL in, NULL out
SELECT NULL::jsonb OPERATOR(accord.|=) 'false' AS doc_is_null, jsonb '1' OPERATOR(accord.|=) NULL::accord.jsonschema AS schema_is_null,
	   accord.is_valid(NULL, 'false') AS is_valid_doc, accord.is_valid('1', NULL) AS is_valid_schema;
-- a long list of constants
SELECT n, to_jsonb(n) OPERATOR(accord.|=) s AS number, to_jsonb('k' || n) OPERATOR(accord.|=) s AS string
FROM (SELECT format('{"enum": [%s]}', string_agg(format('%s, "k%s"', i, i), ', '))::accord.jsonschema AS s
	  FROM generate_series(1, 500) i) e,
	 unnest(ARRAY[0, 1, 250, 500, 501]) n;
