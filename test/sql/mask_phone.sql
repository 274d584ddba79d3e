-- A telephone number shows its last two digits, and the country only where it is written with + or 00.
\pset format unaligned
CREATE FUNCTION mask_phone_ladder(VARIADIC text[]) RETURNS TABLE (value text, masked text) LANGUAGE sql AS
$$SELECT v, accord.mask_phone(v) FROM unnest($1) WITH ORDINALITY AS t (v, n) ORDER BY n$$;

-- from nothing to a number
SELECT * FROM mask_phone_ladder(NULL, '', ' ', '+', '00', '1', '12', '112', '555-01', '555-010', '555-0199', '020 7946 0018', '(020) 7946-0018', '020.7946.0018', '020/79460018', '123456789012345', '1234567890123456', '12345678901234567', '123456789012345678');
-- with a country code: of one, two and three digits, and none
SELECT * FROM mask_phone_ladder('+1 212 555 0199', '+12125550199', '+7 912 345 67 89', '+44 20 7946 0018', '+44 (0)20 7946 0018', '+49-30-1234567', '+358 9 1234567', '+3531234567', '+420 601 123 456', '+999 123 456 789',
	'+0 123 456 789', '+210 1234567', '+280 1234567', '+83 12345678', '+89 12345678', '+379 1234567');
SELECT * FROM mask_phone_ladder('0044 20 7946 0018', '00442079460018', '001 212 555 0199', '00358 9 1234567', '0 0 44 20 7946 0018', '0000 20 7946 0018', '44 20 7946 0018', '++442079460018', '+00442079460018', '(+44) 20 7946 0018', ' +44 20 7946 0018');
-- with a country code six more digits are needed
SELECT * FROM mask_phone_ladder('+44 12345', '+44 123456', '+358 12345', '+358 123456', '+1 12345', '+1 123456', '0044 12345', '0044 123456', '+123456789012345', '+1234567890123456', '00123456789012345', '001234567890123456');
-- an extension is left out
SELECT * FROM mask_phone_ladder('212-555-0199 x7863', '212-555-0199x7863', '(212) 555-0199 ext. 12', '212-555-0199 ext12', '212-555-0199 Ext 12', '212-555-0199 X 12', '+1 212 555 0199 #123456', '212-555-0199 x', '212-555-0199 x123456789', '212-555-0199 extension 5', 'x7863', '00x12', '+x12', '555x0199');
-- anything else
SELECT * FROM mask_phone_ladder('call me', 'tel:+442079460018', '212-555-CALL', '+44 20 7946 0018 or 0019', '212,555,0199', '212_555_0199', E'212\u00A0555\u00A00199', '２１２５５５０１９９', '٠١٢٣٤٥٦٧٨٩', E'212-555-0199\n', E'\u202A+442079460018\u202C', '+44 20 7946 001😀');
SELECT accord.mask_phone(accord.mask_phone('+44 20 7946 0018')), accord.mask_phone(repeat('1', 1000000));
-- what is longer than any form is masked whole, though it has the form: 1,024 bytes
SELECT n, accord.mask_phone('+44 20' || repeat('(', n) || '7946 0018') FROM unnest('{1,1009,1010,100000}'::int[]) n;
DROP FUNCTION mask_phone_ladder;
