-- Differences, one array a column.
INSERT INTO statistics_contribution (area, activity, month, source_key, created, updated, ended)
SELECT * FROM UNNEST($1::text[], $2::text[], $3::date[], $4::text[], $5::int[], $6::int[], $7::int[])
ON CONFLICT (area, activity, month, source_key) DO UPDATE SET
    created = statistics_contribution.created + EXCLUDED.created,
    updated = statistics_contribution.updated + EXCLUDED.updated,
    ended = statistics_contribution.ended + EXCLUDED.ended
