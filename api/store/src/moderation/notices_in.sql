-- $1 commune; a city holds its municipal arrondissements. $2 now, $3 how many
SELECT e.name AS "name!", n.id AS "id!", n.establishment_id AS "establishment_id!", n.kind AS "kind!", n.message AS "message!",
       n.criteria AS "criteria!", n.begins_at AS "begins_at!", n.ends_at AS "ends_at!", n.source_key AS "source_key!",
       n.account_id AS "account_id!", n.created_at AS "created_at!"
FROM notice n
JOIN establishment e ON e.id = n.establishment_id
JOIN commune c ON c.code = e.commune_code
WHERE n.ends_at > $2 AND n.withdrawn_at IS NULL AND e.status = 'published' AND (c.code = $1 OR c.parent_code = $1)
ORDER BY n.created_at DESC, n.id
LIMIT $3
