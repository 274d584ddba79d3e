--
-- Who can see this?
--
-- A mask leaves of a value what may be seen. It needs no key, keeps its form
-- whatever comes in, and hides whole what has not the form.
CREATE SCHEMA shop;
CREATE TABLE shop.visitor (id bigint PRIMARY KEY, email text, ip inet, card text);
INSERT INTO shop.visitor VALUES
    (1, 'ada@example.com',   '203.0.113.9',      '4111-1111-1111-1111'),
    (2, 'bruno@example.com', '2001:db8:85a3::7', '5500 0000 0000 0004'),
    (3, 'call me: 555-1234', '198.51.100.23',    NULL);
SELECT id, accord.mask_email(email) AS email, accord.mask_ip(ip) AS network, accord.mask_card(card) AS card
FROM shop.visitor ORDER BY id;
-- Keys belong to domains. They lie in a table, wrapped under a key that is in
-- a file of the server and never in SQL; functions take the domain's name.
SELECT accord.create_key('person', normalise => '{trim,lower}');
SELECT accord.create_key('payment');
SELECT domain, version, state FROM accord.key_status WHERE domain IN ('person', 'payment') ORDER BY domain;
-- A token stands for a value wherever it stands: two tables join, and neither
-- of them has the address any more.
CREATE TABLE shop.visit AS
    SELECT id, accord.token(email, 'person') AS person FROM shop.visitor WHERE id < 3;
CREATE TABLE shop.letter AS
    SELECT accord.token(address, 'person') AS person, opened
    FROM (VALUES (' Ada@Example.com', true), ('bruno@example.com', false), ('carla@example.com', true)) AS l (address, opened);
SELECT id, opened FROM shop.visit JOIN shop.letter USING (person) ORDER BY id;
-- What must be readable again is encrypted, bound to its domain and to its
-- place: a ciphertext that is moved to another row is no ciphertext there.
ALTER TABLE shop.visitor ADD COLUMN secret bytea;
UPDATE shop.visitor SET secret = accord.encrypt(email, 'person', context => 'visitor ' || id);
UPDATE shop.visitor SET email = NULL;
\set ON_ERROR_STOP off
SELECT accord.decrypt(secret, 'person', context => 'visitor 1') FROM shop.visitor WHERE id = 1;
SET accord.purpose = 'answer to a request of the person';
SELECT accord.decrypt(secret, 'person', context => 'visitor 1') FROM shop.visitor WHERE id = 1;
SELECT accord.decrypt(secret, 'person', context => 'visitor 1') FROM shop.visitor WHERE id = 2;
\set ON_ERROR_STOP on
-- A card number can become another one: the same length, the same blanks and
-- dashes, its first digits kept, its check digit right.
SELECT accord.create_fpe_policy('card', 'payment', '{"like": "card"}');
SELECT id, card ~ '^[0-9]{4}([- ])[0-9]{4}\1[0-9]{4}\1[0-9]{4}$' AS is_card, encrypted <> card AS differs, encrypted ~ ('^' || left(card, 4)) AS begins_alike,
    length(encrypted) = length(card) AS same_length, accord.decrypt_fpe(encrypted, 'card') = card AS comes_back
FROM shop.visitor, accord.encrypt_fpe(card, 'card') AS encrypted
WHERE card IS NOT NULL ORDER BY id;
-- Without its key no ciphertext can be read, here and wherever the table was
-- copied to. (A backup of the keys from before still has it: docs/keys.md.)
SELECT accord.destroy_key('person');
\set ON_ERROR_STOP off
SELECT accord.decrypt(secret, 'person', context => 'visitor 1') FROM shop.visitor WHERE id = 1;
\set ON_ERROR_STOP on
RESET accord.purpose;
