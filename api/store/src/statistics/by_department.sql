-- $1 activity
SELECT d.code AS "key!", d.name AS "name?", s.total AS "total!", s.completeness AS "completeness!", s.levels AS "levels!",
       s.verdicts AS "verdicts!", s.known AS "known!", c.created AS "created!", c.updated AS "updated!", c.ended AS "ended!"
FROM department AS d JOIN statistics_count AS s ON s.area = d.code
CROSS JOIN LATERAL (
    SELECT coalesce(sum(created), 0) AS created, coalesce(sum(updated), 0) AS updated, coalesce(sum(ended), 0) AS ended
    FROM statistics_contribution AS done
    WHERE done.area = s.area AND done.activity = s.activity
) AS c
WHERE s.activity = $1
ORDER BY d.code
