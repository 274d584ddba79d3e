-- Encryption with AES-256-GCM, and what can be read again.

CREATE FUNCTION accord.encrypt(value text, domain text, context text DEFAULT NULL, subject text DEFAULT NULL)
RETURNS bytea
AS 'MODULE_PATHNAME', 'accord_encrypt_text'
LANGUAGE C
VOLATILE
PARALLEL SAFE;

COMMENT ON FUNCTION accord.encrypt(text, text, text, text) IS
'the value encrypted under the key of the domain, or of the subject in it, each time to other bytes; only the same domain, context and subject decrypt it; needs the right ''token''';

CREATE FUNCTION accord.encrypt(value bytea, domain text, context text DEFAULT NULL, subject text DEFAULT NULL)
RETURNS bytea
AS 'MODULE_PATHNAME', 'accord_encrypt_bytea'
LANGUAGE C
VOLATILE
PARALLEL SAFE;

COMMENT ON FUNCTION accord.encrypt(bytea, text, text, text) IS
'the value encrypted under the key of the domain, or of the subject in it, each time to other bytes; only the same domain, context and subject decrypt it; needs the right ''token''';

CREATE FUNCTION accord.decrypt(value bytea, domain text, context text DEFAULT NULL, subject text DEFAULT NULL)
RETURNS text
AS 'MODULE_PATHNAME', 'accord_decrypt'
LANGUAGE C
VOLATILE
PARALLEL RESTRICTED;

COMMENT ON FUNCTION accord.decrypt(bytea, text, text, text) IS
'the text that encrypt() was given; needs the right ''decrypt'' on the domain and accord.purpose, and is put on record';

CREATE FUNCTION accord.decrypt_bytea(value bytea, domain text, context text DEFAULT NULL, subject text DEFAULT NULL)
RETURNS bytea
AS 'MODULE_PATHNAME', 'accord_decrypt_bytea'
LANGUAGE C
VOLATILE
PARALLEL RESTRICTED;

COMMENT ON FUNCTION accord.decrypt_bytea(bytea, text, text, text) IS
'the bytes that encrypt() was given; needs the right ''decrypt'' on the domain and accord.purpose, and is put on record';
