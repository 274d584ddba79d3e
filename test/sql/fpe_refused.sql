-- A policy whose domain can never have a million values is refused when it is made, with what would help; so is a definition that makes no sense.
\set SHOW_CONTEXT never
CREATE FUNCTION pg_temp.try(definition jsonb) RETURNS TABLE (state text, message text, detail text, hint text) LANGUAGE plpgsql AS $$
BEGIN
	PERFORM accord.create_fpe_policy('p', 'fpe_refused', definition);
	state := 'no error';
	PERFORM accord.drop_fpe_policy('p');
	RETURN NEXT;
EXCEPTION WHEN OTHERS THEN
	GET STACKED DIAGNOSTICS state = RETURNED_SQLSTATE, message = MESSAGE_TEXT, detail = PG_EXCEPTION_DETAIL, hint = PG_EXCEPTION_HINT;
	RETURN NEXT;
END
$$;
BEGIN;
SELECT accord.create_key('fpe_refused');
\x
-- a card that keeps eight and four; six and four and a check digit; a number of social security that keeps four; a postcode
SELECT * FROM pg_temp.try('{"like": "card_last4", "keep_first": 8, "max_length": 16}');
SELECT * FROM pg_temp.try('{"like": "card", "keep_last": 4, "min_length": 16, "max_length": 16}');
SELECT * FROM pg_temp.try('{"like": "ssn", "keep_last": 4}');
SELECT * FROM pg_temp.try('{"alphabet": "digits", "max_length": 5}');
SELECT * FROM pg_temp.try('{"alphabet": "alphanumeric", "max_length": 3}');
-- the ladder of minimum lengths
SELECT * FROM pg_temp.try('{"alphabet": "digits", "min_length": 5}');
SELECT * FROM pg_temp.try('{"alphabet": "digits", "min_length": 6}');
SELECT * FROM pg_temp.try('{"characters": "01", "min_length": 19}');
SELECT * FROM pg_temp.try('{"characters": "01", "min_length": 20}');
SELECT * FROM pg_temp.try('{"alphabet": "latin", "min_length": 2}');
SELECT * FROM pg_temp.try('{"alphabet": "digits", "min_length": 20, "max_length": 19}');
-- alphabets
SELECT * FROM pg_temp.try('{}');
SELECT * FROM pg_temp.try('[]');
SELECT * FROM pg_temp.try('{"alphabet": "runes"}');
SELECT * FROM pg_temp.try('{"alphabet": "digits", "characters": "0123456789"}');
SELECT * FROM pg_temp.try('{"alphabet": "digits", "capitals": "0123456789"}');
SELECT * FROM pg_temp.try('{"characters": ""}');
SELECT * FROM pg_temp.try('{"characters": "0"}');
SELECT * FROM pg_temp.try('{"characters": "abca"}');
SELECT * FROM pg_temp.try('{"characters": "äöüä"}');
SELECT * FROM pg_temp.try('{"characters": "abc", "capitals": "AB"}');
SELECT * FROM pg_temp.try('{"characters": "abc", "capitals": "ABc"}');
SELECT * FROM pg_temp.try('{"alphabet": "digits", "literals": "-5"}');
SELECT * FROM pg_temp.try('{"alphabet": "hex", "check_digit": "luhn"}');
SELECT * FROM pg_temp.try('{"characters": "1234567890", "check_digit": "luhn"}');
-- a token would look like a value
SELECT * FROM pg_temp.try('{"like": "alphanumeric_id", "on_unfit": "token"}');
SELECT * FROM pg_temp.try('{"like": "alphanumeric_id", "on_unfit": "token", "literals": " -"}');
-- a token would join what the tweak parts
SELECT * FROM pg_temp.try('{"like": "phone", "tweak": "column", "on_unfit": "token"}');
SELECT * FROM pg_temp.try('{"like": "card", "tweak": "kept and column", "on_unfit": "token"}');
SELECT * FROM pg_temp.try('{"like": "card", "tweak": "kept", "on_unfit": "token"}');
SELECT * FROM pg_temp.try('{"like": "phone", "tweak": "column", "on_unfit": "null"}');
-- a tweak of nothing
SELECT * FROM pg_temp.try('{"like": "phone", "tweak": "kept"}');
SELECT * FROM pg_temp.try('{"like": "phone", "tweak": "kept and column"}');
SELECT * FROM pg_temp.try('{"like": "phone", "tweak": "kept", "keep_first": 1}');
-- members
SELECT * FROM pg_temp.try('{"like": "cards"}');
SELECT * FROM pg_temp.try('{"like": 1}');
SELECT * FROM pg_temp.try('{"like": "card", "keep": 6}');
SELECT * FROM pg_temp.try('{"like": "card", "keep_first": "6"}');
SELECT * FROM pg_temp.try('{"like": "card", "keep_first": -1}');
SELECT * FROM pg_temp.try('{"like": "card", "keep_first": 6.5}');
SELECT * FROM pg_temp.try('{"like": "card", "max_length": 4097}');
SELECT * FROM pg_temp.try('{"like": "card", "max_length": 1e100}');
SELECT * FROM pg_temp.try('{"like": "card", "on_unfit": "show"}');
SELECT * FROM pg_temp.try('{"like": "card", "tweak": null}');
SELECT * FROM pg_temp.try('{"like": "card", "check_digit": "none", "alphabet": "hex"}');
\x
-- names
SAVEPOINT s;
SELECT accord.create_fpe_policy('', 'fpe_refused', '{"like": "card"}');
ROLLBACK TO s;
SELECT accord.create_fpe_policy(repeat('p', 64), 'fpe_refused', '{"like": "card"}');
ROLLBACK TO s;
SELECT accord.create_fpe_policy('p', 'fpe_unknown', '{"like": "card"}');
ROLLBACK TO s;
SELECT accord.create_fpe_policy('p', 'fpe_refused', '{"like": "card"}');
SELECT accord.create_fpe_policy('p', 'fpe_refused', '{"like": "card"}');
ROLLBACK;
