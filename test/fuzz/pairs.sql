-- What must be true of every schema and document, whatever they are: for test/fuzz/pairs.

CREATE EXTENSION IF NOT EXISTS accord;

CREATE SCHEMA fuzz;

CREATE TABLE fuzz.pair (id int PRIMARY KEY, schema text, document text);

-- The value of an expression about $1, a document, and $2, a schema; or "SQLSTATE message".
CREATE FUNCTION fuzz.outcome(expression text, document jsonb, schema accord.jsonschema) RETURNS text
LANGUAGE plpgsql
AS $$
DECLARE
	result text;
BEGIN
	EXECUTE 'SELECT (' || expression || ')::text' INTO result USING document, schema;
	RETURN result;
EXCEPTION WHEN OTHERS THEN
	RETURN SQLSTATE || ' ' || SQLERRM;
END
$$;

CREATE FUNCTION fuzz.schema_or_error(source text, OUT schema accord.jsonschema, OUT error text)
LANGUAGE plpgsql
AS $$
BEGIN
	schema := source::accord.jsonschema;
EXCEPTION WHEN OTHERS THEN
	error := SQLSTATE;
END
$$;

-- The same verdict in other words: each of them is true of a valid document and false of another.
CREATE TABLE fuzz.verdict (expression text);

INSERT INTO fuzz.verdict VALUES
	('$1 OPERATOR(accord.|=) $2'),
	('accord.is_valid($1, $2)'),
	('NOT EXISTS (SELECT FROM accord.errors($1, $2))'),
	('NOT EXISTS (SELECT FROM accord.errors($1, $2, 1))'),
	('accord.report($1, $2) -> ''valid'''),
	('accord.violation($1, $2) IS NULL'),
	('coalesce(jsonb_array_length(accord.report($1, $2) -> ''errors''), 0) = 0'),
	('(SELECT count(*) FROM accord.errors($1, $2, 1000)) = 0'),
	('$1 OPERATOR(accord.|=) $2::text::accord.jsonschema'),
	('$1 OPERATOR(accord.|=) accord.bundle($2::text)'),
	('$1::text::jsonb OPERATOR(accord.|=) $2'),
	('(SELECT bool_and($1 OPERATOR(accord.|=) $2) FROM generate_series(1, 2))');

-- What is always true.
CREATE TABLE fuzz.truth (expression text);

INSERT INTO fuzz.truth VALUES
	('(SELECT count(*) FROM accord.errors($1, $2, 1000)) = coalesce(jsonb_array_length(accord.report($1, $2) -> ''errors''), 0)'),
	('(SELECT array_agg(e) FROM accord.errors($1, $2, 1) e) IS NOT DISTINCT FROM (SELECT (array_agg(e))[:1] FROM accord.errors($1, $2, 1000) e)'),
	('NOT EXISTS (SELECT FROM accord.errors($1, $2) e WHERE e IS NULL OR e.message = '''' OR e.keyword IS NULL)'),
	('NOT EXISTS (SELECT FROM jsonb_array_elements(accord.report($1, $2) -> ''errors'') e WHERE NOT e ?& ''{keywordLocation,instanceLocation,error}'')'),
	('jsonb ''{"valid": true}'' = accord.report($1, $2) OR accord.report($1, $2) OPERATOR(accord.|=) ''{"required": ["errors"], "properties": {"valid": {"const": false}, "errors": {"minItems": 1}}}'''),
	('cardinality(accord.schema_references($2::text)) = 0'),
	('accord.format_policy($2) IN (''asserted'', ''annotation'')'),
	('accord.format_policy(accord.assert_formats($2)) = ''asserted'''),
	('accord.jsonschema_send($2) IS NOT NULL AND $2 OPERATOR(accord.=) $2::text::accord.jsonschema');

-- assert_valid raises 23514 where the others say false, and nothing else.
CREATE FUNCTION fuzz.asserted(document jsonb, schema accord.jsonschema) RETURNS text
LANGUAGE plpgsql
AS $$
DECLARE
	asserted text := fuzz.outcome('accord.assert_valid($1, $2, ''a name'')', document, schema);
BEGIN
	RETURN CASE WHEN asserted LIKE '23514 %' THEN 'false' ELSE asserted END;
END
$$;

-- A limit that was reached, or what the server's jsonb cannot hold: no verdict.
CREATE FUNCTION fuzz.is_limit(outcome text) RETURNS boolean
LANGUAGE sql
RETURN outcome ~ '^(54001|54000|22003|22P05) ';

-- The verdict of a pair, or what contradicts it, from '!' on; NULL where there is no schema or no document.
CREATE FUNCTION fuzz.judge(source text, document_text text) RETURNS text
LANGUAGE plpgsql
AS $$
DECLARE
	made record := fuzz.schema_or_error(source);
	document jsonb := accord.try_jsonb(document_text);
	reason text := accord.json_error(document_text);
	verdict text;
	other text;
	e text;
BEGIN
	IF (document IS NULL) <> (reason IS NOT NULL) THEN
		RETURN '! try_jsonb and json_error';
	END IF;
	IF made.error IS NOT NULL AND made.error NOT IN ('22P02', '22030', '2201B', '0A000', '54001', '22P05') THEN
		RETURN '! schema refused with ' || made.error;
	END IF;
	IF made.schema IS NULL OR document IS NULL THEN
		RETURN NULL;
	END IF;
	FOR e IN SELECT expression FROM fuzz.verdict LOOP
		other := fuzz.outcome(e, document, made.schema);
		CONTINUE WHEN fuzz.is_limit(other);
		verdict := coalesce(verdict, other);
		IF other IS NULL OR other NOT IN ('true', 'false') OR other <> verdict THEN
			RETURN format('! %s: %s, not %s', e, other, verdict);
		END IF;
	END LOOP;
	other := fuzz.asserted(document, made.schema);
	IF other <> verdict AND NOT fuzz.is_limit(other) THEN
		RETURN format('! assert_valid: %s, not %s', other, verdict);
	END IF;
	other := fuzz.outcome(format('%L::jsonb OPERATOR(accord.|=) %L::accord.jsonschema', document, made.schema), document, made.schema);
	IF other <> verdict AND NOT fuzz.is_limit(other) THEN
		RETURN format('! as constants: %s, not %s', other, verdict);
	END IF;
	FOR e IN SELECT expression FROM fuzz.truth LOOP
		other := fuzz.outcome(e, document, made.schema);
		IF other IS DISTINCT FROM 'true' AND other !~ '^0A000 ' AND NOT fuzz.is_limit(other) THEN
			RETURN format('! %s: %s', e, other);
		END IF;
	END LOOP;
	RETURN verdict;
END
$$;

-- The verdict of the operator alone, "none" where there is none.
CREATE FUNCTION fuzz.verdict_of(source text, document text) RETURNS text
LANGUAGE plpgsql
AS $$
BEGIN
	RETURN (document::jsonb OPERATOR(accord.|=) source::accord.jsonschema)::text;
EXCEPTION WHEN OTHERS THEN
	RETURN 'none';
END
$$;
