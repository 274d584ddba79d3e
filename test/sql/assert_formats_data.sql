-- assert_formats() changes the dialect of schemas, not data that looks like one.
SELECT accord.assert_formats('{"$schema": "https://json-schema.org/draft/2020-12/schema", "const": {"$id": "urn:a", "$schema": "https://json-schema.org/draft/2020-12/schema"}}');
SELECT accord.assert_formats('{"$schema": "https://json-schema.org/draft/2020-12/schema", "examples": [{"$id": "urn:a", "$schema": "https://json-schema.org/draft/2020-12/schema"}], "properties": {"$schema": {"enum": ["https://json-schema.org/draft/2020-12/schema"]}}}');
