-- $1 commune, $2 activity (null: all), $3 how many, $4 after how many
SELECT e.id
FROM establishment e
WHERE e.commune_code IN (SELECT c.code FROM commune c WHERE c.code = $1 OR c.parent_code = $1)
  AND e.status = 'published'
  AND ($2::text IS NULL OR e.activities @> ARRAY[$2::text])
ORDER BY e.name, e.id
LIMIT $3 OFFSET $4
