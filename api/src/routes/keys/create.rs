//! `POST /api/v1/keys`: make a key.

use axum::extract::State;
use axum::response::Response;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::{MadeKeyView, allowed};
use crate::extract::{Faults, Members, NoParams, Params, read_whole};
use crate::people::{self, WantedKey};
use crate::problem::Problem;
use crate::state::AppState;
use crate::writing::{Submission, WriteErrors};

/// A key that is wanted.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct KeyRequest {
    /// What it is for.
    #[schema(max_length = 100, example = "web site of the city")]
    name: String,
    /// How far it reaches: `read`, `write`, `moderate`.
    #[schema(example = json!(["read", "write"]))]
    scopes: Vec<String>,
    /// Days until it expires; absent: it does not.
    #[schema(minimum = 1, maximum = 3650)]
    days: Option<i64>,
    /// For pages of the web: the only origin that may use it.
    #[schema(example = "https://example.org")]
    origin: Option<String>,
    /// Requests a day (UTC) that it may ask; absent: no limit of its own.
    #[schema(minimum = 1)]
    requests_a_day: Option<i64>,
    /// Requests a second that it may go on asking, no more than an address may; absent: as many.
    #[schema(minimum = 1)]
    requests_a_second: Option<i64>,
}

/// Make a key
///
/// The answer holds its secret, this once. A key makes none that reaches further than itself.
#[utoipa::path(
    post,
    path = "/api/v1/keys",
    operation_id = "createKey",
    tag = "people",
    request_body(content = KeyRequest, content_type = "application/json"),
    responses((status = 201, description = "Made", body = MadeKeyView), WriteErrors),
    security(("key" = []), ("session" = [])),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    Params(NoParams): Params<NoParams>,
    submission: Submission,
) -> Result<Response, Problem> {
    allowed(&submission.caller, &state).await?;
    let wanted = read_whole(&submission.body, read)?;
    MadeKeyView::answer(people::make(&state, &submission.caller, &wanted).await?)
}

fn read(members: &mut Members<'_>, faults: &mut Faults) -> WantedKey {
    let scopes = match members.take("scopes") {
        None => Vec::new(),
        Some(Value::Array(list)) => {
            list.iter().map(|one| one.as_str().unwrap_or_default().to_owned()).collect()
        }
        Some(_) => {
            faults.add("/scopes", "a list is expected here", None);
            Vec::new()
        }
    };
    WantedKey {
        name: members.text("name", faults).unwrap_or_default(),
        scopes,
        days: whole_number(members, "days", faults),
        origin: members.text("origin", faults),
        requests_a_day: whole_number(members, "requests_a_day", faults),
        requests_a_second: whole_number(members, "requests_a_second", faults),
    }
}

/// A member that is a whole number.
pub(super) fn whole_number(
    members: &mut Members<'_>,
    name: &'static str,
    faults: &mut Faults,
) -> Option<i64> {
    let given = members.take(name)?;
    if given.as_i64().is_none() {
        faults.add(&format!("/{name}"), "a whole number is expected here", None);
    }
    given.as_i64()
}
