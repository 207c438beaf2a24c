-- no-transaction
-- What was last changed in a commune, without reading all of a city.
CREATE INDEX CONCURRENTLY IF NOT EXISTS establishment_commune_updated ON establishment (commune_code, updated_at DESC, id);
