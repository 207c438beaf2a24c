//! `POST /api/v1/establishments/{id}/asks`: say what was missing to decide.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use plainpied_criteria::schema;
use plainpied_domain::EstablishmentId;
use plainpied_domain::understanding::{Asked, Kind};
use plainpied_store::participation::{self, Ask};
use serde::Serialize;
use utoipa::ToSchema;

use super::CriterionHeardView;
use crate::extract::{Faults, FromMembers, JsonBody, Members, NoParams, Params, PathId};
use crate::moderation::tell_managers;
use crate::problem::Problem;
use crate::questions::HeardView;
use crate::routes::establishments::published;
use crate::state::{AppState, in_time};
use crate::view::Body;
use crate::writing::{WriteErrors, line};

/// What was missing.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AskRequest {
    /// The criterion.
    #[schema(example = "entree_largeur_mini")]
    criterion: String,
    /// In words, for the managers; without saying for whom.
    #[schema(max_length = 200, example = "The width of the side door.")]
    note: Option<String>,
}

impl FromMembers for AskRequest {
    fn read(members: &mut Members<'_>, faults: &mut Faults) -> Self {
        let criterion = members.text("criterion", faults).unwrap_or_default();
        if schema().get(&criterion).is_none() {
            let nearest = schema().nearest(&criterion);
            faults.add("/criterion", "the key of a criterion is expected", nearest);
        }
        let note = members.text("note", faults).map(|text| line(&text, 200)).transpose();
        Self { criterion, note: note.map_err(|wrong| faults.add("/note", wrong, None)).ok().flatten() }
    }
}

/// Say what was missing
///
/// "I needed the width of the door to decide." It is counted, nobody is remembered, and no need is stored: a note that
/// names one is refused. Asks order the questions about the place and the campaigns of its commune, and reach those who manage
/// or follow it. Nobody has to sign in.
#[utoipa::path(
    post,
    path = "/api/v1/establishments/{id}/asks",
    operation_id = "createAsk",
    tag = "participation",
    params(("id" = uuid::Uuid, Path, description = "Id of the establishment")),
    request_body(content = AskRequest, content_type = "application/json"),
    responses((status = 201, description = "Counted", body = CriterionHeardView), WriteErrors),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    PathId(id): PathId,
    Params(NoParams): Params<NoParams>,
    JsonBody(asked): JsonBody<AskRequest>,
) -> Result<Response, Problem> {
    let AskRequest { criterion, note } = asked;
    if let Some(note) = &note {
        refuse_needs(&state, note).await?;
    }
    let view = count(&state, id, (criterion, note)).await?;
    Ok((StatusCode::CREATED, Body::json(&view)?).into_response())
}

/// Counts it.
///
/// # Errors
/// 404 and 410 for what is no published establishment.
pub(crate) async fn count(
    state: &AppState,
    id: EstablishmentId,
    (criterion, note): (String, Option<String>),
) -> Result<CriterionHeardView, Problem> {
    let now = state.clock().now();
    let ask_id = EstablishmentId::new(now, rand::random()).as_uuid();
    let ask = Ask { id: ask_id, establishment: id, criterion, note, at: now };
    let (done, heard) = in_time(async {
        let mut transaction = state.pool().begin().await?;
        let done = participation::add_ask(&mut transaction, &ask).await?;
        if done {
            tell_managers(&mut transaction, id, ("asked", Some(&ask.criterion)), now).await?;
        }
        let heard = participation::heard(&mut transaction, id).await?;
        transaction.commit().await?;
        Ok((done, heard))
    })
    .await?;
    if !done {
        published(state, id).await?;
    }
    let heard = heard.iter().find(|one| one.criterion == ask.criterion).map(HeardView::from);
    Ok(CriterionHeardView { criterion: ask.criterion, heard: heard.unwrap_or_default() })
}

/// What a person needs is health data: it is not taken, even where it is offered.
async fn refuse_needs(state: &AppState, note: &str) -> Result<(), Problem> {
    let lexicon = state.lexicon().await?;
    let read = lexicon.read(&Asked { what: note, ..Asked::default() });
    let mut faults = Faults::default();
    if read.parts.iter().any(|part| part.kind == Kind::Need) {
        faults.add("/note", "say what was missing without saying for whom: needs are not stored", None);
    }
    faults.check()
}
