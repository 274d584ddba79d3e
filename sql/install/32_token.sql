-- Deterministic tokens: what joins like the value, without it.

CREATE FUNCTION accord.token(value text, domain text)
RETURNS text
AS 'MODULE_PATHNAME', 'accord_token_text'
LANGUAGE C
STABLE
STRICT
PARALLEL SAFE;

COMMENT ON FUNCTION accord.token(text, text) IS
'token of a value as text: t, version of the key, _ and 26 characters; the same for the same value in a domain, whatever its type and wherever it is; needs the right ''token'' on the domain';

CREATE FUNCTION accord.token(value bigint, domain text)
RETURNS text
AS 'MODULE_PATHNAME', 'accord_token_bigint'
LANGUAGE C
STABLE
STRICT
PARALLEL SAFE;

COMMENT ON FUNCTION accord.token(bigint, text) IS
'token of a value as text: t, version of the key, _ and 26 characters; the same for the same value in a domain, whatever its type and wherever it is; needs the right ''token'' on the domain';

CREATE FUNCTION accord.token(value uuid, domain text)
RETURNS text
AS 'MODULE_PATHNAME', 'accord_token_uuid'
LANGUAGE C
STABLE
STRICT
PARALLEL SAFE;

COMMENT ON FUNCTION accord.token(uuid, text) IS
'token of a value as text: t, version of the key, _ and 26 characters; the same for the same value in a domain, whatever its type and wherever it is; needs the right ''token'' on the domain';

CREATE FUNCTION accord.token_uuid(value text, domain text)
RETURNS uuid
AS 'MODULE_PATHNAME', 'accord_token_uuid_text'
LANGUAGE C
STABLE
STRICT
PARALLEL SAFE;

COMMENT ON FUNCTION accord.token_uuid(text, text) IS
'token of a value as uuid of version 8, whose first 16 bits are the version of the key; the same for the same value in a domain, whatever its type and wherever it is; needs the right ''token'' on the domain';

CREATE FUNCTION accord.token_uuid(value bigint, domain text)
RETURNS uuid
AS 'MODULE_PATHNAME', 'accord_token_uuid_bigint'
LANGUAGE C
STABLE
STRICT
PARALLEL SAFE;

COMMENT ON FUNCTION accord.token_uuid(bigint, text) IS
'token of a value as uuid of version 8, whose first 16 bits are the version of the key; the same for the same value in a domain, whatever its type and wherever it is; needs the right ''token'' on the domain';

CREATE FUNCTION accord.token_uuid(value uuid, domain text)
RETURNS uuid
AS 'MODULE_PATHNAME', 'accord_token_uuid_uuid'
LANGUAGE C
STABLE
STRICT
PARALLEL SAFE;

COMMENT ON FUNCTION accord.token_uuid(uuid, text) IS
'token of a value as uuid of version 8, whose first 16 bits are the version of the key; the same for the same value in a domain, whatever its type and wherever it is; needs the right ''token'' on the domain';

CREATE FUNCTION accord.token_version(token text)
RETURNS integer
AS 'MODULE_PATHNAME', 'accord_token_version_text'
LANGUAGE C
IMMUTABLE
STRICT
PARALLEL SAFE;

COMMENT ON FUNCTION accord.token_version(text) IS
'the version of the key that a token was made with; NULL for what is no token';

CREATE FUNCTION accord.token_version(token uuid)
RETURNS integer
AS 'MODULE_PATHNAME', 'accord_token_version_uuid'
LANGUAGE C
IMMUTABLE
STRICT
PARALLEL SAFE;

COMMENT ON FUNCTION accord.token_version(uuid) IS
'the version of the key that a token was made with; NULL for what is no token';
