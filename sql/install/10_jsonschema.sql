-- JSON Schema: the type, the operator, assertions and reports.

CREATE TYPE accord.jsonschema;

CREATE FUNCTION accord.jsonschema_in(cstring)
RETURNS accord.jsonschema
AS 'MODULE_PATHNAME', 'accord_jsonschema_in'
LANGUAGE C
IMMUTABLE
STRICT
PARALLEL SAFE;

COMMENT ON FUNCTION accord.jsonschema_in(cstring) IS
'I/O: refuses what is no JSON Schema, with line, column and JSON Pointer';

CREATE FUNCTION accord.jsonschema_out(accord.jsonschema)
RETURNS cstring
AS 'MODULE_PATHNAME', 'accord_jsonschema_out'
LANGUAGE C
IMMUTABLE
STRICT
PARALLEL SAFE;

COMMENT ON FUNCTION accord.jsonschema_out(accord.jsonschema) IS
'I/O: the source text as it was given';

CREATE FUNCTION accord.jsonschema_recv(internal)
RETURNS accord.jsonschema
AS 'MODULE_PATHNAME', 'accord_jsonschema_recv'
LANGUAGE C
IMMUTABLE
STRICT
PARALLEL SAFE;

COMMENT ON FUNCTION accord.jsonschema_recv(internal) IS
'I/O: a version byte and the source text';

CREATE FUNCTION accord.jsonschema_send(accord.jsonschema)
RETURNS bytea
AS 'MODULE_PATHNAME', 'accord_jsonschema_send'
LANGUAGE C
IMMUTABLE
STRICT
PARALLEL SAFE;

COMMENT ON FUNCTION accord.jsonschema_send(accord.jsonschema) IS
'I/O: a version byte and the source text';

CREATE TYPE accord.jsonschema (
	INPUT = accord.jsonschema_in,
	OUTPUT = accord.jsonschema_out,
	RECEIVE = accord.jsonschema_recv,
	SEND = accord.jsonschema_send,
	INTERNALLENGTH = VARIABLE,
	ALIGNMENT = int4,
	STORAGE = extended
);

COMMENT ON TYPE accord.jsonschema IS
'a JSON Schema (2020-12, 2019-09, draft-07, -06 or -04), checked at input and kept as it was written; without "$schema": 2020-12 in which formats are asserted';

-- Casts, all explicit: an implicit one would make jsonb |= jsonb ambiguous.

CREATE FUNCTION accord.jsonschema(text)
RETURNS accord.jsonschema
AS 'MODULE_PATHNAME', 'accord_jsonschema_from_text'
LANGUAGE C
IMMUTABLE
STRICT
PARALLEL SAFE;

COMMENT ON FUNCTION accord.jsonschema(text) IS
'cast: schema from text';

CREATE FUNCTION accord.jsonschema(json)
RETURNS accord.jsonschema
AS 'MODULE_PATHNAME', 'accord_jsonschema_from_text'
LANGUAGE C
IMMUTABLE
STRICT
PARALLEL SAFE;

COMMENT ON FUNCTION accord.jsonschema(json) IS
'cast: schema from json, spelling kept';

CREATE FUNCTION accord.jsonschema(jsonb)
RETURNS accord.jsonschema
AS 'MODULE_PATHNAME', 'accord_jsonschema_from_jsonb'
LANGUAGE C
IMMUTABLE
STRICT
PARALLEL SAFE;

COMMENT ON FUNCTION accord.jsonschema(jsonb) IS
'cast: schema from jsonb';

CREATE FUNCTION accord.jsonschema_to_text(accord.jsonschema)
RETURNS text
AS 'MODULE_PATHNAME', 'accord_jsonschema_to_text'
LANGUAGE C
IMMUTABLE
STRICT
PARALLEL SAFE;

COMMENT ON FUNCTION accord.jsonschema_to_text(accord.jsonschema) IS
'cast: the source text of a schema';

CREATE FUNCTION accord.jsonschema_to_json(accord.jsonschema)
RETURNS json
AS 'MODULE_PATHNAME', 'accord_jsonschema_to_text'
LANGUAGE C
IMMUTABLE
STRICT
PARALLEL SAFE;

COMMENT ON FUNCTION accord.jsonschema_to_json(accord.jsonschema) IS
'cast: the schema as json, spelling kept';

