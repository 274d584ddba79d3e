# The round keys that FF1 uses are wiped with the key they come from: when it is destroyed, whoever destroyed it.

use strict;
use warnings FATAL => 'all';

use Digest::SHA qw(hmac_sha256);
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = PostgreSQL::Test::Cluster->new('memory');
$node->init;
my $path = $node->basedir . '/key';
append_to_file($path, '5a' x 32);
chmod 0600, $path or die;
$node->append_conf('postgresql.conf', "accord.key_file = '$path'");
$node->start;

# the data key is the bytes 00 to 1f; AES' round keys begin with the key itself
my $subkey = hmac_sha256("accord data key: fpe\x01", join '', map { chr } 0 .. 31);
$node->safe_psql(
	'postgres', <<'SQL');
CREATE EXTENSION accord;
INSERT INTO accord.domain (domain, created_by) VALUES ('golden', 'test');
INSERT INTO accord.data_key (domain, version, kek_id, wrapped, created_by) VALUES ('golden', 1, '\x4b6f09ae04ecb9b4',
	'\xa0a1a2a3a4a5a6a7a8a9aaabe1a997fde391181006b970c3df90e2795a8a85d9b4400ede097c19b478f13895eb5b92298cf96d233c8e794d6008762a', 'test');
SELECT accord.create_fpe_policy('id', 'golden', '{"like": "numeric_id"}');
SQL

# how often the subkey stands in the memory of a process
sub times_in_memory
{
	my ($pid) = @_;
	my $times = 0;
	open my $maps, '<', "/proc/$pid/maps" or die $!;
	open my $memory, '<:raw', "/proc/$pid/mem" or die $!;
	while (my $line = <$maps>)
	{
		my ($start, $end) = $line =~ /^([0-9a-f]+)-([0-9a-f]+) r/ or next;
		next if $line =~ /\[v(?:var|dso|syscall|var_vclock)\]/;
		no warnings 'portable';
		my ($from, $to) = (hex $start, hex $end);
		my ($content, $chunk) = ('', '');
		sysseek($memory, $from, 0) or next;
		while (length $content < $to - $from && sysread($memory, $chunk, $to - $from - length $content))
		{
			$content .= $chunk;
		}
		$times++ while $content =~ /\Q$subkey\E/g;
	}
	return $times;
}

my @sessions = map { $node->background_psql('postgres') } 1 .. 2;
my @pids = map { scalar $_->query('SELECT pg_backend_pid()') } @sessions;
SKIP:
{
	skip 'the memory of another process cannot be read here', 4
	  unless open my $probe, '<:raw', "/proc/$pids[0]/mem";
	is(times_in_memory($pids[0]), 0, 'not there before it is used');
	$_->query(q{SELECT accord.encrypt_fpe('123456789', 'id')}) for @sessions;
	cmp_ok(times_in_memory($pids[0]), '>=', 2, 'there when it was: as subkey and as round keys');
	$sessions[0]->query(q{SELECT accord.destroy_key('golden')});
	is(times_in_memory($pids[0]), 0, 'gone where it was destroyed');
	$sessions[1]->query('SELECT 1');
	is(times_in_memory($pids[1]), 0, 'and in another session at its next statement');
}
$_->quit for @sessions;
$node->stop;
done_testing();
