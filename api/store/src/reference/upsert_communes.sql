-- $1 codes, $2 names, $3 folded names, $4 postal codes (separated by spaces), $5 departments, $6 populations,
-- $7 longitudes, $8 latitudes (WGS 84), $9 parents
INSERT INTO commune (code, name, folded_name, postal_codes, department_code, population, location, parent_code)
SELECT given.code, given.name, given.folded,
       CASE given.postal_codes WHEN '' THEN '{}' ELSE string_to_array(given.postal_codes, ' ') END,
       given.department, given.population, ST_SetSRID(ST_MakePoint(given.lon, given.lat), 4326), given.parent
FROM UNNEST($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::int[], $7::float8[], $8::float8[],
            $9::text[])
     AS given (code, name, folded, postal_codes, department, population, lon, lat, parent)
ON CONFLICT (code) DO UPDATE SET
    name = EXCLUDED.name, folded_name = EXCLUDED.folded_name, postal_codes = EXCLUDED.postal_codes,
    department_code = EXCLUDED.department_code, population = EXCLUDED.population, location = EXCLUDED.location,
    parent_code = EXCLUDED.parent_code
WHERE (commune.name, commune.folded_name, commune.postal_codes, commune.department_code, commune.population,
       commune.location, commune.parent_code) IS DISTINCT FROM
      (EXCLUDED.name, EXCLUDED.folded_name, EXCLUDED.postal_codes, EXCLUDED.department_code, EXCLUDED.population,
       EXCLUDED.location, EXCLUDED.parent_code)
