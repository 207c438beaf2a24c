-- $1 activity (NULL: all), $2 first cell, $3 the one after the last, $4 the place of the need's letter (NULL: none is
-- asked for), $5 column, $6 row and $7 side of the tile in cells, $8 how many at the most
SELECT coalesce(ST_AsMVT(tile, 'places', 4096, 'geom'), '') AS "tile!"
FROM (
    SELECT ST_MakePoint((x - $5::bigint)::float8 / $7::bigint * 4096, (y - $6::bigint)::float8 / $7::bigint * 4096) AS geom,
           establishment_id::text AS id, name, activities[1] AS activity, completeness,
           CASE substr(verdicts, $4::int, 1)
               WHEN 'y' THEN 'yes' WHEN 'h' THEN 'with_help' WHEN 'n' THEN 'no' WHEN 'u' THEN 'unknown'
           END AS verdict
    FROM tile_place
    WHERE cell >= $2 AND cell < $3 AND ($1::text IS NULL OR $1 = ANY (activities))
    ORDER BY cell
    LIMIT $8
) AS tile
