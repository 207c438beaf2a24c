-- $1 first cell, $2 the one after the last, $3 now. Notices that have not ended, of places there.
SELECT n.establishment_id, n.begins_at, n.ends_at
FROM tile_place p
JOIN notice n ON n.establishment_id = p.establishment_id
WHERE p.cell >= $1 AND p.cell < $2 AND n.withdrawn_at IS NULL AND n.ends_at > $3
