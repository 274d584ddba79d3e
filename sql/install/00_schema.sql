-- Made here and not by the control file, so that a schema somebody made
-- beforehand is an error and never adopted.
CREATE SCHEMA accord;

COMMENT ON SCHEMA accord IS
'data contracts that PostgreSQL itself keeps';

GRANT USAGE ON SCHEMA accord TO PUBLIC;
