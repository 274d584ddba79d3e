-- mask_partial hides at least as many characters as either end shows, or all of them.
\pset format unaligned
SELECT v AS value, accord.mask_partial(v, 0, '***', 0) AS "0-0", accord.mask_partial(v, 1, '***', 0) AS "1-0", accord.mask_partial(v, 0, '***', 1) AS "0-1", accord.mask_partial(v, 1, '***', 1) AS "1-1", accord.mask_partial(v, 2, '***', 1) AS "2-1", accord.mask_partial(v, 6, '***', 4) AS "6-4"
FROM unnest(ARRAY[NULL, '', 'a', 'ab', 'abc', 'abcd', 'abcde', 'abcdef', 'abcdefghijklmno', 'abcdefghijklmnop']) WITH ORDINALITY AS t (v, n) ORDER BY n;
-- the mask
SELECT accord.mask_partial('abcdef', 2, '', 2), accord.mask_partial('abc', 2, '', 2), accord.mask_partial('abcdef', 2, '…', 2), accord.mask_partial('abc', 2, 'hidden', 2), accord.mask_partial('abcdef', 2, NULL, 2) IS NULL AS strict;
-- numbers that cannot be
SELECT accord.mask_partial('abcdef', -1, '***', 2);
SELECT accord.mask_partial('abcdef', 1, '***', -2);
SELECT accord.mask_partial('abcdef', 2147483647, '***', 2147483647), accord.mask_partial('abcdef', 0, '***', 2147483647), accord.mask_partial('', 0, '', 0) = '' AS empty;
-- a character is what a reader sees
SELECT v AS value, accord.mask_partial(v, 1, '***', 1) AS "1-1", accord.mask_partial(v, 2, '***', 2) AS "2-2"
FROM unnest(ARRAY['éàü', 'éàüöñç', E'e\u0301a\u0300', E'e\u0301a\u0300u\u0308', E'e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301', '王小明', '👩‍👩‍👧👍🏽', '👩‍👩‍👧👍🏽🇨🇭', '🇨🇭🇦🇹🇩🇪🇫🇷🇮🇹🇱🇮', 'नमस्ते', '각각각', E'\u1112\u1161\u11AB\u1100\u1173\u11AF\u1100\u1173']) WITH ORDINALITY AS t (v, n) ORDER BY n;
SELECT accord.mask_partial(E'a\r\nb', 1, '-', 1), accord.mask_partial(E'ax\r\nyb', 2, '-', 2), accord.mask_partial(E'axy\r\nb', 1, '-', 2), accord.mask_partial(E'\r\naxyb', 1, '-', 1), accord.mask_partial(E'\r\n\r\n\r\n', 1, '-', 1), accord.mask_partial(E'\r\n\r\n', 1, '-', 1);
-- pictographs are one character only where a joiner says so
SELECT accord.mask_partial('😀😁😂🤣😃😄', 1, '-', 1), accord.mask_partial('❤️❤️❤️❤️', 1, '-', 1), accord.mask_partial('👍🏽👍🏽👍🏽👍🏽', 1, '-', 1), accord.mask_partial('👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧', 1, '-', 1), accord.mask_partial('©®™©®™', 1, '-', 1), accord.mask_email('❤👍ane@example.com');
-- what shows nothing by itself is a star, and so is a character with marks without end
SELECT accord.mask_partial(E'\u202Eabc\u202C', 1, '-', 1), accord.mask_partial(E'\u200Babc\u0301', 1, '-', 1), accord.mask_partial(E'\u0301abc', 1, '-', 1), accord.mask_partial(E'\nabc\t', 1, '-', 1), accord.mask_partial(' abc ', 1, '-', 1), accord.mask_partial(E'\u00A0abc\u00AD', 1, '-', 1), accord.mask_partial(E'abc\u0301', 1, '-', 1) = E'a-c\u0301' AS marked;
SELECT n, length(accord.mask_partial('a' || repeat(E'\u0301', n) || 'bc', 1, '-', 1)) FROM unnest('{1,31,32,100000}'::int[]) n;
-- blanks and what shows nothing hide nothing, as in a column that is padded
SELECT v AS value, accord.mask_partial(v, 2, '***', 2) AS "2-2", accord.mask_partial(v, 1, '***', 0) AS "1-0"
FROM unnest(ARRAY['Jo      ', '    Jo', 'J      o', 'Lovelace    ', '    Lovelace', 'Jo    An', 'Jo Ann An', E'Jo e\u0301e\u0301 An', '          ']) WITH ORDINALITY AS t (v, n) ORDER BY n;
SELECT n, accord.mask_partial('Jo' || repeat(c, 4), 2, '***', 2) AS behind, accord.mask_partial(repeat(c, 4) || 'Jo', 2, '***', 2) AS before, accord.mask_partial('Jo' || repeat(c, 4) || 'An', 2, '***', 2) AS between, accord.mask_partial('Jo' || repeat(c || 'x', 2) || 'An', 2, '***', 2) AS among
FROM unnest(ARRAY[E'\u200B', E'\n', E'\r\n', E'\u00A0', E'\u3164', E'\u3000', E'\u2800', E'\u00AD', E'\u0301', E' \u0301']) WITH ORDINALITY AS t (c, n) ORDER BY n;
-- of a character all is shown or a star, so nothing is told between its parts; pictographs have joiners and selectors
SELECT n, accord.mask_partial(v || 'abc', 1, '-', 1) = v || '-c' AS shown FROM unnest(ARRAY[E'a\u0301', E'a\u0363', E'a\uFE0F', E'a\U000E0141', E'a\u200D', E'\u06CC\u200C', '❤️', E'❤\uFE0F\uFE0F', '👩‍👩‍👧', E'👩\u200D', E'👩\U000E0141', '👍🏽', '1️⃣', '🏴󠁧󠁢󠁥󠁮󠁧󠁿', E'😀\U000E0061\U000E0062', E'\u1100\u1160', 'नि', '🇨🇭']) WITH ORDINALITY AS t (v, n) ORDER BY n;
-- large values
SELECT accord.mask_partial(repeat('a', 10000000), 1, '-', 1), accord.mask_partial(repeat('é', 1000000) || 'z', 1, '-', 1), accord.mask_partial('a' || repeat('ก', 100000) || 'z', 1, '-', 1), accord.mask_partial(repeat('😀', 200000), 1, '-', 1), accord.mask_partial(repeat('❤️', 100000), 1, '-', 1), accord.mask_partial(repeat(E'\u0915\u093F\u0902', 100000), 1, '-', 1), length(accord.mask_partial(repeat('a', 100000), 30000, '-', 30000));
-- mask_text tells nothing at all
SELECT accord.mask_text(v) FROM unnest(ARRAY[NULL, '', 'a', repeat('x', 100000)]) WITH ORDINALITY AS t (v, n) ORDER BY n;
