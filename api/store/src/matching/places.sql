-- $1 ids
SELECT e.id, e.name, e.house_number, e.street, e.locality, e.postal_code, e.commune_code,
       c.parent_code AS commune_parent, c.name AS commune_name, e.activities, e.siret, e.ban_id,
       ST_X(e.location) AS "lon!", ST_Y(e.location) AS "lat!"
FROM UNNEST($1::uuid[]) AS wanted (id)
JOIN establishment e ON e.id = wanted.id
JOIN commune c ON c.code = e.commune_code
WHERE e.status = 'published'
