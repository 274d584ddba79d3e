-- A domain is used by those to whom it was granted, members and superusers included; keys are made by administrators, and no table of keys is read by others.
BEGIN;
CREATE ROLE regress_accord_loader;
CREATE ROLE regress_accord_reader;
CREATE ROLE regress_accord_member IN ROLE regress_accord_loader;
CREATE ROLE "regress accord 'x'";
SELECT accord.create_key('person');
SELECT accord.grant_domain('person', 'regress_accord_loader', 'token');
-- twice is once
SELECT accord.grant_domain('person', 'regress_accord_loader', 'token');
SELECT accord.grant_domain('person', 'regress_accord_reader', 'decrypt');
SELECT domain, privilege, role, granted_by = current_user AS mine FROM accord.domain_grant ORDER BY role;
SAVEPOINT s;
SET LOCAL ROLE regress_accord_loader;
SELECT accord.check_key('person');
SELECT accord.check_key('person', 'decrypt');
ROLLBACK TO s;
SET LOCAL ROLE regress_accord_reader;
SELECT accord.check_key('person', 'decrypt');
SELECT accord.check_key('person');
ROLLBACK TO s;
-- a member has it, until it is none
SET LOCAL ROLE regress_accord_member;
SELECT accord.check_key('person');
RESET ROLE;
REVOKE regress_accord_loader FROM regress_accord_member;
SET LOCAL ROLE regress_accord_member;
SELECT accord.check_key('person');
ROLLBACK TO s;
SET LOCAL ROLE "regress accord 'x'";
SELECT accord.check_key('person');
ROLLBACK TO s;
SELECT accord.grant_domain('person', 'regress accord ''x''', 'token');
SET LOCAL ROLE "regress accord 'x'";
SELECT accord.check_key('person');
RESET ROLE;
SELECT accord.revoke_domain('person', 'regress accord ''x''', 'token');
SET LOCAL ROLE "regress accord 'x'";
SELECT accord.check_key('person');
ROLLBACK TO s;
-- everybody
SELECT accord.grant_domain('person', 'public', 'decrypt');
SET LOCAL ROLE regress_accord_member;
SELECT accord.check_key('person', 'decrypt');
SELECT accord.check_key('person');
ROLLBACK TO s;
-- a domain that is not there is no secret
SET LOCAL ROLE regress_accord_member;
SELECT accord.check_key('nobody');
ROLLBACK TO s;
-- a right is by name: it stays when the role goes, and can be revoked
SELECT accord.grant_domain('person', 'regress accord ''x''', 'token');
DROP ROLE "regress accord 'x'";
SELECT accord.revoke_domain('person', 'regress accord ''x''', 'token');
SELECT accord.revoke_domain('person', 'regress accord ''x''', 'token');
SELECT accord.grant_domain('person', 'regress accord ''x''', 'token');
ROLLBACK TO s;
SELECT accord.grant_domain('nobody', 'public', 'token');
ROLLBACK TO s;
SELECT accord.grant_domain('person', 'public', 'TOKEN');
ROLLBACK TO s;
SELECT accord.grant_domain('person', NULL, 'token');
ROLLBACK TO s;
-- what PUBLIC may do
SELECT p.oid::regprocedure
FROM pg_proc AS p, aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) AS a
WHERE p.pronamespace = 'accord'::regnamespace AND a.grantee = 0 AND p.prosrc ~ '_(key|keys|kek|domain)(_|$)' AND p.prorettype <> 'trigger'::regtype
ORDER BY p.proname COLLATE "C";
SELECT c.relname, a.privilege_type
FROM pg_class AS c, aclexplode(c.relacl) AS a
WHERE c.relnamespace = 'accord'::regnamespace AND a.grantee = 0 AND c.relname IN ('domain', 'data_key', 'domain_grant', 'key_status');
ROLLBACK;
