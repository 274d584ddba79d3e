-- Token columns: tokens that are stored, kept by a trigger.

CREATE TABLE accord.token_registration (
	relation_schema text COLLATE "C" NOT NULL,
	relation_name text COLLATE "C" NOT NULL,
	target_column text COLLATE "C" NOT NULL,
	source_column text COLLATE "C" NOT NULL,
	domain text COLLATE "C" NOT NULL,
	set_up_by text COLLATE "C" NOT NULL,
	table_owner text COLLATE "C" NOT NULL,
	PRIMARY KEY (relation_schema, relation_name, target_column)
);

COMMENT ON TABLE accord.token_registration IS
'token columns, one row each, by name; written by accord alone, since a row is a right to make tokens';
COMMENT ON COLUMN accord.token_registration.relation_schema IS 'schema of the table';
COMMENT ON COLUMN accord.token_registration.relation_name IS 'name of the table';
COMMENT ON COLUMN accord.token_registration.target_column IS 'column that holds the tokens';
COMMENT ON COLUMN accord.token_registration.source_column IS 'column whose values they are tokens of';
COMMENT ON COLUMN accord.token_registration.domain IS 'the domain of the tokens';
COMMENT ON COLUMN accord.token_registration.set_up_by IS 'the role that set it up, whose right on the domain counts for every writer';
COMMENT ON COLUMN accord.token_registration.table_owner IS 'the owner of the table then: a table of that name that belongs to somebody else has no tokens of it';

SELECT pg_catalog.pg_extension_config_dump('accord.token_registration', '');

GRANT SELECT ON accord.token_registration TO PUBLIC;

CREATE TRIGGER written_by_accord
BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON accord.token_registration
FOR EACH STATEMENT EXECUTE FUNCTION accord.written_by_accord();

ALTER TABLE accord.token_registration ENABLE ALWAYS TRIGGER written_by_accord;

CREATE FUNCTION accord.keep_tokens()
RETURNS trigger
AS 'MODULE_PATHNAME', 'accord_keep_tokens'
LANGUAGE C;

COMMENT ON FUNCTION accord.keep_tokens() IS
'trigger that token_column() makes: keeps the token columns of a table';

CREATE FUNCTION accord.token_column(relation regclass, "column" text, target text, domain text)
RETURNS void
AS 'MODULE_PATHNAME', 'accord_token_column'
LANGUAGE C
VOLATILE
STRICT;

COMMENT ON FUNCTION accord.token_column(regclass, text, text, text) IS
'from now on column target holds the tokens of the other one, by a trigger that uses the right of the caller on the domain; the target is added as text unless it is there';

CREATE FUNCTION accord.drop_token_column(relation regclass, target text)
RETURNS void
AS 'MODULE_PATHNAME', 'accord_drop_token_column'
LANGUAGE C
VOLATILE
STRICT;

COMMENT ON FUNCTION accord.drop_token_column(regclass, text) IS
'the column is no longer kept; it stays as it is';

CREATE PROCEDURE accord.fill_token_column(relation regclass, "column" text, batch integer DEFAULT 10000)
AS 'MODULE_PATHNAME', 'accord_fill_token_column'
LANGUAGE C;

COMMENT ON PROCEDURE accord.fill_token_column(regclass, text, integer) IS
'makes the tokens of a token column that are missing or of an older version of the key, in batches of so many rows, each in a transaction of its own';

CREATE FUNCTION accord.token_versions(relation regclass, "column" text)
RETURNS TABLE (version integer, rows bigint)
AS 'MODULE_PATHNAME', 'accord_token_versions'
LANGUAGE C
STABLE
STRICT
ROWS 3;

COMMENT ON FUNCTION accord.token_versions(regclass, text) IS
'how many rows have in a column a token of which version of the key; version is NULL for rows without a token';

CREATE FUNCTION accord.token_follow_rename()
RETURNS event_trigger
AS 'MODULE_PATHNAME', 'accord_token_follow_rename'
LANGUAGE C;

COMMENT ON FUNCTION accord.token_follow_rename() IS
'event trigger: token columns are registered under the new names of what is about to be renamed';

CREATE FUNCTION accord.token_follow_drop()
RETURNS event_trigger
AS 'MODULE_PATHNAME', 'accord_token_follow_drop'
LANGUAGE C;

COMMENT ON FUNCTION accord.token_follow_drop() IS
'event trigger: token columns that are dropped, or whose trigger is, are forgotten';

-- ALTER INDEX renames tables too
CREATE EVENT TRIGGER accord_token_follow_rename ON ddl_command_start
WHEN TAG IN ('ALTER TABLE', 'ALTER VIEW', 'ALTER MATERIALIZED VIEW', 'ALTER FOREIGN TABLE', 'ALTER INDEX', 'ALTER SCHEMA')
EXECUTE FUNCTION accord.token_follow_rename();

CREATE EVENT TRIGGER accord_token_follow_drop ON sql_drop
EXECUTE FUNCTION accord.token_follow_drop();
