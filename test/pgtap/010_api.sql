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
	('schema_references', 'schema text, base text DEFAULT NULL::text, dialect text DEFAULT NULL::text', 'text[]', false),
	('row_hash', 'VARIADIC "any"', 'uuid', false),
	('row_hash_sha256', 'VARIADIC "any"', 'uuid', false),
	('record_hash', 'record', 'uuid', true),
	('record_hash_sha256', 'record', 'uuid', true),
	('create_dimension', 'dimension text, source regclass, key text[], policies jsonb DEFAULT ''{}''::jsonb, options jsonb DEFAULT ''{}''::jsonb', 'regclass', false),
	('adopt_dimension', 'dimension regclass, key text[], policies jsonb DEFAULT ''{}''::jsonb, options jsonb DEFAULT ''{}''::jsonb, '
		'preset text DEFAULT NULL::text, source regclass DEFAULT NULL::regclass, prepare boolean DEFAULT false', 'regclass', false),
	('alter_dimension', 'dimension regclass, policies jsonb DEFAULT ''{}''::jsonb, options jsonb DEFAULT ''{}''::jsonb, '
		'add_columns text[] DEFAULT ''{}''::text[], drop_columns text[] DEFAULT ''{}''::text[]', 'void', false),
	('drop_dimension', 'dimension regclass', 'void', false),
	('merge', 'dimension regclass, source regclass DEFAULT NULL::regclass, query text DEFAULT NULL::text, '
		'at timestamp with time zone DEFAULT NULL::timestamp with time zone, mode text DEFAULT ''full''::text, deletes text DEFAULT ''ignore''::text, '
		'sequence_by text DEFAULT NULL::text, max_change numeric DEFAULT NULL::numeric, allow_empty boolean DEFAULT false, dry_run boolean DEFAULT false, '
		'OUT inserted bigint, OUT versioned bigint, OUT overwritten bigint, OUT reopened bigint, OUT unchanged bigint, OUT fixed_kept bigint, '
		'OUT late bigint, OUT duplicates bigint, OUT closed bigint, OUT recorded bigint, OUT replaced bigint', 'record', false),
	('merge_sql', 'dimension regclass, source regclass DEFAULT NULL::regclass, query text DEFAULT NULL::text, '
		'at timestamp with time zone DEFAULT NULL::timestamp with time zone, mode text DEFAULT ''full''::text, deletes text DEFAULT ''ignore''::text, '
		'sequence_by text DEFAULT NULL::text, max_change numeric DEFAULT NULL::numeric, allow_empty boolean DEFAULT false',
		'TABLE(step integer, purpose text, statement text)', false),
	('verify', 'dimension regclass', 'TABLE(problem text, key jsonb, valid_from text, detail text)', false),
	('history_of', 'dimension regclass, VARIADIC key text[]', 'TABLE(valid_from text, valid_to text, change text, changed jsonb)', true),
	('mask_text', 'value text', 'text', true),
	('mask_email', 'value text, show_domain boolean DEFAULT true', 'text', true),
	('mask_phone', 'value text', 'text', true),
	('mask_card', 'value text', 'text', true),
	('mask_ssn', 'value text', 'text', true),
	('mask_iban', 'value text', 'text', true),
	('mask_name', 'value text', 'text', true),
	('mask_ip', 'value text', 'text', true),
	('mask_ip', 'value inet', 'inet', true),
	('mask_partial', 'value text, first integer, mask text, last integer', 'text', true),
	('mask_date', 'value date, unit text DEFAULT ''year''::text', 'date', true),
	('mask_date', 'value timestamp without time zone, unit text DEFAULT ''year''::text', 'timestamp without time zone', true),
	('mask_date', 'value timestamp with time zone, unit text DEFAULT ''year''::text', 'timestamp with time zone', true),
	('mask_date', 'value text, unit text DEFAULT ''year''::text', 'text', true),
	('mask_number', 'value integer', 'integer', true),
	('mask_number', 'value bigint', 'bigint', true),
	('mask_number', 'value double precision', 'double precision', true),
	('mask_number', 'value numeric', 'numeric', true),
	('mask_uuid', 'value uuid', 'uuid', true),
	('mask_json', 'doc jsonb, methods jsonb', 'jsonb', true),
	('generalize', 'value integer, step integer', 'int4range', true),
	('generalize', 'value bigint, step bigint', 'int8range', true),
	('generalize', 'value numeric, step numeric', 'numrange', true),
	('generalize', 'value date, unit text', 'daterange', true),
	('generalize', 'value timestamp without time zone, unit text', 'tsrange', true),
	('generalize', 'value timestamp with time zone, unit text', 'tstzrange', true),
	('generalize', 'value inet, bits_v4 integer, bits_v6 integer', 'inet', true);

