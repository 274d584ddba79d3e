# In every server encoding lengths count characters, patterns see characters, and keys are found.

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

# check: verdicts of pairs of schema and document, written in UTF-8 by the client
sub check
{
	my ($db, @cases) = @_;

	for my $case (@cases)
	{
		my ($schema, $doc, $expected) = @$case;
		my $sql = sprintf(q{SELECT jsonb $d$%s$d$ OPERATOR(accord.|=) $s$%s$s$, (SELECT count(*) FROM accord.errors($d$%s$d$, $s$%s$s$))},
			$doc, $schema, $doc, $schema);

		is( $node->safe_psql($db, encode('UTF-8', $sql)),
			$expected ? 't|0' : 'f|1',
			encode('UTF-8', "$db: $schema $doc"));
	}
	return;
}

# cases: what any encoding that has the three characters must do
sub cases
{
	my ($a, $b, $c) = @_;
	my $escaped = sprintf('\\\\u%04x', ord $a);

	return (
		[ '{"minLength": 2, "maxLength": 2}', qq{"$a$b"}, 1 ],
		[ '{"maxLength": 1}', qq{"$a"}, 1 ],
		[ '{"maxLength": 1}', qq{"$a$b"}, 0 ],
		[ '{"minLength": 3}', qq{"$a$b"}, 0 ],
		[ '{"pattern": "^.$"}', qq{"$a"}, 1 ],
		[ '{"pattern": "^.{2}$"}', qq{"$a$b"}, 1 ],
		[ '{"pattern": "^.$"}', qq{"$a$b"}, 0 ],
		[ qq({"pattern": "^(?:$a|x)$b\$"}), qq{"$a$b"}, 1 ],
		[ qq({"pattern": "^[$a$b]+\$"}), qq{"$b$a"}, 1 ],
		[ qq({"pattern": "^[$a$b]+\$"}), qq{"$c"}, 0 ],
		[ qq({"pattern": "^(?:$escaped)\$"}), qq{"$a"}, 1 ],
		[ sprintf('{"const": "\\u%04x"}', ord $a), qq{"$a"}, 1 ],
		[ qq({"enum": ["$a", "$b"]}), qq{"$b"}, 1 ],
		[ qq({"enum": ["$a", "$b"]}), qq{"$c"}, 0 ],
		[ '{"uniqueItems": true}', qq(["$a", "$b", "$a"]), 0 ],
		[ qq({"propertyNames": {"maxLength": 2}}), qq({"$a$b": 1}), 1 ],
		[ qq({"propertyNames": {"pattern": "^$a"}}), qq({"$b$a": 1}), 0 ],
		[ qq({"patternProperties": {"^$a": {"type": "string"}}}), qq({"$a$b": 1}), 0 ],
		# keys of one to four bytes in one encoding or another
		[ qq({"required": ["$a", "zz", "zzz", "$a$b", "$c", "z"], "additionalProperties": false, "properties": {"$a$b": true, "zzz": true, "$a": true, "zz": true, "$c": true, "z": {"const": 1}}}),
			qq({"$a": 1, "zz": 1, "zzz": 1, "$a$b": 1, "$c": 1, "z": 1}), 1 ],
		[ qq({"properties": {"zzz": true, "$a": {"type": "string"}, "zz": true}}), qq({"$a": 1, "zz": 1, "zzz": 1}), 0 ],
		[ qq({"\$ref": "#/\$defs/$a~0$b", "\$defs": {"$a~$b": {"type": "string"}}}), '1', 0 ]);
}

my %characters = (
	LATIN1 => [ 'é', 'ü', 'ß' ],
	EUC_JP => [ '日', '本', 'ｱ' ],
	UTF8 => [ 'é', '日', '😀' ],
	WIN1251 => [ 'ж', 'я', 'ё' ],
	SQL_ASCII => [ 'é', '日', '😀' ]);

for my $encoding (sort keys %characters)
{
	my $db = lc $encoding;
	my ($a, $b, $c) = @{ $characters{$encoding} };

	$node->safe_psql('postgres',
		"CREATE DATABASE $db ENCODING '$encoding' LOCALE 'C' TEMPLATE template0");
	$node->safe_psql($db, 'CREATE EXTENSION accord');
	check($db, grep { $encoding ne 'SQL_ASCII' || $_->[0] !~ /const/ } cases($a, $b, $c));

	# what errors say arrives in the client's encoding
	my $out = $node->safe_psql($db,
		encode('UTF-8', qq{SELECT instance_path, message FROM accord.errors('{"$a": {}}', '{"properties": {"$a": {"required": ["$b"]}}}')}));
	is( $out, encode('UTF-8', qq{/$a|property "$b" is missing}), "$db: names in messages");

	my ($ret, $stdout, $stderr) = $node->psql($db,
		encode('UTF-8', qq{SELECT accord.jsonschema '{"title": "$a$b$c", "type": "$a"}'}));
	like($stderr, qr/unknown type name "@{[ encode('UTF-8', $a) ]}"/, "$db: names in the errors of a schema");
	# in SQL_ASCII a character is a byte to PostgreSQL
	like($stderr, qr/Line 1, column 26,/, "$db: columns count characters")
	  if $encoding ne 'SQL_ASCII';
}

# A character that the encoding does not have can stand in a pattern by its escape, not in a document
check('latin1', [ '{"pattern": "^(?:\\\\u65e5|x)$"}', '"x"', 1 ], [ '{"pattern": "^(?:\\\\u65e5|x)$"}', '"y"', 0 ]);
my ($ret, $stdout, $stderr) = $node->psql('latin1', q{\set VERBOSITY sqlstate
SELECT accord.jsonschema '{"const": "\u65e5"}'}, on_error_stop => 0);
like($stderr, qr/ERROR:\s+22P05/, 'a character that the encoding does not have is refused in a schema');

# A byte that the encoding allows and Unicode does not know is no error, which would print it: it has no format and
# matches no pattern
$node->safe_psql('postgres', q{CREATE DATABASE win1252 ENCODING 'WIN1252' LOCALE 'C' TEMPLATE template0});
$node->safe_psql('win1252', 'CREATE EXTENSION accord');
for my $schema ('{"pattern": ""}', '{"pattern": "^(?:.|a)"}', '{"format": "idn-email"}', '{"format": "uuid"}')
{
	is( $node->safe_psql('win1252', qq{SET client_encoding = 'WIN1252'; SELECT accord.is_valid(E'"\\x81"', '$schema')}),
		'f', "win1252: $schema and a byte that is no character");
}
is( $node->safe_psql('win1252',
		q{SET client_encoding = 'WIN1252'; SELECT accord.is_valid(E'{"\\x81": 1}', '{"patternProperties": {"^(?:.|a)": false}}')}),
	't', 'win1252: a name that is no Unicode matches no pattern');

# A pointer in a URI is UTF-8, whatever the encoding of the keys
check('latin1', [ '{"$ref": "#/$defs/%C3%A9", "$defs": {"é": {"type": "string"}}}', '1', 0 ]);

$node->stop;
done_testing();
