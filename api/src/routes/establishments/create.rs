//! `POST /api/v1/establishments`: a new establishment.

use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::Response;
use plainpied_domain::access::{Action, Ties};
use utoipa::IntoParams;

use crate::extract::{Fields, Params, QueryParams};
use crate::problem::{Problem, ProblemView};
use crate::state::AppState;
use crate::writing::{
    Creation, DescriptionRequest, Form, Job, Submission, WriteErrors, WriteParams, WrittenView, perform,
};

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
    let caller = &submission.caller;
    let action = if params.force { Action::CreateLikeness } else { Action::Create };
    let ties = caller.permit(&state, action, None).await?;
    let (catalogue, reference) = (state.catalogue().await?, state.reference().await?);
    let form = Form { catalogue: &catalogue, reference: &reference, clock: state.clock() };
    let said = form.read(&submission.body, |day| caller.origin(ties, day))?;
    debug_assert_eq!(ties, Ties::default(), "nobody manages what is not there yet");
    let job = Job::Create(Box::new(Creation {
        proposal: said.proposal,
        external_id: said.external_id,
        identified: Vec::new(),
        force: params.force,
    }));
    let params = WriteParams { dry_run: params.dry_run };
    let mut response = perform(&state, &submission, &params, (job, said.reason)).await?;
    locate(&mut response);
    Ok(response)
}

/// The address of what was created, from the extension that the answer carries.
fn locate(response: &mut Response) {
    let url = response.extensions().get::<crate::writing::CreatedAt>().map(|at| at.0.clone());
    if let Some(url) = url.and_then(|url| HeaderValue::try_from(url).ok()) {
        response.headers_mut().insert(header::LOCATION, url);
    }
}
