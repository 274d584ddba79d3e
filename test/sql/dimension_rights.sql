-- Dimensions are made and changed with the caller's own rights: who owns the table may, who does not may not; nobody writes the registry by hand.
\set SHOW_CONTEXT never
BEGIN;
CREATE ROLE regress_accord_owner;
CREATE ROLE regress_accord_other;
CREATE SCHEMA dims AUTHORIZATION regress_accord_owner;
CREATE TABLE public.item (id int, name text, secret text);
INSERT INTO public.item VALUES (1, 'a', 'x');
GRANT USAGE ON SCHEMA dims TO regress_accord_other;
SAVEPOINT s;
-- who may not read all of the source may not make a table like it
SET LOCAL ROLE regress_accord_owner;
SELECT accord.create_dimension('dims.dim_item', 'public.item', '{id}');
ROLLBACK TO s;
GRANT SELECT (id, name) ON public.item TO regress_accord_owner;
SET LOCAL ROLE regress_accord_owner;
SELECT accord.create_dimension('dims.dim_item', 'public.item', '{id}');
ROLLBACK TO s;
GRANT SELECT (id, name, secret) ON public.item TO regress_accord_owner;
GRANT SELECT ON public.item TO regress_accord_other;
SET LOCAL ROLE regress_accord_owner;
SELECT accord.create_dimension('dims.dim_item', 'public.item', '{id}', options => '{"current_view": true}');
SELECT relname, relowner::regrole FROM pg_class WHERE relnamespace = 'dims'::regnamespace AND relkind IN ('r', 'v') ORDER BY relname COLLATE "C";
SELECT proowner::regrole, prosecdef FROM pg_proc WHERE oid = 'dims.dim_item_as_of'::regproc;
SELECT current_user;
RESET ROLE;
GRANT SELECT ON public.item TO regress_accord_owner;
SET LOCAL ROLE regress_accord_owner;
SELECT inserted FROM accord.merge('dims.dim_item', at => '2024-01-01Z');
SAVEPOINT t;
-- the owner may all of it
SELECT accord.alter_dimension('dims.dim_item', '{"secret": "carry"}');
ALTER TABLE dims.dim_item RENAME name TO label;
SELECT policies FROM accord.dimension;
SELECT accord.drop_dimension('dims.dim_item');
SELECT accord.adopt_dimension('dims.dim_item', '{id}', options => '{"row_hash": "hash"}', prepare => true);
ROLLBACK TO t;
-- who may not create in the schema renames a column all the same, and is told what was left
RESET ROLE;
ALTER SCHEMA dims OWNER TO regress_accord_other;
GRANT USAGE ON SCHEMA dims TO regress_accord_owner;
SET LOCAL ROLE regress_accord_owner;
ALTER TABLE dims.dim_item RENAME name TO label;
ALTER TABLE dims.dim_item RENAME valid_from TO begins;
SELECT policies, valid_from FROM accord.dimension;
ROLLBACK TO t;
-- somebody else nothing
SET LOCAL ROLE regress_accord_other;
SELECT accord.create_dimension('dims.dim_mine', 'public.item', '{id}');
ROLLBACK TO t;
SET LOCAL ROLE regress_accord_other;
SELECT accord.alter_dimension('dims.dim_item', '{"secret": "carry"}');
ROLLBACK TO t;
SET LOCAL ROLE regress_accord_other;
SELECT accord.drop_dimension('dims.dim_item');
ROLLBACK TO t;
SET LOCAL ROLE regress_accord_other;
CALL accord.rehash('dims.dim_item');
ROLLBACK TO t;
SET LOCAL ROLE regress_accord_other;
ALTER TABLE dims.dim_item RENAME TO mine;
ROLLBACK TO t;
SET LOCAL ROLE regress_accord_other;
ALTER SCHEMA dims RENAME TO mine;
ROLLBACK TO t;
SELECT accord.drop_dimension('dims.dim_item');
SET LOCAL ROLE regress_accord_other;
SELECT accord.adopt_dimension('dims.dim_item', '{id}');
ROLLBACK TO t;
-- the view and as_of read with the rights of who asks
GRANT SELECT ON dims.dim_item_current TO regress_accord_other;
SET LOCAL ROLE regress_accord_other;
SELECT count(*) FROM dims.dim_item_current;
ROLLBACK TO t;
SET LOCAL ROLE regress_accord_other;
SELECT count(*) FROM dims.dim_item_as_of('2024-01-02Z');
ROLLBACK TO t;
-- the registry is to be read
SELECT dimension_name FROM accord.dimension;
UPDATE accord.dimension SET late = 'skip';
ROLLBACK TO t;
DELETE FROM accord.dimension;
ROLLBACK TO t;
INSERT INTO accord.feed (dimension_schema) VALUES ('x');
ROLLBACK TO t;
-- rows that a policy hides are not forgotten silently
SELECT accord.drop_dimension('dims.dim_item');
ALTER TABLE dims.dim_item ENABLE ROW LEVEL SECURITY;
ALTER TABLE dims.dim_item FORCE ROW LEVEL SECURITY;
SELECT accord.adopt_dimension('dims.dim_item', '{id}');
ROLLBACK;
