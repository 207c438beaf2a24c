-- $1 which item, $2 siret, ban or external, $3 source of an external id, $4 the identifier, $5 the most for one BAN id
SELECT wanted.item AS "item!", e.id AS "id!", false AS "decisive!"
FROM UNNEST($1::int4[], $2::text[], $4::text[]) AS wanted (item, kind, value)
JOIN establishment e ON e.siret = wanted.value
WHERE wanted.kind = 'siret' AND e.status = 'published'
UNION ALL
SELECT wanted.item, at_address.id, false
FROM UNNEST($1::int4[], $2::text[], $4::text[]) AS wanted (item, kind, value)
CROSS JOIN LATERAL (
    SELECT e.id FROM establishment e WHERE e.ban_id = wanted.value AND e.status = 'published' LIMIT $5
) AS at_address
WHERE wanted.kind = 'ban'
UNION ALL
SELECT wanted.item, COALESCE(e.successor_id, e.id), true
FROM UNNEST($1::int4[], $2::text[], $3::text[], $4::text[]) AS wanted (item, kind, source, value)
JOIN external_id x ON x.source_key = wanted.source AND x.id = wanted.value
JOIN establishment e ON e.id = x.establishment_id
WHERE wanted.kind = 'external'
