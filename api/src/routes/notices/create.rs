//! `POST /api/v1/establishments/{id}/notices`: announce something temporary.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;

use crate::extract::{NoParams, Params, PathId};
use crate::notices::announce;
use crate::problem::Problem;
use crate::state::AppState;
use crate::view::{Body, NoticeView};
use crate::writing::{Submission, WriteErrors};

/// Something temporary.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct NoticeRequest {
    /// `lift`, `entrance`, `works`, `equipment`, `other`.
    #[schema(example = "lift")]
    kind: String,
    /// In words.
    #[schema(max_length = 500)]
    message: String,
    /// Answers that do not hold meanwhile, by criterion.
    #[schema(example = json!(["accueil_cheminement_ascenseur"]))]
    criteria: Option<Vec<String>>,
    /// From when on; now unless given.
    #[schema(format = "date-time")]
    from: Option<String>,
    /// Until when, at most a year on.
    #[schema(format = "date-time")]
    until: String,
}

/// Announce something temporary
///
/// For managers of the establishment and moderators. It shows with the establishment and in its verdicts, and lapses by
/// itself.
#[utoipa::path(
    post,
    path = "/api/v1/establishments/{id}/notices",
    operation_id = "createNotice",
    tag = "writing",
    params(("id" = uuid::Uuid, Path, description = "Id of the establishment")),
    request_body(content = NoticeRequest, content_type = "application/json"),
    responses((status = 201, description = "Announced", body = NoticeView), WriteErrors),
    security(("key" = [])),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    PathId(id): PathId,
    Params(NoParams): Params<NoParams>,
    submission: Submission,
) -> Result<Response, Problem> {
    let view = announce(&state, &submission.caller, (id, &submission.body)).await?;
    Ok((StatusCode::CREATED, Body::json(&view)?).into_response())
}
