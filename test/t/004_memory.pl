# A backend that validates by a thousand schemas, a million times, keeps no more than the cache's setting and 16 MB.

use strict;
use warnings FATAL => 'all';

use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

plan skip_all => 'memory of a backend: needs /proc' unless -r '/proc/self/status';
plan skip_all => 'memory of a backend: the sanitizers keep what is freed' if $ENV{ACCORD_SANITIZE};

my $node = PostgreSQL::Test::Cluster->new('memory');
$node->init;
$node->append_conf('postgresql.conf', "jit = off\n");
$node->start;
$node->safe_psql(
	'postgres', q{
CREATE EXTENSION accord;
CREATE TABLE schemas AS
SELECT i, format('{"type": "object", "required": ["id"], "properties": {"id": {"type": "integer", "maximum": %s}, "code": {"pattern": "^(?:k|l)%s(?:-[a-z]+)*$"}}, "patternProperties": {"^x%s_(?:a|b)": {"type": "string"}}, "description": "%s"}',
	i, i, i, repeat(md5(i::text), 10))::accord.jsonschema AS s
FROM generate_series(1, 1000) i;
CREATE TABLE documents AS
SELECT i, jsonb_build_object('id', i, 'code', 'k' || i || '-abc', 'x' || i || '_a', 'v') AS doc
FROM generate_series(1, 1000) i;
ANALYZE;
CREATE FUNCTION own_memory() RETURNS bigint LANGUAGE sql AS $$
	SELECT substring(pg_read_file('/proc/' || pg_backend_pid() || '/status') FROM 'RssAnon:\s*(\d+) kB')::bigint
$$;
});

# growth: kB that a backend gains by the statements after its warm-up, and what they print
sub growth
{
	my ($setting, $statements) = @_;
	my $out = $node->safe_psql(
		'postgres', qq{
SET work_mem = '4MB';
SET max_parallel_workers_per_gather = 0;
SET accord.schema_cache = '$setting';
SELECT count(*) FILTER (WHERE doc OPERATOR(accord.|=) s) FROM schemas JOIN documents USING (i) WHERE i <= 5;
SELECT own_memory() AS before \\gset
$statements
SELECT own_memory() - :before;
});
	my @lines = split /\n/, $out;

	shift @lines;
	return (pop @lines, @lines);
}

# Schemas vary fastest, so that each row finds another schema than the one before
my $million = q{
SELECT count(*) FILTER (WHERE ok), count(*)
FROM (SELECT d.doc OPERATOR(accord.|=) s.s AS ok
	  FROM generate_series(1, 1000) again, LATERAL (SELECT * FROM schemas OFFSET again * 0) s JOIN documents d USING (i)) v;
};
my $fewer = $million =~ s/generate_series\(1, 1000\)/generate_series(1, 50)/r;

my ($kb, @out) = growth('32MB', $million);
is_deeply(\@out, ['1000000|1000000'], 'a million validations by a thousand schemas');
cmp_ok($kb, '<=', (32 + 16) * 1024, 'the backend grew by at most the setting and 16 MB');
note "32MB: grew by $kb kB";

($kb, @out) = growth('1MB', $fewer);
is_deeply(\@out, ['50000|50000'], 'a cache that holds few of them');
cmp_ok($kb, '<=', (1 + 16) * 1024, 'the backend grew by at most the small setting and 16 MB');
note "1MB: grew by $kb kB";

# Errors, reports and refused schemas leave nothing behind
($kb, @out) = growth(
	'1MB', q{
SELECT count(*) FROM generate_series(1, 20) again, schemas s, LATERAL accord.errors(jsonb_build_object('id', 'x', 'code', again), s.s);
SELECT count(accord.report(jsonb_build_object('id', again + 100000), s.s)) FROM generate_series(1, 20) again, schemas s;
DO $$
BEGIN
	FOR i IN 1..20000 LOOP
		BEGIN
			PERFORM format('{"properties": {"a": {"pattern": "^(?:a|b)%s"}, "b": {"type": "none"}}}', i)::accord.jsonschema;
		EXCEPTION WHEN invalid_text_representation THEN
			NULL;
		END;
		BEGIN
			PERFORM accord.assert_valid(jsonb_build_object('a', i), '{"properties": {"a": {"type": "string"}}}');
		EXCEPTION WHEN check_violation THEN
			NULL;
		END;
	END LOOP;
END
$$;
});
is_deeply(\@out, [ '20000', '20000' ], 'errors and reports');
cmp_ok($kb, '<=', (1 + 16) * 1024, 'errors, reports and refused schemas leave nothing behind');
note "errors: grew by $kb kB";

# A schema larger than the setting
($kb, @out) = growth(
	'1MB', q{
CREATE TEMP TABLE large AS
SELECT ('{"properties": {' || string_agg(format('"p%s": {"type": "integer", "pattern": "^(?:a|b)%s"}', i, i), ',') || '}}')::accord.jsonschema AS s
FROM generate_series(1, 20000) i;
SELECT length(s::text) > 1024 * 1024, '{"p20000": 1}' OPERATOR(accord.|=) s, '{"p20000": "a"}' OPERATOR(accord.|=) s FROM large, generate_series(1, 3);
});
is_deeply(\@out, [ ('t|t|f') x 3 ], 'a schema larger than the setting works');

$node->stop;
done_testing();
