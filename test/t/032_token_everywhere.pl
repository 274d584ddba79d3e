# A token is the same in every session, parallel worker, server encoding and node with the same key-encryption key, and on a standby.

use strict;
use warnings FATAL => 'all';
use utf8;

use Encode qw(encode);
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

$ENV{PGCLIENTENCODING} = 'UTF8';

my $node = PostgreSQL::Test::Cluster->new('primary');
$node->init(allows_streaming => 1);
my $key = $node->basedir . '/accord.key';
append_to_file($key, '0f' x 32 . "\n");
chmod 0600, $key or die;
$node->append_conf('postgresql.conf', "accord.key_file = '$key'");
$node->start;
$node->safe_psql('postgres', q{
CREATE EXTENSION accord;
SELECT accord.create_key('person'), accord.create_key('mail', normalise => '{lower,trim}');
CREATE TABLE person AS SELECT i::bigint AS id, 'Customer' || i || '@example.com' AS email FROM generate_series(1, 20000) i;
ANALYZE person;
});

# in parallel workers, and not a single row in the leader
my $parallel = q{SET parallel_setup_cost = 0; SET parallel_tuple_cost = 0; SET min_parallel_table_scan_size = 0; SET parallel_leader_participation = off;};
my $all = q{SELECT md5(string_agg(accord.token(id, 'person') || accord.token(email, 'mail') || accord.token_uuid(email, 'mail') || accord.noise(id, 'person', 100), ',' ORDER BY id)) FROM person};
my $workers = q{SELECT accord.token(id, 'person') || accord.token(email, 'mail') || accord.token_uuid(email, 'mail') || accord.noise(id, 'person', 100) AS t, id FROM person};
like($node->safe_psql('postgres', "$parallel EXPLAIN (COSTS OFF, VERBOSE) $workers"), qr/Gather.*\n(?:.*\n)*?.*Parallel Seq Scan.*\n\s+Output: .*accord\.token/,
	'tokens are made in workers');
my $serial = $node->safe_psql('postgres', "SET max_parallel_workers_per_gather = 0; $all");
is($node->safe_psql('postgres', "$parallel SELECT md5(string_agg(t, ',' ORDER BY id)) FROM ($workers OFFSET 0) w"), $serial, 'workers make the same tokens');
my $encrypted = $node->safe_psql('postgres', "$parallel SET accord.purpose = 'test'; CREATE TABLE sealed AS SELECT id, email, accord.encrypt(email, 'person') AS v FROM person; "
	. q{SELECT count(*), count(DISTINCT substr(v, 27, 12)), bool_and(accord.decrypt(v, 'person') = email) FROM sealed});
is($encrypted, '20000|20000|t', 'and no two of them the same nonce');

# on a standby, which writes nothing
my $backup = $node->backup('backup');
my $standby = PostgreSQL::Test::Cluster->new('standby');
$standby->init_from_backup($node, 'backup', has_streaming => 1);
$standby->start;
$node->wait_for_catchup($standby);
is($standby->safe_psql('postgres', $all), $serial, 'a standby makes the same tokens');
is($standby->safe_psql('postgres', q{SET accord.purpose = 'standby'; SELECT bool_and(accord.decrypt(v, 'person') = email) FROM sealed}), 't', 'a standby decrypts');
like(slurp_file($standby->logfile), qr/accord disclosure: \{"event": "end".*"purpose": "standby", "values": 20000, "refused": 0\}/, 'which its log has on record');
# a destroyed key is destroyed there too
$node->safe_psql('postgres', q{SELECT accord.destroy_key('mail')});
$node->wait_for_catchup($standby);
my ($ret, $stdout, $stderr) = $standby->psql('postgres', q{SELECT accord.token('x', 'mail')});
like($stderr, qr/ERROR:  .*destroyed/, 'a key that is destroyed is so on the standby');
$standby->stop;

# in every encoding: the keys are carried there, since a key is what is to be the same
$node->safe_psql('postgres', q{SELECT accord.create_key('everywhere', normalise => '{lower}')});
my %characters = (LATIN1 => [ 'É', 'é' ], EUC_JP => [ 'Ａ', 'ａ' ], WIN1251 => [ 'Ж', 'ж' ], UTF8 => [ 'É', 'é' ]);
my $dump = $node->basedir . '/keys.sql';
$node->command_ok([ 'pg_dump', '--no-sync', '-f', $dump, '--exclude-table-data=person', '--exclude-table-data=sealed', 'postgres' ], 'pg_dump');
for my $encoding (sort keys %characters)
{
	my $db = lc $encoding;
	my ($large, $small) = @{ $characters{$encoding} };

	$node->safe_psql('postgres', "CREATE DATABASE in_$db ENCODING '$encoding' LOCALE 'C' TEMPLATE template0");
	$node->command_ok([ 'psql', '-X', '-q', '-v', 'ON_ERROR_STOP=1', '-f', $dump, "in_$db" ], "$encoding: the keys restore");
	for my $value ("'$large'", "'x$large'", "repeat('$large', 1000)", "'$small '::varchar")
	{
		my $statement = encode('UTF-8', "SELECT accord.token($value, 'person'), accord.token($value, 'everywhere')");
		is($node->safe_psql("in_$db", $statement), $node->safe_psql('postgres', $statement), encode('UTF-8', "$encoding: the token of $value"));
	}
	is($node->safe_psql("in_$db", encode('UTF-8', "SELECT accord.token('$large', 'everywhere') = accord.token('$small', 'everywhere')")), 't', "$encoding: small letters");
	# what was encrypted there is decrypted here
	my $sealed = $node->safe_psql("in_$db", encode('UTF-8', "SELECT accord.encrypt('$large', 'person', '$small')"));
	is($node->safe_psql('postgres', encode('UTF-8', "SET accord.purpose = 'test'; SELECT accord.decrypt('$sealed', 'person', '$small')")), encode('UTF-8', $large), "$encoding: encrypted there, decrypted here");
}
my $sealed = $node->safe_psql('postgres', encode('UTF-8', "SELECT accord.encrypt('ж', 'person')"));
($ret, $stdout, $stderr) = $node->psql('in_latin1', "SET accord.purpose = 'test'; SELECT accord.decrypt('$sealed', 'person')");
like($stderr, qr/ERROR:  the decrypted text has a character without an equivalent in encoding "LATIN1"$/m, 'LATIN1 has no such letter');

$node->stop;
done_testing();
