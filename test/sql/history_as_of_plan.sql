-- as_of() is inlined: one key of a large dimension is found by an index, also with a parameter.
CREATE TABLE customer (id int PRIMARY KEY, city text);
INSERT INTO customer SELECT i, 'city ' || i % 100 FROM generate_series(1, 50000) i;
SELECT accord.create_dimension('dim_customer', 'customer', '{id}', '{}', '{"current_view": true}');
SELECT inserted FROM accord.merge('dim_customer', at => '2024-01-01 00:00:00+00');
ANALYZE dim_customer;

CREATE FUNCTION scans(query text) RETURNS SETOF text LANGUAGE plpgsql AS $$
DECLARE
	plan json;
BEGIN
	EXECUTE 'EXPLAIN (FORMAT json) ' || query INTO plan;
	RETURN QUERY SELECT node #>> '{}' FROM jsonb_path_query(plan::jsonb, 'strict $.**."Node Type"') node;
END
$$;

SELECT scans($$SELECT * FROM dim_customer_as_of('2024-06-01 00:00:00+00') WHERE id = 4711$$);
SELECT scans($$SELECT * FROM dim_customer_current WHERE id = 4711$$);
PREPARE one (int, timestamptz) AS SELECT * FROM dim_customer_as_of($2) WHERE id = $1;
SET plan_cache_mode = force_generic_plan;
SELECT scans($$EXECUTE one(4711, '2024-06-01 00:00:00+00')$$);
EXECUTE one(4711, '2023-06-01 00:00:00+00');
SELECT scans($$SELECT c.id FROM generate_series(1, 3) i, LATERAL (SELECT * FROM dim_customer_as_of('2024-06-01 00:00:00+00') d WHERE d.id = i) c$$) EXCEPT SELECT 'Function Scan' ORDER BY 1;
SET client_min_messages = warning;
DROP FUNCTION scans;
DROP TABLE dim_customer, customer CASCADE;
