-- $1 establishment
SELECT criterion AS "criterion!", sum(asked)::bigint AS "asked!", sum(proved)::bigint AS "proved!", sum(disproved)::bigint AS "disproved!"
FROM (
    SELECT criterion, 1 AS asked, 0 AS proved, 0 AS disproved FROM ask WHERE establishment_id = $1
    UNION ALL
    SELECT c.criterion, 0, c.proved::int, (NOT c.proved)::int
    FROM confirmation c JOIN establishment e ON e.id = c.establishment_id
    WHERE c.establishment_id = $1 AND c.criterion IS NOT NULL AND e.criteria -> c.criterion = c.value
) AS said
GROUP BY criterion
ORDER BY criterion
