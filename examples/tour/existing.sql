--
-- A contract for a table that is already full
--
CREATE TABLE customer (id integer PRIMARY KEY, profile jsonb NOT NULL);
INSERT INTO customer VALUES
    (1, '{"name": "Ada",   "email": "ada@example.com"}'),
    (2, '{"name": "Bruno", "email": "bruno(at)example.com"}'),
    (3, '{"name": "Hana",  "email": "hana@example.com"}');
\set profile_v1 '{"type": "object", "required": ["name", "email"], "properties": {"name": {"type": "string", "minLength": 1}, "email": {"type": "string", "format": "email"}}}'
-- NOT VALID holds new rows to the contract at once, and looks at no old row.
ALTER TABLE customer ADD CONSTRAINT customer_profile_v1
    CHECK (accord.assert_valid(profile, :'profile_v1', 'customer_profile_v1'))
    NOT VALID;
\set ON_ERROR_STOP off
INSERT INTO customer VALUES (4, '{"name": "", "email": "dag@example.com"}');
-- VALIDATE reads the old rows; writers need not wait for it.
ALTER TABLE customer VALIDATE CONSTRAINT customer_profile_v1;
\set ON_ERROR_STOP on
-- Which rows are they?
SELECT id, e.instance_path, e.message
FROM customer, accord.errors(profile, :'profile_v1') AS e
ORDER BY id;
UPDATE customer SET profile = profile || '{"email": "bruno@example.com"}' WHERE id = 2;
ALTER TABLE customer VALIDATE CONSTRAINT customer_profile_v1;
SELECT conname, convalidated FROM pg_constraint WHERE conname = 'customer_profile_v1';
