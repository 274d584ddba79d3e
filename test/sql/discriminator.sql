-- Four branches or more that one property tells apart are decided as if each were tried.
CREATE FUNCTION pg_temp.union_of(keyword text, VARIADIC branches text[]) RETURNS accord.jsonschema LANGUAGE sql AS $$
	SELECT format('{"%s": [%s], "$defs": {"d": {"required": ["k"], "properties": {"k": {"const": "d"}}}}}',
		keyword, array_to_string(branches, ', '))::accord.jsonschema
$$;
CREATE FUNCTION pg_temp.branch(k text, more text DEFAULT '') RETURNS text LANGUAGE sql AS $$
	SELECT format('{"required": ["k"], "properties": {"k": %s}%s}', k, more)
$$;

SELECT doc, accord.is_valid(doc, pg_temp.union_of('oneOf', pg_temp.branch('{"enum": ["a", "a", "x"]}'), pg_temp.branch('{"const": "b"}', ', "minProperties": 2'),
		pg_temp.branch('{"enum": ["c", "x"]}'), '{"$ref": "#/$defs/d"}')) AS one_of,
	accord.is_valid(doc, pg_temp.union_of('anyOf', pg_temp.branch('{"enum": ["a", "a", "x"]}'), pg_temp.branch('{"const": "b"}', ', "minProperties": 2'),
		pg_temp.branch('{"enum": ["c", "x"]}'), '{"$ref": "#/$defs/d"}')) AS any_of
FROM unnest(ARRAY['{"k": "a"}', '{"k": "b"}', '{"k": "b", "z": 1}', '{"k": "c"}', '{"k": "d"}', '{"k": "x"}', '{"k": "y"}', '{"k": 1}', '{"z": "a"}',
	'{}', '1', '[]']::jsonb[]) WITH ORDINALITY AS d (doc, n)
ORDER BY n;

-- a branch that the property does not tell is tried for every value
SELECT doc, accord.is_valid(doc, pg_temp.union_of('oneOf', pg_temp.branch('{"const": "a"}'), pg_temp.branch('{"const": "b"}'),
		pg_temp.branch('{"const": "c"}'), '{"properties": {"k": {"const": "d"}}}')) AS not_required,
	accord.is_valid(doc, pg_temp.union_of('oneOf', pg_temp.branch('{"const": "a"}'), pg_temp.branch('{"const": "b"}'),
		pg_temp.branch('{"const": "c"}'), pg_temp.branch('{"enum": ["d", 1]}'))) AS not_all_strings
FROM unnest(ARRAY['{"k": "a"}', '{"k": "d"}', '{"k": 1}', '{}', '1']::jsonb[]) WITH ORDINALITY AS d (doc, n)
ORDER BY n;

-- the reasons are those of the branch that is meant, or of all where none is
SELECT e.instance_path, e.schema_path, e.message
FROM (VALUES (1, jsonb '{"k": "b"}'), (2, '{"k": "y"}')) AS d (n, doc),
	accord.errors(doc, pg_temp.union_of('oneOf', pg_temp.branch('{"const": "a"}'), pg_temp.branch('{"const": "b"}', ', "minProperties": 2'),
		pg_temp.branch('{"const": "c"}'), pg_temp.branch('{"const": "d"}'))) WITH ORDINALITY AS e (instance_path, schema_path, keyword, message, m)
ORDER BY n, m;
