-- What waits for the moderators, the oldest first: ids are UUIDs of version 7, whose order is that of time.
-- $1: of this kind; $2: looked after by this account; $3: by nobody; $4: after this one.
SELECT w.kind AS "kind!", w.id AS "id!", w.about AS "about!", w.says AS "says!", w.created_at AS "created_at!",
       w.establishment_id AS "establishment_id?", e.name AS "place?", w.account_id AS "account_id?", a.name AS "author?",
       w.assignee_id AS "assignee_id?", m.name AS "assignee?"
FROM (
  (SELECT 'suggestion' AS kind, id, held AS about, coalesce(body ->> 'name', '') AS says, created_at, establishment_id,
          account_id, assignee_id
   FROM suggestion
   WHERE decision IS NULL AND coalesce($1, 'suggestion') = 'suggestion' AND id > $4
     AND ($2::uuid IS NULL OR assignee_id = $2) AND (NOT $3 OR assignee_id IS NULL)
   ORDER BY id LIMIT $5)
  UNION ALL
  (SELECT 'report', id, kind, message, created_at, establishment_id, account_id, assignee_id
   FROM report
   WHERE decided_at IS NULL AND coalesce($1, 'report') = 'report' AND id > $4
     AND ($2::uuid IS NULL OR assignee_id = $2) AND (NOT $3 OR assignee_id IS NULL)
   ORDER BY id LIMIT $5)
  UNION ALL
  (SELECT 'claim', id, '', '', created_at, establishment_id, account_id, assignee_id
   FROM management_claim
   WHERE decision IS NULL AND coalesce($1, 'claim') = 'claim' AND id > $4
     AND ($2::uuid IS NULL OR assignee_id = $2) AND (NOT $3 OR assignee_id IS NULL)
   ORDER BY id LIMIT $5)
  UNION ALL
  -- Nobody looks after a proposal: it is answered, in public.
  (SELECT 'proposal', id, kind, text, created_at, NULL, account_id, NULL
   FROM idea
   WHERE state = 'open' AND NOT hidden AND coalesce($1, 'proposal') = 'proposal' AND id > $4 AND $2::uuid IS NULL
   ORDER BY id LIMIT $5)
) AS w
LEFT JOIN establishment e ON e.id = w.establishment_id
LEFT JOIN account a ON a.id = w.account_id AND a.deleted_at IS NULL
LEFT JOIN account m ON m.id = w.assignee_id AND m.deleted_at IS NULL
ORDER BY w.id
LIMIT $5
