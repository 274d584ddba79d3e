# A dump restores registrations of dimensions, by name: into a database where tables have other OIDs and columns other numbers.

use strict;
use warnings FATAL => 'all';

use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = PostgreSQL::Test::Cluster->new('dump');
$node->init;
$node->start;
$node->safe_psql('postgres', 'CREATE DATABASE original');
$node->safe_psql('postgres', 'CREATE DATABASE restored');

# what is registered, and what makes it work
my $registrations = <<'SQL';
SELECT dimension_schema, dimension_name, source_schema, source_name, key, policies, valid_from, is_deleted, open_end, filled, hashed_before, last_at IS NOT NULL
FROM accord.dimension ORDER BY dimension_name COLLATE "C";
SELECT dimension_name, feed FROM accord.feed ORDER BY feed;
SELECT p.oid::regprocedure, p.prosrc FROM pg_proc p WHERE p.proname LIKE '%as_of' ORDER BY p.proname COLLATE "C";
SELECT indexdef FROM pg_indexes WHERE schemaname = 'dims' ORDER BY indexdef COLLATE "C";
SELECT evtname, evtenabled FROM pg_event_trigger ORDER BY evtname COLLATE "C";
SQL

$node->safe_psql(
	'original', <<'SQL');
CREATE EXTENSION accord;
CREATE SCHEMA dims;
CREATE TABLE public.item (gone int, id int, name text, since timestamptz);
ALTER TABLE public.item DROP COLUMN gone;
INSERT INTO public.item VALUES (1, 'a', '2024-01-01Z'), (2, 'b', '2024-01-01Z');
SELECT accord.create_dimension('dims.dim_item', 'public.item', '{id}', '{"name": "current"}', '{"is_deleted": true, "current_view": true, "surrogate_key": "identity"}');
SELECT accord.create_dimension('dims.dim_far', 'public.item', '{id}', options => '{"open_end": "9999-12-31", "is_current": null, "type": "timestamp", "timezone": "Europe/Berlin"}');
ALTER TABLE public.item ADD COLUMN colour text;
SELECT accord.alter_dimension('dims.dim_item', add_columns => '{colour}', drop_columns => '{since}');
SQL

my $file = $node->basedir . '/dump.sql';
$node->command_ok([ 'pg_dump', '--no-sync', '-f', $file, 'original' ],
	'pg_dump');
$node->command_ok(
	[ 'psql', '-X', '-v', 'ON_ERROR_STOP=1', '-f', $file, 'restored' ],
	'the dump restores');
is( $node->safe_psql('restored', $registrations),
	$node->safe_psql('original', $registrations),
	'registrations, functions and indexes are the same');

# the restored database follows names, and knows what is a dimension
$node->safe_psql('restored',
	'ALTER TABLE dims.dim_item RENAME TO renamed; ALTER TABLE dims.renamed RENAME name TO label');
is( $node->safe_psql(
		'restored',
		q{SELECT policies FROM accord.dimension WHERE dimension_name = 'renamed'}
	),
	'{"label": "current", "colour": "version"}',
	'a rename is followed after the restore');
$node->safe_psql('restored',
	q{SELECT accord.alter_dimension('dims.renamed', '{"label": "carry"}')});
is( $node->safe_psql(
		'restored', q{SELECT count(*) FROM dims.dim_item_as_of('2024-01-02Z')}),
	'0',
	'as_of works after the restore');

# a table of a dump alone is no dimension, and nothing stands in its way
$node->command_ok(
	[
		'pg_dump', '--no-sync', '-t', 'dims.dim_far', '-f', $file, 'original'
	],
	'pg_dump of one table');
$node->safe_psql('postgres', 'CREATE DATABASE part');
$node->safe_psql('part', 'CREATE EXTENSION accord; CREATE SCHEMA dims');
$node->command_ok(
	[ 'psql', '-X', '-v', 'ON_ERROR_STOP=1', '-f', $file, 'part' ],
	'one table restores');
$node->safe_psql('part',
	q{SELECT accord.adopt_dimension('dims.dim_far', '{id}', options => '{"timezone": "Europe/Berlin", "open_end": "9999-12-31"}')}
);
is( $node->safe_psql('part', 'SELECT dimension_name FROM accord.dimension'),
	'dim_far', 'and is taken in as it is');

$node->stop;
done_testing();
