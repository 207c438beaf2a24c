-- $1 commune; a city holds its municipal arrondissements. $2 how many
SELECT e.id AS "id!", e.name AS "name!", e.status AS "status!", e.version AS "version!", e.created_at AS "created_at!",
       e.updated_at AS "updated_at!", e.criteria::text AS "criteria!"
FROM commune c
CROSS JOIN LATERAL (
    SELECT id, name, status, version, created_at, updated_at, criteria
    FROM establishment
    WHERE commune_code = c.code AND status <> 'draft'
    ORDER BY updated_at DESC, id
    LIMIT $2
) e
WHERE c.code = $1 OR c.parent_code = $1
ORDER BY e.updated_at DESC, e.id
LIMIT $2
