# Binary COPY keeps a schema byte for byte, and takes nothing that the text form would refuse.

use strict;
use warnings FATAL => 'all';

use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = PostgreSQL::Test::Cluster->new('binary');
$node->init;
$node->start;
$node->safe_psql('postgres', q{CREATE DATABASE utf8 ENCODING 'UTF8' LOCALE 'C' TEMPLATE template0});
$node->safe_psql(
	'utf8', q{
CREATE EXTENSION accord;
CREATE TABLE sent (n int, s accord.jsonschema);
CREATE TABLE received (LIKE sent);
INSERT INTO sent VALUES (1, '{ "maximum" : 1.50 }'), (2, 'true'), (3, NULL), (4, ('{"description": "' || repeat('x', 100000) || '"}')::accord.jsonschema);
CREATE TABLE bytes (n int, s bytea);
});

my $file = $PostgreSQL::Test::Utils::tmp_check . '/schemas.bin';

$node->safe_psql('utf8', "COPY sent TO '$file' (FORMAT binary)");
$node->safe_psql('utf8', "COPY received FROM '$file' (FORMAT binary)");
is( $node->safe_psql('utf8',
		'SELECT count(*) FROM sent JOIN received USING (n) WHERE sent.s::text = received.s::text OR (sent.s IS NULL AND received.s IS NULL)'),
	'4', 'binary COPY keeps the text');
is($node->safe_psql('utf8', q{SELECT jsonb '2' OPERATOR(accord.|=) s FROM received WHERE n = 1}),
	'f', 'what was received enforces');

# What comes in is the version byte 1 and the text: send other bytes
my %refused = (
	q{'\x027b7d'} => qr/version/,
	q{'\x00'} => qr/version/,
	q{'\x'} => qr/ERROR/,
	q{'\x01'} => qr/22P02/,
	q{'\x017b'} => qr/22P02/,
	q{'\x01' || convert_to('{"type": "strnig"}', 'UTF8')} => qr/22P02.*strnig/,
	q{'\x017b7d00'} => qr/ERROR/,
	q{'\x017b2261223a22ff227d'} => qr/22021/);

for my $bytes (sort keys %refused)
{
	$node->safe_psql('utf8',
		"TRUNCATE bytes; INSERT INTO bytes VALUES (1, $bytes); COPY bytes TO '$file' (FORMAT binary)");
	my ($ret, $stdout, $stderr) = $node->psql('utf8',
		"\\set VERBOSITY verbose\nCOPY received FROM '$file' (FORMAT binary)", on_error_stop => 0);
	like($stderr, $refused{$bytes}, "refused: $bytes");
}
is($node->safe_psql('utf8', 'SELECT count(*) FROM received'), '4', 'nothing was added');

$node->stop;
done_testing();
