-- verify() sees the same problem whatever the dimension's columns, types and names are.
\set VERBOSITY terse
SET client_min_messages = warning;
SET timezone = 'UTC';
SET datestyle = 'ISO';
CREATE TABLE source (id integer, "Str""ange %s $1" text, v integer, PRIMARY KEY (id, "Str""ange %s $1"));

-- makes a dimension with these options, merges three days into it, and plants two changes that no merge made
CREATE PROCEDURE plant(dimension text, options jsonb) LANGUAGE plpgsql AS $$
DECLARE days timestamptz[] := '{2026-01-01 00:00+00, 2026-01-02 00:00+00, 2026-01-03 00:00+00}';
BEGIN
	PERFORM accord.create_dimension(dimension, 'source', ARRAY['id', 'Str"ange %s $1'], options => options);
	TRUNCATE source;
	INSERT INTO source VALUES (1, 'a', 0), (2, 'b', 0);
	FOR i IN 1 .. 3 LOOP
		UPDATE source SET v = i WHERE id = 1;
		PERFORM accord.merge(dimension::regclass, at => days[i]);
	END LOOP;
	PERFORM FROM accord.verify(dimension::regclass);
	IF FOUND THEN RAISE '% is not healthy', dimension; END IF;
	EXECUTE format('DELETE FROM %s WHERE v = 2', dimension);
	EXECUTE format('UPDATE %s SET v = 7 WHERE id = 2', dimension);
END $$;
CALL plant('dim_default', '{}');
CALL plant('dim_local', '{"type": "timestamp", "timezone": "Europe/Vienna", "open_end": "9999-12-31", "hash": "sha256"}');
CALL plant('dim_date', '{"type": "date", "open_end": "null", "is_current": null}');
CALL plant('dim_last_day', '{"type": "date", "end_inclusive": true}');
CALL plant('dim_names', '{"valid_from": "From", "valid_to": "T''o", "row_hash": "#", "is_current": "Is?", "open_end": "9999-12-31"}');
CALL plant('"Dim %s $1"""', '{"valid_from": "t", "valid_to": "new", "row_hash": "k1", "is_current": "d"}');
CREATE VIEW planted AS SELECT format('%I', dimension_name)::regclass AS d FROM accord.dimension WHERE source_name = 'source'
	ORDER BY dimension_name COLLATE "C" OFFSET 0;
SELECT d, v.* FROM planted, accord.verify(d) AS v;
SELECT d, h.* FROM planted, accord.history_of(d, '1', 'a') AS h;

-- in any time zone and DateStyle, and nothing is taken from search_path
CREATE SCHEMA hostile;
CREATE FUNCTION hostile.taken(timestamptz, timestamptz) RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN RAISE 'taken from search_path'; END $$;
CREATE FUNCTION hostile.taken(integer, integer) RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN RAISE 'taken from search_path'; END $$;
CREATE FUNCTION hostile.max(timestamptz) RETURNS timestamptz LANGUAGE plpgsql AS $$ BEGIN RAISE 'taken from search_path'; END $$;
CREATE OPERATOR hostile.= (FUNCTION = hostile.taken, LEFTARG = timestamptz, RIGHTARG = timestamptz);
CREATE OPERATOR hostile.> (FUNCTION = hostile.taken, LEFTARG = timestamptz, RIGHTARG = timestamptz);
CREATE OPERATOR hostile.< (FUNCTION = hostile.taken, LEFTARG = timestamptz, RIGHTARG = timestamptz);
CREATE OPERATOR hostile.= (FUNCTION = hostile.taken, LEFTARG = integer, RIGHTARG = integer);
SET search_path = hostile, pg_catalog, public;
SET timezone = 'Pacific/Kiritimati';
SET datestyle = 'German';
SELECT 1 = 1;
SELECT problem, key, valid_from FROM accord.verify('dim_default');
SELECT valid_from, valid_to, change, changed FROM accord.history_of('dim_default', '1', 'a');
RESET search_path;
SET timezone = 'UTC';
SET datestyle = 'ISO';
DROP SCHEMA hostile CASCADE;

-- rows that a policy hides are an error, not a healthy history; rights are the caller's
CREATE ROLE regress_history_reader;
GRANT SELECT ON dim_default TO regress_history_reader;
ALTER TABLE dim_default ENABLE ROW LEVEL SECURITY;
CREATE POLICY one ON dim_default USING (id = 1);
SET ROLE regress_history_reader;
SELECT * FROM accord.verify('dim_default');
SELECT * FROM accord.verify('dim_date');
SELECT * FROM accord.history_of('dim_date', '1', 'a');
SELECT count(*) FROM accord.history_of('dim_default', '1', 'a');
RESET ROLE;

SELECT accord.drop_dimension(d) FROM planted;
DROP VIEW planted;
DROP TABLE source, dim_default, dim_local, dim_date, dim_last_day, dim_names, "Dim %s $1""" CASCADE;
DROP PROCEDURE plant;
DROP ROLE regress_history_reader;
