-- $1 id, $2 present or former slug, or id at the source $3; $1 and $3 may be NULL
WITH meant AS (
    SELECT id FROM establishment WHERE id = $1
    UNION ALL
    SELECT id FROM establishment WHERE slug = $2
    UNION ALL
    SELECT establishment_id FROM former_slug WHERE slug = $2
    UNION ALL
    SELECT establishment_id FROM external_id WHERE source_key = $3 AND external_id.id = $2
    LIMIT 1
)
SELECT e.id, e.slug, e.status, s.slug AS "successor?"
FROM meant
JOIN establishment e ON e.id = meant.id
LEFT JOIN establishment s ON s.id = e.successor_id AND s.status = 'published'
