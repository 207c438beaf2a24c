-- $1 where the log stands, $2 now, $3 when the first digest is due. One that was ended stays so.
WITH new AS (
    UPDATE management SET subscribed = true WHERE NOT subscribed RETURNING account_id
)
INSERT INTO subscription (id, account_id, interest, frequency, position, told_at, due_at, created_at)
SELECT gen_random_uuid(), n.account_id, 'managed', 'daily', $1, $2, $3, $2
FROM (SELECT DISTINCT account_id FROM new) n
ON CONFLICT (account_id, interest) DO NOTHING
