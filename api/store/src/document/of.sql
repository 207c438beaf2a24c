-- $1 ids
SELECT e.id, e.version, e.name, e.activities, e.commune_code, c.parent_code, c.name AS commune_name,
       c.department_code, e.street, e.locality, e.postal_code, ST_X(e.location) AS "lon!", ST_Y(e.location) AS "lat!",
       e.completeness
FROM establishment e JOIN commune c ON c.code = e.commune_code
WHERE e.status = 'published' AND e.id = ANY ($1)
