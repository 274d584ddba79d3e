-- The public promises of schema accord: what exists, its properties, its comments, its privileges.
\set ECHO none
BEGIN;
SELECT no_plan();

SELECT has_schema('accord', 'schema accord exists');
SELECT is(extrelocatable, false, 'accord is not relocatable') FROM pg_extension WHERE extname = 'accord';
SELECT is(
	(SELECT array_agg(DISTINCT n.nspname::text) FROM pg_depend d JOIN pg_proc p ON p.oid = d.objid JOIN pg_namespace n ON n.oid = p.pronamespace
	 WHERE d.classid = 'pg_proc'::regclass AND d.refclassid = 'pg_extension'::regclass AND d.deptype = 'e'
	   AND d.refobjid = (SELECT oid FROM pg_extension WHERE extname = 'accord')),
	ARRAY['accord'], 'every function is in schema accord');

-- functions: name, arguments, result, strict; all in one form, but bundle
CREATE TEMP TABLE promised (name text, arguments text, result text, strict boolean);
INSERT INTO promised VALUES
	('is_valid', 'doc jsonb, schema accord.jsonschema', 'boolean', true),
	('assert_valid', 'doc jsonb, schema accord.jsonschema, name text DEFAULT NULL::text', 'boolean', false),
	('errors', 'doc jsonb, schema accord.jsonschema, max_errors integer DEFAULT 100', 'TABLE(instance_path text, schema_path text, keyword text, message text)', false),
	('report', 'doc jsonb, schema accord.jsonschema', 'jsonb', true),
	('try_jsonb', 'source text', 'jsonb', true),
	('json_error', 'source text', 'text', true),
	('violation', 'doc jsonb, schema accord.jsonschema', 'text', true),
	('assert_formats', 'schema accord.jsonschema', 'accord.jsonschema', true),
	('format_policy', 'schema accord.jsonschema', 'text', true),
	('bundle', 'schema text', 'accord.jsonschema', false),
	('bundle', 'schema text, VARIADIC parts text[]', 'accord.jsonschema', false),
	('bundle_parts', 'schema text, parts text[], uris text[]', 'accord.jsonschema', false),
	('missing_parts', 'schema text, parts text[], uris text[]', 'text[]', false),
	('part_uri', 'uri text', 'text', true),
	('schema_references', 'schema text, base text DEFAULT NULL::text, dialect text DEFAULT NULL::text', 'text[]', false);

SELECT results_eq(
	$$SELECT p.proname::text COLLATE "C", pg_get_function_arguments(p.oid) COLLATE "C", pg_get_function_result(p.oid), p.proisstrict
	  FROM pg_proc p WHERE p.pronamespace = 'accord'::regnamespace AND p.proname IN (SELECT name FROM promised) ORDER BY 1, 2$$,
	$$SELECT name COLLATE "C", arguments COLLATE "C", result, strict FROM promised ORDER BY 1, 2$$,
	'each function has the arguments, the result and the forms that are promised');

SELECT is(p.provolatile, 'i'::"char", format('%s is immutable', p.oid::regprocedure))
FROM pg_proc p WHERE p.pronamespace = 'accord'::regnamespace AND p.prorettype <> 'trigger'::regtype AND p.oid <> 'accord.bundle(text)'::regprocedure;
SELECT is(p.provolatile, 's'::"char", 'bundle(text) is stable: it reads schema_part')
FROM pg_proc p WHERE p.oid = 'accord.bundle(text)'::regprocedure;
SELECT bag_eq(
	$$SELECT p.proname::text COLLATE "default" FROM pg_proc p WHERE p.pronamespace = 'accord'::regnamespace AND p.prorettype = 'trigger'::regtype$$,
	$$VALUES ('schema_part_insert'), ('schema_part_update')$$,
	'the functions of triggers are those of schema_part');
SELECT is(p.proparallel, 's'::"char", format('%s is parallel safe', p.oid::regprocedure))
FROM pg_proc p WHERE p.pronamespace = 'accord'::regnamespace AND p.prorettype <> 'trigger'::regtype;
SELECT is(p.prosecdef, false, format('%s has its caller''s rights', p.oid::regprocedure))
FROM pg_proc p WHERE p.pronamespace = 'accord'::regnamespace;
SELECT ok(obj_description(p.oid, 'pg_proc') <> '', format('%s has a comment', p.oid::regprocedure))
FROM pg_proc p WHERE p.pronamespace = 'accord'::regnamespace;