CREATE FUNCTION accord.jsonschema_to_jsonb(accord.jsonschema)
RETURNS jsonb
AS 'MODULE_PATHNAME', 'accord_jsonschema_to_jsonb'
LANGUAGE C
IMMUTABLE
STRICT
PARALLEL SAFE;

COMMENT ON FUNCTION accord.jsonschema_to_jsonb(accord.jsonschema) IS
'cast: the schema as jsonb';

CREATE CAST (text AS accord.jsonschema)
WITH FUNCTION accord.jsonschema(text);

CREATE CAST (json AS accord.jsonschema)
WITH FUNCTION accord.jsonschema(json);

CREATE CAST (jsonb AS accord.jsonschema)
WITH FUNCTION accord.jsonschema(jsonb);

CREATE CAST (accord.jsonschema AS text)
WITH FUNCTION accord.jsonschema_to_text(accord.jsonschema);

CREATE CAST (accord.jsonschema AS json)
WITH FUNCTION accord.jsonschema_to_json(accord.jsonschema);

CREATE CAST (accord.jsonschema AS jsonb)
WITH FUNCTION accord.jsonschema_to_jsonb(accord.jsonschema);

-- Equality and hashing, of the source text.

CREATE FUNCTION accord.jsonschema_eq(accord.jsonschema, accord.jsonschema)
RETURNS boolean
AS 'MODULE_PATHNAME', 'accord_jsonschema_eq'
LANGUAGE C
IMMUTABLE
STRICT
PARALLEL SAFE;

COMMENT ON FUNCTION accord.jsonschema_eq(accord.jsonschema, accord.jsonschema) IS
'implementation of = operator';

CREATE FUNCTION accord.jsonschema_ne(accord.jsonschema, accord.jsonschema)
RETURNS boolean
AS 'MODULE_PATHNAME', 'accord_jsonschema_ne'
LANGUAGE C
IMMUTABLE
STRICT
PARALLEL SAFE;

COMMENT ON FUNCTION accord.jsonschema_ne(accord.jsonschema, accord.jsonschema) IS
'implementation of <> operator';

CREATE FUNCTION accord.jsonschema_hash(accord.jsonschema)
RETURNS integer
AS 'MODULE_PATHNAME', 'accord_jsonschema_hash'
LANGUAGE C
IMMUTABLE
STRICT
PARALLEL SAFE;

COMMENT ON FUNCTION accord.jsonschema_hash(accord.jsonschema) IS
'hash of the source text';

CREATE FUNCTION accord.jsonschema_hash_extended(accord.jsonschema, bigint)
RETURNS bigint
AS 'MODULE_PATHNAME', 'accord_jsonschema_hash_extended'
LANGUAGE C
IMMUTABLE
STRICT
PARALLEL SAFE;

COMMENT ON FUNCTION accord.jsonschema_hash_extended(accord.jsonschema, bigint) IS
'hash of the source text, with a seed';

CREATE OPERATOR accord.= (
	LEFTARG = accord.jsonschema,
	RIGHTARG = accord.jsonschema,
	FUNCTION = accord.jsonschema_eq,
	COMMUTATOR = OPERATOR(accord.=),
	NEGATOR = OPERATOR(accord.<>),
	RESTRICT = eqsel,
	JOIN = eqjoinsel,
	HASHES
);

COMMENT ON OPERATOR accord.= (accord.jsonschema, accord.jsonschema) IS
'same source text';

CREATE OPERATOR accord.<> (
	LEFTARG = accord.jsonschema,
	RIGHTARG = accord.jsonschema,
	FUNCTION = accord.jsonschema_ne,
	COMMUTATOR = OPERATOR(accord.<>),
	NEGATOR = OPERATOR(accord.=),
	RESTRICT = neqsel,
	JOIN = neqjoinsel
);

COMMENT ON OPERATOR accord.<> (accord.jsonschema, accord.jsonschema) IS
'different source text';

CREATE OPERATOR CLASS accord.jsonschema_ops
DEFAULT FOR TYPE accord.jsonschema USING hash AS
	OPERATOR 1 accord.= (accord.jsonschema, accord.jsonschema),
	FUNCTION 1 accord.jsonschema_hash(accord.jsonschema),
	FUNCTION 2 accord.jsonschema_hash_extended(accord.jsonschema, bigint);

COMMENT ON OPERATOR CLASS accord.jsonschema_ops USING hash IS
'schemas by their source text';

-- Documents against schemas.

