--
-- A load that loses nothing
--
-- A file of events: most are good, some break the contract, some are no JSON.
-- Each line comes in as text; the quote and the delimiter are two characters
-- that do not occur in it.
CREATE TABLE incoming (
    line integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    raw text NOT NULL
);
\copy incoming (raw) FROM 'examples/data/user_updated.ndjson' WITH (FORMAT csv, QUOTE e'\x01', DELIMITER e'\x02', FORCE_NOT_NULL (raw))
-- One statement sorts them: good events into their table, the others into
-- another one with every reason.
CREATE TABLE rejected (
    line integer PRIMARY KEY,
    raw text NOT NULL,
    reasons jsonb NOT NULL
);
WITH read AS MATERIALIZED (
    SELECT line, raw, doc, doc OPERATOR(accord.|=) :'user_updated_v1' AS good
    FROM incoming, accord.try_jsonb(raw) AS doc
), kept AS (
    INSERT INTO user_event
    SELECT line, doc FROM read WHERE good
)
INSERT INTO rejected
SELECT line, raw,
       CASE WHEN doc IS NULL
            THEN jsonb_build_array(jsonb_build_object(
                     'keyword', 'json', 'message', accord.json_error(raw)))
            ELSE (SELECT jsonb_agg(to_jsonb(e))
                  FROM accord.errors(doc, :'user_updated_v1') AS e)
       END
FROM read
WHERE good IS NOT TRUE;
SELECT i.lines, e.kept, r.rejected, e.kept + r.rejected = i.lines AS adds_up
FROM (SELECT count(*) AS lines FROM incoming) AS i,
     (SELECT count(*) AS kept FROM user_event) AS e,
     (SELECT count(*) AS rejected FROM rejected) AS r;
-- What goes wrong most, for whoever sends these events:
SELECT count(*), reason.keyword, reason.instance_path, reason.message
FROM rejected,
     jsonb_to_recordset(reasons)
         AS reason (keyword text, instance_path text, message text)
GROUP BY reason.keyword, reason.instance_path, reason.message
ORDER BY count(*) DESC, keyword COLLATE "C", instance_path COLLATE "C",
         message COLLATE "C"
LIMIT 12;
-- Nothing is lost: each line stands there as it came, with its reasons, and
-- can be mended and sent again.
SELECT line, left(raw, 21) AS raw, r ->> 'instance_path' AS path,
       r ->> 'message' AS reason
FROM rejected, jsonb_array_elements(reasons) WITH ORDINALITY AS x (r, n)
ORDER BY line, n
LIMIT 12;
-- One document in the output format "basic" of the JSON Schema specification:
SELECT jsonb_pretty(accord.report(raw::jsonb, :'user_updated_v1'))
FROM rejected
WHERE jsonb_array_length(reasons) = 2
ORDER BY line
LIMIT 1;
