-- A name shows the initials of its first four words, but of no word that is all initial.
\pset format unaligned
CREATE FUNCTION mask_name_ladder(VARIADIC text[]) RETURNS TABLE (value text, masked text) LANGUAGE sql AS
$$SELECT v, accord.mask_name(v) FROM unnest($1) WITH ORDINALITY AS t (v, n) ORDER BY n$$;

-- from nothing to a name
SELECT * FROM mask_name_ladder(NULL, '', ' ', '.', '-', '''', 'A', 'A.', 'Jo', 'Ada', 'Ada Lovelace', 'Ada King Lovelace', 'A K Lovelace', 'J. R. R. Tolkien', 'J.R.R. Tolkien', 'Ada  Lovelace', ' Ada Lovelace ', 'Lovelace, Ada', 'Lovelace,Ada');
SELECT * FROM mask_name_ladder('Anne-Marie O''Neill', 'ada lovelace', 'van der Berg', 'd''Artagnan', '''t Hooft', 'Robert "Bob" Smith', 'Robert (Bob) Smith', 'Smith & Sons', 'Dr. Ada Lovelace', 'Ada, Countess of Lovelace', 'Juan Carlos de la Torre y Vega', '- Smith', '. . .');
-- what is no name
SELECT * FROM mask_name_ladder('jane.roe@example.com', 'John Smith 3rd', 'X Æ A-12', 'Ada; DROP', 'Ada_Lovelace', '4111111111111111', 'Ada😀', 'Ada Lovelace 😀', E'Ada\nLovelace', E'Ada\tLovelace', E'Ada\u200BLovelace', E'\u202EAda Lovelace', 'Ａｄａ１');
SELECT n, accord.mask_name('Ada ' || repeat('x', n)) FROM unnest('{508,509,1000000}'::int[]) n;
-- letters beyond ASCII, composed or not
SELECT * FROM mask_name_ladder('É', 'Éa', 'Élodie Øst', E'E\u0301', E'E\u0301lodie', E'E\u0301 Ø', 'Łukasz Żak', 'Иван Петров', 'Ñ Gómez', 'Ελένη Παππά', 'Ａｄａ', 'ﬁona', 'أحمد علي', 'राज शर्मा', E'Ada\u00A0Lovelace', E'Ada\u3000Lovelace', E'Ada\u2009Lovelace', 'O’Neill', 'O’', 'é’');
-- an ideograph or a Hangul syllable is a name by itself
SELECT * FROM mask_name_ladder('王', '王伟', '王 伟', '菅野　勝利', '菅野 さくら', 'さくら', 'ジョン・スミス', '约翰·史密斯', '김민준', '김 민준', E'\u1100\u1161', '王 Ada');
-- and so are characters of other scripts that are words
SELECT * FROM mask_name_ladder('ﷴعلي', 'ﷺ علي', 'ﷲعلي', E'\U00017000\U00017001', 'ꀀꀁ', E'\U0001B170\U0001B171', E'\U00018B00\U00018B01', 'علي');
-- a filler is no letter, and letters as marks are not shown
SELECT * FROM mask_name_ladder(E'A\u3164', E'A\uFFA0', E'A\u115F\u1160', E'\u3164', E'A\u3164b', E'A\u0363\u0364\u0365b', E'A\uFE0Fb', E'A\u034Fb', E'A\u0308b');
-- marks without a letter, fillers and marks without end are not shown
SELECT * FROM mask_name_ladder(E'\u0301Ada', E'\u3164Ada Lovelace', E'A\u0301\u0302\u0303da');
SELECT n, accord.mask_name('A' || repeat(E'\u0301', n) || 'da') <> '*.' AS shown FROM unnest('{1,31,32}'::int[]) n;
SELECT accord.mask_name(accord.mask_name('Ada Lovelace'));
DROP FUNCTION mask_name_ladder;
