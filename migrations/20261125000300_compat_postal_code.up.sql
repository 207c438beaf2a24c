-- no-transaction
-- Pages of a postal code, in the order of the list.
CREATE INDEX CONCURRENTLY IF NOT EXISTS establishment_postal_code ON establishment (postal_code, id);
