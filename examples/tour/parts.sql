--
-- A contract made of parts
--
-- Schemas refer to each other by URI. Nothing is ever fetched: what others
-- refer to is put into a table, one text for each URI, and never changed.
INSERT INTO accord.schema_part (uri, source) VALUES
    ('https://example.com/country', '{"type": "string", "pattern": "^[A-Z]{2}$"}');
-- bundle() makes one schema of all that is needed, and the contract holds it.
SELECT accord.bundle('{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "required": ["email", "country"],
  "properties": {
    "email": {"format": "email"},
    "country": {"$ref": "https://example.com/country"}
  }
}') AS address_v1 \gset
\echo :address_v1
-- The "$schema" in it is a trap: under it, says the specification, "format"
-- checks nothing.
SELECT accord.format_policy(:'address_v1'),
       accord.violation('{"email": "ada(at)example.com", "country": "DE"}', :'address_v1');
-- The same schema in a dialect that checks formats:
SELECT accord.assert_formats(:'address_v1') AS address_v1 \gset
CREATE DOMAIN address AS jsonb
    CONSTRAINT address_v1
    CHECK (accord.assert_valid(VALUE, :'address_v1', 'address_v1'));
\set ON_ERROR_STOP off
SELECT '{"email": "ada(at)example.com", "country": "Germany"}'::address;
-- A second text for a URI is refused: whoever bundled the first has a copy.
INSERT INTO accord.schema_part (uri, source) VALUES
    ('https://example.com/country', '{"type": "string"}');
\set ON_ERROR_STOP on
