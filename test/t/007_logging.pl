# No value of a document and no undeclared key reaches the server's log through accord.

use strict;
use warnings FATAL => 'all';

use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = PostgreSQL::Test::Cluster->new('logging');
$node->init;
# everything goes to the log but the text of statements, which is the client's doing
$node->append_conf(
	'postgresql.conf', q{
log_statement = none
log_min_error_statement = panic
log_min_messages = debug1
log_error_verbosity = verbose
log_parameter_max_length_on_error = 0
});
$node->start;

my $schema = q{'{
  "properties": {
    "email": {"format": "email", "maxLength": 5, "pattern": "^x", "const": "none", "enum": ["none"], "type": "integer", "not": {"type": "string"}},
    "age": {"type": "string", "maximum": 3, "multipleOf": 2, "not": {"type": "number"}},
    "tags": {"uniqueItems": true, "items": {"enum": ["none"]}, "contains": {"const": 1}, "maxItems": 1}
  },
  "patternProperties": {"_key$": false},
  "propertyNames": {"maxLength": 5},
  "dependentRequired": {"email": ["phone"]},
  "additionalProperties": {"properties": {"deep": {"additionalProperties": {"type": "null"}}}, "additionalProperties": false}
}'};
my @documents = (
	q{'{"email": "S3CRET@example", "age": 93939393, "tags": ["S3CRET", "S3CRET"]}'},
	q{'{"email": "S3CRET@example", "phone": "S3CRET"}'},
	q{'{"age": 93939393}'},
	q{'{"tags": ["S3CRET", "S3CRET"]}'},
	q{'{"S3CRET_key": 1}'},
	q{'{"S3CRET": {"deep": {"S3CRETinner": "S3CRET"}, "S3CRETother": 1}}'},
	q{'{"S3CRET/~": {"S3CRET\\n": 93939393}}'});

$node->safe_psql(
	'postgres', qq{
CREATE EXTENSION accord;
CREATE DOMAIN contract AS jsonb CHECK (accord.assert_valid(VALUE, $schema, 'contract_v1'));
CREATE DOMAIN contract_boolean AS jsonb CHECK (VALUE OPERATOR(accord.|=) $schema);
CREATE TABLE documents (doc contract);
CREATE TABLE checked (doc jsonb CHECK (accord.assert_valid(doc, $schema, 'checked_v1')));
});

my @statements;
for my $document (@documents)
{
	push @statements,
	  "SELECT accord.assert_valid($document, $schema)",
	  "SELECT accord.assert_valid($document, $schema, 'named')",
	  "SELECT $document\:\:contract",
	  "SELECT $document\:\:contract_boolean",
	  "INSERT INTO documents VALUES ($document)",
	  "INSERT INTO checked VALUES ($document)",
	  "PREPARE p AS INSERT INTO documents VALUES (\$1); EXECUTE p($document)",
	  "DO \$do\$ DECLARE d jsonb := $document; BEGIN PERFORM accord.assert_valid(d, $schema); END \$do\$";
}
for my $statement (@statements)
{
	isnt($node->psql('postgres', $statement), 0, 'refused');
}
# these need not fail
$node->psql('postgres', $_)
  for (
	q{SELECT to_jsonb(repeat('S3CRET', 50000)) OPERATOR(accord.|=) '{"pattern": "^((?:S3CRET)+)+$|^(\\\\w+)+!$"}'},
	q~SELECT accord.try_jsonb('{"S3CRET": S3CRET'), accord.json_error('{"S3CRET": S3CRET'), accord.json_error('"\uS3CR"')~,
	map { "SELECT accord.report($_, $schema), * FROM accord.errors($_, $schema)" } @documents);

my $log = slurp_file($node->logfile);
like($log, qr/document does not satisfy schema "contract_v1"/, 'the log has the violations');
like($log, qr{/email: }, 'the log has the path of a declared property');
like($log, qr/<key \d+>/, 'the log has the place of an undeclared one');
unlike($log, qr/S3CRET/i, 'the log has no value and no undeclared name');
unlike($log, qr/93939393/, 'the log has no number');

# the search above can find something: with show_values the same statement leaves the value in the log
$node->psql('postgres', "SET accord.show_values = on; SELECT accord.assert_valid($documents[0], $schema)");
like(slurp_file($node->logfile), qr/S3CRET/, 'with accord.show_values the value is shown');

$node->stop;
done_testing();
