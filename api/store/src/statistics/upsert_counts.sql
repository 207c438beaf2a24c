-- Counters as they are now, one array a column; $5 to $7 arrays as text.
INSERT INTO statistics_count (area, activity, total, completeness, levels, verdicts, known)
SELECT given.area, given.activity, given.total, given.completeness, given.levels::int[], given.verdicts::int[],
       given.known::int[]
FROM UNNEST($1::text[], $2::text[], $3::int[], $4::bigint[], $5::text[], $6::text[], $7::text[])
     AS given (area, activity, total, completeness, levels, verdicts, known)
ON CONFLICT (area, activity) DO UPDATE SET
    total = EXCLUDED.total, completeness = EXCLUDED.completeness, levels = EXCLUDED.levels,
    verdicts = EXCLUDED.verdicts, known = EXCLUDED.known
