-- Prints the rows of line as TAP, fails if one is not ok, and leaves nothing behind.
SELECT '1..' || count(*) FROM line;
SELECT CASE WHEN ok THEN 'ok ' ELSE 'not ok ' END || n || ' - ' || replace(name, '#', '\#')
	   || CASE WHEN ok THEN '' ELSE E'\n' || diagnosis END
FROM line
ORDER BY n;

DO $$
DECLARE
	failed bigint := (SELECT count(*) FROM line WHERE NOT ok);
BEGIN
	IF failed > 0 OR NOT EXISTS (SELECT FROM line) THEN
		RAISE '% tests failed', failed;
	END IF;
END
$$;
ROLLBACK;
