-- $1 activity (NULL: all), $2 first cell, $3 the one after the last, $4 bits by which clusters are coarser, $5 the place
-- of the need's letter (NULL: none is asked for), $6 column, $7 row and $8 side of the tile in cells
SELECT coalesce(ST_AsMVT(tile, 'clusters', 4096, 'geom'), '') AS "tile!"
FROM (
    SELECT ST_MakePoint(
               (avg(part.x)::float8 - $6::bigint) / $8::bigint * 4096,
               (avg(part.y)::float8 - $7::bigint) / $8::bigint * 4096) AS geom,
           count(*)::int AS count,
           CASE WHEN $5::int IS NOT NULL THEN (count(*) FILTER (WHERE letter = 'n'))::int END AS no,
           CASE WHEN $5::int IS NOT NULL THEN (count(*) FILTER (WHERE letter = 'u'))::int END AS unknown,
           CASE WHEN $5::int IS NOT NULL THEN (count(*) FILTER (WHERE letter = 'h'))::int END AS with_help,
           CASE WHEN $5::int IS NOT NULL THEN (count(*) FILTER (WHERE letter = 'y'))::int END AS yes
    FROM (
        SELECT cell >> $4 AS cluster, substr(verdicts, $5::int, 1) AS letter, x, y
        FROM tile_place
        WHERE cell >= $2 AND cell < $3 AND ($1::text IS NULL OR $1 = ANY (activities))
    ) AS part
    GROUP BY part.cluster
) AS tile
