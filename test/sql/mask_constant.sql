-- Numbers and UUIDs are masked by a constant of their type.
SELECT accord.mask_number(37), accord.mask_number(37::smallint), accord.mask_number(37::bigint), accord.mask_number(37.5), accord.mask_number(37.5::float8), accord.mask_number('NaN'::numeric), accord.mask_uuid('a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11');
SELECT pg_typeof(accord.mask_number(37)), pg_typeof(accord.mask_number(37::bigint)), pg_typeof(accord.mask_number(37.5)), pg_typeof(accord.mask_number(37.5::float8)), pg_typeof(accord.mask_uuid('a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'));
SELECT accord.mask_number(NULL::int) IS NULL AS integer, accord.mask_number(NULL::numeric) IS NULL AS numeric, accord.mask_uuid(NULL) IS NULL AS uuid;
-- the masks are immutable: in generated columns and indexes
CREATE TABLE mask_constant (email text, shown text GENERATED ALWAYS AS (accord.mask_email(email)) STORED, born date, year daterange GENERATED ALWAYS AS (accord.generalize(born, 'year')) STORED);
CREATE INDEX ON mask_constant (accord.mask_partial(email, 1, '*', 0));
INSERT INTO mask_constant (email, born) VALUES ('jane@example.com', '1983-08-06') RETURNING shown, year;
DROP TABLE mask_constant;
