-- Domains and their keys, and who may use them.

CREATE TABLE accord.domain (
	domain text COLLATE pg_catalog."C" PRIMARY KEY
		CHECK (pg_catalog.octet_length(domain) BETWEEN 1 AND 63),
	normalise text[] NOT NULL DEFAULT '{}'
		CHECK (normalise OPERATOR(pg_catalog.<@) ARRAY['trim', 'lower', 'digits']),
	created_at timestamp with time zone NOT NULL DEFAULT pg_catalog.now(),
	created_by text NOT NULL
);

COMMENT ON TABLE accord.domain IS
'domains: values of one domain have the same tokens wherever they stand; written by accord alone';
COMMENT ON COLUMN accord.domain.domain IS 'name of the domain';
COMMENT ON COLUMN accord.domain.normalise IS 'what is done to a value before its token is made: trim, lower, digits';
COMMENT ON COLUMN accord.domain.created_at IS 'when it was made';
COMMENT ON COLUMN accord.domain.created_by IS 'the role that made it';

CREATE TABLE accord.data_key (
	domain text COLLATE pg_catalog."C" NOT NULL REFERENCES accord.domain,
	subject text COLLATE pg_catalog."C" NOT NULL DEFAULT ''
		CHECK (pg_catalog.octet_length(subject) OPERATOR(pg_catalog.<=) 255),
	version integer NOT NULL CHECK (version OPERATOR(pg_catalog.>) 0),
	kek_id bytea NOT NULL CHECK (pg_catalog.octet_length(kek_id) OPERATOR(pg_catalog.=) 8),
	wrapped bytea CHECK (pg_catalog.octet_length(wrapped) OPERATOR(pg_catalog.=) 60),
	created_at timestamp with time zone NOT NULL DEFAULT pg_catalog.now(),
	created_by text NOT NULL,
	destroyed_at timestamp with time zone,
	destroyed_by text,
	PRIMARY KEY (domain, subject, version),
	CONSTRAINT destroyed_or_there CHECK ((wrapped IS NULL) OPERATOR(pg_catalog.=) (destroyed_at IS NOT NULL))
);

COMMENT ON TABLE accord.data_key IS
'keys of domains, wrapped under the key-encryption key, which is nowhere in the database; written by accord alone';
COMMENT ON COLUMN accord.data_key.domain IS 'the domain';
COMMENT ON COLUMN accord.data_key.subject IS 'whose key it is; empty: of the domain itself';
COMMENT ON COLUMN accord.data_key.version IS 'version of the key, from 1';
COMMENT ON COLUMN accord.data_key.kek_id IS 'tells which key-encryption key it is wrapped under';
COMMENT ON COLUMN accord.data_key.wrapped IS 'nonce, key and tag of AES-256-GCM; NULL when the key was destroyed';
COMMENT ON COLUMN accord.data_key.created_at IS 'when it was made';
COMMENT ON COLUMN accord.data_key.created_by IS 'the role that made it';
COMMENT ON COLUMN accord.data_key.destroyed_at IS 'when it was destroyed';
COMMENT ON COLUMN accord.data_key.destroyed_by IS 'the role that destroyed it';

CREATE TABLE accord.domain_grant (
	domain text COLLATE pg_catalog."C" NOT NULL REFERENCES accord.domain,
	privilege text COLLATE pg_catalog."C" NOT NULL CHECK (privilege IN ('token', 'decrypt')),
	role text COLLATE pg_catalog."C" NOT NULL,
	granted_at timestamp with time zone NOT NULL DEFAULT pg_catalog.now(),
	granted_by text NOT NULL,
	PRIMARY KEY (domain, privilege, role)
);

COMMENT ON TABLE accord.domain_grant IS
'who may use which domain, by the name of the role; written by accord alone';
COMMENT ON COLUMN accord.domain_grant.domain IS 'the domain';
COMMENT ON COLUMN accord.domain_grant.privilege IS 'token: for what goes in; decrypt: for what comes out again';
COMMENT ON COLUMN accord.domain_grant.role IS 'the role, and those that are members of it; public: all';
COMMENT ON COLUMN accord.domain_grant.granted_at IS 'when it was given';
COMMENT ON COLUMN accord.domain_grant.granted_by IS 'the role that gave it';

