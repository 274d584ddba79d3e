# No key is found anywhere but in the memory of who uses it: not in logs, statistics, plans, settings, dumps, files; and not in memory once it is destroyed.

use strict;
use warnings FATAL => 'all';

use Digest::SHA qw(hmac_sha256);
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

plan skip_all => 'no openssl, to unwrap keys with'
  if system('openssl version >/dev/null 2>&1') != 0;

my $kek = join '', map { chr(($_ * 37 + 11) % 256) } 0 .. 31;
my $node = PostgreSQL::Test::Cluster->new('secret');
my $sharedir;
$node->init;
$sharedir = $node->config_data('--sharedir');
my $has_statistics = -e "$sharedir/extension/pg_stat_statements.control";
my $path = $node->basedir . '/kek';
open my $file, '>', $path or die $!;
print $file unpack('H*', $kek), "\n";
close $file;
chmod 0600, $path;
my @libraries = ('auto_explain', $has_statistics ? 'pg_stat_statements' : ());
$node->append_conf(
	'postgresql.conf', qq{
accord.key_command = 'cat $path'
shared_preload_libraries = '@{[ join ',', @libraries ]}'
log_statement = all
log_min_messages = debug2
log_error_verbosity = verbose
log_parameter_max_length_on_error = -1
auto_explain.log_min_duration = 0
auto_explain.log_nested_statements = on
auto_explain.log_verbose = on
auto_explain.log_analyze = on
});
$node->append_conf('postgresql.conf', 'pg_stat_statements.track = all') if $has_statistics;
$node->start;
$node->safe_psql('postgres', 'CREATE EXTENSION pg_stat_statements') if $has_statistics;
$node->safe_psql('postgres', 'CREATE EXTENSION accord');
$node->safe_psql(
	'postgres', q{
SELECT accord.create_key('person'), accord.rotate_key('person'), accord.create_key('person', subject => 'ada'), accord.create_key('other');
});

# as the documentation has it: HKDF of the key-encryption key, AES-256-GCM, HKDF of the data key
sub subkey
{
	my ($key, $label) = @_;
	return hmac_sha256("$label\x01", $key);
}

sub unwrap
{
	my ($where) = @_;
	my $wrapped = pack 'H*', $node->safe_psql('postgres', "SELECT encode(wrapped, 'hex') FROM accord.data_key WHERE $where");
	my $sealed = $node->basedir . '/sealed';
	open my $out, '>:raw', $sealed or die $!;
	print $out substr($wrapped, 12, 32);
	close $out;
	# GCM encrypts by counting from 2
	my $iv = unpack('H*', substr($wrapped, 0, 12)) . '00000002';
	my $wrap = unpack 'H*', subkey($kek, 'accord key-encryption key: wrap');
	my $key = `openssl enc -d -aes-256-ctr -K $wrap -iv $iv -in $sealed`;
	die 'openssl failed' if $? != 0 || length $key != 32;
	return $key;
}

my @purposes = qw(token encrypt fpe noise);
my (%never, %used);
$never{'the key-encryption key'} = $kek;
$never{'what wraps'} = subkey($kek, 'accord key-encryption key: wrap');
for my $where (q{domain = 'person' AND subject = '' AND version = 1},
	q{domain = 'person' AND subject = '' AND version = 2},
	q{subject = 'ada'})
{
	my $key = unwrap($where);
	$never{"the key $where"} = $key;
	$used{"the subkey $_ of $where"} = subkey($key, "accord data key: $_") for @purposes;
}
my %secrets = (%never, %used);

# the names of the secrets that a text has in it: as bytes, as digits, and as the pads that HMAC makes of them
sub found
{
	my ($text, $which) = @_;
	my @found;
	for my $name (sort keys %$which)
	{
		my $bytes = $which->{$name};
		my $hex = unpack 'H*', $bytes;
		my $inner = $bytes ^ ("\x36" x 32);
		my $outer = $bytes ^ ("\x5c" x 32);
		push @found, $name
		  if $text =~ /\Q$hex\E/i || grep { index($text, $_) >= 0 } $bytes, $inner, $outer;
	}
	return join ', ', @found;
}
is(found("x$kek", \%secrets), 'the key-encryption key', 'what is looked for is found');

# whatever can be said about keys, errors too
my $out = '';
for my $statement (
	q{SELECT accord.check_key('person'), accord.check_key('person', version => 1), accord.check_key('person', 'decrypt', NULL, 'ada')},
	q{EXPLAIN (ANALYZE, VERBOSE) SELECT accord.check_key('person', version => g) FROM generate_series(1, 2) AS g},
	q{SELECT accord.check_key('person', version => 3)},
	q{SELECT accord.kek_id(), accord.rotate_kek()},
	q{DO $$ BEGIN PERFORM accord.check_key('person', version => 7); END $$},
	q{PREPARE p(text) AS SELECT accord.rotate_key($1); EXECUTE p('other')},
	q{UPDATE accord.data_key SET wrapped = set_byte(wrapped, 20, 0), kek_id = kek_id WHERE domain = 'other'; SELECT accord.check_key('other'); SELECT accord.rotate_kek()},
	q{UPDATE accord.data_key SET kek_id = '\x0000000000000000' WHERE domain = 'other'; SELECT accord.check_key('other')},
	q{SELECT * FROM accord.key_status; SELECT * FROM accord.data_key; SELECT * FROM pg_settings; SELECT * FROM pg_stat_activity; SELECT * FROM pg_file_settings},
	$has_statistics ? q{SELECT * FROM pg_stat_statements} : 'SELECT 1')
{
	my ($stdout, $stderr);
	$node->psql('postgres', "\\set VERBOSITY verbose\n$statement", stdout => \$stdout, stderr => \$stderr, on_error_stop => 0);
	$out .= "$stdout\n$stderr\n";
}
like($out, qr/is damaged/, 'statements failed as they should');
is(found($out, \%secrets), '', 'nothing is shown');
is(found(slurp_file($node->logfile), \%secrets), '', 'nothing is logged');
my ($dump) = run_command([ 'pg_dump', '--no-sync', '-h', $node->host, '-p', $node->port, 'postgres' ]);
like($dump, qr/COPY accord\.data_key/, 'there is a dump');
is(found($dump, \%secrets), '', 'and nothing in it');

