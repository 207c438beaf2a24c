-- One array a column, one element a row; positions in degrees, WGS 84. $25: the instant of the write.
-- A row whose version is 1 is new; any other replaces the version before it, and only that one.
INSERT INTO establishment (id, slug, name, house_number, street, locality, postal_code, commune_code, ban_id,
    rnb_id, siret, phone, website, contact_email, contact_url, activities, criteria, provenance, completeness,
    status, source_key, version, location, created_at, updated_at, verdicts, successor_id, verified_at)
SELECT given.id, given.slug, given.name, given.house_number, given.street, given.locality, given.postal_code,
       given.commune_code, given.ban_id, given.rnb_id, given.siret, given.phone, given.website,
       given.contact_email, given.contact_url, string_to_array(given.activities, ','), given.criteria::jsonb,
       given.provenance::jsonb, given.completeness, given.status, given.source_key, given.version,
       ST_SetSRID(ST_MakePoint(given.lon, given.lat), 4326), $25, $25, given.verdicts, given.successor, given.verified
FROM UNNEST($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[],
            $9::text[], $10::text[], $11::text[], $12::text[], $13::text[], $14::text[], $15::text[],
            $16::float8[], $17::float8[], $18::text[], $19::text[], $20::text[], $21::smallint[], $22::text[],
            $23::text[], $24::int[], $26::text[], $27::uuid[], $28::timestamptz[])
     AS given (id, slug, name, house_number, street, locality, postal_code, commune_code, ban_id, rnb_id,
               siret, phone, website, contact_email, contact_url, lon, lat, activities, criteria, provenance,
               completeness, status, source_key, version, verdicts, successor, verified)
ON CONFLICT (id) DO UPDATE SET
    slug = EXCLUDED.slug,
    name = EXCLUDED.name,
    house_number = EXCLUDED.house_number,
    street = EXCLUDED.street,
    locality = EXCLUDED.locality,
    postal_code = EXCLUDED.postal_code,
    commune_code = EXCLUDED.commune_code,
    ban_id = EXCLUDED.ban_id,
    rnb_id = EXCLUDED.rnb_id,
    siret = EXCLUDED.siret,
    phone = EXCLUDED.phone,
    website = EXCLUDED.website,
    contact_email = EXCLUDED.contact_email,
    contact_url = EXCLUDED.contact_url,
    activities = EXCLUDED.activities,
    criteria = EXCLUDED.criteria,
    provenance = EXCLUDED.provenance,
    completeness = EXCLUDED.completeness,
    status = EXCLUDED.status,
    source_key = EXCLUDED.source_key,
    version = EXCLUDED.version,
    location = EXCLUDED.location,
    updated_at = EXCLUDED.updated_at,
    verdicts = EXCLUDED.verdicts,
    successor_id = EXCLUDED.successor_id,
    verified_at = EXCLUDED.verified_at
WHERE establishment.version = EXCLUDED.version - 1
