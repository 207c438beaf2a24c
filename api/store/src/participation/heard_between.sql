-- $1 after, $2 up to; $3 and $4 the ids that instants have, which lead to few rows. What was said meanwhile of published
-- establishments and is still of the answers that they have.
SELECT e.id AS "id!", said.criterion, sum(said.asked)::bigint AS "asked!", sum(said.proved)::bigint AS "proved!",
       sum(said.disproved)::bigint AS "disproved!", ST_X(e.location) AS "lon!", ST_Y(e.location) AS "lat!",
       e.commune_code AS "commune_code!", o.parent_code
FROM (
    SELECT establishment_id, criterion, NULL::jsonb AS value, NULL::int AS version, 1 AS asked, 0 AS proved, 0 AS disproved
    FROM ask WHERE id BETWEEN $3 AND $4 AND at > $1 AND at <= $2
    UNION ALL
    SELECT establishment_id, criterion, value, version, 0, proved::int, (NOT proved)::int
    FROM confirmation WHERE id BETWEEN $3 AND $4 AND at > $1 AND at <= $2
) AS said
JOIN establishment e ON e.id = said.establishment_id
JOIN commune o ON o.code = e.commune_code
WHERE e.status = 'published'
  AND (said.asked = 1 OR CASE WHEN said.criterion IS NULL THEN e.version = said.version
                              ELSE e.criteria -> said.criterion = said.value END)
GROUP BY e.id, said.criterion, o.parent_code
ORDER BY e.id, said.criterion NULLS FIRST
