-- An e-mail address shows its first character and its domain, at most; what is none shows nothing.
\pset format unaligned
CREATE FUNCTION mask_email_ladder(VARIADIC text[]) RETURNS TABLE (value text, masked text, without_domain text) LANGUAGE sql AS
$$SELECT v, accord.mask_email(v), accord.mask_email(v, false) FROM unnest($1) WITH ORDINALITY AS t (v, n) ORDER BY n$$;

-- from nothing to an address
SELECT * FROM mask_email_ladder(NULL, '', ' ', '@', 'j', 'jane', 'jane@', '@example.com', 'jane@example', 'jane@example.', 'jane@.com', 'j@example.com', 'jo@example.com', 'jane.roe@example.com');
-- the local part
SELECT * FROM mask_email_ladder('j.roe@example.com', 'jane+news@example.com', '_@example.com', '_jane@example.com', '7of9@example.com', '{}|~@example.com', '.jane@example.com', 'jane.@example.com',
	'jane..roe@example.com', 'jane roe@example.com', ' jane@example.com', 'jane@example.com ', 'jane(roe)@example.com', 'mailto:jane@example.com', 'Jane <jane@example.com>', E'jane\n@example.com', E'\tjane@example.com');
SELECT * FROM mask_email_ladder('"jane roe"@example.com', '"jane@roe"@example.com', '"jane\"@roe"@example.com', '""@example.com', '"jane@example.com', '"jane"roe@example.com', '"jane\');
-- more than one @
SELECT * FROM mask_email_ladder('jane@roe@example.com', 'jane@@example.com', 'jane@example.com@', 'jane@example.com,bob@example.org', 'jane@example.com;bob@example.org');
-- the domain
SELECT * FROM mask_email_ladder('jane@a.b', 'jane@mail.example.co.uk', 'jane@EXAMPLE.Com', 'jane@xn--bcher-kva.example', 'jane@bücher.example', 'jane@例え.jp', 'jane@-example.com', 'jane@example-.com',
	'jane@exa_mple.com', 'jane@exa mple.com', 'jane@example..com', 'jane@example.com.', 'jane@192.0.2.1', 'jane@[192.0.2.1]', 'jane@example.com:25', 'jane@example.com/x', 'jane@example.123', 'jane@example.c0m',
	'jane＠example.com', 'jane@example．com', E'jane@exam\u202Eple.com', E'jane@exam\u200Bple.com', 'jane@exam😀ple.com');
-- lengths: 64, 63 and 253 bytes
SELECT repeat('j', n) || '@example.com' AS value, accord.mask_email(repeat('j', n) || '@example.com') FROM unnest('{63,64,65}'::int[]) n;
SELECT n, accord.mask_email('jane@' || repeat('e', n) || '.com') = 'j***@' || repeat('e', n) || '.com' AS shown, accord.mask_email('jane@' || repeat('e', n) || '.com', false) FROM unnest('{62,63,64}'::int[]) n;
SELECT n, length(accord.mask_email('jane@' || repeat('e.', n) || 'comm')) FROM unnest('{124,125,1000000}'::int[]) n;
-- a character is what a reader sees
SELECT * FROM mask_email_ladder('é@example.com', 'éa@example.com', E'e\u0301@example.com', E'e\u0301a@example.com', '王伟@example.com', '👩‍👩‍👧@example.com', '👩‍👩‍👧x@example.com', '🇨🇭🇦🇹@example.com', 'नमस्ते@example.com');
-- what shows nothing by itself is not shown
SELECT * FROM mask_email_ladder(E'\u202Ejane@example.com', E'\u200Bjane@example.com', E'\u0301jane@example.com', E'\u3164jane@example.com', E'\uFEFFjane@example.com', E'\U000E0041jane@example.com');
-- what shows nothing is not hidden either: of one character that can be seen nothing is shown
SELECT * FROM mask_email_ladder(E'j\u200B@example.com', E'j\u2060@example.com', E'j\u00AD@example.com', E'j\u00A0@example.com', E'j\u3164@example.com', E'j\u200Bo@example.com');
-- nor anything that shows nothing within what is shown
SELECT * FROM mask_email_ladder(E'jane@\u3164.com', E'jane@\u0301example.com', E'jane@e\u0301x.\u0301com', E'jane@e\u0301xample.com', E'jane@ex\uFE0F\U000E0141.com', E'jane@ex\u034Fample.com', E'j\U000E0141\U000E0142\u200Dane@example.com', E'j\u200Cane@example.com', E'j\uFE0Fane@example.com');
-- the last label is no number in any digits
SELECT * FROM mask_email_ladder('jane@１９２.０.２.１', 'jane@bücher.123', 'jane@bücher.1-2', 'jane@example.1-2', 'jane@例え.１', 'jane@例え.ｃｏｍ');
-- a character with many marks; 64 bytes of local part bound them
SELECT n, accord.mask_email('j' || repeat(E'\u0301', n) || 'ane@example.com') = 'j' || repeat(E'\u0301', n) || '***@example.com' AS shown, accord.mask_email('j' || repeat(E'\u0301', n) || 'ane@example.com', false) = '***' AS whole FROM unnest('{0,1,30,31}'::int[]) n;
-- masked again
SELECT accord.mask_email(accord.mask_email('jane.roe@example.com')), accord.mask_email('***'), accord.mask_email('***@example.com');
SELECT accord.mask_email('jane@example.com', NULL);
DROP FUNCTION mask_email_ladder;
