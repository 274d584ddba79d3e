# A dump restores keys anywhere, and they work with the same key-encryption key alone; rotate_kek() goes from one to the next; a standby unwraps too.

use strict;
use warnings FATAL => 'all';

use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = PostgreSQL::Test::Cluster->new('original');
$node->init(allows_streaming => 1);
my $dir = $node->basedir;
my %digits = (first => '1f' x 32, second => '2e' x 32, third => '3d' x 32);
for my $name (keys %digits)
{
	open my $file, '>', "$dir/$name" or die $!;
	print $file $digits{$name};
	close $file;
	chmod 0600, "$dir/$name";
}

# the settings are these alone, and all sessions have them
sub configure
{
	my ($which, %settings) = @_;
	open my $conf, '>', $which->data_dir . '/accord.conf' or die $!;
	print $conf "accord.$_ = '$settings{$_}'\n" for sort keys %settings;
	print $conf "accord_test.configured = '" . ++$main::configured . "'\n";
	close $conf;
	return if !-e $which->data_dir . '/postmaster.pid';
	$which->reload;
	$which->poll_query_until('postgres',
		"SELECT current_setting('accord_test.configured') = '$main::configured'"
	) or die 'no reload';
}

sub said
{
	my ($which, $database, $sql) = @_;
	my ($out, $err);
	$which->psql($database, $sql, stdout => \$out, stderr => \$err);
	return "$out$err";
}

$node->append_conf('postgresql.conf', "include = 'accord.conf'");
configure($node, key_file => "$dir/first");
$node->start;
$node->safe_psql('postgres', 'CREATE DATABASE source');
$node->safe_psql(
	'source', q{
CREATE EXTENSION accord;
CREATE ROLE loader;
SELECT accord.create_key('person', normalise => '{trim,lower}'), accord.rotate_key('person'), accord.create_key('card');
SELECT accord.create_key('person', subject => 'ada'), accord.create_key('person', subject => 'bruno');
SELECT accord.destroy_key('person', subject => 'bruno');
SELECT accord.grant_domain('person', 'loader', 'token');
});
my $status = 'SELECT * FROM accord.key_status ORDER BY 1, 2, 3; SELECT * FROM accord.domain ORDER BY 1; SELECT * FROM accord.domain_grant ORDER BY 1';
my $use = q{
SELECT accord.check_key('person'), accord.check_key('person', version => 1), accord.check_key('person', subject => 'ada'), accord.check_key('card');
SET ROLE loader; SELECT accord.check_key('person')};

# a dump, and another server
my $dump = "$dir/dump.sql";
$node->command_ok([ 'pg_dump', '--no-sync', '-f', $dump, 'source' ], 'pg_dump');
my $other = PostgreSQL::Test::Cluster->new('other');
$other->init;
$other->append_conf('postgresql.conf', "include = 'accord.conf'");
configure($other);
$other->start;
$other->safe_psql('postgres', 'CREATE ROLE loader; CREATE ROLE dumper');
$other->safe_psql('postgres', 'CREATE DATABASE another_name');
$other->command_ok([ 'psql', '-X', '-v', 'ON_ERROR_STOP=1', '-f', $dump, 'another_name' ],
	'the dump restores without a key-encryption key');
is($other->safe_psql('another_name', $status), $node->safe_psql('source', $status),
	'with all that it had');
like(said($other, 'another_name', q{SELECT accord.check_key('person')}),
	qr/ERROR:  no key-encryption key is configured/, 'without a key-encryption key: the error');
configure($other, key_file => "$dir/second");
my $wrong = qr/ERROR:  the key-encryption key in force is not the one of key version 2 of domain "person"\nDETAIL:  The key was wrapped under the one with id ([0-9a-f]{16}); in force is ([0-9a-f]{16})\.\nHINT: /;
my $said = said($other, 'another_name', q{SELECT accord.check_key('person')});
like($said, $wrong, 'with a wrong one: the error');
$said =~ $wrong;
is($1, $node->safe_psql('source', 'SELECT accord.kek_id()'), 'which says what it should be');
is($2, $other->safe_psql('another_name', 'SELECT accord.kek_id()'), 'and what it is');
like(said($other, 'another_name', 'SELECT accord.rotate_kek()'), qr/ERROR:  the key-encryption key in force is not the one/,
	'keys are not wrapped anew with a wrong one');
configure($other, key_file => "$dir/first");
is($other->safe_psql('another_name', $use), "2|1|1|1\n2", 'with the same one: as before');
like(said($other, 'another_name', q{SELECT accord.check_key('person', subject => 'bruno')}),
	qr/was destroyed/, 'a destroyed key stays destroyed');
