-- $1 after, $2 up to
SELECT n.id, n.establishment_id, n.kind, n.message, n.criteria, n.begins_at, n.ends_at, n.source_key,
       n.account_id, n.created_at, ST_X(e.location) AS "lon!", ST_Y(e.location) AS "lat!",
       e.commune_code, c.parent_code
FROM notice n
JOIN establishment e ON e.id = n.establishment_id AND e.status = 'published'
JOIN commune c ON c.code = e.commune_code
WHERE n.created_at > $1 AND n.created_at <= $2 AND n.withdrawn_at IS NULL AND n.ends_at > $2
ORDER BY n.created_at, n.id
