# A dump carries policies and what they encrypted: with the same key-encryption key a restored database decrypts, with another one it says so.

use strict;
use warnings FATAL => 'all';

use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = PostgreSQL::Test::Cluster->new('fpe');
$node->init(extra => [ '--encoding=UTF8', '--no-locale' ]);

sub make_key
{
	my ($path, $key) = @_;
	append_to_file($path, $key x 32);
	chmod 0600, $path or die;
}

my $key = $node->basedir . '/key';
my $other = $node->basedir . '/other';
make_key($key, '5a');
make_key($other, 'a5');
$node->append_conf('postgresql.conf', "accord.key_file = '$key'");
$node->start;
$node->safe_psql('postgres', "CREATE DATABASE $_") for 'original', 'restored';

$node->safe_psql(
	'original', <<'SQL');
CREATE EXTENSION accord;
SELECT accord.create_key('person');
SELECT accord.create_fpe_policy('name', 'person', '{"like": "name_latin", "min_length": 5}');
CREATE TABLE public.person (id integer, version integer, name text);
INSERT INTO public.person VALUES (1, 1, accord.encrypt_fpe('Ada Lovelace', 'name'));
SELECT accord.rotate_key('person');
SELECT accord.rotate_fpe_policy('name', '{"characters": "abcdefghijklmnopqrstuvwxyzèé", "capitals": "ABCDEFGHIJKLMNOPQRSTUVWXYZÈÉ"}');
INSERT INTO public.person VALUES (2, 2, accord.encrypt_fpe('Hélène d''Arc', 'name'));
SQL

my $file = $node->basedir . '/dump.sql';
$node->command_ok([ 'pg_dump', '--no-sync', '-f', $file, 'original' ],
	'pg_dump');
$node->command_ok(
	[ 'psql', '-X', '-v', 'ON_ERROR_STOP=1', '-f', $file, 'restored' ],
	'the dump restores');

my $decrypt = <<'SQL';
SET accord.purpose = 'test';
SELECT id, accord.decrypt_fpe(name, 'name', version) FROM public.person ORDER BY id;
SQL
is($node->safe_psql('restored', $decrypt),
	"1|Ada Lovelace\n2|Hélène d'Arc", 'the restored database decrypts');
is( $node->safe_psql('restored', 'TABLE accord.fpe_policy'),
	$node->safe_psql('original', 'TABLE accord.fpe_policy'),
	'policies are the same');
is( $node->safe_psql(
		'restored',
		q{SELECT accord.encrypt_fpe('Ada Lovelace', 'name', 1) = name FROM public.person WHERE id = 1}
	),
	't',
	'and encrypts to the same');

# another key-encryption key: an error about the key
$node->adjust_conf('postgresql.conf', 'accord.key_file', "'$other'");
$node->restart;
my ($status, $out, $err) = $node->psql('restored', $decrypt);
isnt($status, 0, 'with another key-encryption key nothing decrypts');
like($err, qr/key/, 'and the error is about the key');
unlike($err, qr/Ada|Lovelace/, 'and shows no value');

# none
$node->adjust_conf('postgresql.conf', 'accord.key_file', "''");
$node->restart;
($status, $out, $err) = $node->psql('restored', $decrypt);
isnt($status, 0, 'without one neither');
like($err, qr/accord\.key_file/, 'and the error says where it comes from');

# a policy that another session rotates is noticed by one that has used it
$node->adjust_conf('postgresql.conf', 'accord.key_file', "'$key'");
$node->restart;
my $session = $node->background_psql('original', on_error_stop => 0);
my $encrypt = q{SELECT accord.encrypt_fpe('Grace Hopper', 'name');};
my $before = $session->query_safe($encrypt);
is($session->query_safe($encrypt), $before, 'the same again');
$node->safe_psql('original',
	q{SELECT accord.rotate_key('person'), accord.rotate_fpe_policy('name')});
isnt($session->query_safe($encrypt),
	$before, 'another session uses the new version at its next statement');
is( $session->query_safe(
		q{SELECT accord.encrypt_fpe('Grace Hopper', 'name', 2);}),
	$before,
	'the old one is there by its number');
$node->safe_psql('original', q{SELECT accord.drop_fpe_policy('name', 1)});
$session->query(q{SELECT accord.encrypt_fpe('Grace Hopper', 'name', 1);});
like($session->{stderr}, qr/policy "name" has no version 1/,
	'a version that was dropped is gone there, too');
$session->quit;

$node->stop;
done_testing();
