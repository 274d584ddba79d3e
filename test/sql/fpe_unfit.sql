-- A value that does not fit its policy is an error that does not show it, a token or NULL, as the policy says; it never comes out as it went in.
\set SHOW_CONTEXT never
-- widths of characters differ between versions of psql
\pset format unaligned
CREATE FUNCTION pg_temp.try(value text, policy text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	message text;
	detail text;
BEGIN
	RETURN CASE WHEN accord.encrypt_fpe(value, policy) IS NULL THEN 'NULL' WHEN accord.encrypt_fpe(value, policy) ~ '^t1_[a-z2-7]{26}$' THEN 'token' ELSE 'encrypted' END;
EXCEPTION WHEN OTHERS THEN
	GET STACKED DIAGNOSTICS message = MESSAGE_TEXT, detail = PG_EXCEPTION_DETAIL;
	RETURN message || ': ' || detail;
END
$$;
BEGIN;
SELECT accord.create_key('fpe_unfit');
SELECT accord.create_fpe_policy('card_' || unfit, 'fpe_unfit', jsonb_build_object('like', 'card', 'on_unfit', unfit)),
	   accord.create_fpe_policy('name_' || unfit, 'fpe_unfit', jsonb_build_object('like', 'name_latin', 'max_length', 10, 'on_unfit', unfit))
FROM unnest(ARRAY['error', 'token', 'null']) AS unfit;
SET LOCAL accord.purpose = 'test';
CREATE TABLE public.fpe_unfit_value (policy text, value text);
INSERT INTO public.fpe_unfit_value VALUES
	('card', ''), ('card', ' '), ('card', '4'), ('card', '411111'), ('card', '411111111111'), ('card', '4222222222222'),
	('card', '4111-1111-1111-1111'), ('card', '4111111111111112'), ('card', '4111 1111 1111 111x'), ('card', '4111.1111.1111.1111'),
	('card', E'4111111111111111\n'), ('card', '４１１１111111111111'), ('card', '6304000000000000000'), ('card', '63040000000000000000'),
	('name', ''), ('name', 'A'), ('name', 'Li'), ('name', 'Lee'), ('name', 'Иван'), ('name', '李小龍'), ('name', E'Ame\u0301lie'), ('name', 'Amélie'),
	('name', 'Abcdefghij'), ('name', 'Abcdefghijk'), ('name', '- . '''), ('name', 'Lee2'), ('name', 'a👩‍💻bc');
SELECT policy, quote_literal(value) AS value, pg_temp.try(value, policy || '_error') AS error, pg_temp.try(value, policy || '_token') AS token, pg_temp.try(value, policy || '_null') AS "null"
FROM public.fpe_unfit_value ORDER BY policy COLLATE "C", length(value), value COLLATE "C";
-- a value that is too long is not read to its end, nor does it need memory by its length
SAVEPOINT s;
SELECT accord.encrypt_fpe(repeat('1', 20) || 'x', 'card_error');
ROLLBACK TO s;
SELECT accord.encrypt_fpe(repeat(repeat('1', 10000), 54000), 'card_null') IS NULL AS "null";
-- what a definition does not say means the same for ever
SELECT accord.create_fpe_policy('unsaid', 'fpe_unfit', '{"alphabet": "digits", "on_unfit": "null"}'), accord.create_fpe_policy('unsaid_kept', 'fpe_unfit', '{"alphabet": "digits", "keep_first": 250, "on_unfit": "null"}'),
	   accord.create_fpe_policy('unsaid_more', 'fpe_unfit', '{"alphabet": "digits", "keep_first": 251, "on_unfit": "null"}');
SELECT policy, min(n) AS min_length, max(n) AS max_length
FROM unnest(ARRAY['unsaid', 'unsaid_kept', 'unsaid_more']) AS policy, generate_series(1, 300) AS n WHERE accord.encrypt_fpe(repeat('1', n), policy) IS NOT NULL GROUP BY 1 ORDER BY 1;
-- the token is the one of token()
SELECT accord.encrypt_fpe('Li', 'name_token') = accord.token('Li', 'fpe_unfit') AS same;
-- neither comes back
SELECT accord.decrypt_fpe(accord.encrypt_fpe('Li', 'name_token'), 'name_token') IS NULL AS token, accord.decrypt_fpe('Li', 'name_null') IS NULL AS "null";
SELECT accord.encrypt_fpe('Li', 'name_error');
ROLLBACK TO s;
SELECT accord.decrypt_fpe('Li', 'name_error');
ROLLBACK TO s;
-- a token whose key was rotated stays as its policy's version is
SELECT accord.encrypt_fpe('Li', 'name_token') AS before \gset
SELECT accord.rotate_key('fpe_unfit');
SELECT accord.encrypt_fpe('Li', 'name_token') = :'before' AS same, accord.token('Li', 'fpe_unfit') = :'before' AS same_as_now;
ROLLBACK;
