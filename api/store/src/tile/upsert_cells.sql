-- Differences, one array a column; $7 arrays as text.
INSERT INTO tile_cell (level, activity, cell, total, sum_x, sum_y, verdicts)
SELECT given.level, given.activity, given.cell, given.total, given.sum_x, given.sum_y, given.verdicts::int[]
FROM UNNEST($1::smallint[], $2::text[], $3::bigint[], $4::int[], $5::bigint[], $6::bigint[], $7::text[])
     AS given (level, activity, cell, total, sum_x, sum_y, verdicts)
ON CONFLICT (level, activity, cell) DO UPDATE SET
    total = tile_cell.total + EXCLUDED.total,
    sum_x = tile_cell.sum_x + EXCLUDED.sum_x,
    sum_y = tile_cell.sum_y + EXCLUDED.sum_y,
    verdicts = ARRAY(SELECT before + more FROM UNNEST(tile_cell.verdicts, EXCLUDED.verdicts) WITH ORDINALITY
                     AS both_of (before, more, place) ORDER BY place)
