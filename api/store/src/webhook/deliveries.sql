-- $1 webhook, $2 before this one (NULL: the newest too), $3 how many
SELECT id, webhook_id, kind, positions, state, created_at, attempts, at, status, milliseconds, error
FROM webhook_delivery
WHERE webhook_id = $1 AND id < coalesce($2, 'ffffffff-ffff-ffff-ffff-ffffffffffff'::uuid)
ORDER BY id DESC LIMIT $3
