//! `POST /api/v1/proposals`: propose a criterion, a wording, or report a mistake in a rule.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use plainpied_criteria::needs::needs;
use plainpied_criteria::schema;
use plainpied_domain::EstablishmentId;
use plainpied_store::participation::{self, IdeaRecord};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::IdeaView;
use crate::auth::Reader;
use crate::extract::{Faults, FromMembers, JsonBody, Members, NoParams, Params};
use crate::problem::Problem;
use crate::state::AppState;
use crate::view::Body;
use crate::writing::{WriteErrors, line};

/// The kinds of proposals.
pub(super) const KINDS: [&str; 4] = ["criterion", "wording", "rule", "other"];

/// What somebody would have otherwise.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ProposalRequest {
    /// `criterion`: one is missing; `wording`: a text is unclear; `rule`: a verdict is wrong; `other`.
    #[schema(example = "wording")]
    kind: String,
    /// The key of the criterion or need that it is about.
    #[schema(example = "entree_largeur_mini")]
    about: Option<String>,
    /// In words. Everybody can read it.
    #[schema(max_length = 2000)]
    text: String,
}

impl FromMembers for ProposalRequest {
    fn read(members: &mut Members<'_>, faults: &mut Faults) -> Self {
        let kind = members.text("kind", faults).unwrap_or_default();
        if !KINDS.contains(&kind.as_str()) {
            faults.add("/kind", format!("must be among {}", KINDS.join(", ")), None);
        }
        let about = members.text("about", faults);
        let is_known = |key: &str| schema().get(key).is_some() || needs().get(key).is_some();
        if let Some(key) = about.as_deref().filter(|key| !is_known(key)) {
            let nearest = schema().nearest(key).or_else(|| needs().nearest(key));
            faults.add("/about", "the key of a criterion or of a need is expected", nearest);
        }
        let text = line(&members.text("text", faults).unwrap_or_default(), 2_000);
        Self { kind, about, text: text.map_err(|wrong| faults.add("/text", wrong, None)).unwrap_or_default() }
    }
}

/// Propose something
///
/// A criterion that is missing, a wording that is unclear, a rule that comes to a wrong verdict. Proposals are public, and
/// moderators answer them in public. Nobody has to sign in; a session needs its `X-CSRF-Token`.
#[utoipa::path(
    post,
    path = "/api/v1/proposals",
    operation_id = "createProposal",
    tag = "participation",
    request_body(content = ProposalRequest, content_type = "application/json"),
    responses((status = 201, description = "Kept, and public", body = IdeaView), WriteErrors),
    security((), ("key" = [])),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    Params(NoParams): Params<NoParams>,
    reader: Reader,
    JsonBody(proposed): JsonBody<ProposalRequest>,
) -> Result<Response, Problem> {
    let author = reader.0.map(|caller| caller.account.id);
    let record = propose(&state, author, proposed).await?;
    Ok((StatusCode::CREATED, Body::json(&IdeaView::new(record, state.site()))?).into_response())
}

/// Keeps what somebody proposes, or nobody who is known.
///
/// # Errors
/// The database cannot answer.
pub(crate) async fn propose(
    state: &AppState,
    author: Option<Uuid>,
    proposed: ProposalRequest,
) -> Result<IdeaRecord, Problem> {
    let now = state.clock().now();
    let record = IdeaRecord {
        id: EstablishmentId::new(now, rand::random()).as_uuid(),
        kind: proposed.kind,
        about: proposed.about,
        text: proposed.text,
        account_id: author,
        created_at: now,
        state: "open".to_owned(),
        answer: None,
        answered_at: None,
    };
    state.query(async |connection| participation::add_idea(connection, &record).await).await?;
    Ok(record)
}
