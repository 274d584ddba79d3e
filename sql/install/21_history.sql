-- Dimensions: history tables that merge() keeps, and the feeds that made them.

CREATE TABLE accord.dimension (
	dimension_schema text NOT NULL,
	dimension_name text NOT NULL,
	source_schema text,
	source_name text,
	key text[] NOT NULL CHECK (pg_catalog.cardinality(key) OPERATOR(pg_catalog.>) 0),
	policies jsonb NOT NULL,
	valid_from text NOT NULL,
	valid_to text NOT NULL,
	is_current text,
	row_hash text NOT NULL,
	is_deleted text,
	surrogate_key text,
	scd_id text,
	updated_at text,
	open_end text NOT NULL DEFAULT 'infinity' CHECK (open_end IN ('infinity', 'null', '9999-12-31')),
	end_inclusive boolean NOT NULL DEFAULT false,
	timezone text NOT NULL DEFAULT 'UTC',
	hash text NOT NULL DEFAULT 'xxh3' CHECK (hash IN ('xxh3', 'sha256')),
	valid_from_column text,
	late text NOT NULL DEFAULT 'error' CHECK (late IN ('error', 'skip')),
	fixed text NOT NULL DEFAULT 'keep' CHECK (fixed IN ('keep', 'error')),
	filled text[] NOT NULL DEFAULT '{}',
	hashed_before jsonb NOT NULL DEFAULT '[]',
	last_at timestamp with time zone,
	last_valid_from timestamp without time zone,
	last_overwritten bigint NOT NULL DEFAULT 0,
	feeds bigint NOT NULL DEFAULT 0,
	PRIMARY KEY (dimension_schema, dimension_name)
)
-- room for HOT updates: an entry new in the index would disturb merges of other dimensions under SERIALIZABLE
WITH (fillfactor = 20);

COMMENT ON TABLE accord.dimension IS
'history tables that merge() keeps, one row each, by name; written by accord alone, and its row is the lock of a merge';
COMMENT ON COLUMN accord.dimension.dimension_schema IS 'schema of the history table';
COMMENT ON COLUMN accord.dimension.dimension_name IS 'name of the history table';
COMMENT ON COLUMN accord.dimension.source_schema IS 'schema of the source that merge() takes when it is given none';
COMMENT ON COLUMN accord.dimension.source_name IS 'name of that source';
COMMENT ON COLUMN accord.dimension.key IS 'columns of the natural key';
COMMENT ON COLUMN accord.dimension.policies IS 'each other column that comes from the source, and its policy: version, overwrite, fixed, previous, current or carry';
COMMENT ON COLUMN accord.dimension.valid_from IS 'column that holds when a version begins';
COMMENT ON COLUMN accord.dimension.valid_to IS 'column that holds when a version ends';
COMMENT ON COLUMN accord.dimension.is_current IS 'column that is true in the open version; NULL where the table has none';
COMMENT ON COLUMN accord.dimension.row_hash IS 'column that holds the hash of a version; NULL in it means not known, compare by value';
COMMENT ON COLUMN accord.dimension.is_deleted IS 'column that marks a deletion version; NULL where the table has none';
COMMENT ON COLUMN accord.dimension.surrogate_key IS 'column that numbers versions by its default; NULL where the table has none';
COMMENT ON COLUMN accord.dimension.scd_id IS 'column filled as dbt fills dbt_scd_id; NULL where the table has none';
COMMENT ON COLUMN accord.dimension.updated_at IS 'column filled as dbt fills dbt_updated_at; NULL where the table has none';
COMMENT ON COLUMN accord.dimension.open_end IS 'what valid_to holds in an open version: infinity, null or 9999-12-31';
COMMENT ON COLUMN accord.dimension.end_inclusive IS 'is valid_to the last day of a version, and not the first one after it?';
COMMENT ON COLUMN accord.dimension.timezone IS 'time zone in which timestamp and date columns are written';
COMMENT ON COLUMN accord.dimension.hash IS 'algorithm of row_hash: xxh3 or sha256';
COMMENT ON COLUMN accord.dimension.valid_from_column IS 'column of the source at whose value a version begins; NULL: at the time of the feed';
COMMENT ON COLUMN accord.dimension.late IS 'a changed row that is not later than the open version: error or skip';
COMMENT ON COLUMN accord.dimension.fixed IS 'a change of a fixed column: keep the old value, or error';
COMMENT ON COLUMN accord.dimension.filled IS 'columns added later: a version whose row_hash says that it waits takes them without a new version';
COMMENT ON COLUMN accord.dimension.hashed_before IS 'lists of columns that hashes of older versions were made over; an empty one: some were made over values that are there no more';
COMMENT ON COLUMN accord.dimension.last_at IS 'time of the last feed';
COMMENT ON COLUMN accord.dimension.last_valid_from IS 'the same as its versions hold it; for timestamp with time zone in UTC';
COMMENT ON COLUMN accord.dimension.last_overwritten IS 'keys in which that feed overwrote values: a feed that replaces it cannot bring them back';
COMMENT ON COLUMN accord.dimension.feeds IS 'feeds merged so far';

