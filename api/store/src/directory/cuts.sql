-- $1 department, $2 how many places between two cuts
-- Every place after which that many have passed, unless it is the last of all.
SELECT part.id AS "id!"
FROM (
  SELECT e.id, row_number() OVER (ORDER BY e.id) AS number, count(*) OVER () AS total
  FROM establishment e
  WHERE e.commune_code IN (SELECT c.code FROM commune c WHERE c.department_code = $1)
    AND e.status = 'published'
) part
WHERE part.number % $2 = 0 AND part.number < part.total
ORDER BY part.id