SELECT pg_catalog.pg_extension_config_dump('accord.domain', '');
SELECT pg_catalog.pg_extension_config_dump('accord.data_key', '');
SELECT pg_catalog.pg_extension_config_dump('accord.domain_grant', '');

CREATE TRIGGER written_by_accord
BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON accord.domain
FOR EACH STATEMENT EXECUTE FUNCTION accord.written_by_accord();

ALTER TABLE accord.domain ENABLE ALWAYS TRIGGER written_by_accord;

CREATE TRIGGER written_by_accord
BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON accord.data_key
FOR EACH STATEMENT EXECUTE FUNCTION accord.written_by_accord();

ALTER TABLE accord.data_key ENABLE ALWAYS TRIGGER written_by_accord;

CREATE TRIGGER written_by_accord
BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON accord.domain_grant
FOR EACH STATEMENT EXECUTE FUNCTION accord.written_by_accord();

ALTER TABLE accord.domain_grant ENABLE ALWAYS TRIGGER written_by_accord;

CREATE FUNCTION accord.key_changed()
RETURNS trigger
AS 'MODULE_PATHNAME', 'accord_key_changed'
LANGUAGE C;

COMMENT ON FUNCTION accord.key_changed() IS
'trigger: makes all sessions drop the keys that they have unwrapped';

-- Each row, for logical replication applies rows without statements; all ALWAYS, for it is a replica.

CREATE TRIGGER key_changed
AFTER INSERT OR UPDATE OR DELETE ON accord.domain
FOR EACH ROW EXECUTE FUNCTION accord.key_changed();

CREATE TRIGGER key_truncated
AFTER TRUNCATE ON accord.domain
FOR EACH STATEMENT EXECUTE FUNCTION accord.key_changed();

ALTER TABLE accord.domain ENABLE ALWAYS TRIGGER key_changed;
ALTER TABLE accord.domain ENABLE ALWAYS TRIGGER key_truncated;

CREATE TRIGGER key_changed
AFTER INSERT OR UPDATE OR DELETE ON accord.data_key
FOR EACH ROW EXECUTE FUNCTION accord.key_changed();

CREATE TRIGGER key_truncated
AFTER TRUNCATE ON accord.data_key
FOR EACH STATEMENT EXECUTE FUNCTION accord.key_changed();

ALTER TABLE accord.data_key ENABLE ALWAYS TRIGGER key_changed;
ALTER TABLE accord.data_key ENABLE ALWAYS TRIGGER key_truncated;

CREATE TRIGGER key_changed
AFTER INSERT OR UPDATE OR DELETE ON accord.domain_grant
FOR EACH ROW EXECUTE FUNCTION accord.key_changed();

CREATE TRIGGER key_truncated
AFTER TRUNCATE ON accord.domain_grant
FOR EACH STATEMENT EXECUTE FUNCTION accord.key_changed();

ALTER TABLE accord.domain_grant ENABLE ALWAYS TRIGGER key_changed;
ALTER TABLE accord.domain_grant ENABLE ALWAYS TRIGGER key_truncated;

CREATE VIEW accord.key_status AS
SELECT
	k.domain,
	NULLIF(k.subject, '') AS subject,
	k.version,
	CASE
		WHEN k.wrapped IS NULL THEN 'destroyed'
		WHEN k.version OPERATOR(pg_catalog.=) pg_catalog.max(k.version) OVER (PARTITION BY k.domain, k.subject) THEN 'current'
		ELSE 'old'
	END AS state,
	pg_catalog.encode(k.kek_id, 'hex') AS kek_id,
	k.created_at,
	k.created_by,
	k.destroyed_at,
	k.destroyed_by
FROM accord.data_key AS k;

COMMENT ON VIEW accord.key_status IS
'versions of keys: current, old or destroyed, and the key-encryption key that each is wrapped under by its id; nothing secret';

