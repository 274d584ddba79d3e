-- assert_valid() is true or an error with the reasons: at most ten, the name in the constraint field, no values.
\set SHOW_CONTEXT never
SELECT accord.assert_valid('{"id": 1}', '{"required": ["id"]}') AS ok, accord.assert_valid('{"id": 1}', '{"required": ["id"]}', 'order_v1') AS ok_with_name;
SELECT accord.assert_valid('{"data": {"user": {"email": "nobody"}}}', '{"properties": {"data": {"properties": {"user": {"required": ["id"], "properties": {"email": {"format": "email"}}}}}}}', 'user_updated_v1');
\echo :SQLSTATE
SELECT accord.assert_valid('5', '{"type": "string", "maximum": 3}');
-- NULL: a document or a schema that is not there is not judged, a name that is not there is no excuse
SELECT accord.assert_valid(NULL, 'false') AS no_document, accord.assert_valid('1', NULL) AS no_schema;
SELECT accord.assert_valid('1', 'false', NULL);
-- at most ten lines
SELECT accord.assert_valid('[1, 2, 3, 4, 5, 6, 7, 8, 9, 10]', '{"items": false}', 'ten');
SELECT accord.assert_valid('[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]', '{"items": {"type": "string"}}', 'eleven');
-- a property name that stands nowhere in the schema is data: <key N>, counted as jsonb keeps them
SELECT accord.assert_valid('{"ccc": 1, "known": 1, "bb": 2, "jane@example.org": 3}', '{"properties": {"known": true}, "additionalProperties": false}', 'closed');
SELECT accord.assert_valid('{"jane@example.org": {"inner": [{"x": 1}]}}', '{"additionalProperties": {"properties": {"inner": {"items": {"additionalProperties": {"type": "string"}}}}}}', 'open');
SELECT accord.assert_valid('{"jane@example.org": 1}', '{"propertyNames": {"maxLength": 3}}', 'names');
SELECT accord.assert_valid('{"jane@example.org": 1}', '{"patternProperties": {"@": {"type": "string"}}}', 'pattern');
-- errors() says the true path of the same documents
SELECT instance_path FROM accord.errors('{"jane@example.org": {"inner": [{"x": 1}]}}', '{"additionalProperties": {"properties": {"inner": {"items": {"additionalProperties": {"type": "string"}}}}}}');
SELECT instance_path, message FROM accord.errors('{"ccc": 1, "known": 1}', '{"properties": {"known": true}, "additionalProperties": false}');

-- what a client reads
CREATE FUNCTION pg_temp.fields(doc jsonb, s accord.jsonschema, name text) RETURNS TABLE (code text, constraint_name text, message text, detail text, hint text)
LANGUAGE plpgsql
AS $$
BEGIN
	PERFORM accord.assert_valid(doc, s, name);
EXCEPTION WHEN check_violation THEN
	code := SQLSTATE;
	message := SQLERRM;
	GET STACKED DIAGNOSTICS constraint_name = CONSTRAINT_NAME, detail = PG_EXCEPTION_DETAIL, hint = PG_EXCEPTION_HINT;
	RETURN NEXT;
END
$$;
\x on
SELECT * FROM pg_temp.fields('{"a": "x"}', '{"properties": {"a": {"type": "integer"}}}', 'my_contract');
SELECT * FROM pg_temp.fields('{"a": "x"}', '{"properties": {"a": {"type": "integer"}}}', NULL);
SELECT * FROM pg_temp.fields('{"a": "x"}', '{"properties": {"a": {"type": "integer"}}}', 'wörse "na%me" $1');
\x off
-- named arguments
SELECT accord.assert_valid(doc => '1', schema => '{"maximum": 0}', name => 'named');
