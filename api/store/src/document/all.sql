SELECT e.id, e.version, e.name, e.activities, e.commune_code, c.parent_code, c.name AS commune_name,
       c.department_code, e.street, e.locality, e.postal_code, ST_X(e.location) AS "lon!", ST_Y(e.location) AS "lat!",
       e.completeness, e.criteria::text AS "criteria!", e.provenance::text AS "provenance!", e.verified_at
FROM establishment e JOIN commune c ON c.code = e.commune_code
WHERE e.status = 'published'
