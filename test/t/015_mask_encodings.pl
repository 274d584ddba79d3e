# The same text has the same mask in every server encoding, and what is no text is masked whole.

use strict;
use warnings FATAL => 'all';
use utf8;

use Encode qw(encode decode);
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

$ENV{PGCLIENTENCODING} = 'UTF8';

my $node = PostgreSQL::Test::Cluster->new('encodings');
$node->init;
$node->start;

# expressions that see a character of an encoding in every way
sub expressions
{
	my ($a, $b) = @_;

	return (
		"accord.mask_email('${a}ane.roe\@example.com')",
		"accord.mask_email('$a\@example.com')",
		"accord.mask_email('jane\@$a$b.example')",
		"accord.mask_email('jane\@example.com$a', false)",
		"accord.mask_name('${a}da $b ${b}ing O''$a')",
		"accord.mask_card('4111111111111111$a') || accord.mask_ssn('$a') || accord.mask_iban('GB82WEST1234569876543$a') || accord.mask_phone('+44 20 7946 001$a') || accord.mask_ip('203.0.113.$a')",
		"accord.mask_date('1983-08-0$a')",
		"accord.mask_partial('$a$b$a$b', 1, '-', 1)",
		"accord.mask_partial('$a$b$a$b', 2, '$b', 2)",
		"accord.mask_partial('abcd', 1, '$a', 1)",
		"accord.mask_partial('$a$b', 1, '$a$a', 1)",
		"accord.mask_partial('a${a}b', 1, '-', 1)",
		"length(replace(accord.mask_partial(repeat('$a', 5000), 1000, '-', 1000), '$a', 'x'))",
		qq(accord.mask_json('{"$a": "${a}ane\@example.com", "$b": ["$b$a$b"]}', '{"/$a": "email"}')),
		qq(accord.mask_json('{"$a": "$a $b", "x": {"$b": ["$b$a$b"]}}', '{"$a": "name", "/x/$b/*": "text"}')));
}

sub query
{
	my ($db, $expression) = @_;

	return decode('UTF-8', $node->safe_psql($db, encode('UTF-8', "SELECT $expression")));
}

sub make_database
{
	my ($encoding, $name) = @_;

	$node->safe_psql('postgres', "CREATE DATABASE $name ENCODING '$encoding' LOCALE 'C' TEMPLATE template0");
	$node->safe_psql($name, 'CREATE EXTENSION accord');
	return;
}

my %characters = (
	LATIN1 => [ 'é', 'Ø' ],
	EUC_JP => [ '日', 'ア' ],
	WIN1251 => [ 'ж', 'Я' ],
	SQL_ASCII => [ 'é', '👩‍👩‍👧' ]);

make_database('UTF8', 'utf8');
is(query('utf8', q{accord.mask_email('éane@example.com') || accord.mask_partial('éØéØ', 1, '…', 1)}), 'é***@example.comé…Ø', 'utf8: the characters are shown');
for my $encoding (sort keys %characters)
{
	my $db = lc $encoding;

	make_database($encoding, $db);
	is(query($db, $_), query('utf8', $_), encode('UTF-8', "$db: $_")) for expressions(@{ $characters{$encoding} });
}

# Bytes that no Unicode character corresponds to, and bytes that are no UTF-8
make_database('WIN1252', 'win1252');
is( $node->safe_psql('win1252', q{SET client_encoding = 'WIN1252'; SELECT accord.mask_email(E'j\x81ne@example.com'), accord.mask_partial(E'abc\x81', 1, '-', 1), accord.mask_partial('abcd', 1, E'\x81', 1), accord.mask_name(E'Ada \x81')}),
	'***|-|a***d|***', 'win1252: text with a byte that is no character is masked whole');
is( $node->safe_psql('sql_ascii', q{SET client_encoding = 'SQL_ASCII'; SELECT accord.mask_email(E'j\xe9ne@example.com'), accord.mask_partial(E'abc\xe9', 1, '-', 1), accord.mask_partial(E'\xc3', 0, '-', 0), accord.mask_name(E'Ada \xc3'), accord.mask_json(E'{"a": "\xe9 a"}', '{"a": "name"}')}),
	'***|-|-|***|{"a": "***"}', 'sql_ascii: text that is no UTF-8 is masked whole');

$node->stop;
done_testing();
