# Bad input ends in a verdict or an error, never in a lost backend: the same backend answers afterwards.

use strict;
use warnings FATAL => 'all';

use IPC::Run ();
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = PostgreSQL::Test::Cluster->new('hostile');
$node->init;
$node->append_conf(
	'postgresql.conf', q{
shared_buffers = 32MB
jit = off
log_min_error_statement = panic
});
$node->start;
$node->safe_psql('postgres', 'CREATE EXTENSION accord');
$node->safe_psql('postgres',
	q{CREATE DATABASE bytes ENCODING 'SQL_ASCII' LOCALE 'C' TEMPLATE template0});
$node->safe_psql('bytes', 'CREATE EXTENSION accord');

# survives: runs the statements in one backend, which answers afterwards.  expected is a pattern that what the
# statements print must match: rows, or the SQLSTATE of an error.
sub survives
{
	my ($name, $sql, $expected, %options) = @_;
	my ($stdout, $stderr);

	$node->psql(
		$options{db} || 'postgres',
		"\\set VERBOSITY sqlstate\n\\set ECHO none\n"
		  . "SELECT 'backend ' || pg_backend_pid() AS first \\gset\n"
		  . "$sql\n"
		  . "SELECT 'backend ' || pg_backend_pid() = :'first' AS same \\gset\n"
		  . "\\echo same backend: :same\n",
		stdout => \$stdout,
		stderr => \$stderr,
		on_error_stop => 0);
	like("$stdout\n$stderr", $expected, $name);
	like($stdout, qr/^same backend: t$/m, "$name: the same backend answers");
	return;
}

# levels: SQL for a text nested so deep
sub levels
{
	my ($open, $inner, $close, $depth) = @_;

	return "(repeat('$open', $depth) || '$inner' || repeat('$close', $depth))";
}

# exponential: a schema of so many levels that refers twice from each level to the next
sub exponential
{
	my ($depth, $leaf) = @_;
	my @defs = (qq{"d0": $leaf});

	push @defs,
	  sprintf('"d%d": {"allOf": [{"$ref": "#/$defs/d%d"}, {"$ref": "#/$defs/d%d"}]}', $_, $_ - 1, $_ - 1)
	  for 1 .. $depth;
	return sprintf(q{'{"$defs": {%s}, "$ref": "#/$defs/d%d"}'::accord.jsonschema}, join(', ', @defs), $depth);
}

my $long_schema = exponential(60, '{"type": "integer"}');
my $limit = qr/ERROR:\s+54001/;
my $nested_schema = levels('{"not":', 'true', '}', 20000);
my $nested_items = levels('{"items":', 'true', '}', 20000);
my $nested_const = '(\'{"const":\' || ' . levels('[', '', ']', 20000) . ' || \'}\')';
my $nested_unknown = '(\'{"x-note":\' || ' . levels('{"a":', '1', '}', 20000) . ' || \'}\')';

# Nesting.  The default stack refuses deep documents in jsonb itself; 7MB lets them through.
sub nesting
{
	my ($stack) = @_;
	my $set = "SET max_stack_depth = '$stack';";
	my %schemas = (
		'not' => $nested_schema,
		'items' => $nested_items,
		'const' => $nested_const,
		'an unknown keyword' => $nested_unknown);

	for my $name (sort keys %schemas)
	{
		survives("schema of 20,000 levels of $name, $stack",
			"$set SELECT $schemas{$name}::accord.jsonschema IS NULL;", $limit);
	}
	survives("schema of 990 levels, $stack",
		"$set SELECT 'verdict ' || (jsonb '1' OPERATOR(accord.|=) "
		  . levels('{"not":', 'true', '}', 990)
		  . "::accord.jsonschema);", qr/^verdict true$/m);
	survives("schema of 1,010 levels, $stack",
		"$set SELECT " . levels('{"not":', 'true', '}', 1010) . "::accord.jsonschema IS NULL;",
		$limit);

	my $array = levels('[', '', ']', 20000);
	my $object = levels('{"a":', '1', '}', 20000);
	my %calls = (
		'|=, an array' => qq{$array\:\:jsonb OPERATOR(accord.|=) '{"items": {"\$ref": "#"}}'},
		'|=, an object' => qq{$object\:\:jsonb OPERATOR(accord.|=) '{"additionalProperties": {"\$ref": "#"}}'},
		'|=, by patternProperties' => qq{$object\:\:jsonb OPERATOR(accord.|=) '{"patternProperties": {"(?:a|b)": {"\$ref": "#"}}}'},
		'|=, contains and not' => qq{$array\:\:jsonb OPERATOR(accord.|=) '{"contains": {"not": {"\$ref": "#"}}}'},
		'errors' => qq{(SELECT count(*) FROM accord.errors($array\:\:jsonb, '{"items": {"\$ref": "#"}, "minItems": 1}'))},
		'report' => qq{length(accord.report($object\:\:jsonb, '{"additionalProperties": {"\$ref": "#"}, "type": "object"}')::text)},
		'assert_valid' => qq{accord.assert_valid($array\:\:jsonb, '{"items": {"\$ref": "#"}, "minItems": 1}')},
		'uniqueItems' => qq{jsonb_build_array($array\:\:jsonb, $array\:\:jsonb) OPERATOR(accord.|=) '{"uniqueItems": true}'},
		'enum' => qq{$array\:\:jsonb OPERATOR(accord.|=) '{"enum": [[[[[]]]], 1]}'},
		'try_jsonb' => qq{accord.try_jsonb($array) IS NULL},
		'json_error' => qq{accord.json_error($array) IS NULL});

	for my $name (sort keys %calls)
	{
		survives("document of 20,000 levels, $name, $stack",
			"$set SELECT 'result ' || ($calls{$name});",
			qr/^result |ERROR:\s+(54001|23514)/m);
	}
	return;
}

