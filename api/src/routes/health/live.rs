//! `GET /healthz`: the process lives. Nothing else is asked: a database that is away is no reason to restart it.

use serde_json::json;

use crate::problem::Problem;
use crate::view::Body;

pub(super) async fn handler() -> Result<Body, Problem> {
    Body::json(&json!({ "status": "ok" }))
}
