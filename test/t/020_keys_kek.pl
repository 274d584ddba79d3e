# Where the key-encryption key comes from: a file under the rules of ssl_key_file, or a command; and what is said if it cannot be had.

use strict;
use warnings FATAL => 'all';

use IPC::Run ();
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $digits = 'c0ffee' . '0123456789abcdefABCDEF' x 2 . '00112233445566';
my $node = PostgreSQL::Test::Cluster->new('kek');
$node->init;
$node->start;
$node->safe_psql('postgres', 'CREATE EXTENSION accord');

my $dir = $node->basedir;
my $file = "$dir/kek";

# what psql prints of a statement, errors included
sub said
{
	my ($sql, %options) = @_;
	my ($out, $err);
	$node->psql(
		'postgres', $sql,
		stdout => \$out,
		stderr => \$err,
		%options);
	return "$out$err";
}

# the settings are these alone, and new sessions have them
sub configure
{
	my %settings = @_;
	my @names = qw(key_file key_command previous_key_file previous_key_command key_command_timeout);
	open my $conf, '>', $node->data_dir . '/postgresql.auto.conf' or die $!;
	for my $name (@names)
	{
		print $conf "accord.$name = '$settings{$name}'\n"
		  if defined $settings{$name};
	}
	print $conf "accord_test.configured = '" . ++$main::configured . "'\n";
	close $conf;
	$node->reload;
	# the postmaster reloads when it comes to it
	$node->poll_query_until('postgres',
		"SELECT current_setting('accord_test.configured') = '$main::configured'"
	) or die 'no reload';
}

sub write_file
{
	my ($content, $mode) = @_;
	unlink $file;
	open my $out, '>', $file or die $!;
	binmode $out;
	print $out $content;
	close $out;
	chmod $mode, $file;
}

# none
like(
	said(q{SELECT accord.create_key('person')}),
	qr/^psql.*ERROR:  no key-encryption key is configured\nHINT: .*\(umask 077 && openssl rand -hex 32 > \S+\).*accord\.key_file/,
	'without one it is said how to make one');
is($node->safe_psql('postgres', 'SELECT count(*) FROM accord.domain'),
	0, 'and nothing was made');
configure(previous_key_file => $file);
like(said('SELECT accord.kek_id()'),
	qr/ERROR:  no key-encryption key is configured/,
	'a previous one alone is none');

# content
configure(key_file => $file);
my %content = (
	'one line' => [ "$digits\n", 1 ],
	'no end of line' => [ $digits, 1 ],
	'an end of line of Windows' => [ "$digits\r\n", 1 ],
	'a digit less' => [ substr($digits, 1) . "\n", 0 ],
	'a digit less, no end of line' => [ substr($digits, 1), 0 ],
	'a digit more' => [ "0$digits\n", 0 ],
	'another line' => [ "$digits\n\n", 0 ],
	'two keys' => [ "$digits\n$digits\n", 0 ],
	'a blank before' => [ " $digits", 0 ],
	'a blank behind' => [ "$digits \n", 0 ],
	'another letter' => [ 'g' . substr($digits, 1) . "\n", 0 ],
	'a NUL' => [ "\0" . substr($digits, 1) . "\n", 0 ],
	'nothing' => [ '', 0 ]);
for my $name (sort keys %content)
{
	my ($text, $valid) = @{ $content{$name} };
	write_file($text, 0600);
	my $said = said('SELECT accord.kek_id()');
	if ($valid)
	{
		like($said, qr/^[0-9a-f]{16}$/, "content: $name");
	}
	else
	{
		like(
			$said,
			qr/ERROR:  "accord\.key_file" does not lead to a key\nDETAIL: .*64 hexadecimal digits.*\nHINT: .*openssl rand -hex 32/,
			"content: $name");
		unlike($said, qr/[0-9a-fA-F]{20}/, "content is not shown: $name");
	}
}

# the case of digits does not matter, their value does
write_file("$digits\n", 0600);
my $id = said('SELECT accord.kek_id()');
write_file(lc($digits) . "\n", 0600);
is(said('SELECT accord.kek_id()'), $id, 'lower case is the same key');
write_file('d' . substr($digits, 1) . "\n", 0600);
isnt(said('SELECT accord.kek_id()'), $id, 'another digit is another key');

