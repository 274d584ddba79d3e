-- A table CHECK: NOT VALID for a table that has rows, VALIDATE later; quoted names arrive in the errors as they are.
\set SHOW_CONTEXT never
CREATE TABLE "Orders ""of"" $1 %s" (n int PRIMARY KEY, "Doc %I" jsonb);
INSERT INTO "Orders ""of"" $1 %s" VALUES (1, '{"id": 1}'), (2, '{"id": "two"}'), (3, NULL);
ALTER TABLE "Orders ""of"" $1 %s" ADD CONSTRAINT "has an ""id"" 'é' %s"
	CHECK (accord.assert_valid("Doc %I", '{"required": ["id"], "properties": {"id": {"type": "integer"}}}', 'contract "x" %s $1'));
ALTER TABLE "Orders ""of"" $1 %s" ADD CONSTRAINT "has an ""id"" 'é' %s"
	CHECK (accord.assert_valid("Doc %I", '{"required": ["id"], "properties": {"id": {"type": "integer"}}}', 'contract "x" %s $1')) NOT VALID;
INSERT INTO "Orders ""of"" $1 %s" VALUES (4, '{"id": 4}');
INSERT INTO "Orders ""of"" $1 %s" VALUES (5, '{}');
UPDATE "Orders ""of"" $1 %s" SET n = 20 WHERE n = 2;
ALTER TABLE "Orders ""of"" $1 %s" VALIDATE CONSTRAINT "has an ""id"" 'é' %s";
UPDATE "Orders ""of"" $1 %s" SET "Doc %I" = '{"id": 2}' WHERE n = 2;
ALTER TABLE "Orders ""of"" $1 %s" VALIDATE CONSTRAINT "has an ""id"" 'é' %s";
SELECT convalidated FROM pg_constraint WHERE conname = 'has an "id" ''é'' %s';
DROP TABLE "Orders ""of"" $1 %s";

-- the boolean form
CREATE TABLE checked_orders (n int PRIMARY KEY, doc jsonb CONSTRAINT doc_schema CHECK (doc OPERATOR(accord.|=) '{"required": ["id"]}'));
INSERT INTO checked_orders VALUES (1, '{"id": 1}'), (2, NULL);
INSERT INTO checked_orders VALUES (3, '{}');
-- a schema per row: the constraint reads a column
CREATE TABLE typed_documents (s accord.jsonschema, doc jsonb, CHECK (doc OPERATOR(accord.|=) s));
INSERT INTO typed_documents VALUES ('{"type": "integer"}', '1'), ('{"type": "string"}', '"1"');
INSERT INTO typed_documents VALUES ('{"type": "integer"}', '"1"');
DROP TABLE checked_orders, typed_documents;
