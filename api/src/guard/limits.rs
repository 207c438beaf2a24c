use std::time::Duration;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use tokio::sync::SemaphorePermit;

use crate::problem::{Problem, code};
use crate::state::AppState;

/// The longest that a request may ask to wait for a change.
pub(crate) const LONGEST_WAIT: Duration = Duration::from_secs(30);
/// The longest that a file may take to be made, for formats that end before they begin.
pub(crate) const LONGEST_PREPARATION: Duration = Duration::from_secs(300);
/// The longest path and query, bytes: ten thousand letters with accents, percent-encoded. HTTP libraries end at 64 KiB.
const MAX_URI: usize = 63 * 1024;

/// Refuses what is longer than any real request. Nothing here has a NUL in its name, and PostgreSQL knows none.
pub(crate) async fn uri(request: Request, next: Next) -> Response {
    let length = request.uri().path_and_query().map_or(0, |address| address.as_str().len());
    if length > MAX_URI {
        return Problem::new(&code::LONG_ADDRESS)
            .detail(format!("The address has {length} bytes, at most {MAX_URI} are read."))
            .into_response();
    }
    if request.uri().path().contains("%00") {
        return Problem::new(&code::UNKNOWN_ROUTE).detail("No address has a NUL in it.").into_response();
    }
    next.run(request).await
}

/// How long requests of some routes may take.
#[derive(Clone)]
pub(crate) struct Admission {
    pub state: AppState,
    pub limit: Duration,
}

/// The right to be worked on.
///
/// # Errors
/// 503 where there is no room.
pub(crate) fn slot(state: &AppState) -> Result<SemaphorePermit<'_>, Problem> {
    // Refused at once rather than queued: those that are let in stay fast.
    state.slots().try_acquire().map_err(|none| Problem::new(&code::OVERLOADED).cause(none))
}

/// Lets a request in where there is room for it, and out again before the time limit.
pub(crate) async fn admit(
    State(Admission { state, limit }): State<Admission>,
    request: Request,
    next: Next,
) -> Response {
    match slot(&state) {
        Ok(_slot) => in_time(limit, next.run(request)).await,
        Err(problem) => problem.into_response(),
    }
}

/// Lets a request out before the time limit. Its handler takes a slot for as long as it works, none while it waits.
pub(crate) async fn let_wait(State(limit): State<Duration>, request: Request, next: Next) -> Response {
    in_time(limit, next.run(request)).await
}

async fn in_time(limit: Duration, answer: impl Future<Output = Response>) -> Response {
    match tokio::time::timeout(limit, answer).await {
        Ok(response) => response,
        Err(elapsed) => Problem::new(&code::TOO_SLOW)
            .detail(format!("The answer took more than {} seconds.", limit.as_secs()))
            .cause(elapsed)
            .into_response(),
    }
}