SELECT results_eq(
	$$SELECT p.proname::text COLLATE "C", pg_get_function_arguments(p.oid) COLLATE "C", pg_get_function_result(p.oid), p.proisstrict
	  FROM pg_proc p WHERE p.pronamespace = 'accord'::regnamespace AND p.proname IN (SELECT name FROM promised) ORDER BY 1, 2$$,
	$$SELECT name COLLATE "C", arguments COLLATE "C", result, strict FROM promised ORDER BY 1, 2$$,
	'each function has the arguments, the result and the forms that are promised');

-- what reads or writes tables, or has a key; all else computes
CREATE TEMP TABLE with_tables (name text, volatile "char", parallel "char");
INSERT INTO with_tables VALUES
	('bundle', 's', 's'),
	('create_dimension', 'v', 'u'), ('adopt_dimension', 'v', 'u'), ('alter_dimension', 'v', 'u'), ('drop_dimension', 'v', 'u'),
	('rehash', 'v', 'u'), ('merge', 'v', 'u'), ('merge_sql', 'v', 'u'), ('merge_duplicate', 'v', 'u'),
	('verify', 's', 'u'), ('history_of', 's', 'u'),
	('create_key', 'v', 'u'), ('rotate_key', 'v', 'u'), ('destroy_key', 'v', 'u'), ('rotate_kek', 'v', 'u'), ('kek_id', 'v', 'u'),
	('grant_domain', 'v', 'u'), ('revoke_domain', 'v', 'u'), ('check_key', 's', 's'),
	('token', 's', 's'), ('token_uuid', 's', 's'), ('noise', 's', 's'),
	('token_column', 'v', 'u'), ('drop_token_column', 'v', 'u'), ('fill_token_column', 'v', 'u'), ('token_versions', 's', 'u'),
	('encrypt', 'v', 's'), ('decrypt', 'v', 'r'), ('decrypt_bytea', 'v', 'r'),
	('create_fpe_policy', 'v', 'u'), ('rotate_fpe_policy', 'v', 'u'), ('drop_fpe_policy', 'v', 'u'),
	('encrypt_fpe', 's', 's'), ('decrypt_fpe', 'v', 'r');
SELECT is(p.provolatile, CASE WHEN p.oid = 'accord.bundle(text, text[])'::regprocedure THEN 'i' ELSE COALESCE(t.volatile, 'i') END,
	format('%s is as volatile as is promised', p.oid::regprocedure))
FROM pg_proc p LEFT JOIN with_tables t ON t.name = p.proname
WHERE p.pronamespace = 'accord'::regnamespace AND p.prorettype NOT IN ('trigger'::regtype, 'event_trigger'::regtype);
SELECT bag_eq(
	$$SELECT p.proname::text COLLATE "default" FROM pg_proc p WHERE p.pronamespace = 'accord'::regnamespace AND p.prorettype = 'trigger'::regtype$$,
	$$VALUES ('schema_part_insert'), ('schema_part_update'), ('written_by_accord'), ('key_changed'), ('keep_tokens'), ('fpe_policy_changed')$$,
	'the functions of triggers are those of tables here, and that of token columns');
SELECT is(p.proparallel, COALESCE(t.parallel, 's'), format('%s is as safe in parallel as is promised', p.oid::regprocedure))
FROM pg_proc p LEFT JOIN with_tables t ON t.name = p.proname
WHERE p.pronamespace = 'accord'::regnamespace AND p.prorettype NOT IN ('trigger'::regtype, 'event_trigger'::regtype);
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

-- the tables of history
SELECT col_is_pk('accord', 'dimension', ARRAY['dimension_schema', 'dimension_name'], 'dimension has one row for a table');
SELECT col_is_pk('accord', 'feed', 'feed', 'feeds are numbered');
SELECT ok(obj_description(t.oid, 'pg_class') <> '', format('%s has a comment', t.oid::regclass))
FROM pg_class t WHERE t.oid IN ('accord.dimension'::regclass, 'accord.feed'::regclass);
SELECT ok(COALESCE(col_description(attrelid, attnum), '') <> '', format('%s.%s has a comment', attrelid::regclass, attname))
FROM pg_attribute WHERE attrelid IN ('accord.dimension'::regclass, 'accord.feed'::regclass) AND attnum > 0 AND NOT attisdropped;
SELECT bag_eq(
	$$SELECT unnest(extconfig)::regclass FROM pg_extension WHERE extname = 'accord'$$,
	$$VALUES ('accord.schema_part'::regclass), ('accord.dimension'), ('accord.feed'), ('accord.feed_feed_seq'),
		('accord.domain'), ('accord.data_key'), ('accord.domain_grant'), ('accord.token_registration'), ('accord.fpe_policy')$$,
	'a dump has the rows of all tables');

