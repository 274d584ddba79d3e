-- What accord accepts as a schema is what the meta-schema of its draft accepts, for each keyword; what differs is listed here.
\set SHOW_CONTEXT never
CREATE TEMP TABLE draft (draft text, uri text, meta accord.jsonschema);
INSERT INTO draft SELECT d, u, format('{"$ref": "%s"}', u)::accord.jsonschema
FROM (VALUES ('04', 'http://json-schema.org/draft-04/schema#'), ('06', 'http://json-schema.org/draft-06/schema#'), ('07', 'http://json-schema.org/draft-07/schema#'),
	('2019-09', 'https://json-schema.org/draft/2019-09/schema'), ('2020-12', 'https://json-schema.org/draft/2020-12/schema')) v (d, u);
CREATE TEMP TABLE keyword AS SELECT unnest(string_to_array('id if $id not $ref else enum then type $defs allOf anyOf const items oneOf title format $anchor maximum minimum pattern $comment contains examples maxItems minItems readOnly required maxLength minLength writeOnly deprecated multipleOf properties $dynamicRef $vocabulary definitions description maxContains minContains prefixItems uniqueItems dependencies $recursiveRef contentSchema maxProperties minProperties propertyNames $dynamicAnchor additionalItems contentEncoding $recursiveAnchor contentMediaType dependentSchemas exclusiveMaximum exclusiveMinimum unevaluatedItems dependentRequired patternProperties additionalProperties unevaluatedProperties default', ' ')) AS keyword;
CREATE TEMP TABLE value (value text);
INSERT INTO value VALUES ('0'), ('1'), ('-1'), ('1.0'), ('1.5'), ('1e400'), ('0.0'), ('-0.5'), ('"x"'), ('""'), ('"#"'), ('"#x"'), ('"x#y"'), ('"string"'), ('"_x"'), ('"x:y"'), ('"1x"'), ('"("'), ('"a b"'), ('"%"'),
	('true'), ('false'), ('null'), ('[]'), ('[""]'), ('["string"]'), ('["string", "null"]'), ('["string", "string"]'), ('["string", "x"]'), ('["a", "b"]'), ('["a", "a"]'), ('[1]'), ('[1, 1.0]'), ('[1, 2]'), ('[null]'), ('[{}]'), ('[{}, {}]'), ('[true]'), ('[false, 1]'), ('[[]]'),
	('[{"a": 1, "b": 2}, {"b": 2, "a": 1.0}]'), ('[{"minLength": -1}]'), ('{}'), ('{"minLength": -1}'), ('{"minLength": 1}'), ('{"type": "x"}'), ('{"a": {}}'), ('{"a": true}'), ('{"a": 1}'), ('{"a": "b"}'), ('{"a": null}'), ('{"a": []}'), ('{"a": ["b"]}'), ('{"a": ["b", "b"]}'), ('{"a": [1]}'),
	('{"a": {"minLength": -1}}'), ('{"(": {}}'), ('{"": {}}'), ('{"https://example.org/v": true}'), ('{"https://example.org/v": false}'), ('{"https://example.org/v": 1}');
-- what is not about one keyword's value alone
CREATE TEMP TABLE together (keyword text, value text);
INSERT INTO together VALUES
	('exclusiveMaximum', 'true, "maximum": 1'), ('exclusiveMinimum', 'true, "minimum": 1'), ('exclusiveMinimum', 'false, "minimum": 1'), ('exclusiveMaximum', 'true, "minimum": 1'),
	('exclusiveMaximum', '2, "maximum": 1'), ('exclusiveMaximum', '1, "maximum": "x"'),
	('items', '[{}], "additionalItems": false'), ('items', '[{}], "additionalItems": 1'), ('items', '{}, "prefixItems": []'), ('items', '{}, "prefixItems": [true]'),
	('properties', '{"minLength": {"minLength": 1}}'), ('properties', '{"minLength": {"minLength": -1}}'), ('default', '{"minLength": -1}'), ('x-note', '{"minLength": -1}'),
	('$ref', '"https://example.org/x", "minLength": -1'), ('$ref', '"https://example.org/x", "definitions": {"a": {"minLength": -1}}'), ('$ref', '"https://example.org/x", "$defs": {"a": {"minLength": -1}}');
CREATE FUNCTION pg_temp.accepts(schema text) RETURNS boolean
LANGUAGE plpgsql
AS $$
BEGIN
	PERFORM accord.schema_references(schema);
	RETURN true;
EXCEPTION WHEN OTHERS THEN
	RETURN false;
