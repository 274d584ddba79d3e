-- Schemas that others refer to, and bundles made of them.

CREATE TABLE accord.schema_part (
	uri text PRIMARY KEY,
	source text NOT NULL,
	added_at timestamp with time zone NOT NULL DEFAULT pg_catalog.now(),
	added_by text NOT NULL DEFAULT CURRENT_USER,
	CONSTRAINT uri_is_absolute CHECK (
		uri OPERATOR(pg_catalog.~) '^[A-Za-z][A-Za-z0-9+.-]*:[^#[:space:][:cntrl:]]*$'
		AND pg_catalog.octet_length(uri) OPERATOR(pg_catalog.<=) 2000
	)
);

COMMENT ON TABLE accord.schema_part IS
'schemas that bundle() may put into another one, one row per URI; whoever inserts them is granted INSERT (uri, source); they are never updated';
COMMENT ON COLUMN accord.schema_part.uri IS 'absolute URI without a fragment, in its normal form: https:, urn:, iglu: or any other scheme';
COMMENT ON COLUMN accord.schema_part.source IS 'the schema as text';
COMMENT ON COLUMN accord.schema_part.added_at IS 'when the row was inserted';
COMMENT ON COLUMN accord.schema_part.added_by IS 'the role that inserted it';

SELECT pg_catalog.pg_extension_config_dump('accord.schema_part', '');

CREATE FUNCTION accord.part_uri(uri text)
RETURNS text
AS 'MODULE_PATHNAME', 'accord_part_uri'
LANGUAGE C
IMMUTABLE
STRICT
PARALLEL SAFE;

COMMENT ON FUNCTION accord.part_uri(text) IS
'the form in which URIs of parts are compared: normalised as RFC 3986, 6.2.2 says, without an empty fragment; another fragment is an error';

CREATE FUNCTION accord.schema_part_insert()
RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	known text;
BEGIN
	NEW.uri := accord.part_uri(NEW.uri);
	-- two sessions with the same URI: the second one sees what the first one did
	PERFORM pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended(NEW.uri, 0));
	SELECT p.source INTO known
	FROM accord.schema_part AS p
	WHERE p.uri OPERATOR(pg_catalog.=) NEW.uri;
	IF known OPERATOR(pg_catalog.=) NEW.source THEN
		RETURN NULL;
	END IF;
	IF known IS NOT NULL THEN
		RAISE EXCEPTION 'schema part "%" has another source', NEW.uri
			USING ERRCODE = 'unique_violation',
				  HINT = 'Schemas in use hold a copy of it. Give the new source a URI of its own.',
				  SCHEMA = TG_TABLE_SCHEMA, TABLE = TG_TABLE_NAME;
	END IF;
	IF NEW.source IS NOT NULL
		AND (pg_catalog.jsonb_typeof(accord.try_jsonb(NEW.source)) IN ('object', 'boolean')) IS NOT TRUE THEN
		RAISE EXCEPTION 'source of schema part "%" is no JSON schema', NEW.uri
			USING ERRCODE = 'invalid_text_representation',
				  DETAIL = COALESCE(accord.json_error(NEW.source), 'a schema is an object or a boolean'),
				  SCHEMA = TG_TABLE_SCHEMA, TABLE = TG_TABLE_NAME;
	END IF;
	RETURN NEW;
END
$$;

COMMENT ON FUNCTION accord.schema_part_insert() IS
'trigger: gives the URI its normal form; the same source again does nothing, another one for a URI is refused';

CREATE FUNCTION accord.schema_part_update()
RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	RAISE EXCEPTION 'schema parts are never updated'
		USING ERRCODE = 'object_not_in_prerequisite_state',
			  HINT = 'Insert the new source under a URI of its own.',
			  SCHEMA = TG_TABLE_SCHEMA, TABLE = TG_TABLE_NAME;
END
$$;

COMMENT ON FUNCTION accord.schema_part_update() IS
'trigger: refuses UPDATE';

CREATE TRIGGER schema_part_insert
BEFORE INSERT ON accord.schema_part
FOR EACH ROW EXECUTE FUNCTION accord.schema_part_insert();