CREATE TABLE accord.feed (
	feed bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	dimension_schema text NOT NULL,
	dimension_name text NOT NULL,
	at timestamp with time zone NOT NULL,
	valid_from timestamp without time zone NOT NULL,
	mode text NOT NULL,
	deletes text NOT NULL,
	inserted bigint NOT NULL,
	versioned bigint NOT NULL,
	overwritten bigint NOT NULL,
	reopened bigint NOT NULL,
	unchanged bigint NOT NULL,
	fixed_kept bigint NOT NULL,
	late bigint NOT NULL,
	duplicates bigint NOT NULL,
	closed bigint NOT NULL,
	recorded bigint NOT NULL,
	replaced bigint NOT NULL,
	run text,
	merged_by text NOT NULL,
	merged_at timestamp with time zone NOT NULL DEFAULT pg_catalog.clock_timestamp()
);

COMMENT ON TABLE accord.feed IS
'every feed that was merged into a dimension, in the order of the merges; written by accord alone';
COMMENT ON COLUMN accord.feed.feed IS 'number of the feed; those of one dimension are in the order of their merges';
COMMENT ON COLUMN accord.feed.dimension_schema IS 'schema of the history table';
COMMENT ON COLUMN accord.feed.dimension_name IS 'name of the history table';
COMMENT ON COLUMN accord.feed.at IS 'the time of the feed';
COMMENT ON COLUMN accord.feed.valid_from IS 'the same as its versions hold it; for timestamp with time zone in UTC';
COMMENT ON COLUMN accord.feed.mode IS 'full or delta';
COMMENT ON COLUMN accord.feed.deletes IS 'what was done with keys missing from a full feed: ignore, close or record';
COMMENT ON COLUMN accord.feed.inserted IS 'rows with a key never seen before';
COMMENT ON COLUMN accord.feed.versioned IS 'rows that opened a new version of their key';
COMMENT ON COLUMN accord.feed.overwritten IS 'rows of which only columns with policy overwrite or previous were taken';
COMMENT ON COLUMN accord.feed.reopened IS 'rows whose key was known, but ended';
COMMENT ON COLUMN accord.feed.unchanged IS 'rows equal to the open version';
COMMENT ON COLUMN accord.feed.fixed_kept IS 'rows that differ in fixed columns only, which were kept as they are';
COMMENT ON COLUMN accord.feed.late IS 'changed rows left out because they are not later than the open version';
COMMENT ON COLUMN accord.feed.duplicates IS 'rows left out because another one of the same key came after them by sequence_by';
COMMENT ON COLUMN accord.feed.closed IS 'open versions that ended because their key was missing';
COMMENT ON COLUMN accord.feed.recorded IS 'deletion versions opened because the key was missing';
COMMENT ON COLUMN accord.feed.replaced IS 'versions of the replaced feed that were removed, changed in place or opened again';
COMMENT ON COLUMN accord.feed.run IS 'the run that merged it';
COMMENT ON COLUMN accord.feed.merged_by IS 'the role that merged it';
COMMENT ON COLUMN accord.feed.merged_at IS 'when it was merged';

-- for renames: without it they would scan the table, and fail merges under SERIALIZABLE
CREATE INDEX dimension_by_source ON accord.dimension (source_schema, source_name);

CREATE INDEX feed_by_dimension ON accord.feed (dimension_schema, dimension_name, feed);

SELECT pg_catalog.pg_extension_config_dump('accord.dimension', '');
SELECT pg_catalog.pg_extension_config_dump('accord.feed', '');
SELECT pg_catalog.pg_extension_config_dump('accord.feed_feed_seq', '');

GRANT SELECT ON accord.dimension, accord.feed TO PUBLIC;

CREATE TRIGGER written_by_accord
BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON accord.dimension
FOR EACH STATEMENT EXECUTE FUNCTION accord.written_by_accord();

ALTER TABLE accord.dimension ENABLE ALWAYS TRIGGER written_by_accord;

CREATE TRIGGER written_by_accord
BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON accord.feed
FOR EACH STATEMENT EXECUTE FUNCTION accord.written_by_accord();

ALTER TABLE accord.feed ENABLE ALWAYS TRIGGER written_by_accord;
