# A streaming standby gives the verdicts of its primary, in a serial and in a parallel plan.

use strict;
use warnings FATAL => 'all';

use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $primary = PostgreSQL::Test::Cluster->new('primary');
$primary->init(allows_streaming => 1);
$primary->start;
$primary->backup('base');

my $standby = PostgreSQL::Test::Cluster->new('standby');
$standby->init_from_backup($primary, 'base', has_streaming => 1);
$standby->start;

$primary->safe_psql(
	'postgres', q{
CREATE EXTENSION accord;
CREATE DOMAIN event_doc AS jsonb CHECK (VALUE OPERATOR(accord.|=) '{"required": ["id"]}');
CREATE TABLE contracts (name text, schema accord.jsonschema);
INSERT INTO contracts VALUES
	('code', '{"properties": {"code": {"pattern": "^(?:a|b)-[0-9]+$"}}}'),
	('id', '{"properties": {"id": {"multipleOf": 3}}}'),
	('when', '{"properties": {"when": {"format": "date"}}}'),
	('large', ('{"properties": {' || (SELECT string_agg(format('"p%s": {"type": "integer", "description": "%s"}', i, md5(i::text)), ',') FROM generate_series(1, 200) i) || '}, "required": ["p1"]}')::accord.jsonschema);
CREATE TABLE events AS
	SELECT i AS n, jsonb_build_object('id', i, 'code', chr(97 + i % 3) || '-' || i, 'when', CASE WHEN i % 10 = 0 THEN '2023-02-29' ELSE '2024-02-29' END)
		|| CASE WHEN i % 4 = 0 THEN '{"p1": 1}' ELSE '{}' END::jsonb AS doc
	FROM generate_series(1, 1200) i;
ANALYZE;
});
$primary->wait_for_catchup($standby);

my $parallel = q{
SET max_parallel_workers_per_gather = 2;
SET parallel_setup_cost = 0;
SET parallel_tuple_cost = 0;
SET min_parallel_table_scan_size = 0;
};
my $verdicts = q{
SELECT c.name, count(*) FILTER (WHERE e.doc OPERATOR(accord.|=) c.schema) AS good,
	   sum(jsonb_array_length(accord.report(e.doc, c.schema) -> 'errors')) AS errors,
	   sum(hashtext(accord.report(e.doc, c.schema)::text)) AS fingerprint
FROM events e CROSS JOIN contracts c
GROUP BY c.name
ORDER BY c.name};

my $expected =
  $primary->safe_psql('postgres', "SET max_parallel_workers_per_gather = 0; $verdicts");
like(
	$expected,
	qr/^code\|800\|400\|.*\nid\|400\|800\|.*\nlarge\|300\|900\|.*\nwhen\|1080\|120\|/,
	'the primary has the verdicts that the data was made for');
is($standby->safe_psql('postgres', 'SELECT pg_is_in_recovery()'), 't', 'the standby is one');

for my $node ($primary, $standby)
{
	my $name = $node->name;

	is($node->safe_psql('postgres', $verdicts), $expected, "$name: same verdicts");
	like($node->safe_psql('postgres', "$parallel EXPLAIN $verdicts"),
		qr/Gather/, "$name: the plan is parallel");
	is($node->safe_psql('postgres', "$parallel $verdicts"),
		$expected, "$name: same verdicts of the parallel plan");
}

my ($ret, $stdout, $stderr) =
  $standby->psql('postgres', q{SELECT '{}'::event_doc});
like($stderr, qr/violates check constraint/, 'a domain enforces on the standby');
($ret, $stdout, $stderr) =
  $standby->psql('postgres', q{SELECT accord.assert_valid('{}', '{"required": ["id"]}', 'on_standby')});
like($stderr, qr/"on_standby".*property "id" is missing/s, 'assert_valid gives its reasons on the standby');

$standby->stop;
$primary->stop;
done_testing();
