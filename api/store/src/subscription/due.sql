-- $1 now, $2 how many
SELECT s.id, s.account_id, s.interest, s.frequency, s.position, s.created_at, s.due_at, s.told_at,
       a.email AS "email!", a.language
FROM subscription s JOIN account a ON a.id = s.account_id
WHERE s.ended_at IS NULL AND s.due_at <= $1
  AND a.email IS NOT NULL AND a.blocked_at IS NULL AND a.deleted_at IS NULL
ORDER BY s.due_at, s.id LIMIT $2
