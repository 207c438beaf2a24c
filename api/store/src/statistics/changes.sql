-- $1 after this position, $2 how many. LIMIT 1 keeps the look-up of each version one by its key: a plan for any $2 would
-- join the whole history.
SELECT c.position AS "position!", c.establishment_id AS "establishment!", c.kind AS "kind!", c.at AS "at!", v.source_key AS "source?"
FROM (SELECT position, establishment_id, kind, version, at FROM change WHERE position > $1 ORDER BY position LIMIT $2) AS c
LEFT JOIN LATERAL (SELECT source_key FROM establishment_version
    WHERE (establishment_id, version) = (c.establishment_id, c.version) LIMIT 1) AS v ON true
ORDER BY c.position
