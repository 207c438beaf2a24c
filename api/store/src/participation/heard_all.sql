-- What was said of published establishments: of answers as they stand now, and of everything ('') at the present version.
SELECT e.id AS "establishment_id!", e.commune_code AS "commune_code!", said.criterion AS "criterion!",
       sum(said.asked)::bigint AS "asked!", sum(said.proved)::bigint AS "proved!", sum(said.disproved)::bigint AS "disproved!"
FROM (
    SELECT establishment_id, criterion, 1 AS asked, 0 AS proved, 0 AS disproved FROM ask
    UNION ALL
    SELECT c.establishment_id, coalesce(c.criterion, ''), 0, c.proved::int, (NOT c.proved)::int
    FROM confirmation c JOIN establishment p ON p.id = c.establishment_id
    WHERE CASE WHEN c.criterion IS NULL THEN p.version = c.version ELSE p.criteria -> c.criterion = c.value END
) AS said
JOIN establishment e ON e.id = said.establishment_id
WHERE e.status = 'published'
GROUP BY e.id, said.criterion
ORDER BY e.id, said.criterion