CREATE FUNCTION accord.create_key(domain text, subject text DEFAULT NULL, normalise text[] DEFAULT '{}')
RETURNS integer
AS 'MODULE_PATHNAME', 'accord_create_key'
LANGUAGE C
VOLATILE;

COMMENT ON FUNCTION accord.create_key(text, text, text[]) IS
'makes a domain and the first version of its key, or the first key of a subject in a domain';

CREATE FUNCTION accord.rotate_key(domain text, subject text DEFAULT NULL)
RETURNS integer
AS 'MODULE_PATHNAME', 'accord_rotate_key'
LANGUAGE C
VOLATILE;

COMMENT ON FUNCTION accord.rotate_key(text, text) IS
'makes a new version of a key, which is used from now on; what was made under older ones can be read as before';

CREATE FUNCTION accord.destroy_key(domain text, version integer DEFAULT NULL, subject text DEFAULT NULL)
RETURNS bigint
AS 'MODULE_PATHNAME', 'accord_destroy_key'
LANGUAGE C
VOLATILE;

COMMENT ON FUNCTION accord.destroy_key(text, integer, text) IS
'destroys a version of a key, or all of them: what was encrypted under it cannot be read again; gives their number';

CREATE FUNCTION accord.rotate_kek()
RETURNS bigint
AS 'MODULE_PATHNAME', 'accord_rotate_kek'
LANGUAGE C
VOLATILE;

COMMENT ON FUNCTION accord.rotate_kek() IS
'wraps all keys under the key-encryption key in force that are still wrapped under the previous one; gives their number';

CREATE FUNCTION accord.kek_id()
RETURNS text
AS 'MODULE_PATHNAME', 'accord_kek_id'
LANGUAGE C
VOLATILE;

COMMENT ON FUNCTION accord.kek_id() IS
'tells the key-encryption key in force from others; nothing secret';

CREATE FUNCTION accord.grant_domain(domain text, role text, privilege text)
RETURNS void
AS 'MODULE_PATHNAME', 'accord_grant_domain'
LANGUAGE C
VOLATILE;

COMMENT ON FUNCTION accord.grant_domain(text, text, text) IS
'lets a role make tokens and ciphertexts of a domain (token), or read the latter (decrypt)';

CREATE FUNCTION accord.revoke_domain(domain text, role text, privilege text)
RETURNS void
AS 'MODULE_PATHNAME', 'accord_revoke_domain'
LANGUAGE C
VOLATILE;

COMMENT ON FUNCTION accord.revoke_domain(text, text, text) IS
'takes back what grant_domain gave; it counts from the next statement of each session on';

CREATE FUNCTION accord.check_key(domain text, privilege text DEFAULT 'token', version integer DEFAULT NULL, subject text DEFAULT NULL)
RETURNS integer
AS 'MODULE_PATHNAME', 'accord_check_key'
LANGUAGE C
STABLE
PARALLEL SAFE;

COMMENT ON FUNCTION accord.check_key(text, text, integer, text) IS
'the version of the key that the current user would use; the error that a token or decrypt would raise if there is one';

REVOKE ALL ON FUNCTION
	accord.create_key(text, text, text[]),
	accord.rotate_key(text, text),
	accord.destroy_key(text, integer, text),
	accord.rotate_kek(),
	accord.kek_id(),
	accord.grant_domain(text, text, text),
	accord.revoke_domain(text, text, text)
FROM PUBLIC;

CREATE FUNCTION accord.keep_keys()
RETURNS event_trigger
AS 'MODULE_PATHNAME', 'accord_keep_keys'
LANGUAGE C;

COMMENT ON FUNCTION accord.keep_keys() IS
'event trigger: the extension is not dropped while it holds keys, unless accord.allow_drop is on';

CREATE EVENT TRIGGER accord_keep_keys ON ddl_command_start
WHEN TAG IN ('DROP EXTENSION', 'DROP OWNED')
EXECUTE FUNCTION accord.keep_keys();
