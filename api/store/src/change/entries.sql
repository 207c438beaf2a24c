-- $1 after this position, $2 how many. What was never shown to anybody is left out by the reader, who needs the
-- positions of all.
SELECT c.position, c.establishment_id, c.kind, c.version, c.at, e.status, e.successor_id
FROM change c JOIN establishment e ON e.id = c.establishment_id
WHERE c.position > $1
ORDER BY c.position LIMIT $2
