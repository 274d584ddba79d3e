# Settings of the key-encryption key count in postgresql.conf alone: a value from elsewhere is never in force, and such a session is told which setting to remove.

use strict;
use warnings FATAL => 'all';

use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = PostgreSQL::Test::Cluster->new('settings');
$node->init;
my $dir = $node->basedir;
for my $name ('ours', 'theirs')
{
	open my $file, '>', "$dir/$name" or die $!;
	print $file(($name eq 'ours' ? '11' : '22') x 32);
	close $file;
	chmod 0600, "$dir/$name";
}
$node->append_conf('postgresql.conf', "accord.key_file = '$dir/ours'");
$node->start;
$node->safe_psql(
	'postgres', q{
CREATE EXTENSION accord;
CREATE ROLE someone LOGIN;
CREATE ROLE boss LOGIN SUPERUSER;
SELECT accord.create_key('person');
SELECT accord.grant_domain('person', 'public', 'token');
});
my $ours = $node->safe_psql('postgres', 'SELECT accord.kek_id()');

# what a new session says, errors and warnings included
sub said
{
	my ($sql, %options) = @_;
	my ($out, $err);
	my $user = delete $options{user} // 'someone';
	local $ENV{PGOPTIONS} = delete $options{options} // '';
	$node->psql(
		'postgres', $sql,
		stdout => \$out,
		stderr => \$err,
		extra_params => [ '-U', $user ],
		%options);
	return "$out\n$err";
}

my $use = q{SELECT accord.check_key('person')};
my $theirs = "'$dir/theirs'";
my $none = qr/ERROR:  no key-encryption key is in force in this session\nDETAIL:  "accord\.key_file" counts in postgresql\.conf alone\./;

# without preload PostgreSQL takes anything for a name it does not know yet
my @tries = (
	[ 'ALTER ROLE', "ALTER ROLE someone SET accord.key_file = $theirs", 'ALTER ROLE someone RESET accord.key_file' ],
	[ 'ALTER ROLE ALL', "ALTER ROLE ALL SET accord.key_file = $theirs", 'ALTER ROLE ALL RESET accord.key_file' ],
	[ 'ALTER DATABASE', "ALTER DATABASE postgres SET accord.key_file = $theirs", 'ALTER DATABASE postgres RESET accord.key_file' ],
	[ 'ALTER ROLE IN DATABASE', "ALTER ROLE someone IN DATABASE postgres SET accord.key_file = $theirs",
		'ALTER ROLE someone IN DATABASE postgres RESET accord.key_file' ],
	[ 'ALTER ROLE of a superuser', "ALTER ROLE boss SET accord.key_file = $theirs", 'ALTER ROLE boss RESET accord.key_file', 'boss' ]);
for my $try (@tries)
{
	my ($name, $set, $reset, $user) = @$try;
	like(said($use, user => $user), qr/^1\n/, "$name: before");
	$node->safe_psql('postgres', $set);
	my $said = said($use, user => $user);
	like($said, $none, "$name: no key-encryption key is in force");
	like($said, qr/HINT:  Remove it and connect again: \Q$reset\E$/m, "$name: what to remove");
	$node->safe_psql('postgres', $reset);
	like(said($use, user => $user), qr/^1\n/, "$name: after its removal");
}
like(said($use, options => "-c accord.key_file=$dir/theirs"),
	$none, 'PGOPTIONS: no key-encryption key is in force');
like(
	said($use, options => "-c accord.key_file=$dir/theirs"),
	qr/HINT:  Take it out of the options of the connection \(PGOPTIONS\)/,
	'PGOPTIONS: what to remove');
