//! `GET /reconcile/properties`: what can be fetched of a place (data extension, property proposals).

use axum::http::{HeaderMap, Uri};
use serde_json::{Value, json};

use super::fields;
use crate::extract::accepted_language;
use crate::problem::Problem;
use crate::reconcile::{ESTABLISHMENT, properties};
use crate::view::Body;

pub(super) async fn handler(uri: Uri, headers: HeaderMap) -> Result<Body, Problem> {
    let mut fields = fields(&uri)?;
    let kind = fields.take("type").unwrap_or_else(|| ESTABLISHMENT.to_owned());
    let limit: Option<usize> = fields.within("limit", 1..=10_000)?;
    let all = properties(accepted_language(&headers)).into_iter();
    let proposed: Vec<Value> = all
        .take(limit.unwrap_or(usize::MAX))
        .map(|property| json!({ "id": property.id, "name": property.name }))
        .collect();
    let mut answer = json!({ "type": kind, "properties": proposed });
    if let Some(limit) = limit {
        answer["limit"] = limit.into();
    }
    Body::json(&answer)
}
