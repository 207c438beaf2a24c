-- One array a column; areas and activities separated by commas.
INSERT INTO statistics_place (establishment_id, areas, activities, completeness, verdicts, known)
SELECT given.id, string_to_array(given.areas, ','), string_to_array(given.activities, ','), given.completeness,
       given.verdicts, given.known
FROM UNNEST($1::uuid[], $2::text[], $3::text[], $4::smallint[], $5::text[], $6::bytea[])
     AS given (id, areas, activities, completeness, verdicts, known)
ON CONFLICT (establishment_id) DO UPDATE SET
    areas = EXCLUDED.areas, activities = EXCLUDED.activities, completeness = EXCLUDED.completeness,
    verdicts = EXCLUDED.verdicts, known = EXCLUDED.known
