//! `POST /api/v1/establishments`: a new establishment.

use axum::extract::State;
use axum::response::Response;
use utoipa::IntoParams;

use crate::extract::{Fields, Params, QueryParams};
use crate::moderation::SuggestionView;
use crate::problem::{Problem, ProblemView};
use crate::state::AppState;
use crate::writing::{Asked, DescriptionRequest, Submission, WriteErrors, WriteParams, WrittenView, submit};

/// How to add a place.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct CreateParams {
    /// Add it although one like it is there, where the role allows.
    #[param(value_type = Option<bool>)]
    force: bool,
    /// Check and answer as if it were written, and write nothing.
    #[param(value_type = Option<bool>)]
    dry_run: bool,
}

impl QueryParams for CreateParams {
    fn read(fields: &mut Fields) -> Result<Self, Problem> {
        let force = fields.switch("force")?.unwrap_or(false);
        Ok(Self { force, dry_run: WriteParams::read(fields)?.dry_run })
    }
}

/// Add an establishment
///
/// Name, postal code, commune and position are needed. A place that is alike in name, address, activity and position, or
/// has the same external id, answers 409 with the candidates, closed ones too. With an Idempotency-Key the same request
/// sent again is answered as before and done once.
#[utoipa::path(
    post,
    path = "/api/v1/establishments",
    operation_id = "createEstablishment",
    tag = "writing",
    params(CreateParams, ("Idempotency-Key" = Option<String>, Header, description = "Names this request")),
    request_body(content = DescriptionRequest, content_type = "application/json"),
    responses(
        (status = 200, description = "It would be created: dry_run", body = WrittenView),
        (status = 201, description = "Created; Location has its address", body = WrittenView),
        (status = 202, description = "Waits for a moderator; Location has its address", body = SuggestionView),
        (status = 409, description = "It is there already: candidates", body = ProblemView, content_type = "application/problem+json"),
        WriteErrors,
    ),
    security(("key" = [])),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    Params(params): Params<CreateParams>,
    submission: Submission,
) -> Result<Response, Problem> {
    let asked = Asked::Create { force: params.force };
    submit(&state, &submission, &WriteParams { dry_run: params.dry_run }, asked).await
}
