SELECT verdicts, min(ST_X(location)) AS "west!", min(ST_Y(location)) AS "south!", max(ST_X(location)) AS "east!",
       max(ST_Y(location)) AS "north!", min(updated_at) AS "first!", max(updated_at) AS "last!"
FROM establishment
WHERE status = 'published'
GROUP BY verdicts
