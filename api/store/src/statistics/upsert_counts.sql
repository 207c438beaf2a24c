-- Differences, one array a column; $5 to $7 arrays as text.
INSERT INTO statistics_count (area, activity, total, completeness, levels, verdicts, known)
SELECT given.area, given.activity, given.total, given.completeness, given.levels::int[], given.verdicts::int[],
       given.known::int[]
FROM UNNEST($1::text[], $2::text[], $3::int[], $4::bigint[], $5::text[], $6::text[], $7::text[])
     AS given (area, activity, total, completeness, levels, verdicts, known)
ON CONFLICT (area, activity) DO UPDATE SET
    total = statistics_count.total + EXCLUDED.total,
    completeness = statistics_count.completeness + EXCLUDED.completeness,
    levels = ARRAY(SELECT before + more FROM UNNEST(statistics_count.levels, EXCLUDED.levels) WITH ORDINALITY
                   AS both_of (before, more, place) ORDER BY place),
    verdicts = ARRAY(SELECT before + more FROM UNNEST(statistics_count.verdicts, EXCLUDED.verdicts) WITH ORDINALITY
                     AS both_of (before, more, place) ORDER BY place),
    known = ARRAY(SELECT before + more FROM UNNEST(statistics_count.known, EXCLUDED.known) WITH ORDINALITY
                  AS both_of (before, more, place) ORDER BY place)
