-- Counts as they are now, one array a column; $7 arrays as text.
INSERT INTO tile_cell (level, activity, cell, total, sum_x, sum_y, verdicts)
SELECT given.level, given.activity, given.cell, given.total, given.sum_x, given.sum_y, given.verdicts::int[]
FROM UNNEST($1::smallint[], $2::text[], $3::bigint[], $4::int[], $5::bigint[], $6::bigint[], $7::text[])
     AS given (level, activity, cell, total, sum_x, sum_y, verdicts)
ON CONFLICT (level, activity, cell) DO UPDATE SET
    total = EXCLUDED.total, sum_x = EXCLUDED.sum_x, sum_y = EXCLUDED.sum_y, verdicts = EXCLUDED.verdicts
