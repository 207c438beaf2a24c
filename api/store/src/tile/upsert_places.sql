-- One array a column; activities separated by commas.
INSERT INTO tile_place (establishment_id, cell, x, y, name, activities, completeness, verdicts)
SELECT given.id, given.cell, given.x, given.y, given.name, string_to_array(given.activities, ','), given.completeness, given.verdicts
FROM UNNEST($1::uuid[], $2::bigint[], $3::text[], $4::text[], $5::smallint[], $6::text[], $7::int[], $8::int[])
     AS given (id, cell, name, activities, completeness, verdicts, x, y)
ON CONFLICT (establishment_id) DO UPDATE SET
    cell = EXCLUDED.cell, x = EXCLUDED.x, y = EXCLUDED.y, name = EXCLUDED.name, activities = EXCLUDED.activities,
    completeness = EXCLUDED.completeness, verdicts = EXCLUDED.verdicts
WHERE (tile_place.cell, tile_place.name, tile_place.activities, tile_place.completeness, tile_place.verdicts)
      IS DISTINCT FROM
      (EXCLUDED.cell, EXCLUDED.name, EXCLUDED.activities, EXCLUDED.completeness, EXCLUDED.verdicts)
