-- $1 the head of the log, $2 now. The account is looked up for those that are due: there are many more accounts.
SELECT w.id, w.account_id, w.url, w.name, w.interest, w.kinds, w.secret, w.previous_secret,
       w.previous_until, w.position, w.replay_position, w.replay_until, w.state, w.disabled_reason,
       w.failing_since, w.created_at
FROM webhook w
WHERE (w.state = 'active'
       AND (NOT EXISTS (SELECT FROM webhook_delivery d
                        WHERE d.webhook_id = w.id AND d.state = 'pending' AND d.kind = 'changes')
            AND w.position < $1
            OR w.replay_position IS NOT NULL
            AND NOT EXISTS (SELECT FROM webhook_delivery d
                            WHERE d.webhook_id = w.id AND d.state = 'pending' AND d.kind = 'replay'))
       OR EXISTS (SELECT FROM webhook_delivery d
                  WHERE d.webhook_id = w.id AND d.state = 'pending' AND d.at <= $2
                    AND (w.state = 'active' OR d.kind = 'ping')))
  AND (SELECT a.blocked_at IS NULL AND a.deleted_at IS NULL FROM account a WHERE a.id = w.account_id)
ORDER BY w.id
