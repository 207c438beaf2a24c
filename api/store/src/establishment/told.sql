-- $1 ids. What is temporary there, as by_ids.sql tells it.
SELECT establishment_id AS "id!",
       json_agg(json_build_object('id', id, 'kind', kind, 'message', message, 'criteria', criteria,
                                  'from', begins_at, 'until', ends_at, 'source', source_key)
                ORDER BY begins_at, id)::text AS "notices!"
FROM notice
WHERE establishment_id = ANY ($1) AND withdrawn_at IS NULL AND ends_at > now()
GROUP BY establishment_id
