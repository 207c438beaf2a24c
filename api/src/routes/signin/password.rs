//! `POST /api/v1/signin/password`: sign in by a password.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use serde::Serialize;
use utoipa::ToSchema;

use super::EnteredView;
use crate::extract::{Faults, FromMembers, JsonBody, Members, NoParams, Params};
use crate::guard::Attempt;
use crate::people;
use crate::problem::{Problem, ProblemView};
use crate::state::AppState;

/// Address and password.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PasswordRequest {
    /// The address of the account.
    #[schema(format = "email", example = "name@example.org")]
    email: String,
    /// Its password.
    #[schema(format = "password")]
    password: String,
}

pub(crate) struct Given {
    email: String,
    password: String,
}

impl FromMembers for Given {
    fn read(members: &mut Members<'_>, faults: &mut Faults) -> Self {
        let email = members.text("email", faults).unwrap_or_default();
        // As it was typed: spaces at its ends belong to a password.
        let password = members.take("password").and_then(|value| value.as_str()).unwrap_or_default();
        Self { email: people::email_of(&email).unwrap_or_default(), password: password.to_owned() }
    }
}

/// Sign in by a password
///
/// An address without an account gets the same answer as a wrong password, after the same time. After ten mistakes an
/// address has to wait for a quarter of an hour.
#[utoipa::path(
    post,
    path = "/api/v1/signin/password",
    operation_id = "signInByPassword",
    tag = "people",
    request_body(content = PasswordRequest, content_type = "application/json"),
    responses(
        (status = 200, description = "Signed in", body = EnteredView),
        (status = 400, description = "The body is no JSON", body = ProblemView, content_type = "application/problem+json"),
        (status = 401, description = "They do not belong together", body = ProblemView, content_type = "application/problem+json"),
        (status = 403, description = "The account is blocked", body = ProblemView, content_type = "application/problem+json"),
        (status = 415, description = "The body is no JSON", body = ProblemView, content_type = "application/problem+json"),
        (status = 422, description = "Fields are wrong", body = ProblemView, content_type = "application/problem+json"),
        (status = 429, description = "Too many attempts", body = ProblemView, content_type = "application/problem+json"),
        (status = 503, description = "The database cannot answer now", body = ProblemView, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    headers: HeaderMap,
    Params(NoParams): Params<NoParams>,
    _: Attempt,
    JsonBody(given): JsonBody<Given>,
) -> Result<Response, Problem> {
    EnteredView::answer(people::with_password(&state, (&given.email, given.password), &headers).await?)
}
