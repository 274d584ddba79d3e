-- Noise: values moved by a distance that is random, and always the same for a value.

CREATE FUNCTION accord.noise(value integer, domain text, scale integer)
RETURNS integer
AS 'MODULE_PATHNAME', 'accord_noise_integer'
LANGUAGE C
STABLE
STRICT
PARALLEL SAFE;

COMMENT ON FUNCTION accord.noise(integer, text, integer) IS
'the value, moved by a random distance of at most scale, each distance as likely; always the same for a value, scale and domain; needs the right ''token'' on the domain';

CREATE FUNCTION accord.noise(value bigint, domain text, scale bigint)
RETURNS bigint
AS 'MODULE_PATHNAME', 'accord_noise_bigint'
LANGUAGE C
STABLE
STRICT
PARALLEL SAFE;

COMMENT ON FUNCTION accord.noise(bigint, text, bigint) IS
'the value, moved by a random distance of at most scale, each distance as likely; always the same for a value, scale and domain; needs the right ''token'' on the domain';

CREATE FUNCTION accord.noise(value numeric, domain text, scale numeric)
RETURNS numeric
AS 'MODULE_PATHNAME', 'accord_noise_numeric'
LANGUAGE C
STABLE
STRICT
PARALLEL SAFE;

COMMENT ON FUNCTION accord.noise(numeric, text, numeric) IS
'the value, moved by a random distance of at most scale, each distance as likely; always the same for a value, scale and domain; needs the right ''token'' on the domain; it has as many decimals as scale';

CREATE FUNCTION accord.noise(value double precision, domain text, scale double precision)
RETURNS double precision
AS 'MODULE_PATHNAME', 'accord_noise_float'
LANGUAGE C
STABLE
STRICT
PARALLEL SAFE;

COMMENT ON FUNCTION accord.noise(double precision, text, double precision) IS
'the value, moved by a random distance of at most scale, each distance as likely; always the same for a value, scale and domain; needs the right ''token'' on the domain';

CREATE FUNCTION accord.noise(value date, domain text, scale integer)
RETURNS date
AS 'MODULE_PATHNAME', 'accord_noise_date'
LANGUAGE C
STABLE
STRICT
PARALLEL SAFE;

COMMENT ON FUNCTION accord.noise(date, text, integer) IS
'the value, moved by a random distance of at most scale, each distance as likely; always the same for a value, scale and domain; needs the right ''token'' on the domain; scale is in days';

CREATE FUNCTION accord.noise(value timestamp without time zone, domain text, scale interval)
RETURNS timestamp without time zone
AS 'MODULE_PATHNAME', 'accord_noise_timestamp'
LANGUAGE C
STABLE
STRICT
PARALLEL SAFE;

COMMENT ON FUNCTION accord.noise(timestamp without time zone, text, interval) IS
'the value, moved by a random distance of at most scale, each distance as likely; always the same for a value, scale and domain; needs the right ''token'' on the domain';

CREATE FUNCTION accord.noise(value timestamp with time zone, domain text, scale interval)
RETURNS timestamp with time zone
AS 'MODULE_PATHNAME', 'accord_noise_timestamp'
LANGUAGE C
STABLE
STRICT
PARALLEL SAFE;

COMMENT ON FUNCTION accord.noise(timestamp with time zone, text, interval) IS
'the value, moved by a random distance of at most scale, each distance as likely; always the same for a value, scale and domain; needs the right ''token'' on the domain';