nesting('2MB');
$node->psql('postgres', q{SET max_stack_depth = '7MB'}, stderr => \my $stack_error);
SKIP:
{
	skip "nesting with max_stack_depth = '7MB': the kernel's stack limit is lower", 1
	  if $stack_error ne '';
	survives('20,000 levels reach accord with 7MB',
		"SET max_stack_depth = '7MB'; SELECT 'kind ' || jsonb_typeof("
		  . levels('[', '', ']', 20000) . "::jsonb);",
		qr/^kind array$/m);
	nesting('7MB');
}

# Loops of references, and references that branch: refused, or compiled without following every path
survives('{"$ref": "#"}', q{SELECT accord.jsonschema '{"$ref": "#"}';}, qr/ERROR:\s+22P02/);
survives('a loop of three',
	q{SELECT accord.jsonschema '{"$ref": "#/$defs/a", "$defs": {"a": {"anyOf": [{"$ref": "#/$defs/b"}]}, "b": {"not": {"$ref": "#/$defs/c"}}, "c": {"$ref": "#/$defs/a"}}}';},
	qr/ERROR:\s+22P02/);
survives('a schema with 2^60 paths compiles',
	"SET statement_timeout = '60s'; SELECT 'compiled ' || length(${long_schema}::text);",
	qr/^compiled \d+$/m);

# Dynamic references that go round: found when the document is there
my $dynamic_loop = q{{"$id": "https://example.org/root", "$ref": "list", "$defs": {
	"list": {"$id": "list", "$dynamicRef": "#x", "$defs": {"x": {"$dynamicAnchor": "x"}}},
	"x": {"$dynamicAnchor": "x", "allOf": [{"$ref": "list"}]}}}};
my $recursive_loop = q{{"$schema": "https://json-schema.org/draft/2019-09/schema", "$id": "https://example.org/root", "$recursiveAnchor": true,
	"$ref": "list#/$defs/go", "$defs": {"list": {"$id": "list", "$recursiveAnchor": true, "$defs": {"go": {"$recursiveRef": "#"}}}}}};
for my $loop ($dynamic_loop, $recursive_loop)
{
	my $name = $loop =~ /(\$(?:dynamic|recursive)Ref)/ ? $1 : '';

	for my $call ('accord.is_valid', 'accord.assert_valid', 'accord.report', 'accord.violation')
	{
		survives("a loop of $name, $call", "SELECT $call('1', '$loop') IS NULL;", $limit);
	}
	survives("a loop of $name, errors", "SELECT count(*) FROM accord.errors('1', '$loop');", $limit);
}
survives('$dynamicRef to itself', q{SELECT accord.is_valid('1', '{"$dynamicAnchor": "x", "$dynamicRef": "#x"}');}, qr/ERROR:\s+(22P02|54001)/);
survives('$recursiveRef to itself',
	q{SELECT accord.is_valid('1', '{"$schema": "https://json-schema.org/draft/2019-09/schema", "$recursiveAnchor": true, "$recursiveRef": "#"}');},
	qr/ERROR:\s+(22P02|54001)/);
