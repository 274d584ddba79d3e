-- What keeps tables that are written by accord alone.

CREATE FUNCTION accord.written_by_accord()
RETURNS trigger
AS 'MODULE_PATHNAME', 'accord_written_by_accord'
LANGUAGE C;

COMMENT ON FUNCTION accord.written_by_accord() IS
'trigger: refuses statements of others than accord''s functions, its owner and superusers, whatever they were granted';
