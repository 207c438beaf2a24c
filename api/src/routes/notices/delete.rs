//! `DELETE /api/v1/establishments/{id}/notices/{notice}`: take a notice back.

use axum::extract::{FromRequestParts, State};
use axum::http::StatusCode;
use axum::http::request::Parts;
use plainpied_domain::EstablishmentId;
use uuid::Uuid;

use crate::auth::Caller;
use crate::extract::{NoParams, Params, path_parts};
use crate::notices::withdraw;
use crate::problem::Problem;
use crate::state::AppState;
use crate::writing::WriteErrors;

/// Extracts both ids of the path.
pub(crate) struct PathNotice(EstablishmentId, Uuid);

impl<S: Send + Sync> FromRequestParts<S> for PathNotice {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let given = path_parts(parts, state).await?;
        let part = |place: usize| given.get(place).map(String::as_str).unwrap_or_default();
        let id = part(0).parse().map_err(|error| Problem::parameter("id", error))?;
        Ok(Self(id, part(1).parse().map_err(|error| Problem::parameter("notice", error))?))
    }
}

/// Take a notice back
///
/// Before its time: the lift goes again.
#[utoipa::path(
    delete,
    path = "/api/v1/establishments/{id}/notices/{notice}",
    operation_id = "deleteNotice",
    tag = "writing",
    params(
        ("id" = uuid::Uuid, Path, description = "Id of the establishment"),
        ("notice" = uuid::Uuid, Path, description = "Id of the notice"),
    ),
    responses((status = 204, description = "Taken back"), WriteErrors),
    security(("key" = [])),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    PathNotice(id, notice): PathNotice,
    Params(NoParams): Params<NoParams>,
    caller: Caller,
) -> Result<StatusCode, Problem> {
    withdraw(&state, &caller, (id, notice)).await?;
    Ok(StatusCode::NO_CONTENT)
}
