--
-- What there is
--
\pset format wrapped
\pset columns 120
\dT+ accord.jsonschema
\do accord.*
\df accord.(is_valid|assert_valid|errors|report|try_jsonb|json_error)
