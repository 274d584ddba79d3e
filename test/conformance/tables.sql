-- What run and schemastore begin with: the tables they fill, and how a document is judged.
BEGIN;
SET LOCAL client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS accord;

CREATE TEMP TABLE suite_file (
	path text,
	content text
);

CREATE TEMP TABLE remote (
	uri text,
	source text
);

CREATE TEMP TABLE exception (
	suite text CHECK (suite IN ('all', 'older')),
	path text,
	group_name text,
	test_name text,
	reason text
);

-- 'valid', 'invalid', or how the functions disagree
CREATE FUNCTION pg_temp.outcome(s accord.jsonschema, d jsonb) RETURNS text
LANGUAGE plpgsql
AS $$
DECLARE
	verdict boolean := d OPERATOR(accord.|=) s;
	said text[] := ARRAY[
		verdict::text,
		accord.is_valid(d, s)::text,
		(NOT EXISTS (SELECT FROM accord.errors(d, s)))::text,
		accord.report(d, s) ->> 'valid',
		(accord.violation(d, s) IS NULL)::text];
BEGIN
	BEGIN
		said := said || accord.assert_valid(d, s)::text;
	EXCEPTION WHEN check_violation THEN
		said := said || 'false'::text;
	END;
	IF verdict::text = ALL (said) THEN
		RETURN CASE WHEN verdict THEN 'valid' ELSE 'invalid' END;
	END IF;
	RETURN format('|=, is_valid, errors, report, violation, assert_valid say %s', said);
END
$$;
