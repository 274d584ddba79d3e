-- The verdict can be a generated column and an index condition: the operator is immutable.
CREATE TABLE inbox (
	n int PRIMARY KEY,
	doc jsonb,
	ok boolean GENERATED ALWAYS AS (doc OPERATOR(accord.|=) '{"required": ["id"]}') STORED,
	reasons jsonb GENERATED ALWAYS AS (accord.report(doc, '{"required": ["id"]}') -> 'errors') STORED
);
INSERT INTO inbox VALUES (1, '{"id": 1}'), (2, '{}'), (3, NULL);
UPDATE inbox SET doc = '{"id": null}' WHERE n = 2;
INSERT INTO inbox VALUES (4, '{"x": 1}');
SELECT n, ok, reasons IS NULL AS no_reasons FROM inbox ORDER BY n;
CREATE INDEX inbox_bad ON inbox (n) WHERE NOT doc OPERATOR(accord.|=) '{"required": ["id"]}';
SET enable_seqscan = off;
SET enable_bitmapscan = off;
EXPLAIN (COSTS OFF) SELECT n FROM inbox WHERE NOT doc OPERATOR(accord.|=) '{"required": ["id"]}' ORDER BY n;
SELECT n FROM inbox WHERE NOT doc OPERATOR(accord.|=) '{"required": ["id"]}' ORDER BY n;
DROP TABLE inbox;
