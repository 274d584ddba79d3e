-- What counts is what is committed now, whatever snapshot a statement has; also in transactions that only read, in parallel workers and in one plpgsql function.
SELECT accord.create_key('fresh');
BEGIN TRANSACTION READ ONLY;
SELECT accord.check_key('fresh');
COMMIT;
-- a loop in one statement
DO $$
DECLARE
	seen int[];
BEGIN
	FOR i IN 1..3 LOOP
		seen := seen || accord.check_key('fresh');
		PERFORM accord.rotate_key('fresh');
	END LOOP;
	ASSERT seen = '{1,2,3}', seen;
END
$$;
-- workers unwrap for themselves, under the role that the leader has
CREATE TABLE many AS SELECT i % 4 + 1 AS version FROM generate_series(1, 10000) AS i;
CREATE ROLE regress_accord_parallel;
GRANT SELECT ON many TO regress_accord_parallel;
SELECT accord.grant_domain('fresh', 'regress_accord_parallel', 'token');
BEGIN;
SET LOCAL ROLE regress_accord_parallel;
SET LOCAL parallel_setup_cost = 0;
SET LOCAL parallel_tuple_cost = 0;
SET LOCAL min_parallel_table_scan_size = 0;
SET LOCAL max_parallel_workers_per_gather = 2;
SET LOCAL parallel_leader_participation = off;
EXPLAIN (COSTS OFF) SELECT version, accord.check_key('fresh', version => version) FROM many;
SELECT version, accord.check_key('fresh', version => version), count(*) FROM many GROUP BY 1, 2 ORDER BY 1;
SELECT count(accord.check_key('fresh', 'decrypt')) FROM many;
ROLLBACK;
SELECT accord.revoke_domain('fresh', 'regress_accord_parallel', 'token');
DROP TABLE many;
DROP ROLE regress_accord_parallel;
DELETE FROM accord.data_key WHERE domain = 'fresh';
DELETE FROM accord.domain WHERE domain = 'fresh';
