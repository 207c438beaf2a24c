//! `POST /api/v1/batch`: many writes.

use axum::extract::{FromRequestParts, Request, State};
use axum::response::{IntoResponse, Response};
use plainpied_domain::access::Action;
use utoipa::IntoParams;

use crate::auth::Caller;
use crate::extract::{Fields, Params, QueryParams, body_within};
use crate::problem::{Problem, code};
use crate::state::AppState;
use crate::view::{Body, media};
use crate::writing::{Batch, MOST_LINES, Mode, WriteErrors};

/// The largest body, bytes.
const LARGEST: usize = 32 * 1024 * 1024;

/// How lines stand to each other.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct BatchParams {
    /// `each` (unless given): every line for itself. `all`: all lines or none.
    #[param(value_type = Option<String>, example = "each")]
    mode: Mode,
}

impl QueryParams for BatchParams {
    fn read(fields: &mut Fields) -> Result<Self, Problem> {
        let mode = fields.word("mode", &[("each", Mode::Each), ("all", Mode::All)])?;
        Ok(Self { mode: mode.unwrap_or(Mode::Each) })
    }
}

/// Write a batch
///
/// One JSON object a line, at most 10,000: the members of a description, and `op` (`create`, `update`, `verify`, `close`),
/// `id` for all but `create`, `version` as If-Match. One line of answer for each, in order, with the status and the body
/// that it would have had alone. With `mode=all` one refused line keeps all from being written (424 for the others).
#[utoipa::path(
    post,
    path = "/api/v1/batch",
    operation_id = "writeBatch",
    tag = "writing",
    params(BatchParams),
    request_body(content = String, content_type = "application/x-ndjson",
        example = "{\"op\":\"verify\",\"id\":\"0570478e-4cfc-5243-84df-c547aec78358\"}\n"),
    responses(
        (status = 200, description = "A line for each line", body = String, content_type = "application/x-ndjson"),
        WriteErrors,
    ),
    security(("key" = [])),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    Params(params): Params<BatchParams>,
    request: Request,
) -> Result<Response, Problem> {
    let (mut parts, content) = request.into_parts();
    let caller = Caller::from_request_parts(&mut parts, &state).await?;
    caller.permit(&state, Action::Batch, None).await?;
    let bytes = body_within(Request::from_parts(parts, content), &[media::NDJSON], LARGEST).await?;
    let text = String::from_utf8(bytes)
        .map_err(|error| Problem::new(&code::MALFORMED_BODY).detail("the body is not UTF-8").cause(error))?;
    let count = text.lines().filter(|line| !line.trim().is_empty()).count();
    if count > MOST_LINES {
        let detail = format!("the body has {count} lines, at most {MOST_LINES} are read");
        return Err(Problem::new(&code::LARGE_BODY).detail(detail));
    }
    let (catalogue, reference) = (state.catalogue().await?, state.reference().await?);
    let batch = Batch {
        state: &state,
        caller: &caller,
        catalogue: &catalogue,
        reference: &reference,
        mode: params.mode,
    };
    let mut body = Vec::new();
    for line in batch.run(&text).await? {
        serde_json::to_writer(&mut body, &line)?;
        body.push(b'\n');
    }
    Ok(Body::new(media::NDJSON, body).into_response())
}
