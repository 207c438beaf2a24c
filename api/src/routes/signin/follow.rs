//! `POST /api/v1/signin/{token}`: sign in by a link.

use axum::extract::{FromRequest, Request, State};
use axum::response::Response;
use serde::Serialize;
use utoipa::ToSchema;

use super::EnteredView;
use crate::extract::{Faults, FromMembers, JsonBody, Members, NoParams, Params, PathPart};
use crate::guard::Attempt;
use crate::people::{self, Followed};
use crate::problem::{Problem, ProblemView};
use crate::state::AppState;

/// The first time.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FollowRequest {
    /// The name shown beside contributions: wanted the first time.
    #[schema(max_length = 100, example = "Madame Martin")]
    name: Option<String>,
}

#[derive(Debug)]
struct Follow(Option<String>);

impl FromMembers for Follow {
    fn read(members: &mut Members<'_>, faults: &mut Faults) -> Self {
        let given = members.text("name", faults);
        let name = given.map(|given| people::name_of(&given)).transpose();
        Self(name.map_err(|wrong| faults.add("/name", wrong, None)).ok().flatten())
    }
}

/// Sign in by a link
///
/// The token is the last part of the address in the mail. The answer sets the cookie of the session.
#[utoipa::path(
    post,
    path = "/api/v1/signin/{token}",
    operation_id = "followLink",
    tag = "people",
    params(("token" = String, Path, description = "The token of the mail")),
    request_body(content = FollowRequest, content_type = "application/json"),
    responses(
        (status = 200, description = "Signed in", body = EnteredView),
        (status = 400, description = "The body is no JSON", body = ProblemView, content_type = "application/problem+json"),
        (status = 401, description = "The link is none of ours", body = ProblemView, content_type = "application/problem+json"),
        (status = 403, description = "The account is blocked", body = ProblemView, content_type = "application/problem+json"),
        (status = 410, description = "The link was used, or is too old", body = ProblemView, content_type = "application/problem+json"),
        (status = 415, description = "The body is no JSON", body = ProblemView, content_type = "application/problem+json"),
        (status = 422, description = "There is no account yet: a name is wanted", body = ProblemView, content_type = "application/problem+json"),
        (status = 429, description = "Too many attempts", body = ProblemView, content_type = "application/problem+json"),
        (status = 503, description = "The database cannot answer now", body = ProblemView, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    PathPart(token): PathPart,
    Params(NoParams): Params<NoParams>,
    _: Attempt,
    request: Request,
) -> Result<Response, Problem> {
    let headers = request.headers().clone();
    let JsonBody(Follow(name)) = JsonBody::from_request(request, &state).await?;
    match people::follow(&state, &token, name.as_deref(), &headers).await? {
        Followed::Entered(entry) => EnteredView::answer(*entry),
        Followed::NameWanted => {
            let mut faults = Faults::default();
            faults.add("/name", "there is no account yet: a name is wanted", None);
            Err(faults.check().err().unwrap_or_else(|| Problem::new(&crate::problem::code::INVALID_BODY)))
        }
    }
}
