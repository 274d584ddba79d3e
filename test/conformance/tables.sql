-- What run fills: the files of the suite, and the tests that this version refuses.
BEGIN;
SET LOCAL client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS accord;

CREATE TEMP TABLE suite_file (
	path text,
	content text
);

CREATE TEMP TABLE exception (
	suite text CHECK (suite IN ('all', 'older')),
	path text,
	group_name text,
	test_name text,
	reason text
);
