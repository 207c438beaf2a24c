-- $1 department, $2 after which place; NULL: from the first, $3 how many
SELECT e.id, e.updated_at
FROM establishment e
WHERE e.commune_code IN (SELECT c.code FROM commune c WHERE c.department_code = $1)
  AND e.status = 'published'
  AND ($2::uuid IS NULL OR e.id > $2)
ORDER BY e.id
LIMIT $3
