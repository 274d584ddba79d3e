# Whoever has docs/row_hash.md can compute the hashes: here by another program, in another language.

use strict;
use warnings FATAL => 'all';
use utf8;

use Digest::SHA qw(sha256_hex);
use Encode qw(encode);
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $random_rows = 300;

# The canonical form, as the page describes it
sub int64 { return 'i' . pack('q>', $_[0]) }
sub text { my $utf8 = encode('UTF-8', $_[0]); return 's' . pack('N', length $utf8) . $utf8 }
sub bool { return 'b' . pack('C', $_[0] ? 1 : 0) }
sub row { return 'R' . pack('N', scalar @_) . join('', @_) }
sub hash { return sha256_hex("\x01" . row(@_)) =~ s/^(.{8})(.{4})(.{4})(.{4})(.{12}).*/$1-$2-$3-$4-$5/r }

sub numeric
{
	my ($sign, $whole, $fraction) = $_[0] =~ /^(-?)(\d+)(?:\.(\d+))?$/ or die "no number: $_[0]";

	$fraction //= '';
	$whole = '0' x (-length($whole) % 4) . $whole;
	$fraction .= '0' x (-length($fraction) % 4);
	my $weight = length($whole) / 4 - 1;
	my @digits = ($whole . $fraction) =~ /(.{4})/g;
	while (@digits && $digits[0] == 0) { shift @digits; $weight-- }
	pop @digits while @digits && $digits[-1] == 0;
	return "n\x00" unless @digits;
	return 'n' . ($sign ? "\x02" : "\x01") . pack('l>N', $weight, scalar @digits) . pack('n*', @digits);
}

# months, days, microseconds
sub interval
{
	my ($months, $days, $us) = @_;
	my $rest = $us % 86_400_000_000;    # Perl's % is not negative

	return 'I' . pack('q>q>', $months * 30 + $days + ($us - $rest) / 86_400_000_000, $rest);
}

# a document: undef, [...], {...}, \'number', \\boolean or a string
sub json
{
	my ($value) = @_;

	return "\x00" unless defined $value;
	return text($value) unless ref $value;
	return numeric($$value) if ref $value eq 'SCALAR';
	return bool($$$value) if ref $value eq 'REF';
	return '[' . pack('N', scalar @$value) . join('', map { json($_) } @$value) if ref $value eq 'ARRAY';
	my %utf8 = map { $_ => encode('UTF-8', $_) } keys %$value;
	my @keys = sort { length $utf8{$a} <=> length $utf8{$b} || $utf8{$a} cmp $utf8{$b} } keys %utf8;
	return '{' . pack('N', scalar @keys) . join('', map { text($_) . json($value->{$_}) } @keys);
}

sub json_text
{
	my ($value) = @_;

	return 'null' unless defined $value;
	return '"' . $value . '"' unless ref $value;
	return $$value if ref $value eq 'SCALAR';
	return $$$value ? 'true' : 'false' if ref $value eq 'REF';
	return '[' . join(', ', map { json_text($_) } @$value) . ']' if ref $value eq 'ARRAY';
	return '{' . join(',', map { qq("$_":) . json_text($value->{$_}) } reverse sort keys %$value) . '}';
}