# permissions
write_file("$digits\n", 0600);
for my $mode (0600, 0400, 0700, 0640, 0610, 0604, 0602, 0666)
{
	chmod $mode, $file;
	my $said = said('SELECT accord.kek_id()');
	if (($mode & 0077) == 0)
	{
		is($said, $id, sprintf 'mode %04o', $mode);
	}
	else
	{
		like(
			$said,
			qr/ERROR:  file of "accord\.key_file" cannot be used\nDETAIL:  Its group or others have access to it\./,
			sprintf 'mode %04o', $mode);
	}
}
chmod 0600, $file;
configure(key_file => "$dir/missing");
like(said('SELECT accord.kek_id()'),
	qr/cannot be used\nDETAIL:  It cannot be opened: No such file/, 'no file');
configure(key_file => $dir);
like(said('SELECT accord.kek_id()'),
	qr/cannot be used\nDETAIL:  It is not a regular file\./, 'a directory');
system('mkfifo', "$dir/fifo") == 0 or die;
chmod 0600, "$dir/fifo";
configure(key_file => "$dir/fifo");
like(said('SELECT accord.kek_id()'),
	qr/cannot be used\nDETAIL:  It is not a regular file\./, 'a FIFO, which is not waited for');
SKIP:
{
	skip 'root can read anything', 1 if $> == 0;
	configure(key_file => '/etc/passwd');
	like(said('SELECT accord.kek_id()'),
		qr/cannot be used\nDETAIL:  It is root's, and/, q{root's file that all can read});
}

# a path is relative to the data directory, where no key may lie: base backups would hold it
my $inside = $node->data_dir . '/kek';
rename $file, $inside or die;
for my $path ('kek', $inside, 'base/../kek')
{
	configure(key_file => $path);
	like(said('SELECT accord.kek_id()'),
		qr/cannot be used\nDETAIL:  It lies in the data directory, so that every base backup would hold it\./, "in the data directory: $path");
}
rename $inside, $file or die;
symlink $inside, "$dir/linked" or die;
symlink $file, $inside or die;
configure(key_file => 'kek');
is(said('SELECT accord.kek_id()'), $id, 'a link in the data directory to a file elsewhere');
unlink $inside or die;
rename $file, $inside or die;
configure(key_file => "$dir/linked");
like(said('SELECT accord.kek_id()'), qr/It lies in the data directory/, 'a link to a file in the data directory');
rename $inside, $file or die;
configure(key_file => '../kek');
is(said('SELECT accord.kek_id()'), $id, 'a relative path that leads out of it');
configure(key_file => $file, key_command => "cat $file");
like(said('SELECT accord.kek_id()'),
	qr/ERROR:  "accord\.key_file" and "accord\.key_command" are both set\nHINT: /,
	'file and command');

# a command
configure(key_command => "cat $file");
is(said('SELECT accord.kek_id()'), $id, 'from a command');
configure(key_command => "echo x >>$dir/runs; cat $file");
sub runs
{
	my $runs = -e "$dir/runs" ? -s "$dir/runs" : 0;
	unlink "$dir/runs";
	return $runs / 2;
}
is(said(q{SELECT count(accord.create_key('person' || i)) FROM generate_series(1, 5) AS i}), '5', 'it wraps');
is(runs(), 1, 'and ran once in a statement that wraps');
is( said('SELECT accord.kek_id() FROM generate_series(1, 3)'),
	"$id\n$id\n$id", 'it gives the same');
is(runs(), 1, 'and ran once in a statement that asks for the one in force');
is( said(q{SELECT accord.check_key('person1'); SELECT accord.check_key('person2'); SELECT accord.check_key('person3')}),
	"1\n1\n1", 'it unwraps');
is(runs(), 1, 'and ran once in a session that unwraps');
is( said(q{SELECT accord.check_key('person1'); SELECT accord.rotate_key('person1'); SELECT accord.rotate_key('person1')}),
	"1\n2\n3", 'it unwraps and wraps');
is(runs(), 3, 'and ran again for each statement that wraps');
is( said(q{CREATE PROCEDURE wrap() LANGUAGE plpgsql AS 'BEGIN PERFORM accord.rotate_key(''person1''); COMMIT; PERFORM accord.rotate_key(''person1''); END';
CALL wrap()}), '', 'in a procedure');
is(runs(), 2, 'and in each transaction that does');
configure(key_command => "cat $file; exit 3");
like(said('SELECT accord.kek_id()'),
	qr/ERROR:  command of "accord\.key_command" failed with exit code 3\nHINT: /, 'a status');
