-- $1 ids. Hidden in a SELECT, so that the planner never thinks a plan for just these ids worth its time: making one takes
-- longer than reading twenty records.
SELECT e.id, e.slug, e.name, e.house_number, e.street, e.locality, e.postal_code, e.commune_code,
       c.name AS commune_name, e.siret, e.phone, e.website, e.contact_email, e.contact_url, e.ban_id, e.rnb_id,
       ST_X(e.location) AS "lon!", ST_Y(e.location) AS "lat!", e.activities,
       e.criteria::text AS "criteria!", e.provenance::text AS "provenance!", e.completeness, e.verdicts, e.source_key, e.version,
       e.created_at, e.updated_at, e.verified_at, told.notices AS "notices?", told.noticed_at AS "noticed_at?"
FROM UNNEST((SELECT $1::uuid[])) WITH ORDINALITY AS wanted (id, place)
JOIN establishment e ON e.id = wanted.id
JOIN commune c ON c.code = e.commune_code
CROSS JOIN LATERAL (
    SELECT json_agg(json_build_object('id', id, 'kind', kind, 'message', message, 'criteria', criteria,
                                      'from', begins_at, 'until', ends_at, 'source', source_key)
                    ORDER BY begins_at, id) FILTER (WHERE withdrawn_at IS NULL AND ends_at > now())::text AS notices,
           max(greatest(created_at, withdrawn_at, CASE WHEN begins_at <= now() THEN begins_at END,
                        CASE WHEN ends_at <= now() THEN ends_at END)) AS noticed_at
    FROM notice WHERE establishment_id = e.id
) AS told
WHERE e.status = 'published'
ORDER BY wanted.place
