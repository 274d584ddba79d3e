-- The smallest domain is encrypted to itself: a million values to as many, each of which comes back.
BEGIN;
SELECT accord.create_key('fpe_permutation');
SELECT accord.create_fpe_policy('fpe_six', 'fpe_permutation', '{"alphabet": "digits", "max_length": 6}');
SET LOCAL accord.purpose = 'test';
CREATE TABLE public.fpe_permutation AS
SELECT plain, accord.encrypt_fpe(plain, 'fpe_six') AS cipher FROM (SELECT lpad(i::text, 6, '0') AS plain FROM generate_series(0, 999999) AS i) AS plains;
SELECT count(*), count(DISTINCT cipher), count(*) FILTER (WHERE cipher ~ '^[0-9]{6}$') AS of_its_form,
	   count(*) FILTER (WHERE accord.decrypt_fpe(cipher, 'fpe_six') = plain) AS came_back,
	   -- a random permutation has one fixed point, as a mean
	   count(*) FILTER (WHERE cipher = plain) < 12 AS few_unchanged
FROM public.fpe_permutation;
ROLLBACK;
