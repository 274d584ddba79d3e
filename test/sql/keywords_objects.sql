-- Object keywords: boundaries, which properties each of them sees, and objects only.
SELECT doc,
	   doc OPERATOR(accord.|=) '{"minProperties": 2}' AS min_2,
	   doc OPERATOR(accord.|=) '{"maxProperties": 2}' AS max_2,
	   doc OPERATOR(accord.|=) '{"required": ["a", "bb"]}' AS required,
	   doc OPERATOR(accord.|=) '{"properties": {"a": {"type": "integer"}}}' AS properties,
	   doc OPERATOR(accord.|=) '{"properties": {"a": false}}' AS forbidden,
	   doc OPERATOR(accord.|=) '{"additionalProperties": {"type": "integer"}}' AS additional,
	   doc OPERATOR(accord.|=) '{"properties": {"a": true}, "additionalProperties": false}' AS closed
FROM (VALUES
	(jsonb '{}'), ('{"a": 1}'), ('{"a": "x"}'), ('{"bb": 1}'), ('{"a": 1, "bb": 2}'), ('{"a": 1, "bb": "x"}'),
	('{"a": 1, "bb": 2, "ccc": 3}'), ('["a", "bb"]'), ('"a"'), ('null')
) v(doc);
SELECT doc,
	   doc OPERATOR(accord.|=) '{"patternProperties": {"^n_": {"type": "integer"}}}' AS pattern,
	   doc OPERATOR(accord.|=) '{"patternProperties": {"^n_": {"type": "integer"}}, "additionalProperties": false}' AS closed,
	   doc OPERATOR(accord.|=) '{"properties": {"n_x": {"minimum": 5}}, "patternProperties": {"^n_": {"type": "integer"}, "x$": {"maximum": 9}}, "additionalProperties": {"type": "string"}}' AS all_of_them,
	   doc OPERATOR(accord.|=) '{"propertyNames": {"maxLength": 3}}' AS names,
	   doc OPERATOR(accord.|=) '{"propertyNames": {"pattern": "^[a-z_]+$"}}' AS names_pattern,
	   doc OPERATOR(accord.|=) '{"propertyNames": {"enum": ["n_a", "n_x"]}}' AS names_enum
FROM (VALUES
	(jsonb '{}'), ('{"n_a": 1}'), ('{"n_a": "x"}'), ('{"n_x": 5}'), ('{"n_x": 4}'), ('{"n_x": 10}'), ('{"other": "s"}'), ('{"other": 1}'), ('[1]')
) v(doc);
SELECT doc,
	   doc OPERATOR(accord.|=) '{"dependentRequired": {"card": ["address", "name"]}}' AS dependent_required,
	   doc OPERATOR(accord.|=) '{"dependentSchemas": {"card": {"required": ["address"], "properties": {"address": {"type": "string"}}}}}' AS dependent_schemas
FROM (VALUES
	(jsonb '{}'), ('{"card": 1}'), ('{"card": 1, "address": "x"}'), ('{"card": null, "address": 1, "name": "x"}'), ('{"address": 1}'), ('["card"]')
) v(doc);
-- jsonb sorts keys by length, then by bytes: many keys of many lengths, each seen once
WITH keys AS (
	SELECT repeat(chr(97 + i % 26), 1 + i % 40) || i AS k FROM generate_series(1, 300) i
), made AS (
	SELECT jsonb_object_agg(k, 1) AS doc,
		   format('{"properties": %s, "additionalProperties": false, "required": %s}',
				  json_object_agg(k, json_build_object('type', 'integer') ORDER BY md5(k)),
				  json_agg(k ORDER BY md5(k || 'x')))::accord.jsonschema AS s,
		   array_agg(k) AS ks
	FROM keys
)
SELECT doc OPERATOR(accord.|=) s AS full_document,
	   (SELECT count(*) FROM unnest(ks) k WHERE (doc - k) OPERATOR(accord.|=) s) AS accepted_without_one,
	   (SELECT count(*) FROM unnest(ks) k WHERE (doc || jsonb_build_object(k, 'x')) OPERATOR(accord.|=) s) AS accepted_with_one_bad,
	   (SELECT count(*) FROM unnest(ks) k WHERE (doc || jsonb_build_object(k || '~', 1)) OPERATOR(accord.|=) s) AS accepted_with_one_more
FROM made;
