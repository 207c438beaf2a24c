-- $1 longitude, $2 latitude (degrees, WGS 84), $3 metres, $4 the most. Open places and closed ones.
SELECT e.id, e.name, e.house_number, e.street, e.locality, e.postal_code, e.commune_code,
       c.parent_code AS commune_parent, c.name AS commune_name, e.activities, e.siret, e.ban_id,
       ST_X(e.location) AS "lon!", ST_Y(e.location) AS "lat!", e.status
FROM establishment e
JOIN commune c ON c.code = e.commune_code
WHERE e.status IN ('draft', 'published', 'closed')
  AND e.location && ST_Expand(
      ST_SetSRID(ST_MakePoint($1, $2), 4326), $3 / (111000 * greatest(cos(radians($2)), 0.01)), $3 / 111000)
ORDER BY e.location <-> ST_SetSRID(ST_MakePoint($1, $2), 4326)
LIMIT $4
