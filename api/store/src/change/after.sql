-- $1 after this position, $2 how many
SELECT position, establishment_id, version FROM change WHERE position > $1 ORDER BY position LIMIT $2
