-- $1 area, $2 where the counts of the need begin, less one (NULL: no need is asked for), $3 the rules by which is counted.
-- No row where the counts have not taken in every change.
SELECT CASE WHEN $2::int IS NULL THEN total ELSE verdicts[$2 + 3] + verdicts[$2 + 4] END AS "counted!"
FROM statistics_count
WHERE area = $1 AND activity = '' AND NOT EXISTS (SELECT FROM change_pending)
  AND EXISTS (
      SELECT FROM statistics_state
      WHERE mark = $3 AND position = (SELECT coalesce(max(position), 0) FROM change)
  )
