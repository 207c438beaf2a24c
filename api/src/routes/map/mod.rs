//! The quiet base of the map where no other is configured: all departments, and communes by department.

use axum::body::Bytes;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use plainpied_domain::Commune;
use serde_json::{Value, json};

use crate::view::media;

pub mod base;
pub mod communes;

/// Towns of so many people are named on the map of all of France, the others on that of their department.
const NAMED: i32 = 5_000;

/// The place of a name.
fn point(commune: &Commune) -> Value {
    json!({
        "type": "Feature",
        "properties": { "name": commune.name, "population": commune.population },
        "geometry": { "type": "Point", "coordinates": [commune.location.lon(), commune.location.lat()] },
    })
}

/// What is part of the program does not change within a day.
fn drawn(body: Bytes) -> Response {
    let for_a_day = HeaderValue::from_static("public, max-age=86400");
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(media::GEOJSON)),
        (header::CACHE_CONTROL, for_a_day),
    ];
    (headers, body).into_response()
}
