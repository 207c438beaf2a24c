-- $1 after this position, $2 how many
SELECT c.position AS "position!", c.establishment_id AS "establishment!", c.kind AS "kind!", c.at AS "at!", v.source_key AS "source?"
FROM (SELECT position, establishment_id, kind, version, at FROM change WHERE position > $1 ORDER BY position LIMIT $2) AS c
LEFT JOIN establishment_version v ON (v.establishment_id, v.version) = (c.establishment_id, c.version)
ORDER BY c.position
