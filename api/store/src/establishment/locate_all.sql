-- $1 ids
SELECT id, status, successor_id, version FROM establishment WHERE id = ANY ($1)
