-- A token column is kept by a trigger: on INSERT, COPY, UPDATE, upsert and MERGE-like writes, whoever writes and whatever they put there themselves; with the right of who set it up.
BEGIN;
CREATE ROLE regress_accord_owner;
CREATE ROLE regress_accord_loader;
CREATE SCHEMA shop AUTHORIZATION regress_accord_owner;
GRANT USAGE ON SCHEMA shop TO regress_accord_loader;
SELECT accord.create_key('person');
SELECT accord.grant_domain('person', 'regress_accord_owner', 'token');
SET LOCAL ROLE regress_accord_owner;
CREATE TABLE shop.customer (id int PRIMARY KEY, email text, note text, id_token uuid);
INSERT INTO shop.customer VALUES (1, 'before@example.com');
SELECT accord.token_column('shop.customer', 'email', 'email_token', 'person');
SELECT accord.token_column('shop.customer', 'id', 'id_token', 'person');
CREATE UNIQUE INDEX ON shop.customer (id_token);
GRANT INSERT, UPDATE, SELECT, DELETE, TRUNCATE ON shop.customer TO regress_accord_loader;
SELECT * FROM accord.token_registration ORDER BY target_column;
SELECT tgname, tgfoid::regproc, tgtype FROM pg_trigger WHERE tgrelid = 'shop.customer'::regclass;
-- what is right: the token of the value, whoever looks
CREATE FUNCTION shop.state() RETURNS TABLE (id int, email text, email_token text, id_token text) LANGUAGE sql SECURITY DEFINER AS $$
SELECT id, email, CASE WHEN email_token = accord.token(email, 'person') THEN 'right' WHEN email_token IS NOT NULL THEN 'wrong' END,
	CASE WHEN id_token = accord.token_uuid(id, 'person') THEN 'right' WHEN id_token IS NOT NULL THEN 'wrong' END FROM shop.customer ORDER BY id $$;
-- a loader, who has no right on the domain
SET LOCAL ROLE regress_accord_loader;
INSERT INTO shop.customer VALUES (2, 'ada@example.com'), (3, NULL);
INSERT INTO shop.customer (id, email, email_token, id_token) VALUES (4, 'eve@example.com', 'mine', 'f81d4fae-7dec-11d0-a765-00a0c91e6bf6');
COPY shop.customer (id, email) FROM stdin;
5	bob@example.com
6	\N
\.
SELECT * FROM shop.state();
UPDATE shop.customer SET email = 'new@example.com' WHERE id = 2;
UPDATE shop.customer SET email_token = 'mine' WHERE id = 4;
UPDATE shop.customer SET email = NULL WHERE id = 5;
UPDATE shop.customer SET email = 'six@example.com', id = 60 WHERE id = 6;
INSERT INTO shop.customer VALUES (3, 'three@example.com') ON CONFLICT (id) DO UPDATE SET email = excluded.email, email_token = excluded.email_token;
-- a row of before gets its token with its next update, whatever that is about
UPDATE shop.customer SET note = 'seen' WHERE id = 1;
SELECT * FROM shop.state();
SAVEPOINT s;
SELECT accord.token('x', 'person');
ROLLBACK TO s;
-- an update of something else leaves a token of an older version as it is
RESET ROLE;
SELECT accord.rotate_key('person');
SET LOCAL ROLE regress_accord_loader;
UPDATE shop.customer SET note = 'again' WHERE id IN (1, 2);
UPDATE shop.customer SET email = 'newer@example.com' WHERE id = 2;
SELECT id, accord.token_version(email_token), accord.token_version(id_token) FROM shop.customer ORDER BY id;
SELECT * FROM accord.token_versions('shop.customer', 'email_token');
SELECT * FROM accord.token_versions('shop.customer', 'id_token');
TRUNCATE shop.customer;
INSERT INTO shop.customer VALUES (7, 'seven@example.com');
SELECT * FROM shop.state();
SELECT * FROM accord.token_versions('shop.customer', 'email_token');
-- other triggers change the value first
SET LOCAL ROLE regress_accord_owner;
CREATE FUNCTION shop.tidy() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.email = 'tidy@example.com'; RETURN NEW; END $$;
CREATE TRIGGER z_tidy BEFORE INSERT ON shop.customer FOR EACH ROW EXECUTE FUNCTION shop.tidy();
INSERT INTO shop.customer VALUES (8, 'untidy@example.com');
SELECT * FROM shop.state();
DROP TRIGGER z_tidy ON shop.customer;
-- names by name, the trigger finds them
ALTER TABLE shop.customer RENAME TO "Client ""x""";
ALTER TABLE shop."Client ""x""" RENAME email TO "E-Mail";
ALTER TABLE shop."Client ""x""" RENAME email_token TO tok;
RESET ROLE;
ALTER SCHEMA shop RENAME TO "Shop %s";
SET LOCAL ROLE regress_accord_owner;
SELECT * FROM accord.token_registration ORDER BY target_column;
INSERT INTO "Shop %s"."Client ""x""" VALUES (9);
SELECT count(tok) FROM "Shop %s"."Client ""x""";
CALL accord.fill_token_column('"Shop %s"."Client ""x"""', 'tok');
SELECT * FROM accord.token_versions('"Shop %s"."Client ""x"""', 'tok');
-- a dropped column is forgotten, and the trigger with the last one
ALTER TABLE "Shop %s"."Client ""x""" DROP COLUMN "E-Mail";
SELECT source_column FROM accord.token_registration;
SELECT accord.drop_token_column('"Shop %s"."Client ""x"""', 'id_token');
SELECT count(*) FROM pg_trigger WHERE tgrelid = '"Shop %s"."Client ""x"""'::regclass AND tgname LIKE '%accord%';
SELECT count(id_token) FROM "Shop %s"."Client ""x""";
ROLLBACK;
