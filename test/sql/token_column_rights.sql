-- A registration is a right to make tokens: only who owns the table and may use the domain sets it up; losing the right stops the writers; nobody inherits it, nobody borrows it.
BEGIN;
CREATE ROLE regress_accord_owner;
CREATE ROLE regress_accord_loader;
CREATE ROLE regress_accord_thief;
SELECT accord.create_key('person');
SELECT accord.grant_domain('person', 'regress_accord_owner', 'token');
CREATE TABLE public.customer (id int, email text);
ALTER TABLE public.customer OWNER TO regress_accord_owner;
GRANT INSERT, UPDATE, SELECT ON public.customer TO regress_accord_loader;
GRANT CREATE ON SCHEMA public TO regress_accord_owner, regress_accord_thief;
SAVEPOINT s;
SET LOCAL ROLE regress_accord_loader;
SELECT accord.token_column('public.customer', 'email', 'token', 'person');
ROLLBACK TO s;
-- the owner of a table without the right on the domain
RESET ROLE;
SELECT accord.revoke_domain('person', 'regress_accord_owner', 'token');
SET LOCAL ROLE regress_accord_owner;
SELECT accord.token_column('public.customer', 'email', 'token', 'person');
ROLLBACK TO s;
SET LOCAL ROLE regress_accord_owner;
SELECT accord.token_column('public.customer', 'email', 'token', 'person');
SET LOCAL ROLE regress_accord_loader;
INSERT INTO public.customer VALUES (1, 'ada@example.com');
SAVEPOINT t;
CALL accord.fill_token_column('public.customer', 'token');
ROLLBACK TO t;
SELECT accord.drop_token_column('public.customer', 'token');
ROLLBACK TO t;
-- the registry is not written by hand
INSERT INTO accord.token_registration VALUES ('public', 'mine', 'token', 'email', 'person', 'regress_accord_owner');
ROLLBACK TO t;
-- who set it up loses the right: writing fails, and says whose it was
RESET ROLE;
SELECT accord.revoke_domain('person', 'regress_accord_owner', 'token');
SET LOCAL ROLE regress_accord_loader;
INSERT INTO public.customer VALUES (2, 'eve@example.com');
ROLLBACK TO t;
-- or is no more
RESET ROLE;
ALTER ROLE regress_accord_owner RENAME TO regress_accord_renamed;
SET LOCAL ROLE regress_accord_loader;
INSERT INTO public.customer VALUES (2, 'eve@example.com');
ROLLBACK TO t;
-- another one sets it up again
RESET ROLE;
SELECT accord.revoke_domain('person', 'regress_accord_owner', 'token');
SELECT accord.token_column('public.customer', 'email', 'token', 'person');
SELECT set_up_by = current_user AS mine FROM accord.token_registration;
SET LOCAL ROLE regress_accord_loader;
INSERT INTO public.customer VALUES (2, 'eve@example.com');
SELECT count(token) FROM public.customer;
ROLLBACK TO t;
-- the table goes to another owner, or another one's takes its name where no trigger sees it: it is not the one that was set up
RESET ROLE;
ALTER TABLE public.customer OWNER TO regress_accord_thief;
SET LOCAL ROLE regress_accord_thief;
INSERT INTO public.customer VALUES (2, 'guess@example.com');
ROLLBACK TO t;
-- to the schema that it is in
RESET ROLE;
ALTER TABLE public.customer SET SCHEMA public;
SET LOCAL ROLE regress_accord_loader;
INSERT INTO public.customer VALUES (2, 'eve@example.com');
ROLLBACK TO t;
-- tokens of tokens, and in a circle
SET LOCAL ROLE regress_accord_owner;
SELECT accord.token_column('public.customer', 'token', 'email', 'person');
ROLLBACK TO t;
SET LOCAL ROLE regress_accord_owner;
SELECT accord.token_column('public.customer', 'token', 'again', 'person');
ROLLBACK TO t;
-- the trigger on a table of one's own makes nothing
SET LOCAL ROLE regress_accord_thief;
CREATE TABLE public.mine (email text, token text);
CREATE TRIGGER zz_accord_tokens BEFORE INSERT ON public.mine FOR EACH ROW EXECUTE FUNCTION accord.keep_tokens('email', 'token', 'person', 'regress_accord_owner');
INSERT INTO public.mine VALUES ('ada@example.com');
ROLLBACK TO t;
-- nor on a table that comes after one that was dropped, or was renamed away
SET LOCAL ROLE regress_accord_owner;
DROP TABLE public.customer;
SET LOCAL ROLE regress_accord_thief;
CREATE TABLE public.customer (email text, token text);
CREATE TRIGGER zz_accord_tokens BEFORE INSERT ON public.customer FOR EACH ROW EXECUTE FUNCTION accord.keep_tokens();
INSERT INTO public.customer VALUES ('ada@example.com');
ROLLBACK TO t;
SET LOCAL ROLE regress_accord_owner;
ALTER TABLE public.customer RENAME TO client;
SET LOCAL ROLE regress_accord_thief;
CREATE TABLE public.customer (email text, token text);
CREATE TRIGGER zz_accord_tokens BEFORE INSERT ON public.customer FOR EACH ROW EXECUTE FUNCTION accord.keep_tokens();
INSERT INTO public.customer VALUES ('ada@example.com');
ROLLBACK TO t;
SET LOCAL ROLE regress_accord_owner;
CREATE SCHEMA private;
ROLLBACK TO t;
RESET ROLE;
CREATE SCHEMA private AUTHORIZATION regress_accord_owner;
SET LOCAL ROLE regress_accord_owner;
ALTER TABLE public.customer SET SCHEMA private;
SELECT relation_schema FROM accord.token_registration;
INSERT INTO private.customer VALUES (3, 'ada@example.com');
DROP SCHEMA private CASCADE;
SELECT count(*) FROM accord.token_registration;
ROLLBACK TO t;
-- whoever drops the trigger, or disables it, is on their own
SET LOCAL ROLE regress_accord_owner;
DROP TRIGGER zz_accord_tokens ON public.customer;
SELECT count(*) FROM accord.token_registration;
INSERT INTO public.customer VALUES (4, 'ada@example.com');
ROLLBACK TO t;
SET LOCAL ROLE regress_accord_owner;
ALTER TABLE public.customer DISABLE TRIGGER zz_accord_tokens;
CALL accord.fill_token_column('public.customer', 'token');
ROLLBACK TO t;
RESET ROLE;
SET LOCAL session_replication_role = replica;
CALL accord.fill_token_column('public.customer', 'token');
ROLLBACK TO t;
-- other uses of the function
RESET ROLE;
CREATE TRIGGER wrong AFTER INSERT ON public.customer FOR EACH ROW EXECUTE FUNCTION accord.keep_tokens();
INSERT INTO public.customer VALUES (5, 'x');
ROLLBACK TO t;
SELECT accord.keep_tokens();
ROLLBACK;
