//! `GET /readyz`: whether requests should be sent here. 503 where the database is away or of another release, or where
//! there is no index.

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use super::parts::Parts;
use crate::problem::Problem;
use crate::state::AppState;
use crate::view::Body;

#[derive(Debug, Serialize)]
struct ReadyView {
    status: &'static str,
    database: PartView,
    index: PartView,
    /// Last position of the change log.
    #[serde(skip_serializing_if = "Option::is_none")]
    head: Option<i64>,
    /// Whether committed changes still wait for a position.
    #[serde(skip_serializing_if = "Option::is_none")]
    pending: Option<bool>,
    /// Position that the index has reached.
    #[serde(skip_serializing_if = "Option::is_none")]
    position: Option<i64>,
    /// Positions between the two.
    #[serde(skip_serializing_if = "Option::is_none")]
    lag: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    documents: Option<u64>,
}

#[derive(Debug, Serialize)]
struct PartView {
    status: &'static str,
    /// The code of the problem.
    #[serde(skip_serializing_if = "Option::is_none")]
    problem: Option<&'static str>,
}

impl PartView {
    fn of<T>(part: &Result<T, Problem>) -> Self {
        match part {
            Ok(_) => Self { status: "ready", problem: None },
            Err(problem) => Self { status: "unavailable", problem: Some(problem.code().name) },
        }
    }
}

pub(super) async fn handler(State(state): State<AppState>) -> Result<Response, Problem> {
    let parts = Parts::look(&state).await;
    for (part, problem) in [("database", parts.head.as_ref().err()), ("index", parts.index.as_ref().err())] {
        if let Some(problem) = problem {
            // Asked every second or so: the answer is the alarm, and the part itself has warned.
            tracing::info!(part, code = problem.code().name, "not ready");
        }
    }
    let ready = parts.head.is_ok() && parts.index.is_ok();
    let view = ReadyView {
        status: if ready { "ready" } else { "unavailable" },
        database: PartView::of(&parts.head),
        index: PartView::of(&parts.index),
        lag: parts.lag(),
        head: parts.head.as_ref().ok().map(|head| head.position),
        pending: parts.head.as_ref().ok().map(|head| head.pending),
        position: parts.index.as_ref().ok().map(|index| index.position),
        documents: parts.index.as_ref().ok().map(|index| index.documents),
    };
    let body = Body::json(&view)?;
    if ready {
        return Ok(body.into_response());
    }
    Ok((StatusCode::SERVICE_UNAVAILABLE, [(header::RETRY_AFTER, "5")], body).into_response())
}
