--
-- A contract
--
-- Events come in an envelope of "schema" and "data". What they promise is
-- a JSON Schema:
\! cat examples/contracts/user_updated.v1.schema.json
\set user_updated_v1 `cat examples/contracts/user_updated.v1.schema.json`
-- The contract becomes a type:
CREATE DOMAIN user_updated AS jsonb
    CONSTRAINT user_updated_v1
    CHECK (accord.assert_valid(VALUE, :'user_updated_v1', 'user_updated_v1'));
CREATE TABLE user_event (
    line integer PRIMARY KEY,
    event user_updated NOT NULL
);
-- A row that breaks it is refused, and the error says where and why, but
-- never prints a value: errors go to logs, and this is personal data.
\set ON_ERROR_STOP off
INSERT INTO user_event VALUES (0, '{
  "schema": "com.example.user_updated.v1",
  "data": {
    "event_id": "0b8e0b0e-7d0e-4a57-9f5e-3c1f0d7c9a11",
    "event_time": "2026-03-01T12:00:00Z",
    "user": {"email": "ada(at)example.com", "profile": {"updated_fields": []}},
    "metadata": {"source": "web", "version": "1.0.3",
                 "correlation_id": "5d4b5a0c-0b7e-4f43-9d7c-8f1f5f8f4c55"}
  }
}');
-- A contract with a mistake in it does not become a contract:
SELECT '{
  "type": "object",
  "properties": {"id": {"type": "strnig"}}
}'::accord.jsonschema;
\set ON_ERROR_STOP on
