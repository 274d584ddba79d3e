# Dimensions survive pg_dump and restore, by name: the next merge goes on in the restored database as in the original.

use strict;
use warnings FATAL => 'all';

use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = PostgreSQL::Test::Cluster->new('history_dump');
$node->init;
$node->start;
$node->safe_psql('postgres', "CREATE DATABASE $_") for 'original', 'restored';

# what a merge takes and what its table is; the columns that compare leave out surrogate keys made on the spot
my %dimensions = (
	'public.dim_plain' => { source => 'public.customer' },
	'public.dim_dates' => { source => 'public.customer' },
	'public.dim_type' => { source => 'public.customer' },
	'odd."Dim ""x"" $1"' => { source => 'odd."Source %s"' },
	'public.dim_parts' => { source => 'public.customer' },
	'public.snapshot' => { source => 'public.customer' },
	'public.dim_numbered' => { source => 'public.customer', but => 'dim_numbered_sk' });

$node->safe_psql(
	'original', <<'SQL');
CREATE EXTENSION accord;
CREATE TABLE public.dropped (i int);
CREATE TABLE public.customer (id int, gone int, city text, tier numeric, since timestamp);
ALTER TABLE public.customer DROP COLUMN gone;
CREATE SCHEMA odd;
CREATE TABLE odd."Source %s" ("The ""Id""" text, gone int, "city's" text);
ALTER TABLE odd."Source %s" DROP COLUMN gone;
SELECT accord.create_dimension('public.dim_plain', 'public.customer', '{id}');
SELECT accord.create_dimension('public.dim_dates', 'public.customer', '{id}', '{"since": "carry"}',
	'{"type": "date", "timezone": "Europe/Berlin", "open_end": "9999-12-31", "is_deleted": true}');
SELECT accord.create_dimension('public.dim_type', 'public.customer', '{id,city}', '{"tier": "current", "since": "previous"}',
	'{"open_end": "null", "is_current": null, "hash": "sha256", "current_view": true}');
SELECT accord.create_dimension('odd."Dim ""x"" $1"', 'odd."Source %s"', ARRAY['The "Id"']);
SELECT accord.create_dimension('public.dim_parts', 'public.customer', '{id}', '{}', '{"partition_by": "HASH (id)"}');
CREATE TABLE public.dim_parts_0 PARTITION OF public.dim_parts FOR VALUES WITH (MODULUS 2, REMAINDER 0);
CREATE TABLE public.dim_parts_1 PARTITION OF public.dim_parts FOR VALUES WITH (MODULUS 2, REMAINDER 1);
SELECT accord.create_dimension('public.dim_numbered', 'public.customer', '{id}', '{"tier": "overwrite"}', '{"surrogate_key": "identity"}');
CREATE TABLE public.snapshot (id int, city text, tier numeric, since timestamp,
	dbt_scd_id text, dbt_updated_at timestamp, dbt_valid_from timestamp, dbt_valid_to timestamp);
SELECT accord.adopt_dimension('public.snapshot', '{id}', '{}', '{}', preset => 'dbt', prepare => true);
DROP TABLE public.dropped;
SQL

# merge: one night in a database; the counts of each dimension
sub merge
{
	my ($db, $night) = @_;
	my $sql = qq{SET search_path = '';
TRUNCATE public.customer, odd."Source %s";
INSERT INTO public.customer SELECT i, 'city ' || (i + $night) % 3, i % (2 + $night), timestamp '2024-01-01' + $night * interval '1 day'
	FROM pg_catalog.generate_series(1, 20) i WHERE (i + $night) % 5 > 0;
INSERT INTO odd."Source %s" SELECT 'key ' || i, 'city ' || (i + $night) % 3 FROM pg_catalog.generate_series(1, 20) i;
};
	for my $name (sort keys %dimensions)
	{
		my $deletes = $name =~ /dates/ ? 'record' : 'close';
		$sql .= "SELECT '$name', pg_catalog.to_jsonb(m) FROM accord.merge('$name', '$dimensions{$name}{source}', "
		  . "at => '2024-02-0$night 12:00:00+00', deletes => '$deletes') m;\n";
	}
	return $node->safe_psql($db, $sql);
}

sub contents
{
	my ($db) = @_;

	return join "\n", map {
		my $but = $dimensions{$_}{but} // '';
		$node->safe_psql($db, qq{SET search_path = ''; SELECT '$_', pg_catalog.to_jsonb(d) OPERATOR(pg_catalog.-) '$but'::text AS r FROM $_ d ORDER BY r});
	} sort keys %dimensions;
}

merge('original', $_) for 1 .. 3;

my $file = $PostgreSQL::Test::Utils::tmp_check . '/history.sql';
$node->command_ok([ 'pg_dump', '--no-sync', '-f', $file, 'original' ], 'pg_dump');
$node->command_ok([ 'psql', '-X', '-q', '-v', 'ON_ERROR_STOP=1', '-f', $file, 'restored' ], 'the dump restores without an error');
is(contents('restored'), contents('original'), 'the same history');
is( $node->safe_psql('restored', 'SELECT * FROM accord.feed ORDER BY feed'),
	$node->safe_psql('original', 'SELECT * FROM accord.feed ORDER BY feed'), 'the same feeds');

my $feeds = $node->safe_psql('restored', 'SELECT max(feed) FROM accord.feed');
for my $night (3 .. 5)
{
	my $counts = merge('original', $night);
	is(merge('restored', $night), $counts, $night == 3 ? 'the last feed can be merged again' : "night $night counts the same");
	like($counts, qr/"closed": [1-9]/, "night $night closes");
	is(contents('restored'), contents('original'), "night $night: the same history");
}
cmp_ok($node->safe_psql('restored', 'SELECT min(feed) FROM (SELECT feed FROM accord.feed ORDER BY feed DESC LIMIT 21) f'), '>', $feeds,
	'feeds are numbered on');
for my $name (sort keys %dimensions)
{
	is($node->safe_psql('restored', "SELECT * FROM accord.verify('$name')"), '', "$name: verify finds nothing");
}
is( $node->safe_psql('restored', q{SET search_path = ''; SELECT pg_catalog.count(*) FROM public.dim_plain_as_of('2024-02-04 13:00:00+00')}),
	'16', 'as_of works with an empty search_path');
is( $node->safe_psql('restored', q{SET search_path = ''; SELECT pg_catalog.count(*) FROM public.dim_type_current}),
	$node->safe_psql('restored', 'SELECT count(*) FROM dim_type WHERE valid_to IS NULL'), 'and so does the view of current rows');

$node->stop;
done_testing();
