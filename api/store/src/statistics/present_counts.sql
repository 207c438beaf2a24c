-- The counters of $1 areas and $2 activities, each with its place among those asked for. LIMIT 1 keeps the look-up of
-- each one by its key: a plan for any number of keys would read the whole table.
SELECT given.place AS "place!", found.total AS "total!", found.completeness AS "completeness!",
       found.levels AS "levels!", found.verdicts AS "verdicts!", found.known AS "known!"
FROM UNNEST($1::text[], $2::text[]) WITH ORDINALITY AS given (area, activity, place)
CROSS JOIN LATERAL (
    SELECT total, completeness, levels, verdicts, known FROM statistics_count
    WHERE (area, activity) = (given.area, given.activity)
    LIMIT 1
) AS found
