-- $1 to $4 west, south, east, north in degrees, WGS 84; west is greater over the antimeridian. The stretches of the curve
-- of geohashes that the box has part in, in order: after the geohash $5 and the id $6, to the geohash $7. $8 how many.
-- What plans could be made for is hidden in SELECTs: making one takes longer than reading the page.
SELECT e.id, e.slug, e.name, e.house_number, e.street, e.locality, e.postal_code, e.commune_code,
       c.name AS commune_name, e.siret, e.phone, e.website, e.contact_email, e.contact_url, e.ban_id, e.rnb_id,
       ST_X(e.location) AS "lon!", ST_Y(e.location) AS "lat!", e.activities,
       e.criteria::text AS "criteria!", e.provenance::text AS "provenance!", e.completeness, e.verdicts, e.source_key, e.version,
       e.created_at, e.updated_at, e.verified_at, NULL AS "notices?", NULL::timestamptz AS "noticed_at?"
FROM (
    -- A stretch after the other, each in its order: the look into one is not begun before the one before it is over.
    SELECT found.id, found.geohash
    FROM UNNEST((SELECT $5::text[]), (SELECT $6::uuid[]), (SELECT $7::text[])) AS stretch (after, after_id, last)
    CROSS JOIN LATERAL (
        SELECT p.id, ST_GeoHash(p.location, 10) COLLATE "C" AS geohash
        FROM establishment p
        WHERE p.status = 'published'
          -- One lower end: of two, the index would begin at the wrong one.
          AND (ST_GeoHash(p.location, 10) COLLATE "C", p.id) > (stretch.after, stretch.after_id)
          AND ST_GeoHash(p.location, 10) COLLATE "C" <= stretch.last
          AND CASE WHEN $1::float8 <= $3::float8 THEN ST_X(p.location) BETWEEN $1 AND $3
                   ELSE ST_X(p.location) >= $1 OR ST_X(p.location) <= $3 END
          AND ST_Y(p.location) BETWEEN $2 AND $4
        ORDER BY ST_GeoHash(p.location, 10) COLLATE "C", p.id
        LIMIT (SELECT $8::bigint)
    ) AS found
    LIMIT (SELECT $8::bigint)
) AS page
JOIN establishment e ON e.id = page.id
JOIN commune c ON c.code = e.commune_code
ORDER BY page.geohash, page.id