END
$$;
CREATE TEMP TABLE judged AS
SELECT draft, keyword, value, pg_temp.accepts(schema) AS accord, accord.is_valid(schema::jsonb, meta) AS metaschema
FROM draft, (SELECT keyword, value FROM keyword, value UNION ALL SELECT keyword, value FROM together) k,
	LATERAL (SELECT format('{"$schema": "%s", "%s": %s}', uri, keyword, value) AS schema OFFSET 0) s;

-- where they differ, and what accord does there
CREATE TEMP TABLE exception (keyword text, drafts text[], value text, accord boolean, reason text);
INSERT INTO exception VALUES
	('$ref', '{04,06,07,2019-09,2020-12}', '^"(|#)"$', false, 'leads back to itself for ever'),
	('$dynamicRef', '{2020-12}', '^"(|#)"$', false, 'leads back to itself for ever'),
	('$recursiveRef', '{2019-09}', '^"#"$', false, 'leads back to itself for ever'),
	('$ref', '{04,06,07,2019-09,2020-12}', '^"#x"$', false, 'leads nowhere'),
	('$dynamicRef', '{2020-12}', '^"#x"$', false, 'leads nowhere'),
	('$recursiveRef', '{2019-09}', '^"(|[^#].*|#.+)"$', false, 'the specification allows "#" alone'),
	('$ref', '{04}', '^[^"]', false, 'the meta-schema forgot that it is a string'),
	('$ref', '{06,07}', '^"(%|a b)"$', true, 'references are taken as they come: the names of definitions have blanks'),
	('$id', '{06,07}', '^"(%|a b)"$', true, 'as references'),
	('$ref', '{04,06,07}', '^"https.*, "minLength"', true, 'what stands beside a reference is not looked at'),
	('$recursiveRef', '{2020-12}', '^[^"]', true, 'a keyword of another draft is not looked at'),
	('$recursiveAnchor', '{2020-12}', '.', true, 'a keyword of another draft is not looked at'),
	('pattern', '{2019-09,2020-12}', '^"\("$', false, 'the meta-schema only notes that it is a pattern'),
	('patternProperties', '{04,2019-09,2020-12}', '^\{"\("', false, 'the meta-schema only notes that it is a pattern, if that'),
	('writeOnly', '{07}', '.', false, 'the meta-schema forgot that it is a boolean');
SELECT draft, count(*) AS schemas, count(*) FILTER (WHERE metaschema) AS valid, count(*) FILTER (WHERE accord <> metaschema) AS excepted FROM judged GROUP BY draft ORDER BY draft;
SELECT draft, keyword, value, accord FROM judged j
WHERE accord <> metaschema AND NOT EXISTS (SELECT FROM exception e WHERE j.draft = ANY (e.drafts) AND j.keyword = e.keyword AND j.accord = e.accord AND j.value ~ e.value)
ORDER BY keyword COLLATE "C", value COLLATE "C", draft;
SELECT e.keyword, e.value, d AS draft, 'needless' AS exception FROM exception e, unnest(e.drafts) d
WHERE NOT EXISTS (SELECT FROM judged j WHERE j.accord <> j.metaschema AND j.draft = d AND j.keyword = e.keyword AND j.accord = e.accord AND j.value ~ e.value);

-- in words
CREATE FUNCTION pg_temp.refusal(schema text) RETURNS text
LANGUAGE plpgsql
AS $$
BEGIN
	PERFORM schema::accord.jsonschema;
	RETURN 'accepted';
EXCEPTION WHEN OTHERS THEN
	RETURN SQLSTATE || ' ' || SQLERRM;
END
$$;
SELECT draft, rest, pg_temp.refusal(format('{"$schema": "%s", %s}', uri, rest))
FROM (VALUES (1, '04', '"required": []'), (2, '06', '"required": []'), (3, '04', '"enum": []'), (4, '06', '"enum": []'), (5, '04', '"enum": [1, "a", null, null]'), (6, '04', '"enum": [1, "a", null, true, false, [], {}]'),
	(7, '06', '"enum": [1, 1]'), (8, '04', '"dependencies": {"a": []}'), (9, '07', '"dependencies": {"a": []}'), (10, '07', '"items": []'), (11, '2019-09', '"items": []'), (12, '04', '"minLength": 1.0'), (13, '06', '"minLength": 1.0'),
	(14, '04', '"exclusiveMinimum": true, "maximum": 1'), (15, '2019-09', '"$recursiveRef": "#/$defs/a"'), (16, '2019-09', '"$vocabulary": {"a": 1}'), (17, '2019-09', '"$anchor": "_a"'), (18, '2020-12', '"$anchor": "a:b"')) v (i, draft, rest)
	JOIN draft USING (draft)
ORDER BY i;
