# Each statement that decrypts is on record, with who, what for and how many, whatever becomes of its transaction: in the server's log and as a message in the write-ahead log.

use strict;
use warnings FATAL => 'all';

use JSON::PP;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = PostgreSQL::Test::Cluster->new('disclosures');
$node->init(allows_streaming => 'logical');
my $key = $node->basedir . '/accord.key';
append_to_file($key, '0f' x 32 . "\n");
chmod 0600, $key or die;
# statements are not logged, so that what is found of a value came from elsewhere
$node->append_conf('postgresql.conf', qq{
accord.key_file = '$key'
log_statement = none
log_min_error_statement = panic
max_prepared_transactions = 2
});
$node->start;

$node->safe_psql('postgres', <<'SQL');
CREATE EXTENSION accord;
SELECT accord.create_key('person'), accord.create_key('order');
CREATE TABLE kept (i int, v bytea);
INSERT INTO kept SELECT i, accord.encrypt('S3CRET ' || i, 'person') FROM generate_series(1, 100) i;
CREATE TABLE broken AS SELECT overlay(v PLACING '\x00' FROM octet_length(v)) AS v FROM kept WHERE get_byte(v, octet_length(v) - 1) <> 0 LIMIT 1;
CREATE ROLE reader LOGIN;
GRANT SELECT ON kept, broken TO reader;
SELECT accord.grant_domain('person', 'reader', 'decrypt');
SELECT pg_create_logical_replication_slot('audit', 'test_decoding');
SQL

my $seen = 0;

