# A server that is killed in the middle of a merge has all of it or nothing afterwards, and merging goes on.

use strict;
use warnings FATAL => 'all';

use IPC::Run ();
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = PostgreSQL::Test::Cluster->new('crash');
$node->init;
$node->append_conf('postgresql.conf', "jit = off\nautovacuum = off\n");
$node->start;
$node->safe_psql(
	'postgres', q{
CREATE EXTENSION accord;
CREATE TABLE customer (id int, city text, note text);
SELECT accord.create_dimension('dim', 'customer', '{id}', '{"note": "overwrite"}');
SELECT accord.create_dimension('replay', 'customer', '{id}', '{"note": "overwrite"}');
CREATE FUNCTION made(seed int) RETURNS SETOF customer LANGUAGE sql IMMUTABLE AS $$
	SELECT id, 'city ' || (hashint4(seed * 2003 + id) & 3), 'note ' || (seed + id) % 2 FROM generate_series(1, 2000) id WHERE (id + seed) % 7 > 0
$$;
CREATE FUNCTION take(dimension text, seed int) RETURNS SETOF bigint LANGUAGE sql AS $$
	SELECT inserted + versioned + reopened + closed FROM accord.merge(dimension::regclass, query => format('SELECT * FROM made(%s)', seed),
		at => timestamptz '2024-01-01 00:00:00+00' + seed * interval '1 day', deletes => 'close')
$$;
-- stops a statement on the dimension in its middle, for as long as somebody holds the lock
CREATE FUNCTION stop() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	IF NEW.id BETWEEN 1000 AND 1100 THEN
		PERFORM pg_advisory_lock(1);
		PERFORM pg_advisory_unlock(1);
	END IF;
	RETURN NEW;
END
$$;
SELECT take('dim', 1);
});
my $seed = 1;

# restart: the server after a kill; the orphans hold the shared memory until they notice
sub restart
{
	foreach my $attempt (1 .. 10 * $PostgreSQL::Test::Utils::timeout_default)
	{
		return if $node->start(fail_ok => 1);
		select undef, undef, undef, 0.1;
		$node->stop('fast', fail_ok => 1);
	}
	BAIL_OUT('the server does not start');
	return;
}

sub table
{
	return $node->safe_psql('postgres',
		q{SELECT count(*), md5(string_agg(d::text, E'\n' ORDER BY d.id, d.valid_from)), (SELECT count(*) FROM accord.feed WHERE dimension_name = 'dim') FROM dim d});
}

for my $event ('UPDATE', 'INSERT')
{
	my $before = table();
	$seed++;
	$node->safe_psql('postgres', "CREATE TRIGGER stop BEFORE $event ON dim FOR EACH ROW EXECUTE FUNCTION stop()");
	my $holder = IPC::Run::start([ 'psql', '-XqAt', '-d', $node->connstr('postgres') ], '<', \my $in, '>', \my $out, '2>', \my $err);
	$in = "SELECT pg_advisory_lock(1);\n";
	$holder->pump while $in;
	$node->poll_query_until('postgres', q{SELECT count(*) = 1 FROM pg_locks WHERE locktype = 'advisory' AND granted});
	my $merge = IPC::Run::start([ 'psql', '-XqAt', '-d', $node->connstr('postgres'), '-c', "SELECT take('dim', $seed)" ],
		'>', \my $merge_out, '2>', \my $merge_err);
	$node->poll_query_until('postgres', q{SELECT count(*) = 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted})
	  or BAIL_OUT('the merge does not reach the trigger');
	$node->kill9;
	$in = '';
	eval { $merge->finish };
	eval { $holder->kill_kill };
	is($merge_out, '', "$event: the merge did not end");
	restart();
	is(table(), $before, "$event: nothing of it is there");
	is($node->safe_psql('postgres', q{SELECT * FROM accord.verify('dim')}), '', "$event: verify finds nothing");
	$node->safe_psql('postgres', 'DROP TRIGGER stop ON dim');
	cmp_ok($node->safe_psql('postgres', "SELECT take('dim', $seed)"), '>', 1000, "$event: it is merged afterwards");
	isnt(table(), $before, "$event: and then it is there");
}

# Killed at any moment of merges that follow each other
for my $round (1 .. ($ENV{ACCORD_LONG} ? 20 : 4))
{
	my $reach = $seed + 3;
	my $file = PostgreSQL::Test::Utils::tempdir() . '/merges.sql';
	append_to_file($file, join('', map { "SELECT take('dim', $_);\n" } $seed + 1 .. $seed + 500));
	my $loop = IPC::Run::start([ 'psql', '-XqAt', '-v', 'ON_ERROR_STOP=1', '-d', $node->connstr('postgres'), '-f', $file ],
		'>', \my $loop_out, '2>', \my $loop_err);
	$node->poll_query_until('postgres', "SELECT count(*) >= $reach FROM accord.feed WHERE dimension_name = 'dim'");
	$node->kill9;
	eval { $loop->finish };
	restart();
	$seed = $node->safe_psql('postgres', q{SELECT count(*) FROM accord.feed WHERE dimension_name = 'dim'});
	cmp_ok($seed, '>=', $reach, "round $round: merges that were there before the kill are there ($seed)");
	is($node->safe_psql('postgres', q{SELECT * FROM accord.verify('dim')}), '', "round $round: verify finds nothing");
}

# All or nothing of each: the same feeds, without a kill, make the same table
$node->safe_psql('postgres', "SELECT take('replay', n) FROM generate_series(1, $seed) n");
is( $node->safe_psql(
		'postgres', q{
(SELECT 'killed', * FROM dim EXCEPT ALL SELECT 'killed', * FROM replay)
UNION ALL (SELECT 'replayed', * FROM replay EXCEPT ALL SELECT 'replayed', * FROM dim) LIMIT 10}),
	'', 'the same feeds without a kill make the same history');

$node->stop;
done_testing();