$node->command_ok([ 'pg_dump', '--no-sync', '--data-only', '-t', 'accord.data_key', '-f', "$dir/data", 'source' ], 'pg_dump of the table');

# into another encoding: names count in UTF-8
$node->safe_psql('postgres', q{CREATE DATABASE latin ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0});
$node->safe_psql('latin', q{
CREATE EXTENSION accord;
SELECT accord.create_key('m' || chr(252) || 'ller'), accord.create_key('m' || chr(252) || 'ller', subject => chr(196));
CREATE TABLE kept AS SELECT accord.encrypt('text', 'm' || chr(252) || 'ller', NULL, chr(196)) AS value;
});
$node->command_ok([ 'pg_dump', '--no-sync', '-f', "$dir/latin.sql", 'latin' ], 'pg_dump of LATIN1');
$other->safe_psql('postgres', q{CREATE DATABASE unicode ENCODING 'UTF8' LOCALE 'C' TEMPLATE template0});
$other->command_ok([ 'psql', '-X', '-q', '-v', 'ON_ERROR_STOP=1', '-f', "$dir/latin.sql", 'unicode' ], 'restores in UTF8');
is( said($other, 'unicode', q{SET accord.purpose = 'test';
SELECT accord.check_key('m' || chr(252) || 'ller'), accord.decrypt(value, 'm' || chr(252) || 'ller', NULL, chr(196)) FROM kept}),
	'1|text', 'the keys work there');
like(said($node, 'latin', q{SELECT accord.create_key(repeat(chr(252), 32))}),
	qr/ERROR:  name of a domain must have 1 to 63 bytes in UTF-8/, 'a name that would be too long there');
like(said($node, 'latin', q{SELECT accord.create_key('m' || chr(252) || 'ller', repeat(chr(252), 128))}),
	qr/ERROR:  subject must have 1 to 255 bytes in UTF-8/, 'or a subject');
is($node->safe_psql('latin', q{SELECT accord.create_key(repeat(chr(252), 31) || 'x'); SELECT accord.check_key(repeat(chr(252), 31) || 'x')}),
	"1\n1", 'the longest name');
$node->safe_psql('postgres', q{CREATE DATABASE bytes ENCODING 'SQL_ASCII' LOCALE 'C' TEMPLATE template0});
$node->safe_psql('bytes', 'CREATE EXTENSION accord');
like(said($node, 'bytes', q{SELECT accord.create_key(chr(252))}),
	qr/ERROR:  name of a domain has a character without an equivalent in UTF-8/, 'a name that is none in UTF-8');

# who dumps needs to read what is dumped, and sees nothing by that
$node->safe_psql('source', 'CREATE ROLE dumper LOGIN');
$node->safe_psql('source', 'GRANT SELECT ON accord.domain, accord.data_key, accord.domain_grant, accord.feed_feed_seq TO dumper');
$node->command_ok([ 'pg_dump', '--no-sync', '-U', 'dumper', '-Fc', '-f', "$dir/dump.custom", 'source' ], 'pg_dump of a role that is no superuser');
my @restore = ('pg_restore', '--clean', '--if-exists', '--exit-on-error', '-d', 'another_name', "$dir/dump.custom");
$other->command_fails_like(\@restore, qr/extension "accord" holds keys/, 'pg_restore --clean drops no keys');
{
	local $ENV{PGOPTIONS} = '-c accord.allow_drop=on';
	$other->command_ok(\@restore, 'unless it is told to');
}
is($other->safe_psql('another_name', $use), "2|1|1|1\n2", 'after which they are there again');

# from the first key-encryption key to the second; a session that began before goes on
my $session = $node->background_psql('source', on_error_stop => 0);
is($session->query(q{SELECT accord.check_key('person')}), '2', 'a session');
configure($node, key_file => "$dir/second", previous_key_file => "$dir/first");
is($node->safe_psql('source', $use), "2|1|1|1\n2", 'the previous one unwraps');
$node->safe_psql('source', q{SELECT accord.create_key('phone')});
is($node->safe_psql('source', 'SELECT state, kek_id = accord.kek_id(), count(*) FROM accord.key_status GROUP BY 1, 2 ORDER BY 1, 2'),
	"current|f|3\ncurrent|t|1\ndestroyed|f|1\nold|f|1", 'the one in force wraps');
like(said($node, 'source', 'BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT accord.rotate_kek()'),
	qr/ERROR:  rotate_kek must run in a transaction with isolation level READ COMMITTED/, 'not in REPEATABLE READ');