configure(key_command => "cat $file; kill -TERM \$\$");
like(said('SELECT accord.kek_id()'),
	qr/ERROR:  command of "accord\.key_command" was ended by signal 15/, 'a signal');
configure(key_command => "$dir/missing");
like(said('SELECT accord.kek_id()'),
	qr/failed with exit code 127/, 'no such command');
configure(key_command => "echo S3CRET; echo S3CRET >&2");
like(said('SELECT accord.kek_id()'),
	qr/ERROR:  "accord\.key_command" does not lead to a key/, 'no digits');
configure(key_command => 'yes S3CRET');
like(said('SELECT accord.kek_id()'),
	qr/ERROR:  "accord\.key_command" does not lead to a key/, 'output without an end');
configure(key_command => "echo S3CRET >&2; exit 1");
like(said('SELECT accord.kek_id()'), qr/failed with exit code 1/, 'standard error');
unlike(slurp_file($node->logfile), qr/S3CRET\n/, 'no output is logged');

# it inherits nothing, and its group goes with it
configure(key_command => "ls /proc/self/fd >$dir/fds; cat >$dir/input; cat $file");
is(said('SELECT accord.kek_id()'), $id, 'with an empty input');
SKIP:
{
	skip 'no /proc', 1 unless -d '/proc/self/fd';
	# 0, 1, 2, and the one that ls reads the directory with
	is(scalar(split /\n/, slurp_file("$dir/fds")), 4, 'no open file is inherited');
}
configure(
	key_command => "sleep 600 & echo \$! >$dir/pid; sleep 600",
	key_command_timeout => '1s');
like(
	said('SELECT accord.kek_id()'),
	qr/ERROR:  command of "accord\.key_command" did not end in time\nHINT: .*accord\.key_command_timeout/,
	'a timeout');
# Is what a command started ended?  One that was ended before it started anything, on a slow machine, left no number.
sub is_gone
{
	my ($pid) = eval { slurp_file("$dir/pid") =~ /^(\d+)\n/ };
	unlink "$dir/pid";
	return 1 if !defined $pid;
	# killed with its group; whoever adopts it may take a moment to reap it
	for (1 .. 10 * $PostgreSQL::Test::Utils::timeout_default)
	{
		return 1 if !kill(0, $pid);
		my $status = eval { slurp_file("/proc/$pid/stat") };
		return 1 if !defined $status || $status =~ /\) Z /;
		select undef, undef, undef, 0.1;
	}
	return 0;
}
ok(is_gone(), 'what it started is ended');
configure(key_command => "sleep 600 & echo \$! >$dir/pid; sleep 600");
like(
	said(q{SET statement_timeout = '1s'; SELECT accord.kek_id()}),
	qr/ERROR:  canceling statement due to statement timeout/,
	'it can be cancelled');
ok(is_gone(), 'what it started is ended then too');
configure(
	key_command => "echo \$\$ >$dir/pid; exec perl -e \"setpgrp(0, getpgrp(getppid())); sleep 600\"",
	key_command_timeout => '1s');
like(said('SELECT accord.kek_id()'),
	qr/did not end in time/, 'one that has left its group');
ok(is_gone(), 'is ended');
configure(key_command => "sleep 600 & echo \$! >$dir/pid; sleep 600");
unlink "$dir/pid";
my ($out, $err);
my $ended = IPC::Run::start(
	[ 'psql', '-X', '-d', $node->connstr('postgres'), '-c', 'SELECT accord.kek_id()' ],
	'>', \$out, '2>', \$err);
$node->poll_query_until('postgres', qq{SELECT size > 1 FROM pg_stat_file('$dir/pid', true)}) or die;
$node->safe_psql('postgres', q{SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query ~ '^SELECT accord' AND pid <> pg_backend_pid()});
$ended->finish;
like($err, qr/FATAL:  terminating connection due to administrator command/, 'the session can be ended');
ok(is_gone(), 'and the command is then');
configure(key_command => "exec >&- ; sleep 600", key_command_timeout => '1s');
like(said('SELECT accord.kek_id()'),
	qr/did not end in time/, 'output that is closed is no end');
configure(key_command => "sleep 600 & echo \$! >$dir/pid; cat $file", key_command_timeout => '1s');
like(said('SELECT accord.kek_id()'),
	qr/did not end in time/, 'nor one that a process in the background keeps open');
ok(is_gone(), 'which is ended');

$node->stop;
done_testing();
