-- The cells of these keys, one array a column, each with its place among those asked for. LIMIT 1 keeps the look-up of
-- each one by its key: a plan for any number of keys would read the whole table.
SELECT given.place AS "place!", found.total AS "total!", found.sum_x AS "sum_x!", found.sum_y AS "sum_y!",
       found.verdicts AS "verdicts!"
FROM UNNEST($1::smallint[], $2::text[], $3::bigint[]) WITH ORDINALITY AS given (level, activity, cell, place)
CROSS JOIN LATERAL (
    SELECT total, sum_x, sum_y, verdicts FROM tile_cell
    WHERE (level, activity, cell) = (given.level, given.activity, given.cell)
    LIMIT 1
) AS found
