//! `POST /api/v1/signin`: ask for a link.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use plainpied_criteria::Lang;
use serde::Serialize;
use utoipa::ToSchema;

use crate::auth::next;
use crate::extract::{Faults, FromMembers, JsonBody, Members, NoParams, Params, language_named};
use crate::guard::Attempt;
use crate::people::{self, Asked};
use crate::problem::{Problem, ProblemView};
use crate::state::AppState;

/// Who wants to sign in.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SignInRequest {
    /// The address that the link goes to. An account is made of it where there is none.
    #[schema(format = "email", example = "name@example.org")]
    email: String,
    /// Language of the mail: `fr` unless given, or `en`.
    #[schema(example = "fr")]
    language: Option<String>,
    /// A path of this site to go to afterwards.
    #[schema(example = "/account")]
    next: Option<String>,
}

#[derive(Debug)]
pub(crate) struct SignIn(Asked);

impl FromMembers for SignIn {
    fn read(members: &mut Members<'_>, faults: &mut Faults) -> Self {
        let lang = language(members, faults).unwrap_or_default();
        let given = members.text("email", faults).unwrap_or_default();
        let email = people::email_of(&given).map_err(|wrong| faults.add("/email", wrong, None));
        let next = next(members.text("next", faults).as_deref());
        Self(Asked { email: email.unwrap_or_default(), lang, next })
    }
}

/// The member `language`.
pub(crate) fn language(members: &mut Members<'_>, faults: &mut Faults) -> Option<Lang> {
    let found = language_named(&members.text("language", faults)?);
    if found.is_none() {
        faults.add("/language", "must be fr or en", None);
    }
    found
}

/// Ask for a link to sign in
///
/// It is mailed, works once within 15 minutes, and makes the account that is not there yet. Every address gets the same
/// answer; five links an hour at most.
#[utoipa::path(
    post,
    path = "/api/v1/signin",
    operation_id = "askForLink",
    tag = "people",
    request_body(content = SignInRequest, content_type = "application/json"),
    responses(
        (status = 202, description = "The link is on its way"),
        (status = 400, description = "The body is no JSON", body = ProblemView, content_type = "application/problem+json"),
        (status = 415, description = "The body is no JSON", body = ProblemView, content_type = "application/problem+json"),
        (status = 422, description = "The address is none", body = ProblemView, content_type = "application/problem+json"),
        (status = 429, description = "Too many attempts", body = ProblemView, content_type = "application/problem+json"),
        (status = 503, description = "The database cannot answer now", body = ProblemView, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    headers: HeaderMap,
    Params(NoParams): Params<NoParams>,
    _: Attempt,
    JsonBody(SignIn(asked)): JsonBody<SignIn>,
) -> Result<StatusCode, Problem> {
    people::ask(&state, &state.site().or_host(&headers), &asked).await?;
    Ok(StatusCode::ACCEPTED)
}
