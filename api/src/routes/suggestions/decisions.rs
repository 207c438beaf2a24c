//! `POST /api/v1/suggestions/decisions`: many suggestions at once.

use axum::extract::State;
use plainpied_domain::access::Action;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;
use uuid::Uuid;

use super::accept::acceptance;
use crate::extract::{Faults, Members, NoParams, Params, read_whole};
use crate::moderation::{self, Acceptance, Desk, decision};
use crate::problem::Problem;
use crate::state::AppState;
use crate::view::Body;
use crate::writing::{Submission, WriteErrors, WrittenView};

/// Suggestions of one request.
const MOST: usize = 100;

/// Decisions on many suggestions.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DecisionsRequest {
    /// `accepted` or `rejected`.
    #[schema(example = "accepted")]
    decision: String,
    /// Which, at most 100.
    ids: Vec<Uuid>,
    /// What their authors are told; needed where they are refused.
    #[schema(max_length = 1000)]
    answer: Option<String>,
    /// Although places like them are there.
    force: Option<bool>,
    /// On the moderator's own word.
    vouch: Option<bool>,
}

/// What became of them.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DecisionsView {
    /// In the order of the request.
    results: Vec<DecidedView>,
}

/// What became of one.
#[derive(Debug, Serialize, ToSchema)]
struct DecidedView {
    /// Which.
    id: Uuid,
    /// What the same request alone would have answered.
    status: u16,
    /// What was written.
    #[serde(skip_serializing_if = "Option::is_none")]
    written: Option<WrittenView>,
    /// Why nothing was decided.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    problem: Option<Value>,
}

/// Decide on many suggestions
///
/// Each for itself, in the order of the list: one that cannot be accepted keeps none of the others.
#[utoipa::path(
    post,
    path = "/api/v1/suggestions/decisions",
    operation_id = "decideSuggestions",
    tag = "moderation",
    request_body(content = DecisionsRequest, content_type = "application/json"),
    responses((status = 200, description = "What became of each", body = DecisionsView), WriteErrors),
    security(("key" = [])),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    Params(NoParams): Params<NoParams>,
    submission: Submission,
) -> Result<Body, Problem> {
    submission.caller.permit(&state, Action::Review, None).await?;
    let (accepted, ids, how) = read_whole(&submission.body, read)?;
    let desk = Desk::of(&state).await?;
    let mut connection = state.acquire().await?;
    let mut results = Vec::with_capacity(ids.len());
    for id in ids {
        let by = (&submission.caller.account, state.clock().now());
        let done = if accepted {
            moderation::accept(&mut connection, &desk.room(), (id, &how), by).await.map(Some)
        } else {
            moderation::reject(&mut connection, state.site(), (id, &how.answer), by).await.map(|()| None)
        };
        results.push(match done {
            Ok(written) => DecidedView { id, status: 200, written, problem: None },
            Err(problem) if problem.is_transient() => return Err(problem),
            Err(problem) => {
                let status = problem.code().status.as_u16();
                DecidedView { id, status, written: None, problem: Some(problem.value()) }
            }
        });
    }
    state.wake();
    state.mailer().wake();
    Body::json(&DecisionsView { results })
}

fn read(members: &mut Members<'_>, faults: &mut Faults) -> (bool, Vec<Uuid>, Acceptance) {
    let decision = decision(members, &["accepted", "rejected"], faults);
    let list = members.take("ids").and_then(Value::as_array).filter(|list| list.len() <= MOST);
    if list.is_none() {
        faults.add("/ids", format!("a list of at most {MOST} ids is expected"), None);
    }
    let mut ids = Vec::new();
    for (place, id) in list.into_iter().flatten().enumerate() {
        match id.as_str().and_then(|id| id.parse().ok()) {
            Some(id) => ids.push(id),
            None => faults.add(&format!("/ids/{place}"), "a UUID is expected", None),
        }
    }
    let how = acceptance(members, faults);
    if decision == "rejected" && how.answer.is_empty() && faults.is_empty() {
        faults.add("/answer", "those who wait are to be told why", None);
    }
    (decision == "accepted", ids, Acceptance { version: None, ..how })
}
