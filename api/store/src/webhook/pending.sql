-- $1 webhook
SELECT id, webhook_id, kind, positions, state, created_at, attempts, at, status, milliseconds, error
FROM webhook_delivery WHERE webhook_id = $1 AND state = 'pending' ORDER BY id
