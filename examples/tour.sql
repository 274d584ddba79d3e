-- The tour of accord: a psql script, run from the repository's directory
-- in a database of its own ("make demo" does that).  Each part of tour/ is a
-- chapter that stands on its own feet; a new chapter is a new file and a line
-- here.
\set ON_ERROR_STOP on
\set QUIET on
\set VERBOSITY default
\set SHOW_CONTEXT never
\encoding UTF8
\pset pager off
\pset footer off
SET lc_messages = 'C';
CREATE EXTENSION accord;
\set QUIET off
\set ECHO all
\ir tour/contract.sql
\ir tour/load.sql
\ir tour/existing.sql
\ir tour/parts.sql
\ir tour/history.sql
\ir tour/privacy.sql
\ir tour/around.sql
