-- adopt_dimension refuses versions that merges could not go on with, each kind with its count and a query that lists it.
SET timezone = 'UTC';
SET datestyle = 'ISO';
CREATE FUNCTION pg_temp.try(statement text) RETURNS TABLE (state text, message text, detail text, hint text) LANGUAGE plpgsql AS $$
BEGIN
	EXECUTE statement;
	state := 'no error';
	RETURN NEXT;
EXCEPTION WHEN OTHERS THEN
	GET STACKED DIAGNOSTICS state = RETURNED_SQLSTATE, message = MESSAGE_TEXT, detail = PG_EXCEPTION_DETAIL, hint = PG_EXCEPTION_HINT;
	RETURN NEXT;
END
$$;
-- the detail, and how many rows each query of the hint lists
CREATE FUNCTION pg_temp.problems(options jsonb DEFAULT '{}') RETURNS TABLE (detail text, listed bigint) LANGUAGE plpgsql AS $$
DECLARE
	refusal record;
	query text;
BEGIN
	SELECT * INTO refusal FROM pg_temp.try(format('SELECT accord.adopt_dimension(''public.dim'', ''{id,earlier_end}'', options => %L, prepare => true)', options)) AS t;
	IF refusal.state <> '55000' THEN
		detail := refusal.state;
		RETURN NEXT;
		RETURN;
	END IF;
	FOR detail, query IN
		SELECT d, q FROM ROWS FROM (regexp_split_to_table(refusal.detail, '\n'), regexp_split_to_table(substr(refusal.hint, strpos(refusal.hint, E'\n') + 1), E'\n')) AS r (d, q)
	LOOP
		EXECUTE format('SELECT count(*) FROM (%s) AS l', rtrim(query, ';')) INTO listed;
		RETURN NEXT;
	END LOOP;
