# What logical replication brings to a subscriber is heard by its sessions: keys destroyed and rotated, rights revoked, policies rotated, tables emptied.

use strict;
use warnings FATAL => 'all';

use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $publisher = PostgreSQL::Test::Cluster->new('publisher');
$publisher->init(allows_streaming => 'logical');
my $key = $publisher->basedir . '/kek';
append_to_file($key, '5a' x 32);
chmod 0600, $key;
my $subscriber = PostgreSQL::Test::Cluster->new('subscriber');
$subscriber->init;
for my $node ($publisher, $subscriber)
{
	$node->append_conf('postgresql.conf', "accord.key_file = '$key'");
	$node->start;
	$node->safe_psql('postgres', 'CREATE EXTENSION accord; CREATE ROLE loader LOGIN; CREATE ROLE writer LOGIN IN ROLE pg_write_all_data');
}
$publisher->safe_psql(
	'postgres', q{
SELECT accord.create_key('gone'), accord.create_key('card'), accord.create_key('person');
SELECT accord.create_fpe_policy('six', 'card', '{"like": "numeric_id"}');
SELECT accord.grant_domain(d, 'loader', 'token') FROM unnest('{card,person}'::text[]) AS d;
CREATE PUBLICATION accord_keys FOR TABLE accord.domain, accord.data_key, accord.domain_grant, accord.fpe_policy, accord.token_registration;
});
$subscriber->safe_psql('postgres',
	"CREATE SUBSCRIPTION accord_keys CONNECTION '" . $publisher->connstr . " dbname=postgres' PUBLICATION accord_keys");

sub caught_up { $publisher->wait_for_catchup('accord_keys') }

ok($subscriber->poll_query_until('postgres', q{SELECT count(*) = 5 AND bool_and(srsubstate IN ('r', 's')) FROM pg_subscription_rel}),
	'the tables are copied');
caught_up();
my $session = $subscriber->background_psql('postgres', on_error_stop => 0);
my $loader = $subscriber->background_psql('postgres', on_error_stop => 0, extra_params => [ '-U', 'loader' ]);

# what a session says to a statement, errors included
sub said
{
	my ($which, $sql) = @_;
	$which->{stderr} = '';
	my $out = $which->query($sql);
	return $out . $which->{stderr};
}

my $policy = q{SELECT accord.encrypt_fpe('12345678', 'six')};
like(said($session, q{SELECT accord.token('ada', 'gone')}), qr/^t1_/, 'a key');
is(said($session, q{SELECT accord.check_key('card')}), '1', 'another one');
my $before = said($session, $policy);
is(said($loader, q{SELECT accord.check_key('person')}), '1', 'a right');

$publisher->safe_psql('postgres', q{SELECT accord.destroy_key('gone')});
caught_up();
like(said($session, q{SELECT accord.token('ada', 'gone')}), qr/was destroyed/, 'a destroyed key is heard of');

$publisher->safe_psql('postgres', q{SELECT accord.rotate_key('card')});
caught_up();
is(said($session, q{SELECT accord.check_key('card')}), '2', 'a new version');

is(said($session, $policy), $before, 'the policy is pinned to the old one');
$publisher->safe_psql('postgres', q{SELECT accord.rotate_fpe_policy('six')});
caught_up();
my $after = said($session, $policy);
is($after, $subscriber->safe_psql('postgres', $policy), 'a rotated policy');
isnt($after, $before, 'gives another ciphertext');

$publisher->safe_psql('postgres', q{SELECT accord.revoke_domain('person', 'loader', 'token')});
caught_up();
like(said($loader, q{SELECT accord.check_key('person')}), qr/permission denied for domain "person"/, 'a revoked right');

is(said($loader, q{SELECT accord.check_key('card')}), '2', 'a right that is left');
$publisher->safe_psql('postgres', 'TRUNCATE accord.domain_grant');
caught_up();
like(said($loader, q{SELECT accord.check_key('card')}), qr/permission denied for domain "card"/, 'until the table is empty');

# a subscriber keeps its tables too
my ($out, $err);
$subscriber->psql('postgres', q{INSERT INTO accord.domain_grant VALUES ('card', 'decrypt', 'writer', now(), 'writer')},
	stderr => \$err, extra_params => [ '-U', 'writer' ]);
like($err, qr/ERROR:  table "accord\.domain_grant" is written by accord alone/, 'no right by a plain INSERT');

$session->quit;
$loader->quit;
$subscriber->stop;
$publisher->stop;
done_testing();