# neither in a table, nor in the WAL, nor in a temporary file
$node->safe_psql('postgres', 'CHECKPOINT');
my @with;
my @directories = $node->data_dir;
while (my $directory = shift @directories)
{
	for my $entry (glob "$directory/*")
	{
		if (-d $entry) { push @directories, $entry; next; }
		next unless -f $entry && -r $entry;
		open my $in, '<:raw', $entry or next;
		local $/;
		my $content = <$in>;
		push @with, $entry if defined $content && found($content, \%secrets) ne '';
	}
}
is("@with", '', 'nothing in a file of the server');

# The memory of a process: what is readable of it, shared memory too, and where each secret lies.
sub memory_of
{
	my ($pid, $which) = @_;
	my (%where, $range);
	open my $maps, '<', "/proc/$pid/maps" or die $!;
	open my $mem, '<:raw', "/proc/$pid/mem" or return;
	while (my $line = <$maps>)
	{
		my ($start, $end, $rights) = $line =~ /^([0-9a-f]+)-([0-9a-f]+) (\S+)/ or next;
		next if $rights !~ /^r/ || $line =~ /\[v(?:var|dso|syscall|var_vclock)\]/;
		no warnings 'portable';
		my ($from, $to) = (hex $start, hex $end);
		sysseek($mem, $from, 0) or next;
		my ($content, $chunk) = ('', '');
		while (length $content < $to - $from && sysread($mem, $chunk, $to - $from - length $content))
		{
			$content .= $chunk;
		}
		my $found = found($content, $which);
		$where{"$start-$end"} = $found if $found ne '';
	}
	return \%where;
}

# the flags that a range has in smaps
sub flags_of
{
	my ($pid, $range) = @_;
	my ($flags) = slurp_file("/proc/$pid/smaps") =~ /^\Q$range\E .*?^VmFlags: ([^\n]*)/ms;
	return $flags // '';
}

SKIP:
{
	my $session = $node->background_psql('postgres');
	my $pid = $session->query('SELECT pg_backend_pid()');
	skip 'the memory of another process cannot be read here', 7
	  unless open my $probe, '<:raw', "/proc/$pid/mem";
	my $other = $node->background_psql('postgres', on_error_stop => 0);
	my $other_pid = $other->query('SELECT pg_backend_pid()');
	my $use = q{SELECT accord.check_key('person'), accord.check_key('person', version => 1), accord.check_key('person', 'decrypt', NULL, 'ada')};
	# contexts of OpenSSL and whatever else is derived hold keys too
	my %derived = (
		'accord.token(text,text)' => q{SELECT accord.token('Ada', 'person')},
		'accord.noise(double precision,text,double precision)' => q{SELECT accord.noise(1::double precision, 'person', 1)},
		'accord.encrypt(text,text,text,text)' => q{SET accord.purpose = 'test';
			SELECT accord.decrypt(accord.encrypt('Ada', 'person'), 'person'), accord.decrypt(accord.encrypt('Ada', 'person', NULL, 'ada'), 'person', NULL, 'ada')});
	for my $function (sort keys %derived)
	{
		$use .= "; $derived{$function}"
		  if $node->safe_psql('postgres', "SELECT to_regprocedure('$function') IS NOT NULL") eq 't';
	}
	$_->query($use) for $session, $other;

	my $where = memory_of($pid, \%used);
	my @ranges = grep { $where->{$_} eq join ', ', sort keys %used } keys %$where;
	is(scalar @ranges, 1, 'all subkeys in use are found in one place');
	my ($range) = @ranges;
	like(flags_of($pid, $range), qr/\bdd\b.*\bwf\b|\bwf\b.*\bdd\b/, 'which is left out of core files and wiped on fork');
	is(join(', ', sort values %{ memory_of($pid, { map { $_ => $never{$_} } grep { /^the key domain|^the key subject/ } keys %never }) }),
		'', 'the keys that they were derived from are not kept');

	$session->query(q{SELECT accord.destroy_key('person'), accord.destroy_key('person', subject => 'ada')});
	my $without_kek = { %used, map { $_ => $never{$_} } grep { !/^what wraps/ } keys %never };
	is(join(', ', values %{ memory_of($pid, $without_kek) }), '', 'nothing is left when they were destroyed');
	ok(%{ memory_of($other_pid, \%used) } > 0, 'another session that did nothing since has them');
	$other->query(q{SELECT 1});
	is(join(', ', values %{ memory_of($other_pid, $without_kek) }), '', 'until its next statement, whatever that is');

	# what wraps is kept where it comes from a command, in the same kind of place
	$where = memory_of($pid, \%never);
	is(join(', ', map { (flags_of($pid, $_) =~ /\bdd\b/ ? '' : 'not ') . 'protected' } keys %$where), 'protected', 'what wraps lies in protected memory');
	$session->quit;
	$other->quit;
}

$node->stop;
done_testing();