survives('a document of 5,000 levels through $dynamicRef',
	q{SET max_stack_depth = '2MB'; SELECT 'result ' || ((repeat('[', 5000) || repeat(']', 5000))::jsonb OPERATOR(accord.|=) '{"$dynamicAnchor": "x", "items": {"$dynamicRef": "#x"}, "unevaluatedItems": false}');},
	qr/^result true$|$limit/m);

# Bundles
my $chain = q{SELECT 'https://example.org/' || i AS uri, format('{"$id": "https://example.org/%s", "properties": {"a": {"$ref": "%s"}}, "type": "object"}', i, i %% 10000 + 1) AS source FROM generate_series(1, 10000) i};
$chain =~ s/%%/%/g;
survives('a bundle of 10,000 parts given',
	qq{SET statement_timeout = '60s'; SELECT 'verdict ' || (jsonb '{"a": {"a": 1}}' OPERATOR(accord.|=) accord.bundle('{"\$ref": "https://example.org/1"}', VARIADIC (SELECT array_agg(source) FROM ($chain) c)));},
	qr/^verdict false$/m);
survives('a bundle of 10,000 parts found one through the other',
	qq{SET statement_timeout = '120s'; BEGIN; INSERT INTO accord.schema_part (uri, source) $chain;
	SELECT 'verdict ' || (jsonb '{"a": {"a": {}}}' OPERATOR(accord.|=) accord.bundle('{"\$ref": "https://example.org/1"}')); ROLLBACK;},
	qr/^verdict true$/m);
survives('a bundle of 200 parts, each found under an unknown keyword of another',
	q{SET statement_timeout = '60s'; BEGIN; INSERT INTO accord.schema_part (uri, source)
	SELECT 'https://example.org/' || i, format('{"x": [{"properties": {"a": {"$ref": "%s#/x/0"}}, "type": "object"}]}', i % 200 + 1) FROM generate_series(1, 200) i;
	SELECT 'verdict ' || (jsonb '{"a": {"a": 1}}' OPERATOR(accord.|=) accord.bundle('{"$ref": "https://example.org/1#/x/0"}')); ROLLBACK;},
	qr/^verdict false$/m);
survives('300 parts that hold the same 300 others each',
	q{SET statement_timeout = '60s'; SELECT 'parts ' || (SELECT count(*) FROM jsonb_object_keys(accord.bundle('{}', VARIADIC p)::jsonb -> '$defs'))
	FROM (SELECT array_agg(format('{"$id": "urn:p:%s", "$defs": {%s}}', i, held)) || array_agg(format('{"$id": "urn:h:%s", "type": "string"}', i)) AS p
	FROM generate_series(1, 300) i, (SELECT string_agg(format('"%s": {"$id": "urn:h:%s", "type": "string"}', h, h), ',') AS held FROM generate_series(1, 300) h) h) parts;},
	qr/^parts 300$/m);
survives('a resource of 900 levels that stands there twice',
	'SELECT \'read \' || length((\'{"$defs": {"a": {"$id": "urn:a", "x": \' || ' . levels('[', '', ']', 900) . ' || \'}, "b": {"$id": "urn:a", "x": \' || ' . levels('[', '', ']', 900)
	  . " || '}}}')::accord.jsonschema::text);", qr/^read \d+$|$limit/m);

# metaschemas: 20,000 of them, each in the dialect of the next one
sub metaschemas
{
	my ($next) = @_;

	return q~SELECT 'read ' || length(('{"$schema": "urn:m:1", "$defs": {' || string_agg(format('"%s": {"$id": "urn:m:%s", "$schema": "urn:m:%s", "$vocabulary": {}}', i, i, ~
	  . $next . q~), ',') || '}}')::accord.jsonschema::text) FROM generate_series(1, 20000) i;~;
}
survives('a chain of meta-schemas that ends nowhere', metaschemas('i + 1'), qr/ERROR:\s+(54001|0A000)/);
survives('meta-schemas in a ring', metaschemas('i % 20000 + 1'), qr/^read \d+$|$limit/m);
survives('a bundle whose parts nest too deep',
	'SELECT accord.bundle(\'{"$ref": "urn:a"}\', \'{"$id": "urn:a", "x": \' || ' . levels('{"not":', 'true', '}', 20000) . " || '}');", $limit);

