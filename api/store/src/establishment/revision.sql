-- $1 id. What a copy of a published record is compared with, without the record.
SELECT e.version AS "version!", told.notices AS "notices?"
FROM establishment e
CROSS JOIN LATERAL (
    SELECT json_agg(json_build_object('id', id, 'from', begins_at, 'until', ends_at) ORDER BY begins_at, id)::text AS notices
    FROM notice WHERE establishment_id = e.id AND withdrawn_at IS NULL AND ends_at > now()
) AS told
WHERE e.id = $1 AND e.status = 'published'
