-- Numbers are decimals: no rounding to doubles, no limit at 2^53, 2^64 or 1e308.
SELECT doc, s, doc OPERATOR(accord.|=) s AS valid
FROM (VALUES
	(jsonb '17.2', '{"multipleOf": 0.1}'::accord.jsonschema),
	('0.3', '{"multipleOf": 0.1}'),
	('0.35', '{"multipleOf": 0.1}'),
	('4.02', '{"multipleOf": 0.01}'),
	('0.0075', '{"multipleOf": 0.0001}'),
	('0.00751', '{"multipleOf": 0.0001}'),
	('9999999999999999.99', '{"maximum": 9999999999999999.98}'),
	('9999999999999999.99', '{"maximum": 9999999999999999.99}'),
	('9007199254740993', '{"const": 9007199254740992}'),
	('9007199254740993', '{"const": 9007199254740993.0}'),
	('18446744073709551616', '{"type": "integer", "minimum": 18446744073709551616}'),
	('18446744073709551615', '{"minimum": 18446744073709551616}'),
	('12345678901234567890123456789012345678901234567890', '{"multipleOf": 12345678901234567890}'),
	('1.0', '{"type": "integer"}'),
	('1.000000000000000000000000000001', '{"type": "integer"}'),
	('1.10', '{"const": 1.1}'),
	('0.1', '{"const": 0.10000000000000000001}'),
	('-0.0', '{"const": 0}'),
	('100', '{"enum": [1e2]}'),
	('3', '{"multipleOf": 1e-7}'),
	('10000', '{"const": 1E+4}')
) v(doc, s);
-- beyond every double, in document and schema
SELECT jsonb '1e400' OPERATOR(accord.|=) '{"type": "integer", "minimum": 1e399, "maximum": 1e400}' AS inside,
	   jsonb '1e400' OPERATOR(accord.|=) '{"exclusiveMaximum": 1e400}' AS at_the_end,
	   jsonb '-1e400' OPERATOR(accord.|=) '{"minimum": -1e399}' AS below,
	   jsonb '1e-400' OPERATOR(accord.|=) '{"exclusiveMinimum": 0, "maximum": 1e-399}' AS small,
	   jsonb '1e400' OPERATOR(accord.|=) '{"multipleOf": 1e-400}' AS far_apart;
-- an integer keyword takes a bound no document can reach
SELECT jsonb '"abc"' OPERATOR(accord.|=) '{"maxLength": 99999999999999999999}' AS max_length,
	   jsonb '"abc"' OPERATOR(accord.|=) '{"minLength": 99999999999999999999}' AS min_length;
