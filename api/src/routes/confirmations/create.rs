//! `POST /api/v1/establishments/{id}/confirmations`: say whether what was said proved true on the spot.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use plainpied_criteria::schema;
use plainpied_domain::EstablishmentId;
use plainpied_store::participation::{self, Confirmation};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use crate::extract::{Faults, FromMembers, JsonBody, Members, NoParams, Params, PathId};
use crate::moderation::tell_managers;
use crate::problem::Problem;
use crate::routes::establishments::published;
use crate::state::{AppState, in_time};
use crate::view::Body;
use crate::writing::WriteErrors;

/// What proved true, or did not.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ConfirmationRequest {
    /// The criterion; everything that is said unless given.
    #[schema(example = "entree_plain_pied")]
    criterion: Option<String>,
    /// Whether it proved true.
    proved: bool,
}

impl FromMembers for ConfirmationRequest {
    fn read(members: &mut Members<'_>, faults: &mut Faults) -> Self {
        let criterion = members.text("criterion", faults);
        if let Some(key) = criterion.as_deref().filter(|key| schema().get(key).is_none()) {
            faults.add("/criterion", "the key of a criterion is expected", schema().nearest(key));
        }
        let proved = members.take("proved").and_then(Value::as_bool);
        if proved.is_none() {
            faults.add("/proved", "true or false is expected", None);
        }
        Self { criterion, proved: proved.unwrap_or(false) }
    }
}

/// What was counted.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ConfirmationView {
    /// The criterion; absent: everything.
    #[serde(skip_serializing_if = "Option::is_none")]
    criterion: Option<String>,
    /// Whether it proved true.
    proved: bool,
}

/// Say whether it proved true
///
/// For people who were there. It is counted against the answer as it stands, nobody is remembered, and nobody has to sign
/// in. It changes no answer: an answer that is found untrue is asked again, in the questions about the place and in the
/// campaigns of its commune. Those who manage or follow the place are told.
#[utoipa::path(
    post,
    path = "/api/v1/establishments/{id}/confirmations",
    operation_id = "createConfirmation",
    tag = "participation",
    params(("id" = uuid::Uuid, Path, description = "Id of the establishment")),
    request_body(content = ConfirmationRequest, content_type = "application/json"),
    responses((status = 201, description = "Counted", body = ConfirmationView), WriteErrors),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    PathId(id): PathId,
    Params(NoParams): Params<NoParams>,
    JsonBody(said): JsonBody<ConfirmationRequest>,
) -> Result<Response, Problem> {
    count(&state, id, (said.criterion.clone(), said.proved)).await?;
    let view = ConfirmationView { criterion: said.criterion, proved: said.proved };
    Ok((StatusCode::CREATED, Body::json(&view)?).into_response())
}

/// Counts it.
///
/// # Errors
/// 404 and 410 for what is no published establishment, 422 where nothing is said that could prove true.
pub(crate) async fn count(
    state: &AppState,
    establishment: EstablishmentId,
    (criterion, proved): (Option<String>, bool),
) -> Result<(), Problem> {
    let at = state.clock().now();
    let id = EstablishmentId::new(at, rand::random()).as_uuid();
    let said = Confirmation { id, establishment, criterion, proved, at };
    let kind = if proved { "proved" } else { "disproved" };
    let done = in_time(async {
        let mut transaction = state.pool().begin().await?;
        let done = participation::add_confirmation(&mut transaction, &said).await?;
        if done {
            tell_managers(&mut transaction, establishment, (kind, said.criterion.as_deref()), at).await?;
        }
        transaction.commit().await?;
        Ok(done)
    });
    if !done.await? {
        published(state, establishment).await?;
        let mut faults = Faults::default();
        faults.add("/criterion", "nothing is said of it that could prove true", None);
        faults.check()?;
    }
    Ok(())
}
