-- schema_part keeps one source for a URI: again the same does nothing, another is refused, and no row changes.
\set SHOW_CONTEXT never
BEGIN;
SET LOCAL client_min_messages = warning;
CREATE ROLE regress_accord_writer;
CREATE ROLE regress_accord_reader;
GRANT INSERT ON accord.schema_part TO regress_accord_writer;

SET LOCAL ROLE regress_accord_writer;
INSERT INTO accord.schema_part (uri, source) VALUES ('https://example.org/a', '{"type": "string"}'), ('urn:example:b', 'true'), ('iglu:org.example/c/jsonschema/1-0-0', '{}');
INSERT INTO accord.schema_part (uri, source) VALUES ('https://example.org/a', '{"type": "string"}');
INSERT INTO accord.schema_part (uri, source) VALUES ('https://example.org/a', '{"type": "string"}') ON CONFLICT DO NOTHING;
SELECT uri, source, added_by, added_at = now() AS now FROM accord.schema_part ORDER BY uri COLLATE "C";
-- one statement with the same URI twice
INSERT INTO accord.schema_part (uri, source) VALUES ('urn:example:d', 'true'), ('urn:example:d', 'true');
SAVEPOINT s;
INSERT INTO accord.schema_part (uri, source) VALUES ('https://example.org/a', '{"type":"string"}');
\echo :SQLSTATE
ROLLBACK TO s;
INSERT INTO accord.schema_part (uri, source) VALUES ('urn:example:e', '{}'), ('urn:example:e', 'true');
\echo :SQLSTATE
ROLLBACK TO s;
INSERT INTO accord.schema_part (uri, source) VALUES ('https://example.org/a', 'false') ON CONFLICT (uri) DO UPDATE SET source = excluded.source;
\echo :SQLSTATE
ROLLBACK TO s;
-- what is no absolute URI without a fragment
\set VERBOSITY sqlstate
INSERT INTO accord.schema_part (uri, source) VALUES ('a.json', '{}');
ROLLBACK TO s;
INSERT INTO accord.schema_part (uri, source) VALUES ('https://example.org/a#b', '{}');
ROLLBACK TO s;
INSERT INTO accord.schema_part (uri, source) VALUES ('urn:example:f', NULL);
ROLLBACK TO s;
\set VERBOSITY default
-- who may insert may not update or delete
UPDATE accord.schema_part SET source = 'true';
\echo :SQLSTATE
ROLLBACK TO s;
DELETE FROM accord.schema_part;
\echo :SQLSTATE
ROLLBACK TO s;

SET LOCAL ROLE regress_accord_reader;
SELECT count(*) FROM accord.schema_part;
SELECT jsonb '1' OPERATOR(accord.|=) accord.bundle('{"$ref": "https://example.org/a"}') AS bundled;
INSERT INTO accord.schema_part (uri, source) VALUES ('urn:example:g', '{}');
\echo :SQLSTATE
ROLLBACK TO s;

-- not even the owner updates
RESET ROLE;
SAVEPOINT s;
UPDATE accord.schema_part SET source = 'true';
\echo :SQLSTATE
ROLLBACK TO s;
UPDATE accord.schema_part SET source = source WHERE false;
\echo :SQLSTATE
ROLLBACK TO s;
-- a row may go: what was bundled holds a copy
CREATE TEMP TABLE kept AS SELECT accord.bundle('{"$ref": "https://example.org/a"}') AS schema;
DELETE FROM accord.schema_part WHERE uri = 'https://example.org/a';
SELECT jsonb '1' OPERATOR(accord.|=) schema AS valid FROM kept;
-- in one transaction a source may be replaced by deleting it
INSERT INTO accord.schema_part (uri, source) VALUES ('https://example.org/a', 'false');
SELECT jsonb '"x"' OPERATOR(accord.|=) schema AS old, jsonb '"x"' OPERATOR(accord.|=) accord.bundle('{"$ref": "https://example.org/a"}') AS new FROM kept;
ROLLBACK;
SELECT count(*) FROM accord.schema_part;
