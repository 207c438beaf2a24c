//! The media types of answers.

/// JSON.
pub const JSON: &str = "application/json";
/// GeoJSON (RFC 7946).
pub const GEOJSON: &str = "application/geo+json";
/// Problem details (RFC 9457).
pub const PROBLEM: &str = "application/problem+json";
/// Pages.
pub const HTML: &str = "text/html; charset=utf-8";
/// Metrics, in the text format of Prometheus.
pub const PROMETHEUS: &str = "text/plain; version=0.0.4; charset=utf-8";
