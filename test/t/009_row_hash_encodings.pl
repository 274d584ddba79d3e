# The same text has the same hash in every server encoding.

use strict;
use warnings FATAL => 'all';
use utf8;

use Encode qw(encode);
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

$ENV{PGCLIENTENCODING} = 'UTF8';

my $node = PostgreSQL::Test::Cluster->new('encodings');
$node->init;
$node->start;

# columns: every way in which text gets into a hash, with characters of an encoding
sub columns
{
	my ($a, $b) = @_;

	return (
		"'$a$b'",
		"'$a $b '::varchar, '$b'::name, '$a  '::char(10)",
		"'$a'::mood, ARRAY['$b']::mood[], ARRAY['$a', NULL, '$b']",
		# the shorter key in one encoding is the longer one in another
		qq('{"$a": 1, "zz": {"$b": ["$a"]}, "zzz": "$b", "z": 4, "$a$b": 5, "zzzz": 6}'::jsonb),
		qq('{"$b": {"$a$a": 1, "zzz": 2}, "zz": null}'::jsonb, '"$a"'::jsonb),
		"ROW('$a', ROW('$b'))",
		"repeat('$a', 5000), '$b'");
}

sub hash
{
	my ($db, $columns) = @_;

	return $node->safe_psql($db, encode('UTF-8', "SELECT accord.row_hash($columns), accord.record_hash(ROW($columns))"));
}

sub make_database
{
	my ($encoding, $name, @labels) = @_;

	$node->safe_psql('postgres', "CREATE DATABASE $name ENCODING '$encoding' LOCALE 'C' TEMPLATE template0");
	$node->safe_psql($name,
		encode('UTF-8', 'CREATE EXTENSION accord; CREATE TYPE mood AS ENUM (' . join(', ', map { "'$_'" } @labels) . ')'));
	return;
}

my %characters = (
	LATIN1 => [ 'é', 'ß' ],
	EUC_JP => [ '日', 'ｱ' ],
	WIN1251 => [ 'ж', 'я' ],
	SQL_ASCII => [ 'é', '😀' ]);
my %golden = (
	LATIN1 => 'b9c3a249-a5f2-fff5-8b54-8eb92c38ef4c',
	EUC_JP => '2e216daa-51d0-ed66-91e6-f586a9eba478',
	WIN1251 => 'd5cbcd34-9368-e85e-52a8-00bd74228877',
	SQL_ASCII => '3614c38c-56f3-96e9-25e9-54c8877b8e48');
my %labels = map { map { $_ => 1 } @$_ } values %characters;

make_database('UTF8', 'utf8', sort keys %labels);
for my $encoding (sort keys %characters)
{
	my $db = lc $encoding;
	my ($a, $b) = @{ $characters{$encoding} };

	make_database($encoding, $db, $a, $b);
	is(hash($db, "'$a$b'"), "$golden{$encoding}|$golden{$encoding}", "$db: the hash of two characters");
	is(hash($db, $_), hash('utf8', $_), encode('UTF-8', "$db: the hash of $_ in UTF8")) for columns($a, $b);
}

# A byte that no Unicode character corresponds to is refused, without being shown
make_database('WIN1252', 'win1252', 'a');
my ($ret, $stdout, $stderr) = $node->psql('win1252', q{SET client_encoding = 'WIN1252'; SELECT accord.row_hash(E'a\x81')});
is($stderr =~ s/^psql:<stdin>:\d+: //r =~ s/^CONTEXT.*//mr, "ERROR:  text has a character without an equivalent in UTF-8\nDETAIL:  Hashes of rows are made of text in UTF-8.",
	'win1252: a byte that is no character');

# In SQL_ASCII text is its bytes, whatever they are
is( $node->safe_psql('sql_ascii', q{SET client_encoding = 'SQL_ASCII'; SELECT accord.row_hash(E'\xe9') = accord.row_hash(E'\xe9'), accord.row_hash(E'\xe9') = accord.row_hash(E'\xc3\xa9')}),
	't|f', 'sql_ascii: bytes that are no UTF-8');

$node->stop;
done_testing();
