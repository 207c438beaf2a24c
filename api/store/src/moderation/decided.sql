-- What moderators decided, the latest first. $1: of this kind; $2: by this account; $3, $4: before this one.
SELECT d.kind AS "kind!", d.id AS "id!", d.about AS "about!", d.decision AS "decision!", d.answer AS "answer!",
       d.decided_at AS "decided_at!", d.establishment_id AS "establishment_id?", coalesce(e.name, d.says) AS "place!",
       m.name AS "by?"
FROM (
  (SELECT 'suggestion' AS kind, id, held AS about, coalesce(body ->> 'name', '') AS says, decision,
          coalesce(answer, '') AS answer, decided_at, coalesce(establishment_id, written_id) AS establishment_id, decided_by
   FROM suggestion
   WHERE decision IN ('accepted', 'rejected') AND coalesce($1, 'suggestion') = 'suggestion'
     AND ($2::uuid IS NULL OR decided_by = $2) AND (decided_at, id) < ($3, $4)
   ORDER BY decided_at DESC, id DESC LIMIT $5)
  UNION ALL
  (SELECT 'report', id, kind, '', decision, coalesce(answer, ''), decided_at, establishment_id, decided_by
   FROM report
   WHERE decision IN ('accepted', 'rejected') AND coalesce($1, 'report') = 'report'
     AND ($2::uuid IS NULL OR decided_by = $2) AND (decided_at, id) < ($3, $4)
   ORDER BY decided_at DESC, id DESC LIMIT $5)
  UNION ALL
  (SELECT 'claim', id, '', '', decision, coalesce(answer, ''), decided_at, establishment_id, decided_by
   FROM management_claim
   WHERE decision IN ('accepted', 'rejected') AND coalesce($1, 'claim') = 'claim'
     AND ($2::uuid IS NULL OR decided_by = $2) AND (decided_at, id) < ($3, $4)
   ORDER BY decided_at DESC, id DESC LIMIT $5)
  UNION ALL
  (SELECT 'proposal', id, kind, text, state, coalesce(answer, ''), answered_at, NULL, answered_by
   FROM idea
   WHERE state <> 'open' AND NOT hidden AND coalesce($1, 'proposal') = 'proposal'
     AND ($2::uuid IS NULL OR answered_by = $2) AND (answered_at, id) < ($3, $4)
   ORDER BY answered_at DESC, id DESC LIMIT $5)
) AS d
LEFT JOIN establishment e ON e.id = d.establishment_id
LEFT JOIN account m ON m.id = d.decided_by AND m.deleted_at IS NULL
ORDER BY d.decided_at DESC, d.id DESC
LIMIT $5