# Sorting instead of comparing each with each
survives('uniqueItems over 100,000 items',
	q{SET statement_timeout = '30s'; SELECT 'verdict ' || ((SELECT jsonb_agg(jsonb_build_object('k', i, 'l', 'same')) FROM generate_series(1, 100000) i) OPERATOR(accord.|=) '{"uniqueItems": true}');},
	qr/^verdict true$/m);
survives('the same twice among 100,000 items',
	q{SET statement_timeout = '30s'; SELECT 'verdict ' || ((SELECT jsonb_agg(jsonb_build_object('k', i % 99999)) FROM generate_series(1, 100000) i) OPERATOR(accord.|=) '{"uniqueItems": true}');},
	qr/^verdict false$/m);
survives('unevaluatedItems over 100,000 items',
	q{SET statement_timeout = '30s'; SELECT 'verdict ' || ((SELECT jsonb_agg(i) FROM generate_series(1, 100000) i) OPERATOR(accord.|=) '{"anyOf": [{"prefixItems": [true]}, {"contains": {"minimum": 1}}], "unevaluatedItems": false}');},
	qr/^verdict true$/m);
survives('unevaluatedProperties over 100,000 properties',
	q{SET statement_timeout = '30s'; SELECT 'verdict ' || ((SELECT jsonb_object_agg('k' || i, i) FROM generate_series(1, 100000) i) OPERATOR(accord.|=) '{"anyOf": [{"patternProperties": {"^k": true}}, {"required": ["k1"]}], "unevaluatedProperties": false}');},
	qr/^verdict true$/m);

# Tables of values: long ones, and such in which all values have one hash
survives('an enum of 200,000 values, of them 50,000 strings of one hash',
	q{SET statement_timeout = '60s'; SELECT 'verdict ' || ((SELECT jsonb_agg(repeat('a', 300) || (100000 + i)) FROM generate_series(1, 50000) i) OPERATOR(accord.|=) s),
	'verdict ' || (to_jsonb(repeat('a', 300)) OPERATOR(accord.|=) s)
	FROM (SELECT format('{"items": {"enum": [%s]}, "type": "array"}', string_agg(format('%s, "%s", {"k": %s}, "%s"', i, repeat('a', 300) || (100000 + i), i, i), ','))::accord.jsonschema AS s FROM generate_series(1, 50000) i OFFSET 0) e;},
	qr/^verdict true\|verdict false$/m);
survives('large values against a large enum',
	q{SET statement_timeout = '60s'; SELECT 'verdict ' || ((SELECT jsonb_agg(jsonb_build_array(0, d)) FROM (SELECT jsonb_agg(j) AS d FROM generate_series(1, 100000) j) v, generate_series(1, 20) i) OPERATOR(accord.|=) s)
	FROM (SELECT format('{"items": {"enum": [%s]}}', string_agg(format('[0, [%s]]', i), ','))::accord.jsonschema AS s FROM generate_series(1, 1000) i OFFSET 0) e;},
	qr/^verdict false$/m);

# Numbers
survives('1e400', q{SELECT 'verdict ' || (jsonb '1e400' OPERATOR(accord.|=) '{"maximum": 1e399}');}, qr/^verdict false$/m);
survives('1e200000 in a document', q{SELECT jsonb '1e200000' OPERATOR(accord.|=) '{"maximum": 1}';}, qr/ERROR:\s+22/);
survives('1e200000 in a schema', q{SELECT accord.jsonschema '{"maximum": 1e200000}';}, qr/ERROR:\s+22/);
survives('1e99999999999 in a schema', q{SELECT accord.jsonschema '{"multipleOf": 1e99999999999}';}, qr/ERROR:\s+22/);
survives('1e-99999999999 in a schema', q{SELECT accord.jsonschema '{"multipleOf": 1e-99999999999}';}, qr/ERROR:\s+22/);
survives('1e-200000 in a schema', q{SELECT 'read ' || length(accord.jsonschema '{"minimum": 1e-200000}'::text);}, qr/^read |ERROR:\s+22/m);
survives('the largest by the smallest', q{SELECT 'verdict ' || (jsonb '1e131071' OPERATOR(accord.|=) '{"multipleOf": 1e-16383}');}, qr/^verdict true$/m);
survives('a bound of 100,000 digits', q{SELECT 'verdict ' || (to_jsonb(repeat('9', 100000)::numeric) OPERATOR(accord.|=) format('{"exclusiveMaximum": %s}', repeat('9', 100000))::accord.jsonschema);}, qr/^verdict false$/m);

