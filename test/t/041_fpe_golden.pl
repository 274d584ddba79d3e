# Ciphertexts stay what they are: under a known key, policies give what another implementation of FF1, by the standard's letter, gave.
# Alphabets, their order, what a tweak is made of and how keys are derived are all in it, so a difference makes what users have stored
# undecryptable.

use strict;
use warnings FATAL => 'all';
use utf8;
use Encode;

use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = PostgreSQL::Test::Cluster->new('golden');
$node->init(extra => [ '--encoding=UTF8', '--no-locale' ]);
my $key = $node->basedir . '/key';
append_to_file($key, '5a' x 32);
chmod 0600, $key or die;
$node->append_conf('postgresql.conf', "accord.key_file = '$key'");
$node->start;

# the data key is the bytes 00 to 1f
my $make_key = <<'SQL';
CREATE EXTENSION accord;
INSERT INTO accord.domain (domain, created_by) VALUES ('golden', 'test');
INSERT INTO accord.data_key (domain, version, kek_id, wrapped, created_by) VALUES ('golden', 1, '\x4b6f09ae04ecb9b4',
	'\xa0a1a2a3a4a5a6a7a8a9aaabe1a997fde391181006b970c3df90e2795a8a85d9b4400ede097c19b478f13895eb5b92298cf96d233c8e794d6008762a', 'test');
SQL
$node->safe_psql(
	'postgres', $make_key . <<'SQL');
SELECT accord.create_fpe_policy(name, 'golden', jsonb_build_object('like', name)) FROM accord.fpe_templates() WHERE name <> 'phone';
SELECT accord.create_fpe_policy('phone', 'golden', '{"like": "phone", "tweak": "column"}');
SELECT accord.create_fpe_policy('card_both', 'golden', '{"like": "card", "keep_last": 4, "min_length": 17}');
SELECT accord.create_fpe_policy('long', 'golden', '{"alphabet": "digits"}');
SELECT accord.create_fpe_policy('han', 'golden', jsonb_build_object('keep_first', 1, 'keep_last', 1, 'characters', string_agg(chr(19968 + i), '' ORDER BY i)))
FROM generate_series(0, 999) AS i;
SQL

# policy, value, tweak, ciphertext
my @golden = (
	['card', '4111 1111 1111 1111', undef, '4111 1130 3906 8993'],
	['card', '378282246310005', undef, '378282520638279'],
	['card_last4', '4111-1111-1111-1234', undef, '4111-1123-4499-1234'],
	['card_both', '4111111111111111110', undef, '4111114579540171110'],
	['ssn', '123-45-6789', undef, '585-24-0535'],
	['phone', '+1 (415) 555-2671', 'person 7', '+0 (553) 494-0753'],
	['phone', '+1 (415) 555-2671', 'человек', '+9 (939) 486-4342'],
	['numeric_id', '000000', undef, '490749'],
	['numeric_id', '99999999999999999999999999999999999999', undef, '68617541235408159312340067703096898937'],
	['long', '123456789012345678901234567890123456789012345678901234567890', undef, '824875106848503614668203195896047015368608578115825013198531'],
	['alphanumeric_id', 'CUST-0001/x.Y_z 9', undef, 'PuJ6-7Qhp/x.s_F Z'],
	['name_latin', 'Müller-Lüdenscheidt', undef, 'Ņåļñċš-Łrųĳgőéfhğÿũ'],
	['name_latin', 'İsmail Kılıç', undef, 'Äĥġźŷĭ Ćœťāx'],
	['name_cyrillic', 'Анна-Ґалина Ёлкина', undef, 'Мєєћ-Хљпвгќ Еемнао'],
	['han', '万凧一伀', undef, '万书伵伀'],
);

sub call
{
	my ($function, $value, $policy, $tweak, $database) = @_;
	my @arguments = map { defined $_ ? "'" . s/'/''/gr . "'" : 'NULL' } ($value, $policy, $tweak);
	my $result = $node->safe_psql($database // 'postgres',
		encode_utf8("SET client_encoding = 'UTF8'; SET accord.purpose = 'test'; SELECT accord.$function($arguments[0], $arguments[1], tweak => $arguments[2])"));
	return decode_utf8($result);
}

for my $golden (@golden)
{
	my ($policy, $value, $tweak, $ciphertext) = @$golden;
	is(call('encrypt_fpe', $value, $policy, $tweak), $ciphertext, encode_utf8("$policy of $value"));
	is(call('decrypt_fpe', $ciphertext, $policy, $tweak), $value, 'and back');
}

# nor do they depend on the encoding of a database
my $policies = <<'SQL';
SET client_encoding = 'UTF8';
SELECT accord.create_fpe_policy('umlaut', 'golden',
	'{"characters": "abcdefghijklmnopqrstuvwxyzäöüß", "capitals": "ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÜ§", "literals": " -", "tweak": "column"}');
SQL
$node->safe_psql('postgres', encode_utf8($policies));
$node->safe_psql('postgres', q{CREATE DATABASE latin1 ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0});
$node->safe_psql('latin1', encode_utf8($make_key . $policies));
my $ciphertext = call('encrypt_fpe', 'Äö-üß xYz', 'umlaut', 'é');
is(call('encrypt_fpe', 'Äö-üß xYz', 'umlaut', 'é', 'latin1'), $ciphertext, 'the same in LATIN1');
is(call('decrypt_fpe', $ciphertext, 'umlaut', 'é', 'latin1'), 'Äö-üß xYz', 'and back');
is( $node->safe_psql('latin1', 'SELECT name FROM accord.fpe_templates()'),
	"card\ncard_last4\nssn\nphone\nnumeric_id\nalphanumeric_id",
	'where there are no alphabets of names, no policies for them are offered');
my (undef, undef, $error) = $node->psql('latin1',
	q{SELECT accord.create_fpe_policy('name', 'golden', '{"alphabet": "cyrillic"}')});
like($error, qr/alphabet "cyrillic" has characters that encoding "LATIN1" has not/,
	'and the alphabets are refused');

$node->stop;
done_testing();
