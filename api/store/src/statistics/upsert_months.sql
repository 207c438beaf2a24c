-- The counters of $1 areas and $2 activities, as they stand now, for the month $3.
INSERT INTO statistics_month (area, activity, month, total, completeness, levels, verdicts)
SELECT area, activity, $3::date, total, completeness, levels, verdicts
FROM statistics_count JOIN UNNEST($1::text[], $2::text[]) AS given (area, activity) USING (area, activity)
ON CONFLICT (area, activity, month) DO UPDATE SET
    total = EXCLUDED.total, completeness = EXCLUDED.completeness, levels = EXCLUDED.levels, verdicts = EXCLUDED.verdicts
