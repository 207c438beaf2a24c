-- $1 ids, hidden as those of known_targets.sql
SELECT id, slug, name, house_number, street, locality, postal_code, commune_code, ban_id, rnb_id, siret, phone,
       website, contact_email, contact_url, ST_X(location) AS "lon!", ST_Y(location) AS "lat!", activities,
       criteria::text AS "criteria!", provenance::text AS "provenance!", completeness, status, source_key, version,
       created_at, updated_at, successor_id, verified_at
FROM establishment
WHERE id = ANY ((SELECT $1::uuid[])::uuid[])
ORDER BY id
FOR UPDATE
