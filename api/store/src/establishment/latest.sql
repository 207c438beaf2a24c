-- $1 commune; a city holds its municipal arrondissements. $2 how many
SELECT e.id, e.name, e.status, e.version, e.created_at, e.updated_at, e.criteria::text AS "criteria!"
FROM establishment e
WHERE e.status <> 'draft'
  AND e.commune_code IN (SELECT code FROM commune WHERE code = $1 OR parent_code = $1)
ORDER BY e.updated_at DESC, e.id
LIMIT $2