CREATE FUNCTION accord.is_valid(doc jsonb, schema accord.jsonschema)
RETURNS boolean
AS 'MODULE_PATHNAME', 'accord_is_valid'
LANGUAGE C
IMMUTABLE
STRICT
PARALLEL SAFE
COST 100;

COMMENT ON FUNCTION accord.is_valid(jsonb, accord.jsonschema) IS
'does the document satisfy the schema? The same as doc OPERATOR(accord.|=) schema';

CREATE OPERATOR accord.|= (
	LEFTARG = jsonb,
	RIGHTARG = accord.jsonschema,
	FUNCTION = accord.is_valid
);

COMMENT ON OPERATOR accord.|= (jsonb, accord.jsonschema) IS
'document satisfies schema';

CREATE FUNCTION accord.assert_valid(doc jsonb, schema accord.jsonschema, name text DEFAULT NULL)
RETURNS boolean
AS 'MODULE_PATHNAME', 'accord_assert_valid'
LANGUAGE C
IMMUTABLE
PARALLEL SAFE
COST 100;

COMMENT ON FUNCTION accord.assert_valid(jsonb, accord.jsonschema, text) IS
'for CHECK: true, or an error (SQLSTATE 23514) with up to 10 reasons in DETAIL and the name as the constraint; NULL for a NULL document or schema';

CREATE FUNCTION accord.errors(
	doc jsonb,
	schema accord.jsonschema,
	max_errors integer DEFAULT 100
)
RETURNS TABLE (
	instance_path text,
	schema_path text,
	keyword text,
	message text
)
AS 'MODULE_PATHNAME', 'accord_errors'
LANGUAGE C
IMMUTABLE
PARALLEL SAFE
COST 1000
ROWS 1;

COMMENT ON FUNCTION accord.errors(jsonb, accord.jsonschema, integer) IS
'a row for each violation: where in the document and in the schema (JSON Pointers), keyword, and what was expected; no row if the document is valid, or NULL';

CREATE FUNCTION accord.report(doc jsonb, schema accord.jsonschema)
RETURNS jsonb
AS 'MODULE_PATHNAME', 'accord_report'
LANGUAGE C
IMMUTABLE
STRICT
PARALLEL SAFE
COST 1000;

COMMENT ON FUNCTION accord.report(jsonb, accord.jsonschema) IS
'validation result in the output format "basic" of JSON Schema 2020-12, with up to 1000 errors';

-- Text that may be no JSON.

CREATE FUNCTION accord.try_jsonb(source text)
RETURNS jsonb
AS 'MODULE_PATHNAME', 'accord_try_jsonb'
LANGUAGE C
IMMUTABLE
STRICT
PARALLEL SAFE;

COMMENT ON FUNCTION accord.try_jsonb(text) IS
'the text as jsonb, or NULL for any text that jsonb refuses';

CREATE FUNCTION accord.json_error(source text)
RETURNS text
AS 'MODULE_PATHNAME', 'accord_json_error'
LANGUAGE C
IMMUTABLE
STRICT
PARALLEL SAFE;

COMMENT ON FUNCTION accord.json_error(text) IS
'why jsonb refuses the text, with line and column and without quoting it; NULL if it does not';

CREATE FUNCTION accord.violation(doc jsonb, schema accord.jsonschema)
RETURNS text
AS 'MODULE_PATHNAME', 'accord_violation'
LANGUAGE C
IMMUTABLE
STRICT
PARALLEL SAFE
COST 200;

COMMENT ON FUNCTION accord.violation(jsonb, accord.jsonschema) IS
'the first violation as text (path, keyword, what was expected), or NULL if the document is valid';

-- Formats.

CREATE FUNCTION accord.assert_formats(schema accord.jsonschema)
RETURNS accord.jsonschema
AS 'MODULE_PATHNAME', 'accord_assert_formats'
LANGUAGE C
IMMUTABLE
STRICT
PARALLEL SAFE;

COMMENT ON FUNCTION accord.assert_formats(accord.jsonschema) IS
'the same schema under urn:accord:2020-12-formats or urn:accord:2019-09-formats, in which "format" is an assertion';

CREATE FUNCTION accord.format_policy(schema accord.jsonschema)
RETURNS text
AS 'MODULE_PATHNAME', 'accord_format_policy'
LANGUAGE C
IMMUTABLE
STRICT
PARALLEL SAFE;

COMMENT ON FUNCTION accord.format_policy(accord.jsonschema) IS
'asserted: a value that breaks its "format" breaks the schema; annotation: it does not';
