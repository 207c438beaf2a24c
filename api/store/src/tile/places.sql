-- $1 activity (NULL: all), $2 how many at the most, $3 the place of the need's letter (NULL: none is asked for), $4 side
-- of a tile in cells; of each tile $5 its first cell, $6 the one after the last, $7 its column, $8 its row; of needs that
-- have a member of their own (NULL: none has) $9 its name, $10 the place of the letter; $11 places with a notice. What is
-- beyond the most is counted in a layer `cut`.
SELECT coalesce((
    SELECT ST_AsMVT(tile, 'places', 4096, 'geom')
    FROM (
        SELECT ST_MakePoint((x - given.x)::float8 / $4::bigint * 4096, (y - given.y)::float8 / $4::bigint * 4096) AS geom,
               establishment_id::text AS id, name, activities[1] AS activity, completeness,
               CASE substr(verdicts, $3::int, 1)
                   WHEN 'y' THEN 'yes' WHEN 'h' THEN 'with_help' WHEN 'n' THEN 'no' WHEN 'u' THEN 'unknown'
               END AS verdict,
               (SELECT jsonb_object_agg(asked.name,
                    CASE substr(verdicts, asked.letter, 1)
                        WHEN 'y' THEN 'yes' WHEN 'h' THEN 'with_help' WHEN 'n' THEN 'no' WHEN 'u' THEN 'unknown'
                    END)
                FROM UNNEST($9::text[], $10::int[]) AS asked (name, letter)) AS all_verdicts,
               CASE WHEN establishment_id = ANY ($11::uuid[]) THEN true END AS notice
        FROM tile_place
        WHERE cell >= given.first AND cell < given.after AND ($1::text IS NULL OR $1 = ANY (activities))
        ORDER BY cell
        LIMIT $2
    ) AS tile
), '') || coalesce((
    -- No row where nothing is left out.
    SELECT ST_AsMVT(cut, 'cut', 4096, 'geom')
    FROM (
        SELECT ST_MakePoint(2048, 2048) AS geom, count(*) - $2 AS left_out
        FROM tile_place
        WHERE $2 IS NOT NULL AND cell >= given.first AND cell < given.after AND ($1::text IS NULL OR $1 = ANY (activities))
        HAVING count(*) > $2
    ) AS cut
), '') AS "tile!"
FROM UNNEST($5::bigint[], $6::bigint[], $7::bigint[], $8::bigint[]) WITH ORDINALITY
     AS given (first, after, x, y, rank)
ORDER BY given.rank
