//! Changes as they happen: Server-Sent Events (WHATWG HTML, clause 9.2).

use std::convert::Infallible;
use std::time::Duration;

use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures::{StreamExt, stream};
use tokio::sync::mpsc;
use tokio::time::Instant;

use super::list::{ChangeView, ChangesParams, LOOK, next_page};
use crate::guard::Client;
use crate::problem::Problem;
use crate::state::AppState;

/// After so long a stream ends, and the client comes again: connections do not pile up.
const LONGEST: Duration = Duration::from_secs(300);
/// How long a client may take for an event.
const PATIENCE: Duration = Duration::from_secs(30);
/// Changes that wait for the client.
const WAITING: usize = 64;
/// When a client should come again.
const RETRY: Duration = Duration::from_secs(2);
const BEAT: Duration = Duration::from_secs(15);

/// Where a client goes on (WHATWG HTML, clause 9.2.4).
pub(crate) const LAST_EVENT_ID: HeaderName = HeaderName::from_static("last-event-id");

/// The changes after the last event that the client names, or after `since`, and then those that come.
pub(super) async fn stream(
    state: AppState,
    mut params: ChangesParams,
    (client, headers): (Client, &HeaderMap),
) -> Result<Response, Problem> {
    if params.wait > 0 {
        return Err(Problem::parameter("wait", "a stream of events waits by itself: leave wait out"));
    }
    if let Some(id) = headers.get(LAST_EVENT_ID) {
        let position = id.to_str().ok().and_then(|id| id.parse().ok()).filter(|position| *position >= 0);
        params.since = position.ok_or_else(|| {
            Problem::parameter("Last-Event-ID", "the last event is named by its position in the log")
        })?;
    }
    let place = state.followers().take(client)?;
    // A position that the log never gave is told of before the stream begins.
    let first = next_page(&state, &params).await?;
    params.since = first.position;
    let (events, taken) = mpsc::channel(WAITING);
    tokio::spawn(async move {
        let mut closing = state.closing();
        tokio::select! {
            () = send(&state, params, first.changes, &events) => {}
            _ = closing.wait_for(|closing| *closing) => {}
        }
        drop(place);
    });
    let retry = stream::once(async { Ok::<_, Infallible>(Event::default().retry(RETRY)) });
    let events = stream::unfold(taken, async |mut taken| taken.recv().await.map(|event| (Ok(event), taken)));
    let stream = Sse::new(retry.chain(events)).keep_alive(KeepAlive::new().interval(BEAT));
    // A proxy that waits for the end would wait for minutes.
    let headers = [
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (HeaderName::from_static("x-accel-buffering"), HeaderValue::from_static("no")),
    ];
    Ok((headers, stream).into_response())
}

/// Ends with the client, with its patience, or with the longest time; a base that is away ends it too, and the client
/// that comes again hears so.
async fn send(
    state: &AppState,
    mut params: ChangesParams,
    first: Vec<ChangeView>,
    events: &mpsc::Sender<Event>,
) {
    let end = Instant::now() + LONGEST;
    let mut changes = first;
    while Instant::now() < end {
        for change in &changes {
            let Ok(event) =
                Event::default().id(change.position.to_string()).event("change").json_data(change)
            else {
                return;
            };
            if !matches!(tokio::time::timeout(PATIENCE, events.send(event)).await, Ok(Ok(()))) {
                return;
            }
        }
        if changes.is_empty() {
            tokio::select! {
                () = tokio::time::sleep(LOOK) => {}
                () = events.closed() => return,
            }
            if state.head().await.is_ok_and(|head| head == params.since) {
                continue;
            }
        }
        match next_page(state, &params).await {
            Ok(page) => {
                params.since = page.position;
                changes = page.changes;
            }
            Err(problem) => {
                tracing::info!(?problem, "a stream of changes ended early");
                return;
            }
        }
    }
}
