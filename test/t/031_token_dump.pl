# Tokens and ciphertexts survive dump and restore with the same key-encryption key, and token columns are kept on; without the key, or with another one, nothing is made or decrypted, and the error says why.

use strict;
use warnings FATAL => 'all';

use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = PostgreSQL::Test::Cluster->new('token_dump');
$node->init;
my $key = $node->basedir . '/accord.key';
my $other = $node->basedir . '/other.key';
append_to_file($key, '0f' x 32 . "\n");
append_to_file($other, '1e' x 32 . "\n");
chmod 0600, $key, $other;
$node->append_conf('postgresql.conf', "accord.key_file = '$key'");
$node->start;
$node->safe_psql('postgres', "CREATE DATABASE $_") for 'original', 'restored';

my $made = $node->safe_psql('original', <<'SQL');
CREATE EXTENSION accord;
CREATE ROLE owner;
CREATE ROLE loader;
SELECT FROM accord.create_key('person', normalise => '{lower}');
SELECT FROM accord.create_key('person', subject => 'ada');
SELECT FROM accord.grant_domain('person', 'owner', 'token');
CREATE SCHEMA "Odd ""x""";
CREATE TABLE "Odd ""x""".customer (id bigint, email text, secret bytea);
GRANT CREATE, USAGE ON SCHEMA "Odd ""x""" TO owner, loader;
ALTER TABLE "Odd ""x""".customer OWNER TO owner;
GRANT INSERT ON "Odd ""x""".customer TO loader;
CREATE TABLE part (id int, email text, token uuid) PARTITION BY LIST (id);
CREATE TABLE part_1 PARTITION OF part FOR VALUES IN (1);
SELECT FROM accord.token_column('part', 'email', 'token', 'person');
SET ROLE owner;
SELECT FROM accord.token_column('"Odd ""x""".customer', 'email', 'token', 'person');
INSERT INTO "Odd ""x""".customer SELECT i, 'Customer' || i, accord.encrypt('secret ' || i, 'person', 'customer.' || i) FROM generate_series(1, 10) i;
RESET ROLE;
UPDATE "Odd ""x""".customer SET secret = accord.encrypt('ada', 'person', subject => 'ada') WHERE id = 10;
INSERT INTO part VALUES (1, 'Ada');
SELECT FROM accord.rotate_key('person');
UPDATE "Odd ""x""".customer SET email = 'changed' WHERE id = 5;
SELECT accord.token('x', 'person'), accord.token_uuid(7, 'person'), accord.noise(100, 'person', 1000), accord.noise(1.00, 'person', 10.00);
SQL

# all that was stored, and the keyed functions, in a database
my $contents = q{SET accord.purpose = 'test'; SELECT * FROM accord.token_registration ORDER BY 1, 2, 3;
SELECT id, email, token, accord.token_version(token), CASE WHEN id = 10 THEN accord.decrypt(secret, 'person', subject => 'ada') ELSE accord.decrypt(secret, 'person', 'customer.' || id) END
FROM "Odd ""x""".customer ORDER BY id;
SELECT * FROM part;
SELECT accord.token('x', 'person'), accord.token_uuid(7, 'person'), accord.noise(100, 'person', 1000), accord.noise(1.00, 'person', 10.00);};

my $file = $node->basedir . '/dump.sql';
$node->command_ok([ 'pg_dump', '--no-sync', '-f', $file, 'original' ], 'pg_dump');
$node->command_ok([ 'psql', '-X', '-q', '-v', 'ON_ERROR_STOP=1', '-f', $file, 'restored' ], 'the dump restores');
my $expected = $node->safe_psql('original', $contents);
like($expected, qr/\Q$made\E$/, 'another session makes the same tokens');
like($expected, qr/\|secret 9\n10\|.*\|ada$/m, 'and decrypts');
is($node->safe_psql('restored', $contents), $expected, 'the restored database has the same tokens and values');

# kept on, by the right of the one who set it up
$node->safe_psql('restored', q{SET ROLE loader; INSERT INTO "Odd ""x""".customer VALUES (11, 'Eve'); RESET ROLE; INSERT INTO part VALUES (1, 'Eve')});
is($node->safe_psql('restored', q{SELECT c.token = accord.token('eve', 'person'), p.token = accord.token_uuid('eve', 'person') FROM "Odd ""x""".customer c, part p WHERE c.id = 11 AND p.email = 'Eve'}),
	't|t', 'token columns are kept in the restored database');
is($node->safe_psql('restored', q{SELECT * FROM accord.token_versions('"Odd ""x""".customer', 'token')}), "1|9\n2|2", 'versions are counted');
$node->safe_psql('restored', q{CALL accord.fill_token_column('"Odd ""x""".customer', 'token', 1)});
is($node->safe_psql('restored', q{SELECT * FROM accord.token_versions('"Odd ""x""".customer', 'token')}), '2|11', 'and filled');
is($node->safe_psql('restored', q{SELECT string_agg(DISTINCT (token = accord.token(email, 'person'))::text, ',') FROM "Odd ""x""".customer}), 'true', 'with the right tokens');

# the data alone, into tables that are there
$node->command_ok([ 'pg_dump', '--no-sync', '--data-only', '-t', '*.customer', '-f', $file, 'original' ], 'pg_dump of the data');
$node->safe_psql('restored', 'TRUNCATE "Odd ""x""".customer');
$node->command_ok([ 'psql', '-X', '-q', '-v', 'ON_ERROR_STOP=1', '-f', $file, 'restored' ], 'the data restores');
is($node->safe_psql('restored', q{SELECT count(*) FROM "Odd ""x""".customer WHERE token = accord.token(email, 'person')}), '10', 'and gets tokens of today');

my @keyed = (
	q{SELECT accord.token('x', 'person')},
	q{SELECT accord.noise(1, 'person', 10)},
	q{SELECT accord.encrypt('x', 'person')},
	q{SET accord.purpose = 'test'; SELECT accord.decrypt(secret, 'person', 'customer.' || id) FROM "Odd ""x""".customer},
	q{INSERT INTO "Odd ""x""".customer VALUES (12, 'Bob')});
for my $case ([ '', qr/ERROR:  .*key-encryption key.*HINT: /s, 'without a key-encryption key' ], [ $other, qr/ERROR:  .*key-encryption key/s, 'with another one' ])
{
	$node->append_conf('postgresql.conf', "accord.key_file = '$case->[0]'");
	$node->restart;
	for my $statement (@keyed)
	{
		my ($ret, $stdout, $stderr) = $node->psql('restored', $statement);

		isnt($ret, 0, "$case->[2]: $statement");
		like($stderr, $case->[1], 'the error is about that key');
		is($stdout, '', 'nothing comes out');
	}
}
is($node->safe_psql('restored', q{SELECT count(DISTINCT token), min(accord.token_version(token)) FROM "Odd ""x""".customer}), '10|2', 'stored tokens join without any key');
$node->append_conf('postgresql.conf', "accord.key_file = '$key'");
$node->restart;
like($node->safe_psql('original', $contents), qr/\Q$expected\E/, 'with the right one everything is back');

$node->stop;
done_testing();
