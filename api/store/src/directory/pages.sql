-- $1 department, $2 how many, $3 after how many
SELECT e.id, e.updated_at
FROM establishment e
WHERE e.commune_code IN (SELECT c.code FROM commune c WHERE c.department_code = $1)
  AND e.status = 'published'
ORDER BY e.id
LIMIT $2 OFFSET $3
