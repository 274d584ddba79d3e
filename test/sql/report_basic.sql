-- report() is the "basic" output of the specification: valid, and one unit for each error.
SELECT accord.report('1', '{"type": "integer"}');
\pset format unaligned
SELECT jsonb_pretty(accord.report('{"a": {"b": "x"}, "c": 1}', '{
  "$id": "https://example.org/thing",
  "properties": {"a": {"$ref": "#/$defs/inner"}, "c": {"$ref": "other#/properties/c"}},
  "$defs": {
    "inner": {"properties": {"b": {"type": "integer"}}},
    "outer": {"$id": "other", "properties": {"c": {"maximum": 0}}}
  }
}'));
SELECT jsonb_pretty(accord.report('[1, "x"]', '{"items": {"anyOf": [{"type": "string", "maxLength": 0}, {"minimum": 2}]}}'));
\pset format aligned
-- the shape, for every keyword at once: locations are pointers, the last part of a location of a keyword is the keyword
SELECT accord.is_valid(report, '{
  "type": "object",
  "required": ["valid"],
  "properties": {
    "valid": {"type": "boolean"},
    "errors": {
      "type": "array",
      "minItems": 1,
      "items": {
        "type": "object",
        "required": ["keywordLocation", "instanceLocation", "error"],
        "additionalProperties": false,
        "properties": {
          "keywordLocation": {"type": "string", "format": "json-pointer"},
          "absoluteKeywordLocation": {"type": "string", "format": "uri-reference"},
          "instanceLocation": {"type": "string", "format": "json-pointer"},
          "error": {"type": "string", "minLength": 1}
        }
      }
    }
  },
  "if": {"properties": {"valid": {"const": false}}},
  "then": {"required": ["errors"]},
  "else": {"properties": {"errors": false}}
}') AS well_formed, jsonb_array_length(report -> 'errors') AS errors
FROM (VALUES
	(accord.report('{"a/b": [1, 1, "x"], "~": {"k": null}}', '{
	  "maxProperties": 1, "required": ["z"], "propertyNames": {"minLength": 2},
	  "properties": {"a/b": {"uniqueItems": true, "items": {"type": "integer", "minimum": 2}, "contains": {"const": 9}}, "~": {"additionalProperties": false}},
	  "oneOf": [true, true], "not": {}, "if": true, "then": {"dependentRequired": {"~": ["y"]}}
	}')),
	(accord.report('1', 'false')),
	(accord.report('1', 'true'))
) v(report);
-- errors() and report() speak of the same errors
SELECT e.instance_path = r.value ->> 'instanceLocation' AS same_instance,
	   e.schema_path AS schema_path, r.value ->> 'keywordLocation' AS keyword_location, e.message = r.value ->> 'error' AS same_message
FROM accord.errors('[1, "x", null]', '{"items": {"$ref": "#/$defs/t"}, "$defs": {"t": {"type": "string", "not": {"type": "null"}}}}') WITH ORDINALITY e
FULL JOIN jsonb_array_elements(accord.report('[1, "x", null]', '{"items": {"$ref": "#/$defs/t"}, "$defs": {"t": {"type": "string", "not": {"type": "null"}}}}') -> 'errors') WITH ORDINALITY r
ON e.ordinality = r.ordinality;
SELECT accord.report(NULL, 'true') IS NULL AS null_document, accord.report('1', NULL) IS NULL AS null_schema;
-- not the first hundred errors only, but a report ends at a thousand
SELECT jsonb_array_length(accord.report((SELECT jsonb_agg(i) FROM generate_series(1, 250) i), '{"items": {"type": "string"}}') -> 'errors');
SELECT jsonb_array_length(accord.report((SELECT jsonb_agg(i) FROM generate_series(1, 1001) i), '{"items": {"type": "string"}}') -> 'errors');