# what each type is written as: SQL and its form
my $noon = 12 * 3_600_000_000;
my @cases = (
	[ 'NULL', "\x00" ],
	[ 'NULL::jsonb', "\x00" ],
	[ 'true', "b\x01" ],
	[ '(-2)::smallint', int64(-2) ],
	[ '70000', int64(70000) ],
	[ '9223372036854775807::bigint', int64(9223372036854775807) ],
	[ '1.50::numeric', numeric('1.5') ],
	[ '-100000000::numeric', numeric('-100000000') ],
	[ '0.00::numeric', "n\x00" ],
	[ '0.00001234::numeric', numeric('0.00001234') ],
	[ "'NaN'::numeric", "n\x03" ],
	[ "'Infinity'::numeric", "n\x04" ],
	[ "'-Infinity'::numeric", "n\x05" ],
	[ '1.5::real', 'e' . pack('f>', 1.5) ],
	[ "'-0'::real", 'e' . pack('N', 0) ],
	[ "'NaN'::real", "e\x7f\xc0\x00\x00" ],
	[ '0.1::double precision', 'd' . pack('d>', 0.1) ],
	[ "'-0'::double precision", 'd' . pack('q>', 0) ],
	[ "'NaN'::double precision", "d\x7f\xf8" . "\0" x 6 ],
	[ "'-Infinity'::double precision", "d\xff\xf0" . "\0" x 6 ],
	[ "money '1.23'", '$' . pack('q>', 123) ],
	[ "'é日😀'", text('é日😀') ],
	[ "''::text", text('') ],
	[ "'ab '::varchar", text('ab ') ],
	[ "'ab'::name", text('ab') ],
	[ "'ab '::char(9)", 'p' . pack('N', 2) . 'ab' ],
	[ q{'a'::"char"}, 'ca' ],
	[ q{'\x00ff'::bytea}, 'x' . pack('N', 2) . "\x00\xff" ],
	[ "B'1010000001'", '1' . pack('N', 10) . "\xa0\x40" ],
	[ "B'101'::varbit", '0' . pack('N', 3) . "\xa0" ],
	[ "'00112233-4455-6677-8899-aabbccddeeff'::uuid", 'u' . pack('H*', '00112233445566778899aabbccddeeff') ],
	[ "date '2000-01-31'", 'D' . pack('l>', 30) ],
	[ "date '-infinity'", 'D' . pack('l>', -2147483648) ],
	[ "time '12:00:00.000001'", 'T' . pack('q>', $noon + 1) ],
	[ "timetz '12:00:00+01'", 'Z' . pack('q>l>', $noon, -3600) ],
	[ "timestamp '2000-01-01 12:00:00'", 'P' . pack('q>', $noon) ],
	[ "timestamp 'infinity'", 'P' . pack('q>', 9223372036854775807) ],
	[ "timestamptz '2000-01-01 13:00:00+01'", 'Q' . pack('q>', $noon) ],
	[ "interval '1 year -3 days 25 hours'", interval(12, -3, 25 * 3_600_000_000) ],
	[ "interval '-1 microsecond'", interval(0, 0, -1) ],
	[ "inet '10.1.2.3/8'", "a\x04\x08\x0a\x01\x02\x03" ],
	[ "cidr '10.0.0.0/8'", "k\x04\x08\x0a\x00\x00\x00" ],
	[ "inet '::1'", "a\x06\x80" . "\0" x 15 . "\x01" ],
	[ "macaddr '08:00:2b:01:02:03'", "m\x08\x00\x2b\x01\x02\x03" ],
	[ "macaddr8 '08:00:2b:01:02:03:04:05'", "M\x08\x00\x2b\x01\x02\x03\x04\x05" ],
	[ '42::oid', 'o' . pack('N', 42) ],
	[ "xid8 '42'", 'X' . pack('q>', 42) ],
	[ "pg_lsn '1/2A'", 'L' . pack('NN', 1, 42) ],
	[ "'ok'::mood", 'E' . pack('N', 2) . 'ok' ],
	[ '3::positive', int64(3) ],
	[ "'{}'::integer[]", 'Ai' . pack('N', 0) ],
	[ "'[0:1]={1,NULL}'::integer[]", 'Ai' . pack('NNN', 1, 2, 0) . int64(1) . "\x00" ],
	[ "'{{a},{b}}'::text[]", 'As' . pack('NNNNN', 2, 2, 1, 1, 1) . text('a') . text('b') ],
	[ "'1 2'::int2vector", 'Ai' . pack('NNN', 1, 2, 0) . int64(1) . int64(2) ],
	[ "'[1,3]'::int4range", "ri\x02" . int64(1) . int64(4) ],
	[ "'(1.5,]'::numrange", "rn\x10" . numeric('1.5') ],
	[ "'(,)'::int8range", "ri\x18" ],
	[ "'empty'::int8range", "ri\x01" ],
	[ "'{}'::int4multirange", 'qri' . pack('N', 0) ],
	[ "'{[1,2],[5,)}'::int4multirange", 'qri' . pack('N', 2) . "ri\x02" . int64(1) . int64(3) . "ri\x12" . int64(5) ],
	[ "ARRAY['[1,2)'::int4range]", 'Ari' . pack('NNN', 1, 1, 1) . "ri\x02" . int64(1) . int64(2) ],
	[ "ROW(1, 'a')::pair", row(int64(1), text('a')) ],
	[ "ROW(1, ROW('a', NULL))", row(int64(1), row(text('a'), "\x00")) ],
	[ 'ROW()', row() ],
	[ "ARRAY[ROW(1, 'a')::pair]", 'AR' . pack('NNN', 1, 1, 1) . row(int64(1), text('a')) ],
	[ q('{"bb": [1.0, {}, []], "a": null, "é": true, "日": "x"}'::jsonb),
		'j' . json({ bb => [ \'1', {}, [] ], a => undef, 'é' => \\1, '日' => 'x' }) ],
	[ q('"text"'::jsonb), 'j' . text('text') ],
	[ q('-1e3'::jsonb), 'j' . numeric('-1000') ]);