like(said($use, options => "-c ACCORD.Key_File=$dir/theirs"), $none, 'PGOPTIONS: in any case of letters');
# a command that somebody tries never runs
my $out = said($use, options => "-c accord.key_command=touch\\ $dir/ran");
like($out, qr/^1\n/, 'a command in PGOPTIONS changes nothing');
$node->safe_psql('postgres', "ALTER ROLE boss SET accord.key_command = 'touch $dir/ran'");
like(said($use, user => 'boss'), qr/^1\n/, 'nor does one of ALTER ROLE');
$node->safe_psql('postgres', 'ALTER ROLE boss RESET accord.key_command');
ok(!-e "$dir/ran", 'neither ran');
# SET before the library is loaded leaves the value of the file alone, SET after it is an error
like(said("SET accord.key_file = $theirs; $use"), qr/^1\n/, 'SET before');
like(said("BEGIN; SET LOCAL accord.key_file = $theirs; SAVEPOINT s; SET LOCAL accord.key_file = 'other'; $use; ROLLBACK TO s; $use; COMMIT; $use"),
	qr/^1\n1\n1\n/, 'SET LOCAL before');
$node->safe_psql('postgres', "CREATE FUNCTION sneak() RETURNS int LANGUAGE plpgsql SET accord.key_file = $theirs AS 'BEGIN RETURN accord.check_key(''person''); END'; GRANT EXECUTE ON FUNCTION sneak() TO PUBLIC");
like(said("SELECT sneak(); $use"), qr/^1\n1\n/, 'SET of a function');
like(said("$use; SET accord.key_file = $theirs"),
	qr/ERROR:  parameter "accord\.key_file" cannot be changed now/, 'SET after');
like(said("$use; SELECT set_config('accord.key_command', 'x', true)", user => 'boss'),
	qr/ERROR:  parameter "accord\.key_command" cannot be changed now/, 'set_config of a superuser');
# in parallel workers as in the session
my $parallel = q{
SET parallel_setup_cost = 0; SET parallel_tuple_cost = 0; SET min_parallel_table_scan_size = 0; SET parallel_leader_participation = off;
SELECT count(*) FROM pg_class WHERE accord.check_key('person', version => relnatts - relnatts + 1) = 1;};
like(said($parallel), qr/^[1-9]/, 'parallel workers have it');
like(
	said($parallel, options => "-c accord.key_file=$dir/theirs"),
	qr/ERROR:  no key-encryption key is configured\nDETAIL: .*another value was tried.*\n.*\nCONTEXT:  parallel worker/,
	'or have it not');
# who may see them
for my $name (qw(key_file key_command previous_key_file previous_key_command))
{
	like(said("$use; SHOW accord.$name"),
		qr/ERROR:.*(?:must be superuser|permission denied).* examine "accord\.$name"/, "SHOW accord.$name");
}
is(said(qq{$use; SELECT count(*) FROM pg_settings WHERE name ~ '^accord.*key_(file|command)\$'}),
	"1\n0\n", 'pg_settings shows none of them');
is(said("$use; SHOW accord.key_file", user => 'boss'),
	"1\n$dir/ours\n", 'superusers see them');

# with preload: an error at once
$node->append_conf('postgresql.conf', "shared_preload_libraries = 'accord'");
$node->restart;
for my $try (@tries)
{
	my ($name, $set, $reset, $user) = @$try;
	like(said($set, user => 'boss'),
		qr/ERROR:  parameter "accord\.key_file" cannot be changed now/, "preloaded: $name");
	like(said($use, user => $user), qr/^1\n/, "preloaded: $name changed nothing");
}
my ($ret, $stdout, $stderr);
{
	local $ENV{PGOPTIONS} = "-c accord.key_file=$dir/theirs";
	$ret = $node->psql('postgres', $use, stderr => \$stderr);
}
isnt($ret, 0, 'preloaded: PGOPTIONS');
like($stderr, qr/FATAL:  parameter "accord\.key_file" cannot be changed now/, 'preloaded: PGOPTIONS');
is($node->safe_psql('postgres', 'SELECT accord.kek_id()'), $ours, 'preloaded: the value of the file');
like(said($parallel), qr/^[1-9]/, 'preloaded: parallel workers have it');

$node->stop;
done_testing();
