-- $1 account
SELECT id, account_id, interest, frequency, position, created_at, due_at
FROM subscription WHERE account_id = $1 AND ended_at IS NULL ORDER BY created_at, id