# a value as (SQL, form), some of each kind
sub pick { return $_[ int rand @_ ] }
sub random_text { return join '', map { pick('a', 'Z', ' ', '0', 'é', 'ß', '日', '😀') } 1 .. int rand pick(1, 5, 40, 3000) }

sub random_number
{
	my $digits = join '', map { int rand 10 } 1 .. 1 + int rand pick(3, 12, 40);

	$digits = '0' x int(rand 9) . $digits . '0' x int(rand 9);
	$digits .= '.' . join('', map { int rand 10 } 1 .. 1 + int rand 12) . '0' x int(rand 6) if rand() < 0.7;
	return (rand() < 0.3 ? '-' : '') . $digits;
}

sub random_json
{
	my ($depth) = @_;
	my $kind = int rand($depth > 0 ? 6 : 4);

	return undef if $kind == 0;
	return \\(rand() < 0.5 ? 1 : 0) if $kind == 1;
	return \(random_number() =~ s/^(-?)0+(?=\d)/$1/r) if $kind == 2;
	return random_text() if $kind == 3;
	return [ map { random_json($depth - 1) } 1 .. int rand 5 ] if $kind == 4;
	return { map { (join('', map { pick('k', 'é', '日', '😀', 'zz') } 1 .. 1 + int rand 4) => random_json($depth - 1)) } 1 .. int rand 6 };
}

my @random = (
	sub { return ('NULL', "\x00") },
	sub { my $s = random_text(); return ("'$s'", text($s)) },
	sub { my $n = random_number(); return ("'$n'::numeric", numeric($n)) },
	sub { my $i = int(rand(2**40)) - 2**39; return ("($i)::bigint", int64($i)) },
	sub { my @i = (int rand 30, int(rand 200) - 100, int(rand 2**40) - 2**39); return ("interval '$i[0] months $i[1] days $i[2] microseconds'", interval(@i)) },
	sub { my $d = random_json(3); return (q(') . json_text($d) . q('::jsonb), 'j' . json($d)) });

sub random_row
{
	my (@sql, $form);
	my @forms;

	for (1 .. 1 + int rand 12)
	{
		my ($sql, $bytes) = pick(@random)->();
		push @sql, $sql;
		push @forms, $bytes;
	}
	return (join(', ', @sql), \@forms);
}

my $node = PostgreSQL::Test::Cluster->new('reference');
$node->init(extra => [ '--encoding=UTF8', '--locale=C' ]);
$node->start;
$ENV{PGCLIENTENCODING} = 'UTF8';
$node->safe_psql('postgres', q{CREATE EXTENSION accord;
CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE DOMAIN positive AS integer CHECK (VALUE > 0);
CREATE TYPE pair AS (x integer, y text)});

for my $case (@cases)
{
	my ($sql, $form) = @$case;

	is( $node->safe_psql('postgres', encode('UTF-8', "SELECT accord.row_hash_sha256($sql)")),
		hash($form), encode('UTF-8', "the form of $sql"));
}

# many rows at once, the same in every run
srand 20;
my (@statements, @expected);
for (1 .. $random_rows)
{
	my ($sql, $forms) = random_row();

	push @statements, "SELECT accord.row_hash_sha256($sql)", "SELECT accord.record_hash_sha256(ROW($sql))";
	push @expected, hash(@$forms), hash(@$forms);
}
is( $node->safe_psql('postgres', encode('UTF-8', join(";\n", @statements))),
	join("\n", @expected), "$random_rows rows of random values");

$node->stop;
done_testing();
