-- $1 ids, $2 for each the first version that is wanted
SELECT v.establishment_id, v.version, v.diff::text AS "diff!"
FROM UNNEST($1::uuid[], $2::int[]) AS wanted (id, first)
JOIN establishment_version v ON v.establishment_id = wanted.id AND v.version >= wanted.first
ORDER BY v.establishment_id, v.version
