# Characters are those of Perl's \X, which is another implementation of UAX #29.

use strict;
use warnings FATAL => 'all';
use utf8;

use Encode qw(encode);
use List::Util qw(max);
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

$ENV{PGCLIENTENCODING} = 'UTF8';

my $values = 4000;
my $node = PostgreSQL::Test::Cluster->new('graphemes');
$node->init(extra => [ '--encoding=UTF8', '--locale=C' ]);
$node->start;
$node->safe_psql('postgres', 'CREATE EXTENSION accord; CREATE TABLE value (n integer, v text)');

# A mark does not follow half a flag, where PCRE2 errs, nor a letter a virama, where Unicode changed its mind
my @pieces = (
	'a', 'Z', '7', ' ', 'é', 'ß', "\x{301}", "\x{308}\x{323}", "\x{20dd}", "\x{fe0f}", "\x{200d}", "\x{200c}", 'ж', 'Ω', 'א', "\x{5b0}", 'ع', "\x{64b}",
	'क', "\x{93f}", "\x{903}", 'ก', "\x{e33}", "\x{e34}", '王', 'さ', "\x{3099}", 'ジ', "\x{1112}", "\x{1161}", "\x{11ab}", '각', '가', '😀', '👍', "\x{1f3fd}", '❤', '©', '👩‍👩‍👧',
	'🇨🇭x', '🇦🇹🇩🇪y', "\x{ad}", "\x{200b}", "\x{202e}", "\x{2028}", "\x{feff}", "\r", "\n", "\r\n", "\t", "\x{e0041}", "\x{378}", "\x{ffff}");

# Can it certainly be seen?  Of the others Perl does not know: test/mask/shown.py does.
sub is_seen
{
	my ($character) = @_;
	return $character =~ /^[^\p{C}\p{Z}\p{M}][\p{M}\p{L}\p{So}\p{Sk}]*$/ && $character !~ /\x{fe0f}/;
}

# What mask_partial(value, first, '-', last) leaves, by \X; undef where that hangs on a character of which Perl does not know whether it can be seen
sub expected
{
	my ($value, $first, $last) = @_;
	my @characters = $value =~ /\X/g;
	my $needed = max($first, $last, 1);

	return '-' if @characters < $first + $last + $needed;
	my @hidden = @characters[ $first .. $#characters - $last ];
	my @ends = (@characters[ 0 .. $first - 1 ], @characters[ @characters - $last .. $#characters ]);
	my $seen = grep { is_seen($_) } @hidden;
	return '-' if $seen + (grep { !is_seen($_) && $_ ne ' ' } @hidden) < $needed;
	return undef if $seen < $needed || grep { !is_seen($_) && $_ ne ' ' } @ends;
	return join('', @ends[ 0 .. $first - 1 ]) . '-' . join('', @ends[ $first .. $#ends ]);
}

srand(29);
my @random = map { join('', map { $pieces[ rand @pieces ] } 1 .. 1 + rand 12) } 1 .. $values;
my $literal = join(', ', map { "($_, convert_from('\\x" . unpack('H*', encode('UTF-8', $random[$_])) . "', 'UTF8'))" } 0 .. $#random);
$node->safe_psql('postgres', "INSERT INTO value VALUES $literal");

for my $shown ([ 1, 0 ], [ 0, 1 ], [ 1, 1 ], [ 2, 3 ])
{
	my ($first, $last) = @$shown;
	my @masked = map { pack('H*', $_) } split /\n/, $node->safe_psql('postgres',
		"SELECT encode(convert_to(accord.mask_partial(v, $first, '-', $last), 'UTF8'), 'hex') FROM value ORDER BY n");
	my ($compared, @wrong);

	for my $n (0 .. $#random)
	{
		my $expected = expected($random[$n], $first, $last);
		next unless defined $expected;
		$compared++;
		push @wrong, sprintf('%vX became %vX', $random[$n], Encode::decode('UTF-8', $masked[$n]))
			if $masked[$n] ne encode('UTF-8', $expected);
	}
	is_deeply([ @wrong[ 0 .. ($#wrong < 4 ? $#wrong : 4) ] ], [], "$first first and $last last characters are those of \\X");
	cmp_ok($compared, '>', $values / 8, 'enough values could be compared');
}

$node->stop;
done_testing();
