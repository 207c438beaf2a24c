-- $1 only those of this department, $2 only these ids; each may be NULL. Geometries are ordered along a Hilbert curve.
SELECT e.id
FROM establishment e
JOIN commune c ON c.code = e.commune_code
WHERE e.status = 'published'
  AND ($1::text IS NULL OR c.department_code = $1)
  AND ($2::uuid[] IS NULL OR e.id = ANY ($2))
ORDER BY e.location, e.id
