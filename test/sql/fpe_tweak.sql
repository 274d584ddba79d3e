-- The tweak makes equal values differ: by the digits that are kept, by a column, by both, or not at all.
\set SHOW_CONTEXT never
BEGIN;
SELECT accord.create_key('fpe_tweak');
SELECT name, accord.create_fpe_policy(name, 'fpe_tweak', '{"like": "card_last4", "max_length": 300}' || tweak::jsonb)
FROM (VALUES ('by default', '{}'), ('none', '{"tweak": "none"}'), ('kept', '{"tweak": "kept"}'), ('column', '{"tweak": "column"}'), ('both', '{"tweak": "kept and column"}')) AS p (name, tweak);
SET LOCAL accord.purpose = 'test';
-- the middle of a card, under other first digits, under other last digits, and for another person
SELECT name,
	   accord.encrypt_fpe('4111111234561111', name, tweak => t) = accord.encrypt_fpe('4111111234561111', name, tweak => t) AS same_again,
	   substr(accord.encrypt_fpe('4111111234561111', name, tweak => t), 7, 6) = substr(accord.encrypt_fpe('5111111234561111', name, tweak => t), 7, 6) AS other_first,
	   substr(accord.encrypt_fpe('4111111234561111', name, tweak => t), 7, 6) = substr(accord.encrypt_fpe('4111111234561112', name, tweak => t), 7, 6) AS other_last,
	   accord.encrypt_fpe('4111111234561111', name, tweak => t) = accord.encrypt_fpe('4111111234561111', name, tweak => t || ' ') AS other_column,
	   accord.decrypt_fpe(accord.encrypt_fpe('4111111234561111', name, tweak => t), name, tweak => t) AS back
FROM (VALUES ('none', NULL), ('kept', NULL), ('by default', NULL), ('column', 'person 7'), ('both', 'person 7')) AS p (name, t);
-- short and long ones, of any characters: each is another one
SELECT p.name, count(*), count(DISTINCT accord.encrypt_fpe(value, p.name, tweak => t)) AS ciphers, bool_and(accord.decrypt_fpe(accord.encrypt_fpe(value, p.name, tweak => t), p.name, tweak => t) = value) AS back
FROM (VALUES ('column'), ('both')) AS p (name), (VALUES ('411111123456789012345678901111')) AS v (value), (SELECT repeat('x', n) FROM generate_series(0, 200) AS n UNION ALL SELECT repeat('ö', n) FROM generate_series(1, 200) AS n) AS tweaks (t) GROUP BY 1 ORDER BY 1;
-- values longer than what is kept on the stack
SELECT n, accord.decrypt_fpe(accord.encrypt_fpe(value, 'both', tweak => repeat('t', n)), 'both', tweak => repeat('t', n)) = value AS back, length(accord.encrypt_fpe(value, 'both', tweak => repeat('t', n)))
FROM (SELECT n, substr(repeat('0123456789', 30), 1, n) AS value FROM unnest('{38,39,127,128,129,300}'::int[]) AS n) AS v;
-- who decrypts with another tweak gets another value, and no error
SELECT accord.decrypt_fpe(accord.encrypt_fpe('4111111234561111', 'column', tweak => 'a'), 'column', tweak => 'b') <> '4111111234561111' AS wrong;
SAVEPOINT s;
SELECT accord.encrypt_fpe('4111111234561111', 'column');
ROLLBACK TO s;
SELECT accord.encrypt_fpe('4111111234561111', 'kept', tweak => 'a');
ROLLBACK TO s;
SELECT accord.encrypt_fpe('4111111234561111', 'column', tweak => repeat('x', 65536)) IS NOT NULL AS longest;
SELECT accord.encrypt_fpe('4111111234561111', 'column', tweak => repeat('x', 65537));
ROLLBACK;
