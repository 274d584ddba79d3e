-- A domain may trim values, make them lower case or keep only their digits before a token is made, by Unicode and not by locale; of which nothing is left has no token.
BEGIN;
SELECT accord.create_key('plain'), accord.create_key('trim', normalise => '{trim}'), accord.create_key('lower', normalise => '{lower}'),
	accord.create_key('mail', normalise => '{lower,trim}'), accord.create_key('phone', normalise => '{digits}');
-- pairs that are the same person in which domain
SELECT a, b, accord.token(a, 'plain') = accord.token(b, 'plain') AS plain, accord.token(a, 'trim') = accord.token(b, 'trim') AS trim,
	accord.token(a, 'lower') = accord.token(b, 'lower') AS lower, accord.token(a, 'mail') = accord.token(b, 'mail') AS mail,
	accord.token(a, 'phone') = accord.token(b, 'phone') AS phone
FROM (VALUES ('Ada@Example.COM', 'ada@example.com'), (E' \t\nada\r\x0B\f ', 'ada'), (U&'\00A0\2003ada\3000\0085', 'ada'), ('a da', 'ada'),
	('ÄÖÜ ẞ ÇÑ', 'äöü ß çñ'), ('ЖАННА', 'жанна'), ('ΣΊΣΥΦΟΣ', 'σίσυφοσ'), ('ΣΊΣΥΦΟΣ', 'σίσυφος'), ('İ', 'i'), ('I', 'ı'), (U&'\212A\212B', 'kå'), (U&'\023A', U&'\2C65'), (U&'\+010400', U&'\+010428'), (U&'\+01E921', U&'\+01E943'),
	('ǅ', 'ǆ'), ('é', U&'e\0301'), ('ﬁ', 'fi'),
	('+49 (0)30 1234-56', '4903-0123456'), ('٠١٢٣٤٥٦٧٨٩', '0123456789'), (U&'\FF11\FF12 \+01D7F1', '125'), (U&'\+01FBF9x', '9'), ('½', '12'), ('²', '2')) AS t (a, b);
-- ASCII as lower() has it, and as many letters as UnicodeData.txt has capitals: 1173 in the first plane
SELECT count(*) FROM generate_series(1, 127) c WHERE accord.token(chr(c), 'lower') <> accord.token(lower(chr(c)), 'lower');
SELECT count(DISTINCT accord.token(chr(c), 'lower')), count(DISTINCT accord.token(chr(c), 'plain')) FROM generate_series(1, 65535) c WHERE c NOT BETWEEN 55296 AND 57343;
-- integers and uuid by their text
SELECT accord.token(-42, 'phone') = accord.token('42', 'phone') AS digits, accord.token('F81D4FAE-7DEC-11D0-A765-00A0C91E6BF6', 'lower') = accord.token('f81d4fae-7dec-11d0-a765-00a0c91e6bf6'::uuid, 'lower') AS lower;
-- nothing is left: else all of these would be one person
SELECT accord.token('', 'plain') IS NULL AS empty, accord.token('  ', 'trim') IS NULL AS blank, accord.token('', 'trim') IS NULL AS empty_trimmed, accord.token('n/a', 'phone') IS NULL AS no_digit,
	accord.token_uuid('n/a', 'phone') IS NULL AS no_digit_uuid;
-- long values, and those that grow
SELECT accord.token(repeat(U&'\023A', 400), 'lower') = accord.token(repeat(U&'\2C65', 400), 'lower') AS grown, accord.token(repeat('A', 1000), 'lower') = accord.token(repeat('a', 1000), 'lower') AS long;
ROLLBACK;
