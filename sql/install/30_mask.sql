-- Masks: what is left of a value when it may not be seen. No keys, no state: the same value has the same mask.

CREATE FUNCTION accord.mask_text(value text)
RETURNS text
AS 'MODULE_PATHNAME', 'accord_mask_text'
LANGUAGE C
IMMUTABLE
STRICT
PARALLEL SAFE;

COMMENT ON FUNCTION accord.mask_text(text) IS
'***, whatever the text is';

CREATE FUNCTION accord.mask_email(value text, show_domain boolean DEFAULT true)
RETURNS text
AS 'MODULE_PATHNAME', 'accord_mask_email'
LANGUAGE C
IMMUTABLE
STRICT
PARALLEL SAFE;

COMMENT ON FUNCTION accord.mask_email(text, boolean) IS
'an e-mail address as j***@example.com, or as j***@*** without its domain; anything else as ***';

CREATE FUNCTION accord.mask_phone(value text)
RETURNS text
AS 'MODULE_PATHNAME', 'accord_mask_phone'
LANGUAGE C
IMMUTABLE
STRICT
PARALLEL SAFE;

COMMENT ON FUNCTION accord.mask_phone(text) IS
'a telephone number as ***67, or +44 ***67 where it was written with + or 00; anything else as ***';

CREATE FUNCTION accord.mask_card(value text)
RETURNS text
AS 'MODULE_PATHNAME', 'accord_mask_card'
LANGUAGE C
IMMUTABLE
STRICT
PARALLEL SAFE;

COMMENT ON FUNCTION accord.mask_card(text) IS
'a card number of 12 to 19 digits as ************1111; anything else as ***';

CREATE FUNCTION accord.mask_ssn(value text)
RETURNS text
AS 'MODULE_PATHNAME', 'accord_mask_ssn'
LANGUAGE C
IMMUTABLE
STRICT
PARALLEL SAFE;

COMMENT ON FUNCTION accord.mask_ssn(text) IS
'a social security number as ***-**-6789; anything else as ***';

CREATE FUNCTION accord.mask_iban(value text)
RETURNS text
AS 'MODULE_PATHNAME', 'accord_mask_iban'
LANGUAGE C
IMMUTABLE
STRICT
PARALLEL SAFE;

COMMENT ON FUNCTION accord.mask_iban(text) IS
'an account number as GB************5432: the country and the last four characters; anything else as ***';

CREATE FUNCTION accord.mask_name(value text)
RETURNS text
AS 'MODULE_PATHNAME', 'accord_mask_name'
LANGUAGE C
IMMUTABLE
STRICT
PARALLEL SAFE;

COMMENT ON FUNCTION accord.mask_name(text) IS
'a name as its initials, A. L.; a word of one letter as *., anything but a name as ***';

CREATE FUNCTION accord.mask_ip(value text)
RETURNS text
AS 'MODULE_PATHNAME', 'accord_mask_ip'
LANGUAGE C
IMMUTABLE
STRICT
PARALLEL SAFE;

COMMENT ON FUNCTION accord.mask_ip(text) IS
'an IP address as 203.0.xxx.xxx or 2001:db8:xxxx:xxxx:xxxx:xxxx:xxxx:xxxx; anything else as ***';

CREATE FUNCTION accord.mask_ip(value inet)
RETURNS inet
AS 'MODULE_PATHNAME', 'accord_mask_inet'
LANGUAGE C
IMMUTABLE
STRICT
PARALLEL SAFE;

COMMENT ON FUNCTION accord.mask_ip(inet) IS
'the network of an IP address: 16 bits of IPv4, 32 of IPv6';

CREATE FUNCTION accord.mask_partial(value text, first integer, mask text, last integer)
RETURNS text
AS 'MODULE_PATHNAME', 'accord_mask_partial'
LANGUAGE C
IMMUTABLE
STRICT
PARALLEL SAFE;

COMMENT ON FUNCTION accord.mask_partial(text, integer, text, integer) IS
'the first and last characters with the mask between them; the mask alone, where fewer would be hidden than either end shows';

CREATE FUNCTION accord.mask_date(value date, unit text DEFAULT 'year')
RETURNS date
AS 'MODULE_PATHNAME', 'accord_mask_date'
LANGUAGE C
IMMUTABLE
STRICT
PARALLEL SAFE;

COMMENT ON FUNCTION accord.mask_date(date, text) IS
'the first day of the month, quarter, year, decade or century';

CREATE FUNCTION accord.mask_date(value timestamp, unit text DEFAULT 'year')
RETURNS timestamp
AS 'MODULE_PATHNAME', 'accord_mask_timestamp'
LANGUAGE C
IMMUTABLE
STRICT
PARALLEL SAFE;

COMMENT ON FUNCTION accord.mask_date(timestamp, text) IS
'the first moment of the month, quarter, year, decade or century';

CREATE FUNCTION accord.mask_date(value timestamptz, unit text DEFAULT 'year')
RETURNS timestamptz
AS 'MODULE_PATHNAME', 'accord_mask_timestamp'
LANGUAGE C
IMMUTABLE
STRICT
PARALLEL SAFE;

COMMENT ON FUNCTION accord.mask_date(timestamptz, text) IS
'the first moment, in UTC, of the month, quarter, year, decade or century';