$node->safe_psql('source', 'BEGIN; SELECT accord.rotate_kek(); ROLLBACK');
is($node->safe_psql('source', 'SELECT accord.rotate_kek()'), '4', 'what was rolled back did not happen; all keys are wrapped anew');
is($node->safe_psql('source', 'SELECT accord.rotate_kek()'), '0', 'once');
is($node->safe_psql('source', q{SELECT DISTINCT kek_id = accord.kek_id() FROM accord.key_status WHERE state <> 'destroyed'}), 't', 'under the one in force');
configure($node, key_file => "$dir/second");
is($node->safe_psql('source', $use), "2|1|1|1\n2", 'the previous one is needed no more');
is($session->query(q{SELECT accord.check_key('person')}), '2', 'the session goes on');
configure($node, key_file => "$dir/first");
like(said($node, 'source', q{SELECT accord.check_key('card')}), qr/is not the one of key version 1 of domain "card"/, 'and does not do alone');

# by commands: what a session keeps of one is asked for again when keys have changed
configure($node, key_command => "cat $dir/second");
is($session->query(q{SELECT accord.check_key('card')}), '1', 'a session with a command');
configure($node, key_command => "cat $dir/current", previous_key_command => "cat $dir/second");
link "$dir/third", "$dir/current" or die $!;
is($session->query(q{SELECT accord.check_key('phone')}), '1', 'both commands');
is($node->safe_psql('source', 'SELECT accord.rotate_kek()'), '5', 'from command to command');
is($session->query(q{SELECT accord.check_key('phone')}), '1', 'after the rotation');
# the command gives another key from now on; a session that kept the old one runs it again when its keys are wrapped under the new
unlink "$dir/current";
link "$dir/first", "$dir/current" or die $!;
configure($node, key_command => "cat $dir/current", previous_key_command => "cat $dir/third");
is($node->safe_psql('source', 'SELECT accord.rotate_kek()'), '5', 'the same command with another key');
is($session->query(q{SELECT accord.check_key('phone')}), '1', 'is run again');
# what wraps goes by no key-encryption key that it remembers, and the command runs once, however many keys there are
is($session->query(q{SELECT accord.rotate_key('phone')}), '2', 'a session that wraps');
unlink "$dir/current";
link "$dir/second", "$dir/current" or die $!;
unlink "$dir/before";
link "$dir/first", "$dir/before" or die $!;
configure($node, key_command => "echo x >>$dir/runs; cat $dir/current", previous_key_command => "echo x >>$dir/runs_previous; cat $dir/before");
is($session->query(q{SELECT accord.check_key('phone')}), '2', 'remembers');
unlink "$dir/runs", "$dir/runs_previous";
is($node->safe_psql('source', 'SELECT accord.rotate_kek()'), '6', 'all keys are wrapped anew');
is(-s "$dir/runs", 2, 'with one run of the command');
is(-s "$dir/runs_previous", 2, 'and one of the previous');
unlink "$dir/current", "$dir/before";
link "$dir/third", "$dir/current" or die $!;
link "$dir/second", "$dir/before" or die $!;
is($node->safe_psql('source', 'SELECT accord.rotate_kek()'), '6', 'the same commands, other keys');
is($session->query(q{SELECT accord.create_key('late')}), '1', 'the session wraps a new one');
is($node->safe_psql('source', q{SELECT kek_id = accord.kek_id() FROM accord.key_status WHERE domain = 'late'}), 't', 'under the one in force');
is($session->query('SELECT accord.kek_id()'), $node->safe_psql('source', 'SELECT accord.kek_id()'), 'which it knows by its id');
unlink "$dir/current", "$dir/before";
link "$dir/first", "$dir/current" or die $!;
link "$dir/third", "$dir/before" or die $!;
is($node->safe_psql('source', 'SELECT accord.rotate_kek()'), '7', 'and back to the first');
$session->quit;

# a standby
configure($node, key_file => "$dir/first");
$node->backup('backup');
my $standby = PostgreSQL::Test::Cluster->new('standby');
$standby->init_from_backup($node, 'backup', has_streaming => 1);
$standby->start;
my $reader = $standby->background_psql('source', on_error_stop => 0);
is($reader->query(q{SELECT accord.check_key('person', subject => 'ada')}), '1', 'a standby unwraps');
$node->safe_psql('source', q{SELECT accord.destroy_key('person', subject => 'ada')});
$node->wait_for_catchup($standby);
$reader->query(q{SELECT accord.check_key('person', subject => 'ada')});
like($reader->{stderr}, qr/was destroyed/, 'and hears of what was destroyed');
$reader->quit;

$standby->stop;
$other->stop;
$node->stop;
done_testing();
