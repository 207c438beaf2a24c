//! `POST /api/v1/establishments/{id}/claims`: say that one speaks for an establishment.

use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use plainpied_domain::access::Action;
use serde::Serialize;
use utoipa::ToSchema;

use super::ClaimView;
use crate::auth::Caller;
use crate::extract::{FromMembers, JsonValue, NoParams, Params, PathId, read_whole};
use crate::moderation::{self, Proof};
use crate::problem::{Problem, ProblemView};
use crate::state::AppState;
use crate::view::Body;
use crate::writing::WriteErrors;

/// How it can be seen that one speaks for it: at least one of these.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ClaimRequest {
    /// In words.
    #[schema(max_length = 1000, example = "I own the shop; call me there.")]
    message: Option<String>,
    /// An address where it can be seen.
    #[schema(format = "uri", example = "https://example.org/legal")]
    website: Option<String>,
    /// SIRET number.
    siret: Option<String>,
}

/// Claim an establishment
///
/// A moderator looks at the proof. Who is accepted manages the establishment: its word wins over those of contributors and
/// partners, and it may close it and announce what is temporary.
#[utoipa::path(
    post,
    path = "/api/v1/establishments/{id}/claims",
    operation_id = "createClaim",
    tag = "moderation",
    params(("id" = uuid::Uuid, Path, description = "Id of the establishment")),
    request_body(content = ClaimRequest, content_type = "application/json"),
    responses(
        (status = 201, description = "It waits for a moderator; Location has its address", body = ClaimView),
        (status = 409, description = "The account manages it, or has claimed it already", body = ProblemView, content_type = "application/problem+json"),
        WriteErrors,
    ),
    security(("key" = [])),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    PathId(id): PathId,
    Params(NoParams): Params<NoParams>,
    caller: Caller,
    JsonValue(said): JsonValue,
) -> Result<Response, Problem> {
    // Whoever may not claim is told that first, and not what is wrong with the proof.
    caller.permit(&state, Action::Claim, None).await?;
    let proof = read_whole(&said, Proof::read)?;
    let record = moderation::claim(&state, &caller, (id, proof)).await?;
    let url = state.site().url_of("/api/v1/claims/", record.id);
    let body = Body::json(&ClaimView::new(record, state.site()))?;
    let mut response = (StatusCode::CREATED, body).into_response();
    if let Ok(url) = HeaderValue::try_from(url) {
        response.headers_mut().insert(header::LOCATION, url);
    }
    Ok(response)
}
