//! `POST /api/v1/keys/{prefix}/rotate`: replace a key.

use axum::extract::{FromRequest, Request, State};
use axum::response::Response;
use serde::Serialize;
use utoipa::ToSchema;

use super::create::whole_number;
use super::{MadeKeyView, allowed};
use crate::extract::{NoParams, Params, PathPart, read_whole};
use crate::people::{self, OVERLAP_HOURS};
use crate::problem::Problem;
use crate::state::AppState;
use crate::writing::{Submission, WriteErrors};

/// The usual time that both are good.
const USUAL: i64 = 24;

/// How to replace it. The body may be left out.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RotateRequest {
    /// Hours that the old key goes on beside the new one; 24 unless given.
    #[schema(minimum = 0, maximum = 720)]
    overlap_hours: Option<i64>,
}

/// Replace a key
///
/// The new one has name, scopes, origin and life span of the old one, which goes on for some hours.
#[utoipa::path(
    post,
    path = "/api/v1/keys/{prefix}/rotate",
    operation_id = "rotateKey",
    tag = "people",
    params(("prefix" = String, Path, description = "What the key begins with", example = "pp_1234abcd")),
    request_body(content = Option<RotateRequest>, content_type = "application/json"),
    responses((status = 201, description = "Replaced", body = MadeKeyView), WriteErrors),
    security(("key" = []), ("session" = [])),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    PathPart(prefix): PathPart,
    Params(NoParams): Params<NoParams>,
    request: Request,
) -> Result<Response, Problem> {
    let submission = Submission::from_request(request, &state).await?;
    allowed(&submission.caller, &state).await?;
    let hours = read_whole(&submission.body, |members, faults| {
        let hours = whole_number(members, "overlap_hours", faults).unwrap_or(USUAL);
        if !OVERLAP_HOURS.contains(&hours) {
            let (least, most) = (OVERLAP_HOURS.start(), OVERLAP_HOURS.end());
            faults.add("/overlap_hours", format!("must be between {least} and {most}"), None);
        }
        hours
    })?;
    MadeKeyView::answer(people::rotate(&state, &submission.caller, (&prefix, hours)).await?)
}
