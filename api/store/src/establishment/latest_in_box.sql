-- $1 to $4 west, south, east, north. $5 how many
SELECT id, name, status, version, created_at, updated_at, criteria::text AS "criteria!"
FROM establishment
WHERE location && ST_MakeEnvelope($1, $2, $3, $4, 4326) AND status <> 'draft'
ORDER BY updated_at DESC, id
LIMIT $5
