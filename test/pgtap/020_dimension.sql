-- The public promises about dimensions: the functions that make, take in, change and forget them, and who follows names.
\set ECHO none
BEGIN;
SELECT no_plan();

CREATE TEMP TABLE promised (name text, arguments text, result text, kind "char");
INSERT INTO promised VALUES
	('create_dimension', 'dimension text, source regclass, key text[], policies jsonb DEFAULT ''{}''::jsonb, options jsonb DEFAULT ''{}''::jsonb', 'regclass', 'f'),
	('adopt_dimension', 'dimension regclass, key text[], policies jsonb DEFAULT ''{}''::jsonb, options jsonb DEFAULT ''{}''::jsonb, preset text DEFAULT NULL::text, source regclass DEFAULT NULL::regclass, prepare boolean DEFAULT false', 'regclass', 'f'),
	('alter_dimension', 'dimension regclass, policies jsonb DEFAULT ''{}''::jsonb, options jsonb DEFAULT ''{}''::jsonb, add_columns text[] DEFAULT ''{}''::text[], drop_columns text[] DEFAULT ''{}''::text[]', 'void', 'f'),
	('drop_dimension', 'dimension regclass', 'void', 'f'),
	('rehash', 'IN dimension regclass, IN batch integer DEFAULT 10000', NULL, 'p');
SELECT results_eq(
	$$SELECT p.proname::text COLLATE "C", pg_get_function_arguments(p.oid) COLLATE "C", pg_get_function_result(p.oid), p.prokind
	  FROM pg_proc p WHERE p.pronamespace = 'accord'::regnamespace AND p.proname IN (SELECT name FROM promised) ORDER BY 1$$,
	$$SELECT name COLLATE "C", arguments COLLATE "C", result, kind FROM promised ORDER BY 1$$,
	'each function has the arguments and the result that are promised');
SELECT is(p.provolatile::text || p.proparallel::text, 'vu', format('%s is volatile, and not parallel', p.oid::regprocedure))
FROM pg_proc p WHERE p.pronamespace = 'accord'::regnamespace AND p.proname IN (SELECT name FROM promised);
SELECT is(p.prosecdef, false, format('%s has its caller''s rights', p.oid::regprocedure))
FROM pg_proc p WHERE p.pronamespace = 'accord'::regnamespace AND p.proname IN (SELECT name FROM promised);
SELECT ok(length(obj_description(p.oid, 'pg_proc')) > 10, format('the comment on %s says something', p.oid::regprocedure))
FROM pg_proc p WHERE p.pronamespace = 'accord'::regnamespace AND p.proname IN (SELECT name FROM promised);
SELECT bag_eq(
	$$SELECT t.evtname::text, t.evtevent::text, p.oid::regprocedure::text FROM pg_event_trigger t JOIN pg_proc p ON p.oid = t.evtfoid WHERE t.evtname LIKE 'accord\_follow%'$$,
	$$VALUES ('accord_follow_before', 'ddl_command_start', 'accord.follow_before()'), ('accord_follow_after', 'ddl_command_end', 'accord.follow_after()'), ('accord_follow_drop', 'sql_drop', 'accord.follow_drop()')$$,
	'event triggers follow names');
SELECT throws_ok('SELECT accord.follow_drop()', '39P03', NULL, 'the function of an event trigger is not to be called');
CREATE ROLE regress_accord_nobody;
SELECT is(has_table_privilege('regress_accord_nobody', format('accord.%I', t), p), p = 'SELECT', format('%s on %s for everyone: %s', p, t, p = 'SELECT'))
FROM unnest('{dimension,feed}'::text[]) AS t, unnest('{SELECT,INSERT,UPDATE,DELETE,TRUNCATE,REFERENCES,TRIGGER}'::text[]) AS p;
SELECT * FROM finish();
ROLLBACK;
