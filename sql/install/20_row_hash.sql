-- Hashes of rows: the same for the same values, on every machine.

CREATE FUNCTION accord.row_hash_support(internal)
RETURNS internal
AS 'MODULE_PATHNAME', 'accord_row_hash_support'
LANGUAGE C
IMMUTABLE
STRICT
PARALLEL SAFE;

COMMENT ON FUNCTION accord.row_hash_support(internal) IS
'planner support: refuses columns without a canonical form by their name';

CREATE FUNCTION accord.row_hash(VARIADIC "any")
RETURNS uuid
AS 'MODULE_PATHNAME', 'accord_row_hash'
LANGUAGE C
IMMUTABLE
PARALLEL SAFE
COST 10
SUPPORT accord.row_hash_support;

COMMENT ON FUNCTION accord.row_hash(VARIADIC "any") IS
'128 bits (XXH3) over the values of up to 100 columns in canonical form: equal values give the same uuid, and NULL is a value';

CREATE FUNCTION accord.record_hash(record)
RETURNS uuid
AS 'MODULE_PATHNAME', 'accord_record_hash'
LANGUAGE C
IMMUTABLE
STRICT
PARALLEL SAFE
COST 10
SUPPORT accord.row_hash_support;

COMMENT ON FUNCTION accord.record_hash(record) IS
'row_hash of the fields of a row: record_hash(ROW(a, b)) = row_hash(a, b)';

CREATE FUNCTION accord.row_hash_sha256(VARIADIC "any")
RETURNS uuid
AS 'MODULE_PATHNAME', 'accord_row_hash_sha256'
LANGUAGE C
IMMUTABLE
PARALLEL SAFE
COST 30
SUPPORT accord.row_hash_support;

COMMENT ON FUNCTION accord.row_hash_sha256(VARIADIC "any") IS
'the first 128 bits of SHA-256 over what row_hash hashes, where whoever writes the values may want a collision';

CREATE FUNCTION accord.record_hash_sha256(record)
RETURNS uuid
AS 'MODULE_PATHNAME', 'accord_record_hash_sha256'
LANGUAGE C
IMMUTABLE
STRICT
PARALLEL SAFE
COST 30
SUPPORT accord.row_hash_support;

COMMENT ON FUNCTION accord.record_hash_sha256(record) IS
'row_hash_sha256 of the fields of a row';
