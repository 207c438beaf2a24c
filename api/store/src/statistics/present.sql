-- The establishments of these ids as they stand now, and where they count.
SELECT e.id AS "id!", e.activities AS "activities!", e.completeness AS "completeness!", e.status AS "status!", e.verdicts,
       e.criteria::text AS "criteria!",
       array_remove(ARRAY['', c.department_code, c.parent_code, c.code], NULL) AS "areas!"
FROM establishment e JOIN commune c ON c.code = e.commune_code
WHERE e.id = ANY ($1)
