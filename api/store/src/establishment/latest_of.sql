-- $1 ids. $2 how many
SELECT id, name, status, version, created_at, updated_at, criteria::text AS "criteria!"
FROM establishment
WHERE id = ANY ($1) AND status <> 'draft'
ORDER BY updated_at DESC, id
LIMIT $2
