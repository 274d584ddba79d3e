# Six clients merge into two dimensions at once: nothing fails but with 40001 where a snapshot is held, no key has two
# open versions or a gap, and the same feeds merged one after the other make the same history.

use strict;
use warnings FATAL => 'all';

use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = PostgreSQL::Test::Cluster->new('concurrent');
$node->init;
$node->append_conf('postgresql.conf', "deadlock_timeout = 100ms\njit = off\n");
$node->start;
$node->safe_psql(
	'postgres', q{
CREATE EXTENSION accord;

-- the rows of a feed, and how it is merged, follow from its seed alone
CREATE TABLE customer (id int, city text, tier numeric, note text, seen int);
CREATE FUNCTION made(seed int) RETURNS SETOF customer LANGUAGE sql IMMUTABLE AS $$
	SELECT id, CASE h & 3 WHEN 0 THEN NULL WHEN 1 THEN 'Bern' ELSE 'Chur' END, (h >> 2) & 1, 'note ' || ((h >> 3) & 1), seed
	FROM generate_series(1, 40) id, LATERAL hashint4(seed * 41 + id) h
	WHERE (h >> 4) & 3 < CASE WHEN seed % 3 = 0 THEN 3 ELSE 1 END
$$;
CREATE FUNCTION take(dimension text, seed int, at timestamptz DEFAULT NULL) RETURNS bigint LANGUAGE sql AS $$
	SELECT inserted + versioned FROM accord.merge(dimension::regclass, query => format('SELECT * FROM made(%s)', seed), at => at,
		mode => CASE WHEN seed % 3 = 0 THEN 'full' ELSE 'delta' END, deletes => CASE WHEN seed % 3 = 0 THEN 'close' ELSE 'ignore' END)
$$;
CREATE TABLE taken (dimension text, feed bigint, seed int);
SELECT accord.create_dimension(name, 'customer', '{id}', '{"note": "overwrite", "tier": "previous", "seen": "carry"}')
FROM (VALUES ('dim_a'), ('dim_b'), ('replay_a'), ('replay_b')) v (name);
ANALYZE accord.dimension, accord.feed;
});

# The number of the feed is read by a statement of its own, which sees what the merge before it did; nobody else merges
# this dimension before the commit.
my $script = q{
\set seed random(1, 100000)
\set dimension random(0, 1)
BEGIN;
SELECT take(('{dim_a,dim_b}'::text[])[:dimension + 1], :seed);
INSERT INTO taken SELECT dimension_name, max(feed), :seed FROM accord.feed WHERE dimension_name = ('{dim_a,dim_b}'::text[])[:dimension + 1] GROUP BY 1;
COMMIT;
};
my $file = PostgreSQL::Test::Utils::tempdir() . '/merge.pgbench';
append_to_file($file, $script);

# clients: six of them, for a number of merges each or a minute; the errors that they met
sub clients
{
	my ($isolation, $merges) = @_;
	my @bound = $ENV{ACCORD_LONG} ? ('-T', 60) : ('-t', $merges);

	local $ENV{PGOPTIONS} =
	  '-c default_transaction_isolation=' . ($isolation =~ s/ /\\ /r);
	my ($stdout, $stderr) = run_command(
		[
			'pgbench', '-n', '-c', 6, '-j', 2, @bound,
			'--max-tries=10000', '--verbose-errors', '-f', $file,
			'-h', $node->host, '-p', $node->port, 'postgres'
		]);
	unlike($stderr, qr/abort/, "$isolation: no client gives up");
	return $stderr =~ /ERROR: +(.*)/g;
}

is_deeply([ clients('read committed', 30) ], [], 'read committed: nothing fails');
for my $isolation ('repeatable read', 'serializable')
{
	my @errors = clients($isolation, 8);
	cmp_ok(scalar @errors, '>', 0, "$isolation: some have to begin again");
	is_deeply([ grep { !/^could not serialize access/ } @errors ], [], "$isolation: nothing else fails");
}

unlike(slurp_file($node->logfile), qr/deadlock detected/, 'no deadlock');
is($node->safe_psql('postgres', q{SELECT d, v.* FROM unnest('{dim_a,dim_b}'::text[]) d, accord.verify(d::regclass) v}),
	'', 'verify finds nothing');
is( $node->safe_psql(
		'postgres', q{
SELECT id, 'dim_a' FROM dim_a WHERE is_current GROUP BY id HAVING count(*) > 1
UNION ALL SELECT id, 'dim_b' FROM dim_b WHERE is_current GROUP BY id HAVING count(*) > 1
UNION ALL SELECT a.id, 'overlap' FROM dim_a a JOIN dim_a b ON a.id = b.id AND a.valid_from < b.valid_from AND a.valid_to > b.valid_from
UNION ALL SELECT id, 'empty' FROM dim_a WHERE valid_from >= valid_to}),
	'', 'no key is open twice, no versions overlap, none is empty');
is( $node->safe_psql(
		'postgres', q{
SELECT count(*) FROM (SELECT id, valid_to, lead(valid_from) OVER (PARTITION BY id ORDER BY valid_from) AS next FROM dim_a) v
WHERE next <> valid_to AND NOT EXISTS (SELECT FROM accord.feed f WHERE f.dimension_name = 'dim_a' AND f.at = valid_to AND f.closed > 0)}),
	'0', 'a gap begins only where a feed closed keys');
my $merges = $node->safe_psql('postgres', 'SELECT count(*) FROM taken');
cmp_ok($merges, '>=', 276, "$merges feeds were merged");
is($node->safe_psql('postgres', 'SELECT count(*), count(DISTINCT feed) FROM taken'), "$merges|$merges", 'each once');
is( $node->safe_psql('postgres', q{SELECT count(*) FROM accord.feed WHERE dimension_name LIKE 'dim\_%'}), $merges, 'and written down');

# The same feeds, in their order and at their times
$node->safe_psql(
	'postgres', q{
DO $$
DECLARE
	one record;
BEGIN
	FOR one IN SELECT replace(t.dimension, 'dim', 'replay') AS replay, t.seed, f.at FROM taken t JOIN accord.feed f USING (feed) ORDER BY feed LOOP
		PERFORM take(one.replay, one.seed, one.at);
		COMMIT;
	END LOOP;
END
$$});
for my $dimension ('a', 'b')
{
	my $differences = $node->safe_psql(
		'postgres', qq{
(SELECT 'merged', * FROM dim_$dimension EXCEPT ALL SELECT 'merged', * FROM replay_$dimension)
UNION ALL (SELECT 'replayed', * FROM replay_$dimension EXCEPT ALL SELECT 'replayed', * FROM dim_$dimension)});
	is($differences, '', "dim_$dimension: the feeds one after the other make the same history");
	cmp_ok($node->safe_psql('postgres', "SELECT count(*) FROM dim_$dimension"), '>', 40, "dim_$dimension has a history");
}

$node->stop;
done_testing();
