-- $1 to $4 west, south, east, north in degrees, WGS 84; $5 after this id, $6 how many
SELECT e.id, e.slug, e.name, e.house_number, e.street, e.locality, e.postal_code, e.commune_code,
       c.name AS commune_name, e.siret, e.phone, e.website, e.contact_email, e.contact_url, e.ban_id, e.rnb_id,
       ST_X(e.location) AS "lon!", ST_Y(e.location) AS "lat!", e.activities,
       e.criteria::text AS "criteria!", e.provenance::text AS "provenance!", e.completeness, e.verdicts, e.source_key, e.version,
       e.created_at, e.updated_at, e.verified_at, NULL AS "notices?", NULL::timestamptz AS "noticed_at?"
FROM establishment e
JOIN commune c ON c.code = e.commune_code
WHERE e.status = 'published'
  AND e.location && ST_MakeEnvelope($1, $2, $3, $4, 4326)
  -- The operator compares boxes in single precision. A CASE, as the planner takes comparisons for a small part of the box.
  AND CASE WHEN ST_X(e.location) BETWEEN $1 AND $3 THEN ST_Y(e.location) BETWEEN $2 AND $4 ELSE false END
  AND e.id > $5
ORDER BY e.id
LIMIT $6