CREATE TRIGGER schema_part_update
BEFORE UPDATE ON accord.schema_part
FOR EACH ROW EXECUTE FUNCTION accord.schema_part_update();

ALTER TABLE accord.schema_part ENABLE ALWAYS TRIGGER schema_part_update;

GRANT SELECT ON accord.schema_part TO PUBLIC;

CREATE FUNCTION accord.schema_references(schema text, base text DEFAULT NULL, dialect text DEFAULT NULL)
RETURNS text[]
AS 'MODULE_PATHNAME', 'accord_schema_references'
LANGUAGE C
IMMUTABLE
PARALLEL SAFE;

COMMENT ON FUNCTION accord.schema_references(text, text, text) IS
'the absolute URIs, without fragments, that a schema refers to and does not hold itself; base is its own URI, dialect the $schema it follows if it names none';

CREATE FUNCTION accord.missing_parts(schema text, parts text[], uris text[])
RETURNS text[]
AS 'MODULE_PATHNAME', 'accord_missing_parts'
LANGUAGE C
IMMUTABLE
PARALLEL SAFE;

COMMENT ON FUNCTION accord.missing_parts(text, text[], text[]) IS
'the absolute URIs that a schema with parts inside, each under its URI, still refers to';

CREATE FUNCTION accord.bundle_parts(schema text, parts text[], uris text[])
RETURNS accord.jsonschema
AS 'MODULE_PATHNAME', 'accord_bundle_parts'
LANGUAGE C
IMMUTABLE
PARALLEL SAFE;

COMMENT ON FUNCTION accord.bundle_parts(text, text[], text[]) IS
'the schema with parts inside, each under its URI; the work of bundle()';

CREATE FUNCTION accord.bundle(schema text, VARIADIC parts text[])
RETURNS accord.jsonschema
LANGUAGE sql
IMMUTABLE
PARALLEL SAFE
RETURN accord.bundle_parts(schema, parts, NULL);

COMMENT ON FUNCTION accord.bundle(text, text[]) IS
'one self-contained schema out of a text and the parts it refers to, each with an identifier of its own';

CREATE FUNCTION accord.bundle(schema text)
RETURNS accord.jsonschema
LANGUAGE plpgsql
STABLE
PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	dialect text := accord.try_jsonb(schema) OPERATOR(pg_catalog.->>) '$schema';
	wanted text[] := accord.schema_references(schema);
	uris text[];
	sources text[];
	before int := 0;
BEGIN
	LOOP
		-- what is wanted, and what each of it refers to by itself
		WITH RECURSIVE needed AS (
			SELECT w.uri
			FROM pg_catalog.unnest(wanted) AS w (uri)
			UNION
			SELECT u.uri
			FROM needed AS n,
				-- the limit keeps it a look-up: a part is followed at a time
				LATERAL (
					SELECT p.uri, p.source
					FROM accord.schema_part AS p
					WHERE p.uri OPERATOR(pg_catalog.=) n.uri
					LIMIT 1
				) AS part,
				pg_catalog.unnest(accord.schema_references(part.source, part.uri, dialect)) AS u (uri)
		)
		SELECT pg_catalog.array_agg(p.uri ORDER BY p.uri COLLATE "C"),
			pg_catalog.array_agg(p.source ORDER BY p.uri COLLATE "C")
		INTO uris, sources
		FROM needed AS n
			JOIN accord.schema_part AS p ON p.uri OPERATOR(pg_catalog.=) n.uri;
		EXIT WHEN uris IS NULL OR pg_catalog.cardinality(uris) OPERATOR(pg_catalog.=) before;
		before := pg_catalog.cardinality(uris);
		-- what only the whole refers to: from places under unknown keywords, or in a dialect that came with the parts
		wanted := accord.missing_parts(schema, sources, uris);
		EXIT WHEN pg_catalog.cardinality(wanted) OPERATOR(pg_catalog.=) 0;
		wanted := uris OPERATOR(pg_catalog.||) wanted;
	END LOOP;
	RETURN accord.bundle_parts(schema, sources, uris);
END
$$;

COMMENT ON FUNCTION accord.bundle(text) IS
'one self-contained schema out of a text and the rows of schema_part that it refers to, directly or through others';