CREATE FUNCTION accord.mask_date(value text, unit text DEFAULT 'year')
RETURNS text
AS 'MODULE_PATHNAME', 'accord_mask_date_text'
LANGUAGE C
IMMUTABLE
STRICT
PARALLEL SAFE;

COMMENT ON FUNCTION accord.mask_date(text, text) IS
'a date written as 1983-08-06, a time behind it left out, as the first day of its month, quarter, year, decade or century; anything else as ***';

CREATE FUNCTION accord.mask_number(value integer)
RETURNS integer
AS 'MODULE_PATHNAME', 'accord_mask_integer'
LANGUAGE C
IMMUTABLE
STRICT
PARALLEL SAFE;

COMMENT ON FUNCTION accord.mask_number(integer) IS
'0, for a column that stays an integer';

CREATE FUNCTION accord.mask_number(value bigint)
RETURNS bigint
AS 'MODULE_PATHNAME', 'accord_mask_bigint'
LANGUAGE C
IMMUTABLE
STRICT
PARALLEL SAFE;

COMMENT ON FUNCTION accord.mask_number(bigint) IS
'0, for a column that stays a bigint';

CREATE FUNCTION accord.mask_number(value double precision)
RETURNS double precision
AS 'MODULE_PATHNAME', 'accord_mask_double'
LANGUAGE C
IMMUTABLE
STRICT
PARALLEL SAFE;

COMMENT ON FUNCTION accord.mask_number(double precision) IS
'0, for a column that stays a double precision';

CREATE FUNCTION accord.mask_number(value numeric)
RETURNS numeric
AS 'MODULE_PATHNAME', 'accord_mask_numeric'
LANGUAGE C
IMMUTABLE
STRICT
PARALLEL SAFE;

COMMENT ON FUNCTION accord.mask_number(numeric) IS
'0, for a column that stays numeric';

CREATE FUNCTION accord.mask_uuid(value uuid)
RETURNS uuid
AS 'MODULE_PATHNAME', 'accord_mask_uuid'
LANGUAGE C
IMMUTABLE
STRICT
PARALLEL SAFE;

COMMENT ON FUNCTION accord.mask_uuid(uuid) IS
'the nil UUID, for a column that stays a uuid';

CREATE FUNCTION accord.mask_json(doc jsonb, methods jsonb)
RETURNS jsonb
AS 'MODULE_PATHNAME', 'accord_mask_json'
LANGUAGE C
IMMUTABLE
STRICT
PARALLEL SAFE;

COMMENT ON FUNCTION accord.mask_json(jsonb, jsonb) IS
'a document with values masked by path or key, {"/user/email": "email", "phone": "phone"}, and all else as it was';

CREATE FUNCTION accord.generalize(value integer, step integer)
RETURNS int4range
AS 'MODULE_PATHNAME', 'accord_generalize_integer'
LANGUAGE C
IMMUTABLE
STRICT
PARALLEL SAFE;

COMMENT ON FUNCTION accord.generalize(integer, integer) IS
'the range of multiples of the step that the number lies in';

CREATE FUNCTION accord.generalize(value bigint, step bigint)
RETURNS int8range
AS 'MODULE_PATHNAME', 'accord_generalize_bigint'
LANGUAGE C
IMMUTABLE
STRICT
PARALLEL SAFE;

COMMENT ON FUNCTION accord.generalize(bigint, bigint) IS
'the range of multiples of the step that the number lies in';

CREATE FUNCTION accord.generalize(value numeric, step numeric)
RETURNS numrange
AS 'MODULE_PATHNAME', 'accord_generalize_numeric'
LANGUAGE C
IMMUTABLE
STRICT
PARALLEL SAFE;

COMMENT ON FUNCTION accord.generalize(numeric, numeric) IS
'the range of multiples of the step that the number lies in';

CREATE FUNCTION accord.generalize(value date, unit text)
RETURNS daterange
AS 'MODULE_PATHNAME', 'accord_generalize_date'
LANGUAGE C
IMMUTABLE
STRICT
PARALLEL SAFE;

COMMENT ON FUNCTION accord.generalize(date, text) IS
'the week, month, quarter, year, decade or century of the date';

CREATE FUNCTION accord.generalize(value timestamp, unit text)
RETURNS tsrange
AS 'MODULE_PATHNAME', 'accord_generalize_timestamp'
LANGUAGE C
IMMUTABLE
STRICT
PARALLEL SAFE;

COMMENT ON FUNCTION accord.generalize(timestamp, text) IS
'the minute, hour, day, week, month, quarter, year, decade or century of the moment';

CREATE FUNCTION accord.generalize(value timestamptz, unit text)
RETURNS tstzrange
AS 'MODULE_PATHNAME', 'accord_generalize_timestamptz'
LANGUAGE C
IMMUTABLE
STRICT
PARALLEL SAFE;

COMMENT ON FUNCTION accord.generalize(timestamptz, text) IS
'the minute, hour, day, week, month, quarter, year, decade or century of the moment, in UTC';

CREATE FUNCTION accord.generalize(value inet, bits_v4 integer, bits_v6 integer)
RETURNS inet
AS 'MODULE_PATHNAME', 'accord_generalize_inet'
LANGUAGE C
IMMUTABLE
STRICT
PARALLEL SAFE;

COMMENT ON FUNCTION accord.generalize(inet, integer, integer) IS
'the network of an IP address with so many bits';
