# A dump restores every object that holds a schema, with an empty search_path, and what is restored still enforces.

use strict;
use warnings FATAL => 'all';

use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = PostgreSQL::Test::Cluster->new('dump');
$node->init;
$node->start;
my $owner = $node->safe_psql('postgres', 'SELECT current_user');

# dump: the text of a database, without the random key that newer releases write
sub dump_text
{
	my ($db, $file) = @_;

	$node->command_ok([ 'pg_dump', '--no-sync', '-f', $file, $db ],
		"pg_dump of $db");
	my $text = slurp_file($file);
	$text =~ s/^\\(un)?restrict .*\n//mg;
	return $text;
}

# refused: the statement fails in db with that SQLSTATE and that text
sub refused
{
	my ($db, $sql, $pattern, $name) = @_;

	$node->psql(
		$db,
		"SET search_path = ''; \\set VERBOSITY verbose\n$sql",
		stderr => \my $stderr);
	like($stderr, $pattern, "$db: $name");
	return;
}

$node->safe_psql('postgres', 'CREATE DATABASE original');
$node->safe_psql('postgres', 'CREATE DATABASE restored');
$node->safe_psql(
	'original', <<'SQL');
CREATE EXTENSION accord;

CREATE DOMAIN public.order_doc AS jsonb CONSTRAINT order_doc_schema
	CHECK (VALUE OPERATOR(accord.|=) '{
  "$comment": "quotes '' and \" and $$ and \\ and é, on several lines",
  "required": ["id"], "properties": {"id": {"type": "integer", "minimum": 0.10}, "code": {"pattern": "^\\d+\\\\$"}}
}');
CREATE DOMAIN public.order_asserted AS jsonb
	CHECK (accord.assert_valid(VALUE, '{"required": ["id"]}', 'order''s "v1"'));

CREATE TABLE public.orders (
	n int PRIMARY KEY,
	doc public.order_doc,
	asserted public.order_asserted,
	free jsonb,
	ok boolean GENERATED ALWAYS AS (free OPERATOR(accord.|=) '{"type": "object"}') STORED,
	CONSTRAINT free_schema CHECK (accord.is_valid(free, '{"maxProperties": 2}'))
);
CREATE INDEX ON public.orders (n) WHERE free OPERATOR(accord.|=) '{"required": ["late"]}';
INSERT INTO public.orders VALUES (1, '{"id": 1, "code": "7\\"}', '{"id": "x"}', '{"late": true}'), (2, NULL, NULL, '[]');
ALTER TABLE public.orders ADD CONSTRAINT not_yet CHECK (free OPERATOR(accord.|=) '{"required": ["late"], "type": "object"}') NOT VALID;

CREATE TABLE public.contracts (name text PRIMARY KEY, schema accord.jsonschema NOT NULL DEFAULT '{"type": "object"}');
INSERT INTO public.contracts VALUES ('spaced', '{ "maximum" : 1.50 }'), ('lines', E'{\n\t"type": "object"\n}'), ('true', 'true');
INSERT INTO public.contracts (name) VALUES ('default');
CREATE TABLE public.documents (contract text REFERENCES public.contracts, schema accord.jsonschema, doc jsonb, CHECK (doc OPERATOR(accord.|=) schema));
INSERT INTO public.documents SELECT name, schema, '{}' FROM public.contracts;

