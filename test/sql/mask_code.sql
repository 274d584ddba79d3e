-- Cards, social security numbers and accounts show their last four characters, and an account its country.
\pset format unaligned
CREATE FUNCTION mask_code_ladder(VARIADIC text[]) RETURNS TABLE (value text, card text, ssn text, iban text) LANGUAGE sql AS
$$SELECT v, accord.mask_card(v), accord.mask_ssn(v), accord.mask_iban(v) FROM unnest($1) WITH ORDINALITY AS t (v, n) ORDER BY n$$;

-- from nothing to too much
SELECT * FROM mask_code_ladder(NULL, '', ' ', '-', '1', '1111', '***');
SELECT accord.mask_card(repeat('1', n - 4) || '2345') AS card, accord.mask_ssn(repeat('1', n - 4) || '2345') AS ssn, accord.mask_iban('GB' || repeat('1', n - 6) || '2345') AS iban, n
FROM unnest('{8,9,10,11,12,13,14,15,16,19,20,34,35,1000000}'::int[]) n;

-- a card: separators, none or one
SELECT v AS value, accord.mask_card(v) FROM unnest(ARRAY['4111111111111111', '4111-1111-1111-1111', '4111 1111 1111 1111', '3782-822463-10005', '4-1-1-1-1-1-1-1-1-1-1-1-1-1-1-1', '4111--1111-1111-1111', '4111 - 1111 - 1111 - 1111',
	'-4111111111111111', '4111111111111111-', ' 4111111111111111', '4111111111111111 ', '4111.1111.1111.1111', '4111/1111/1111/1111', '411111111111111x', 'card 4111111111111111', '4111111111111112', '４１１１１１１１１１１１１１１１',
	E'4111\u00A01111\u00A01111\u00A01111', E'4111111111111111\u200B', E'4111111111111111\u0301', '************1111']) WITH ORDINALITY AS t (v, n) ORDER BY n;
-- a social security number: both separators or none
SELECT v AS value, accord.mask_ssn(v) FROM unnest(ARRAY['123-45-6789', '123456789', '123 45 6789', '123-45 6789', '123 45-6789', '12-345-6789', '1234-5-6789', '123-456789', '12345-6789', '123-45-67-89', '12345678', '1234567890', '123-45-678', '123-45-67890',
	' 123-45-6789', '123-45-6789 ', '123.45.6789', '123-45-678x', '１２３-４５-６７８９', E'123\u201145\u20116789', '***-**-6789']) WITH ORDINALITY AS t (v, n) ORDER BY n;
-- an account: blanks, capitals or not
SELECT v AS value, accord.mask_iban(v) FROM unnest(ARRAY['GB82WEST12345698765432', 'GB82 WEST 1234 5698 7654 32', 'gb82west12345698765432', 'NO9386011117947', 'NO 93 8601 1117 947', 'NO938601111794', 'MT84MALT011000012345MTLCAST001S', 'GB82  WEST12345698765432',
	' GB82WEST12345698765432', 'GB82WEST12345698765432 ', 'GB82-WEST-1234-5698-7654-32', 'G882WEST12345698765432', 'GBX2WEST12345698765432', 'GB8XWEST12345698765432', '82GBWEST12345698765432', 'GB82WEST1234569876543é', 'ＧＢ82WEST12345698765432',
	'IBAN GB82WEST12345698765432', 'GB************5432']) WITH ORDINALITY AS t (v, n) ORDER BY n;
DROP FUNCTION mask_code_ladder;
