-- A type without a canonical form is refused, with its column and a cast, whatever its values are.
-- (notices about the shell type differ between versions)
SET client_min_messages = warning;
CREATE TYPE row_hash_odd;
CREATE FUNCTION row_hash_odd_in(cstring) RETURNS row_hash_odd LANGUAGE internal IMMUTABLE STRICT AS 'textin';
CREATE FUNCTION row_hash_odd_out(row_hash_odd) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'textout';
CREATE TYPE row_hash_odd (INPUT = row_hash_odd_in, OUTPUT = row_hash_odd_out, LIKE = text);
RESET client_min_messages;
CREATE TYPE row_hash_pair AS (a integer, geo point);
CREATE DOMAIN row_hash_doc AS json;
CREATE TABLE row_hash_refused (id integer, payload json, "Odd name" row_hash_odd, pair row_hash_pair, docs json[]);
CREATE FUNCTION row_hash_refusal(type text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	message text;
	detail text;
	hint text;
BEGIN
	EXECUTE format('SELECT accord.row_hash(1, NULL::%s)', type);
	RETURN 'accepted';
EXCEPTION WHEN feature_not_supported THEN
	GET STACKED DIAGNOSTICS message = MESSAGE_TEXT, detail = PG_EXCEPTION_DETAIL, hint = PG_EXCEPTION_HINT;
	RETURN concat_ws(' | ', message, detail, hint);
END
$$;
SELECT row_hash_refusal(type) FROM unnest('{json,xml,point,line,lseg,box,path,polygon,circle,tsvector,tsquery,jsonpath,regclass,regtype,regproc,regprocedure,regoper,regoperator,regrole,regnamespace,regconfig,regdictionary,regcollation,xid,cid,tid,pg_snapshot,txid_snapshot,aclitem,refcursor,cstring,row_hash_odd,row_hash_doc,json[],row_hash_doc[],row_hash_pair,row_hash_pair[],json[][]}'::text[]) WITH ORDINALITY AS t (type, n) ORDER BY n;

-- names, where the planner sees them; no row is needed
SELECT accord.row_hash(id, payload) FROM row_hash_refused;
SELECT accord.row_hash("Odd name") FROM row_hash_refused;
SELECT accord.row_hash(id, pair) FROM row_hash_refused;
SELECT accord.row_hash(docs) FROM row_hash_refused;
SELECT accord.row_hash_sha256(r) FROM row_hash_refused AS r;
SELECT (SELECT accord.row_hash(s.p)) FROM (SELECT payload AS p FROM row_hash_refused OFFSET 0) AS s;
SELECT accord.record_hash(ROW(id, payload)) FROM row_hash_refused;
SELECT accord.row_hash(payload::jsonb, "Odd name"::text, (pair).geo::text, docs::jsonb[]) FROM row_hash_refused;
-- a record has its own
INSERT INTO row_hash_refused VALUES (1);
SELECT accord.record_hash(r) FROM row_hash_refused AS r;
SELECT accord.record_hash_sha256(s) FROM (SELECT id, pair FROM row_hash_refused) AS s;
SELECT accord.row_hash(1, ROW(2, ROW(3, '{}'::json)));
-- without a planner: by number
CREATE INDEX ON row_hash_refused (accord.row_hash(id, payload));

-- an array is not spread over columns
SELECT accord.row_hash(VARIADIC ARRAY[1, 2]);
SELECT accord.row_hash();
DROP TABLE row_hash_refused;
DROP FUNCTION row_hash_refusal;
DROP TYPE row_hash_pair, row_hash_odd CASCADE;
DROP DOMAIN row_hash_doc;
