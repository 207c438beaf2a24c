-- $1 commune; a city holds its municipal arrondissements. $2 activity or NULL, $3 how many
SELECT e.id AS "id!"
FROM commune c
CROSS JOIN LATERAL (
    SELECT id, updated_at FROM establishment
    WHERE commune_code = c.code AND status = 'published' AND ($2::text IS NULL OR activities @> ARRAY[$2])
    ORDER BY updated_at, id DESC
    LIMIT $3
) e
WHERE c.code = $1 OR c.parent_code = $1
ORDER BY e.updated_at, e.id DESC
LIMIT $3
