--
-- What there is
--
\pset format wrapped
\pset columns 120
\dT+ accord.jsonschema
\do accord.*
\df accord.(is_valid|assert_valid|errors|violation|report|bundle|assert_formats|format_policy|try_jsonb|json_error)
