-- A right that pg_database_owner has goes with the database to its next owner, in sessions that used it as well.
\set SHOW_CONTEXT never
BEGIN;
CREATE ROLE regress_accord_first;
CREATE ROLE regress_accord_next;
SELECT accord.create_key('person');
SELECT accord.grant_domain('person', 'pg_database_owner', 'token');
DO $$ BEGIN EXECUTE format('ALTER DATABASE %I OWNER TO regress_accord_first', current_database()); END $$;
SET LOCAL ROLE regress_accord_first;
SELECT accord.check_key('person');
RESET ROLE;
DO $$ BEGIN EXECUTE format('ALTER DATABASE %I OWNER TO regress_accord_next', current_database()); END $$;
SET LOCAL ROLE regress_accord_next;
SELECT accord.check_key('person');
RESET ROLE;
SET LOCAL ROLE regress_accord_first;
SELECT accord.check_key('person');
ROLLBACK;
