-- $1 commune; a city holds its municipal arrondissements. $2 now
SELECT max(greatest(n.created_at, n.withdrawn_at, CASE WHEN n.begins_at <= $2 THEN n.begins_at END,
                    CASE WHEN n.ends_at <= $2 THEN n.ends_at END)) AS at
FROM notice n
JOIN establishment e ON e.id = n.establishment_id
JOIN commune c ON c.code = e.commune_code
WHERE c.code = $1 OR c.parent_code = $1
