-- no-transaction
-- Pages of a box follow the curve of geohashes: what a page costs depends on its length, not on how many places there
-- are in the box. The position itself is in the index, so that what a stretch of the curve holds beyond the box is
-- passed over without reading its row.
CREATE INDEX CONCURRENTLY establishment_along ON establishment ((ST_GeoHash(location, 10)) COLLATE "C", id)
    INCLUDE (location) WHERE status = 'published';
