-- Making, taking in, changing and forgetting dimensions.

CREATE FUNCTION accord.create_dimension(dimension text, source regclass, key text[], policies jsonb DEFAULT '{}', options jsonb DEFAULT '{}')
RETURNS regclass
AS 'MODULE_PATHNAME', 'accord_create_dimension'
LANGUAGE C
VOLATILE;

COMMENT ON FUNCTION accord.create_dimension(text, regclass, text[], jsonb, jsonb) IS
'makes a history table like the source, with its indexes and its function as_of, and registers it';

CREATE FUNCTION accord.adopt_dimension(
	dimension regclass,
	key text[],
	policies jsonb DEFAULT '{}',
	options jsonb DEFAULT '{}',
	preset text DEFAULT NULL,
	source regclass DEFAULT NULL,
	prepare boolean DEFAULT false
)
RETURNS regclass
AS 'MODULE_PATHNAME', 'accord_adopt_dimension'
LANGUAGE C
VOLATILE;

COMMENT ON FUNCTION accord.adopt_dimension(regclass, text[], jsonb, jsonb, text, regclass, boolean) IS
'registers a history table that exists, if merges can go on with it; adds what they need and it lacks where prepare is true, and shows it otherwise';

CREATE FUNCTION accord.alter_dimension(
	dimension regclass,
	policies jsonb DEFAULT '{}',
	options jsonb DEFAULT '{}',
	add_columns text[] DEFAULT '{}',
	drop_columns text[] DEFAULT '{}'
)
RETURNS void
AS 'MODULE_PATHNAME', 'accord_alter_dimension'
LANGUAGE C
VOLATILE;

COMMENT ON FUNCTION accord.alter_dimension(regclass, jsonb, jsonb, text[], text[]) IS
'changes policies and options of a dimension; adds columns of the source, which the first feed fills, and takes columns out, which stay in the table';

CREATE FUNCTION accord.drop_dimension(dimension regclass)
RETURNS void
AS 'MODULE_PATHNAME', 'accord_drop_dimension'
LANGUAGE C
VOLATILE;

COMMENT ON FUNCTION accord.drop_dimension(regclass) IS
'forgets a dimension and drops its function as_of; the table and what it holds stay as they are';

CREATE PROCEDURE accord.rehash(dimension regclass, batch integer DEFAULT 10000)
AS 'MODULE_PATHNAME', 'accord_rehash'
LANGUAGE C;

COMMENT ON PROCEDURE accord.rehash(regclass, integer) IS
'makes the hashes that are not known, in batches of so many versions, each in a transaction of its own';

-- Registrations follow names, whoever changes them.

CREATE FUNCTION accord.follow_before()
RETURNS event_trigger
AS 'MODULE_PATHNAME', 'accord_follow_before'
LANGUAGE C;

COMMENT ON FUNCTION accord.follow_before() IS
'event trigger: dimensions are registered under the new names of what is about to be renamed';

CREATE FUNCTION accord.follow_after()
RETURNS event_trigger
AS 'MODULE_PATHNAME', 'accord_follow_after'
LANGUAGE C;

COMMENT ON FUNCTION accord.follow_after() IS
'event trigger: functions as_of and companion columns follow what was renamed';

CREATE FUNCTION accord.follow_drop()
RETURNS event_trigger
AS 'MODULE_PATHNAME', 'accord_follow_drop'
LANGUAGE C;

COMMENT ON FUNCTION accord.follow_drop() IS
'event trigger: dimensions whose tables are dropped are forgotten';

-- ALTER INDEX renames tables and views too
CREATE EVENT TRIGGER accord_follow_before ON ddl_command_start
WHEN TAG IN ('ALTER TABLE', 'ALTER VIEW', 'ALTER MATERIALIZED VIEW', 'ALTER FOREIGN TABLE', 'ALTER INDEX', 'ALTER SCHEMA')
EXECUTE FUNCTION accord.follow_before();

CREATE EVENT TRIGGER accord_follow_after ON ddl_command_end
WHEN TAG IN ('ALTER TABLE', 'ALTER VIEW', 'ALTER MATERIALIZED VIEW', 'ALTER FOREIGN TABLE', 'ALTER INDEX', 'ALTER SCHEMA')
EXECUTE FUNCTION accord.follow_after();

-- tables go with much that they depend on: access methods, types, functions in partition keys
CREATE EVENT TRIGGER accord_follow_drop ON sql_drop
EXECUTE FUNCTION accord.follow_drop();
