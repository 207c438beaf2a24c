-- no-transaction
-- What was created or changed in the last days, wherever it stands.
CREATE INDEX CONCURRENTLY IF NOT EXISTS establishment_updated ON establishment (updated_at);