-- nothing else
SELECT results_eq(
	$$SELECT oid::regclass::text COLLATE "C" FROM pg_class WHERE relnamespace = 'accord'::regnamespace ORDER BY 1$$,
	$$VALUES ('accord.data_key' COLLATE "C"), ('accord.data_key_pkey'), ('accord.dimension'), ('accord.dimension_by_source'), ('accord.dimension_pkey'),
		('accord.domain'), ('accord.domain_grant'), ('accord.domain_grant_pkey'), ('accord.domain_pkey'),
		('accord.feed'), ('accord.feed_by_dimension'), ('accord.feed_feed_seq'), ('accord.feed_pkey'),
		('accord.fpe_policy'), ('accord.fpe_policy_pkey'), ('accord.key_status'), ('accord.schema_part'), ('accord.schema_part_pkey'),
		('accord.token_registration'), ('accord.token_registration_pkey')$$,
	'schema accord holds its tables with their indexes, a sequence and a view');
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
SELECT is(has_function_privilege('regress_accord_nobody', p.oid, 'EXECUTE'), p.proname <> ALL
	('{create_key,rotate_key,destroy_key,rotate_kek,kek_id,grant_domain,revoke_domain,create_fpe_policy,rotate_fpe_policy,drop_fpe_policy}'),
	format('everyone may execute %s, unless it administers keys', p.oid::regprocedure))
FROM pg_proc p WHERE p.pronamespace = 'accord'::regnamespace AND p.prorettype <> 'trigger'::regtype;
SELECT is(has_table_privilege('regress_accord_nobody', t, privilege), privilege = 'SELECT',
	format('everyone may %s %s: %s', privilege, t, privilege = 'SELECT'))
FROM unnest('{SELECT,INSERT,UPDATE,DELETE,TRUNCATE,REFERENCES,TRIGGER}'::text[]) privilege,
	unnest('{accord.schema_part,accord.dimension,accord.feed}'::regclass[]) t;
SELECT ok(has_type_privilege('regress_accord_nobody', 'accord.jsonschema', 'USAGE'), 'everyone may use the type');
SET LOCAL ROLE regress_accord_nobody;
SELECT is(jsonb '{}' OPERATOR(accord.|=) '{"required": ["id"]}', false, 'anybody gets a verdict');
SELECT throws_ok(
	$$SELECT accord.assert_valid('{}', '{"required": ["id"]}', 'contract')$$,
	'23514', 'document does not satisfy schema "contract"', 'anybody gets the reasons');
SELECT throws_ok($$INSERT INTO accord.schema_part (uri, source) VALUES ('urn:example:a', '{}')$$, '42501', NULL, 'not everyone fills schema_part');
SELECT lives_ok($$SELECT accord.bundle('{"type": "object"}')$$, 'anybody bundles');
SELECT throws_ok($$DELETE FROM accord.feed$$, '42501', NULL, 'nobody but accord writes feeds');
SELECT throws_ok($$UPDATE accord.dimension SET feeds = 0$$, '42501', NULL, 'nobody but accord writes dimensions');
RESET ROLE;

-- settings
SELECT results_eq(
	$$SELECT name::text, context::text, vartype::text, unit::text, boot_val::text FROM pg_settings WHERE name LIKE 'accord.%' ORDER BY name COLLATE "C"$$,
	$$VALUES ('accord.allow_drop', 'user', 'bool', NULL, 'off'), ('accord.key_command', 'sighup', 'string', NULL, ''),
		('accord.key_command_timeout', 'sighup', 'integer', 'ms', '10000'), ('accord.key_file', 'sighup', 'string', NULL, ''),
		('accord.previous_key_command', 'sighup', 'string', NULL, ''), ('accord.previous_key_file', 'sighup', 'string', NULL, ''),
		('accord.purpose', 'user', 'string', NULL, ''),
		('accord.schema_cache', 'user', 'integer', 'kB', '32768'), ('accord.show_values', 'superuser', 'bool', NULL, 'off')$$,
	'settings: what is of users, of superusers, and of postgresql.conf alone');
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

-- the contract of the hashes of rows: what is stored stays comparable
SELECT is(accord.row_hash(1, 'a', NULL), 'a9f06c40-ae77-6a17-9779-60688401338b', 'row_hash is XXH3 of the canonical form');
SELECT is(accord.row_hash_sha256(1, 'a', NULL), '4e4b9b33-bd49-986b-692a-be1ae981d955', 'row_hash_sha256 is SHA-256 of it');
SELECT is(accord.record_hash(ROW(1, 'a', NULL)), accord.row_hash(1, 'a', NULL), 'record_hash(ROW(a, b)) = row_hash(a, b)');
SELECT is(accord.record_hash(NULL), NULL, 'no row has no hash');
SELECT throws_ok($$SELECT accord.row_hash('{}'::json)$$, '0A000', 'row_hash has no canonical form for type json', 'a type without canonical form is 0A000');
SELECT is(p.proleakproof, false, format('%s is not leakproof', p.oid::regprocedure))
FROM pg_proc p WHERE p.pronamespace = 'accord'::regnamespace AND p.proname LIKE '%\_hash%';

SELECT finish();
ROLLBACK;
