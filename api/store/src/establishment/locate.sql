-- $1 id
SELECT status, successor_id, version FROM establishment WHERE id = $1
