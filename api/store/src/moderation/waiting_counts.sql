-- How much waits of each kind: all, looked after by an account ($1), by nobody.
SELECT kind AS "kind!", count(*) AS "all!", count(*) FILTER (WHERE assignee_id = $1) AS "mine!",
       count(*) FILTER (WHERE assignee_id IS NULL) AS "unassigned!"
FROM (
  SELECT 'suggestion' AS kind, assignee_id FROM suggestion WHERE decision IS NULL
  UNION ALL
  SELECT 'report', assignee_id FROM report WHERE decided_at IS NULL
  UNION ALL
  SELECT 'claim', assignee_id FROM management_claim WHERE decision IS NULL
  UNION ALL
  SELECT 'proposal', NULL FROM idea WHERE state = 'open' AND NOT hidden
) AS w
GROUP BY kind
