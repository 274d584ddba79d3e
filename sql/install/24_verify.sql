-- Looking at a dimension: is it a history, and what happened to one key?

CREATE FUNCTION accord.verify(dimension regclass)
RETURNS TABLE (problem text, key jsonb, valid_from text, detail text)
AS 'MODULE_PATHNAME', 'accord_verify'
LANGUAGE C
STABLE
ROWS 10;

COMMENT ON FUNCTION accord.verify(regclass) IS
'what is wrong with a dimension, a row for each problem, and none when it is healthy; NULL lists dimensions whose table is gone';

CREATE FUNCTION accord.history_of(dimension regclass, VARIADIC key text[])
RETURNS TABLE (valid_from text, valid_to text, change text, changed jsonb)
AS 'MODULE_PATHNAME', 'accord_history_of'
LANGUAGE C
STABLE
STRICT
ROWS 10;

COMMENT ON FUNCTION accord.history_of(regclass, text[]) IS
'the versions of one key in order: inserted, versioned, reopened, recorded or closed, and what changed, as {"column": [old, new]}';