# 100 MB
my $big = q{to_jsonb(repeat('a', 100000000))};
my %big = (
	'maxLength' => '{"maxLength": 99999999}',
	'minLength' => '{"minLength": 100000001}',
	'pattern' => '{"pattern": "^[a-z]*0$"}',
	'pattern of PCRE2' => '{"pattern": "^(?:a|b)*0$"}',
	'format date-time' => '{"format": "date-time"}',
	'format regex' => '{"format": "regex", "maxLength": 1}',
	'format email' => '{"format": "email"}',
	'format hostname' => '{"format": "hostname"}',
	'format uri' => '{"format": "uri"}',
	'enum' => '{"enum": ["a", "b"]}',
	'const' => '{"const": "a"}');
for my $name (sort keys %big)
{
	survives("100 MB string, $name",
		"SELECT 'verdict ' || ($big OPERATOR(accord.|=) '$big{$name}');",
		qr/^verdict false$|$limit/m);
}
survives('100 MB string that is valid',
	qq{SELECT 'verdict ' || ($big OPERATOR(accord.|=) '{"minLength": 100000000, "maxLength": 100000000, "pattern": "^a+\$"}');},
	qr/^verdict true$/m);
survives('100 MB strings in uniqueItems',
	qq{SELECT 'verdict ' || (jsonb_build_array($big, $big) OPERATOR(accord.|=) '{"uniqueItems": true}');},
	qr/^verdict false$/m);
survives('100 MB string in errors',
	qq{SELECT 'errors ' || count(*) FROM accord.errors(jsonb_build_object('k', $big), '{"properties": {"k": {"maxLength": 1}}}');},
	qr/^errors 1$/m);
survives('100 MB key in errors',
	qq{SELECT 'errors ' || count(*) FROM accord.errors(jsonb_build_object(repeat('k', 100000000), 1), '{"additionalProperties": false}');},
	qr/^errors 1$/m);
survives('100 MB of schema',
	q{SELECT 'verdict ' || (jsonb '1' OPERATOR(accord.|=) ('{"type": "string", "description": "' || repeat('x', 100000000) || '"}')::accord.jsonschema);},
	qr/^verdict false$/m);
survives('100 MB of pattern',
	q{SELECT accord.is_valid('"a"', ('{"pattern": "' || repeat('x', 100000000) || '"}')::accord.jsonschema) IS NULL;},
	qr/ERROR:\s+(2201B|54)|^[ft]$/m);
survives('100 MB that are no JSON',
	q{SELECT 'null ' || (accord.try_jsonb(repeat('x', 100000000)) IS NULL), length(accord.json_error('[' || repeat('x', 100000000))) < 1000;},
	qr/^null true\|t$/m);

# Invalid UTF-8
my $invalid = q{('"x' || E'\xff\xc3' || '"')};
for my $schema (
	'{"maxLength": 1}', '{"minLength": 9}', '{"pattern": "^x.+$"}', '{"pattern": "^(?:x|y)[^z]+$"}',
	'{"format": "email"}', '{"format": "regex"}', '{"format": "iri"}', '{"enum": ["x"]}', '{"type": "string"}', '{"uniqueItems": true}')
{
	survives("invalid UTF-8 in a document, $schema",
		qq{SELECT 'result ' || ($invalid\:\:jsonb OPERATOR(accord.|=) '$schema');
		SELECT 'result ' || (jsonb_build_array($invalid\:\:jsonb) OPERATOR(accord.|=) '{"items": $schema}');},
		qr/^result (true|false)|ERROR:\s+22/m, db => 'bytes');
}
survives('invalid UTF-8 in a key',
	q{SELECT 'result ' || (('{"k' || E'\xff' || '": 1}')::jsonb OPERATOR(accord.|=) '{"patternProperties": {"^(?:k|l)": {"type": "string"}}, "propertyNames": {"maxLength": 1}}');
	SELECT accord.report(('{"k' || E'\xff' || '": 1}')::jsonb, '{"additionalProperties": {"type": "string"}}') IS NULL;},
	qr/^result false|ERROR:\s+22/m, db => 'bytes');
