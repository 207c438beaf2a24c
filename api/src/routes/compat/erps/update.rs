//! `PATCH /api/erps/{slug}/`: more is known of an establishment.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use plainpied_domain::access::Action;
use plainpied_store::write::Deed;

use super::create::ErpRequest;
use super::shown;
use crate::compat::{ErpView, identified, in_their_words, read};
use crate::extract::{Params, PathName};
use crate::moderation::SuggestionView;
use crate::problem::{Problem, ProblemView};
use crate::state::AppState;
use crate::writing::{Asked, Form, Job, Reviewed, Submission, WriteParams, review};

/// Describe an establishment
///
/// It only adds: null and empty change nothing. An answer that closes those under it clears them. What a better source says
/// stays. Ids of sources are those that it was added with.
#[utoipa::path(
    patch,
    path = "/api/erps/{slug}/",
    operation_id = "updateErp",
    tag = "erps",
    params(
        ("slug" = String, Path, description = "Slug, or id"),
        WriteParams,
        ("Idempotency-Key" = Option<String>, Header, description = "Names this request"),
    ),
    request_body(content = ErpRequest, content_type = "application/json"),
    responses(
        (status = 200, description = "As it stands now", body = ErpView<'static>),
        (status = 202, description = "It waits for a moderator: Location", body = SuggestionView),
        (status = 400, description = "Messages by field", content_type = "application/json"),
        (status = 401, description = "No key, or one that is of no use", body = ProblemView, content_type = "application/problem+json"),
        (status = 403, description = "The key's scopes do not reach so far", body = ProblemView, content_type = "application/problem+json"),
        (status = 404, description = "There is none", body = ProblemView, content_type = "application/problem+json"),
        (status = 410, description = "Closed, merged or withdrawn", body = ProblemView, content_type = "application/problem+json"),
        (status = 429, description = "More than the client's share: Retry-After", body = ProblemView, content_type = "application/problem+json"),
        (status = 503, description = "The database cannot answer now; nothing was written", body = ProblemView, content_type = "application/problem+json"),
    ),
    security(("key" = [])),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    PathName(name): PathName,
    headers: HeaderMap,
    Params(params): Params<WriteParams>,
    submission: Submission,
) -> Result<Response, Problem> {
    let site = state.site().or_host(&headers);
    match describe(&state, &name, &submission, &params).await {
        Ok(answer) => shown(&state, &site, answer).await,
        Err(problem) => Ok(in_their_words(problem)),
    }
}

async fn describe(
    state: &AppState,
    name: &str,
    submission: &Submission,
    params: &WriteParams,
) -> Result<Response, Problem> {
    let id = identified(state, name, false).await?.id;
    let caller = &submission.caller;
    let ties = caller.permit(state, Action::Describe, Some(id)).await?;
    let (catalogue, reference) = (state.catalogue().await?, state.reference().await?);
    let given = read(&submission.body, false, &caller.account.speaks_as(ties.manages), &reference)?;
    let form = Form { catalogue: &catalogue, reference: &reference, clock: state.clock() };
    let said = form.read(&given.description, |day| caller.origin(ties, day))?;
    let deed = Box::new(Deed::Say(Box::new(said.proposal)));
    let job = Job::Do { id, expected: submission.expected, deed };
    let reviewed = Reviewed { asked: Asked::Describe(id), ties, body: &given.description };
    review(state, submission, params, (job, said.reason), reviewed).await
}
