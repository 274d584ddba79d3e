-- The public promises about keys, tokens and ciphers: signatures, who may call and read what, what guards them.
\set ECHO none
BEGIN;
SELECT no_plan();

CREATE TEMP TABLE promised (name text, arguments text, result text, strict boolean);
INSERT INTO promised VALUES
	('check_key', 'domain text, privilege text DEFAULT ''token''::text, version integer DEFAULT NULL::integer, subject text DEFAULT NULL::text', 'integer', false),
	('create_fpe_policy', 'policy text, domain text, definition jsonb', 'integer', true),
	('create_key', 'domain text, subject text DEFAULT NULL::text, normalise text[] DEFAULT ''{}''::text[]', 'integer', false),
	('decrypt', 'value bytea, domain text, context text DEFAULT NULL::text, subject text DEFAULT NULL::text', 'text', false),
	('decrypt_bytea', 'value bytea, domain text, context text DEFAULT NULL::text, subject text DEFAULT NULL::text', 'bytea', false),
	('decrypt_fpe', 'value text, policy text, version integer DEFAULT NULL::integer, tweak text DEFAULT NULL::text', 'text', false),
	('destroy_key', 'domain text, version integer DEFAULT NULL::integer, subject text DEFAULT NULL::text', 'bigint', false),
	('drop_fpe_policy', 'policy text, version integer DEFAULT NULL::integer', 'void', false),
	('drop_token_column', 'relation regclass, target text', 'void', true),
	('encrypt', 'value bytea, domain text, context text DEFAULT NULL::text, subject text DEFAULT NULL::text', 'bytea', false),
	('encrypt', 'value text, domain text, context text DEFAULT NULL::text, subject text DEFAULT NULL::text', 'bytea', false),
	('encrypt_fpe', 'value text, policy text, version integer DEFAULT NULL::integer, tweak text DEFAULT NULL::text', 'text', false),
	('fill_token_column', 'IN relation regclass, IN "column" text, IN batch integer DEFAULT 10000', '', false),
	('fpe_templates', 'OUT name text, OUT definition jsonb', 'SETOF record', true),
	('grant_domain', 'domain text, role text, privilege text', 'void', false),
	('kek_id', '', 'text', false),
	('noise', 'value bigint, domain text, scale bigint', 'bigint', true),
	('noise', 'value date, domain text, scale integer', 'date', true),
	('noise', 'value double precision, domain text, scale double precision', 'double precision', true),
	('noise', 'value integer, domain text, scale integer', 'integer', true),
	('noise', 'value numeric, domain text, scale numeric', 'numeric', true),
	('noise', 'value timestamp with time zone, domain text, scale interval', 'timestamp with time zone', true),
	('noise', 'value timestamp without time zone, domain text, scale interval', 'timestamp without time zone', true),
	('revoke_domain', 'domain text, role text, privilege text', 'void', false),
	('rotate_fpe_policy', 'policy text, definition jsonb DEFAULT ''{}''::jsonb', 'integer', true),
	('rotate_kek', '', 'bigint', false),
	('rotate_key', 'domain text, subject text DEFAULT NULL::text', 'integer', false),
	('token', 'value bigint, domain text', 'text', true),
	('token', 'value text, domain text', 'text', true),
	('token', 'value uuid, domain text', 'text', true),
	('token_column', 'relation regclass, "column" text, target text, domain text', 'void', true),
	('token_uuid', 'value bigint, domain text', 'uuid', true),
	('token_uuid', 'value text, domain text', 'uuid', true),
	('token_uuid', 'value uuid, domain text', 'uuid', true),
	('token_version', 'token text', 'integer', true),
	('token_version', 'token uuid', 'integer', true),
	('token_versions', 'relation regclass, "column" text', 'TABLE(version integer, rows bigint)', true);
SELECT results_eq(
	$$SELECT p.proname::text COLLATE "C", pg_get_function_arguments(p.oid) COLLATE "C", COALESCE(pg_get_function_result(p.oid), ''), p.proisstrict
	  FROM pg_proc p WHERE p.pronamespace = 'accord'::regnamespace AND p.proname IN (SELECT name FROM promised) ORDER BY 1, 2$$,
	$$SELECT name COLLATE "C", arguments COLLATE "C", result, strict FROM promised ORDER BY 1, 2$$,
	'each function has the arguments, the result and the forms that are promised');
SELECT ok(length(obj_description(p.oid, 'pg_proc')) > 10, format('the comment on %s says something', p.oid::regprocedure))
FROM pg_proc p WHERE p.pronamespace = 'accord'::regnamespace AND p.proname IN (SELECT name FROM promised);

-- keys and rights are for their administrators; a view shows what is not secret
CREATE TEMP TABLE tables (name regclass, readable boolean);
INSERT INTO tables VALUES
	('accord.domain', false), ('accord.data_key', false), ('accord.domain_grant', false), ('accord.key_status', false),
	('accord.token_registration', true), ('accord.fpe_policy', true);
CREATE ROLE regress_accord_nobody;
SELECT is(has_table_privilege('regress_accord_nobody', name, privilege), readable AND privilege = 'SELECT',
	format('everyone may %s %s: %s', privilege, name, readable AND privilege = 'SELECT'))
FROM tables, unnest('{SELECT,INSERT,UPDATE,DELETE,TRUNCATE,REFERENCES,TRIGGER}'::text[]) AS privilege;
SELECT ok(COALESCE(obj_description(name, 'pg_class'), '') <> '', format('%s has a comment', name)) FROM tables;
SELECT ok(COALESCE(col_description(attrelid, attnum), '') <> '', format('%s.%s has a comment', attrelid::regclass, attname))
FROM tables JOIN pg_class ON oid = name AND relkind = 'r' JOIN pg_attribute ON attrelid = name WHERE attnum > 0 AND NOT attisdropped;
SELECT bag_eq(
	$$SELECT evtname::text, evtevent::text FROM pg_event_trigger WHERE evtname LIKE 'accord%' AND evtname NOT LIKE 'accord\_follow%'$$,
	$$VALUES ('accord_keep_keys', 'ddl_command_start'), ('accord_token_follow_rename', 'ddl_command_start'), ('accord_token_follow_drop', 'sql_drop')$$,
	'event triggers keep keys, and follow the names of token columns');
SELECT finish();
ROLLBACK;
