-- What an account did so far, and what became of it.
SELECT (SELECT count(*) FROM establishment_version WHERE actor = $2 AND actor LIKE 'account:%') AS "edits!",
       (SELECT count(*) FROM suggestion WHERE account_id = $1 AND decision IS NULL) AS "waiting!",
       (SELECT count(*) FROM suggestion WHERE account_id = $1 AND decision = 'accepted') AS "accepted!",
       (SELECT count(*) FROM suggestion WHERE account_id = $1 AND decision = 'rejected') AS "rejected!",
       (SELECT count(*) FROM report WHERE account_id = $1) AS "reports!",
       (SELECT count(*) FROM management WHERE account_id = $1) AS "managed!"
