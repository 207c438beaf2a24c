//! `GET /api/v1/establishments/{id}/asks/notes`: what people wrote beside their asks, for those who can answer.

use axum::extract::State;
use plainpied_domain::access::Action;
use plainpied_store::participation;
use serde::Serialize;
use time::OffsetDateTime;
use utoipa::ToSchema;

use crate::auth::Caller;
use crate::extract::{NoParams, Params, PathId};
use crate::problem::{Problem, ProblemView};
use crate::state::AppState;
use crate::view::Body;

/// Notes of one answer at the most.
const MOST: i64 = 100;

/// Notes with asks.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AskNotesView {
    /// The latest first, 100 at the most.
    notes: Vec<AskNoteView>,
}

/// A note with an ask.
#[derive(Debug, Serialize, ToSchema)]
struct AskNoteView {
    /// The criterion.
    #[schema(example = "entree_largeur_mini")]
    criterion: String,
    /// In words.
    note: String,
    /// When.
    #[serde(with = "time::serde::rfc3339")]
    #[schema(value_type = String, format = "date-time")]
    at: OffsetDateTime,
}

/// Notes with asks
///
/// For managers of the establishment and moderators: what people wrote beside their asks.
#[utoipa::path(
    get,
    path = "/api/v1/establishments/{id}/asks/notes",
    operation_id = "listAskNotes",
    tag = "participation",
    params(("id" = uuid::Uuid, Path, description = "Id of the establishment")),
    responses(
        (status = 200, description = "The notes", body = AskNotesView),
        (status = 400, description = "Malformed id", body = ProblemView, content_type = "application/problem+json"),
        (status = 401, description = "No key, or one that is of no use", body = ProblemView, content_type = "application/problem+json"),
        (status = 403, description = "Neither a manager nor a moderator", body = ProblemView, content_type = "application/problem+json"),
        (status = 503, description = "The database cannot answer now", body = ProblemView, content_type = "application/problem+json"),
    ),
    security(("key" = [])),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    PathId(id): PathId,
    Params(NoParams): Params<NoParams>,
    caller: Caller,
) -> Result<Body, Problem> {
    caller.permit(&state, Action::Announce, Some(id)).await?;
    let notes = state.query(async |connection| participation::ask_notes(connection, id, MOST).await);
    let view = |note: participation::AskNote| AskNoteView {
        criterion: note.criterion,
        note: note.note,
        at: note.at,
    };
    Body::json(&AskNotesView { notes: notes.await?.into_iter().map(view).collect() })
}
