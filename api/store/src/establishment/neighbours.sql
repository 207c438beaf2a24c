-- $1 ids
SELECT e.id, e.name, e.house_number, e.street, e.locality, c.name AS commune, ST_X(e.location) AS "lon!",
       ST_Y(e.location) AS "lat!"
FROM establishment e
JOIN commune c ON c.code = e.commune_code
WHERE e.id = ANY($1) AND e.status = 'published'
ORDER BY e.id
