-- minimum, maximum, their exclusive forms and multipleOf: boundaries, and numbers only.
SELECT doc,
	   doc OPERATOR(accord.|=) '{"minimum": 3}' AS minimum,
	   doc OPERATOR(accord.|=) '{"exclusiveMinimum": 3}' AS exclusive_minimum,
	   doc OPERATOR(accord.|=) '{"maximum": 3}' AS maximum,
	   doc OPERATOR(accord.|=) '{"exclusiveMaximum": 3}' AS exclusive_maximum
FROM (VALUES
	(jsonb '2.999999999999999999999'), ('3'), ('3.0'), ('3.000000000000000000001'), ('-3'), ('0'), ('-0'), ('1e10'), ('-1e10'),
	('1e-10'), ('"2"'), ('null'), ('[]'), ('{}'), ('true')
) v(doc);
SELECT doc,
	   doc OPERATOR(accord.|=) '{"minimum": -1.5}' AS minimum,
	   doc OPERATOR(accord.|=) '{"maximum": -1.5}' AS maximum
FROM (VALUES (jsonb '-1.4'), ('-1.5'), ('-1.50'), ('-1.6'), ('-15'), ('0'), ('1.5')) v(doc);
SELECT doc,
	   doc OPERATOR(accord.|=) '{"multipleOf": 2}' AS "2",
	   doc OPERATOR(accord.|=) '{"multipleOf": 1.5}' AS "1.5",
	   doc OPERATOR(accord.|=) '{"multipleOf": 0.01}' AS "0.01"
FROM (VALUES
	(jsonb '0'), ('1'), ('2'), ('3'), ('-4'), ('4.5'), ('-6.00'), ('0.07'), ('0.075'), ('1e3'), ('"3"')
) v(doc);
SELECT t, doc, doc OPERATOR(accord.|=) format('{"type": "%s"}', t)::accord.jsonschema AS valid
FROM (VALUES (jsonb '1'), ('1.0'), ('1.50'), ('1e2'), ('-0'), ('1e-1'), ('"1"')) v(doc),
	 unnest(ARRAY['integer', 'number']) t
ORDER BY t, doc::text COLLATE "C";
