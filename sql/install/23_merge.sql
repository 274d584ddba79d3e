-- The merge of a feed into a dimension.

CREATE FUNCTION accord.merge_duplicate(merge bigint, place bigint, rank bigint, same boolean)
RETURNS boolean
AS 'MODULE_PATHNAME', 'accord_merge_duplicate'
LANGUAGE C
VOLATILE
STRICT
PARALLEL UNSAFE;

COMMENT ON FUNCTION accord.merge_duplicate(bigint, bigint, bigint, boolean) IS
'internal: counts the rows of a feed that share a key; is this the one to take?';

CREATE FUNCTION accord.merge(
	dimension regclass,
	source regclass DEFAULT NULL,
	query text DEFAULT NULL,
	at timestamp with time zone DEFAULT NULL,
	mode text DEFAULT 'full',
	deletes text DEFAULT 'ignore',
	sequence_by text DEFAULT NULL,
	max_change numeric DEFAULT NULL,
	allow_empty boolean DEFAULT false,
	dry_run boolean DEFAULT false,
	OUT inserted bigint,
	OUT versioned bigint,
	OUT overwritten bigint,
	OUT reopened bigint,
	OUT unchanged bigint,
	OUT fixed_kept bigint,
	OUT late bigint,
	OUT duplicates bigint,
	OUT closed bigint,
	OUT recorded bigint,
	OUT replaced bigint)
AS 'MODULE_PATHNAME', 'accord_merge'
LANGUAGE C
VOLATILE
PARALLEL UNSAFE;

COMMENT ON FUNCTION accord.merge(regclass, regclass, text, timestamp with time zone, text, text, text, numeric, boolean, boolean) IS
'merges a feed into a dimension: versions open, change and end as the policies say; the counts from inserted to duplicates add up to the rows of the feed';

CREATE FUNCTION accord.merge_sql(
	dimension regclass,
	source regclass DEFAULT NULL,
	query text DEFAULT NULL,
	at timestamp with time zone DEFAULT NULL,
	mode text DEFAULT 'full',
	deletes text DEFAULT 'ignore',
	sequence_by text DEFAULT NULL,
	max_change numeric DEFAULT NULL,
	allow_empty boolean DEFAULT false)
RETURNS TABLE (step integer, purpose text, statement text)
AS 'MODULE_PATHNAME', 'accord_merge_sql'
LANGUAGE C
VOLATILE
PARALLEL UNSAFE
ROWS 10;

COMMENT ON FUNCTION accord.merge_sql(regclass, regclass, text, timestamp with time zone, text, text, text, numeric, boolean) IS
'the statements that merge() would run with the same arguments, in their order; runs none of them';