# What is new in the log, without what differs from run to run
sub records
{
	my $log = slurp_file($node->logfile, $seen);
	my @records;

	$seen = -s $node->logfile;
	unlike($log, qr/S3CRET/, 'no value in the log');
	while ($log =~ /LOG:  accord disclosure: (\{.*\})$/mg)
	{
		my $record = decode_json($1);
		push @records, join ' ', map { $record->{$_} // '-' } qw(event user domain purpose values refused);
		like($record->{id}, qr/^[0-9a-f]+\.[0-9a-f]+\.[0-9]+$/, 'an id');
		is($record->{database}, 'postgres', 'the database');
	}
	return join "\n", @records;
}

sub run_as
{
	my ($user, $sql) = @_;
	my ($ret, $stdout, $stderr) = $node->psql('postgres', $sql, extra_params => [ '-U', $user ], on_error_stop => 0);

	return $stdout;
}

records();
# the setting comes before the library is loaded, as in any new session
run_as('reader', q{SET accord.purpose = 'ticket 1'; SELECT count(accord.decrypt(v, 'person')) FROM kept});
is(records(), "begin reader person ticket 1 - -\nend reader person ticket 1 100 0", 'a statement of its own');

run_as('reader', q{BEGIN; SET accord.purpose = 'ticket 2'; SELECT count(accord.decrypt(v, 'person')) FROM kept WHERE i <= 7; ROLLBACK});
is(records(), "begin reader person ticket 2 - -\nend reader person ticket 2 7 0", 'rolled back');

run_as('reader', q{SET accord.purpose = 'ticket 3'; SELECT count(accord.decrypt(v, 'person')), 1 / (count(*) - 5) FROM kept WHERE i <= 5});
is(records(), "begin reader person ticket 3 - -\nend reader person ticket 3 5 0", 'the statement failed after it');

run_as('reader', q{BEGIN READ ONLY; SET accord.purpose = 'a'; SELECT accord.decrypt(v, 'person') FROM kept WHERE i = 1; SAVEPOINT s; SELECT accord.decrypt(v, 'person') FROM kept WHERE i <= 2; ROLLBACK TO s; SET accord.purpose = 'b'; SELECT accord.decrypt(v, 'person') FROM kept WHERE i <= 3; COMMIT});
is(records(), join("\n", 'begin reader person a - -', 'end reader person a 1 0', 'begin reader person a - -', 'end reader person a 2 0', 'begin reader person b - -', 'end reader person b 3 0'),
	'one record for each statement of a transaction, those of subtransactions that were rolled back too');

run_as('reader', q{SET accord.purpose = 'ticket 4'; SELECT accord.decrypt(v, 'person') FROM broken});
is(records(), "begin reader person ticket 4 - -\nend reader person ticket 4 0 1", 'what could not be decrypted is counted as refused');

run_as('reader', q{SET accord.purpose = 'c'; BEGIN; DECLARE c CURSOR FOR SELECT accord.decrypt(v, 'person') FROM kept; FETCH 2 FROM c; FETCH 3 FROM c; COMMIT});
is(records(), join("\n", 'begin reader person c - -', 'end reader person c 2 0', 'begin reader person c - -', 'end reader person c 3 0'), 'rows of a cursor count when they are fetched');

run_as('reader', q{SET accord.purpose = 'd'; DO $$ BEGIN FOR i IN 1..20 LOOP PERFORM accord.decrypt(v, 'person') FROM kept WHERE kept.i = 1; END LOOP; END $$});
is(records(), "begin reader person d - -\nend reader person d 20 0", 'a function, however many statements it runs, is one of the client');

run_as('postgres', q{SET accord.purpose = 'e'; SELECT accord.decrypt(v, 'person'), accord.decrypt(accord.encrypt('x', 'order'), 'order') FROM kept WHERE i <= 2});
is(join("\n", sort split /\n/, records()), join("\n", 'begin postgres order e - -', 'begin postgres person e - -', 'end postgres order e 2 0', 'end postgres person e 2 0'), 'each domain on its own');

run_as('postgres', q{SET accord.purpose = 'f'; BEGIN; SELECT accord.decrypt(v, 'person') FROM kept WHERE i = 1; PREPARE TRANSACTION 'p'});
is(records(), "begin postgres person f - -\nend postgres person f 1 0", 'a prepared transaction');
$node->safe_psql('postgres', "ROLLBACK PREPARED 'p'");

# text in the purpose is quoted, and stays in its line
run_as('reader', q{SET accord.purpose = E'"\x7d, "values": 99\n'; SELECT accord.decrypt(v, 'person') FROM kept WHERE i = 1});
my $forged = qq("}, "values": 99\n);
is(records(), "begin reader person $forged - -\nend reader person $forged 1 0", 'no purpose forges a record');

# nothing is on record of what was refused beforehand
run_as('reader', q{SELECT accord.decrypt(v, 'person') FROM kept; SET accord.purpose = 'g'; SELECT accord.decrypt(v, 'order') FROM kept});
is(records(), '', 'neither without a purpose nor without the right');

# parallel workers: the leader decrypts
run_as('postgres', q{SET accord.purpose = 'h'; SET parallel_setup_cost = 0; SET parallel_tuple_cost = 0; SET min_parallel_table_scan_size = 0; SET parallel_leader_participation = off; SELECT accord.decrypt(v, 'person') FROM kept WHERE i <= 50});
is(records(), "begin postgres person h - -\nend postgres person h 50 0", 'beside parallel workers');

# the same records in the write-ahead log, once something is committed that flushes the last one, those of transactions without a trace included
$node->safe_psql('postgres', 'CREATE TABLE committed ()');
my $messages = $node->safe_psql('postgres', q{SELECT data FROM pg_logical_slot_get_changes('audit', NULL, NULL) WHERE data LIKE 'message: transactional: 0 prefix: accord.disclosure,%'});
my $in_log = () = slurp_file($node->logfile) =~ /accord disclosure: /g;
my $in_wal = () = $messages =~ /^message:/mg;
is($in_wal, $in_log, 'as many messages as lines');
like($messages, qr/"event": "end".*"purpose": "ticket 2", "values": 7, "refused": 0\}/, 'the one that was rolled back');
unlike($messages, qr/S3CRET/, 'no value in a message');

# a backend that is gone at once leaves the beginning, on disk
my ($in, $out, $err) = ('', '', '');
my $handle = IPC::Run::start([ 'psql', '-X', '-q', '-A', '-t', '-d', $node->connstr('postgres') ], '<', \$in, '>', \$out, '2>', \$err);
$in .= "SET accord.purpose = 'crash'; BEGIN; SELECT accord.decrypt(v, 'person') FROM kept WHERE i = 9; SELECT 'pid', pg_backend_pid();\n";
$handle->pump until $out =~ /^pid\|(\d+)$/m;
my ($pid) = $out =~ /^pid\|(\d+)$/m;
like($out, qr/^S3CRET 9$/m, 'the client has the value');
$node->stop('immediate');
$handle->finish;
$node->start;
like(records(), qr/^begin postgres person crash - -$/m, 'the log has the beginning');
$messages = $node->safe_psql('postgres', q{SELECT data FROM pg_logical_slot_get_changes('audit', NULL, NULL) WHERE data LIKE 'message: transactional: 0 prefix: accord.disclosure,%'});
like($messages, qr/"event": "begin".*"purpose": "crash"\}/, 'and so has the write-ahead log after the crash');

$node->stop;
done_testing();