for my $keyword ('const', 'pattern', 'format', '$ref', '$id', '$anchor', '$comment', 'type')
{
	survives("invalid UTF-8 in a schema, $keyword",
		qq{SELECT 'accepted ' || length(('{"$keyword": "a' || E'\\xff' || '"}')::accord.jsonschema::text);},
		qr/^accepted |ERROR:\s+(22|0A)/m, db => 'bytes');
}
survives('invalid UTF-8 in a text', q~SELECT 'null ' || (accord.try_jsonb(E'{"\xff') IS NULL), accord.json_error(E'{"\xff') IS NULL;~, qr/^null true\|f$/m, db => 'bytes');

# Patterns that backtrack for ever, or scan the rest of the string from every position
my @patterns = (
	[ '^(a+)+$', q{repeat('a', 50) || 'b'} ],
	[ '^(a+)+$', q{repeat('a', 1000000) || 'b'} ],
	[ '(x+x+)+y', q{repeat('x', 10000)} ],
	[ '^(?:a?){60}a{60}$', q{repeat('a', 60) || 'b'} ],
	[ '(a|aa)+$', q{repeat('a', 100000) || 'b'} ],
	[ '(?=a)[ab]*[cd]', q{repeat('a', 300000)} ],
	[ '(?=a)[ab]*[cd]', q{repeat('a', 10000000)} ],
	[ '[ab]*[cd]', q{repeat('a', 1000000)} ],
	[ '.*.*.*x', q{repeat('a', 100000)} ],
	[ '(.*)*\1z', q{repeat('a', 10000)} ]);
for my $case (@patterns)
{
	my ($pattern, $string) = @$case;

	survives("pattern $pattern on $string",
		qq{SELECT 'verdict ' || (to_jsonb($string) OPERATOR(accord.|=) '{"pattern": "@{[ $pattern =~ s/\\/\\\\/gr ]}"}');},
		qr/^verdict false$|$limit/m);
}
my ($limit_code, $limit_out, $limit_err) = $node->psql('postgres',
	q{SELECT to_jsonb(repeat('a', 50) || 'b') OPERATOR(accord.|=) '{"pattern": "^(a+)+$"}'});
like($limit_err, qr/gave up after \d+ steps/, 'the error of a pattern says which limit was reached');
survives('a long alternation that is harmless',
	q{SELECT 'verdict ' || (to_jsonb(repeat('ab', 50000)) OPERATOR(accord.|=) '{"pattern": "^(?:a|b)*$"}');},
	qr/^verdict true$/m);
survives('a pattern nested too deep',
	q{SELECT 'read ' || length(format('{"pattern": "%s"}', repeat('(', 20000) || repeat(')', 20000))::accord.jsonschema::text);},
	qr/^read |ERROR:\s+(2201B|54)/m);
survives('a pattern that expands',
	q{SELECT 'read ' || length(accord.jsonschema '{"pattern": "(((a{1,1000}){1,1000}){1,1000}){1,1000}"}'::text);},
	qr/^read |ERROR:\s+(2201B|54)/m);

# A validation that would not end: statement_timeout and cancel
my %long = (
	'references that branch' => "jsonb '1' OPERATOR(accord.|=) $long_schema",
	'references that branch under unevaluatedProperties' =>
	  q{jsonb '{"a": 1}' OPERATOR(accord.|=) } . exponential(60, '{"properties": {"a": true}}, "unevaluatedProperties": false'),
	'errors that branch' => "accord.assert_valid('\"x\"', @{[ exponential(60, '{\"type\": \"integer\"}') ]})",
	'a report of them' => "accord.report('\"x\"', @{[ exponential(60, '{\"anyOf\": [{\"type\": \"integer\"}]}') ]})",
	'one string of 100 MB' => qq{$big OPERATOR(accord.|=) '{"pattern": "(?=a)[ab]*[cd]"}'},
	'an array of slow strings' =>
	  q{(SELECT jsonb_agg(repeat('a', 2000)) FROM generate_series(1, 20000) i) OPERATOR(accord.|=) '{"items": {"not": {"pattern": "(?=a)[ab]*[cd]"}}}'});
for my $name (sort keys %long)
{
	# Collecting errors may end by its own limit first
	survives("statement_timeout, $name",
		"SET statement_timeout = '500ms'; SELECT $long{$name} IS NULL;",
		$name =~ /error|report/ ? qr/ERROR:\s+(57014|23514|54)|^f$/m : qr/ERROR:\s+57014/);
}

