//! `PATCH /api/v1/me`: name, language, password, e-mail address.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use plainpied_criteria::Lang;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use crate::extract::{Faults, Members, NoParams, Params, read_whole};
use crate::people::{self, Change};
use crate::problem::Problem;
use crate::routes::signin::ask::language;
use crate::state::AppState;
use crate::writing::{Submission, WriteErrors};

/// What is to change. Absent: as before.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MeRequest {
    /// Shown beside contributions.
    #[schema(max_length = 100, example = "Madame Martin")]
    name: Option<String>,
    /// Language of mails: `fr` or `en`.
    language: Option<String>,
    /// 10 to 200 characters; null: none, one signs in by mail. Other sessions end.
    #[schema(format = "password", min_length = 10, max_length = 200)]
    password: Option<String>,
    /// Counts once the link that goes there was followed; the old address is told.
    #[schema(format = "email")]
    email: Option<String>,
}

struct Wanted {
    name: Option<String>,
    lang: Option<Lang>,
    /// Outer none: as before.
    password: Option<Option<String>>,
    email: Option<String>,
}

/// Change one's own account
///
/// What is not named stays.
#[utoipa::path(
    patch,
    path = "/api/v1/me",
    operation_id = "updateMe",
    tag = "people",
    request_body(content = MeRequest, content_type = "application/json"),
    responses(
        (status = 204, description = "Changed"),
        (status = 202, description = "Changed, except the address, which waits for its confirmation"),
        WriteErrors,
    ),
    security(("session" = [])),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    headers: HeaderMap,
    Params(NoParams): Params<NoParams>,
    submission: Submission,
) -> Result<StatusCode, Problem> {
    let session = submission.caller.session()?;
    let wanted = read_whole(&submission.body, read)?;
    let account = &submission.caller.account;
    people::describe(&state, account.id, (wanted.name.as_deref(), wanted.lang)).await?;
    if let Some(password) = wanted.password {
        people::set_password(&state, (account.id, session), password).await?;
    }
    let Some(email) = wanted.email else {
        return Ok(StatusCode::NO_CONTENT);
    };
    let change = Change { account, email: &email, lang: wanted.lang.unwrap_or_default() };
    people::ask_to_change(&state, &state.site().or_host(&headers), &change).await?;
    Ok(StatusCode::ACCEPTED)
}

fn read(members: &mut Members<'_>, faults: &mut Faults) -> Wanted {
    let mut line = |name: &'static str, read: fn(&str) -> Result<String, String>, faults: &mut Faults| {
        let given = members.said(name)?.as_str().unwrap_or_default();
        read(given).map_err(|wrong| faults.add(&format!("/{name}"), wrong, None)).ok()
    };
    let (name, email) = (line("name", people::name_of, faults), line("email", people::email_of, faults));
    let password = match members.said("password") {
        None => None,
        Some(Value::Null) => Some(None),
        Some(given) => people::password_of(given.as_str().unwrap_or_default())
            .map_err(|wrong| faults.add("/password", wrong, None))
            .ok()
            .map(Some),
    };
    Wanted { name, lang: language(members, faults), password, email }
}
