# COPY: the boolean form of a domain lets ON_ERROR ignore skip bad rows, assert_valid does not, and a staging
# table keeps every line with its reasons.

use strict;
use warnings FATAL => 'all';

use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = PostgreSQL::Test::Cluster->new('copy');
$node->init;
$node->start;
$node->safe_psql(
	'postgres', q{
CREATE EXTENSION accord;
CREATE DOMAIN skipping AS jsonb CHECK (VALUE OPERATOR(accord.|=) '{"required": ["id"], "properties": {"id": {"type": "integer"}}}');
CREATE DOMAIN raising AS jsonb CHECK (accord.assert_valid(VALUE, '{"required": ["id"], "properties": {"id": {"type": "integer"}}}', 'order_v1'));
CREATE TABLE to_skip (doc skipping);
CREATE TABLE to_raise (doc raising);
CREATE TABLE staging (n bigint GENERATED ALWAYS AS IDENTITY, line text);
});

my $lines = qq({"id": 1}\n{"id": "two"}\nno JSON\n{"id": 4}\n{}\n);
my $file = $PostgreSQL::Test::Utils::tmp_check . '/orders.ndjson';
append_to_file($file, $lines);

# without ON_ERROR both forms end the COPY, with their SQLSTATE
for my $table ('to_skip', 'to_raise')
{
	$node->psql('postgres', "\\set VERBOSITY verbose\nCOPY $table FROM '$file'", stderr => \my $stderr);
	like($stderr, qr/ERROR:\s+23514: /, "$table: COPY stops at the bad row");
	like($stderr, qr{DETAIL:\s+/id: type: }, 'the reason is in the DETAIL')
	  if $table eq 'to_raise';
	is($node->safe_psql('postgres', "SELECT count(*) FROM $table"), '0', "$table: nothing was loaded");
}

SKIP:
{
	skip 'COPY (ON_ERROR ignore): PostgreSQL has it from 17 on', 1
	  if $node->safe_psql('postgres', 'SHOW server_version_num') < 170000;

	my ($ret, $stdout, $stderr) = $node->psql('postgres', "COPY to_skip FROM '$file' (ON_ERROR ignore)");
	is($ret, 0, 'the boolean form lets COPY go on');
	like($stderr, qr/3 rows were skipped/, 'it skips the rows that break the schema or are no JSON');
	is($node->safe_psql('postgres', q{SELECT string_agg(doc ->> 'id', ',') FROM to_skip}), '1,4', 'the good rows are there');

	$node->psql('postgres', "\\set VERBOSITY verbose\nCOPY to_raise FROM '$file' (ON_ERROR ignore)", stderr => \$stderr);
	like($stderr, qr/ERROR:\s+23514: .*order_v1/, 'assert_valid stops the COPY all the same');
}

# a bad schema is a soft error too
SKIP:
{
	skip 'soft errors of the type: PostgreSQL has them from 16 on', 1
	  if $node->safe_psql('postgres', 'SHOW server_version_num') < 160000;

	my %codes = (
		'{}' => '',
		'{' => '22P02',
		'{"type": "strnig"}' => '22P02',
		'{"a": 1, "a": 2}' => '22030',
		'{"pattern": "("}' => '2201B',
		'{"$ref": "#"}' => '22P02',
		'{"$ref": "#/x"}' => '22P02',
		'{"$dynamicRef": "#"}' => '22P02',
		'{"$ref": "https://example.org/x"}' => '0A000',
		'{"not":' x 1001 . '1' => '54001',
		'{"maximum": 1e200000}' => '22P02');

	for my $schema (sort keys %codes)
	{
		is( $node->safe_psql('postgres', qq{SELECT sql_error_code FROM pg_input_error_info(\$s\$$schema\$s\$, 'accord.jsonschema')}),
			$codes{$schema}, 'soft error of ' . substr($schema, 0, 30));
	}
}

# the staging load: the counts add up and each bad line has its reasons
$node->safe_psql('postgres', "COPY staging (line) FROM '$file' WITH (FORMAT csv, QUOTE e'\\x01', DELIMITER e'\\x02')");
is( $node->safe_psql(
		'postgres', q{
WITH read AS (
	SELECT n, line, accord.try_jsonb(line) AS doc FROM staging
), judged AS (
	SELECT n, line, doc, doc OPERATOR(accord.|=) '{"required": ["id"], "properties": {"id": {"type": "integer"}}}' AS ok FROM read
), loaded AS (
	INSERT INTO to_raise SELECT doc FROM judged WHERE ok RETURNING 1
)
SELECT (SELECT count(*) FROM loaded), (SELECT count(*) FROM judged WHERE ok IS NOT TRUE)}),
	'2|3', 'two lines are loaded, three are kept');
is( $node->safe_psql(
		'postgres', q{
SELECT s.n, coalesce(e.instance_path || ' ' || e.keyword, 'no JSON: ' || (accord.json_error(s.line) <> '')::text)
FROM (SELECT *, accord.try_jsonb(line) AS doc FROM staging) s
	 LEFT JOIN LATERAL accord.errors(s.doc, '{"required": ["id"], "properties": {"id": {"type": "integer"}}}') e ON true
WHERE s.doc OPERATOR(accord.|=) '{"required": ["id"], "properties": {"id": {"type": "integer"}}}' IS NOT TRUE
ORDER BY s.n}),
	"2|/id type\n3|no JSON: true\n5| required", 'each with its reason');

$node->stop;
done_testing();
