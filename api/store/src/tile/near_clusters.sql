-- $1 activity (NULL: all), $2 bits by which clusters are coarser, $3 the place of the need's letter (NULL: none is asked
-- for), $4 side of a tile in cells; of each tile $5 its first cell, $6 the one after the last, $7 its column, $8 its row
SELECT coalesce((
    SELECT ST_AsMVT(tile, 'clusters', 4096, 'geom')
    FROM (
        SELECT ST_MakePoint(
                   (avg(part.x)::float8 - given.x) / $4::bigint * 4096,
                   (avg(part.y)::float8 - given.y) / $4::bigint * 4096) AS geom,
               count(*)::int AS count,
               CASE WHEN $3::int IS NOT NULL THEN (count(*) FILTER (WHERE letter = 'n'))::int END AS no,
               CASE WHEN $3::int IS NOT NULL THEN (count(*) FILTER (WHERE letter = 'u'))::int END AS unknown,
               CASE WHEN $3::int IS NOT NULL THEN (count(*) FILTER (WHERE letter = 'h'))::int END AS with_help,
               CASE WHEN $3::int IS NOT NULL THEN (count(*) FILTER (WHERE letter = 'y'))::int END AS yes
        FROM (
            SELECT cell >> $2 AS cluster, substr(verdicts, $3::int, 1) AS letter, x, y
            FROM tile_place
            WHERE cell >= given.first AND cell < given.after AND ($1::text IS NULL OR $1 = ANY (activities))
        ) AS part
        GROUP BY part.cluster
    ) AS tile
), '') AS "tile!"
FROM UNNEST($5::bigint[], $6::bigint[], $7::bigint[], $8::bigint[]) WITH ORDINALITY
     AS given (first, after, x, y, rank)
ORDER BY given.rank
