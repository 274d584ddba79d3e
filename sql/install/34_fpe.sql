-- Format-preserving encryption: FF1, by policies.

CREATE TABLE accord.fpe_policy (
	policy text COLLATE pg_catalog."C",
	version integer CHECK (version OPERATOR(pg_catalog.>) 0),
	domain text COLLATE pg_catalog."C" NOT NULL,
	key_version integer NOT NULL CHECK (key_version OPERATOR(pg_catalog.>) 0),
	definition jsonb,
	PRIMARY KEY (policy, version)
);

COMMENT ON TABLE accord.fpe_policy IS
'versions of policies for encrypt_fpe: what is encrypted of a value, under which version of the key of a domain';

COMMENT ON COLUMN accord.fpe_policy.policy IS 'name of the policy';
COMMENT ON COLUMN accord.fpe_policy.version IS 'version of the policy, from 1; none ever changes';
COMMENT ON COLUMN accord.fpe_policy.domain IS 'the domain whose key is used';
COMMENT ON COLUMN accord.fpe_policy.key_version IS 'version of that key';
COMMENT ON COLUMN accord.fpe_policy.definition IS 'what is encrypted, kept and refused; NULL: the policy was dropped, and the row keeps the versions after it from getting numbers that were given';

GRANT SELECT ON accord.fpe_policy TO PUBLIC;

SELECT pg_catalog.pg_extension_config_dump('accord.fpe_policy', '');

CREATE TRIGGER written_by_accord
BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON accord.fpe_policy
FOR EACH STATEMENT EXECUTE FUNCTION accord.written_by_accord();

ALTER TABLE accord.fpe_policy ENABLE ALWAYS TRIGGER written_by_accord;

CREATE FUNCTION accord.fpe_policy_changed()
RETURNS trigger
AS 'MODULE_PATHNAME', 'accord_fpe_policy_changed'
LANGUAGE C;

COMMENT ON FUNCTION accord.fpe_policy_changed() IS
'trigger: makes all sessions look for policies again';

-- each row, for logical replication applies rows without statements
CREATE TRIGGER fpe_policy_changed
AFTER INSERT OR UPDATE OR DELETE ON accord.fpe_policy
FOR EACH ROW EXECUTE FUNCTION accord.fpe_policy_changed();

CREATE TRIGGER fpe_policy_truncated
AFTER TRUNCATE ON accord.fpe_policy
FOR EACH STATEMENT EXECUTE FUNCTION accord.fpe_policy_changed();

ALTER TABLE accord.fpe_policy ENABLE ALWAYS TRIGGER fpe_policy_changed;
ALTER TABLE accord.fpe_policy ENABLE ALWAYS TRIGGER fpe_policy_truncated;

CREATE FUNCTION accord.fpe_templates(OUT name text, OUT definition jsonb)
RETURNS SETOF record
AS 'MODULE_PATHNAME', 'accord_fpe_templates_list'
LANGUAGE C
IMMUTABLE
STRICT
PARALLEL SAFE;

COMMENT ON FUNCTION accord.fpe_templates() IS
'ready definitions, for policies that are "like" one of them';

CREATE FUNCTION accord.create_fpe_policy(policy text, domain text, definition jsonb)
RETURNS integer
AS 'MODULE_PATHNAME', 'accord_create_fpe_policy'
LANGUAGE C
VOLATILE
STRICT;

COMMENT ON FUNCTION accord.create_fpe_policy(text, text, jsonb) IS
'makes the first version of a policy, pinned to the newest key of the domain; refuses one that can never encrypt a million values; of a policy that was dropped, the version after its last one';

CREATE FUNCTION accord.rotate_fpe_policy(policy text, definition jsonb DEFAULT '{}')
RETURNS integer
AS 'MODULE_PATHNAME', 'accord_rotate_fpe_policy'
LANGUAGE C
VOLATILE
STRICT;

COMMENT ON FUNCTION accord.rotate_fpe_policy(text, jsonb) IS
'makes the next version of a policy, pinned to the newest key of its domain, with what the definition changes; the versions before stay';

CREATE FUNCTION accord.drop_fpe_policy(policy text, version integer DEFAULT NULL)
RETURNS void
AS 'MODULE_PATHNAME', 'accord_drop_fpe_policy'
LANGUAGE C
VOLATILE;

COMMENT ON FUNCTION accord.drop_fpe_policy(text, integer) IS
'drops an older version of a policy, or all of it; what it encrypted cannot be decrypted any more, and its numbers are not given again';

CREATE FUNCTION accord.encrypt_fpe(value text, policy text, version integer DEFAULT NULL, tweak text DEFAULT NULL)
RETURNS text
AS 'MODULE_PATHNAME', 'accord_encrypt_fpe'
LANGUAGE C
STABLE
PARALLEL SAFE
COST 20;

COMMENT ON FUNCTION accord.encrypt_fpe(text, text, integer, text) IS
'the value encrypted by FF1 to one of its own form, the same each time, by that version of the policy or the newest that the statement sees; needs the right ''token''';

CREATE FUNCTION accord.decrypt_fpe(value text, policy text, version integer DEFAULT NULL, tweak text DEFAULT NULL)
RETURNS text
AS 'MODULE_PATHNAME', 'accord_decrypt_fpe'
LANGUAGE C
VOLATILE
PARALLEL RESTRICTED
COST 20;

COMMENT ON FUNCTION accord.decrypt_fpe(text, text, integer, text) IS
'what encrypt_fpe() was given, if policy, version and tweak are the same: else something else, and no error; needs the right ''decrypt'' on the domain and accord.purpose, and is put on record';

REVOKE EXECUTE ON FUNCTION
	accord.create_fpe_policy(text, text, jsonb),
	accord.rotate_fpe_policy(text, jsonb),
	accord.drop_fpe_policy(text, integer)
FROM PUBLIC;
