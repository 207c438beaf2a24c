-- $1 commune, $2 how many
SELECT establishment_id AS "establishment_id!", criterion AS "criterion!", sum(asked)::bigint AS "asked!",
       sum(proved)::bigint AS "proved!", sum(disproved)::bigint AS "disproved!"
FROM (
    SELECT a.establishment_id, a.criterion, 1 AS asked, 0 AS proved, 0 AS disproved
    FROM commune o JOIN ask a ON a.commune_code = o.code
    WHERE o.code = $1 OR o.parent_code = $1
    UNION ALL
    SELECT c.establishment_id, c.criterion, 0, c.proved::int, (NOT c.proved)::int
    FROM commune o JOIN confirmation c ON c.commune_code = o.code JOIN establishment e ON e.id = c.establishment_id
    WHERE (o.code = $1 OR o.parent_code = $1) AND c.criterion IS NOT NULL AND e.criteria -> c.criterion = c.value
) AS said
GROUP BY establishment_id, criterion
ORDER BY sum(asked) + sum(disproved) DESC, establishment_id, criterion
LIMIT $2
