-- A ready policy turns a value into one of its own form, and decrypt_fpe gives it back; what it keeps is what the policy says.
\set SHOW_CONTEXT never
SELECT * FROM accord.fpe_templates();
BEGIN;
SELECT accord.create_key('fpe_ready');
SELECT name, accord.create_fpe_policy(name, 'fpe_ready', jsonb_build_object('like', name)) AS version FROM accord.fpe_templates();
SET LOCAL accord.purpose = 'test';
CREATE TABLE public.fpe_ready_value (policy text, value text);
INSERT INTO public.fpe_ready_value VALUES
	('card', '4111111111111111'), ('card', '4111-1111-1111-1111'), ('card', '3782 822463 10005'), ('card', '4222222222222'),
	('card', '6304000000000000000'),
	('card_last4', '4111111111111111'), ('card_last4', '4111 1111 1111 1234'),
	('ssn', '123-45-6789'), ('ssn', '123456789'), ('ssn', '000000000'),
	('phone', '+49 30 1234567'), ('phone', '(415) 555-2671'), ('phone', '004915112345678'), ('phone', '+1.415.555.2671'),
	('numeric_id', '000001'), ('numeric_id', '99999999999999999999999999999999999999'),
	('alphanumeric_id', 'A1b2'), ('alphanumeric_id', 'CUST-0001/x.Y_z 9'),
	('name_latin', 'Lee'), ('name_latin', 'Anna-María O''Brien'), ('name_latin', 'İsmail Kılıç'), ('name_latin', 'WEISẞ weiß'),
	('name_latin', 'Łukasz Żółty'), ('name_latin', 'D’Arc'),
	('name_cyrillic', 'Иван'), ('name_cyrillic', 'Ёлкина-Петрова Ґалина'), ('name_cyrillic', 'ЉУБИЦА Ђоковић');
SELECT v.policy, v.value,
	   e.value <> v.value AS changed,
	   accord.decrypt_fpe(e.value, v.policy) = v.value AS back,
	   -- each character is replaced by one of its kind, and what is none stays
	   regexp_replace(e.value, '[0-9]', '9', 'g') = regexp_replace(v.value, '[0-9]', '9', 'g') AS digits_are_digits,
	   regexp_replace(e.value, '[^-+ ().''’/_]', 'x', 'g') = regexp_replace(v.value, '[^-+ ().''’/_]', 'x', 'g') AS same_literals
FROM public.fpe_ready_value AS v, LATERAL (SELECT accord.encrypt_fpe(v.value, v.policy) AS value) AS e
ORDER BY v.policy COLLATE "C", v.value COLLATE "C";
-- what is kept
SELECT left(accord.encrypt_fpe('4111111111111111', 'card'), 6) AS bin,
	   left(accord.encrypt_fpe('4111111111111234', 'card_last4'), 6) AS bin_too,
	   right(accord.encrypt_fpe('4111111111111234', 'card_last4'), 4) AS last4;
-- the capital of a letter becomes the capital of another one
SELECT substr(capital, 2) = substr(small, 2) AS same_rest, left(capital, 1) <> left(small, 1) AS other_first
FROM (VALUES ('name_latin', 'Smith', 'smith'), ('name_cyrillic', 'Иванов', 'иванов')) AS v (policy, a, b),
LATERAL (SELECT accord.encrypt_fpe(a, policy) AS capital, accord.encrypt_fpe(b, policy) AS small) AS e;
-- the same digits give the same digits, however they are written
SELECT accord.encrypt_fpe('4111-1111-1111-1111', 'card') = regexp_replace(accord.encrypt_fpe('4111111111111111', 'card'), '(....)(....)(....)', '\1-\2-\3-') AS same;
SELECT accord.encrypt_fpe(NULL, 'card') IS NULL AS encrypted, accord.decrypt_fpe(NULL, 'card') IS NULL AS decrypted;
ROLLBACK;
