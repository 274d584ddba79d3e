-- A domain enforces a schema in both forms: a CHECK that is false, and assert_valid with the reasons.
\set SHOW_CONTEXT never
CREATE DOMAIN order_doc AS jsonb
	CONSTRAINT order_doc_schema CHECK (VALUE OPERATOR(accord.|=) '{"type": "object", "required": ["id"], "properties": {"id": {"type": "integer"}}}');
CREATE DOMAIN order_asserted AS jsonb
	CONSTRAINT order_asserted_schema CHECK (accord.assert_valid(VALUE, '{"type": "object", "required": ["id"], "properties": {"id": {"type": "integer"}}}', 'order_v1'));
CREATE TABLE domain_orders (n int GENERATED ALWAYS AS IDENTITY, plain order_doc, asserted order_asserted);
INSERT INTO domain_orders (plain, asserted) VALUES ('{"id": 1}', '{"id": 1}'), (NULL, NULL);
INSERT INTO domain_orders (plain) VALUES ('{"id": "1"}');
\echo :SQLSTATE
INSERT INTO domain_orders (asserted) VALUES ('{"id": "1"}');
\echo :SQLSTATE
UPDATE domain_orders SET asserted = asserted || '{"id": 1.5}' WHERE n = 1;
UPDATE domain_orders SET asserted = '[]' WHERE n = 2;
SELECT '{"id": null}'::order_asserted;
-- another constraint beside the old one: valid for new values first, for the stored ones later
ALTER DOMAIN order_doc ADD CONSTRAINT order_doc_schema_2
	CHECK (VALUE OPERATOR(accord.|=) '{"properties": {"id": {"minimum": 10}}}') NOT VALID;
INSERT INTO domain_orders (plain) VALUES ('{"id": 9}');
INSERT INTO domain_orders (plain) VALUES ('{"id": 10}');
ALTER DOMAIN order_doc VALIDATE CONSTRAINT order_doc_schema_2;
DELETE FROM domain_orders WHERE n = 1;
ALTER DOMAIN order_doc VALIDATE CONSTRAINT order_doc_schema_2;
ALTER DOMAIN order_doc DROP CONSTRAINT order_doc_schema;
SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE contypid IN ('order_doc'::regtype, 'order_asserted'::regtype) ORDER BY conname COLLATE "C";
SELECT plain, asserted FROM domain_orders ORDER BY n;
-- many rows, one literal
INSERT INTO domain_orders (asserted) SELECT jsonb_build_object('id', i) FROM generate_series(1, 1000) i;
SELECT count(asserted) FROM domain_orders;
DROP TABLE domain_orders;
DROP DOMAIN order_doc;
DROP DOMAIN order_asserted;
-- the schema of the constraint is checked when the domain is made
CREATE DOMAIN broken AS jsonb CHECK (VALUE OPERATOR(accord.|=) '{"type": "objekt"}');