-- the type
SELECT has_type('accord', 'jsonschema', 'type jsonschema exists');
SELECT ok(obj_description('accord.jsonschema'::regtype, 'pg_type') <> '', 'type jsonschema has a comment');
SELECT is(typtype::text || typstorage::text, 'bx', 'it is a base type that can be compressed and stored outside the row')
FROM pg_type WHERE oid = 'accord.jsonschema'::regtype;
SELECT ok(typsend <> 0 AND typreceive <> 0, 'it has send and receive functions')
FROM pg_type WHERE oid = 'accord.jsonschema'::regtype;
SELECT results_eq(
	$$SELECT castsource::regtype::text, casttarget::regtype::text, castcontext::text FROM pg_cast
	  WHERE 'accord.jsonschema'::regtype IN (castsource, casttarget) ORDER BY castsource::regtype::text COLLATE "C", casttarget::regtype::text COLLATE "C"$$,
	$$VALUES ('accord.jsonschema', 'json', 'e'), ('accord.jsonschema', 'jsonb', 'e'), ('accord.jsonschema', 'text', 'e'),
		('json', 'accord.jsonschema', 'e'), ('jsonb', 'accord.jsonschema', 'e'), ('text', 'accord.jsonschema', 'e')$$,
	'casts go from and to json, jsonb and text, and are explicit');

-- operators
SELECT results_eq(
	$$SELECT oprname::text COLLATE "default", oprleft::regtype::text, oprright::regtype::text, oprresult::regtype::text FROM pg_operator
	  WHERE oprnamespace = 'accord'::regnamespace ORDER BY oprname COLLATE "C"$$,
	$$VALUES ('<>', 'accord.jsonschema', 'accord.jsonschema', 'boolean'), ('=', 'accord.jsonschema', 'accord.jsonschema', 'boolean'),
		('|=', 'jsonb', 'accord.jsonschema', 'boolean')$$,
	'operators are =, <> and |=');
SELECT ok(obj_description(o.oid, 'pg_operator') <> '', format('operator %s has a comment', o.oid::regoperator))
FROM pg_operator o WHERE o.oprnamespace = 'accord'::regnamespace;
SELECT is(p.proisstrict, true, 'the function of |= is strict')
FROM pg_operator o JOIN pg_proc p ON p.oid = o.oprcode WHERE o.oprnamespace = 'accord'::regnamespace AND o.oprname = '|=';
SELECT results_eq(
	$$SELECT am.amname::text COLLATE "default", c.opcdefault FROM pg_opclass c JOIN pg_am am ON am.oid = c.opcmethod WHERE c.opcintype = 'accord.jsonschema'::regtype$$,
	$$VALUES ('hash', true)$$,
	'the type has one operator class, for hash');
SELECT is(o.oprcanhash, true, '= can hash')
FROM pg_operator o WHERE o.oprnamespace = 'accord'::regnamespace AND o.oprname = '=';

-- the table of parts
SELECT columns_are('accord', 'schema_part', ARRAY['uri', 'source', 'added_at', 'added_by'], 'schema_part has its columns');
SELECT col_is_pk('accord', 'schema_part', 'uri', 'schema_part has one row for a URI');
SELECT ok(obj_description('accord.schema_part'::regclass, 'pg_class') <> '', 'schema_part has a comment');
SELECT ok(col_description(attrelid, attnum) <> '', format('schema_part.%s has a comment', attname))
FROM pg_attribute WHERE attrelid = 'accord.schema_part'::regclass AND attnum > 0;
SELECT is(count(*), 4::bigint, 'no column of schema_part is without a comment')
FROM pg_attribute WHERE attrelid = 'accord.schema_part'::regclass AND attnum > 0 AND col_description(attrelid, attnum) <> '';
SELECT triggers_are('accord', 'schema_part', ARRAY['schema_part_insert', 'schema_part_update'], 'two triggers guard schema_part');
SELECT is(extconfig, ARRAY['accord.schema_part'::regclass::oid], 'a dump has the rows of schema_part') FROM pg_extension WHERE extname = 'accord';

-- nothing else
SELECT results_eq(
	$$SELECT oid::regclass::text COLLATE "C" FROM pg_class WHERE relnamespace = 'accord'::regnamespace ORDER BY 1$$,
	$$VALUES ('accord.schema_part' COLLATE "C"), ('accord.schema_part_pkey')$$,
	'schema accord holds one table and its index');
