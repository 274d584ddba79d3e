-- An alphabet is any characters of the server's encoding, and their capitals; each is a digit, and comes back as it was.
\set SHOW_CONTEXT never
BEGIN;
SELECT accord.create_key('fpe_characters');
SET LOCAL accord.purpose = 'test';
SELECT name, accord.create_fpe_policy(name, 'fpe_characters', definition::jsonb)
FROM (VALUES
	('bits', '{"characters": "01"}'),
	('greek', '{"characters": "αβγδεζηθικλμνξοπρστυφχψω", "capitals": "ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩ", "literals": "·—"}'),
	('emoji', '{"characters": "😀😁😂🤣😃😄😅😆😉😊", "literals": "x"}'),
	('mixed', '{"characters": "aäа😀", "literals": "-—𝄞"}'),
	('letters', '{"alphabet": "letters", "literals": " "}'),
	('hex', '{"alphabet": "hex", "literals": "-"}')) AS p (name, definition);
-- a thousand Chinese characters: two are enough
SELECT accord.create_fpe_policy('han', 'fpe_characters', jsonb_build_object('characters', string_agg(chr(19968 + i), '' ORDER BY i))) FROM generate_series(0, 999) AS i;
SELECT policy, value, cipher <> value AS changed, accord.decrypt_fpe(cipher, policy) = value AS back, length(cipher) = length(value) AS as_long,
	   translate(cipher, '-—·x 𝄞', '......') ~ '^[^.]*$' = (translate(value, '-—·x 𝄞', '......') ~ '^[^.]*$') AS literals
FROM (VALUES ('bits', '01010101010101010101'), ('bits', repeat('0', 256)), ('greek', 'Ωμεγα'), ('greek', 'ΑΒΓ—δεζ·Η'), ('emoji', '😀😁😂x🤣😃😄'),
	('mixed', 'aäа😀aäа—😀-aäа𝄞'), ('letters', 'Ab CdE fG'), ('hex', 'deadbeef-0001'), ('han', chr(19968) || chr(20967))) AS v (policy, value),
LATERAL (SELECT accord.encrypt_fpe(value, policy) AS cipher) AS e;
-- capitals: the cipher of a word in capitals is the cipher of the word in capitals
SELECT accord.encrypt_fpe('ΩΜΕΓΑ', 'greek') = translate(accord.encrypt_fpe('ωμεγα', 'greek'), 'αβγδεζηθικλμνξοπρστυφχψω', 'ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩ') AS greek,
	   accord.encrypt_fpe('ABCDE', 'letters') = upper(accord.encrypt_fpe('abcde', 'letters')) AS letters;
-- all that the digits of an alphabet can be do occur
SELECT count(DISTINCT substr(accord.encrypt_fpe(lpad(to_hex(i), 8, '0'), 'hex'), 3, 1)) FROM generate_series(1, 1000) AS i;
SELECT count(DISTINCT substr(accord.encrypt_fpe(chr(19968 + i / 1000) || chr(19968 + i % 1000), 'han'), 2, 1)) FROM generate_series(1, 20000) AS i;
-- the longest value
SELECT accord.create_fpe_policy('long', 'fpe_characters', '{"alphabet": "alphanumeric", "max_length": 4096}');
SELECT accord.decrypt_fpe(accord.encrypt_fpe(repeat('a9Z0', 1024), 'long'), 'long') = repeat('a9Z0', 1024) AS back;
SELECT accord.encrypt_fpe(repeat('a9Z0', 1024) || 'a', 'long');
ROLLBACK;