INSERT INTO accord.schema_part (uri, source) VALUES
	('https://example.org/order', '{"properties": {"to": {"$ref": "address"}}}'),
	('https://example.org/address', E'{\n\t"required": ["zip"], "description": "quotes '' and \\" and é"\n}'),
	('urn:example:quote"''\', 'true');
CREATE DOMAIN public.bundled AS jsonb CONSTRAINT bundled_schema CHECK (VALUE OPERATOR(accord.|=) 'true');
DO $$
BEGIN
	EXECUTE format('ALTER DOMAIN public.bundled ADD CONSTRAINT bundled_order CHECK (VALUE OPERATOR(accord.|=) %L)',
		accord.bundle('{"items": {"$ref": "https://example.org/order"}}'));
END
$$;
CREATE TABLE public.bundles (schema accord.jsonschema);
INSERT INTO public.bundles VALUES (accord.bundle('{"items": {"$ref": "https://example.org/order"}}')),
	(accord.assert_formats('{"$schema": "https://json-schema.org/draft/2020-12/schema", "format": "ipv4"}'));

CREATE VIEW public.verdicts AS
	SELECT d.contract, d.doc OPERATOR(accord.|=) c.schema AS ok, accord.report(d.doc, c.schema) AS report
	FROM public.documents d JOIN public.contracts c ON c.schema OPERATOR(accord.=) d.schema;
CREATE FUNCTION public.judge(jsonb) RETURNS boolean LANGUAGE sql IMMUTABLE
	BEGIN ATOMIC SELECT $1 OPERATOR(accord.|=) '{"required": ["judged"]}'; END;
SQL

my $original = $PostgreSQL::Test::Utils::tmp_check . '/original.sql';
my $restored = $PostgreSQL::Test::Utils::tmp_check . '/restored.sql';
my $first = dump_text('original', $original);

like($first, qr/set_config\('search_path', '', false\)/,
	'the dump empties search_path');
$node->command_ok(
	[ 'psql', '-X', '-q', '-v', 'ON_ERROR_STOP=1', '-f', $original, 'restored' ],
	'the dump restores without an error');
is(dump_text('restored', $restored), $first,
	'a dump of the restored database is the same');

for my $db ('original', 'restored')
{
	refused($db,
		q{INSERT INTO public.orders (n, doc) VALUES (3, '{"id": 0}')},
		qr/23514: .*order_doc_schema/,
		'the domain enforces');
	refused($db,
		q{INSERT INTO public.orders (n, doc) VALUES (3, '{"id": 1, "code": "7"}')},
		qr/23514: .*order_doc_schema/,
		'a pattern with backslashes is the same');
	refused($db,
		q{INSERT INTO public.orders (n, asserted) VALUES (3, '{}')},
		qr/23514: .*order's "v1".*property "id" is missing/s,
		'the asserted domain enforces, with its reasons');
	refused($db,
		q{INSERT INTO public.orders (n, free) VALUES (3, '{"late": 1, "b": 2, "c": 3}')},
		qr/23514: .*free_schema/,
		'the table CHECK enforces');
	refused($db, q{INSERT INTO public.orders (n, free) VALUES (3, '{}')},
		qr/23514: .*not_yet/, 'the CHECK that is NOT VALID enforces');
	refused($db,
		q{INSERT INTO public.documents VALUES ('true', '{"type": "object"}', '1')},
		qr/23514: .*documents_/,
		'the CHECK on a schema in a column enforces');
	refused($db, q{INSERT INTO public.contracts VALUES ('bad', '{"type": "strnig"}')},
		qr/22P02: .*strnig/, 'the type refuses a bad schema');
	refused($db,
		q{SELECT '[{"to": {}}]'::public.bundled},
		qr/23514: .*bundled_order/,
		'the domain of a bundle enforces');
	refused($db,
		q{INSERT INTO accord.schema_part (uri, source) VALUES ('https://example.org/order', 'true')},
		qr/23505: .*another source/,
		'a part keeps its source');
	is( $node->safe_psql(
			$db, q{SET search_path = '';
			SELECT uri, pg_catalog.octet_length(source), added_by FROM accord.schema_part ORDER BY uri COLLATE "C";
			SELECT pg_catalog.bool_or(schema OPERATOR(accord.=) accord.bundle('{"items": {"$ref": "https://example.org/order"}}')),
				pg_catalog.bool_and('"x"' OPERATOR(accord.|=) schema) FROM public.bundles;
			INSERT INTO accord.schema_part (uri, source) VALUES ('https://example.org/order', '{"properties": {"to": {"$ref": "address"}}}');}),
		"https://example.org/address|65|$owner\nhttps://example.org/order|43|$owner\nurn:example:quote\"'\\|4|$owner\nt|f",
		"$db: the same parts, and bundle() makes the same of them");
	is( $node->safe_psql(
			$db, q{SET search_path = '';
			SELECT n, ok FROM public.orders ORDER BY n;
			SELECT name, schema FROM public.contracts WHERE name <> 'lines' ORDER BY name COLLATE "C";
			SELECT contract, ok FROM public.verdicts WHERE contract = 'spaced';
			SELECT public.judge('{"judged": 1}'), public.judge('{}');}),
		"1|t\n2|f\ndefault|{\"type\": \"object\"}\nspaced|{ \"maximum\" : 1.50 }\ntrue|true\nspaced|t\nt|f",
		"$db: the same rows, texts and verdicts");
}

$node->stop;
done_testing();
