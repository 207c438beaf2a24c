//! `GET /api/v1/proposals`: what people would have otherwise, and what the moderators say.

use axum::extract::State;
use plainpied_store::participation::{self, IdeaFilter};
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::IdeaView;
use super::create::KINDS;
use crate::extract::{Fields, Params, QueryParams};
use crate::problem::{Problem, ProblemView, code};
use crate::state::{AppState, in_time};
use crate::view::Body;

const STATES: [&str; 4] = ["open", "accepted", "declined", "done"];

/// Which proposals.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct ProposalsParams {
    /// Only of this state: open, accepted, declined, done.
    #[param(value_type = Option<String>, example = "open")]
    state: Option<String>,
    /// Only of this kind: criterion, wording, rule, other.
    #[param(value_type = Option<String>, example = "criterion")]
    kind: Option<String>,
    /// Only proposals before this one: the last of the page before.
    #[param(value_type = Option<Uuid>)]
    before: Option<Uuid>,
    /// How many, 1 to 100; 20 unless given.
    #[param(value_type = Option<i64>, minimum = 1, maximum = 100)]
    limit: i64,
}

impl QueryParams for ProposalsParams {
    fn read(fields: &mut Fields) -> Result<Self, Problem> {
        let state = fields.word("state", &STATES.map(|name| (name, name)))?;
        let kind = fields.word("kind", &KINDS.map(|name| (name, name)))?;
        Ok(Self {
            state: state.map(str::to_owned),
            kind: kind.map(str::to_owned),
            before: fields.parsed("before")?,
            limit: fields.within("limit", 1..=100)?.unwrap_or(20),
        })
    }
}

/// Proposals.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ProposalsView {
    /// The newest first.
    proposals: Vec<IdeaView>,
}

/// Proposals
///
/// What people would have otherwise in the criteria, their wordings and the rules, with the answers of the moderators;
/// the newest first.
#[utoipa::path(
    get,
    path = "/api/v1/proposals",
    operation_id = "listProposals",
    tag = "participation",
    params(ProposalsParams),
    responses(
        (status = 200, description = "Proposals", body = ProposalsView),
        (status = 400, description = "A parameter is wrong", body = ProblemView, content_type = "application/problem+json"),
        (status = 404, description = "There is no proposal `before`", body = ProblemView, content_type = "application/problem+json"),
        (status = 503, description = "The database cannot answer now", body = ProblemView, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    Params(params): Params<ProposalsParams>,
) -> Result<Body, Problem> {
    let mut connection = state.acquire().await?;
    let before = match params.before {
        None => None,
        Some(id) => {
            let found = in_time(participation::idea(&mut connection, id)).await?;
            let found = found.ok_or_else(|| Problem::new(&code::NOT_FOUND).at("before"))?;
            Some((found.created_at, found.id))
        }
    };
    let filter = IdeaFilter { state: params.state, kind: params.kind, before };
    let ideas = in_time(participation::ideas(&mut connection, &filter, params.limit)).await?;
    let proposals = ideas.into_iter().map(|idea| IdeaView::new(idea, state.site())).collect();
    Body::json(&ProposalsView { proposals })
}