sub cancelled
{
	my ($name, $expression) = @_;
	my $in = "\\set VERBOSITY sqlstate\nSET application_name = 'long';\nSELECT $expression IS NULL;\n"
	  . "SELECT 'still here';\n";
	my ($out, $err) = ('', '');
	my $file = $PostgreSQL::Test::Utils::tmp_check . '/long.sql';

	append_to_file($file, $in);
	my $session = IPC::Run::start([ 'psql', '-XAtq', '-d', $node->connstr('postgres'), '-f', $file ],
		'>', \$out, '2>', \$err);

	ok( $node->poll_query_until(
			'postgres',
			q{SELECT count(*) = 1 FROM pg_stat_activity WHERE application_name = 'long' AND state = 'active' AND query LIKE 'SELECT %'}),
		"$name runs");
	$node->safe_psql('postgres',
		q{SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE application_name = 'long'});
	$session->finish;
	like($err, qr/ERROR:\s+57014/, "$name is cancelled");
	is($out, "still here\n", "$name: its backend answers");
	return;
}
cancelled('cancel of references that branch', $long{'references that branch'});

# Out of memory: a postmaster with little address space, statements that need more at many different points
sub little_memory
{
	$node->stop;
	my $data = $node->data_dir;
	my $start = "ulimit -v 700000; exec pg_ctl -w -s -D '$data' -l '@{[ $node->logfile ]}' start";
	is(system('bash', '-c', $start), 0, 'a postmaster with little address space starts');
	my $ladder = q{
DO $body$
DECLARE
	refused int := 0;
	done int := 0;
BEGIN
	FOR n IN 1..12 LOOP
		BEGIN
			%s;
			done := done + 1;
		EXCEPTION WHEN out_of_memory OR program_limit_exceeded THEN
			refused := refused + 1;
		END;
	END LOOP;
	RAISE NOTICE 'ladder: %% done, %% refused', done, refused;
END
$body$;
};
	my %hungry = (
		'reports' => q{PERFORM accord.report((SELECT jsonb_agg(i) FROM generate_series(1, n * 100000) i), '{"items": {"type": "string", "not": {}}}')},
		'schemas' => q{PERFORM jsonb '1' OPERATOR(accord.|=) ('{"properties": {' || (SELECT string_agg(format('"p%s": {"type": "integer"}', i), ',') FROM generate_series(1, n * 60000) i) || '}}')::accord.jsonschema},
		'patterns' => q{PERFORM (SELECT jsonb_object_agg('p' || i, 'x') FROM generate_series(1, n * 3000) i) OPERATOR(accord.|=) ('{"properties": {' || (SELECT string_agg(format('"p%s": {"pattern": "^(?:a|b%s)*x"}', i, repeat('(?:c|d)*', 20)), ',') FROM generate_series(1, n * 3000) i) || '}}')::accord.jsonschema},
		'unique items' => q{PERFORM (SELECT jsonb_agg(i) FROM generate_series(1, n * 200000) i) OPERATOR(accord.|=) '{"uniqueItems": true}'});
	my $notices = '';
	for my $name (sort keys %hungry)
	{
		my $stderr = '';

		$node->psql('postgres',
			"SELECT pg_backend_pid() AS first \\gset\n"
			  . sprintf($ladder, $hungry{$name})
			  . "SELECT 'same ' || (pg_backend_pid() = :first), jsonb '1' OPERATOR(accord.|=) '{\"type\": \"integer\"}';",
			stdout => \my $stdout,
			stderr => \$stderr,
			on_error_stop => 0);
		like($stderr, qr/ladder: \d+ done, \d+ refused/, "little memory, $name: done or refused");
		is($stdout, 'same true|t', "little memory, $name: the same backend answers");
		$notices .= $stderr;
	}
	like($notices, qr/ladder: \d+ done, [1-9]\d* refused/, 'memory ran out at least once');
	is(system('pg_ctl', '-w', '-s', '-D', $data, '-m', 'fast', 'stop'), 0, 'it stops in good order');
	return;
}
SKIP:
{
	skip 'little address space: the sanitizers need a lot of it', 1 if $ENV{ACCORD_SANITIZE};
	little_memory();
}

unlike(slurp_file($node->logfile), qr/terminated by signal|PANIC|TRAP:/, 'no backend was lost');
done_testing();
