//! The media types of answers.

/// JSON.
pub const JSON: &str = "application/json";
/// JSON Merge Patch (RFC 7396).
pub const MERGE_PATCH: &str = "application/merge-patch+json";
/// GeoJSON (RFC 7946).
pub const GEOJSON: &str = "application/geo+json";
/// JSON-LD 1.1.
pub const JSON_LD: &str = "application/ld+json";
/// GeoJSON text sequence (RFC 8142).
pub const GEOJSON_SEQ: &str = "application/geo+json-seq";
/// GeoJSON, a feature a line.
pub const NDJSON: &str = "application/x-ndjson";
/// A11yJSON: GeoJSON with the properties of that schema.
pub const A11YJSON: &str = "application/geo+json; profile=\"https://sozialhelden.github.io/a11yjson/\"";
/// XML.
pub const XML: &str = "application/xml; charset=utf-8";
/// CSV (RFC 4180).
pub const CSV: &str = "text/csv; charset=utf-8; header=present";
/// FlatGeobuf (its specification).
pub const FLATGEOBUF: &str = "application/flatgeobuf";
/// Parquet, GeoParquet too (IANA).
pub const PARQUET: &str = "application/vnd.apache.parquet";
/// gzip (RFC 6713).
pub const GZIP: &str = "application/gzip";
/// Atom (RFC 4287).
pub const ATOM: &str = "application/atom+xml; charset=utf-8";
/// Mapbox Vector Tile.
pub const MVT: &str = "application/vnd.mapbox-vector-tile";
/// PMTiles, version 3.
pub const PMTILES: &str = "application/vnd.pmtiles";
/// Server-Sent Events.
pub const EVENTS: &str = "text/event-stream";
/// Problem details (RFC 9457).
pub const PROBLEM: &str = "application/problem+json";
/// Pages.
pub const HTML: &str = "text/html; charset=utf-8";
/// Metrics, in the text format of Prometheus.
pub const PROMETHEUS: &str = "text/plain; version=0.0.4; charset=utf-8";
/// A form (WHATWG URL clause 5).
pub const FORM: &str = "application/x-www-form-urlencoded";