SELECT bag_eq(
	$$SELECT typname::text COLLATE "default" FROM pg_type WHERE typnamespace = 'accord'::regnamespace AND typrelid = 0
	  AND typelem NOT IN (SELECT reltype FROM pg_class WHERE relnamespace = 'accord'::regnamespace AND reltype <> 0)$$,
	$$VALUES ('jsonschema'), ('_jsonschema')$$,
	'it holds one type and its array');
SELECT ok(obj_description('accord'::regnamespace, 'pg_namespace') <> '', 'schema accord has a comment');
SELECT ok(obj_description(oid, 'pg_extension') <> '', 'extension accord has a comment') FROM pg_extension WHERE extname = 'accord';

-- privileges: everyone may use it, nobody may add to it
CREATE ROLE regress_accord_nobody;
SELECT ok(has_schema_privilege('regress_accord_nobody', 'accord', 'USAGE'), 'everyone may use schema accord');
SELECT ok(NOT has_schema_privilege('regress_accord_nobody', 'accord', 'CREATE'), 'not everyone may create in it');
SELECT ok(has_function_privilege('regress_accord_nobody', p.oid, 'EXECUTE'), format('everyone may execute %s', p.oid::regprocedure))
FROM pg_proc p WHERE p.pronamespace = 'accord'::regnamespace AND p.prorettype <> 'trigger'::regtype;
SELECT is(has_table_privilege('regress_accord_nobody', 'accord.schema_part', privilege), privilege = 'SELECT',
	format('everyone may %s schema_part: %s', privilege, privilege = 'SELECT'))
FROM unnest('{SELECT,INSERT,UPDATE,DELETE,TRUNCATE,REFERENCES,TRIGGER}'::text[]) privilege;
SELECT ok(has_type_privilege('regress_accord_nobody', 'accord.jsonschema', 'USAGE'), 'everyone may use the type');
SET LOCAL ROLE regress_accord_nobody;
SELECT is(jsonb '{}' OPERATOR(accord.|=) '{"required": ["id"]}', false, 'anybody gets a verdict');
SELECT throws_ok(
	$$SELECT accord.assert_valid('{}', '{"required": ["id"]}', 'contract')$$,
	'23514', 'document does not satisfy schema "contract"', 'anybody gets the reasons');
SELECT throws_ok($$INSERT INTO accord.schema_part (uri, source) VALUES ('urn:example:a', '{}')$$, '42501', NULL, 'not everyone fills schema_part');
SELECT lives_ok($$SELECT accord.bundle('{"type": "object"}')$$, 'anybody bundles');
RESET ROLE;

-- settings
SELECT results_eq(
	$$SELECT name::text, context::text, vartype::text, unit::text, boot_val::text FROM pg_settings WHERE name LIKE 'accord.%' ORDER BY name COLLATE "C"$$,
	$$VALUES ('accord.schema_cache', 'user', 'integer', 'kB', '32768'), ('accord.show_values', 'superuser', 'bool', NULL, 'off')$$,
	'settings: the size of the cache for users, showing values for superusers');
SELECT ok(short_desc <> '', name || ' has a description') FROM pg_settings WHERE name LIKE 'accord.%';

-- what the catalogue lists reads like documentation: sentences' worth, not names
SELECT ok(length(obj_description(p.oid, 'pg_proc')) > 10, format('the comment on %s says something', p.proname))
FROM promised JOIN pg_proc p ON p.proname = promised.name AND p.pronamespace = 'accord'::regnamespace;

-- the contract of assert_valid with NULL: a missing name is no reason to let a bad document pass
SELECT throws_ok($$SELECT accord.assert_valid('1', 'false', NULL)$$, '23514', NULL, 'assert_valid with a NULL name refuses');
SELECT throws_ok($$SELECT accord.jsonschema '{"type": "strnig"}'$$, '22P02', 'invalid JSON schema: unknown type name "strnig"', 'a bad schema is 22P02');
SELECT throws_ok($$SELECT accord.jsonschema '{"a": 1, "a": 2}'$$, '22030', NULL, 'a duplicate key is 22030');
SELECT throws_ok($$SELECT accord.jsonschema '{"pattern": "("}'$$, '2201B', NULL, 'a bad pattern is 2201B');
SELECT throws_ok($$SELECT accord.jsonschema '{"$schema": "https://example.org/dialect"}'$$, '0A000', NULL, 'an unknown dialect is 0A000');
SELECT throws_ok($$SELECT accord.jsonschema '{"$ref": "https://example.org/x"}'$$, '0A000', NULL, 'a remote reference is 0A000');

SELECT finish();
ROLLBACK;
