-- $1 which item, $2 longitudes, $3 latitudes (degrees, WGS 84), $4 metres, $5 the most for one point
SELECT wanted.item AS "item!", near.id AS "id!"
FROM UNNEST($1::int4[], $2::float8[], $3::float8[]) AS wanted (item, lon, lat)
CROSS JOIN LATERAL (
    SELECT e.id
    FROM establishment e
    WHERE e.status = 'published'
      -- A degree of latitude has 111 km; nothing stands where those of longitude have less than a hundredth of that.
      AND e.location && ST_Expand(
          ST_SetSRID(ST_MakePoint(wanted.lon, wanted.lat), 4326),
          $4 / (111000 * greatest(cos(radians(wanted.lat)), 0.01)), $4 / 111000)
      AND ST_DistanceSphere(e.location, ST_SetSRID(ST_MakePoint(wanted.lon, wanted.lat), 4326)) <= $4
    ORDER BY e.location <-> ST_SetSRID(ST_MakePoint(wanted.lon, wanted.lat), 4326)
    LIMIT $5
) AS near
