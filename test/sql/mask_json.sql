-- mask_json masks the values that a path or a key names, and leaves all else as it is.
SELECT accord.mask_json('{"user": {"email": "jane@example.com", "id": 7}, "tags": ["a"]}', '{"/user/email": "email"}');
-- every method
SELECT name, accord.mask_json(jsonb_build_object('a', value, 'b', value), jsonb_build_object('a', name)) AS masked
FROM (VALUES ('text', 'secret'), ('email', 'jane@example.com'), ('email_local', 'jane@example.com'), ('phone', '+44 20 7946 0018'), ('card', '4111-1111-1111-1111'), ('ssn', '123456789'), ('iban', 'GB82 WEST 1234 5698 7654 32'),
	('name', 'Ada Lovelace'), ('ip', '203.0.113.7'), ('month', '1983-08-06'), ('year', '1983-08-06T10:20:30Z'), ('number', '37'), ('uuid', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'), ('null', 'secret')) AS t (name, value);
-- every kind of value; null stays null
SELECT method, accord.mask_json('{"s": "4111111111111111", "n": 4111111111111111, "d": 1.50, "t": true, "f": false, "z": null, "a": ["4111111111111111", 1], "o": {"k": "4111111111111111"}, "e": "", "ea": [], "eo": {}}',
	jsonb_object_agg(key, method)) FROM unnest('{s,n,d,t,f,z,a,o,e,ea,eo}'::text[]) key, unnest('{card,number,"null",uuid}'::text[]) method GROUP BY method ORDER BY method COLLATE "C";
-- paths: members, items, any item
SELECT accord.mask_json('{"items": [{"email": "jane@example.com"}, {"email": "bob@example.com", "x": 1}, ["eve@example.com"], "x@example.com"], "email": "zoe@example.com"}', methods)
FROM unnest(ARRAY['{"/items/0/email": "email"}', '{"/items/*/email": "email"}', '{"/items/2/0": "email"}', '{"/items/*/0": "email"}', '{"/items/3": "email"}', '{"/items/*": "text"}', '{"/items": "text"}', '{"/items/01/email": "email"}', '{"/items/-": "text"}', '{"/items/4": "text"}',
	'{"/*/0/email": "email"}', '{"/email": "email"}', '{"/email/x": "email"}', '{"/nothing/here": "email"}', '{}']::jsonb[]) WITH ORDINALITY AS t (methods, n) ORDER BY n;
-- keys, wherever they are
SELECT accord.mask_json('{"email": "jane@example.com", "a": {"email": "bob@example.com", "b": [{"email": ["eve@example.com"], "c": [[{"email": "zoe@example.com"}]]}]}, "e mail": "x@example.com"}', '{"email": "email"}');
-- a path goes before a key, and an index before any item; nothing is masked within what is masked
SELECT accord.mask_json('{"a": {"k": "jane@example.com"}, "k": "bob@example.com", "l": ["1", "2", "3"]}', '{"k": "text", "/a/k": "email", "/l/*": "null", "/l/1": "number"}');
SELECT accord.mask_json('{"a": {"k": "jane@example.com"}}', '{"/a": "text", "/a/k": "email", "k": "email"}');
-- names that need escapes, that are numbers, * or empty
SELECT accord.mask_json('{"a/b": "x", "c~d": "y", "~1": "z", "": "w", "0": "v", "*": "u", "e": {"": "t"}, "ä😀": "s"}', methods)
FROM unnest(ARRAY['{"/a~1b": "text"}', '{"/c~0d": "text"}', '{"/~01": "text"}', '{"/": "text"}', '{"/0": "text"}', '{"/*": "text"}', '{"/e/": "text"}', '{"/ä😀": "text"}', '{"ä😀": "text"}', '{"a/b": "text"}', '{"c~d": "text"}', '{"0": "text"}', '{"*": "text"}']::jsonb[]) WITH ORDINALITY AS t (methods, n) ORDER BY n;
-- the whole document
SELECT doc, accord.mask_json(doc, '{"": "text"}') AS text, accord.mask_json(doc, '{"": "number", "a": "text"}') AS number, accord.mask_json(doc, '{"a": "text", "/a": "text", "/0": "text"}') AS within
FROM unnest(ARRAY['"secret"', '4111111111111111', 'true', 'null', '[]', '{}', '["a"]', '{"a": 1}', '[[["a"]]]']::jsonb[]) WITH ORDINALITY AS t (doc, n) ORDER BY n;
-- the rest: numbers to the digit, escapes, order, depth
SELECT doc = accord.mask_json(doc, '{"none": "text", "/none": "text"}') AS untouched, accord.mask_json(doc, '{"k": "null"}')::text = replace(doc::text, '"k": 1', '"k": null') AS only_k
FROM (SELECT '{"k": 1, "n": [1.50, 1e400, -0.000000000000000000001, 100000000000000000000], "s": "\"\\\u00e9\n", "b": [true, false, null, {}, [], ""], "d": [[[[{"x": {"k": 1}}]]]]}'::jsonb AS doc) s;
SELECT accord.mask_json((repeat('[', 300) || '{"k": "secret"}' || repeat(']', 300))::jsonb, '{"k": "text"}')::text = repeat('[', 300) || '{"k": "***"}' || repeat(']', 300) AS deep;
SELECT accord.mask_json(jsonb_agg(jsonb_build_object('k', i, 'l', i)), '{"/*/k": "number"}') = jsonb_agg(jsonb_build_object('k', 0, 'l', i)) AS long FROM generate_series(1, 5000) i;
-- very many rules: a value costs a search among them, and each finds its own
SELECT accord.mask_json(d, m) = e AS each FROM (SELECT jsonb_agg(i) AS d, jsonb_object_agg('/' || i - 1, CASE i % 3 WHEN 0 THEN 'number' WHEN 1 THEN 'text' ELSE 'null' END) AS m, jsonb_agg(CASE i % 3 WHEN 0 THEN '0' WHEN 1 THEN '"***"' ELSE 'null' END::jsonb) AS e FROM generate_series(1, 20000) i) s;
SELECT accord.mask_json(d, m) = e AS each FROM (SELECT jsonb_object_agg('k' || i, i) AS d, jsonb_object_agg('k' || i, 'number') || '{"/k7": "text"}' AS m, jsonb_object_agg('k' || i, 0) || '{"k7": "***"}' AS e FROM generate_series(1, 20000) i) s;
-- paths that go on from the same place, by an index and by any; of two that are as exact the shorter one
SELECT accord.mask_json('[["a", "b", {"c": "d"}], ["e", "f", {"c": "g"}]]', methods)
FROM unnest(ARRAY['{"/0": "text", "/0/1": "null"}', '{"/0/1": "null", "/*/2/c": "text", "/1/*/c": "number"}', '{"/*/1": "number", "/1/*": "null"}', '{"/*/*": "number", "/1/*": "text", "/1/0": "null"}', '{"/0/2/c": "text", "/0/2": "number", "c": "null"}']::jsonb[]) WITH ORDINALITY AS t (methods, n) ORDER BY n;
-- methods that come from rows
SELECT accord.mask_json('{"a": "1", "b": "2"}', m) FROM unnest(ARRAY['{"a": "text"}', '{"b": "text"}', '{"b": "text"}', '{"a": "text"}', NULL, '{"a": "null"}']::jsonb[]) WITH ORDINALITY AS t (m, n) ORDER BY n;
SELECT accord.mask_json(NULL, '{}') IS NULL AS strict;
PREPARE mask_json_plan(jsonb) AS SELECT accord.mask_json('{"a": "1", "b": "2"}', $1);
EXECUTE mask_json_plan('{"a": "text"}');
EXECUTE mask_json_plan('{"b": "text"}');
DEALLOCATE mask_json_plan;
-- methods that come from a variable: each call by its own, in a statement, in a transaction, in a loop
CREATE FUNCTION mask_json_by(d jsonb, m jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$BEGIN RETURN accord.mask_json(d, m); END$$;
SELECT mask_json_by('{"a": "1", "b": "2"}', m) FROM unnest(ARRAY['{"a": "text"}', '{"b": "text"}', '{"a": "text", "b": "null"}', '{}']::jsonb[]) WITH ORDINALITY AS t (m, n) ORDER BY n;
BEGIN;
SELECT mask_json_by('{"a": "1", "b": "2"}', '{"a": "text"}');
SELECT mask_json_by('{"a": "1", "b": "2"}', '{"b": "text"}');
COMMIT;
DO $$
DECLARE
	m jsonb;
BEGIN
	FOREACH m IN ARRAY ARRAY['{"a": "text"}', '{"b": "text"}']::jsonb[] LOOP
		RAISE NOTICE '%', accord.mask_json('{"a": "1", "b": "2"}', m);
	END LOOP;
END
$$;
DROP FUNCTION mask_json_by;
-- what is no method, and what is no path
SELECT accord.mask_json('{}', '{"a": "e-mail"}');
SELECT accord.mask_json('{}', '{"a": ""}');
SELECT accord.mask_json('{}', jsonb_build_object('a', repeat('x', 100) || E'\n'));
SELECT accord.mask_json('{}', '{"a": 1}');
SELECT accord.mask_json('{}', '{"a": {"b": "text"}}');
SELECT accord.mask_json('{}', '["a"]');
SELECT accord.mask_json('{}', '"a"');
SELECT accord.mask_json('{}', 'null');
SELECT accord.mask_json('{}', '{"/a~2b": "text"}');
SELECT accord.mask_json('{}', '{"/a~": "text"}');
SELECT accord.mask_json('{}', '{"/a~/b": "text"}');
-- also where the document has none of it, and after an error
DO $$
BEGIN
	PERFORM accord.mask_json('{}', m) FROM unnest(ARRAY['{"a": "text"}', '{"a": "none"}']::jsonb[]) m;
EXCEPTION WHEN invalid_parameter_value THEN
	RAISE NOTICE 'refused';
END
$$;