END
$$;
BEGIN;
CREATE TABLE public.dim (id int, earlier_end text, valid_from timestamptz, valid_to timestamptz, is_current boolean);
SAVEPOINT s;
INSERT INTO public.dim VALUES (1, 'a', '2024-01-01', '2024-02-01', false), (1, 'a', '2024-02-01', 'infinity', true), (2, 'a', '2024-02-01', '2024-03-01', false);
SELECT * FROM pg_temp.problems();
ROLLBACK TO s;
-- each by itself
INSERT INTO public.dim VALUES (NULL, 'a', '2024-01-01', 'infinity', true), (1, NULL, '2024-01-01', 'infinity', true);
SELECT * FROM pg_temp.problems();
ROLLBACK TO s;
INSERT INTO public.dim VALUES (1, 'a', NULL, 'infinity', true);
SELECT * FROM pg_temp.problems();
ROLLBACK TO s;
INSERT INTO public.dim VALUES (1, 'a', '2024-01-01', NULL, false), (2, 'a', '2024-01-01', 'infinity', true);
SELECT * FROM pg_temp.problems();
ROLLBACK TO s;
INSERT INTO public.dim VALUES (1, 'a', '2024-01-01', '2024-01-01', false), (2, 'a', '2024-01-02', '2024-01-01', false);
SELECT * FROM pg_temp.problems();
ROLLBACK TO s;
INSERT INTO public.dim VALUES (1, 'a', '2024-01-01', '2999-01-01', false), (2, 'a', '2999-01-01', 'infinity', true), (3, 'a', '2024-01-01', 'infinity', true);
SELECT * FROM pg_temp.problems();
ROLLBACK TO s;
INSERT INTO public.dim VALUES (1, 'a', '2024-01-01', '2024-02-01', true), (2, 'a', '2024-01-01', 'infinity', NULL), (3, 'a', '2024-01-01', 'infinity', true);
SELECT * FROM pg_temp.problems();
ROLLBACK TO s;
INSERT INTO public.dim VALUES (1, 'a', '2024-01-01', '2024-04-01', false), (1, 'a', '2024-02-01', '2024-02-02', false), (1, 'a', '2024-03-01', 'infinity', true), (2, 'a', '2024-01-01', 'infinity', true);
SELECT * FROM pg_temp.problems();
ROLLBACK TO s;
INSERT INTO public.dim VALUES (1, 'a', '2024-01-01', 'infinity', true), (1, 'a', '2024-02-01', 'infinity', true), (2, 'a', '2024-01-01', 'infinity', true);
SELECT * FROM pg_temp.problems();
ROLLBACK TO s;
-- all of them, and a mark that is the only one to say what is open
INSERT INTO public.dim VALUES (NULL, 'a', NULL, NULL, true), (1, 'a', '2024-01-01', '2024-01-01', true), (1, 'a', '2999-01-01', NULL, true), (1, 'a', '2024-01-01', 'infinity', true);
SELECT * FROM pg_temp.problems('{"open_end": "infinity"}');
SELECT * FROM pg_temp.problems('{"open_end": "null"}');
SELECT * FROM pg_temp.problems('{"open_end": "9999-12-31"}');
ROLLBACK TO s;
-- days: an end that is included
ALTER TABLE public.dim ALTER valid_from TYPE date, ALTER valid_to TYPE date, DROP COLUMN is_current;
INSERT INTO public.dim VALUES (1, 'a', '2024-01-01', '2024-01-01'), (1, 'a', '2024-01-02', NULL);
SELECT * FROM pg_temp.problems('{"end_inclusive": true}');
ROLLBACK TO s;
ALTER TABLE public.dim ALTER valid_from TYPE date, ALTER valid_to TYPE date, DROP COLUMN is_current;
INSERT INTO public.dim VALUES (1, 'a', '2024-01-01', '2024-01-02'), (1, 'a', '2024-01-02', NULL), (2, 'a', '2024-01-02', '2024-01-01');
SELECT * FROM pg_temp.problems('{"end_inclusive": true}');
SELECT * FROM pg_temp.problems();
ROLLBACK TO s;
-- tables and columns
\x
SELECT * FROM pg_temp.try($$SELECT accord.adopt_dimension('public.dim', '{id}', preset => 'dbt')$$);
SELECT * FROM pg_temp.try($$SELECT accord.adopt_dimension('public.dim', '{id}', preset => 'sqlmesh')$$);
SELECT * FROM pg_temp.try($$SELECT accord.adopt_dimension('public.dim', '{id}', options => '{"valid_from": "begins"}')$$);
SELECT * FROM pg_temp.try($$SELECT accord.adopt_dimension('public.dim', '{id}', options => '{"valid_from": "earlier_end"}')$$);
SELECT * FROM pg_temp.try($$SELECT accord.adopt_dimension('public.dim', '{id}', options => '{"is_current": "id"}')$$);
SELECT * FROM pg_temp.try($$SELECT accord.adopt_dimension('public.dim', '{id}', options => '{"is_deleted": "valid_from"}')$$);
SELECT * FROM pg_temp.try($$SELECT accord.adopt_dimension('public.dim', '{id}', options => '{"row_hash": "earlier_end"}')$$);
SELECT * FROM pg_temp.try($$SELECT accord.adopt_dimension('public.dim', '{id}', options => '{"surrogate_key_column": "sk"}')$$);
SELECT * FROM pg_temp.try($$SELECT accord.adopt_dimension('public.dim', '{id}', options => '{"partition_by": "LIST (id)"}')$$);
SELECT * FROM pg_temp.try($$SELECT accord.adopt_dimension('public.dim', '{id,valid_from}')$$);
SELECT * FROM pg_temp.try($$SELECT accord.adopt_dimension('public.dim', '{}')$$);
SELECT * FROM pg_temp.try($$SELECT accord.adopt_dimension(NULL, '{id}')$$);
-- times that the table would round
SAVEPOINT r;
ALTER TABLE public.dim ALTER valid_from TYPE timestamptz(0);
SELECT * FROM pg_temp.try($$SELECT accord.adopt_dimension('public.dim', '{id}', prepare => true)$$);
ALTER TABLE public.dim ALTER valid_from TYPE timestamp(6), ALTER valid_to TYPE timestamp(3);
SELECT * FROM pg_temp.try($$SELECT accord.adopt_dimension('public.dim', '{id}', prepare => true)$$);
ALTER TABLE public.dim ALTER valid_to TYPE timestamp;
SELECT * FROM pg_temp.try($$SELECT accord.adopt_dimension('public.dim', '{id}', prepare => true)$$);
ALTER TABLE public.dim ALTER valid_to TYPE timestamp(0);
SELECT * FROM pg_temp.try($$SELECT accord.merge('public.dim', query => 'SELECT 1 AS id, ''a'' AS earlier_end')$$);
ROLLBACK TO r;
SELECT * FROM pg_temp.try($$SELECT accord.adopt_dimension('public.dim', '{id}', options => '{"is_deleted": "is_current"}', prepare => true)$$);
-- indexes by which other keys are equal
SAVEPOINT r;
ALTER TABLE public.dim ADD COLUMN row_hash uuid;
CREATE UNIQUE INDEX ON public.dim (earlier_end COLLATE "C") INCLUDE (row_hash) WHERE is_current;
CREATE UNIQUE INDEX ON public.dim (earlier_end COLLATE "C", valid_from);
SELECT * FROM pg_temp.try($$SELECT accord.adopt_dimension('public.dim', '{earlier_end}')$$);
ROLLBACK TO r;
-- columns of history that compute themselves, and a companion that could not begin
SAVEPOINT r;
ALTER TABLE public.dim DROP COLUMN is_current, ADD COLUMN is_current boolean GENERATED ALWAYS AS (valid_to = 'infinity') STORED;
SELECT * FROM pg_temp.try($$SELECT accord.adopt_dimension('public.dim', '{id}', prepare => true)$$);
ALTER TABLE public.dim RENAME COLUMN is_current TO still;
SELECT * FROM pg_temp.try($$SELECT accord.adopt_dimension('public.dim', '{id}', prepare => true)$$);
ROLLBACK TO r;
CREATE DOMAIN public.label AS text NOT NULL;
CREATE DOMAIN public.short_label AS public.label CHECK (length(VALUE) < 9);
ALTER TABLE public.dim ADD COLUMN name public.short_label;
SELECT * FROM pg_temp.try($$SELECT accord.adopt_dimension('public.dim', '{id}', '{"name": "previous"}', prepare => true)$$);
ROLLBACK TO r;
CREATE VIEW public.dim_view AS SELECT * FROM public.dim;
SELECT * FROM pg_temp.try($$SELECT accord.adopt_dimension('public.dim_view', '{id}')$$);
CREATE TABLE public.source (id int);
ALTER TABLE public.dim ADD COLUMN must text NOT NULL;
SELECT * FROM pg_temp.try($$SELECT accord.adopt_dimension('public.dim', '{id}', source => 'public.source')$$);
SELECT * FROM pg_temp.try($$SELECT accord.adopt_dimension('public.dim', '{earlier_end}', source => 'public.source')$$);
SELECT * FROM pg_temp.try($$SELECT accord.adopt_dimension('public.dim', '{id}', '{"must": "carry"}', source => 'public.source')$$);
ROLLBACK;
