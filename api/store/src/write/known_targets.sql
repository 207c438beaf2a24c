-- $1 sources, $2 external ids, $3 our ids, $4 fingerprints: one element for each write.
-- "same": the source said exactly this last time. Hidden in SELECTs, so that no plan is made for just these: for one write
-- that takes longer than the look-up.
SELECT e.id AS "id?", e.status AS "status?", coalesce(x.fingerprint = given.fingerprint, false) AS "same!"
FROM UNNEST((SELECT $1::text[]), (SELECT $2::text[]), (SELECT $3::uuid[]), (SELECT $4::bigint[])) WITH ORDINALITY
     AS given (source, external_id, ours, fingerprint, place)
LEFT JOIN external_id x ON x.source_key = given.source AND x.id = given.external_id
LEFT JOIN establishment e ON e.id = coalesce(x.establishment_id, given.ours)
ORDER BY given.place
