-- $1 level, $2 activity ('' is all), $3 first cell, $4 the one after the last, $5 bits by which clusters are coarser,
-- $6 where the counts of the need begin (NULL: none is asked for), $7 column, $8 row and $9 side of the tile in cells
SELECT coalesce(ST_AsMVT(tile, 'clusters', 4096, 'geom'), '') AS "tile!"
FROM (
    SELECT ST_MakePoint((sum(sum_x)::float8 / sum(total) - $7::bigint) / $9::bigint * 4096,
                        (sum(sum_y)::float8 / sum(total) - $8::bigint) / $9::bigint * 4096) AS geom,
           sum(total)::int AS count,
           sum(verdicts[$6::int])::int AS no,
           sum(verdicts[$6::int + 1])::int AS unknown,
           sum(verdicts[$6::int + 2])::int AS with_help,
           sum(verdicts[$6::int + 3])::int AS yes
    FROM tile_cell
    WHERE level = $1 AND activity = $2 AND cell >= $3 AND cell < $4
    GROUP BY cell >> $5
) AS tile
